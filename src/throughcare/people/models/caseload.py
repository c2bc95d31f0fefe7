"""Who works with somebody inside an office, and one office handing them over to another. Neither opens a record: Involvement does."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Personal, Rule, protect
from throughcare.people.models import triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import HANDOVER_STATES, AssignmentKind, EndReason, HandoverState

_C1 = Personal("person_id", "C1", person_sees=False)
_C9 = Personal("person_id", "C9", person_sees=False)


class Span(models.Func):
    """From when until when, the end not included."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@tracked(_C1)
@protect(_C1)
class Assignment(models.Model):
    """A worker of an office has somebody on their caseload, as main worker or covering for them, from when until when.

    Rows are added and ended, never changed: a new worker is a new row, so its id says which state of a caseload somebody saw.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=AssignmentKind.choices, default=AssignmentKind.MAIN)
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField("first moment it no longer counts", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=AssignmentKind.values), name="people_assignment_kind"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")), name="people_assignment_dates"
            ),
            # Somebody who covers does so for a while, and it ends by itself.
            models.CheckConstraint(
                condition=~models.Q(kind=AssignmentKind.COVER) | models.Q(ends_at__isnull=False), name="people_assignment_cover_ends"
            ),
            ExclusionConstraint(
                name="people_assignment_one_main",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind=AssignmentKind.MAIN),
            ),
        )
        indexes = (
            models.Index(fields=["worker", "person"], name="people_assignment_worker"),
            models.Index(fields=["person", "team"], name="people_assignment_person"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(name="assignment_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.ASSIGNMENT_BEGINS),
            pgtrigger.Trigger(
                name="assignment_only_ends", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.ASSIGNMENT_ONLY_ENDS
            ),
        ]

    def __str__(self) -> str:
        return self.kind


@tracked(_C9)
@protect(_C9)
class Handover(models.Model):
    """One office hands somebody over to another, with a note the new worker reads and acknowledges."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="handovers", db_index=False)
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The new worker's; the new office's involvement stands on it.
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("what the new worker must know")
    last_day = models.DateField("last day the old office sees the record")
    made_at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=12, choices=HandoverState.choices, default=HandoverState.WAITING)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=HandoverState.values), name="people_handover_state"),
            models.CheckConstraint(
                condition=models.Q(state=HandoverState.WAITING) | models.Q(closed_at__isnull=False), name="people_handover_closed"
            ),
            models.UniqueConstraint(fields=["person"], condition=models.Q(state=HandoverState.WAITING), name="people_handover_one_waiting"),
        )
        indexes = (models.Index(fields=["person", "-made_at"], name="people_handover_person"),)
        triggers: ClassVar = [
            pgtrigger.FSM(name="handover_states", field="state", transitions=HANDOVER_STATES.pairs()),
            pgtrigger.Trigger(name="handover_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.HANDOVER_BEGINS),
            pgtrigger.Trigger(name="handover_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.HANDOVER_STAYS),
        ]

    def __str__(self) -> str:
        return self.state


@protect(Personal("person_id", "C1", person_sees=False, append_only=True))
class Ending(models.Model):
    """An office stopped working with somebody: why, and from when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, choices=EndReason.choices)
    last_day = models.DateField("last day the office sees the record")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(reason__in=EndReason.values), name="people_ending_reason"),)

    def __str__(self) -> str:
        return self.reason


_MINE = f"by_id = {READER} or {IS_SYSTEM}"


@protect(Rule("personal", "what became of each row of one's own change: keys, and no word about anybody", see=_MINE, add=_MINE))
class CaseloadChange(models.Model):
    """A change of many people's caseload at once, and what became of each: {person_id, result, sentence}."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    verb = models.CharField(max_length=20)
    at = models.DateTimeField(default=now, editable=False)
    results = models.JSONField()

    def __str__(self) -> str:
        return self.verb
