"""One service with all that the directory says of it, and the organisation that offers it."""

from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Prefetch

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound
from throughcare.services.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    DirectorySource,
    Language,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServicePillar,
)
from throughcare.services.queries.listed import listed

_OF_SERVICE: dict[str, type[Model]] = {
    "phones": Phone,
    "contacts": Contact,
    "schedules": Schedule,
    "languages": Language,
    "cost_options": CostOption,
    "service_areas": ServiceArea,
    "required_documents": RequiredDocument,
}
_OF_PLACE: dict[str, type[Model]] = {"addresses": Address, "phones": Phone, "schedules": Schedule, "accessibility": Accessibility}


def get_service(by: Actor, service_id: UUID) -> Service:
    """One service and its organisation. Raises NotFound, for a confidential one of others too."""
    by.check(Permission.DIRECTORY_VIEW)
    found = listed(by).select_related("organization", "capacity").filter(pk=service_id).first()
    if found is None:
        raise NotFound
    return found


def get_service_entry(by: Actor, service_id: UUID) -> Service:
    """One service with every line of its entry loaded. Raises NotFound."""
    by.check(Permission.DIRECTORY_VIEW)
    places = ServiceAtLocation.objects.select_related("location").prefetch_related(*_lines(_OF_PLACE, "location__"))
    found = (
        listed(by)
        .filter(pk=service_id)
        .select_related("organization", "organization__parent_organization", "capacity")
        .prefetch_related(
            *_lines(_OF_SERVICE),
            Prefetch("service_at_locations", queryset=places.order_by("location__name", "id")),
            Prefetch("pillars", queryset=ServicePillar.objects.order_by("pillar")),
            "attributes__taxonomy_term",
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _lines(of: dict[str, type[Model]], start: str = "") -> list[Prefetch]:  # type: ignore[type-arg]  # of several models
    """Each list is loaded whole, in the order its rows came in."""
    return [Prefetch(start + name, queryset=model._default_manager.order_by("id")) for name, model in of.items()]  # noqa: SLF001 - Django's public name


def places_of_organization(by: Actor, organization_id: UUID) -> list[Location]:
    """Where an organisation is, for the services that name no place of their own."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = Location.objects.filter(organization=organization_id)
    return list(rows.prefetch_related(*_lines(_OF_PLACE)).order_by("name", "id"))


def places_of_service(by: Actor, service_id: UUID) -> tuple[list[Location], list[Location]]:
    """Where a service is given: the places that are its alone or other confidential ones' too, and those an open service is given at."""
    by.check(Permission.DIRECTORY_VIEW)
    others = ServiceAtLocation.objects.filter(location=OuterRef("pk"), service__confidential=False).exclude(service=service_id)
    rows = Location.objects.filter(service_at_locations__service=service_id).annotate(is_shared=Exists(others)).order_by("name", "id")
    return [row for row in rows if not row.is_shared], [row for row in rows if row.is_shared]


def attribution_of(service: Service) -> DirectorySource | None:
    """The directory it came from; None when it was written here."""
    return DirectorySource.objects.filter(pk=service.source).first() if service.source else None


def capacity_of(service_id: UUID) -> ServiceCapacity | None:
    """Places free, as last told."""
    return ServiceCapacity.objects.filter(service=service_id).first()


def pillar_of(service_id: UUID, pillar: str) -> ServicePillar | None:
    """What is decided about a service and a pillar, if anything is."""
    return ServicePillar.objects.filter(service=service_id, pillar=pillar).first()
