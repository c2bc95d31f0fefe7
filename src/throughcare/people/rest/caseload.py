"""Caseloads and handovers for connected systems. Each row says what it saw; each gets a result, and one row's refusal undoes no other's."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, one_of, seen_version, with_etag
from throughcare.people import actions, queries
from throughcare.people.actions.caseload import CaseRow
from throughcare.people.models import CaseloadChange
from throughcare.people.policies import LONGEST_CASE_NOTE, MOST_ROWS
from throughcare.people.queries.handovers import Handed, get_handover, waiting_for
from throughcare.people.queries.workers import Working, case_workers, get_change, workers_of
from throughcare.people.rest.people import actor_of
from throughcare.people.states import HANDOVER_STATES, AssignmentKind, EndReason, HandoverState, RowResult

router = Router(tags=["caseload"])
_HANDS_ON = rest_needs(Permission.CASELOAD_OWN, Permission.CASELOAD_MANAGE)
_VIEW = rest_needs(Permission.PERSON_VIEW)


class WorkerOut(Schema):
    """Somebody who has a caseload in an office."""

    id: UUID
    name: str


class AssignmentOut(Schema):
    """Who works with somebody. The id is what a change of the caseload says it saw."""

    id: UUID
    team_id: UUID
    worker_id: UUID
    worker: str
    kind: AssignmentKind
    starts_at: datetime
    ends_at: datetime | None


class RowIn(Body):
    person_id: UUID
    seen: UUID | None = Field(None, description="Id of the main worker's assignment as you saw it; null when nobody had them.")


class Rows(Body):
    rows: list[RowIn] = Field(min_length=1, max_length=MOST_ROWS)


class AssignBody(Rows):
    worker_id: UUID


class CoverBody(Rows):
    worker_id: UUID
    from_on: date
    until_on: date


class TransferBody(Rows):
    team_id: UUID
    worker_id: UUID
    note: str = Field(max_length=LONGEST_CASE_NOTE)
    last_day: date


class EndBody(Rows):
    reason: EndReason
    last_day: date


class DoneOut(Schema):
    """What became of one row."""

    person_id: UUID
    result: RowResult
    sentence: str


class HandoverOut(Schema):
    """One handover, and what the reader may do with it now."""

    id: UUID
    person_id: UUID
    from_team_id: UUID
    from_worker_id: UUID | None
    to_team_id: UUID
    to_worker_id: UUID
    note: str
    last_day: date
    made_at: datetime
    state: HandoverState
    closed_at: datetime | None
    version: int
    verbs: list[str]


def _rows(body: Rows) -> list[CaseRow]:
    return [CaseRow(row.person_id, row.seen) for row in body.rows]


def _done(request: HttpRequest, response: HttpResponse, change: Callable[[Actor], CaseloadChange]) -> list[dict[str, str]]:
    by = actor_of(request)
    made = once(request, lambda: change(by), lambda change_id: get_change(by, change_id), response=response)
    results: list[dict[str, str]] = made.thing.results
    return results


def _handover(handed: Handed) -> dict[str, Any]:
    fields = {name: getattr(handed.handover, name) for name in HandoverOut.model_fields if name != "verbs"}
    return {**fields, "verbs": handed.verbs}


@router.get("/workers/{uuid:team_id}", auth=_HANDS_ON, response=list[WorkerOut], summary="Who has a caseload in an office")
def caseload_workers(request: HttpRequest, team_id: UUID) -> list[dict[str, Any]]:
    return [{"id": key, "name": name} for key, name in case_workers(team_id).items()]


@router.get("/people/{uuid:person_id}", auth=_VIEW, response=list[AssignmentOut], summary="Who works with somebody, main worker first")
def workers_of_person(request: HttpRequest, person_id: UUID) -> list[dict[str, Any]]:
    person = queries.get_person(actor_of(request), person_id)
    return [_assignment(row) for row in workers_of(person.id)]


def _assignment(row: Working) -> dict[str, Any]:
    kept = row.assignment
    return {**{name: getattr(kept, name) for name in AssignmentOut.model_fields if name != "worker"}, "worker": row.worker}


@router.post("/assign", auth=_HANDS_ON, response=list[DoneOut], summary="Put people on a worker's caseload")
def assign_people(request: HttpRequest, response: HttpResponse, body: AssignBody) -> list[dict[str, str]]:
    rows = _rows(body)
    return _done(request, response, lambda by: actions.assign_people(by=by, rows=rows, worker_id=body.worker_id))


@router.post("/cover", auth=_HANDS_ON, response=list[DoneOut], summary="Cover for people's worker, from a day until a day")
def cover_people(request: HttpRequest, response: HttpResponse, body: CoverBody) -> list[dict[str, str]]:
    rows, days = _rows(body), {"from_on": body.from_on, "until_on": body.until_on}
    return _done(request, response, lambda by: actions.cover_people(by=by, rows=rows, worker_id=body.worker_id, **days))


@router.post("/transfer", auth=_HANDS_ON, response=list[DoneOut], summary="Hand people over to another office")
def transfer_people(request: HttpRequest, response: HttpResponse, body: TransferBody) -> list[dict[str, str]]:
    rows, to = _rows(body), {"team_id": body.team_id, "worker_id": body.worker_id}
    return _done(request, response, lambda by: actions.transfer_people(by=by, rows=rows, note=body.note, last_day=body.last_day, **to))


@router.post("/end", auth=_HANDS_ON, response=list[DoneOut], summary="The office stops working with people after a day")
def end_people(request: HttpRequest, response: HttpResponse, body: EndBody) -> list[dict[str, str]]:
    rows = _rows(body)
    return _done(request, response, lambda by: actions.end_people(by=by, rows=rows, reason=body.reason, last_day=body.last_day))


@router.get("/handovers", auth=_HANDS_ON, response=list[HandoverOut], summary="Handovers that wait for the reader, the oldest first")
def list_handovers(request: HttpRequest) -> list[dict[str, Any]]:
    return [_handover(handed) for handed in waiting_for(actor_of(request))]


@router.get("/handovers/{uuid:handover_id}", auth=_HANDS_ON, response=HandoverOut, summary="One handover")
def one_handover(request: HttpRequest, response: HttpResponse, handover_id: UUID) -> dict[str, Any]:
    handed = get_handover(actor_of(request), handover_id)
    with_etag(response, handed.handover.version)
    return _handover(handed)


@router.post("/handovers/{uuid:handover_id}/{verb}", auth=_HANDS_ON, response=HandoverOut, summary="acknowledge or take_back (If-Match)")
def move_handover(
    request: HttpRequest, response: HttpResponse, handover_id: UUID, verb: Annotated[str, one_of(HANDOVER_STATES.verbs)]
) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_handover(by=by, handover_id=handover_id, verb=verb, seen=seen),
        lambda _: get_handover(by, handover_id).handover,
        response=response,
    )
    handed = get_handover(by, handover_id)
    with_etag(response, handed.handover.version)
    return _handover(handed)
