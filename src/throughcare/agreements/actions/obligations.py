"""What each side owes the other: written down, said to be done, disputed, and judged. Each row has a version of its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import AGREEMENT
from throughcare.agreements.days import months_later
from throughcare.agreements.models import Obligation
from throughcare.agreements.queries import get_agreement, get_obligation, may_dispute, may_say, party_of
from throughcare.agreements.states import LONGEST_REASON, MONTHS, OBLIGATION_STATES, OVER_STATES, UNDONE, Bearer, Repeats
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks

_LONGEST = 1000
_YEARS = 366 * 10
_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


@dataclass(frozen=True, kw_only=True)
class NewObligation:
    """party_id: the party it is with; bearer: who does it, a code of Bearer. repeats: a code of Repeats; the next one is made when this one is judged."""

    party_id: UUID
    bearer: str
    what: str
    due_on: date | None
    repeats: str = Repeats.ONCE.value


@transaction.atomic
def add_obligation(*, by: Actor, agreement_id: UUID, new: NewObligation) -> Obligation:
    """Write one down. Its words stay: one that is wrong is waived, and written anew. Raises NotFound, Invalid, and Refused when the agreement
    is over."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = get_agreement(by, agreement_id), Checks()
    policies.check_is_ours(found)
    if found.state in OVER_STATES:
        raise Refused(f"Agreement {found.number} is over: nobody owes anything new by it.")
    party = party_of(found, new.party_id)
    if party.organization_id is None:
        checks.wrong("party_id", "Choose the organisation it is with.")
    checks.one_of("bearer", new.bearer, Bearer.values)
    what = checks.text("what", new.what, 500, needed="Say what is to be done.")
    checks.one_of("repeats", new.repeats, Repeats.values)
    if new.due_on is None or abs(new.due_on - today()) > timedelta(days=_YEARS):
        checks.wrong("due_on", "Enter the day it is due, within ten years of today.")
    checks.done("Something about it can't be used.")
    values: dict[str, Any] = {"organization_id": party.organization_id, "bearer": new.bearer, "what": what, "due_on": new.due_on}
    made = Obligation(agreement=found, party=party, **values, repeats=new.repeats)
    made.save(force_insert=True)
    _note(by, "agreement.obligation.added", made)
    return made


@transaction.atomic
def say_done(*, by: Actor, agreement_id: UUID, obligation_id: UUID, said: str, link: str = "", seen: int) -> Obligation:
    """Whoever bears it says what was done, with a link to the evidence. Raises NotFound, Refused for the other side's and when it is settled,
    Invalid, and Stale."""
    found, checks = _opened(by, agreement_id, obligation_id, seen), Checks()
    if not may_say(by, found):
        raise Refused(f"{found.who} does this, and says what was done.")
    if found.state not in UNDONE:
        raise Refused(f"This is “{found.get_state_display()}” already.")
    values = {"said": checks.text("said", said, _LONGEST, needed="Say what was done."), "link": checks.website("link", link)}
    checks.done("Say what was done.")
    return _write(by, found, "agreement.obligation.said", **values, said_on=today())


@transaction.atomic
def dispute_obligation(*, by: Actor, agreement_id: UUID, obligation_id: UUID, words: str, seen: int) -> Obligation:
    """A party's staff see it differently: one of ours, or what we made of theirs. Raises NotFound, Refused, Invalid, and Stale."""
    found, checks = _opened(by, agreement_id, obligation_id, seen), Checks()
    if not may_dispute(by, found):
        raise Refused(
            "The staff of the party it is with say how they see it: of the department's at any time, of their own once the department has said what it amounts to."
        )
    words = checks.text("words", words, _LONGEST, needed="Say how you see it.")
    checks.done("Say how you see it.")
    return _write(by, found, "agreement.obligation.disputed", disputed=words)


@transaction.atomic
def move_obligation(*, by: Actor, agreement_id: UUID, obligation_id: UUID, verb: str, reason: str = "", seen: int) -> Obligation:
    """Our manager says what it amounts to. The next of one that repeats is made. Raises NotFound, Refused, Invalid, Stale."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = _opened(by, agreement_id, obligation_id, seen), Checks()
    if verb not in OBLIGATION_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(OBLIGATION_STATES.verbs)}.")
    move = OBLIGATION_STATES.check(found.state, verb)
    needed = "Say why: the other side reads it." if move.needs_reason else ""
    reason = checks.text("reason", reason, LONGEST_REASON, needed=needed)
    checks.done("Say why.")
    moved = _write(by, found, f"agreement.obligation.{verb}", state=move.reaches, state_reason=reason)
    if verb != "reopen":
        _make_next(moved)
    return moved


def _make_next(done: Obligation) -> None:
    """The same again at its next day, unless it is there, or lies after the agreement's last day."""
    if done.repeats == Repeats.ONCE or done.agreement.state in OVER_STATES:
        return
    due = months_later(done.due_on, MONTHS[Repeats(done.repeats)])
    if done.agreement.ends_on and due > done.agreement.ends_on:
        return
    same = {"agreement_id": done.agreement_id, "party_id": done.party_id, "bearer": done.bearer, "what": done.what, "due_on": due}
    if not Obligation.objects.filter(**same).exists():
        Obligation(**same, organization_id=done.organization_id, repeats=done.repeats).save(force_insert=True)


def _opened(by: Actor, agreement_id: UUID, obligation_id: UUID, seen: int) -> Obligation:
    found = get_obligation(by, agreement_id, obligation_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(by: Actor, found: Obligation, verb: str, **values: Any) -> Obligation:
    if not Obligation.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(_CHANGED)
    _note(by, verb, found)
    return get_obligation(by, found.agreement_id, found.pk)


def _note(by: Actor, verb: str, one: Obligation) -> None:
    record(by=by, verb=verb, about=Ref(AGREEMENT, one.agreement_id), detail={"obligation": str(one.pk)})
