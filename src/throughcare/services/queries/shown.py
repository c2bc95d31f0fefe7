"""Lists and entries of the directory, put together as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from throughcare.imports.models import ImportRun
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import Organization
from throughcare.services.models import Location, PillarVerdict, Schedule, Service, ServiceStatus
from throughcare.services.queries.words import PillarLine, hours_rows, how_rows, pillar_lines, places_words, whom_rows

__all__ = ["HOURS_HEAD", "LIST_HEAD", "REJECTS_HEAD", "counts", "entry", "line", "location", "organization_rows", "places_words"]

LIST_HEAD = ("Service", "Organisation", "Helps with", "Where", "Places free")
HOURS_HEAD = ("Days", "From", "To", "What else is said")
REJECTS_HEAD = ("File", "Row", "Field", "Why, and what to do")
STATUS_COLOURS = {ServiceStatus.TEMPORARILY_CLOSED: "yellow"}


@dataclass(frozen=True)
class Place:
    """One location: its name, where it is, how to reach it, how to get in."""

    name: str
    addresses: list[str]
    phones: list[str]
    how: list[str]


@dataclass(frozen=True)
class Entry:
    """A service as its page shows it."""

    service: Service
    status: str  # empty when it is open as services are
    status_colour: str
    whom: list[dict[str, Any]]
    how: list[dict[str, Any]]
    reach: list[dict[str, Any]]
    locations: list[Place]
    hours_head: tuple[str, ...]
    hours: list[list[str]]
    pillars: list[PillarLine]
    categories: list[str]


def line(service: Service, opened_from: str = "") -> list[object]:
    """One service in the list: name, organisation, what it helps with, town, places free. opened_from: what the list was asked for."""
    standing = [row for row in service.pillars.all() if row.verdict != PillarVerdict.REMOVED]
    capacity = places_words(service.capacity if hasattr(service, "capacity") else None)
    places = "" if capacity is None else f"{capacity.text} (as at {capacity.as_at})"
    return [
        {"text": service.name, "href": reverse("service", args=[service.id]) + opened_from},
        {"text": service.organization.name, "href": reverse("organization", args=[service.organization_id]) + opened_from},
        ", ".join(Pillar(row.pillar).label for row in standing),
        ", ".join(_towns(service)),
        places,
    ]


def _towns(service: Service) -> list[str]:
    """Each town once, in the order of the entry."""
    found = [
        address.city or place.location.name
        for place in service.service_at_locations.all()
        for address in list(place.location.addresses.all())[:1]
    ]
    return list(dict.fromkeys(town for town in found if town))[:3]


def entry(service: Service, names: Mapping[UUID, str]) -> Entry:
    """Everything, section by section. `names` are those of the managers who corrected its pillars."""
    locations = [place.location for place in service.service_at_locations.all()]
    schedules: list[Schedule] = [*service.schedules.all(), *(row for place in locations for row in place.schedules.all())]
    hours = hours_rows(schedules)
    columns = len(HOURS_HEAD) if any(row[-1] for row in hours) else len(HOURS_HEAD) - 1
    status = ServiceStatus(service.status)
    return Entry(
        service=service,
        status="" if status is ServiceStatus.ACTIVE else str(status.label),
        status_colour=STATUS_COLOURS.get(status, "red"),
        whom=[row for row in whom_rows(service) if _says(row)],
        how=[row for row in how_rows(service) if _says(row)],
        reach=[row for row in _reach_rows(service) if _says(row)],
        locations=[location(place) for place in locations],
        hours_head=HOURS_HEAD[:columns],
        hours=[row[:columns] for row in hours],
        pillars=pillar_lines(service, dict(names)),
        categories=[row.taxonomy_term.name for row in service.attributes.all()],
    )


def _says(row: dict[str, Any]) -> bool:
    """A line nobody filled is not shown: an entry from a directory would be mostly empty lines."""
    return bool(row.get("lines") or row.get("value"))


def _reach_rows(service: Service) -> list[dict[str, Any]]:
    contacts = [
        ", ".join(text for text in (contact.name, contact.title, contact.department, contact.email) if text)
        for contact in service.contacts.all()
    ]
    return [
        {"key": "Phone", "lines": [_number(phone) for phone in service.phones.all()]},
        {"key": "Email", "value": service.email},
        {"key": "Website", "value": service.url},
        {"key": "Ask for", "lines": contacts},
    ]


def _number(phone: Any) -> str:
    """A phone number with its extension and what it is for."""
    number = f"{phone.number} extension {phone.extension}" if phone.extension else phone.number
    kind = "" if phone.type == "voice" else phone.type  # what a number is for, unless it is to ring
    about = ", ".join(text for text in (kind, phone.description) if text)
    return f"{number} ({about})" if about else number


def location(place: Location) -> Place:
    """One location."""
    return Place(
        name=place.name or place.get_location_type_display(),
        addresses=list(dict.fromkeys(str(address) for address in place.addresses.all())),
        phones=[_number(phone) for phone in place.phones.all()],
        how=[text for text in (place.description, place.transportation, *(row.description for row in place.accessibility.all())) if text],
    )


def organization_rows(organization: Organization) -> list[dict[str, Any]]:
    """What an organisation is, line by line."""
    parent = organization.parent_organization
    rows: list[dict[str, Any]] = [
        {"key": "Also called", "value": organization.alternate_name},
        {"key": "Kind", "value": organization.get_kind_display()},
        {"key": "About", "value": organization.description},
        {"key": "Email", "value": organization.email},
        {"key": "Website", "value": organization.website},
        {"key": "Founded", "value": organization.year_incorporated},
        {"key": "Legal form", "value": organization.legal_status},
    ]
    if parent is not None:
        href = reverse("organization", args=[parent.id])
        rows.insert(0, {"key": "Part of", "value": parent.name, "href": href, "action": "Open", "about": parent.name})
    return [row for row in rows if _says(row)]


def counts(run: ImportRun) -> list[tuple[str, int]]:
    """What became of the rows of an import, for a list."""
    return [
        ("New", run.created),
        ("Changed", run.updated),
        ("Unchanged", run.unchanged),
        ("Refused", run.rejected),
        ("All rows", run.rows_read),
    ]
