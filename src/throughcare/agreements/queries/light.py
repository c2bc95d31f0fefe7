"""The light path as it is read: by us and a party's own staff, and by whoever holds a link."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of, names_of
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement, LightLink, LightSignature, LightTerms, Party
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import get_agreement, total_of
from throughcare.agreements.queries.terms import Terms
from throughcare.agreements.states import (
    CONTRACTS,
    LINK_DAYS,
    OPEN_STATES,
    TURNABLE,
    WEIGHED_KINDS,
    AgreementKind,
    AgreementState,
    ConfirmedBy,
    LinkFor,
    Part,
)
from throughcare.common.clock import now, today
from throughcare.common.refusals import NotFound
from throughcare.evaluation.proportion import SHARE, Verdict, Weighed, rule_words, weigh

_COLUMNS = (
    *(
        "id",
        "purpose",
        "standing",
        "agreement_id",
        "number",
        "title",
        "kind",
        "what_for",
        "starts_on",
        "ends_on",
        "pays_on",
        "report_on",
        "amount",
    ),
    *("partner", "signer", "to_name", "mailed", "terms_digest", "has_code", "expires_at", "signed_text", "signed_by", "signed_at"),
)
_TERMS = ("number", "title", "kind", "what_for", "partner", "amount", "starts_on", "ends_on", "pays_on", "report_on", "signer")
_MOST = 200


@dataclass(frozen=True)
class Held:
    """What the holder of a link has in hand. standing: OPEN, DONE, CHANGED, REFUSED or OVER. signed_text: what was signed by it, once it was."""

    link_id: UUID
    purpose: str
    standing: str
    agreement_id: UUID
    terms: Terms
    to_name: str
    mailed: bool
    has_code: bool
    expires_at: datetime
    signed_text: str
    signed_by: str
    signed_at: datetime | None

    @property
    def until(self) -> str:
        """The last day of the link."""
        return day_words(localtime(self.expires_at).date())

    @property
    def lines(self) -> list[dict[str, str]]:
        """The terms as a page has them."""
        return [{"key": key, "value": value} for key, value in self.terms.rows]

    @property
    def heading(self) -> str:
        """The title: as it was signed, once it was."""
        return self.signed_text.partition("\n")[0] or self.terms.title

    @property
    def signed_words(self) -> str:
        """What was signed, below its title, a paragraph for each of its lines. What holds now may be another, by an amendment."""
        return self.signed_text.partition("\n")[2].strip().replace("\n", "\n\n")

    @property
    def is_changed_since(self) -> bool:
        """Whether the terms as they stand say something else than what was signed."""
        return bool(self.signed_text) and self.signed_text != self.terms.text

    @property
    def copy(self) -> str:
        """The text to keep: as it was signed, with who signed when; before that as it would be signed."""
        if self.signed_at is None:
            return f"{self.terms.text}\n\nNot signed yet.\n"
        at = localtime(self.signed_at)
        return f"{self.signed_text}\n\nSigned by {self.signed_by}, {day_words(at.date())} at {at:%H:%M}.\n"


def held_by_link(key: str, *, hold: bool = False) -> Held:
    """What this link opens. hold: nothing of it changes until the transaction ends. Raises NotFound when it leads nowhere (any more)."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(_COLUMNS)} from throughcare.light_link(%s, %s)", [digest_of(key), hold])  # noqa: S608 - names of our own
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    row = dict(zip(_COLUMNS, found, strict=True))
    terms = Terms(**{name: row[name] for name in _TERMS})
    standing = row["standing"]
    # What they were sent is what they sign: a text that became another by whatever way is theirs no more.
    if standing == "OPEN" and row["purpose"] == LinkFor.SIGN and bytes(row["terms_digest"]) != terms.digest:
        standing = "CHANGED"
    values = {name: row[name] for name in ("purpose", "agreement_id", "to_name", "mailed", "has_code", "expires_at", "signed_at")}
    return Held(
        link_id=row["id"], standing=standing, terms=terms, signed_text=row["signed_text"] or "", signed_by=row["signed_by"] or "", **values
    )


