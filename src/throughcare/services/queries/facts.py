"""What the directory says of services, as matching wants it told: few queries, however many services."""

import re
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from throughcare.matching.fit import Point, ServiceFacts, ServiceStatus, Setting
from throughcare.services.models import Language, PillarVerdict, Service, ServiceAtLocation, ServiceCapacity, ServicePillar

_NO = re.compile(r"no|none|not? (available|offered|provided)|false|0", re.IGNORECASE)


def facts_for(services: Iterable[Service]) -> list[ServiceFacts]:
    """Facts of each service, in the order given. Four queries when `services` is a list; the reader's policies apply."""
    services = list(services)
    ids = [service.id for service in services]
    pillars, languages, points = _pillars(ids), _languages(ids), _points(ids)
    capacities = {capacity.service_id: capacity for capacity in ServiceCapacity.objects.filter(service__in=ids)}
    return [
        _facts(service, frozenset(pillars[service.id]), languages.get(service.id), tuple(points[service.id]), capacities.get(service.id))
        for service in services
    ]


def _facts(
    service: Service,
    pillars: frozenset[str],
    languages: frozenset[str] | None,
    points: tuple[Point, ...],
    capacity: ServiceCapacity | None,
) -> ServiceFacts:
    # Who may come, when only told in words, is not known to a machine; when not told at all, there is no limit.
    unsaid = None if service.eligibility_description else frozenset[str]()
    return ServiceFacts(
        id=service.id,
        name=service.name,
        status=ServiceStatus(service.status),
        pillars=pillars,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        genders=frozenset(service.genders) or unsaid,
        settings=frozenset(Setting(code) for code in service.settings) or None,
        regions=frozenset(service.regions) or None,
        order_types=frozenset(service.order_types) or unsaid,
        capacity_available=capacity.available if capacity else None,
        capacity_as_at=timezone.localdate(capacity.updated) if capacity else None,
        waiting_days=capacity.waiting_days if capacity else None,
        points=points,
        languages=languages,
        interpretation_services=_offers_interpreter(service.interpretation_services),
    )


def _offers_interpreter(words: str) -> bool | None:
    """None when the directory does not say."""
    return not _NO.fullmatch(words.strip(" .")) if words.strip() else None


def _pillars(ids: list[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = ServicePillar.objects.filter(service__in=ids).exclude(verdict=PillarVerdict.REMOVED)
    for service, pillar in rows.values_list("service_id", "pillar"):
        found[service].add(pillar)
    return found


def _languages(ids: list[UUID]) -> dict[UUID, frozenset[str]]:
    """Codes, or the name where the directory's language has no code we know."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for service, code, name in Language.objects.filter(service__in=ids).values_list("service_id", "code", "name"):
        if service is not None:
            found[service].add(code or name.casefold())
    return {service: frozenset(languages) for service, languages in found.items()}


def _points(ids: list[UUID]) -> dict[UUID, list[Point]]:
    found: dict[UUID, list[Point]] = defaultdict(list)
    rows = ServiceAtLocation.objects.filter(service__in=ids, location__latitude__isnull=False, location__longitude__isnull=False)
    for service, latitude, longitude in rows.order_by("id").values_list("service_id", "location__latitude", "location__longitude"):
        if latitude is not None and longitude is not None:
            found[service].append(Point(latitude, longitude))
    return found
