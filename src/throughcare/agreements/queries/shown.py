"""Agreements put together as pages, REST and the command line show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.agreements.days import Standing, day_words, standing
from throughcare.agreements.models import Agreement, Approval, Obligation, Party, Risk
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import of_organization, owners, total_of, value_of
from throughcare.agreements.queries.light import light_of
from throughcare.agreements.queries.obligations import is_late, may_dispute, may_say
from throughcare.agreements.states import (
    OBLIGATION_STATES,
    OBLIGATION_WORDS,
    OPEN_STATES,
    SIGNS,
    UNDONE,
    AgreementState,
    Part,
    Repeats,
)
from throughcare.common.clock import today
from throughcare.places.queries import regions, sites

LIST_HEAD = ("Agreement", "Kind", "With", "Term", "Our owner", "How it stands")


@dataclass(frozen=True)
class Words:
    """The names behind codes of a page: looked up once for all its lines."""

    regions: Mapping[str, str]
    sites: Mapping[str, str]
    owners: Mapping[tuple[UUID, UUID], str]

    def owner(self, agreement: Agreement | Risk) -> str:
        """Name and team of our owner; nothing when there is none, or when they write agreements no longer."""
        if agreement.owner_id is None or agreement.owner_team_id is None:
            return ""
        return self.owners.get((agreement.owner_id, agreement.owner_team_id), "")


def words() -> Words:
    """Three short reads."""
    return Words(
        {region.code: region.name for region in regions()},
        {site.code: site.name for site in sites()},
        {(one.user_id, one.team_id): f"{one.name}, {one.team}" for one in owners()},
    )


def standing_of(agreement: Agreement, on: date | None = None) -> Standing:
    """As at a day (today)."""
    return standing(agreement.state, agreement.starts_on, agreement.ends_on, on or today())


def term_of(agreement: Agreement) -> str:
    """From its first day to its last."""
    if agreement.starts_on is None:
        return "Not said"
    return f"{day_words(agreement.starts_on)} to {day_words(agreement.ends_on) or 'no last day'}"


def _term_short(agreement: Agreement) -> str:
    """For a list: 3 Nov 2026 to 2 Nov 2028."""
    first, last = (f"{day.day} {day:%b %Y}" if day else "" for day in (agreement.starts_on, agreement.ends_on))
    return f"{first} to {last or 'no last day'}" if first else "Not said"


def with_whom(agreement: Agreement) -> str:
    """The other parties by name."""
    return ", ".join(one.name for one in agreement.parties.all() if one.part != Part.DEPARTMENT)


def line(agreement: Agreement, known: Words, opened_from: str = "") -> list[object]:
    """One agreement in the list. opened_from: what the list was asked for."""
    stands = standing_of(agreement)
    return [
        {
            "text": f"{agreement.number}: {agreement.title}",
            "href": reverse("agreement", args=[agreement.pk]) + opened_from,
        },
        agreement.get_kind_display(),
        with_whom(agreement) or "Nobody yet",
        _term_short(agreement),
        known.owner(agreement).partition(", ")[0] or "Nobody",
        {"text": stands.text, "colour": stands.colour},
    ]


def of_partner(by: Actor, organization_id: UUID) -> dict[str, Any]:
    """For an organisation's own page: the address, number and title, and standing of each the reader sees; and whether they may write another."""
    rows = of_organization(by, organization_id)
    lines = [(reverse("agreement", args=[row.pk]), f"{row.number}: {row.title}", standing_of(row)) for row in rows]
    return {"agreements": lines, "may_agree": by.may(Permission.AGREEMENT_EDIT)}


def _to(agreement: Agreement, part: str, about: str, may: bool) -> dict[str, str]:
    return {"href": reverse("agreement-part", args=[agreement.pk, part]), "about": about} if may else {}


def may_write(by: Actor, agreement: Agreement) -> bool:
    """Whether the reader may change its terms now, part by part: those of a small grant or MOU have one page."""
    return may_sign(by, agreement) and light_of(agreement) is None


def may_sign(by: Actor, agreement: Agreement) -> bool:
    """Whether the reader may still write down signatures, or change what is signed."""
    return by.may(Permission.AGREEMENT_EDIT) and agreement.state in OPEN_STATES


