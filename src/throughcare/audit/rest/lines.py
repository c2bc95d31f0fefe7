"""The audit, and what is disposed of by two people, for connected systems. One's own log: throughcare.front.rest."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.audit import actions, queries, search
from throughcare.audit.models import Disposal
from throughcare.audit.queries import Filters, Line
from throughcare.common.refusals import Invalid
from throughcare.common.rest import LARGEST_PAGE, PageOut

router = Router(tags=["audit"])
_READS = rest_needs(Permission.AUDIT_READ)
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class LineOut(Schema):
    """Who did what, by way of what, to whose record, with which parts of it open. trusted: false when the row is not ours; all else is empty."""

    id: UUID
    at: datetime | None
    actor_id: UUID | None
    actor: str = Field(max_length=250)
    verb: str = Field(max_length=60)
    did: str = Field(max_length=200)
    channel: str = Field(max_length=10)
    person_ids: list[UUID] = Field(max_length=LARGEST_PAGE, description="The first of them, as the page names them.")
    persons_more: int = Field(ge=0, description="How many more there are.")
    compartments: list[str] = Field(max_length=20)
    trusted: bool


class AuditQuery(Schema):
    """Whose record, who, what, between which days: all may be left out. Reading the audit is itself audited."""

    person_id: UUID | None = None
    actor_id: UUID | None = None
    verb: str = Field("", max_length=60)
    since: date | None = Field(None, ge=_FIRST, le=_LAST)
    until: date | None = Field(None, ge=_FIRST, le=_LAST)
    cursor: str = Field("", max_length=2000, description="`next` of the page before; leave out for the first page.")


class DisposalOut(Schema):
    """What somebody asked to dispose of, of one kind, and what the reader may do with it now."""

    id: UUID
    kind: str = Field(max_length=40)
    before: datetime = Field(description="What was past its time at this moment.")
    asked_at: datetime
    approved_at: datetime | None
    refused_at: datetime | None
    done_at: datetime | None
    rows: int | None
    verbs: list[Literal["approve", "refuse"]] = Field(max_length=2)


class KindOut(Schema):
    """A kind of thing that is kept for a while, and what was asked for last."""

    kind: str = Field(max_length=40)
    title: str = Field(max_length=200)
    days: int
    may_ask: bool
    last: DisposalOut | None


def _by(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by auth
    return actor


def _line(line: Line) -> dict[str, Any]:
    shown = {"person_ids": line.persons_shown, "persons_more": line.persons_more, "compartments": line.codes, "trusted": line.trusted}
    return {
        "id": line.id,
        "at": line.at,
        "actor_id": line.who_id,
        "actor": line.who,
        "verb": line.verb if line.trusted else "",
        "did": line.told,
        "channel": line.channel,
        **shown,
    }


def _disposal(by: Actor, item: Disposal) -> dict[str, Any]:
    (asked,) = queries.asked(by, [item])
    verbs = [verb for verb, may in (("approve", asked.may_approve), ("refuse", asked.may_refuse)) if may]
    names = ("id", "before", "asked_at", "approved_at", "refused_at", "done_at", "rows")
    return {"kind": item.rule, "verbs": verbs, **{name: getattr(item, name) for name in names}}


@router.get("", auth=_READS, response=PageOut[LineOut], summary="Who looked at and changed what, newest first")
def list_lines(request: HttpRequest, query: Query[AuditQuery]) -> dict[str, Any]:
    if query.since and query.until and query.since > query.until:
        raise Invalid("The last day is before the first.", {"until": ["Give a day that is not before `since`."]})
    filters = Filters(query.person_id, query.actor_id, query.verb, query.since, query.until)
    page = search.look(by=_by(request), filters=filters, cursor=query.cursor)
    return {"items": [_line(line) for line in page.rows], "next": page.next}


@router.get("/retention", auth=_READS, response=list[KindOut], summary="What is kept for a while, and what was asked to be disposed of")
def list_kinds(request: HttpRequest) -> list[dict[str, Any]]:
    by = _by(request)
    return [
        {
            "kind": line["rule"].code,
            "title": line["rule"].title,
            "days": line["rule"].days,
            "may_ask": line["may_ask"],
            "last": _disposal(by, line["last"].item) if line["last"] else None,
        }
        for line in queries.retention(by)["kinds"]
    ]


@router.post("/retention/{kind}/ask", auth=_READS, response={201: DisposalOut}, summary="Ask that what is due of one kind be disposed of")
def ask_disposal(
    request: HttpRequest, response: HttpResponse, kind: Annotated[str, Field(max_length=40, pattern="^[a-z-]+$")]
) -> Status[dict[str, Any]]:
    by = _by(request)
    made = once(request, lambda: actions.ask_disposal(by=by, code=kind), queries.get_disposal, response=response)
    return Status(201, _disposal(by, made.thing))


@router.post(
    "/disposals/{uuid:disposal_id}/{verb}",
    auth=_READS,
    response=DisposalOut,
    summary="approve what somebody else asked for, or refuse it",
    openapi_extra={"x-any-version": "It is answered once: a second time is refused."},
)
def answer_disposal(request: HttpRequest, response: HttpResponse, disposal_id: UUID, verb: Literal["approve", "refuse"]) -> dict[str, Any]:
    by = _by(request)
    queries.get_disposal(disposal_id)
    answered = once(
        request,
        lambda: actions.answer_disposal(by=by, disposal_id=disposal_id, agree=verb == "approve"),
        queries.get_disposal,
        response=response,
    )
    return _disposal(by, queries.get_disposal(answered.thing.pk))
