"""What each side puts in: written down by one, confirmed or disputed by the other, withdrawn by whoever wrote it. Nothing is deleted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import enqueue
from throughcare.agreements.policies import check_is_ours
from throughcare.agreements.queries import get_agreement, party_of
from throughcare.agreements.states import Bearer
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.performance.actions.measures import AGREEMENT
from throughcare.performance.models import Contribution
from throughcare.performance.queries import answers, get_contribution, side_of, withdraws
from throughcare.performance.states import (
    CONTRIBUTION_STATES,
    CONTRIBUTION_STEPS,
    LONGEST_REASON,
    Basis,
    ContributionKind,
    Measured,
)

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."
_YEARS = 366 * 10
_MOST = 10**12


@dataclass(frozen=True, kw_only=True)
class NewContribution:
    """party_id: the party it is with. giver, kind, basis, measured: codes. last_on: None for one day. worth: None where nobody reckoned it; of money it is
    the quantity, and not asked for."""

    party_id: UUID
    giver: str
    kind: str
    basis: str
    what: str
    first_on: date | None
    last_on: date | None = None
    quantity: Decimal | None
    measured: str
    in_words: str = ""
    worth: Decimal | None = None
    worth_how: str = ""


@transaction.atomic
def add_contribution(*, by: Actor, agreement_id: UUID, new: NewContribution) -> Contribution:
    """Write one down, for one's own side; the other side answers. Raises NotFound for a party the reader neither is of nor keeps, Refused for history,
    and Invalid."""
    found, checks = get_agreement(by, agreement_id), Checks()
    party = party_of(found, new.party_id)
    if party.organization_id is None:
        raise Invalid("Something about it can't be used.", {"party_id": ["Choose the organisation it is with."]})
    writer = side_of(by, party.organization_id)
    if writer is None:
        raise NotFound
    check_is_ours(found)
    values = _checked(new, checks)
    checks.done("Something about it can't be used.")
    whose: dict[str, Any] = {"agreement": found, "party": party, "organization": party.organization}
    made = Contribution(**whose, **values, writer=writer, written_by_id=by.user_id, written_on=today())
    made.save(force_insert=True)
    _note(by, "agreement.contribution.written", made)
    _tell(made, "written", _beside(made.writer))
    return get_contribution(by, agreement_id, made.pk)


def _checked(new: NewContribution, checks: Checks) -> dict[str, Any]:
    first, last = new.first_on, new.last_on or new.first_on
    for name, day in (("first_on", first), ("last_on", last)):
        if day is None or abs((day - today()).days) > _YEARS:
            checks.wrong(name, "Enter a day within ten years of today.")
    if first and last and last < first:
        checks.wrong("last_on", "The last day can't lie before the first.")
    if new.basis == Basis.GIVEN and last and last > today():
        checks.wrong("last_on", "What was given has been given: its last day can't lie ahead. Write down what is agreed as agreed.")
    return {
        "giver": checks.one_of("giver", new.giver, Bearer.values),
        "kind": checks.one_of("kind", new.kind, ContributionKind.values),
        "basis": checks.one_of("basis", new.basis, Basis.values),
        "what": checks.text("what", new.what, LONGEST_REASON, needed="Say what it is."),
        "first_on": first,
        "last_on": last,
        **_how_much(new, checks),
    }


def _how_much(new: NewContribution, checks: Checks) -> dict[str, Any]:
    """How much, and what it is worth where somebody reckoned it. What has no worth is counted, and never guessed."""
    measured = checks.one_of("measured", new.measured, Measured.values)
    for name, amount, least in (("quantity", new.quantity, Decimal("0.01")), ("worth", new.worth, Decimal(0))):
        if amount is None and name == "worth":
            continue
        if amount is None or not least <= amount < _MOST or amount != round(amount, 2):
            checks.wrong(
                name,
                "Enter a number above 0, with two decimals at most."
                if name == "quantity"
                else "Enter an amount, with two decimals at most.",
            )
    if measured == Measured.MONEY:
        return {"quantity": new.quantity, "measured": measured, "worth": new.quantity}
    in_words = checks.text("in_words", new.in_words, 40, needed="Say what is counted." if measured == Measured.OTHER else "")
    how = checks.text("worth_how", new.worth_how, LONGEST_REASON, needed="Say how it was reckoned." if new.worth is not None else "")
    if how and new.worth is None:
        checks.wrong("worth", "Enter what it is worth, or leave out how it was reckoned.")
    kept = in_words if measured == Measured.OTHER else ""
    return {"quantity": new.quantity, "measured": measured, "in_words": kept, "worth": new.worth, "worth_how": how}


@transaction.atomic
def move_contribution(*, by: Actor, agreement_id: UUID, contribution_id: UUID, verb: str, reason: str = "", seen: int) -> Contribution:
    """The other side confirms or disputes it; whoever's side wrote it down withdraws it. Raises NotFound, Refused, Invalid and Stale."""
    found, checks = get_contribution(by, agreement_id, contribution_id), Checks()
    if found.version != seen:
        raise Stale(_CHANGED)
    if verb not in CONTRIBUTION_STEPS:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(CONTRIBUTION_STEPS)}.")
    _check_side(by, found, verb)
    move = CONTRIBUTION_STATES.check(found.state, verb)
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: the other side reads it." if move.needs_reason else "")
    checks.done("Say why.")
    values: dict[str, Any] = {"state": move.reaches, "state_reason": reason}
    if verb != "withdraw":
        values |= {"answered_by_id": by.user_id, "answered_on": today()}
    if not Contribution.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)
    _note(by, f"agreement.contribution.{verb}", found)
    if verb != "confirm":
        _tell(found, verb, found.writer if verb == "dispute" else _beside(found.writer))
    return get_contribution(by, agreement_id, contribution_id)


def _tell(one: Contribution, what: str, whom: str) -> None:
    """By a job: whose inbox it is, is not the other side's to read."""
    enqueue("performance.put_in_told", contribution_id=str(one.pk), what=what, whom=str(whom))


def _beside(side: str) -> str:
    """The other one of the two sides."""
    return Bearer.PARTY if side == Bearer.DEPARTMENT else Bearer.DEPARTMENT


def _check_side(by: Actor, found: Contribution, verb: str) -> None:
    if verb == "withdraw" and not withdraws(by, found):
        raise Refused("Whichever side wrote this down withdraws it. Say that you see it differently instead.")
    if verb != "withdraw" and not answers(by, found):
        raise Refused("The other side confirms or disputes this: nobody confirms what their own side wrote down.")


def _note(by: Actor, verb: str, one: Contribution) -> None:
    record(by=by, verb=verb, about=Ref(AGREEMENT, one.agreement_id), detail={"contribution": str(one.pk)})