def summary(by: Actor, agreement: Agreement, known: Words) -> list[tuple[str, list[dict[str, Any]]]]:
    """What the page says of it, in parts: a title and its rows, each with the way to change it."""
    terms, ours = (
        may_write(by, agreement),
        (by.may(Permission.AGREEMENT_EDIT) and agreement.state != AgreementState.TERMINATED and not agreement.is_history),
    )
    gone = "Nobody: who did writes agreements no longer" if agreement.owner_id else ""
    used = f"{agreement.renewals_used} of {agreement.renewals_allowed} used" if agreement.renewals_allowed else "None"
    services = [
        format_html('<a class="govuk-link" href="{}">{}</a>', reverse("service", args=[one.service_id]), one.service.name)
        for one in agreement.covered.all()
    ]
    about = [
        {"key": "Kind", "value": agreement.get_kind_display(), **_to(agreement, "details", "details", terms)},
        {"key": "Number", "value": agreement.number},
        {"key": "What it is for", "value": agreement.purpose},
    ]
    term = [
        {"key": "Term", "value": term_of(agreement), **_to(agreement, "term", "term", terms)},
        {"key": "Renewals", "value": used},
    ]
    where: list[dict[str, Any]] = [
        {"key": "Services", "lines": services, **_to(agreement, "coverage", "services and places", terms)},
        {"key": "Regions", "value": ", ".join(known.regions.get(code, code) for code in agreement.regions)},
        {"key": "Sites", "value": ", ".join(known.sites.get(code, code) for code in agreement.sites)},
    ]
    keeping = [
        {
            "key": "Who looks after it in the department",
            "value": known.owner(agreement) or gone,
            **_to(agreement, "keeping", "owner and review", ours),
        },
        {"key": "Next review", "value": day_words(agreement.review_on)},
    ]
    return [("About it", about), ("Term", term), ("What it covers", where), ("Owner and review", keeping)]


@dataclass(frozen=True)
class PartyShown:
    """A party as the page shows it."""

    party: Party
    name: str
    rows: list[dict[str, Any]]
    signs: bool  # it may sign now


def parties(agreement: Agreement) -> list[PartyShown]:
    """The department first, then those who contract, then sub-parties."""
    order = list(Part)
    found = sorted(agreement.parties.all(), key=lambda one: (order.index(Part(one.part)), one.name, one.pk))
    return [PartyShown(one, one.name, _party_rows(one), _signs(agreement, one)) for one in found]


def _signs(agreement: Agreement, party: Party) -> bool:
    return agreement.state == AgreementState.IN_NEGOTIATION and party.signed_on is None


def _party_rows(party: Party) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"key": "Part", "value": party.get_part_display()}, {"key": "What it does", "value": party.does}]
    value = value_of(party)
    if value is not None:
        rows.append({"key": "Value", "value": money(value.amount)})
    signed = f"{day_words(party.signed_on)}, by {party.signed_by}" if party.signed_on else ""
    rows.append({"key": "Signed", "value": signed or ("Not yet" if party.part in SIGNS else "Not needed: its prime signs")})
    return rows


def approvals(agreement: Agreement) -> list[dict[str, Any]]:
    """Who asked, and what was said: newest first. For us alone."""
    rows = list(agreement.approvals.all())
    names = names_of([one.asked_by_id for one in rows] + [one.decided_by_id for one in rows])
    return [{"row": one, "title": _decided(one), "rows": _approval_rows(one, names)} for one in rows]


def _decided(one: Approval) -> Standing:
    if one.agreed is None:
        return Standing("WAITS", "Waits for a second person", "orange")
    return Standing("AGREED", "Approved", "green") if one.agreed else Standing("REFUSED", "Not approved", "red")


