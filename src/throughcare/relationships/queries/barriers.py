"""What stands in the way: found by state and kind, one of them, those of a partner that are open still; and who may be given a task about one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.queries import keepers
from throughcare.partners.queries.shown import day_words
from throughcare.places.queries import sites_by_code
from throughcare.relationships.models import Barrier, ReturnLine
from throughcare.relationships.queries.stocktakes import offices
from throughcare.relationships.queries.stocktakes_shown import called, site_name
from throughcare.relationships.states import BARRIER_COLOURS, BarrierState
from throughcare.tasks.kinds import Recipient

HEAD = ("What stands in the way", "Partner", "Site", "Kind", "Said", "How it stands")
ORDER = ("-said_on", "-id")


@dataclass(frozen=True, kw_only=True)
class BarrierFilters:
    """Which to look for; empty means no matter. stock_take_id: said in this one. partner_id: about this partner."""

    state: str = BarrierState.OPEN.value
    kind: str = ""
    stock_take_id: UUID | None = None
    partner_id: UUID | None = None


def search_barriers(by: Actor, filters: BarrierFilters) -> QuerySet[Barrier]:
    """Barriers that match every filter. Not ordered: page by ORDER."""
    by.check(Permission.PARTNER_VIEW)
    rows = Barrier.objects.select_related("line__partner__organization", "line__site_return__stock_take")
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.stock_take_id:
        rows = rows.filter(line__site_return__stock_take=filters.stock_take_id)
    return rows.filter(line__partner=filters.partner_id) if filters.partner_id else rows


def page_of_barriers(by: Actor, filters: BarrierFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Barrier]:
    """The last said first."""
    return page_of(search_barriers(by, filters), order=ORDER, cursor=cursor, size=size)


def get_barrier(by: Actor, barrier_id: UUID) -> Barrier:
    """One of them, with its line and return. Raises NotAllowed and NotFound."""
    by.check(Permission.PARTNER_VIEW)
    rows = Barrier.objects.select_related("line__partner__organization", "line__site_return__stock_take", "line__site_return__team")
    found = rows.filter(pk=barrier_id).first()
    if found is None:
        raise NotFound
    return found


def barriers_of(by: Actor, line: ReturnLine) -> list[Barrier]:
    """Said in this line; and what was said of the same partner before, by the same site, and stands in the way still."""
    by.check(Permission.PARTNER_VIEW)
    here = Q(line=line)
    if line.partner_id:
        here |= Q(line__partner=line.partner_id, line__site_return__site=line.site_return.site, state=BarrierState.OPEN)
    return list(Barrier.objects.filter(here).order_by(F("said_on").desc(), "-id"))


def count_open(by: Actor) -> int:
    """How many stand in the way."""
    return search_barriers(by, BarrierFilters()).count()


def names_of_barriers(by: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """What these say, as tasks about them show it."""
    if not by.may(Permission.PARTNER_VIEW):
        return {}
    rows = Barrier.objects.filter(pk__in=ids).select_related("line__partner__organization")
    return {row.pk: f"{called(row.line)}: {row.words}" for row in rows}


def may_do(by: Actor) -> list[Recipient]:
    """Who may be given a task about one: those who keep the register, and every office."""
    if not by.may(Permission.PARTNER_VIEW):
        return []
    return list(dict.fromkeys([*keepers(by), *(Recipient(f"Anybody of {team.name}", team_id=team.pk) for team in offices())]))


def tag(row: Barrier) -> dict[str, str]:
    """How it stands, in a word and a colour."""
    state = BarrierState(row.state)
    return {"text": str(state.label), "colour": BARRIER_COLOURS[state]}


def barrier_rows(rows: Iterable[Barrier]) -> list[list[object]]:
    """Lines of the list."""
    found = list(rows)
    names = sites_by_code([row.line.site_return.site for row in found])
    return [
        [
            {"text": row.words, "href": reverse("stock-barrier", args=[row.pk])},
            called(row.line),
            site_name(row.line.site_return.site, names),
            row.get_kind_display(),
            day_words(row.said_on),
            tag(row),
        ]
        for row in found
    ]


def barrier_facts(row: Barrier) -> list[dict[str, Any]]:
    """All of it, a fact a row."""
    return [
        {"key": "Partner", "value": called(row.line)},
        {"key": "Said by", "value": site_name(row.line.site_return.site)},
        {"key": "In", "value": row.line.site_return.stock_take.name},
        {"key": "Kind", "value": row.get_kind_display()},
        {"key": "Said on", "value": day_words(row.said_on)},
        {"key": "Since when it stands so", "value": day_words(row.state_on)},
        {"key": "What was done, or why it stays", "value": row.reason},
    ]
