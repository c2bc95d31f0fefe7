"""People, the one reason a team may see them (Involvement), and what they need."""

from datetime import date
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, MY_PERSON, MY_TEAMS, READER, Personal, Rule, may, protect
from throughcare.matching.pillars import Pillar
from throughcare.matching.rules import age_on
from throughcare.people.states import NEED_STATES, AgeBand, NeedStatus, WhereaboutsKind
from throughcare.places.models import Site

_C1 = Personal("person_id", "C1")
_C7 = Personal("person_id", "C7")
# A partner's involvement opens no record; the office's is for those of its team whose role opens records.
_OUR_TEAM = f"(team_id = any({MY_TEAMS}) and (cardinality(compartments) = 0 or {may('person.view')}))"
_INVOLVED = f"{IS_SYSTEM} or {_OUR_TEAM} or person_id = {MY_PERSON} or throughcare.involved(person_id)"
_MAY_INVOLVE = f"{IS_SYSTEM} or throughcare.may_involve(person_id, compartments)"
# A partner may end its own; the trigger lets nobody do more than end one.
_MAY_END = f"{IS_SYSTEM} or {_OUR_TEAM} or throughcare.involved(person_id)"


@tracked(Personal("id", "C1"), column="pgh_obj_id")
@protect(Personal("id", "C1"))
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


@tracked(Rule("personal", "seen by the team involved, the others involved, and the person", see=_INVOLVED))
@protect(
    Rule("personal", "seen by the team involved, the others involved, and the person", see=_INVOLVED, add=_MAY_INVOLVE, change=_MAY_END)
)
class Involvement(models.Model):
    """The one reason a person is visible: to this team, because of that, for these compartments, from, until.

    A trigger lets nobody lengthen or widen one: a new reason is a new row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No index of their own: the pairs below serve both, and a plan that joins two single ones reads a whole caseload for each person.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="involvements", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    because_kind = models.CharField(max_length=60)
    because_id = models.UUIDField(null=True, blank=True)
    # Empty: the team sees only what was disclosed to it, not the record.
    compartments = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")), name="people_involvement_dates"
            ),
        )
        indexes = (
            models.Index(fields=["person", "team"], name="people_involvement_pair"),
            models.Index(fields=["team", "person"], name="people_involvement_team"),
            models.Index(fields=["because_id", "team"], name="people_involvement_because"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="involvement_only_ends",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    if new.person_id <> old.person_id or new.team_id <> old.team_id or new.compartments <> old.compartments
                       or new.starts_at < old.starts_at or new.because_kind <> old.because_kind or new.because_id is distinct from old.because_id
                       or (old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at)) then
                      raise exception 'an involvement can only be ended, never widened';
                    end if;
                    return new;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} for {self.because_kind}"


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


@tracked(_C1)
@protect(_C1)
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


@tracked(_C7)
@protect(_C7)
class Need(models.Model):
    """Something the person needs, under one of the six pillars."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs", db_index=False)
    pillar = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Pillar])
    note = models.TextField("what is needed, in plain words", blank=True)
    status = models.CharField(max_length=12, choices=NeedStatus.choices, default=NeedStatus.NOT_STARTED)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(pillar__in=[p.value for p in Pillar]), name="people_need_pillar"),
            models.CheckConstraint(condition=models.Q(status__in=NeedStatus.values), name="people_need_status"),
        )
        indexes = (models.Index(fields=["person", "pillar"], name="people_need_person"),)
        triggers: ClassVar = [pgtrigger.FSM(name="need_states", field="status", transitions=NEED_STATES.pairs())]

    def __str__(self) -> str:
        return self.pillar

    @property
    def title(self) -> str:
        """What it is about, in English."""
        return Pillar(self.pillar).label


@protect(Personal("person_id", "C10", also_add=f"person_id = {MY_PERSON}"))
class Disagreement(models.Model):
    """The person says “I don't agree” about something in their record; a case manager answers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disagreements", db_index=False)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    words = models.TextField("in the person's own words")
    at = models.DateTimeField(default=now, editable=False)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["person", "-at"], name="people_disagreement_person"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="disagreement_words_stay",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    if throughcare.is_system() then
                      return new;
                    end if;
                    if tg_op = 'INSERT' then
                      if new.person_id is distinct from throughcare.my_person() or new.answer <> '' or new.answered_by_id is not null
                         or new.answered_at is not null then
                        raise exception 'the person alone says that they do not agree, and somebody else answers';
                      end if;
                      return new;
                    end if;
                    if (new.id, new.person_id, new.about_kind, new.about_id, new.words, new.at)
                       is distinct from (old.id, old.person_id, old.about_kind, old.about_id, old.words, old.at)
                       or old.answered_at is not null or new.answered_at is null or new.answer = ''
                       or new.answered_by_id is distinct from throughcare.reader() then
                      raise exception 'a disagreement is answered once, by the reader; its words stay';
                    end if;
                    return new;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.about_kind