def _approval_rows(one: Approval, names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    rows = [{"key": "With", "value": f"Amendment {one.amendment}"}] if one.amendment else []
    rows += [
        {"key": "Value", "value": money(one.amount)},
        {"key": "Asked", "value": f"{day_words(localtime(one.asked_at).date())}, by {names.get(one.asked_by_id, 'somebody')}"},
    ]
    if one.asked_note:
        rows.append({"key": "Why", "value": one.asked_note})
    if one.decided_at and one.decided_by_id:
        rows.append(
            {"key": "Answered", "value": f"{day_words(localtime(one.decided_at).date())}, by {names.get(one.decided_by_id, 'somebody')}"}
        )
    if one.words:
        rows.append({"key": "Answer", "value": one.words})
    return rows


OBLIGATION_COLOURS = {"OPEN": "blue", "MET": "green", "PARTLY_MET": "yellow", "NOT_MET": "red", "WAIVED": "grey"}


def stands_of(one: Obligation) -> Standing:
    """Late, or its state where that says it all."""
    if is_late(one):
        return Standing("LATE", "Late", "red")
    return Standing(one.state, one.get_state_display(), OBLIGATION_COLOURS[one.state])


OBLIGATIONS_HEAD = ("What", "Who does it", "Due", "How it stands")


def obligations(rows: Sequence[Obligation]) -> list[list[object]]:
    """A line of the table for each."""
    return [
        [
            {"text": one.what, "href": reverse("obligation", args=[one.agreement_id, one.pk])},
            f"{one.who}, for {one.whom}",
            day_words(one.due_on),
            {"text": stands_of(one).text, "colour": stands_of(one).colour},
        ]
        for one in rows
    ]


def obligation_steps(by: Actor, one: Obligation) -> list[tuple[str, str]]:
    """What the reader may do about it: an address and a title."""
    steps: list[tuple[str, list[str], str]] = []
    steps += [("obligation-say", [], "Say what was done")] if may_say(by, one) and one.state in UNDONE else []
    steps += [("obligation-dispute", [], "See it differently")] if may_dispute(by, one) else []
    if by.may(Permission.AGREEMENT_EDIT):
        steps += [("obligation-move", [verb], OBLIGATION_WORDS[verb].title) for verb in OBLIGATION_STATES.verbs_from(one.state)]
    return [(reverse(name, args=[one.agreement_id, one.pk, *more]), title) for name, more, title in steps]


def obligation_rows(one: Obligation) -> list[dict[str, Any]]:
    """What its page says."""
    rows: list[dict[str, Any]] = [
        {"key": "Who does it", "value": f"{one.who}, for {one.whom}"},
        {"key": "Due", "value": day_words(one.due_on)},
    ]
    rows += [{"key": "Again", "value": one.get_repeats_display()}] if one.repeats != Repeats.ONCE else []
    rows += [{"key": "What was done", "value": f"{one.said} ({day_words(one.said_on)})"}] if one.said else []
    rows += [{"key": "Evidence", "value": one.link}] if one.link else []
    rows += [{"key": "Why", "value": one.state_reason}] if one.state_reason else []
    rows += [{"key": f"{one.party.name} sees it differently", "value": one.disputed}] if one.disputed else []
    return rows


def as_dict(agreement: Agreement, known: Words, owed: Sequence[Obligation] = ()) -> dict[str, Any]:
    """All of it in words and days, for the command line."""
    return {
        "id": str(agreement.pk),
        "number": agreement.number,
        "title": agreement.title,
        "kind": agreement.get_kind_display(),
        "purpose": agreement.purpose,
        "state": agreement.get_state_display(),
        "standing": standing_of(agreement).text,
        "term": term_of(agreement),
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "renewals": f"{agreement.renewals_used} of {agreement.renewals_allowed} used",
        "review_on": agreement.review_on,
        "owner": known.owner(agreement),
        "value": money(total_of(agreement)),
        "parties": [
            {"name": one.name, "part": one.party.get_part_display(), "does": one.party.does, "signed_on": str(one.party.signed_on or "")}
            for one in parties(agreement)
        ],
        "services": [one.service.name for one in agreement.covered.all()],
        "obligations": [
            {"who": one.who, "for": one.whom, "what": one.what, "due_on": str(one.due_on), "stands": stands_of(one).text} for one in owed
        ],
        "regions": list(agreement.regions),
        "sites": list(agreement.sites),
    }