def light_of(agreement: Agreement) -> LightTerms | None:
    """Its light path; None of an agreement written in full, or turned into a full one."""
    return LightTerms.objects.filter(pk=agreement.pk, full_at__isnull=True).first()


def terms_ever(agreement: Agreement) -> LightTerms | None:
    """What its one page asked, also of one that was turned into a full agreement since."""
    return LightTerms.objects.filter(pk=agreement.pk).first()


# Of those the three questions are asked: small ones, and full ones that were signed while they were small.
ASKED = Q(full_at__isnull=True) | Q(full_signed=True)


def asks_of(agreement: Agreement) -> LightTerms | None:
    """Its light path while it is small, or where it was signed so: the three questions are owed then."""
    return LightTerms.objects.filter(ASKED, pk=agreement.pk).first()


def get_light(by: Actor, agreement_id: UUID) -> tuple[Agreement, LightTerms]:
    """For whoever may read the agreement. Raises NotFound, also of one that is written in full, or was turned before it was signed."""
    found = get_agreement(by, agreement_id)
    light = asks_of(found)
    if light is None:
        raise NotFound
    return found, light


def links_of(by: Actor, agreement: Agreement) -> list[LightLink]:
    """Every link there was, the latest first, for those who may look at all agreements."""
    if not by.may(Permission.AGREEMENT_VIEW):
        return []
    return list(LightLink.objects.filter(agreement=agreement.pk).order_by("-made_at", "id")[:_MOST])


