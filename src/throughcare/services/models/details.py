"""What hangs on a service, a location or an organisation: how to reach it, when it is open, what it asks and costs."""

from typing import ClassVar

from django.db import models

from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import protect
from throughcare.partners.models import Organization, Sourced
from throughcare.services.models.access import BY_ANY, BY_ANY_OR_CONTACT, BY_LOCATION, BY_SERVICE, directory
from throughcare.services.models.listing import Location, LocationType, Service, ServiceAtLocation


class Detail(Sourced):
    """One line of a directory entry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="services_%(class)s_source"),
        )


class Attached(Detail):
    """Belongs to an organisation, a service, a location, or a service at a location: at least one."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True)
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True, db_index=False
    )

    class Meta(Detail.Meta):
        abstract = True
        constraints = (
            *Detail.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False)
                | models.Q(service__isnull=False)
                | models.Q(location__isnull=False)
                | models.Q(service_at_location__isnull=False),
                name="services_%(class)s_attached",
            ),
        )
        indexes = (
            models.Index(
                fields=["service_at_location"],
                condition=models.Q(service_at_location__isnull=False),
                name="services_%(class)s_at",
            ),
        )


@tracked(directory(BY_ANY))
@protect(directory(BY_ANY))
class Contact(Attached):
    """Somebody to ask for at the organisation, in their work role."""

    name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)

    def __str__(self) -> str:
        return self.name or self.title


@tracked(directory(BY_ANY_OR_CONTACT))
@protect(directory(BY_ANY_OR_CONTACT))
class Phone(Attached):
    """A number to ring: of a contact, too."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones", null=True, blank=True)
    number = models.CharField(max_length=100)
    extension = models.CharField(max_length=40, blank=True)
    type = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=300, blank=True)

    class Meta(Attached.Meta):
        constraints = (
            *Detail.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False)
                | models.Q(service__isnull=False)
                | models.Q(location__isnull=False)
                | models.Q(service_at_location__isnull=False)
                | models.Q(contact__isnull=False),
                name="services_%(class)s_attached",
            ),
        )

    def __str__(self) -> str:
        return self.number


@tracked(directory(BY_ANY))
@protect(directory(BY_ANY))
class Schedule(Attached):
    """When it is open: a weekly rule, or words. Closing before opening means after midnight."""

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


@tracked(directory(BY_ANY))
@protect(directory(BY_ANY))
class Language(Attached):
    """A language the service can work in."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


@tracked(directory(BY_LOCATION))
@protect(directory(BY_LOCATION))
class Address(Detail):
    """Where a location is, or gets its post."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    attention = models.CharField(max_length=200, blank=True)
    address_1 = models.CharField(max_length=300, blank=True)
    address_2 = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=150, blank=True)
    region = models.CharField(max_length=150, blank=True)
    state_province = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=60, blank=True)
    address_type = models.CharField(max_length=10, choices=LocationType.choices, default=LocationType.PHYSICAL)

    class Meta(Detail.Meta):
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        town = " ".join(part for part in (self.state_province, self.postal_code) if part)
        return ", ".join(part for part in (self.attention, self.address_1, self.address_2, self.region, self.city, town) if part)


@tracked(directory(BY_LOCATION))
@protect(directory(BY_LOCATION))
class Accessibility(Detail):
    """How people with disabilities get in and about at a location."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibility")
    description = models.TextField()
    details = models.TextField(blank=True)

    class Meta(Detail.Meta):
        verbose_name_plural = "accessibility"

    def __str__(self) -> str:
        return self.description


@tracked(directory(BY_SERVICE))
@protect(directory(BY_SERVICE))
class CostOption(Detail):
    """What it costs."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    amount_description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.option or self.amount_description


@tracked(directory(BY_SERVICE))
@protect(directory(BY_SERVICE))
class ServiceArea(Detail):
    """Where the service reaches."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    extent = models.TextField(blank=True)
    extent_type = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


@tracked(directory(BY_SERVICE))
@protect(directory(BY_SERVICE))
class RequiredDocument(Detail):
    """What to bring."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="required_documents")
    document = models.TextField()

    def __str__(self) -> str:
        return self.document
