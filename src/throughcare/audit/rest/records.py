"""Whose record is erased, by two people, and which records a court holds, for connected systems of those who read the audit."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.audit import actions, queries, search
from throughcare.audit.actions.disposals import LONGEST_NUMBER
from throughcare.audit.models import Disposal, Why
from throughcare.audit.queries import Asked, Holding
from throughcare.common.rest import Body, PageOut, PageQuery, with_digest

router = Router(tags=["records"])
_READS = rest_needs(Permission.AUDIT_READ)


class ErasureOut(Schema):
    """A record somebody asked to be erased. held: a court needs it now, so it is not. verbs: what the reader may do with it."""

    id: UUID
    person_id: UUID
    why: Why
    held: bool
    asked_by: str
    asked_at: datetime
    answered_by: str
    approved_at: datetime | None
    refused_at: datetime | None
    done_at: datetime | None
    rows: int | None
    verbs: list[Literal["approve", "refuse"]]


class ErasureBody(Body):
    person_id: UUID
    why: Why


class HoldOut(Schema):
    """A court's hold on a record."""

    id: UUID
    person_id: UUID
    order_number: str
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None


class HoldBody(Body):
    person_id: UUID
    order_number: str = Field(min_length=1, max_length=LONGEST_NUMBER, description="No names: everybody who reads the audit sees it.")


def _by(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by auth
    return actor


def _erasures(lines: list[Asked]) -> list[dict[str, Any]]:
    held = queries.held_among(line.item.person_id for line in lines if line.item.person_id)
    kept = ("id", "person_id", "why", "asked_at", "approved_at", "refused_at", "done_at", "rows")
    return [
        {
            **{name: getattr(line.item, name) for name in kept},
            "held": line.item.person_id in held,
            "asked_by": line.asked_by,
            "answered_by": line.answered_by,
            "verbs": [verb for verb, may in (("approve", line.may_approve), ("refuse", line.may_refuse)) if may],
        }
        for line in lines
    ]


def _erasure(by: Actor, response: HttpResponse, item: Disposal) -> dict[str, Any]:
    (shown,) = _erasures(queries.asked(by, [item]))
    with_digest(response, shown)
    return shown


def _hold(one: Holding) -> dict[str, Any]:
    kept = {name: getattr(one.item, name) for name in ("id", "person_id", "order_number", "placed_at", "lifted_at")}
    return {**kept, "placed_by": one.placed_by, "lifted_by": one.lifted_by}


def _read_hold(by: Actor, response: HttpResponse, hold_id: UUID) -> dict[str, Any]:
    (found,) = queries.holding([search.hold(by=by, hold_id=hold_id)])
    shown = _hold(found)
    with_digest(response, shown)
    return shown


@router.get("/erasures", auth=_READS, response=PageOut[ErasureOut], summary="Records asked to be erased, newest first")
def list_erasures(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    lines, following = search.erasures(by=_by(request), cursor=query.cursor, size=query.size)
    return {"items": _erasures(lines), "next": following}


@router.post("/erasures", auth=_READS, response={201: ErasureOut}, summary="Ask that one person's record be erased; another approves")
def ask_erasure(request: HttpRequest, response: HttpResponse, body: ErasureBody) -> Status[dict[str, Any]]:
    by = _by(request)
    made = once(
        request,
        lambda: actions.ask_erasure(by=by, person_id=body.person_id, why=body.why),
        lambda key: search.erasure(by=by, disposal_id=key),
        response=response,
    )
    return Status(201, _erasure(by, response, made.thing))


@router.get("/erasures/{uuid:erasure_id}", auth=_READS, response=ErasureOut, summary="One record asked to be erased")
def one_erasure(request: HttpRequest, response: HttpResponse, erasure_id: UUID) -> dict[str, Any]:
    by = _by(request)
    return _erasure(by, response, search.erasure(by=by, disposal_id=erasure_id))


@router.post(
    "/erasures/{uuid:erasure_id}/{verb}",
    auth=_READS,
    response=ErasureOut,
    summary="approve what somebody else asked for, or refuse it",
    openapi_extra={"x-any-version": "It is answered once: a second time is refused."},
)
def answer_erasure(request: HttpRequest, response: HttpResponse, erasure_id: UUID, verb: Literal["approve", "refuse"]) -> dict[str, Any]:
    by = _by(request)
    search.erasure(by=by, disposal_id=erasure_id)
    once(
        request,
        lambda: actions.answer_disposal(by=by, disposal_id=erasure_id, agree=verb == "approve"),
        lambda _: queries.get_erasure(erasure_id),
        response=response,
    )
    return _erasure(by, response, queries.get_erasure(erasure_id))


@router.get("/holds", auth=_READS, response=PageOut[HoldOut], summary="Records a court holds or held, newest first")
def list_holds(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    found, following = search.holds(by=_by(request), cursor=query.cursor, size=query.size)
    return {"items": [_hold(one) for one in found], "next": following}


@router.post("/holds", auth=_READS, response={201: HoldOut}, summary="Keep a record that a court, a tribunal or an inquiry needs")
def place_hold(request: HttpRequest, response: HttpResponse, body: HoldBody) -> Status[dict[str, Any]]:
    by = _by(request)
    made = once(
        request,
        lambda: actions.place_hold(by=by, person_id=body.person_id, order_number=body.order_number),
        lambda key: search.hold(by=by, hold_id=key),
        response=response,
    )
    return Status(201, _read_hold(by, response, made.thing.pk))


@router.get("/holds/{uuid:hold_id}", auth=_READS, response=HoldOut, summary="One hold of a court")
def one_hold(request: HttpRequest, response: HttpResponse, hold_id: UUID) -> dict[str, Any]:
    return _read_hold(_by(request), response, hold_id)


@router.post(
    "/holds/{uuid:hold_id}/lift",
    auth=_READS,
    response=HoldOut,
    summary="Lift a court's hold: it needs the record no longer",
    openapi_extra={"x-any-version": "It is lifted once: a second time is refused."},
)
def lift_hold(request: HttpRequest, response: HttpResponse, hold_id: UUID) -> dict[str, Any]:
    by = _by(request)
    once(request, lambda: actions.lift_hold(by=by, hold_id=hold_id), lambda key: search.hold(by=by, hold_id=key), response=response)
    return _read_hold(by, response, hold_id)
