"""Reports for funders, for connected systems. Each stays as it was made, so none has a version."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.agreements.states import Bearer
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, with_etag
from throughcare.performance import actions, queries
from throughcare.performance.models import FunderReport
from throughcare.performance.queries import funder_shown
from throughcare.performance.rest.measures import VIEWS, actor_of
from throughcare.performance.rest.partners import router
from throughcare.performance.states import LINES, LONGEST_LINE, ContributionKind, Rba

_ALL = "/partners/{uuid:partner_id}/funder-reports"
_ONE = _ALL + "/{uuid:funder_report_id}"
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class FunderReportOut(Schema):
    """Of which partner, days and agreement (null: all of the partner's), in its own words."""

    id: UUID
    organization_id: UUID
    agreement_id: UUID | None
    first_on: date
    last_on: date
    words: list[str]
    made_on: date


class FunderPutInOut(Schema):
    giver: Bearer
    kind: ContributionKind
    worth: Decimal = Field(max_digits=20, decimal_places=2)
    rows: int
    without: int


class FunderMeasureOut(Schema):
    """value: of the accepted reports of the period, in words; a number too small to tell stays so."""

    question: Rba
    name: str
    includes: str
    target: str
    value: str
    met: str
    notes: list[str]


class FunderContentOut(FunderReportOut):
    """With what stands on it now. waiting: reports of the period that are not accepted yet, and not in it."""

    organization: str
    purpose: str
    agreements: list[str]
    put_in: list[FunderPutInOut]
    paid: Decimal = Field(max_digits=20, decimal_places=2)
    payments: int
    measures: list[FunderMeasureOut]
    waiting: int


class FunderReportBody(Body):
    """agreement_id: left out for all of the partner's. words: up to three lines of its own."""

    first_on: date = Field(ge=_FIRST, le=_LAST)
    last_on: date = Field(ge=_FIRST, le=_LAST)
    agreement_id: UUID | None = None
    words: list[Annotated[str, Field(max_length=LONGEST_LINE)]] = Field(default_factory=list, max_length=LINES)


def _out(one: FunderReport) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FunderReportOut.model_fields}


@router.get(_ALL, auth=VIEWS, response=PageOut[FunderReportOut], summary="A partner's reports for funders, the newest period first")
def list_funder_reports(request: HttpRequest, partner_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For the partner's own, and for staff who may look at agreements."""
    by = actor_of(request)
    found = queries.put_in_organization(by, partner_id)
    return page_out(queries.page_of_funder_reports(by, found, cursor=asked.cursor, size=asked.size), _out)


@router.post(_ALL, auth=VIEWS, response={201: FunderReportOut}, summary="Make a report for funders")
def make_funder_report(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: FunderReportBody) -> Any:
    """For the partner's own staff, and for whoever writes agreements. It stays as it was made."""
    by, new = actor_of(request), actions.NewFunderReport(**body.model_dump())
    made = once(
        request,
        lambda: actions.make_funder_report(by=by, organization_id=partner_id, new=new),
        lambda key: queries.get_funder_report(by, partner_id, key),
        response=response,
    )
    return Status(201, _out(made.thing))


@router.get(_ONE, auth=VIEWS, response=FunderContentOut, summary="One report for funders, with what stands on it")
def one_funder_report(request: HttpRequest, response: HttpResponse, partner_id: UUID, funder_report_id: UUID) -> Any:
    """As its reader may read it now. No person is in it, and no other partner."""
    by = actor_of(request)
    found = queries.get_funder_report(by, partner_id, funder_report_id)
    with_etag(response, 1)  # what was made stays
    content = queries.content_of(by, found.organization, found.first_on, found.last_on, found.agreement_id)
    return {**_out(found), **funder_shown.as_dict(content)}
