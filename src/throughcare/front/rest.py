"""What gathers many domains, for connected systems."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.front import queries
from throughcare.front.queries import TimelineFilters
from throughcare.people import queries as people
from throughcare.people.queries.notes import start_of

router = Router(tags=["people"])
_LONGEST = 200
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class HappenedOut(Schema):
    """One thing that happened: what, when, by whom. href: the page that shows more, empty when there is none."""

    at: datetime
    title: str
    by: str
    href: str


class TimelineOut(Schema):
    """Newest first. next: `before` of the next page; null on the last."""

    items: list[HappenedOut] = Field(max_length=_LONGEST)
    next: str | None = Field(None, max_length=40)


class TimelineQuery(Schema):
    """Which kind of entry, and between which days."""

    before: str = Field("", max_length=40, description="`next` of the page before.")
    kind: Literal["notes", "needs", "referrals", "caseload", "record", "disagreements"] | None = None
    since: date | None = Field(None, ge=_FIRST, le=_LAST)
    until: date | None = Field(None, ge=_FIRST, le=_LAST)


@router.get(
    "/{uuid:person_id}/timeline", auth=rest_needs(Permission.PERSON_VIEW), response=TimelineOut, summary="What happened, newest first"
)
def list_timeline(request: HttpRequest, person_id: UUID, query: Query[TimelineQuery]) -> dict[str, Any]:
    by = request.actor  # type: ignore[attr-defined]  # set by auth
    person = people.get_person(by, person_id)
    filters = TimelineFilters(
        groups=(query.kind,) if query.kind else (),
        since=start_of(query.since) if query.since else None,
        until=start_of(query.until + timedelta(days=1)) if query.until else None,
    )
    found = queries.timeline_of(by, person.id, query.before, filters)
    return {"items": found.events, "next": found.earlier or None}
