"""A record opened in an emergency, by somebody whose team does not work with the person."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, may, not_kept, protect
from throughcare.people.models import limit_triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import EmergencyReason, EmergencyVerdict

AN_HOUR = timedelta(minutes=60)
_REVIEWS = "throughcare.may_review(person_id)"
_OPENING = Rule(
    "personal",
    "who opened it, and those who review it",
    see=f"{IS_SYSTEM} or user_id = {READER} or {_REVIEWS}",
    add=f"{IS_SYSTEM} or user_id = {READER} and {may('emergency.open')} and {may('person.view')} and {not_kept('person_id')}",
    change=f"{IS_SYSTEM} or (user_id <> {READER} and {_REVIEWS})",
)


@tracked(_OPENING)
@protect(_OPENING)
class EmergencyOpening(models.Model):
    """One use of the way in for emergencies: who, whose record, why; sixty minutes; and what a second person thinks of it.

    The sight itself is an Involvement for this user alone (`only`), because of this row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=10, choices=EmergencyReason.choices)
    words = models.CharField("why, in words", max_length=500)
    at = models.DateTimeField(default=now, editable=False)
    verdict = models.CharField(max_length=10, choices=EmergencyVerdict.choices, blank=True)
    because = models.CharField("why it was right, or not", max_length=500, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reason__in=EmergencyReason.values) & ~models.Q(words=""), name="people_emergency_why"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="", reviewed_by__isnull=True)
                | (models.Q(verdict__in=EmergencyVerdict.values) & ~models.Q(because="") & ~models.Q(reviewed_by=models.F("user"))),
                name="people_emergency_second_person",
            ),
        )
        indexes = (
            models.Index(fields=["user", "-at"], name="people_emergency_user"),
            models.Index(fields=["person", "-at"], name="people_emergency_person"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(name="emergency_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.EMERGENCY_BEGINS),
            pgtrigger.Trigger(name="emergency_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.EMERGENCY_STAYS),
        ]

    def __str__(self) -> str:
        return self.reason
