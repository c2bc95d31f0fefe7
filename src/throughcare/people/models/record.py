"""Somebody the department works with: who they are, their numbers, where they are, and their own log-in."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, READER, Personal, Rule, may, protect
from throughcare.matching.rules import age_on
from throughcare.people.states import AgeBand, WhereaboutsKind
from throughcare.places.models import Site

# Whoever sees who somebody is may not change it by that alone.
_CHANGES = may("person.edit")
_C1 = Personal("person_id", "C1")
_WHO = Personal("id", "C1", only_change=_CHANGES)
_WHERE = Personal("person_id", "C1", only_change=_CHANGES)


@tracked(_WHO, column="pgh_obj_id")
@protect(_WHO)
class Person(models.Model):
    """Somebody the department works with. Never called anything else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    preferred_name = models.CharField(max_length=200)
    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    name_mi = models.CharField("te reo Māori name", max_length=200, blank=True)
    search_key = models.CharField("names, folded for search and sorting", max_length=800)
    birth_date = models.DateField(null=True, blank=True)
    age_band = models.CharField("age band, when the date of birth is unknown", max_length=10, choices=AgeBand.choices, blank=True)
    gender = models.CharField("gender code", max_length=60, blank=True)
    ethnicities = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    iwi = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    release_date = models.DateField(null=True, blank=True)
    release_unknown_because = models.CharField("why the release date is unknown (code)", max_length=60, blank=True)
    # Matching asks where a service would be used after release; a district says enough and is no address.
    home_site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="district the person lives or will live in"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(release_date__isnull=True) | models.Q(release_unknown_because=""),
                name="people_person_release_known_or_not",
            ),
            models.CheckConstraint(condition=models.Q(age_band__in=["", *AgeBand.values]), name="people_person_age_band"),
        )
        indexes = (
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="people_person_search"),
            models.Index(fields=["search_key", "id"], name="people_person_sorted"),
            models.Index(fields=["release_date", "id"], name="people_person_release"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def full_name(self) -> str:
        """Preferred name and family name."""
        return f"{self.preferred_name} {self.family_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Whole years on a day; None when only an age band, or nothing, is known."""
        return age_on(self.birth_date, day) if self.birth_date else None

    def age_words(self, day: date) -> str:
        """The age as it is said: years, a band, or nothing."""
        years = self.age_on(day)
        return str(years) if years is not None else str(AgeBand(self.age_band).label) if self.age_band else ""


@protect(Rule("identity", "which account is whose record", see=f"user_id = {READER} or {IS_SYSTEM}", add=IS_SYSTEM))
class OwnAccount(models.Model):
    """The person's own log-in."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"account of {self.person_id}"


def identifier_value(text: str) -> str:
    """A number as it is kept and looked for: without spaces, in capitals."""
    return "".join(text.split()).upper()


@tracked(_C1)
@protect(Personal("person_id", "C1", deletable=True))
class Identifier(models.Model):
    """A number another system knows the person by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers", db_index=False)
    scheme = models.CharField(max_length=60)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scheme", "value"], name="people_identifier_once"),)
        # The value alone: people type a number without saying whose it is.
        indexes = (
            models.Index(fields=["person"], name="people_identifier_person"),
            models.Index(fields=["value"], name="people_identifier_value"),
        )

    def __str__(self) -> str:
        return self.scheme


@tracked(_WHERE)
@protect(_WHERE)
class Whereabouts(models.Model):
    """Which prison, or which community district, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="whereabouts")
    kind = models.CharField(max_length=10, choices=WhereaboutsKind.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "whereabouts"
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=WhereaboutsKind.values), name="people_whereabouts_kind"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")), name="people_whereabouts_dates"
            ),
            models.UniqueConstraint(fields=["person"], condition=models.Q(ends_on__isnull=True), name="people_whereabouts_one_now"),
        )

    def __str__(self) -> str:
        return self.kind
