"""Case notes: what happened with somebody, kept as it was written."""

from typing import ClassVar

import pgtrigger
from django.db import models

from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import Personal, may, protect
from throughcare.people.models import triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import NoteKind

_OPEN_TO_ME = f"(not sensitive or {may(Permission.NOTE_SENSITIVE)})"


# Never shown to the person in this step, and never to a partner.
@protect(Personal("person_id", "C9", person_sees=False, only=_OPEN_TO_ME))
class CaseNote(models.Model):
    """One writing of a note. A correction is a further row under the same `note_id`; every writing stays, and the last is current.

    A trigger lets nothing change but that a writing is no longer the current one, and that it becomes sensitive.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    note_id = models.UUIDField("which note: the id of its first writing")
    number = models.PositiveIntegerField("which writing of it", default=1)
    is_current = models.BooleanField(default=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="case_notes", db_index=False)
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    sensitive = models.BooleanField(default=False)
    text = models.TextField()
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField(default=now, editable=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    why = models.CharField("why it was corrected", max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=NoteKind.values), name="people_casenote_kind"),
            models.CheckConstraint(
                condition=models.Q(number=1, why="") | (models.Q(number__gt=1) & ~models.Q(why="")), name="people_casenote_why"
            ),
            models.UniqueConstraint(fields=["note_id", "number"], name="people_casenote_number"),
            models.UniqueConstraint(fields=["note_id"], condition=models.Q(is_current=True), name="people_casenote_one_current"),
        )
        indexes = (
            models.Index(fields=["person", "-happened_at", "-id"], condition=models.Q(is_current=True), name="people_casenote_person"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="note_is_written", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.NOTE_IS_WRITTEN, declare=hold.NOTE
            ),
            pgtrigger.Trigger(name="note_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.NOTE_STAYS),
        ]

    def __str__(self) -> str:
        return self.kind
