"""The service directory, named after Open Referral HSDS 3.1; eligibility that a machine can check is our extension."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.accounts.models import User
from throughcare.common.history import tracked
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, may, protect
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import Organization, Sourced

_EDIT = f"{IS_SYSTEM} or {may('service.edit')} or {may('service.import')}"
_MINE = "organization_id = any((select throughcare.my_organizations())::uuid[])"
_SERVICE_SEEN = f"not confidential or {_EDIT} or {_MINE}"
_BY_SERVICE = "exists (select 1 from services_service s where s.id = service_id)"
_BY_LOCATION = "exists (select 1 from services_location l where l.id = location_id)"


def _directory(see: str, *, change: str = _EDIT) -> Rule:
    """Public but for confidential services (safe houses): those only for their own staff and the directory's editors."""
    return Rule("public", "the directory; confidential services only to their own staff", see, change, change, change)


class ServiceStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    DEFUNCT = "defunct", "Closed for good"
    TEMPORARILY_CLOSED = "temporarily closed", "Closed for now"


class Setting(models.TextChoices):
    CUSTODY = "CUSTODY", "In prison"
    COMMUNITY = "COMMUNITY", "In the community"


@tracked(_directory(f"not confidential or {_EDIT} or {_MINE}"))
@protect(_directory(_SERVICE_SEEN))
class Service(Sourced):
    """Something an organisation offers. Eligibility left empty means the service has not said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    status = models.CharField(max_length=20, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE)
    interpretation_services = models.TextField(blank=True)
    application_process = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    accreditations = models.TextField(blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    assured_date = models.DateField(null=True, blank=True)
    genders = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    settings = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    order_types = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # Safe houses and the like: unseen but by their own staff and the directory's editors.
    confidential = models.BooleanField(default=False)
    search_key = models.TextField("name and description, folded for search")
    name_key = models.CharField("name, folded for sorting", max_length=700)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=ServiceStatus.values), name="services_service_status"),
            models.CheckConstraint(
                condition=models.Q(minimum_age__isnull=True) | models.Q(maximum_age__isnull=True) | models.Q(minimum_age__lte=models.F("maximum_age")), name="services_service_ages"
            ),
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="services_service_source"),
        )
        indexes = (
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="services_service_search"),
            models.Index(fields=["name_key", "id"], name="services_service_sorted"),
            models.Index(fields=["organization"], name="services_service_org"),
        )

    def __str__(self) -> str:
        return self.name


_LOCATION_SEEN = f"not confidential or {_EDIT} or {_MINE}"


@tracked(_directory(_LOCATION_SEEN))
@protect(_directory(_LOCATION_SEEN))
class Location(Sourced):
    """A place where services are given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="locations", null=True, blank=True)
    location_type = models.CharField(max_length=10, choices=[("physical", "A place"), ("postal", "Post only"), ("virtual", "Online or by phone")], default="physical")
    name = models.CharField(max_length=300, blank=True)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    transportation = models.TextField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    confidential = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="services_location_source"),
            models.CheckConstraint(condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)), name="services_location_latitude"),
            models.CheckConstraint(condition=models.Q(longitude__isnull=True) | models.Q(longitude__range=(-180, 180)), name="services_location_longitude"),
        )
        indexes = (models.Index(fields=["organization"], name="services_location_org"),)

    def __str__(self) -> str:
        return self.name or "Location"


def _sourced(name: str) -> tuple[models.UniqueConstraint, ...]:
    return (models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name=f"services_{name}_source"),)


@tracked(_directory(_BY_LOCATION))
@protect(_directory(_BY_LOCATION))
class Address(Sourced):
    """Where a location is, or gets its post."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    attention = models.CharField(max_length=200, blank=True)
    address_1 = models.CharField(max_length=300)
    address_2 = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    state_province = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    address_type = models.CharField(max_length=10, default="physical")

    class Meta:
        constraints = _sourced("address")
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return ", ".join(part for part in (self.address_1, self.address_2, self.city, self.postal_code) if part)


@tracked(_directory(_BY_SERVICE))
@protect(_directory(_BY_SERVICE))
class ServiceAtLocation(Sourced):
    """A service given at a location."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="service_at_locations")
    description = models.TextField(blank=True)

    class Meta:
        constraints = (*_sourced("serviceatlocation"), models.UniqueConstraint(fields=["service", "location"], name="services_serviceatlocation_once"))

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


