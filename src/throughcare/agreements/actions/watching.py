"""What may go wrong by an agreement, and meetings about it: written down, said otherwise, closed. Each has a version of its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import AGREEMENT, held, write
from throughcare.agreements.models import Agreement, Meeting, Party, Risk
from throughcare.agreements.queries import get_meeting, get_risk, owners, party_of
from throughcare.agreements.states import HIGHEST, LONGEST_REASON, LONGEST_WORDS, OVER_STATES, RISK_STATES, RiskState, SharedWith
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.tasks.actions import NewTask, add_task

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."
_WRONG = "Something about it can't be used."
_YEARS = timedelta(days=366 * 10)


@dataclass(frozen=True, kw_only=True)
class NewRisk:
    """likelihood, consequence: 1 to 5. shared: a code of SharedWith; party_id: whom it is shared with alone. user_id, team_id: who watches it."""

    what: str
    likelihood: int
    consequence: int
    review_on: date | None
    doing: str = ""
    shared: str = SharedWith.OURS.value
    party_id: UUID | None = None
    user_id: UUID | None = None
    team_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """shared: with all parties, or with one (party_id). next_on: the agreement's next review, when all parties were asked. task, task_on: something to do, for whoever writes it down."""

    held_on: date | None
    present: str
    agreed: str
    shared: str = SharedWith.ALL.value
    party_id: UUID | None = None
    next_on: date | None = None
    task: str = ""
    task_on: date | None = None


@transaction.atomic
def add_risk(*, by: Actor, agreement_id: UUID, new: NewRisk) -> Risk:
    """Raises NotFound, Invalid, and Refused when the agreement is over."""
    found = _held(by, agreement_id)
    if found.state in OVER_STATES:
        raise Refused(f"Agreement {found.number} is over: nothing can go wrong by it any more.")
    made = Risk(agreement=found, **_risk(found, new))
    made.save(force_insert=True)
    _note(by, "agreement.risk.added", made)
    return made


@transaction.atomic
def change_risk(*, by: Actor, agreement_id: UUID, risk_id: UUID, new: NewRisk, seen: int) -> Risk:
    """It was looked at, and this is how it is now, until it is closed. Raises NotFound, Invalid, Refused and Stale."""
    found = _opened_risk(by, agreement_id, risk_id, seen)
    if found.state != RiskState.OPEN:
        raise Refused("This risk is closed. Open it again first.")
    values = _risk(found.agreement, new)
    if (values["shared"], values["organization_id"]) != (found.shared, found.organization_id):
        values["state_reason"] = ""  # it was written for those who read it until now
    return _write_risk(by, found, "agreement.risk.changed", **values)


@transaction.atomic
def move_risk(*, by: Actor, agreement_id: UUID, risk_id: UUID, verb: str, reason: str = "", seen: int) -> Risk:
    """Close it, or open it again, with the reason. Raises NotFound, Refused, Invalid and Stale."""
    found, checks = _opened_risk(by, agreement_id, risk_id, seen), Checks()
    if verb not in RISK_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(RISK_STATES.verbs)}.")
    move = RISK_STATES.check(found.state, verb)
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: whoever reads it will want to know.")
    checks.done("Say why.")
    return _write_risk(by, found, f"agreement.risk.{verb}", state=move.reaches, state_since=today(), state_reason=reason)


@transaction.atomic
def add_meeting(*, by: Actor, agreement_id: UUID, new: NewMeeting) -> Meeting:
    """Raises NotFound, Invalid, and Refused for a grant of the past. The next day of one with all parties is the agreement's next review."""
    found = _held(by, agreement_id)
    made = Meeting(agreement=found, **_meeting(found, new))
    made.save(force_insert=True)
    _note(by, "agreement.meeting.added", made)
    _review(by, made, new.next_on)
    if new.task.strip():
        _task(by, found, new)
    return made


@transaction.atomic
def change_meeting(*, by: Actor, agreement_id: UUID, meeting_id: UUID, new: NewMeeting, seen: int) -> Meeting:
    """What was written of it, said otherwise. Raises NotFound, Invalid, Refused and Stale."""
    _held(by, agreement_id)
    found = get_meeting(by, agreement_id, meeting_id)
    values = _meeting(found.agreement, new)
    if found.version != seen or not Meeting.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)
    _note(by, "agreement.meeting.changed", found)
    if new.next_on != found.next_on:
        found.shared = values["shared"]
        _review(by, found, new.next_on)
    return get_meeting(by, agreement_id, meeting_id)


