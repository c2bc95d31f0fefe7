"""Limited access for connected systems."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, seen_version, with_etag
from throughcare.people import actions
from throughcare.people.actions.limits import LONGEST_WHY, NewLimit
from throughcare.people.policies import LONGEST_NOTE, MOST_ROWS
from throughcare.people.queries.limits import Limited, get_limit, limits
from throughcare.people.rest.people import actor_of
from throughcare.people.states import LimitKind, LimitReason

router = Router(tags=["limited access"])
_SETS = rest_needs(Permission.LIMIT_SET, Permission.PRIVACY_MANAGE)


class LimitOut(Schema):
    """Who may never, or alone, see whose record. verbs: what the reader may do with it now."""

    id: UUID
    person_id: UUID
    kind: LimitKind
    users: list[UUID]
    reason: LimitReason
    words: str
    starts_at: datetime
    ends_at: datetime | None
    withheld: str
    by_id: UUID | None
    lift_asked_by_id: UUID | None
    lift_why: str
    lifted_by_id: UUID | None
    version: int
    verbs: list[str]


class LimitBody(Body):
    """The person by id, or by number and date of birth, both exact (privacy officers)."""

    kind: LimitKind
    emails: list[Annotated[str, Field(max_length=254)]] = Field(
        min_length=1,
        max_length=MOST_ROWS,
        description="Addresses the users log in with. A team's manager names users of their own teams and of teams that work with the person.",
    )
    reason: LimitReason
    words: str = Field(max_length=LONGEST_NOTE)
    person_id: UUID | None = None
    number: str = Field("", max_length=100)
    born: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    withheld: str = Field("", max_length=20, description="Code of the rule by which the person is not told; empty: they read of it.")


class WhyBody(Body):
    why: str = Field("", max_length=LONGEST_WHY)


class LimitsQuery(PageQuery):
    over: bool = False


def _out(found: Limited) -> dict[str, Any]:
    return {**{name: getattr(found.limit, name) for name in LimitOut.model_fields if name != "verbs"}, "verbs": found.verbs}


@router.get("", auth=_SETS, response=PageOut[LimitOut], summary="Limits of access in force, or over; newest first")
def list_limits(request: HttpRequest, query: Query[LimitsQuery]) -> dict[str, Any]:
    page = limits(actor_of(request), over=query.over, cursor=query.cursor, size=query.size)
    return {"items": [_out(row) for row in page.rows], "next": page.next}


@router.post("", auth=_SETS, response={201: LimitOut}, summary="Limit who sees a record, at once")
def set_limit(request: HttpRequest, response: HttpResponse, body: LimitBody) -> Any:
    by = actor_of(request)
    new = NewLimit(**{**body.model_dump(), "emails": tuple(body.emails)})
    made = once(request, lambda: actions.set_limit(by=by, new=new), lambda key: get_limit(by, key).limit, response=response).thing
    with_etag(response, made.version)
    return Status(201, _out(get_limit(by, made.id)))


@router.get("/{uuid:limit_id}", auth=_SETS, response=LimitOut, summary="One limit of access")
def one_limit(request: HttpRequest, response: HttpResponse, limit_id: UUID) -> dict[str, Any]:
    found = get_limit(actor_of(request), limit_id)
    with_etag(response, found.limit.version)
    return _out(found)


@router.post("/{uuid:limit_id}/{verb}", auth=_SETS, response=LimitOut, summary="ask, lift or keep (If-Match)")
def move_limit(
    request: HttpRequest, response: HttpResponse, limit_id: UUID, verb: Annotated[str, one_of(("ask", "lift", "keep"))], body: WhyBody
) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_limit(by=by, limit_id=limit_id, verb=verb, seen=seen, why=body.why),
        lambda _: get_limit(by, limit_id).limit,
        response=response,
    )
    found = get_limit(by, limit_id)
    with_etag(response, found.limit.version)
    return _out(found)
