"""Campaigns and submissions of partners for connected systems."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.partners import actions, queries
from throughcare.partners.models import LONGEST_WORDS, Campaign
from throughcare.partners.rest.register import BOTH, EDITS, FIRST, LAST, actor_of, router
from throughcare.partners.states import CAMPAIGN_STATES, CampaignKind, CampaignState

_SEES = rest_needs(Permission.PARTNER_VIEW, Permission.PARTNER_OWN)
_ONE = "/campaigns/{uuid:campaign_id}"


class CampaignQuery(PageQuery):
    """Which of them. Leave the state out for those in any."""

    state: CampaignState | None = None
    words: str = Field("", max_length=200)
    partner_id: UUID | None = None


class CampaignOut(Schema):
    """What a partner asks of the department, and our answer. document: where it can be read."""

    id: UUID
    partner_id: UUID
    partner: str
    kind: CampaignKind
    title: str
    topic: str
    asks: str
    said_on: date
    document: str
    state: CampaignState
    answer: str
    answered_on: date | None
    version: int


class CampaignBody(Body):
    """said_on: left out, today."""

    kind: CampaignKind
    title: str = Field(max_length=300)
    asks: str = Field(max_length=LONGEST_WORDS)
    topic: str = Field("", max_length=200)
    document: str = Field("", max_length=500)
    said_on: date | None = Field(None, ge=FIRST, le=LAST)


class CampaignMoveBody(Body):
    """answer: needed to answer it. answered_on: left out, today."""

    answer: str = Field("", max_length=LONGEST_WORDS)
    answered_on: date | None = Field(None, ge=FIRST, le=LAST)


def _out(one: Campaign) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in CampaignOut.model_fields if name != "partner"}
    return {**told, "partner": one.partner.organization.name}


@router.get("/campaigns", auth=_SEES, response=PageOut[CampaignOut], summary="Campaigns and submissions of partners")
def list_campaigns(request: HttpRequest, asked: Annotated[CampaignQuery, Query()]) -> Any:
    """Whoever has waited longest first. A partner's own people read theirs."""
    filters = queries.CampaignFilters(state=str(asked.state or ""), words=asked.words, partner_id=asked.partner_id)
    return page_out(queries.page_of_campaigns(actor_of(request), filters, cursor=asked.cursor, size=asked.size), _out)


@router.post("/{uuid:partner_id}/campaigns", auth=BOTH, response={201: CampaignOut}, summary="Add a campaign or submission of a partner")
def add_campaign(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: CampaignBody) -> Any:
    """By whoever keeps the register, or by its own people."""
    by, new = actor_of(request), actions.NewCampaign(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_campaign(by=by, partner_id=partner_id, new=new),
        lambda made_id: queries.get_campaign(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _out(made.thing))


@router.get(_ONE, auth=_SEES, response=CampaignOut, summary="One campaign or submission")
def one_campaign(request: HttpRequest, response: HttpResponse, campaign_id: UUID) -> Any:
    found = queries.get_campaign(actor_of(request), campaign_id)
    with_etag(response, found.version)
    return _out(found)


@router.put(_ONE, auth=EDITS, response=CampaignOut, summary="Correct a campaign or submission (If-Match)")
def change_campaign(request: HttpRequest, response: HttpResponse, campaign_id: UUID, body: CampaignBody) -> Any:
    seen, new = seen_version(request), actions.NewCampaign(**body.model_dump())
    actions.change_campaign(by=actor_of(request), campaign_id=campaign_id, new=new, seen=seen)
    return one_campaign(request, response, campaign_id)


@router.post(_ONE + "/{verb}", auth=EDITS, response=CampaignOut, summary="Answer a campaign or submission, or open it again (If-Match)")
def move_campaign(
    request: HttpRequest,
    response: HttpResponse,
    campaign_id: UUID,
    verb: Annotated[str, one_of(CAMPAIGN_STATES.verbs)],
    body: CampaignMoveBody,
) -> Any:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_campaign(
            by=by, campaign_id=campaign_id, verb=verb, seen=seen, answer=body.answer, answered_on=body.answered_on
        ),
        lambda _: queries.get_campaign(by, campaign_id),
        response=response,
    )
    return one_campaign(request, response, campaign_id)
