"""Two records of one person: rows held until somebody has looked, likely duplicates, and records put together and taken apart again."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, may, not_kept, protect, sealed
from throughcare.imports.models import ImportRun
from throughcare.people.models import triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import HELD_STATES, MERGE_STATES, HeldState, MergeState, PairState

_MAY = may(Permission.PERSON_IMPORT)
_RECORDS = f"{_MAY} or {IS_SYSTEM}"


def _of(what: str, *persons: str) -> Rule:
    """Who keeps the records, but whom limited access keeps from one of these: another officer says who they are."""
    sees, writes = (
        f"({_MAY} and {' and '.join(not_kept(person, to_see=to_see) for person in persons)}) or {IS_SYSTEM}" for to_see in (True, False)
    )
    return Rule("personal", f"{what}: who keeps the records", see=sees, add=writes, change=writes)


# Whoever takes people on may ask for a record, and never sees what became of it: a held row tells that somebody is there.
_ASKED = f"{_RECORDS} or (by_id = {READER} and {may(Permission.CASELOAD_OWN)} and state = 'RECEIVED')"


@protect(Rule("personal", "new people who may be there already: who keeps the records", see=_RECORDS, add=_ASKED, change=_RECORDS))
class HeldRow(models.Model):
    """Somebody new, from a file or asked for by hand, who is not written down before somebody has looked. Emptied when it is decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    row = models.PositiveIntegerField("row of the file", default=0)
    said = models.JSONField("what the row says", default=dict, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=HeldState.choices, default=HeldState.RECEIVED)
    note = models.CharField("what was asked, or why it was decided so", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=HeldState.values), name="people_heldrow_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=["RECEIVED", "WAITING", "ASKED"]) | models.Q(said={}), name="people_heldrow_emptied"
            ),
        )
        indexes = (
            models.Index(fields=["at"], condition=models.Q(state__in=["RECEIVED", "WAITING", "ASKED"]), name="people_heldrow_waiting"),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="held_states", field="state", transitions=HELD_STATES.pairs())]

    def __str__(self) -> str:
        return self.state


@protect(Rule("personal", "who a held row may be: who keeps the records", see=_RECORDS, add=_RECORDS, change=_RECORDS))
class HeldCandidate(models.Model):
    """Somebody there whom a held row may be about, and why; or an earlier row of its file, which waits itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    held = models.ForeignKey(HeldRow, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    # Once that row is decided, the person it became stands here in its place.
    other = models.ForeignKey(HeldRow, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False)
    probability = models.FloatField()
    evidence = models.JSONField("field, words and weight, the strongest first")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(other__isnull=True), name="people_heldcandidate_one_of_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.probability:.3f}"


@protect(_of("likely duplicates", "one_id", "other_id"))
class LikelyPair(models.Model):
    """Two records that may be one person's, and why; decided once, so that nobody is asked again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    evidence = models.JSONField("field, words and weight, the strongest first")
    at = models.DateTimeField("found", default=now, editable=False)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    note = models.CharField("why they are two people", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=PairState.values), name="people_likelypair_state"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="people_likelypair_order"),
            models.UniqueConstraint(fields=["one", "other"], name="people_likelypair_once"),
        )
        indexes = (models.Index(fields=["-probability", "id"], condition=models.Q(state="OPEN"), name="people_likelypair_open"),)

    def __str__(self) -> str:
        return self.state


_GOING_ON = models.Q(state__in=[MergeState.PROPOSED, MergeState.MERGED, MergeState.TO_PART])


@protect(_of("which records were put together", "winner_id", "loser_id"))
class Merge(models.Model):
    """Two records put together: one officer asks, another does it; the same to take them apart. `left_out`: teams that saw only one of the two."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="record that stays")
    loser = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="record that goes into it")
    state = models.CharField(max_length=10, choices=MergeState.choices, default=MergeState.PROPOSED)
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField(default=now, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    part_reason = models.CharField("why they are to be taken apart", max_length=500, blank=True)
    part_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    part_at = models.DateTimeField(null=True, blank=True)
    parted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    parted_at = models.DateTimeField(null=True, blank=True)
    left_out = ArrayField(models.UUIDField(), default=list, blank=True)
    account_out = models.BooleanField("a log-in of the person's own was left out", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=MergeState.values), name="people_merge_state"),
            models.CheckConstraint(condition=~models.Q(winner=models.F("loser")), name="people_merge_two"),
            models.UniqueConstraint(fields=["loser"], condition=_GOING_ON, name="people_merge_one_going_on"),
        )
        indexes = (models.Index(fields=["-proposed_at", "id"], name="people_merge_newest"),)
        triggers: ClassVar = [
            pgtrigger.FSM(name="merge_states", field="state", transitions=MERGE_STATES.pairs()),
            pgtrigger.Trigger(name="merge_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.MERGE_BEGINS),
            pgtrigger.Trigger(name="merge_by_two", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.MERGE_BY_TWO),
        ]

    def __str__(self) -> str:
        return self.state


@protect(sealed("keys of what a merge moved, to move it back"))
class MergeKept(models.Model):
    """What went from one record to the other, and what was set aside: written and read by the database's own functions alone."""

    merge = models.OneToOneField(Merge, primary_key=True, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField()
    aside = models.JSONField()

    def __str__(self) -> str:
        return str(self.merge_id)
