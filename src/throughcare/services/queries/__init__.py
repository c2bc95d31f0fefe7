"""Every read of the service directory. Confidential services are left out by row-level security, here as everywhere."""

from throughcare.services.queries.entry import (
    attribution_of,
    capacity_of,
    get_service,
    get_service_entry,
    pillar_of,
    places_of_organization,
    places_of_service,
)
from throughcare.services.queries.facts import facts_for
from throughcare.services.queries.find import ORDER, ServiceFilters, page_of_services, search_services
from throughcare.services.queries.listed import listed
from throughcare.services.queries.requirement import LevelAsked, level_asked, requirement_of
from throughcare.services.queries.runs import get_run, get_upload, rejects_page

__all__ = [
    "ORDER",
    "LevelAsked",
    "ServiceFilters",
    "attribution_of",
    "capacity_of",
    "facts_for",
    "get_run",
    "get_service",
    "get_service_entry",
    "get_upload",
    "level_asked",
    "listed",
    "page_of_services",
    "pillar_of",
    "places_of_organization",
    "places_of_service",
    "rejects_page",
    "requirement_of",
    "search_services",
]
