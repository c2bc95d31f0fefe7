"""Looks at records that must be explained, for connected systems."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, with_etag
from throughcare.people.actions.looks import LONGEST_WHY, review_look
from throughcare.people.queries.looks import Looked, get_look, looks
from throughcare.people.rest.people import actor_of
from throughcare.people.states import LookVerdict

router = Router(tags=["looks"])
_ASKS = rest_needs(Permission.PRIVACY_MANAGE, Permission.AUDIT_READ)


class LookReason(Schema):
    """One thing that was found, and the points it gave; less than nothing for what speaks for work."""

    code: str
    points: int
    sentence: str


class LookOut(Schema):
    """One day's visits of one user to one record; why it is asked about; what a second person found."""

    id: UUID
    user_id: UUID
    user: str
    person_id: UUID
    on_day: date
    at: datetime
    rows: int
    points: int
    reasons: list[LookReason]
    found_at: datetime
    asked_at: datetime | None
    verdict: str
    because: str
    reviewed_by_id: UUID | None
    reviewed_at: datetime | None


class LooksQuery(PageQuery):
    """open: to be asked about; waiting: work may still be written; reviewed: somebody has asked."""

    which: Literal["open", "waiting", "reviewed"] = "open"


class LookBody(Body):
    verdict: LookVerdict
    because: str = Field(max_length=LONGEST_WHY)


def _out(found: Looked) -> dict[str, Any]:
    kept = {name: getattr(found.look, name) for name in LookOut.model_fields if name != "user"}
    return {**kept, "user": found.user}


@router.get("", auth=_ASKS, response=PageOut[LookOut], summary="Looks at records that must be explained, newest first")
def list_looks(request: HttpRequest, query: Query[LooksQuery]) -> dict[str, Any]:
    found, page = looks(actor_of(request), which=query.which, cursor=query.cursor, size=query.size)
    return {"items": [_out(one) for one in found], "next": page.next}


@router.get("/{uuid:look_id}", auth=_ASKS, response=LookOut, summary="One look at a record, with every reason")
def one_look(request: HttpRequest, response: HttpResponse, look_id: UUID) -> dict[str, Any]:
    found = get_look(actor_of(request), look_id)
    with_etag(response, 3 if found.look.verdict else 2 if found.look.asked_at else 1)
    return _out(found)


@router.post(
    "/{uuid:look_id}/review",
    auth=_ASKS,
    response=LookOut,
    summary="Say whether there was a reason to look, once",
    openapi_extra={"x-any-version": "It is reviewed once: a second review is refused."},
)
def review_one_look(request: HttpRequest, response: HttpResponse, look_id: UUID, body: LookBody) -> dict[str, Any]:
    by = actor_of(request)
    once(
        request,
        lambda: review_look(by=by, look_id=look_id, verdict=body.verdict, because=body.because),
        lambda _: get_look(by, look_id).look,
        response=response,
    )
    return _out(get_look(by, look_id))
