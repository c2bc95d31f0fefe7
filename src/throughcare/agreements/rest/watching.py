"""What may go wrong by an agreement, and the meetings about it, for connected systems. Each has a version of its own."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.models import Meeting, Risk
from throughcare.agreements.queries import shown, watched
from throughcare.agreements.rest.agreements import EDITS, FIRST, LAST, VIEWS, actor_of, router
from throughcare.agreements.states import HIGHEST, LONGEST_REASON, LONGEST_WORDS, RISK_STATES, RiskState, SharedWith
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag

_RISKS, _MEETINGS = "/{uuid:agreement_id}/risks", "/{uuid:agreement_id}/meetings"
_RISK, _MEETING = _RISKS + "/{uuid:risk_id}", _MEETINGS + "/{uuid:meeting_id}"


class AgreementRiskOut(Schema):
    """Something that may go wrong. level: likelihood times consequence, 1 to 25. shared: who reads it beside the department; party_id: the one party."""

    id: UUID
    shared: SharedWith
    party_id: UUID | None
    what: str
    likelihood: int
    consequence: int
    level: int
    level_words: Literal["LOW", "MEDIUM", "HIGH", "VERY_HIGH"]
    doing: str
    owner_name: str
    review_on: date
    state: RiskState
    state_since: date
    state_reason: str
    version: int | None = Field(None, description="Null for a party: how often the department looked at it is the department's own.")


class AgreementRiskBody(Body):
    """likelihood, consequence: 1 to 5. party_id: with PARTY. user_id and team_id: who watches it; both, or neither."""

    what: str = Field(max_length=500)
    likelihood: int = Field(ge=1, le=HIGHEST)
    consequence: int = Field(ge=1, le=HIGHEST)
    doing: str = Field("", max_length=1000)
    review_on: date = Field(ge=FIRST, le=LAST)
    shared: SharedWith = SharedWith.OURS
    party_id: UUID | None = None
    user_id: UUID | None = None
    team_id: UUID | None = None


class AgreementRiskMoveBody(Body):
    reason: str = Field(max_length=LONGEST_REASON)


class AgreementMeetingOut(Schema):
    """A meeting with all parties, or with one (party_id)."""

    id: UUID
    shared: SharedWith
    party_id: UUID | None
    held_on: date
    present: str
    agreed: str
    next_on: date | None
    version: int


class AgreementMeetingBody(Body):
    """party_id: with PARTY. next_on: becomes the agreement's next review, when all parties were there."""

    held_on: date = Field(ge=FIRST, le=LAST)
    present: str = Field(max_length=1000)
    agreed: str = Field(max_length=LONGEST_WORDS)
    shared: Literal["PARTY", "ALL"] = "ALL"
    party_id: UUID | None = None
    next_on: date | None = Field(None, ge=FIRST, le=LAST)


def _risk(by: Actor, one: Risk, known: shown.Words) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in AgreementRiskOut.model_fields if name not in ("level_words", "owner_name")}
    told["version"] = one.version if by.may(Permission.AGREEMENT_VIEW) else None
    return {**told, "level_words": watched.level_of(one).code, "owner_name": known.owner(one)}


