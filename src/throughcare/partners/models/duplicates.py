"""Two records that may be one organisation, proposed by the linkage and decided by whoever keeps the register; and those put together."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, confidential, may, protect, public, sealed
from throughcare.partners.models.directory import Organization
from throughcare.partners.states import PAIR_STATES, PartnerPairState

_KEEPS = f"{IS_SYSTEM} or {may(Permission.PARTNER_EDIT)}"


@protect(confidential(_KEEPS, write=_KEEPS))
class PartnerPair(models.Model):
    """Two organisations, one of them on the register at least, and why they may be one. Decided once, until something about them changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    evidence = models.JSONField("field, words and weight, the strongest first")
    digest = models.CharField("of all that was compared", max_length=64)
    at = models.DateTimeField("found", default=now, editable=False)
    state = models.CharField(max_length=10, choices=PartnerPairState.choices, default=PartnerPairState.PROPOSED)
    note = models.CharField("why they are two", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=PartnerPairState.values), name="partners_partnerpair_state"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="partners_partnerpair_order"),
            models.UniqueConstraint(fields=["one", "other"], name="partners_partnerpair_once"),
        )
        indexes = (models.Index(fields=["-probability", "id"], condition=models.Q(state="PROPOSED"), name="partners_partnerpair_open"),)
        triggers: ClassVar = [pgtrigger.FSM(name="pair_states", field="state", transitions=PAIR_STATES.pairs())]

    def __str__(self) -> str:
        return self.state


_SEES = f"{IS_SYSTEM} or {may(Permission.PARTNER_VIEW)}"
_STAYS_AS_IT_WAS = """
    if (new.id, new.winner_id, new.loser_id, new.reason, new.settled, new.teams, new.by_id, new.at)
       is distinct from (old.id, old.winner_id, old.loser_id, old.reason, old.settled, old.teams, old.by_id, old.at)
       or old.parted_at is not null or new.version <> old.version + 1 or new.left_out <> old.left_out then
      raise exception 'what was put together stays as it was, until it is taken apart';
    end if;
    if new.parted_at is not null then
      new.parted_by_id := throughcare.reader();
      new.parted_at := now();
    end if;
    return new;
"""
_BEGINS = """
    if new.parted_at is not null or cardinality(new.left_out) > 0 then
      raise exception 'two records are put together before they are taken apart';
    end if;
    new.by_id := coalesce(throughcare.reader(), new.by_id);
    new.at := now();
    return new;
"""


@protect(confidential(_SEES, write=_KEEPS))
class PartnerMerge(models.Model):
    """Two records put together: who, why, what was kept of each. settled: values of the record that stays. teams: those let in as it was done;
    left_out: those of either that see nothing of it yet. by, parted_by: none when whoever runs the site did it by a command, and said who decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winner = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", verbose_name="record that stays")
    loser = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="record that went into it"
    )
    reason = models.CharField(max_length=500)
    settled = models.JSONField(default=dict)
    teams = ArrayField(models.UUIDField(), default=list, blank=True)
    left_out = ArrayField(models.UUIDField(), default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    part_reason = models.CharField("why they were taken apart", max_length=500, blank=True)
    parted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    parted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(winner=models.F("loser")), name="partners_partnermerge_two"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="partners_partnermerge_reason"),
            models.CheckConstraint(
                condition=models.Q(parted_at__isnull=True, parted_by__isnull=True, part_reason="")
                | (models.Q(parted_at__isnull=False) & ~models.Q(part_reason="")),
                name="partners_partnermerge_parted",
            ),
            models.UniqueConstraint(fields=["loser"], condition=models.Q(parted_at__isnull=True), name="partners_partnermerge_once"),
        )
        indexes = (models.Index(fields=["-at", "id"], name="partners_partnermerge_newest"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(name="merge_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_BEGINS),
            pgtrigger.Trigger(name="merge_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=_STAYS_AS_IT_WAS),
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} in {self.winner_id}"


@protect(sealed("keys of what a merge of organisations moved, and what it set aside, to put it back"))
class PartnerMergeKept(models.Model):
    """What went from one record to the other: written and read by the database's own functions alone."""

    merge = models.OneToOneField(PartnerMerge, primary_key=True, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField()
    aside = models.JSONField()

    def __str__(self) -> str:
        return str(self.merge_id)


@protect(public("which record of the directory stands for an organisation whose own went into it"))
class WentInto(models.Model):
    """An organisation whose record went into another's. Lists leave it out, its old addresses lead on; written by the database's functions alone."""

    organization = models.OneToOneField(Organization, primary_key=True, on_delete=models.CASCADE, related_name="went")
    into = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.organization_id} into {self.into_id}"