_BY_ANY = (
    "(service_id is null or exists (select 1 from services_service s where s.id = service_id)) "
    "and (location_id is null or exists (select 1 from services_location l where l.id = location_id))"
)


class Attached(Sourced):
    """Belongs to an organisation, a service or a location: at least one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="services_%(class)s_source"),
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False) | models.Q(service__isnull=False) | models.Q(location__isnull=False), name="services_%(class)s_attached"
            ),
        )


@tracked(_directory(_BY_ANY))
@protect(_directory(_BY_ANY))
class Phone(Attached):
    """A number to ring."""

    number = models.CharField(max_length=60)
    extension = models.CharField(max_length=20, blank=True)
    type = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.number


@tracked(_directory(_BY_ANY))
@protect(_directory(_BY_ANY))
class Contact(Attached):
    """Somebody to ask for at the organisation, in their work role."""

    name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)

    def __str__(self) -> str:
        return self.name or self.title


@tracked(_directory(_BY_ANY))
@protect(_directory(_BY_ANY))
class Schedule(Attached):
    """When it is open: a weekly rule, or words."""

    freq = models.CharField(max_length=10, blank=True)
    byday = models.CharField("days, like MO,TU", max_length=40, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    description = models.TextField("times in words", blank=True)
    notes = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.description or self.byday


@tracked(_directory(_BY_ANY))
@protect(_directory(_BY_ANY))
class Language(Attached):
    """A language the service can work in."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


@tracked(_directory(_BY_SERVICE))
@protect(_directory(_BY_SERVICE))
class CostOption(Sourced):
    """What it costs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    amount_description = models.TextField(blank=True)

    class Meta:
        constraints = _sourced("costoption")

    def __str__(self) -> str:
        return self.option or self.amount_description


@tracked(_directory(_BY_SERVICE))
@protect(_directory(_BY_SERVICE))
class ServiceArea(Sourced):
    """Where the service reaches."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    extent = models.TextField(blank=True)
    extent_type = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = _sourced("servicearea")

    def __str__(self) -> str:
        return self.name


_OWN_STAFF = f"exists (select 1 from services_service s where s.id = service_id and s.{_MINE})"


@tracked(_directory(_BY_SERVICE, change=f"{_EDIT} or ({may('capacity.edit')} and {_OWN_STAFF})"))
@protect(_directory(_BY_SERVICE, change=f"{_EDIT} or ({may('capacity.edit')} and {_OWN_STAFF})"))
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

    def __str__(self) -> str:
        return f"{self.available} {self.unit}"


@protect(_directory("true"))
class Taxonomy(models.Model):
    """A set of terms: ours (the six pillars) or a directory's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.name


@protect(_directory("true"))
class TaxonomyTerm(Sourced):
    """One term of a taxonomy."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["taxonomy", "code"], name="services_taxonomyterm_once"),)

    def __str__(self) -> str:
        return self.name


@tracked(_directory(_BY_SERVICE))
@protect(_directory(_BY_SERVICE))
class ServiceAttribute(Sourced):
    """A term put to a service (HSDS: attribute with link_entity service)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes")
    taxonomy_term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (*_sourced("serviceattribute"), models.UniqueConstraint(fields=["service", "taxonomy_term"], name="services_serviceattribute_once"))

    def __str__(self) -> str:
        return f"{self.taxonomy_term_id}"


class PillarVerdict(models.TextChoices):
    RULE = "RULE", "Put here by a rule"
    ADDED = "ADDED", "Put here by a manager"
    REMOVED = "REMOVED", "Taken away by a manager"


@tracked(_directory(_BY_SERVICE))
@protect(_directory(_BY_SERVICE))
class ServicePillar(models.Model):
    """A service stands under a pillar, because of a rule or a manager; a manager's word wins and outlives every import."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="pillars")
    pillar = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Pillar])
    verdict = models.CharField(max_length=10, choices=PillarVerdict.choices)
    rule = models.CharField("the rule that fired", max_length=60, blank=True)
    matched = models.CharField("the words it matched", max_length=200, blank=True)
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
