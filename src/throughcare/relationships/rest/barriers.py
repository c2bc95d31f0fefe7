"""What stands in the way between us and partners, over REST."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.relationships import actions
from throughcare.relationships.models import Barrier
from throughcare.relationships.queries import barriers as queries
from throughcare.relationships.queries.stocktakes_shown import called
from throughcare.relationships.rest.shapes import actor_of
from throughcare.relationships.rest.stocktakes import EDITS, VIEWS, router
from throughcare.relationships.states import (
    BARRIER_STATES,
    BARRIER_WORDS,
    LONGEST_BARRIER,
    LONGEST_REASON,
    BarrierKind,
    BarrierState,
)


class BarrierQuery(PageQuery):
    """Which barriers; none of these: every one."""

    state: BarrierState | None = None
    kind: BarrierKind | None = None
    stock_take_id: UUID | None = None
    partner_id: UUID | None = None


class BarrierOut(Schema):
    """What stands in the way with one partner at one site. partner_id: null while it is one that was found. Tasks are about relationships.barrier:ID."""

    id: UUID
    line_id: UUID
    stock_take_id: UUID
    site: str
    partner_id: UUID | None
    partner_name: str
    kind: BarrierKind
    words: str
    said_on: date
    state: BarrierState
    state_on: date
    reason: str
    can: list[str]
    version: int


class BarrierBody(Body):
    """What stands in the way, and of what kind it is."""

    kind: BarrierKind
    words: str = Field(max_length=LONGEST_BARRIER)


class BarrierReason(Body):
    """What was done, or why it stays."""

    reason: str = Field(max_length=LONGEST_REASON)


def _line(by: Any, row: Barrier) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "line_id", "kind", "words", "said_on", "state", "state_on", "reason", "version")}
    can = BARRIER_STATES.verbs_from(row.state) if by.may(Permission.PARTNER_EDIT) else []
    about = {"partner_id": row.line.partner_id, "partner_name": called(row.line)}
    where = {"stock_take_id": row.line.site_return.stock_take_id, "site": row.line.site_return.site}
    return {**told, **about, **where, "can": can}


def _answer(request: HttpRequest, response: HttpResponse, barrier_id: UUID) -> dict[str, Any]:
    """One barrier, with its version."""
    by = actor_of(request)
    found = queries.get_barrier(by, barrier_id)
    with_etag(response, found.version)
    return _line(by, found)


@router.get("/barriers", auth=VIEWS, response=PageOut[BarrierOut], summary="What stands in the way, the last said first")
def list_barriers(request: HttpRequest, asked: Annotated[BarrierQuery, Query()]) -> Any:
    """Of every site and stock-take."""
    by = actor_of(request)
    told = {"stock_take_id": asked.stock_take_id, "partner_id": asked.partner_id}
    filters = queries.BarrierFilters(state=asked.state or "", kind=asked.kind or "", **told)
    return page_out(queries.page_of_barriers(by, filters, cursor=asked.cursor, size=asked.size), lambda row: _line(by, row))


@router.get("/barriers/{uuid:barrier_id}", auth=VIEWS, response=BarrierOut, summary="One barrier")
def one_barrier(request: HttpRequest, response: HttpResponse, barrier_id: UUID) -> Any:
    return _answer(request, response, barrier_id)


@router.post(
    "/lines/{uuid:line_id}/barriers", auth=VIEWS, response={201: BarrierOut}, summary="Say what stands in the way with one partner"
)
def add_barrier(request: HttpRequest, response: HttpResponse, line_id: UUID, body: BarrierBody) -> Any:
    """By the site's team, while its return waits."""
    by, new = actor_of(request), actions.NewBarrier(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_barrier(by=by, line_id=line_id, new=new),
        lambda made_id: queries.get_barrier(by, made_id),
        response=response,
    )
    return Status(201, _answer(request, response, made.thing.pk))


@router.put("/barriers/{uuid:barrier_id}", auth=VIEWS, response=BarrierOut, summary="Say a barrier better (If-Match)")
def change_barrier(request: HttpRequest, response: HttpResponse, barrier_id: UUID, body: BarrierBody) -> Any:
    """By the site's team while its return waits, and by whoever keeps the register."""
    seen, new = seen_version(request), actions.NewBarrier(**body.model_dump())
    actions.change_barrier(by=actor_of(request), barrier_id=barrier_id, new=new, seen=seen)
    return _answer(request, response, barrier_id)


@router.post(
    "/barriers/{uuid:barrier_id}/stand/{verb}", auth=EDITS, response=BarrierOut, summary="Remove, accept or open again a barrier (If-Match)"
)
def move_barrier(
    request: HttpRequest, response: HttpResponse, barrier_id: UUID, verb: Annotated[str, one_of(BARRIER_WORDS)], body: BarrierReason
) -> Any:
    """Each with a reason."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_barrier(by=by, barrier_id=barrier_id, verb=verb, seen=seen, reason=body.reason),
        lambda _: queries.get_barrier(by, barrier_id),
        response=response,
    )
    return _answer(request, response, barrier_id)
