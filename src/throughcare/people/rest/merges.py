"""Records put together and taken apart, for connected systems of the records role."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, one_of, seen_version, with_etag
from throughcare.people.actions.merging import LONGEST_REASON, move_merge, propose_merge
from throughcare.people.models import Merge
from throughcare.people.queries.merges import Merging, get_merge
from throughcare.people.rest.people import actor_of
from throughcare.people.states import MERGE_STATES, MergeState

router = Router(tags=["merges"])
_RECORDS = rest_needs(Permission.PERSON_IMPORT)


class MergeOut(Schema):
    """Two records; left_out: teams that saw only one of the two. verbs: what the reader may do now; another officer decides."""

    id: UUID
    winner_id: UUID
    loser_id: UUID
    state: MergeState
    reason: str
    proposed_by_id: UUID
    proposed_at: datetime
    decided_by_id: UUID | None
    decided_at: datetime | None
    left_out: list[UUID]
    account_out: bool
    version: int
    verbs: list[str]


class MergeBody(Body):
    winner_id: UUID = Field(description="The record that stays.")
    loser_id: UUID = Field(description="The record that goes into it.")
    reason: str = Field(max_length=LONGEST_REASON)


class StepBody(Body):
    reason: str = Field("", max_length=LONGEST_REASON, description="Needed to ask that they are taken apart.")


@router.get("/{uuid:merge_id}", auth=_RECORDS, response=MergeOut, summary="Two records, put together or to be")
def one_merge(request: HttpRequest, response: HttpResponse, merge_id: UUID) -> dict[str, Any]:
    return _out(response, get_merge(actor_of(request), merge_id))


@router.post("", auth=_RECORDS, response={201: MergeOut}, summary="Ask for two records to be put together")
def ask_for_merge(request: HttpRequest, response: HttpResponse, body: MergeBody) -> Any:
    by = actor_of(request)
    made: Merge = once(
        request,
        lambda: propose_merge(by=by, winner_id=body.winner_id, loser_id=body.loser_id, reason=body.reason),
        lambda merge_id: get_merge(by, merge_id).merge,
        response=response,
    ).thing
    return Status(201, _out(response, get_merge(by, made.id)))


@router.post("/{uuid:merge_id}/{slug:verb}", auth=_RECORDS, response=MergeOut, summary="Decide, or ask that they are taken apart")
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
    return _out(response, get_merge(by, merge_id))


def _out(response: HttpResponse, found: Merging) -> dict[str, Any]:
    with_etag(response, found.merge.version)
    names = [name for name in MergeOut.model_fields if hasattr(found.merge, name)]
    return {
        **{name: getattr(found.merge, name) for name in names if name != "left_out"},
        "left_out": found.merge.left_out,
        "verbs": found.verbs,
    }
