"""Finding services: the filters, and one page of the directory."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Now

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.text import search_key
from throughcare.matching.rules import STALE_AFTER_DAYS
from throughcare.partners.queries import my_organizations
from throughcare.services.models import Address, PillarVerdict, Service, ServiceAtLocation, ServicePillar, ServiceStatus
from throughcare.services.queries.listed import listed

ORDER = ("name_key", "id")


@dataclass(frozen=True)
class ServiceFilters:
    """What to look for; empty means no matter. Services that do not say their region or setting are left out when one is asked for."""

    words: str = ""
    pillar: str = ""
    region: str = ""
    setting: str = ""
    age: int | None = None
    status: str = ServiceStatus.ACTIVE.value
    organization: str = ""  # words of its name
    organization_id: UUID | None = None
    takes_people_now: bool = False
    mine: bool = False  # of the organisations the reader works for
    confidential: bool = True  # those the reader may see; False leaves out even them


def search_services(by: Actor, filters: ServiceFilters) -> QuerySet[Service]:
    """Services that match every filter, with their organisation. Not ordered: page by ORDER."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = listed(by).select_related("organization", "capacity")
    words = search_key(filters.words).split()
    if words:
        _accept_typing_errors()
    for word in words:
        rows = rows.filter(Q(search_key__contains=word) | Q(search_key__trigram_word_similar=word))
    for word in search_key(filters.organization).split():
        rows = rows.filter(organization__search_key__contains=word)
    if filters.pillar:
        stands = ServicePillar.objects.filter(service=OuterRef("pk"), pillar=filters.pillar).exclude(verdict=PillarVerdict.REMOVED)
        rows = rows.filter(Exists(stands))
    if filters.region:
        rows = rows.filter(regions__contains=[filters.region])
    if filters.setting:
        rows = rows.filter(settings__contains=[filters.setting])
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.organization_id:
        rows = rows.filter(organization=filters.organization_id)
    if filters.mine:
        rows = rows.filter(organization__in=my_organizations(by))
    if not filters.confidential:
        rows = rows.filter(confidential=False)
    return _takes(rows, filters)


def _accept_typing_errors() -> None:
    """For the rest of the transaction: one wrong or missing letter in a word of six or seven is still alike."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pg_trgm.word_similarity_threshold', '0.45', true)")


def _takes(rows: QuerySet[Service], filters: ServiceFilters) -> QuerySet[Service]:
    if filters.age is not None:
        rows = rows.filter(Q(minimum_age__isnull=True) | Q(minimum_age__lte=filters.age))
        rows = rows.filter(Q(maximum_age__isnull=True) | Q(maximum_age__gte=filters.age))
    if filters.takes_people_now:
        fresh = Now() - timedelta(days=STALE_AFTER_DAYS)
        rows = rows.filter(status=ServiceStatus.ACTIVE, capacity__available__gt=0, capacity__updated__gte=fresh)
    return rows


def page_of_services(by: Actor, filters: ServiceFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Service]:
    """One page of the directory by name, with what its lines show: pillars and towns. As many queries for one line as for all."""
    addresses = Prefetch("location__addresses", queryset=Address.objects.order_by("id"))
    places = ServiceAtLocation.objects.select_related("location").prefetch_related(addresses).order_by("id")
    rows = search_services(by, filters).prefetch_related(
        Prefetch("pillars", queryset=ServicePillar.objects.exclude(verdict=PillarVerdict.REMOVED).order_by("pillar")),
        Prefetch("service_at_locations", queryset=places),
    )
    return page_of(rows, order=ORDER, cursor=cursor, size=size)
