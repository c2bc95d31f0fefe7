"""Records put together and taken apart, for connected systems of the records role."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, seen_version, with_etag
from throughcare.people.actions.merging import LONGEST_REASON, move_merge, propose_merge, rejoin_account, reopen_for
from throughcare.people.models import Merge
from throughcare.people.queries.merges import Merging, get_merge, merges
from throughcare.people.queries.newcomers import names_of_merges, people_of_merge
from throughcare.people.rest.duplicates import ComparedOut, compared_out
from throughcare.people.rest.people import actor_of
from throughcare.people.states import MERGE_STATES, MergeState

router = Router(tags=["merges"])
_RECORDS = rest_needs(Permission.PERSON_IMPORT)


class MergeOut(Schema):
    """Two records; left_out: teams that saw only one of the two. verbs: what the reader may do now; another officer decides."""

    id: UUID
    winner_id: UUID
    winner: str = Field(description="What the record that stays calls the person.")
    loser_id: UUID
    loser: str = Field(description="What the record that goes into it calls them.")
    state: MergeState
    reason: str
    proposed_by_id: UUID
    proposed_at: datetime
    decided_by_id: UUID | None
    decided_at: datetime | None
    part_reason: str
    part_by_id: UUID | None
    part_at: datetime | None
    parted_by_id: UUID | None
    parted_at: datetime | None
    left_out: list[UUID]
    account_out: bool
    version: int
    verbs: list[str]


class MergeWhole(MergeOut):
    """And the two records side by side. Of one that went into another, what is not recorded may have moved."""

    stays: ComparedOut
    goes: ComparedOut


class MergeBody(Body):
    winner_id: UUID = Field(description="The record that stays.")
    loser_id: UUID = Field(description="The record that goes into it.")
    reason: str = Field(max_length=LONGEST_REASON)


class StepBody(Body):
    reason: str = Field("", max_length=LONGEST_REASON, description="Needed to ask that they are taken apart.")


class MergesQuery(PageQuery):
    """waiting: for a second officer; decided: all others."""

    which: Literal["waiting", "decided"] = "waiting"


@router.get(
    "", auth=_RECORDS, response=PageOut[MergeOut], summary="Records to be put together or taken apart, or decided about; newest first"
)
def list_merges(request: HttpRequest, query: Query[MergesQuery]) -> dict[str, Any]:
    by = actor_of(request)
    found, following = merges(by, waiting=query.which == "waiting", cursor=query.cursor, size=query.size)
    names = names_of_merges(by, found)
    return {"items": [_shown(one, names) for one in found], "next": following}


@router.get("/{uuid:merge_id}", auth=_RECORDS, response=MergeWhole, summary="Two records, put together or to be")
def one_merge(request: HttpRequest, response: HttpResponse, merge_id: UUID) -> dict[str, Any]:
    return _read(request, response, merge_id)


@router.post("", auth=_RECORDS, response={201: MergeWhole}, summary="Ask for two records to be put together")
def ask_for_merge(request: HttpRequest, response: HttpResponse, body: MergeBody) -> Any:
    by = actor_of(request)
    made: Merge = once(
        request,
        lambda: propose_merge(by=by, winner_id=body.winner_id, loser_id=body.loser_id, reason=body.reason),
        lambda merge_id: get_merge(by, merge_id).merge,
        response=response,
    ).thing
    return Status(201, _read(request, response, made.id))


# Before the steps of the table, whose address would fit it.
@router.post(
    "/{uuid:merge_id}/account",
    auth=_RECORDS,
    response=MergeWhole,
    summary="Join the person's own log-in to the record that stays (If-Match)",
)
def join_account(request: HttpRequest, response: HttpResponse, merge_id: UUID) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: rejoin_account(by=by, merge_id=merge_id, seen=seen),
        lambda _: get_merge(by, merge_id).merge,
        response=response,
    )
    return _read(request, response, merge_id)


@router.post(
    "/{uuid:merge_id}/offices/{uuid:team_id}",
    auth=_RECORDS,
    response=MergeWhole,
    summary="Let an office that saw only one of the two see the record (If-Match)",
)
def open_to_office(request: HttpRequest, response: HttpResponse, merge_id: UUID, team_id: UUID) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: reopen_for(by=by, merge_id=merge_id, team_id=team_id, seen=seen),
        lambda _: get_merge(by, merge_id).merge,
        response=response,
    )
    return _read(request, response, merge_id)


@router.post("/{uuid:merge_id}/{slug:verb}", auth=_RECORDS, response=MergeWhole, summary="Decide, or ask that they are taken apart")
def step_merge(
    request: HttpRequest, response: HttpResponse, merge_id: UUID, verb: Annotated[str, one_of(MERGE_STATES.verbs)], body: StepBody
) -> Any:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: move_merge(by=by, merge_id=merge_id, verb=verb, seen=seen, reason=body.reason),
        lambda _: get_merge(by, merge_id).merge,
        response=response,
    )
    return _read(request, response, merge_id)


def _read(request: HttpRequest, response: HttpResponse, merge_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    found = get_merge(by, merge_id)
    with_etag(response, found.merge.version)
    stays, goes = (compared_out(one.person) for one in people_of_merge(by, found.merge))
    return {**_shown(found, names_of_merges(by, [found])), "stays": stays, "goes": goes}


_SAID = ("winner", "loser", "verbs")


def _shown(found: Merging, names: dict[UUID, str]) -> dict[str, Any]:
    row = found.merge
    kept = {name: getattr(row, name) for name in MergeOut.model_fields if name not in _SAID}
    return {**kept, "winner": names[row.winner_id], "loser": names[row.loser_id], "verbs": found.verbs}
