"""Surveys of the network for connected systems of whoever keeps the register. Organisations reply on pages: a system has no opinion of a partner."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_digest, with_etag
from throughcare.partners.models import OrganizationKind
from throughcare.relationships import actions
from throughcare.relationships.models import NetworkSurvey
from throughcare.relationships.queries import survey_result as results
from throughcare.relationships.queries import surveys as queries
from throughcare.relationships.queries import surveys_shown as shown
from throughcare.relationships.rest.shapes import FIRST, LAST, actor_of
from throughcare.relationships.states import LONGEST_NAME, SURVEY_STATES, SURVEY_WORDS, SURVEYED_VERBS, Flow, Often, SurveyState

router = Router(tags=["surveys of the network"])
KEEPS = rest_needs(Permission.PARTNER_EDIT)
Code = Annotated[str, Field(max_length=40)]


class SurveyQuery(PageQuery):
    """Which surveys."""

    state: SurveyState | None = None


class SurveyLine(Schema):
    """One survey. regions, kinds: empty means all. asked, replied: organisations."""

    id: UUID
    name: str
    regions: list[str]
    kinds: list[str]
    state: SurveyState
    deadline: date
    opened_on: date | None
    closed_on: date | None
    published_on: date | None
    asked: int
    replied: int
    version: int


class SurveyedLine(Schema):
    """One that is asked. email: empty when its own people alone can answer."""

    id: UUID
    organization_id: UUID
    name: str
    email: str
    handed_in_on: date | None


class SurveyOut(SurveyLine):
    """One survey with whom it asks."""

    can: list[str]
    surveyed: list[SurveyedLine]


class SurveyBody(Body):
    """regions, kinds: codes; none means all. Once it is open, only deadline may differ: send the rest as it is."""

    name: str = Field(max_length=LONGEST_NAME)
    deadline: date = Field(ge=FIRST, le=LAST)
    regions: list[Code] = Field([], max_length=200)
    kinds: list[OrganizationKind] = Field([], max_length=30)


class SurveyedBody(Body):
    """organization: name or id of a partner. email: of whoever answers for it; empty: its own people alone."""

    organization: str = Field(max_length=300)
    email: str = Field("", max_length=254)


class SurveyScore(Schema):
    """Mean of 1 to 4, of at least three raters."""

    raters: int
    mean: float


class SurveyAgreed(Schema):
    """Of n, the share both ends say alike; null of none."""

    n: int
    share: float | None


class SurveyAgreement(Schema):
    ties: SurveyAgreed
    flows: SurveyAgreed


class SurveyRated(Schema):
    """One organisation, as others see it. trust, value: null under three raters."""

    id: UUID
    name: str
    known_by: int
    trust: SurveyScore | None
    value: SurveyScore | None


class SurveyResultOut(Schema):
    """As docs/network.md defines each; null where its definition divides by nothing."""

    asked: int
    answered: int
    yes: int
    no: int
    unsure: int
    density: float | None
    reciprocity: float | None
    agreed: SurveyAgreement
    organizations: list[SurveyRated]


class SaidTieOut(Schema):
    """What one that replied says of another it works with. points: item → 1 to 4; null: it doesn't know."""

    one_id: UUID
    one_name: str
    other_id: UUID
    other_name: str
    points: dict[str, int | None]
    gives: list[Flow]
    gets: list[Flow]
    often: Often | None


def _answer(request: HttpRequest, response: HttpResponse, survey_id: UUID) -> dict[str, Any]:
    """One survey, with its version."""
    by = actor_of(request)
    found = queries.get_survey(by, survey_id)
    with_etag(response, found.version)
    surveyed = [
        {**{name: getattr(row, name) for name in ("id", "organization_id", "email", "handed_in_on")}, "name": row.organization.name}
        for row in queries.surveyed_of(by, found)
    ]
    return {**_line(found), "can": SURVEY_STATES.verbs_from(found.state), "surveyed": surveyed}


def _line(survey: NetworkSurvey) -> dict[str, Any]:
    return {name: getattr(survey, name) for name in SurveyLine.model_fields}


@router.get("", auth=KEEPS, response=PageOut[SurveyLine], summary="Surveys of the network, the newest first")
def list_network_surveys(request: HttpRequest, asked: Annotated[SurveyQuery, Query()]) -> Any:
    """Each with how many replied."""
    filters = queries.SurveyFilters(state=asked.state or "")
    return page_out(queries.page_of_surveys(actor_of(request), filters, cursor=asked.cursor, size=asked.size), _line)


