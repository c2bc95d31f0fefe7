"""What was told to whom, under what authority: the one way a partner sees anything of a person."""

from typing import ClassVar

import pgtrigger
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import MY_TEAMS, Personal, protect
from throughcare.people.models import Involvement, Person

# The partner's team may see what was told to it while its own involvement, made for this disclosure, is open.
_TOLD = (
    f"to_team_id = any({MY_TEAMS}) and exists (select 1 from people_involvement i where i.id = involvement_id "
    "and i.team_id = to_team_id and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()))"
)

# Without a reader it is a system actor or the owner: row security gives the application's login nothing otherwise.
_RECORDED = """
    if throughcare.reader() is not null and (new.recorded_by_id is distinct from throughcare.reader() or new.withdrawn_at is not null) then
      raise exception 'a ground is recorded under the name of who records it, and is live';
    end if;
    if throughcare.reader() is not null then new.recorded_at := now(); end if;
    return new;
"""
_ONLY_WITHDRAWN = """
    if throughcare.reader() is not null
       and (to_jsonb(new) - 'withdrawn_at' <> to_jsonb(old) - 'withdrawn_at' or old.withdrawn_at is not null or new.withdrawn_at is null) then
      raise exception 'a ground can only be withdrawn, once; a new ground is a new row';
    end if;
    if throughcare.reader() is not null then new.withdrawn_at := now(); end if;
    return new;
"""
_TOLD_NOW = """
    if throughcare.reader() is null then return new; end if;
    if new.by_id is distinct from throughcare.reader() then
      raise exception 'a telling is kept under the name of who tells';
    end if;
    if not exists (select 1 from public.people_involvement i where i.id = new.involvement_id and i.person_id = new.person_id
                   and i.team_id = new.to_team_id)
       or not exists (select 1 from public.disclosure_authority a where a.id = new.authority_id and a.person_id = new.person_id
                      and a.about_kind = new.about_kind and a.about_id = new.about_id and a.withdrawn_at is null) then
      raise exception 'a telling is about the person its ground and its involvement are about';
    end if;
    new.at := now();
    return new;
"""
# Its time is that of its transaction, so that a line can't join a telling afterwards.
_TOLD_WITH_THE_REST = """
    if throughcare.reader() is not null
       and not exists (select 1 from public.disclosure_disclosure d where d.id = new.disclosure_id and d.person_id = new.person_id
                       and d.to_team_id = new.to_team_id and d.involvement_id = new.involvement_id
                       and d.by_id = throughcare.reader() and d.at = now()) then
      raise exception 'a line is told with the rest of its telling, and by the same person';
    end if;
    return new;
"""


class Ground(models.TextChoices):
    AGREEMENT = "AGREEMENT", "The person agrees"
    AUTHORITY = "AUTHORITY", "A legal authority"


@protect(Personal("person_id", "C10"))
class Authority(models.Model):
    """The ground for telling a partner: the person's agreement, or the legal authority relied on. Dated, and can be withdrawn."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="authorities")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    authority_code = models.CharField("which authority, when not agreement", max_length=60, blank=True)
    how = models.CharField("how the person agreed, or why the authority applies", max_length=500)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "authorities"
        constraints = (
            models.CheckConstraint(condition=models.Q(ground__in=Ground.values), name="disclosure_authority_ground"),
            models.CheckConstraint(
                condition=models.Q(ground="AGREEMENT") | ~models.Q(authority_code=""), name="disclosure_authority_named"
            ),
        )
        indexes = (models.Index(fields=["about_id"], name="disclosure_authority_about"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(name="authority_is_recorded", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_RECORDED),
            pgtrigger.Trigger(name="authority_only_withdrawn", operation=pgtrigger.Update, when=pgtrigger.Before, func=_ONLY_WITHDRAWN),
        ]

    def __str__(self) -> str:
        return self.ground


@protect(Personal("person_id", "C10", append_only=True, also_see=_TOLD))
class Disclosure(models.Model):
    """One telling: to this team, about that, under this authority, by whom, when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosures")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=["about_id"], name="disclosure_about"),
            models.Index(fields=["person", "-at"], name="disclosure_person"),
        )
        triggers: ClassVar = [pgtrigger.Trigger(name="told_now", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_TOLD_NOW)]

    def __str__(self) -> str:
        return f"to {self.to_team_id}"


@protect(Personal("person_id", "C10", append_only=True, also_see=_TOLD))
class DisclosedLine(models.Model):
    """One line the partner was shown, word for word, with the compartment it came from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    compartment = models.CharField(max_length=3)
    field = models.CharField(max_length=60)
    label = models.CharField(max_length=100)
    value = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["disclosure", "place"], name="disclosure_line_order"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(name="told_with_the_rest", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_TOLD_WITH_THE_REST)
        ]

    def __str__(self) -> str:
        return self.field
