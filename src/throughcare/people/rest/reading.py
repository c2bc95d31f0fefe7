"""Who opened as many people's records as one may, for connected systems."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.rest import Body, PageOut, PageQuery, seen_version, with_etag
from throughcare.people.actions.reading import LONGEST_WHY, lift_reading
from throughcare.people.queries.reading import Stopped, get_lift, get_stop, stops
from throughcare.people.rest.people import actor_of

router = Router(tags=["reading stops"])
_SEES = rest_needs(Permission.STAFF_MANAGE, Permission.PRIVACY_MANAGE)


class LiftOut(Schema):
    """Who let them open more on which day, and why."""

    on_day: date
    why: str
    by_id: UUID
    at: datetime


class StopOut(Schema):
    """Somebody who opened as many people's records as one may: in the hour before `at`, and that day."""

    id: UUID
    user_id: UUID
    user: str
    at: datetime
    in_hour: int
    in_day: int
    lifts: list[LiftOut]


class LiftBody(Body):
    why: str = Field(max_length=LONGEST_WHY)


def _out(found: Stopped) -> dict[str, Any]:
    kept = {name: getattr(found.stop, name) for name in ("id", "user_id", "at", "in_hour", "in_day")}
    return {**kept, "user": found.user, "lifts": [{name: getattr(lift, name) for name in LiftOut.model_fields} for lift, _ in found.lifts]}


@router.get("", auth=_SEES, response=PageOut[StopOut], summary="Who was stopped from opening more records, newest first")
def list_stops(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    found, page = stops(actor_of(request), cursor=query.cursor, size=query.size)
    return {"items": [_out(one) for one in found], "next": page.next}


@router.get("/{uuid:stop_id}", auth=_SEES, response=StopOut, summary="One stop, and who let them open more")
def one_stop(request: HttpRequest, response: HttpResponse, stop_id: UUID) -> dict[str, Any]:
    found = get_stop(actor_of(request), stop_id)
    with_etag(response, found.version)
    return _out(found)


@router.post(
    "/{uuid:stop_id}/lift",
    auth=_SEES,
    response=StopOut,
    summary="Let them open as many records again today (If-Match)",
)
def lift_stop(request: HttpRequest, response: HttpResponse, stop_id: UUID, body: LiftBody) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: lift_reading(by=by, stop_id=stop_id, why=body.why, seen=seen),
        lambda lift_id: get_lift(by, lift_id),
        response=response,
        within=A_MOMENT,
    )
    found = get_stop(by, stop_id)
    with_etag(response, found.version)
    return _out(found)