@router.get(_RISKS, auth=VIEWS, response=PageOut[AgreementRiskOut], summary="What may go wrong by an agreement, the highest first")
def list_agreement_risks(request: HttpRequest, agreement_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for its parties' staff those shared with them. What is open comes first."""
    by, known = actor_of(request), shown.words()
    found = queries.get_agreement(by, agreement_id)
    return page_out(queries.page_of_risks(by, found, cursor=asked.cursor, size=asked.size), lambda one: _risk(by, one, known))


@router.post(_RISKS, auth=EDITS, response={201: AgreementRiskOut}, summary="Write down a risk of an agreement")
def add_agreement_risk(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AgreementRiskBody) -> Any:
    by, new = actor_of(request), actions.NewRisk(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_risk(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_risk(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _risk(by, made.thing, shown.words()))


@router.get(_RISK, auth=VIEWS, response=AgreementRiskOut, summary="One risk of an agreement")
def one_agreement_risk(request: HttpRequest, response: HttpResponse, agreement_id: UUID, risk_id: UUID) -> Any:
    """For staff who may look at agreements, and for the parties it is shared with."""
    by = actor_of(request)
    found = queries.get_risk(by, agreement_id, risk_id)
    if by.may(Permission.AGREEMENT_VIEW):
        with_etag(response, found.version)
    return _risk(by, found, shown.words())


@router.put(_RISK, auth=EDITS, response=AgreementRiskOut, summary="Look at a risk again: how it is now (If-Match)")
def change_agreement_risk(request: HttpRequest, response: HttpResponse, agreement_id: UUID, risk_id: UUID, body: AgreementRiskBody) -> Any:
    seen, new = seen_version(request), actions.NewRisk(**body.model_dump())
    actions.change_risk(by=actor_of(request), agreement_id=agreement_id, risk_id=risk_id, new=new, seen=seen)
    return one_agreement_risk(request, response, agreement_id, risk_id)


@router.post(_RISK + "/stand/{verb}", auth=EDITS, response=AgreementRiskOut, summary="Close a risk, or open it again (If-Match)")
def move_agreement_risk(
    request: HttpRequest,
    response: HttpResponse,
    agreement_id: UUID,
    risk_id: UUID,
    verb: Annotated[str, one_of(RISK_STATES.verbs)],
    body: AgreementRiskMoveBody,
) -> Any:
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "risk_id": risk_id}
    once(
        request,
        lambda: actions.move_risk(by=by, **key, verb=verb, reason=body.reason, seen=seen),
        lambda _: queries.get_risk(by, agreement_id, risk_id),
        response=response,
    )
    return one_agreement_risk(request, response, agreement_id, risk_id)


@router.get(_MEETINGS, auth=VIEWS, response=PageOut[AgreementMeetingOut], summary="Meetings about an agreement, the latest first")
def list_agreement_meetings(request: HttpRequest, agreement_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the parties each was with."""
    by = actor_of(request)
    found = queries.get_agreement(by, agreement_id)
    return page_out(queries.page_of_meetings(by, found, cursor=asked.cursor, size=asked.size), _meeting)


def _meeting(one: Meeting) -> dict[str, Any]:
    return {name: getattr(one, name) for name in AgreementMeetingOut.model_fields}


@router.post(_MEETINGS, auth=EDITS, response={201: AgreementMeetingOut}, summary="Write down a meeting about an agreement")
def add_agreement_meeting(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AgreementMeetingBody) -> Any:
    """Something to do from it is a task about the agreement."""
    by, new = actor_of(request), actions.NewMeeting(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_meeting(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_meeting(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _meeting(made.thing))


@router.get(_MEETING, auth=VIEWS, response=AgreementMeetingOut, summary="One meeting about an agreement")
def one_agreement_meeting(request: HttpRequest, response: HttpResponse, agreement_id: UUID, meeting_id: UUID) -> Any:
    """For staff who may look at agreements, and for the parties it was with."""
    found = queries.get_meeting(actor_of(request), agreement_id, meeting_id)
    with_etag(response, found.version)
    return _meeting(found)


@router.put(_MEETING, auth=EDITS, response=AgreementMeetingOut, summary="Change what is written of a meeting (If-Match)")
def change_agreement_meeting(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, meeting_id: UUID, body: AgreementMeetingBody
) -> Any:
    seen, new = seen_version(request), actions.NewMeeting(**body.model_dump())
    actions.change_meeting(by=actor_of(request), agreement_id=agreement_id, meeting_id=meeting_id, new=new, seen=seen)
    return one_agreement_meeting(request, response, agreement_id, meeting_id)
