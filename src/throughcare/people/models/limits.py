"""Limited access: who may never see somebody's record, or who alone may; and who would meet their own whānau in it."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Rule, identity, may, protect, sealed
from throughcare.people.models import limit_triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import ConflictVerdict, LimitKind, LimitReason

# Whoever is kept from a person keeps nothing of theirs either: a privacy officer with whānau here least of all.
_LIMITS = f"{IS_SYSTEM} or throughcare.may_limit(person_id)"
_LIMIT = Rule("personal", "who limits access, of those they may limit it for", see=_LIMITS, add=_LIMITS, change=_LIMITS)
_DECIDES = f"{IS_SYSTEM} or ({may('privacy.manage')} and person_id not in (select throughcare.excluded_from()))"
_CONFLICT = Rule("personal", "the privacy officer, unless it is about themselves", see=_DECIDES, add=IS_SYSTEM, change=_DECIDES)


@tracked(_LIMIT)
@protect(_LIMIT)
class Limit(models.Model):
    """These users never (an exclusion), or these users only (a restriction): whose record, why, from, until.

    It counts at once. Taking it away before its time takes two people: one asks, another agrees. A list is not changed: a
    restriction to other people is another one, and while two stand, only who is on both sees the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LimitKind.choices)
    users = ArrayField(models.UUIDField(), verbose_name="ids of the users it names")
    reason = models.CharField(max_length=12, choices=LimitReason.choices)
    words = models.TextField("why, in words")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField("first moment it no longer counts", null=True, blank=True)
    # A rule of law; empty: the person reads in their own log that there is a limit.
    withheld = models.CharField("why the person is not told (rule)", max_length=20, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    made_at = models.DateTimeField(default=now, editable=False)
    lift_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_why = models.CharField("why it should end", max_length=500, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=LimitKind.values), name="people_limit_kind"),
            models.CheckConstraint(condition=models.Q(reason__in=LimitReason.values), name="people_limit_reason"),
            # Nobody named: an exclusion of nobody, or a record nobody could open.
            models.CheckConstraint(condition=models.Q(users__len__gt=0), name="people_limit_named"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")), name="people_limit_dates"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True)
                | (models.Q(lift_asked_by__isnull=False) & ~models.Q(lifted_by=models.F("lift_asked_by"))),
                name="people_limit_two_people",
            ),
        )
        indexes = (
            GinIndex(fields=["users"], name="people_limit_users"),
            models.Index(fields=["kind", "person"], name="people_limit_restricted", condition=models.Q(kind=LimitKind.RESTRICTION)),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(name="limit_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.LIMIT_BEGINS),
            pgtrigger.Trigger(name="limit_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.LIMIT_STAYS),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def is_over(self) -> bool:
        """Does it count no longer?"""
        return self.ends_at is not None and self.ends_at <= now()


@protect(identity(f"user_id = {READER} or {IS_SYSTEM}", add=f"user_id = {READER}", change=f"user_id = {READER}"))
class OwnDetails(models.Model):
    """What a user tells of themselves so that nobody meets their own whānau at work: one a line. Nobody else reads it."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    names = models.TextField("other names", blank=True)
    phones = models.TextField("own phone numbers", blank=True)
    emails = models.TextField("own e-mail addresses", blank=True)
    addresses = models.TextField("own addresses", blank=True)
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return "own details"


@protect(sealed("names, numbers and addresses of users and of people's contacts, as hashes: compared by throughcare.excluded_from alone"))
class MatchKey(models.Model):
    """One way a user, or a contact of somebody's, could be known: written by triggers of the tables these stand in (people/sql/matching.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=10)
    user_id = models.UUIDField(null=True)
    contact_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    key = models.CharField("kind, and hash of it in its plainest form", max_length=40)

    class Meta:
        indexes = (
            models.Index(fields=["key", "person_id"], name="people_matchkey_key", condition=models.Q(contact_id__isnull=False)),
            models.Index(fields=["user_id", "key"], name="people_matchkey_user", condition=models.Q(user_id__isnull=False)),
            models.Index(fields=["contact_id"], name="people_matchkey_contact", condition=models.Q(contact_id__isnull=False)),
        )

    def __str__(self) -> str:
        return self.source


@tracked(_CONFLICT)
@protect(_CONFLICT)
class Conflict(models.Model):
    """A user's own name, phone or address is that of somebody close to the person: kept from the record until it is decided.

    The block does not hang on this row (throughcare.excluded_from compares by itself); a decision that there is no conflict does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    keys = ArrayField(models.CharField(max_length=40))
    found_at = models.DateTimeField(default=now, editable=False)
    verdict = models.CharField(max_length=8, choices=ConflictVerdict.choices, blank=True)
    why = models.CharField("why it was decided so", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField("when administrators were told that nobody can decide it", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(verdict__in=["", *ConflictVerdict.values]), name="people_conflict_verdict"),
            models.CheckConstraint(
                condition=models.Q(verdict="", decided_at__isnull=True)
                | (~models.Q(verdict="") & ~models.Q(why="") & models.Q(decided_at__isnull=False)),
                name="people_conflict_decided",
            ),
            models.UniqueConstraint(fields=["user", "person"], condition=models.Q(verdict=""), name="people_conflict_one_pending"),
        )
        indexes = (models.Index(fields=["user", "person"], name="people_conflict_pair"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(name="conflict_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.CONFLICT_STAYS),
        ]

    def __str__(self) -> str:
        return self.verdict or "pending"

    @property
    def version(self) -> int:
        """Goes up with all that happens to it: what else is found the same while it waits, and the decision."""
        return len(self.keys) + bool(self.verdict)

    @property
    def kinds(self) -> list[str]:
        """What matched: n, p, e, a."""
        return sorted({key[0] for key in self.keys})
