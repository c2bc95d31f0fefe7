"""The directory for machines, in the field's own names (Open Referral HSDS 3.1)."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.matching.pillars import Pillar
from throughcare.services import actions, queries
from throughcare.services.models import PillarVerdict, Service, ServiceStatus, Setting

router = Router(tags=["services"])


class ServiceQuery(PageQuery):
    """Filters. Services that do not say their region or setting are left out when one is asked for."""

    words: str = Field("", max_length=200, description="In the name or description; macrons and typing errors do not matter.")
    pillar: Pillar | None = None
    region: str = Field("", max_length=40)
    setting: Setting | None = None
    age: int | None = Field(None, ge=0, le=130)
    status: ServiceStatus | None = Field(None, description="Leave out for any status.")
    organization_id: UUID | None = None
    takes_people_now: bool = False

    def filters(self) -> queries.ServiceFilters:
        """As the query takes them."""
        return queries.ServiceFilters(
            words=self.words,
            pillar=self.pillar.value if self.pillar else "",
            region=self.region,
            setting=self.setting.value if self.setting else "",
            age=self.age,
            status=self.status.value if self.status else "",
            organization_id=self.organization_id,
            takes_people_now=self.takes_people_now,
        )


class CapacityOut(Schema):
    """Places free, as at `updated`."""

    unit: str
    available: int | None
    maximum: int | None
    waiting_days: int | None
    updated: datetime


class PillarOut(Schema):
    """A pillar the service stands under: by a rule, which is named with the words it fired on, or by a manager."""

    pillar: str
    verdict: str
    rule: str
    matched: str


class ServiceLine(Schema):
    """A service in a list."""

    id: UUID
    name: str
    status: str
    organization_id: UUID
    organization_name: str
    pillars: list[str]
    regions: list[str]
    settings: list[str]
    minimum_age: int | None
    maximum_age: int | None
    capacity: CapacityOut | None


class PlaceAddressOut(Schema):
    attention: str
    address_1: str
    address_2: str
    city: str
    region: str
    state_province: str
    postal_code: str
    country: str
    address_type: str


class PhoneOut(Schema):
    number: str
    extension: str
    type: str
    description: str


class ScheduleOut(Schema):
    freq: str
    byday: str
    opens_at: time | None
    closes_at: time | None
    description: str
    notes: str


class LocationOut(Schema):
    """A place where the service is given."""

    id: UUID
    name: str
    location_type: str
    latitude: float | None
    longitude: float | None
    addresses: list[PlaceAddressOut]
    phones: list[PhoneOut]
    schedules: list[ScheduleOut]


class ServiceOut(Schema):
    """A service with every line of its entry."""

    id: UUID
    organization_id: UUID
    organization_name: str
    name: str
    alternate_name: str
    description: str
    url: str
    email: str
    status: str
    interpretation_services: str
    application_process: str
    fees_description: str
    accreditations: str
    licenses: str
    wait_time: str
    eligibility_description: str
    minimum_age: int | None
    maximum_age: int | None
    assured_date: date | None
    genders: list[str]
    settings: list[str]
    regions: list[str]
    order_types: list[str]
    confidential: bool
    pillars: list[PillarOut]
    capacity: CapacityOut | None
    locations: list[LocationOut]
    phones: list[PhoneOut]
    schedules: list[ScheduleOut]
    languages: list[str]
    cost_options: list[str]
    required_documents: list[str]
    categories: list[str]
    source: str
    source_id: str
    attribution: str


class StatusBody(Body):
    """Whether a service takes people."""

    status: ServiceStatus


class ConfidentialBody(Body):
    """Who may see a service: all signed in, or its own staff and the directory's editors."""

    confidential: bool


@router.get("", response=PageOut[ServiceLine], auth=rest_needs(Permission.DIRECTORY_VIEW), summary="Services by name")
def list_services(request: HttpRequest, asked: Annotated[ServiceQuery, Query()]) -> Any:
    """Services by name, one page at a time."""
    page = queries.page_of_services(request.actor, asked.filters(), cursor=asked.cursor, size=asked.size)  # type: ignore[attr-defined]  # set by auth
    return page_out(page, _line)


@router.get("/{uuid:service_id}", response=ServiceOut, auth=rest_needs(Permission.DIRECTORY_VIEW), summary="One service")
def one_service(request: HttpRequest, response: HttpResponse, service_id: UUID) -> Any:
    """One service."""
    found = queries.get_service_entry(request.actor, service_id)  # type: ignore[attr-defined]  # set by auth
    with_etag(response, found.version)
    return _entry(found)


@router.put(
    "/{uuid:service_id}/confidential",
    response=ServiceOut,
    auth=rest_needs(Permission.SERVICE_EDIT),
    summary="Hide a service and its places, or open it again (If-Match)",
)
def mark_confidential(request: HttpRequest, response: HttpResponse, service_id: UUID, body: ConfidentialBody) -> Any:
    """Only its own staff and the directory's editors see a confidential service and its places (If-Match)."""
    seen, by = seen_version(request), request.actor  # type: ignore[attr-defined]  # set by auth
    actions.mark_confidential(by=by, service_id=service_id, confidential=body.confidential, seen=seen)
    return one_service(request, response, service_id)


@router.put(
    "/{uuid:service_id}/status",
    response=ServiceOut,
    auth=rest_needs(Permission.SERVICE_EDIT),
    summary="Say whether a service runs, has stopped or is gone (If-Match)",
)
def set_status(request: HttpRequest, response: HttpResponse, service_id: UUID, body: StatusBody) -> Any:
    """Close a service, for now or for good, or open it again; who has an open referral there is told (If-Match)."""
    seen, by = seen_version(request), request.actor  # type: ignore[attr-defined]  # set by auth
    actions.set_status(by=by, service_id=service_id, status=body.status, seen=seen)
    return one_service(request, response, service_id)


def _capacity(service: Service) -> Any:
    return service.capacity if hasattr(service, "capacity") else None


def _standing(service: Service) -> list[Any]:
    return [row for row in service.pillars.all() if row.verdict != PillarVerdict.REMOVED]


def _line(service: Service) -> dict[str, Any]:
    plain = ("id", "name", "status", "organization_id", "regions", "settings", "minimum_age", "maximum_age")
    return {
        **{name: getattr(service, name) for name in plain},
        "organization_name": service.organization.name,
        "pillars": [row.pillar for row in _standing(service)],
        "capacity": _capacity(service),
    }


def _entry(service: Service) -> dict[str, Any]:
    attribution = queries.attribution_of(service)
    told = {name: getattr(service, name) for name in ServiceOut.model_fields if hasattr(service, name)}
    return {
        **told,
        "organization_name": service.organization.name,
        "pillars": _standing(service),
        "capacity": _capacity(service),
        "locations": [_location(place.location) for place in service.service_at_locations.all()],
        "phones": list(service.phones.all()),
        "schedules": list(service.schedules.all()),
        "languages": [row.name for row in service.languages.all()],
        "cost_options": [str(row) for row in service.cost_options.all()],
        "required_documents": [row.document for row in service.required_documents.all()],
        "categories": [row.taxonomy_term.name for row in service.attributes.all()],
        "attribution": attribution.attribution if attribution else "",
    }


def _location(place: Any) -> dict[str, Any]:
    plain = {name: getattr(place, name) for name in ("id", "name", "location_type", "latitude", "longitude")}
    return {**plain, **{name: list(getattr(place, name).all()) for name in ("addresses", "phones", "schedules")}}
