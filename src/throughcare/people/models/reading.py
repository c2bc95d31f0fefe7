"""How many people's records one user may open: when somebody was stopped, and who let them open more."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, protect, sealed


@protect(sealed("whose records a user opened within a day: written by throughcare.reading_kept alone, and counted"))
class Reading(models.Model):
    """When a user last opened a person's record. Keys alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No foreign keys: it is written beside every row of the audit that opens a record. What no longer counts goes as the user opens more.
    user_id = models.UUIDField()
    person_id = models.UUIDField()
    at = models.DateTimeField("when last")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user_id", "person_id"], name="people_reading_once"),)
        indexes = (models.Index(fields=["user_id", "at"], name="people_reading_at"),)

    def __str__(self) -> str:
        return f"{self.at}"


_LIFTS = "throughcare.may_lift(user_id)"
_SEES = f"{IS_SYSTEM} or user_id = {READER} or {_LIFTS}"


@protect(Rule("identity", "one's own, and of those whose supervisor one is", see=_SEES, add=f"user_id = {READER}"))
class ReadStop(models.Model):
    """Somebody wanted to open one record more than they may for now. Their supervisor is told of this row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    in_hour = models.PositiveIntegerField("people's records opened in the hour before")
    in_day = models.PositiveIntegerField("people's records opened that day")

    class Meta:
        indexes = (models.Index(fields=["user", "-at"], name="people_readstop_user"),)

    def __str__(self) -> str:
        return f"{self.in_hour} in an hour, {self.in_day} that day"


_ADDS = f"by_id = {READER} and on_day = throughcare.today() and {_LIFTS}"


@protect(Rule("identity", "one's own, and of those whose supervisor one is", see=_SEES, add=_ADDS))
class ReadLift(models.Model):
    """A supervisor lets somebody open as many records again that day, and says why. Never for themselves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    on_day = models.DateField(default=today)
    why = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(why=""), name="people_readlift_why"),
            models.CheckConstraint(condition=~models.Q(user=models.F("by")), name="people_readlift_by_another"),
        )
        indexes = (models.Index(fields=["user", "on_day"], name="people_readlift_user"),)

    def __str__(self) -> str:
        return f"{self.on_day}"
