"""What Throughcare knows of a service beyond its directory: places free, the pillars it stands under, categories."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import may, protect
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import Sourced
from throughcare.services.models.access import BY_SERVICE, EDIT, OF_MY_SERVICE, directory
from throughcare.services.models.listing import Service

_KEEP_CAPACITY = f"{EDIT} or ({may('capacity.edit')} and {OF_MY_SERVICE})"


@tracked(directory(BY_SERVICE, change=_KEEP_CAPACITY))
@protect(directory(BY_SERVICE, change=_KEEP_CAPACITY))
class ServiceCapacity(models.Model):
    """Places free, and how long the wait is, as at a moment. Kept by the partner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="capacity")
    unit = models.CharField(max_length=60, default="places")
    available = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    waiting_days = models.PositiveIntegerField("days to wait", null=True, blank=True)
    description = models.TextField(blank=True)
    updated = models.DateTimeField("as at", default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(available__isnull=True) | models.Q(maximum__isnull=True) | models.Q(available__lte=models.F("maximum")),
                name="services_servicecapacity_places",
            ),
        )

    def __str__(self) -> str:
        return f"{self.available} {self.unit}"


@protect(directory("true"))
class Taxonomy(models.Model):
    """A set of terms of one directory, in the directory's own words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.name


@protect(directory("true"))
class TaxonomyTerm(Sourced):
    """One term of a taxonomy."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="services_taxonomyterm_source"),
        )

    def __str__(self) -> str:
        return self.name


@tracked(directory(BY_SERVICE))
@protect(directory(BY_SERVICE))
class ServiceAttribute(Sourced):
    """A term put to a service (HSDS: attribute with link_entity service)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes", db_index=False)
    taxonomy_term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source=""), name="services_serviceattribute_source"
            ),
            models.UniqueConstraint(fields=["service", "taxonomy_term"], name="services_serviceattribute_once"),
        )

    def __str__(self) -> str:
        return f"{self.taxonomy_term_id}"


class PillarVerdict(models.TextChoices):
    RULE = "RULE", "Put here by a rule"
    ADDED = "ADDED", "Put here by a manager"
    REMOVED = "REMOVED", "Taken away by a manager"


@tracked(directory(BY_SERVICE))
@protect(directory(BY_SERVICE))
class ServicePillar(models.Model):
    """A service stands under a pillar, because of a rule or a manager; a manager's word wins and outlives every import."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="pillars", db_index=False)
    pillar = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Pillar])
    verdict = models.CharField(max_length=10, choices=PillarVerdict.choices)
    rule = models.CharField("the rule that fired", max_length=60, blank=True)
    matched = models.CharField("the words it matched", max_length=200, blank=True)
    reason = models.CharField("why the manager corrected it", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["service", "pillar"], name="services_servicepillar_once"),
            models.CheckConstraint(condition=models.Q(pillar__in=[p.value for p in Pillar]), name="services_servicepillar_pillar"),
            models.CheckConstraint(condition=models.Q(verdict__in=PillarVerdict.values), name="services_servicepillar_verdict"),
        )
        indexes = (models.Index(fields=["pillar", "service"], name="services_servicepillar_by"),)

    def __str__(self) -> str:
        return self.pillar
