"""Tasks. A task names what it is about by kind and key, and is seen by nobody who may not see that."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, MY_TEAMS, READER, confidential, may, protect
from throughcare.common.ref import Ref
from throughcare.tasks.states import TASK_STATES, TaskState

LONGEST_WHAT, LONGEST_WORDS = 200, 2000
_HAS = f"user_id = {READER} or team_id = any({MY_TEAMS}) or {READER} in (made_by_id, given_by_id)"
_THING = "(about_kind = '' or throughcare.sees_task_thing(about_kind, about_id))"
# Whoever has it or gave it; and whoever keeps what it is about. Nobody who may not see that.
_SEES = f"{IS_SYSTEM} or ({may('task.do')} and ({_HAS} or throughcare.oversees_tasks(about_kind)) and {_THING})"
_RULE = confidential(_SEES, write=_SEES)


@tracked(_RULE)
@protect(_RULE)
class Task(models.Model):
    """What is to be done, by a user or by anybody of a team. given_by: who gave it to whoever has it now, and so sees what becomes of it. rule, occasion: which reminder made it, of what; one of each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField("what is to be done", max_length=LONGEST_WHAT)
    words = models.TextField("more about it", blank=True)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.UUIDField(null=True, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=now, editable=False)
    due_on = models.DateField("until when", null=True, blank=True)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    state_at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=500, blank=True)
    rule = models.CharField("which reminder made it", max_length=40, blank=True)
    occasion = models.CharField("of what that reminds", max_length=80, blank=True)
    closed_by_rule = models.BooleanField("what it reminds of is no more so", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(what=""), name="tasks_task_what"),
            models.CheckConstraint(condition=Q(user__isnull=False) ^ Q(team__isnull=False), name="tasks_task_one_doer"),
            models.CheckConstraint(
                condition=Q(about_kind="", about_id__isnull=True) | (~Q(about_kind="") & Q(about_id__isnull=False)), name="tasks_task_about"
            ),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="tasks_task_state"),
            models.CheckConstraint(condition=~Q(state=TaskState.CANCELLED) | ~Q(reason=""), name="tasks_task_reason"),
            models.UniqueConstraint(
                fields=["rule", "about_kind", "about_id", "occasion"], condition=~Q(rule=""), name="tasks_task_once_an_occasion"
            ),
        )
        indexes = (
            models.Index(fields=["user", "state", "due_on"], name="tasks_task_of_user"),
            models.Index(fields=["team", "state", "due_on"], name="tasks_task_of_team"),
            models.Index(fields=["about_kind", "about_id"], name="tasks_task_of_thing"),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="task_states", field="state", transitions=TASK_STATES.pairs())]

    def __str__(self) -> str:
        return self.what

    @property
    def about(self) -> Ref | None:
        """What it is about."""
        return Ref(self.about_kind, self.about_id) if self.about_id else None