def _held(by: Actor, agreement_id: UUID) -> Agreement:
    found = held(by, agreement_id)
    policies.check_is_ours(found)
    return found


def _opened_risk(by: Actor, agreement_id: UUID, risk_id: UUID, seen: int) -> Risk:
    by.check(Permission.AGREEMENT_EDIT)
    found = get_risk(by, agreement_id, risk_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write_risk(by: Actor, found: Risk, verb: str, **values: Any) -> Risk:
    if not Risk.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(_CHANGED)
    _note(by, verb, found)
    return get_risk(by, found.agreement_id, found.pk)


def _risk(agreement: Agreement, new: NewRisk) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {
        "what": checks.text("what", new.what, 500, needed="Say what may go wrong."),
        "doing": checks.text("doing", new.doing, 1000),
        "likelihood": new.likelihood,
        "consequence": new.consequence,
        "owner_id": new.user_id,
        "owner_team_id": new.team_id,
        "review_on": new.review_on,
        **_shared(checks, agreement, new.shared, new.party_id, SharedWith.values),
    }
    for name in ("likelihood", "consequence"):
        if not 1 <= values[name] <= HIGHEST:
            checks.wrong(name, f"Use a number from 1 to {HIGHEST}.")
    if (new.user_id, new.team_id) != (None, None) and (new.user_id, new.team_id) not in {(one.user_id, one.team_id) for one in owners()}:
        checks.wrong("owner", "Choose somebody who writes agreements, in a team where they do.")
    if new.review_on is None or not today() <= new.review_on <= today() + _YEARS:
        checks.wrong("review_on", "Enter the day it is looked at next: today or later, within ten years.")
    checks.done(_WRONG)
    return values


def _meeting(agreement: Agreement, new: NewMeeting) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {
        "held_on": new.held_on,
        "present": checks.text("present", new.present, 1000, needed="Say who was there."),
        "agreed": checks.text("agreed", new.agreed, LONGEST_WORDS, needed="Say what was agreed; if nothing was, say that."),
        "next_on": new.next_on,
        **_shared(checks, agreement, new.shared, new.party_id, (SharedWith.PARTY, SharedWith.ALL)),
    }
    if new.held_on is None or not today() - _YEARS <= new.held_on <= today():
        checks.wrong("held_on", "Enter the day it was held: a day of the last ten years that is not in the future.")
    elif new.next_on and not new.held_on < new.next_on <= today() + _YEARS:
        checks.wrong("next_on", "The next one comes after this one, within ten years.")
    checks.text("task", new.task, 300)
    checks.done(_WRONG)
    return values


def _shared(checks: Checks, agreement: Agreement, shared: str, party_id: UUID | None, there: Any) -> dict[str, Any]:
    """With whom: one party of it, all, or (a risk) nobody."""
    checks.one_of("shared", shared, [str(getattr(code, "value", code)) for code in there])
    party: Party | None = None
    if shared == SharedWith.PARTY:
        try:
            party = party_of(agreement, party_id) if party_id else None
        except NotFound:
            party = None
        if party is None or party.organization_id is None:
            checks.wrong("shared", "Choose an organisation that is a party.")
    return {"shared": shared, "party": party, "organization_id": party.organization_id if party else None}


def _review(by: Actor, meeting: Meeting, day: date | None) -> None:
    """The agreement is reviewed next on that day; its reminder follows. All parties read that day: of a meeting with one of several it stays with the meeting."""
    agreement = meeting.agreement
    several = sum(one.organization_id is not None for one in agreement.parties.all()) > 1
    if several and meeting.shared != SharedWith.ALL:
        return
    if day and day >= today() and day != agreement.review_on:
        write(by, agreement, "agreement.changed", detail={"part": "keeping"}, review_on=day)


def _task(by: Actor, agreement: Agreement, new: NewMeeting) -> None:
    """For whoever writes it down, who can give it on; of a command, for who looks after the agreement."""
    whose = by.user_id or agreement.owner_id
    if whose is None:
        raise Refused("Nobody looks after this agreement, so nobody would do the task. Say who does, or leave the task out.")
    add_task(by=by, new=NewTask(what=new.task, due_on=new.task_on, user_id=whose, about=Ref(AGREEMENT, agreement.pk)))


def _note(by: Actor, verb: str, one: Risk | Meeting) -> None:
    record(by=by, verb=verb, about=Ref(AGREEMENT, one.agreement_id), detail={one._meta.model_name or "": str(one.pk)})
