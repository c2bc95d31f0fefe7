"""Every write of a task: given, changed, finished, put aside, opened again; and those that reminders make and close by themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.notices.actions import post
from throughcare.tasks import kinds
from throughcare.tasks.models import LONGEST_WHAT, LONGEST_WORDS, Task
from throughcare.tasks.queries import get_task, may_be_given
from throughcare.tasks.states import DAYS_AHEAD, DAYS_BACK, LONGEST_REASON, TASK_STATES, TaskState

_CHANGED = "Somebody else changed this task since you opened it. Look at what it says now, then try again."
_WRONG = "Something about the task can't be used."


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What is to be done, by a user or by anybody of a team (one of the two), until when. about: what it is about, if anything."""

    what: str
    words: str = ""
    due_on: date | None = None
    user_id: UUID | None = None
    team_id: UUID | None = None
    about: Ref | None = None


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What a rule asks to be done, once for an occasion ("quiet since 2026-05-03")."""

    rule: str
    occasion: str
    about: Ref
    what: str
    words: str = ""
    due_on: date | None = None
    user_id: UUID | None = None
    team_id: UUID | None = None


@transaction.atomic
def add_task(*, by: Actor, new: NewTask) -> Task:
    """Give a task to oneself or somebody else, who is told. Raises NotFound for a thing the reader may not see, and Invalid."""
    by.check(Permission.TASK_DO)
    _check_about(by, new.about)
    values = _checked(by, new, None)
    about = {"about_kind": new.about.kind, "about_id": new.about.id} if new.about else {}
    made = Task(**values, **about, made_by_id=by.user_id, given_by_id=by.user_id)
    made.save(force_insert=True)
    record(by=by, verb="task.added", about=Ref("tasks.task", made.pk))
    _tell(by, made)
    return made


@transaction.atomic
def change_task(*, by: Actor, task_id: UUID, new: NewTask, seen: int) -> Task:
    """Say it better, give it another day, or give it to somebody else; what it is about stays. Raises NotFound, Invalid, Refused when it is no
    longer open, and Stale."""
    found = _opened(by, task_id, seen)
    if found.state != TaskState.OPEN:
        raise Refused("This task is not open any more. Open it again first.")
    had = (found.user_id, found.team_id)
    is_given = (new.user_id, new.team_id) != had
    giver = {"given_by_id": by.user_id} if is_given else {}
    _write(found, seen, **_checked(by, new, found), **giver)
    changed = get_task(by, task_id)
    record(by=by, verb="task.given" if is_given else "task.changed", about=Ref("tasks.task", task_id))
    if is_given:
        _tell(by, changed)
    return changed


@transaction.atomic
def move_task(*, by: Actor, task_id: UUID, verb: str, reason: str = "", seen: int) -> Task:
    """Finish it, say that it is not needed, or open it again. Raises NotFound, Refused for a step there is none of, Invalid without a reason where
    one is needed, and Stale."""
    found = _opened(by, task_id, seen)
    if verb not in TASK_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(TASK_STATES.verbs)}.")
    move = TASK_STATES.check(found.state, verb)
    reason = clean(reason)
    wrong = "Say why: whoever gave it will want to know." if move.needs_reason and not reason else ""
    if wrong := wrong or (f"Use {LONGEST_REASON} characters or fewer." if len(reason) > LONGEST_REASON else ""):
        raise Invalid(wrong, {"reason": [wrong]})
    _write(found, seen, state=move.reaches, state_at=now(), reason=reason, closed_by_rule=False)
    record(by=by, verb=f"task.moved.{verb}", about=Ref("tasks.task", task_id))
    return get_task(by, task_id)


@transaction.atomic
def remind(*, by: Actor, reminder: Reminder) -> Task | None:
    """The task of this occasion: made when there is none, opened again when the rule itself had closed it. None: there is nothing to do.

    by: the job that looks. What somebody finished or put aside stays so.
    """
    same = Task.objects.filter(rule=reminder.rule, about_kind=reminder.about.kind, about_id=reminder.about.id, occasion=reminder.occasion)
    there = same.select_for_update().first()
    if there is None:
        doer = {"user_id": reminder.user_id, "team_id": reminder.team_id}
        about = {"about_kind": reminder.about.kind, "about_id": reminder.about.id}
        words = {"what": reminder.what[:LONGEST_WHAT], "words": reminder.words, "due_on": reminder.due_on}
        there = Task(**doer, **about, **words, rule=reminder.rule, occasion=reminder.occasion)
        there.save(force_insert=True)
    elif there.closed_by_rule:
        opened = {"state": TaskState.OPEN, "state_at": now(), "reason": "", "closed_by_rule": False}
        same.update(**opened, version=there.version + 1)
    else:
        return None
    record(by=by, verb="task.reminded", about=Ref("tasks.task", there.pk), detail={"rule": reminder.rule})
    post(by=by, kind="task.reminder", about=Ref("tasks.task", there.pk), to_user=there.user_id, to_team=there.team_id)
    return there


@transaction.atomic
def settle(*, by: Actor, rule: str, about: Ref, reason: str, but: Collection[str] = ()) -> int:
    """What a rule reminded of is no more so: its open tasks about this thing are done, with the reason. but: occasions that still hold.

    Returns how many there were. Those the reader may not see stay for the job to close.
    """
    there = Task.objects.filter(rule=rule, about_kind=about.kind, about_id=about.id, state=TaskState.OPEN).exclude(occasion__in=list(but))
    found = list(there.order_by("id"))
    for row in found:
        closed = {"state": TaskState.DONE, "state_at": now(), "reason": reason, "closed_by_rule": True}
        Task.objects.filter(pk=row.pk, version=row.version).update(**closed, version=row.version + 1)
        record(by=by, verb="task.settled", about=Ref("tasks.task", row.pk), detail={"rule": rule})
    return len(found)


def _opened(by: Actor, task_id: UUID, seen: int) -> Task:
    found = get_task(by, task_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(found: Task, seen: int, **values: object) -> None:
    if not Task.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)


def _check_about(by: Actor, about: Ref | None) -> None:
    """Raises Invalid for a kind that has no tasks, and NotFound for a thing the reader may not see."""
    if about is None:
        return
    kind = kinds.kind_of(about.kind)
    if kind is None:
        message = f"No task can be about a {about.kind}."
        raise Invalid(message, {"about": [message]})
    if about.id not in kind.named(by, [about.id]):
        raise NotFound


def _checked(by: Actor, new: NewTask, was: Task | None) -> dict[str, object]:
    """Its columns. was: what it says now; its day and who has it may stay. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    what, words = clean(new.what), clean(new.words)
    if not what:
        errors["what"] = ["Say what is to be done."]
    for name, text, most in (("what", what, LONGEST_WHAT), ("words", words, LONGEST_WORDS)):
        if len(text) > most:
            errors[name] = [f"Use {most} characters or fewer."]
    day, new_day = today(), new.due_on is not None and (was is None or was.due_on != new.due_on)
    if new_day and new.due_on and not day - timedelta(days=DAYS_BACK) <= new.due_on <= day + timedelta(days=DAYS_AHEAD):
        errors["due_on"] = ["Give a day of the next three years."]
    if not _may_have(by, new, was):
        errors["for"] = ["Choose one of those who may be given this task."]
    if errors:
        raise Invalid(_WRONG, errors)
    return {"what": what, "words": words, "due_on": new.due_on, "user_id": new.user_id, "team_id": new.team_id}


def _may_have(by: Actor, new: NewTask, was: Task | None) -> bool:
    asked = (new.user_id, new.team_id)
    if (new.user_id is None) == (new.team_id is None):
        return False
    if was is not None and asked == (was.user_id, was.team_id):
        return True
    about = was.about if was is not None else new.about
    return by.system != "" or asked in {(one.user_id, one.team_id) for one in may_be_given(by, about)}


def _tell(by: Actor, task: Task) -> None:
    """Whoever has it, unless they gave it to themselves."""
    if task.user_id is None or task.user_id != by.user_id:
        post(by=by, kind="task.given", about=Ref("tasks.task", task.pk), to_user=task.user_id, to_team=task.team_id)
