"""Who is bound by an agreement, what each gets, and who has signed. All against the agreement's version."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import WRONG, opened, to_write, write
from throughcare.agreements.models import Agreement, Covered, LightLink, Meeting, Obligation, Party, PartyValue, Risk
from throughcare.agreements.queries import party_of
from throughcare.agreements.queries.light import standing_signature
from throughcare.agreements.states import CONTRACTS, LinkFor, Part, SharedWith
from throughcare.common.clock import now, today
from throughcare.common.refusals import Invalid, Refused
from throughcare.partners.actions.checks import Checks
from throughcare.partners.queries import organization_called

_PARTS = [part.value for part in Part if part != Part.DEPARTMENT]
_LARGEST = Decimal(10**12)
# A signature that is typed may lie so far back: further is a slip of the year.
_YEARS_BACK = 366 * 10


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """organization: its name or id. part: PRIME, PARTNER or SUB. amount: its value in the site's currency; None: nobody says one."""

    organization: str = ""
    part: str
    does: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed for the party, and when."""

    signed_by: str
    signed_on: date | None = None


@transaction.atomic
def add_party(*, by: Actor, agreement_id: UUID, new: NewParty, seen: int) -> Agreement:
    """One more organisation. Raises NotFound, Invalid, Refused when it is signed, and Stale. Signatures given before fall."""
    found, checks = to_write(by, agreement_id, seen), Checks()
    organization = None
    try:
        organization = organization_called(by, checks.text("organization", new.organization, 300, needed="Enter the organisation's name."))
    except Invalid as wrong:
        if not checks.errors:
            checks.wrong("organization", str(wrong))
    if organization and any(one.organization_id == organization.pk for one in found.parties.all()):
        checks.wrong("organization", f"{organization.name} is a party already.")
    does = _said(new, checks)
    checks.done(WRONG)
    made = Party(agreement=found, organization=organization, part=new.part, does=does)
    made.save(force_insert=True)
    put_value(made, new.amount)
    return write(by, found, "agreement.party.added", detail={"organization": str(made.organization_id)}, unsign=True)


@transaction.atomic
def change_party(*, by: Actor, agreement_id: UUID, party_id: UUID, new: NewParty, seen: int) -> Agreement:
    """Its part, what it does and its value; of the department what it does alone. Raises as above."""
    found, checks = to_write(by, agreement_id, seen), Checks()
    party = party_of(found, party_id)
    is_ours = party.part == Part.DEPARTMENT
    does = checks.text("does", new.does, 500) if is_ours else _said(new, checks)
    checks.done(WRONG)
    Party.objects.filter(pk=party.pk).update(part=party.part if is_ours else new.part, does=does)
    if not is_ours:
        put_value(party, new.amount)
    return write(by, found, "agreement.party.changed", detail={"organization": str(party.organization_id or "")}, unsign=True)


@transaction.atomic
def remove_party(*, by: Actor, agreement_id: UUID, party_id: UUID, seen: int) -> Agreement:
    """Take an organisation off, with its services; it can't read the agreement any more. Raises as above, and Refused for the department."""
    found = to_write(by, agreement_id, seen)
    party = party_of(found, party_id)
    policies.check_can_change_party(party.part)
    Covered.objects.filter(agreement=found.pk, service__organization=party.organization_id).delete()
    Obligation.objects.filter(party=party.pk).delete()
    Meeting.objects.filter(party=party.pk).delete()
    Risk.objects.filter(party=party.pk).update(shared=SharedWith.OURS, party=None, organization=None, version=F("version") + 1)
    party.delete()
    return write(by, found, "agreement.party.removed", detail={"organization": str(party.organization_id)}, unsign=True)


@transaction.atomic
def sign_party(*, by: Actor, agreement_id: UUID, party_id: UUID, new: Signature, seen: int) -> Agreement:
    """Write down that a party signed, as the paper has it. A link to sign that they have is over then.

    Raises NotFound, Invalid, Refused unless it is in negotiation, or when they signed by a link, and Stale.
    """
    found, checks = opened(by, agreement_id, seen), Checks()
    policies.check_signs(found)
    party = party_of(found, party_id)
    if standing_signature(party):
        raise Refused(f"{party.name} signed by a link: that signature stands, and no other is written over it.")
    name, day = signed(checks, new)
    checks.done(WRONG)
    if party.part in CONTRACTS:
        LightLink.objects.filter(agreement=found.pk, purpose=LinkFor.SIGN, revoked_at__isnull=True, used_at__isnull=True).update(
            revoked_at=now(), revoked_why="SIGNED", code_digest=None
        )
    Party.objects.filter(pk=party.pk).update(signed_on=day, signed_by=name)
    return write(by, found, "agreement.party.signed", detail={"organization": str(party.organization_id or "")})


def signed(checks: Checks, new: Signature) -> tuple[str, date]:
    """The name and the day of a signature; what is wrong with them goes to `checks`."""
    day = new.signed_on or today()
    if not today() - timedelta(days=_YEARS_BACK) <= day <= today():
        checks.wrong("signed_on", "Give a day of the last ten years that is not in the future.")
    return checks.text("signed_by", new.signed_by, 200, needed="Enter the name of whoever signed."), day


def wrong_amount(amount: Decimal) -> str:
    """What is wrong with an amount of money; nothing when it can be used."""
    if not 0 <= amount < _LARGEST:
        return "Use an amount from 0."
    return "" if amount == round(amount, 2) else "Use no more than two places after the point."


def _said(new: NewParty, checks: Checks) -> str:
    checks.one_of("part", new.part, _PARTS)
    if new.amount is not None and (wrong := wrong_amount(new.amount)):
        checks.wrong("amount", wrong)
    return checks.text("does", new.does, 500)


def put_value(party: Party, amount: Decimal | None) -> None:
    """What it gets from now on; None: nobody says."""
    if amount is None:
        PartyValue.objects.filter(pk=party.pk).delete()
    elif party.organization_id and not PartyValue.objects.filter(pk=party.pk).update(amount=amount):
        PartyValue(party=party, agreement_id=party.agreement_id, organization_id=party.organization_id, amount=amount).save(
            force_insert=True
        )
