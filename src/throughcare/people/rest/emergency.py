"""Records opened in an emergency, for connected systems. Opening one is for people: a machine has no emergencies."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, with_etag
from throughcare.people import actions
from throughcare.people.actions.emergency import LONGEST_WHY
from throughcare.people.queries.emergency import Opened, get_opening, openings
from throughcare.people.rest.people import actor_of
from throughcare.people.states import EmergencyReason, EmergencyVerdict

router = Router(tags=["emergencies"])
_SEES = rest_needs(Permission.EMERGENCY_REVIEW, Permission.EMERGENCY_OPEN)
_REVIEWS = rest_needs(Permission.EMERGENCY_REVIEW)


class OpeningOut(Schema):
    """One use: who, whose record, why; sixty minutes from `at`; and what a second person found."""

    id: UUID
    person_id: UUID
    user_id: UUID
    user: str
    reason: EmergencyReason
    words: str
    at: datetime
    verdict: str
    because: str
    reviewed_by_id: UUID | None


class OpeningsQuery(PageQuery):
    reviewed: bool = False


class ReviewBody(Body):
    verdict: EmergencyVerdict
    because: str = Field(max_length=LONGEST_WHY)


def _out(found: Opened) -> dict[str, Any]:
    kept = {name: getattr(found.opening, name) for name in OpeningOut.model_fields if name != "user"}
    return {**kept, "user": found.user}


@router.get("", auth=_SEES, response=PageOut[OpeningOut], summary="Records opened in an emergency, newest first")
def list_openings(request: HttpRequest, query: Query[OpeningsQuery]) -> dict[str, Any]:
    found, page = openings(actor_of(request), reviewed=query.reviewed, cursor=query.cursor, size=query.size)
    return {"items": [_out(one) for one in found], "next": page.next}


@router.get("/{uuid:opening_id}", auth=_SEES, response=OpeningOut, summary="One record opened in an emergency")
def one_opening(request: HttpRequest, response: HttpResponse, opening_id: UUID) -> dict[str, Any]:
    found = get_opening(actor_of(request), opening_id)
    with_etag(response, 2 if found.opening.verdict else 1)
    return _out(found)


@router.post(
    "/{uuid:opening_id}/review",
    auth=_REVIEWS,
    response=OpeningOut,
    summary="Say whether it was right, once",
    openapi_extra={"x-any-version": "It is reviewed once: a second review is refused."},
)
def review_opening(request: HttpRequest, response: HttpResponse, opening_id: UUID, body: ReviewBody) -> dict[str, Any]:
    by = actor_of(request)
    once(
        request,
        lambda: actions.review_opening(by=by, opening_id=opening_id, verdict=body.verdict, because=body.because),
        lambda _: get_opening(by, opening_id).opening,
        response=response,
    )
    return _out(get_opening(by, opening_id))
