"""How many people need what, where: counted from records and rounded, or planned for, as figures somebody loaded. Docs: decision 0051."""

from dataclasses import replace

from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.common.clock import now, today
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, confidential, may, protect
from throughcare.matching.pillars import Pillar
from throughcare.relationships.models.stocktakes import KEEPS, OURS_ALONE
from throughcare.relationships.states import Split

_COUNTED = confidential(f"{IS_SYSTEM} or {may('partner.view')}", write=IS_SYSTEM, delete=IS_SYSTEM)
_FIGURES = replace(OURS_ALONE, delete=KEEPS)
_PILLAR = Q(pillar__in=[one.value for one in Pillar])
_SPLIT = Q(split="", part="") | Q(split__in=[one.value for one in Split])


@protect(_COUNTED)
class NeedsCount(models.Model):
    """One count of all records, on a day; every draw of chance in it was made with a key that nobody kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField(default=today, unique=True)
    at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return str(self.day)


@protect(_COUNTED)
class NeedsCell(models.Model):
    """People with an open need, to threes; null for fewer than six, and for what would tell such a one. split "" is all of a region's."""

    id = models.BigAutoField(primary_key=True)
    count = models.ForeignKey(NeedsCount, on_delete=models.CASCADE, related_name="cells", db_index=False)
    region = models.CharField(max_length=40)
    pillar = models.CharField(max_length=30)
    split = models.CharField(max_length=10, blank=True)
    part = models.CharField(max_length=60, blank=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["count", "region", "pillar", "split", "part"], name="relationships_needscell_once"),
            models.CheckConstraint(condition=_PILLAR, name="relationships_needscell_pillar"),
            models.CheckConstraint(condition=Q(split="") | Q(split__in=Split.values), name="relationships_needscell_split"),
            models.CheckConstraint(condition=Q(people__isnull=True) | Q(people__gte=6), name="relationships_needscell_rounded"),
        )

    def __str__(self) -> str:
        return f"{self.region}, {self.pillar}"


@tracked(_FIGURES)
@protect(_FIGURES)
class PlanningFigure(models.Model):
    """How many people a region plans for, under a pillar, all or one part of them, as a named source says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=40)
    pillar = models.CharField(max_length=30)
    split = models.CharField(max_length=10, blank=True)
    part = models.CharField(max_length=60, blank=True)
    people = models.PositiveIntegerField()
    source = models.CharField("who says so, where", max_length=200)
    as_of = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "pillar", "split", "part"], name="relationships_planningfigure_once"),
            models.CheckConstraint(condition=_PILLAR, name="relationships_planningfigure_pillar"),
            models.CheckConstraint(condition=_SPLIT & ~Q(source=""), name="relationships_planningfigure_split"),
        )

    def __str__(self) -> str:
        return f"{self.region}, {self.pillar}"
