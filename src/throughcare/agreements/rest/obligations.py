"""What each side owes the other, for connected systems. Each obligation has a version of its own."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.models import Obligation
from throughcare.agreements.rest.agreements import EDITS, FIRST, LAST, VIEWS, actor_of, router
from throughcare.agreements.states import LONGEST_REASON, OBLIGATION_STATES, Bearer, ObligationState, Repeats
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag

_ALL = "/{uuid:agreement_id}/obligations"
_ONE = _ALL + "/{uuid:obligation_id}"


class ObligationOut(Schema):
    """One thing the department does for a party, or a party for the department. party_id, organization_id: the party it is with. late: its day has passed, and nobody has said what it amounts to."""

    id: UUID
    party_id: UUID
    organization_id: UUID
    bearer: Bearer
    what: str
    due_on: date
    repeats: Repeats
    late: bool
    said: str
    said_on: date | None
    link: str
    disputed: str
    state: ObligationState
    state_reason: str
    version: int


class ObligationBody(Body):
    """party_id: the party it is with; bearer: who of the two does it. One that repeats is made anew when it is judged."""

    party_id: UUID
    bearer: Bearer
    what: str = Field(max_length=500)
    due_on: date = Field(ge=FIRST, le=LAST)
    repeats: Repeats = Repeats.ONCE


class SayBody(Body):
    """What was done, and where the evidence is."""

    said: str = Field(max_length=1000)
    link: str = Field("", max_length=500)


class DisputeBody(Body):
    words: str = Field(max_length=1000)


class JudgeBody(Body):
    """A reason is needed for all but a plain yes."""

    reason: str = Field("", max_length=LONGEST_REASON)


def _out(one: Obligation) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ObligationOut.model_fields if name != "late"}
    return {**told, "late": queries.is_late(one)}


@router.get(_ALL, auth=VIEWS, response=PageOut[ObligationOut], summary="What each side of an agreement does, by the day it is due")
def list_obligations(request: HttpRequest, agreement_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the party each is with."""
    by = actor_of(request)
    found = queries.get_agreement(by, agreement_id)
    return page_out(queries.page_of_obligations(by, found, cursor=asked.cursor, size=asked.size), _out)


@router.post(_ALL, auth=EDITS, response={201: ObligationOut}, summary="Add an obligation")
def add_obligation(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: ObligationBody) -> Any:
    """Its words stay: one that is wrong is waived, and written anew."""
    by, new = actor_of(request), actions.NewObligation(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_obligation(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_obligation(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _out(made.thing))


@router.get(_ONE, auth=VIEWS, response=ObligationOut, summary="One obligation")
def one_obligation(request: HttpRequest, response: HttpResponse, agreement_id: UUID, obligation_id: UUID) -> Any:
    """For whoever reads the agreement."""
    found = queries.get_obligation(actor_of(request), agreement_id, obligation_id)
    with_etag(response, found.version)
    return _out(found)


@router.post(_ONE + "/say", auth=VIEWS, response=ObligationOut, summary="Say what was done about it (If-Match)")
def say_obligation(request: HttpRequest, response: HttpResponse, agreement_id: UUID, obligation_id: UUID, body: SayBody) -> Any:
    """For whoever does it: the staff of the party, or whoever writes agreements for the department's own."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "obligation_id": obligation_id}
    once(
        request,
        lambda: actions.say_done(by=by, **key, said=body.said, link=body.link, seen=seen),
        lambda _: queries.get_obligation(by, agreement_id, obligation_id),
        response=response,
    )
    return one_obligation(request, response, agreement_id, obligation_id)


@router.post(_ONE + "/dispute", auth=VIEWS, response=ObligationOut, summary="Say how the party sees it differently (If-Match)")
def dispute_obligation(request: HttpRequest, response: HttpResponse, agreement_id: UUID, obligation_id: UUID, body: DisputeBody) -> Any:
    """For the staff of the party it is with: of the department's at any time, of their own once it was judged."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "obligation_id": obligation_id}
    once(
        request,
        lambda: actions.dispute_obligation(by=by, **key, words=body.words, seen=seen),
        lambda _: queries.get_obligation(by, agreement_id, obligation_id),
        response=response,
    )
    return one_obligation(request, response, agreement_id, obligation_id)


@router.post(_ONE + "/stand/{verb}", auth=EDITS, response=ObligationOut, summary="Say whether it was met, or waive it (If-Match)")
def move_obligation(
    request: HttpRequest,
    response: HttpResponse,
    agreement_id: UUID,
    obligation_id: UUID,
    verb: Annotated[str, one_of(OBLIGATION_STATES.verbs)],
    body: JudgeBody,
) -> Any:
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "obligation_id": obligation_id}
    once(
        request,
        lambda: actions.move_obligation(by=by, **key, verb=verb, reason=body.reason, seen=seen),
        lambda _: queries.get_obligation(by, agreement_id, obligation_id),
        response=response,
    )
    return one_obligation(request, response, agreement_id, obligation_id)
