"""Looks at a record that somebody must explain: found by themselves, looked at by a second person."""

from typing import ClassVar

import pgtrigger
from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, may, protect
from throughcare.people.models import limit_triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import NOT_ASKED, LookVerdict

# Never about themselves, nor about whom they are kept from.
_ASKS = (
    f"({may('privacy.manage')} or {may('audit.read')}) and user_id <> {READER} and person_id not in (select throughcare.excluded_from())"
)
_LOOK = Rule(
    "personal",
    "who asks about looks, unless it is about themselves",
    see=f"{IS_SYSTEM} or ({_ASKS})",
    add=IS_SYSTEM,
    change=f"{IS_SYSTEM} or ({_ASKS})",
)


@tracked(_LOOK)
@protect(_LOOK)
class Look(models.Model):
    """One day's visits of one user to one record, with the reasons why it does not look like work, and what a second person found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    on_day = models.DateField()
    at = models.DateTimeField("first opened")
    rows = models.PositiveIntegerField("how many rows of the audit tell of it")
    points = models.SmallIntegerField()
    reasons = models.JSONField("sentences, with the points each gave", default=list)
    found_at = models.DateTimeField(default=now, editable=False)
    asked_at = models.DateTimeField("from when a second person asks; before, work may still be written", null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=[*LookVerdict.choices, (NOT_ASKED, "Nobody had to ask: work showed why")], blank=True)
    because = models.CharField("what they said, and why that is enough or not", max_length=500, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "person", "on_day"], name="people_look_once"),
            models.CheckConstraint(
                condition=models.Q(verdict="", reviewed_by__isnull=True)
                | models.Q(verdict=NOT_ASKED, reviewed_by__isnull=True, asked_at__isnull=True)
                | (
                    models.Q(verdict__in=LookVerdict.values)
                    & ~models.Q(because="")
                    & models.Q(reviewed_by__isnull=False, asked_at__isnull=False)
                    & ~models.Q(reviewed_by=models.F("user"))
                ),
                name="people_look_second_person",
            ),
        )
        indexes = (
            models.Index(fields=["person", "-at"], name="people_look_person"),
            models.Index(fields=["-at", "-id"], name="people_look_open", condition=models.Q(verdict="")),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(name="look_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.LOOK_STAYS),
        ]

    def __str__(self) -> str:
        return self.verdict or "open"
