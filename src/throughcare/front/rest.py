"""What gathers many domains, for connected systems."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.audit import queries as audit
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


class LookedOut(Schema):
    """Who looked at or changed one's own record, in plain words. times: how often that day; at: the last of them."""

    at: datetime | None
    who: str = Field(max_length=300)
    did: str = Field(max_length=1000)
    because: list[str] = Field(max_length=_LONGEST)
    seen: list[str] = Field(max_length=_LONGEST, description="What they could see.")
    times: int = Field(ge=1)


class OwnLogOut(Schema):
    """withheld: how many lines are not shown, and by which rule, in sentences."""

    items: list[LookedOut] = Field(max_length=_LONGEST)
    withheld: list[str] = Field(max_length=_LONGEST)
    next: str | None = Field(None, max_length=2000)


class CursorQuery(Schema):
    cursor: str = Field("", max_length=2000, description="`next` of the page before; leave out for the first page.")


@router.get("/own/who-looked", auth=rest_needs(Permission.OWN_RECORD), response=OwnLogOut, summary="Who looked at your own record")
def list_who_looked(request: HttpRequest, query: Query[CursorQuery]) -> dict[str, Any]:
    by = request.actor  # type: ignore[attr-defined]  # set by auth
    page = audit.about_me(by, query.cursor)
    items = [
        {"at": line.at, "who": line.by, "did": line.did, "because": line.why, "seen": line.parts, "times": len(line.visits) or 1}
        for line in page.rows
    ]
    return {"items": items, "withheld": audit.withheld(by), "next": page.next}


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
