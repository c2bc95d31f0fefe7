"""What is offered, by whom and where: services, locations, and services at locations."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import protect, public
from throughcare.partners.models import Organization, Sourced
from throughcare.services.models.access import BY_BOTH, EDIT, OPEN_OR_MINE, OPEN_PLACE, directory


@protect(public("which directories were read, and whom to thank for them", write=EDIT))
class DirectorySource(models.Model):
    """A directory services came from. Its name stands in `source` of every record that came from it."""

    name = models.CharField(primary_key=True, max_length=200)
    layout = models.CharField(max_length=60)
    attribution = models.TextField("whom to thank, under which licence", blank=True)

    def __str__(self) -> str:
        return self.name


class ServiceStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Not running"
    DEFUNCT = "defunct", "Closed for good"
    TEMPORARILY_CLOSED = "temporarily closed", "Closed for now"


class Setting(models.TextChoices):
    CUSTODY = "CUSTODY", "In prison"
    COMMUNITY = "COMMUNITY", "In the community"


@tracked(directory(OPEN_OR_MINE))
@protect(directory(OPEN_OR_MINE))
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
    licenses = models.TextField(blank=True)
    wait_time = models.TextField("waiting time in the directory's words", blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    assured_date = models.DateField(null=True, blank=True)
    genders = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    settings = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    order_types = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    confidential = models.BooleanField(default=False)
    confidential_in_directory = models.BooleanField("its directory calls it confidential", default=False)
    search_key = models.TextField("name and description, folded for search")
    name_key = models.CharField("name, folded for sorting", max_length=700)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=ServiceStatus.values), name="services_service_status"),
            models.CheckConstraint(
                condition=models.Q(minimum_age__isnull=True)
                | models.Q(maximum_age__isnull=True)
                | models.Q(minimum_age__lte=models.F("maximum_age")),
                name="services_service_ages",
            ),
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="services_service_source"),
        )
        indexes = (
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="services_service_search"),
            models.Index(fields=["name_key", "id"], name="services_service_sorted"),
            models.Index(fields=["id"], condition=models.Q(confidential=True), name="services_service_confidential"),
        )

    def __str__(self) -> str:
        return self.name


class LocationType(models.TextChoices):
    PHYSICAL = "physical", "A place"
    POSTAL = "postal", "Post only"
    VIRTUAL = "virtual", "Online or by phone"


@tracked(directory(OPEN_PLACE))
@protect(directory(OPEN_PLACE))
class Location(Sourced):
    """A place where services are given. Where every service is confidential, the place is so too, marked or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="locations", null=True, blank=True)
    location_type = models.CharField(max_length=10, choices=LocationType.choices, default=LocationType.PHYSICAL)
    url = models.CharField(max_length=500, blank=True)
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
            models.CheckConstraint(condition=models.Q(location_type__in=LocationType.values), name="services_location_type"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)), name="services_location_latitude"
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True) | models.Q(longitude__range=(-180, 180)), name="services_location_longitude"
            ),
        )

    def __str__(self) -> str:
        return self.name or "Location"


@tracked(directory(BY_BOTH))
@protect(directory(BY_BOTH))
class ServiceAtLocation(Sourced):
    """A service given at a location."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_at_locations", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="service_at_locations")
    description = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source=""), name="services_serviceatlocation_source"
            ),
            models.UniqueConstraint(fields=["service", "location"], name="services_serviceatlocation_once"),
        )

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"