@router.post("", auth=KEEPS, response={201: SurveyOut}, summary="Prepare a survey of the network")
def add_network_survey(request: HttpRequest, response: HttpResponse, body: SurveyBody) -> Any:
    """Active partners of its scope are asked, each at its lead contact's address."""
    by, new = actor_of(request), actions.NewSurvey(**body.model_dump())
    made = once(request, lambda: actions.add_survey(by=by, new=new), lambda made_id: queries.get_survey(by, made_id), response=response)
    return Status(201, _answer(request, response, made.thing.pk))


@router.get("/{uuid:survey_id}", auth=KEEPS, response=SurveyOut, summary="One survey, with whom it asks and who replied")
def one_network_survey(request: HttpRequest, response: HttpResponse, survey_id: UUID) -> Any:
    return _answer(request, response, survey_id)


@router.put("/{uuid:survey_id}", auth=KEEPS, response=SurveyOut, summary="Change a survey of the network (If-Match)")
def change_network_survey(request: HttpRequest, response: HttpResponse, survey_id: UUID, body: SurveyBody) -> Any:
    seen, new = seen_version(request), actions.NewSurvey(**body.model_dump())
    actions.change_survey(by=actor_of(request), survey_id=survey_id, new=new, seen=seen)
    return _answer(request, response, survey_id)


@router.post(
    "/{uuid:survey_id}/stand/{verb}", auth=KEEPS, response=SurveyOut, summary="Open, close, publish or give up a survey (If-Match)"
)
def move_network_survey(request: HttpRequest, response: HttpResponse, survey_id: UUID, verb: Annotated[str, one_of(SURVEY_WORDS)]) -> Any:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_survey(by=by, survey_id=survey_id, verb=verb, seen=seen),
        lambda _: queries.get_survey(by, survey_id),
        response=response,
    )
    return _answer(request, response, survey_id)


@router.post("/{uuid:survey_id}/organizations", auth=KEEPS, response={201: SurveyOut}, summary="Ask a partner, or put its address right")
def ask_in_network_survey(request: HttpRequest, response: HttpResponse, survey_id: UUID, body: SurveyedBody) -> Any:
    by, new = actor_of(request), actions.NewSurveyed(**body.model_dump())
    once(
        request,
        lambda: actions.ask_organization(by=by, survey_id=survey_id, new=new),
        lambda made_id: queries.get_surveyed(by, made_id),
        response=response,
    )
    return Status(201, _answer(request, response, survey_id))


@router.post(
    "/organizations/{uuid:surveyed_id}/{verb}",
    auth=KEEPS,
    response=SurveyOut,
    summary="Send a new link, or ask no more",
    openapi_extra={"x-any-version": "sends a link, or takes back a line of a survey nobody replied to yet: nothing of it is overwritten"},
)
def move_in_network_survey(
    request: HttpRequest, response: HttpResponse, surveyed_id: UUID, verb: Annotated[str, one_of(SURVEYED_VERBS)]
) -> Any:
    by = actor_of(request)
    survey_id = queries.get_surveyed(by, surveyed_id).survey_id
    once(
        request,
        lambda: actions.move_surveyed(by=by, surveyed_id=surveyed_id, verb=verb),
        lambda _: queries.get_survey(by, survey_id),
        response=response,
        within=A_MOMENT,
    )
    return _answer(request, response, survey_id)


@router.post(
    "/{uuid:survey_id}/remind",
    auth=KEEPS,
    response=SurveyOut,
    summary="Remind organisations that have not replied",
    openapi_extra={"x-any-version": "sends mail, and changes nothing of the survey"},
)
def remind_network_survey(request: HttpRequest, response: HttpResponse, survey_id: UUID) -> Any:
    by = actor_of(request)
    once(
        request,
        lambda: actions.remind_surveyed(by=by, survey_id=survey_id),
        lambda _: queries.get_survey(by, survey_id),
        response=response,
        within=A_MOMENT,
    )
    return _answer(request, response, survey_id)


@router.get("/{uuid:survey_id}/result", auth=KEEPS, response=SurveyResultOut, summary="What a published survey says")
def network_survey_result(request: HttpRequest, response: HttpResponse, survey_id: UUID) -> Any:
    told = shown.result_dict(results.result_of(actor_of(request), survey_id))
    with_digest(response, told)
    return told


@router.get("/{uuid:survey_id}/ties", auth=KEEPS, response=PageOut[SaidTieOut], summary="Who says what of whom, in a published survey")
def list_said_ties(request: HttpRequest, survey_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """By the names of both ends."""
    page = results.page_of_said(actor_of(request), survey_id, cursor=asked.cursor, size=asked.size)
    return {"items": [shown.said_dict(row) for row in page.rows], "next": page.next}
