"""What the two sides agree to do about a result."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queue import enqueue
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.relationships.actions.noting import note
from throughcare.relationships.models import AgreedAction
from throughcare.relationships.queries import doer_of, get_agreed, get_wave
from throughcare.relationships.states import AGREED_RULE, AGREED_SETTLED, AGREED_STATES, AgreedState, RatingSide, WaveState
from throughcare.tasks.actions import Reminder, remind, settle

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


_VERBS = {"finish": "assessment.action.finish", "drop": "assessment.action.drop", "reopen": "assessment.action.reopen"}


@dataclass(frozen=True, kw_only=True)
class NewAgreed:
    """What is to be done, by whom (a name, on one side), by when."""

    words: str
    side: str
    owner: str
    due: date


@transaction.atomic
def add_agreed(*, by: Actor, wave_id: UUID, new: NewAgreed) -> AgreedAction:
    """Write one down, once there is a result to act on. Raises NotFound, Invalid and Refused."""
    by.check(Permission.PARTNER_EDIT)
    wave = get_wave(by, wave_id)
    if wave.state != WaveState.PUBLISHED:
        raise Refused("Actions are agreed once both sides have the result.")
    checks = Checks()
    if new.due < today():
        checks.wrong("due", "Choose a day to come.")
    values = {
        "words": checks.text("words", new.words, 500, needed="Say what is to be done."),
        "side": checks.one_of("side", new.side, RatingSide.values),
        "owner": checks.text("owner", new.owner, 200, needed="Say who does it."),
        "due": new.due,
    }
    checks.done("Something about the action can't be used.")
    made = AgreedAction(wave=wave, **values)
    made.save(force_insert=True)
    note(by, "assessment.action.added", wave)
    enqueue("relationships.task_of_agreed", agreed_id=str(made.pk))
    return get_agreed(by, made.pk)


@transaction.atomic
def move_agreed(*, by: Actor, agreed_id: UUID, verb: str, seen: int) -> AgreedAction:
    """Done, dropped, or not done after all. Raises NotFound, Refused and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = get_agreed(by, agreed_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    move = AGREED_STATES.check(found.state, verb)
    if not AgreedAction.objects.filter(pk=found.pk, version=seen).update(state=move.reaches, version=seen + 1):
        raise Stale(_CHANGED)
    note(by, _VERBS[verb], found.wave)
    enqueue("relationships.task_of_agreed", agreed_id=str(agreed_id))
    return get_agreed(by, agreed_id)


@transaction.atomic
def task_of_agreed(*, by: Actor, agreed_id: UUID) -> None:
    """Whose it is has a task, while it is to be done; twice is once. The actor is the system, which alone sees both sides' teams."""
    AgreedAction.objects.select_for_update(of=("self",)).filter(
        pk=agreed_id
    ).first()  # done or dropped meanwhile: that waits for this, or this for that
    found = get_agreed(by, agreed_id)
    about = Ref("relationships.agreedaction", found.pk)
    if found.state != AgreedState.OPEN:
        settle(by=by, rule=AGREED_RULE, about=about, reason=AGREED_SETTLED)
        return
    what, doer = doer_of(found)
    if doer:
        words = f"Agreed after an assessment of the partnership. Who does it: {found.owner}"
        remind(by=by, reminder=Reminder(rule=AGREED_RULE, occasion="", about=about, what=what, words=words, due_on=found.due, **doer))