def get_link(by: Actor, agreement_id: UUID, link_id: UUID) -> LightLink:
    """One link of an agreement. Raises NotFound."""
    by.check(Permission.AGREEMENT_VIEW)
    found = LightLink.objects.filter(pk=link_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    return found


def is_ours(address: str) -> bool:
    """Whether it is the address of somebody who writes agreements here. Asked by those who do; of others it says no."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.light_ours(%s)", [address])
        (ours,) = cursor.fetchone() or (False,)
    return bool(ours)


def signatures_of(agreement: Agreement) -> list[LightSignature]:
    """What was signed by a link, the latest first."""
    return list(LightSignature.objects.filter(agreement=agreement.pk).select_related("party").order_by("-at", "id")[:_MOST])


def standing_signature(party: Party) -> LightSignature | None:
    """The one by a link that stands, for those who may look at all agreements: not one that fell with a change of the terms, nor one on paper."""
    if party.signed_on is None:
        return None
    return LightSignature.objects.filter(party=party.pk, link__revoked_at__isnull=True).order_by("-at", "id").first()


def waiting_links(by: Actor) -> list[LightLink]:
    """Links nobody has used yet, of agreements that are not over, the oldest first. At most 200."""
    by.check(Permission.AGREEMENT_VIEW)
    rows = LightLink.objects.filter(revoked_at__isnull=True, used_at__isnull=True).select_related("agreement")
    return list(rows.exclude(agreement__state=AgreementState.TERMINATED).order_by("made_at", "id")[:_MOST])


def link_stands(one: LightLink) -> Standing:
    """In a word and a colour."""
    if one.used_at:
        return Standing("DONE", "Signed" if one.purpose == LinkFor.SIGN else "Answered", "green")
    if one.revoked_at:
        words = {"CHANGED": "Void: the terms were changed", "REFUSED": "They do not sign", "NEWER": "A newer one was sent"}
        words |= {"SIGNED": "Signed without it", "ANSWERED": "Answered without it", "FULL": "Void: it is a full agreement now"}
        return Standing("OVER", words.get(one.revoked_why, "Revoked"), "red" if one.revoked_why == "REFUSED" else "grey")
    if one.expires_at <= now():
        return Standing("OVER", f"Over after {LINK_DAYS} days", "orange")
    if one.word:
        return Standing("ASKED", "They asked something", "orange")
    if one.opened_on:
        return Standing("OPENED", f"Opened {day_words(one.opened_on)}", "blue")
    return Standing("SENT", "Sent" if one.sent_at else "On its way", "blue")


def link_lines(links: list[LightLink]) -> list[dict[str, object]]:
    """Each as the agreement's page shows it."""
    return [
        {
            "link": one,
            "title": one.get_purpose_display(),
            "stands": link_stands(one),
            "is_open": one.revoked_at is None and one.used_at is None and one.expires_at > now(),
            "by_phone": one.purpose == LinkFor.SIGN and not one.to_email,
            "rows": _link_rows(one),
        }
        for one in links
    ]


def _link_rows(one: LightLink) -> list[dict[str, str]]:
    rows = [{"key": "To", "value": f"{one.to_name}, {one.to_email or 'told by phone'}"}]
    rows.append(
        {"key": "Made", "value": f"{day_words(localtime(one.made_at).date())}, good until {day_words(localtime(one.expires_at).date())}"}
    )
    if one.used_at:
        rows.append({"key": "Used", "value": day_words(localtime(one.used_at).date())})
    if one.word:
        rows.append({"key": one.get_word_display(), "value": one.words})
    return rows


def signature_lines(found: list[LightSignature], links: list[LightLink]) -> list[list[dict[str, str]]]:
    """Who signed by a link, when, how they were known, the hash of what they read, and which of these fell. found: the latest first.

    links: as the reader has them; with them, where the code was mailed to.
    """
    told, seen = names_of([one.code_by_id for one in found]), {one.pk: one for one in links}
    lines = []
    for number, one in enumerate(found):
        how = ConfirmedBy(one.confirmed).label + (f", by {told.get(one.code_by_id, 'somebody of ours')}" if one.code_by_id else "")
        how += f": {one.address}" if one.address and one.link_id in seen else ""
        at = localtime(one.at)
        rows = [
            {"key": "Signed by a link", "value": f"{one.name}, {day_words(at.date())} at {at:%H:%M}"},
            {"key": "How they were known", "value": how},
            {"key": "What they read (SHA-256)", "value": bytes(one.text_digest).hex()},
        ]
        if number or _fell(one, seen.get(one.link_id)):
            rows.insert(
                1,
                {
                    "key": "It does not stand",
                    "value": "This signature fell: the terms were changed after it, or it was turned into a full agreement.",
                },
            )
        lines.append(rows)
    return lines


def _fell(one: LightSignature, link: LightLink | None) -> bool:
    """Whether it was taken off. A party's own staff see no link: what stands with the party tells them."""
    stands = (one.party.signed_by, one.party.signed_on) == (one.name, localtime(one.at).date())
    return not stands or (link is not None and link.revoked_at is not None)


def limit() -> Decimal:
    """The site's amount for the rule."""
    return Decimal(settings.LIGHT_UP_TO)


def shown_rule() -> str:
    """The rule with this site's amount."""
    return rule_words(limit(), money)


def weigh_agreement(agreement: Agreement) -> Verdict:
    """As it stands now. Its value is what the reader sees of it."""
    light = light_of(agreement)
    total = total_of(agreement) or Decimal(0)
    days = (agreement.ends_on - agreement.starts_on).days + 1 if agreement.ends_on and agreement.starts_on else None
    partners = [one.organization.kind for one in agreement.parties.all() if one.organization and one.part != Part.DEPARTMENT]
    weighed = Weighed(
        amount=total,
        days=days,
        partners=partners,
        in_advance=bool(light and light.pays_on and agreement.ends_on and light.pays_on < agreement.ends_on),
        information=agreement.kind == AgreementKind.INFORMATION,
        services=len(agreement.covered.all()),
    )
    return weigh(weighed, limit(), money)


def too_much(by: Actor, agreement: Agreement) -> str:
    """Whether writing it in full is out of proportion, as a sentence with the numbers; nothing where it is not, or nobody can say yet."""
    if not by.may(Permission.AGREEMENT_EDIT) or agreement.state not in OPEN_STATES or agreement.is_history or terms_ever(agreement):
        return ""
    contracting = [one for one in agreement.parties.all() if one.part in CONTRACTS]
    if (
        agreement.kind not in WEIGHED_KINDS
        or len(contracting) != 1
        or (total_of(agreement) is None and agreement.kind != AgreementKind.MOU)
    ):
        return ""
    verdict = weigh_agreement(agreement)
    if not verdict.light:
        return ""
    worth = f"It is worth {money(verdict.per_year)} a year, within {money(verdict.limit)}" if verdict.per_year else "No money is paid by it"
    after = ", if it is paid at the end" if verdict.per_year > verdict.limit * SHARE else ""
    return f"Full contracting is out of proportion to this agreement. {worth}: the light page would do{after}, with three questions in place of reports."


def party_of_light(agreement: Agreement) -> Party:
    """The one group it is with."""
    return next(one for one in agreement.parties.all() if one.part in CONTRACTS)


def light_shown(by: Actor, agreement: Agreement) -> dict[str, object] | None:
    """The part of an agreement's page about its light path; links and who is reached for us alone."""
    light = terms_ever(agreement)
    if light is None:
        return None
    may_edit, links = by.may(Permission.AGREEMENT_EDIT), links_of(by, agreement)
    theirs = next((one for one in agreement.parties.all() if one.part in CONTRACTS), None)
    rows = [{"key": "Who signs for them", "value": light.signer_name}]
    if by.may(Permission.AGREEMENT_VIEW):
        rows.append({"key": "Reached at", "value": light.signer_email or light.signer_phone})
    if light.pays_on:
        rows.append({"key": "Paid on", "value": day_words(light.pays_on)})
    rows.append({"key": "Three questions answered by", "value": day_words(light.report_on)})
    is_open = light.full_at is None and agreement.state in OPEN_STATES
    return {
        "rows": full_rows(light) + rows,
        "is_full": light.full_at is not None,
        "may_turn": may_edit and light.full_at is None and agreement.state in TURNABLE and not _is_over(agreement),
        "links": link_lines(links),
        "signatures": signature_lines(signatures_of(agreement), links),
        "may_edit": may_edit,
        "may_write": may_edit and is_open,
        "may_sign": may_edit and is_open and theirs is not None and theirs.signed_on is None,
        "may_ask": may_edit
        and (light.full_at is None or light.full_signed)
        and agreement.state not in (*OPEN_STATES, AgreementState.SUSPENDED, AgreementState.TERMINATED),
    }


def full_rows(light: LightTerms) -> list[dict[str, str]]:
    """That it was turned into a full agreement: when, by whom, why; and what that did with what was signed."""
    if light.full_at is None:
        return []
    name = names_of([light.full_by_id]).get(light.full_by_id, "somebody of ours") if light.full_by_id else "a command"
    stays = (
        "What was signed stays, and so do the three questions." if light.full_signed else "Nobody had signed all of it: signatures fell."
    )
    turned = f"{day_words(localtime(light.full_at).date())}, by {name}. {stays}"
    return [{"key": "Turned into a full agreement", "value": turned}, {"key": "Why", "value": light.full_why}]


def _is_over(agreement: Agreement) -> bool:
    """Whether what was signed has passed its last day, whatever its state says yet."""
    return agreement.state not in OPEN_STATES and agreement.ends_on is not None and agreement.ends_on < today()


def of_page(by: Actor, agreement: Agreement) -> dict[str, object]:
    """For the agreement's own page: its light path, or whether that would do."""
    return {"light": light_shown(by, agreement), "too_much": too_much(by, agreement), "rule": shown_rule()}
