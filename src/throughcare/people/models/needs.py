"""What people need, and what they don't agree with."""

from typing import ClassVar

import pgtrigger
from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.indexes import index_later
from throughcare.common.protection import MY_PERSON, Personal, protect
from throughcare.matching.pillars import Pillar
from throughcare.people.models.record import Person
from throughcare.people.states import NEED_STATES, NeedStatus

_C7 = Personal("person_id", "C7")


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


index_later("people_need_status", "people_need (person_id, status)")  # whether there is one of a status, of everybody an office works with


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
                      new.at := now();
                      return new;
                    end if;
                    if (new.id, new.person_id, new.about_kind, new.about_id, new.words, new.at)
                       is distinct from (old.id, old.person_id, old.about_kind, old.about_id, old.words, old.at)
                       or old.answered_at is not null or new.answered_at is null or new.answer = ''
                       or new.answered_by_id is distinct from throughcare.reader() then
                      raise exception 'a disagreement is answered once, by the reader; its words stay';
                    end if;
                    new.answered_at := now();
                    return new;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.about_kind
