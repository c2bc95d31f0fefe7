"""The three questions of a small grant or MOU for connected systems."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.agreements.states import LONGEST_ANSWER
from throughcare.common.refusals import NotFound
from throughcare.common.rest import Body, with_etag
from throughcare.performance import actions
from throughcare.performance.models import LightReport
from throughcare.performance.queries.light import get_light_report
from throughcare.performance.rest.measures import VIEWS, actor_of, router
from throughcare.performance.states import ToldBy

_REPORT = "/{uuid:agreement_id}/light/report"
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class LightReportOut(Schema):
    """The answers, given once: what was done, what changed for people, what would be done otherwise or got in the way. spent: of a grant."""

    agreement_id: UUID
    did: str
    changed: str
    otherwise: str
    spent: Decimal | None = Field(max_digits=14, decimal_places=2)
    how: ToldBy
    told_by: str
    told_on: date | None
    sent_by_id: UUID | None
    sent_on: date


class LightReportBody(Body):
    """Name nobody. spent: of a grant. told_by and told_on: needed of whoever writes down what they were told; of the group's own people they don't count."""

    did: str = Field(max_length=LONGEST_ANSWER)
    changed: str = Field(max_length=LONGEST_ANSWER)
    otherwise: str = Field(max_length=LONGEST_ANSWER)
    spent: str = Field("", max_length=15, pattern=r"^([0-9]{1,12}(\.[0-9]{1,2})?)?$")
    told_by: str = Field("", max_length=200)
    told_on: date | None = Field(None, ge=_FIRST, le=_LAST)

    def told(self) -> actions.Told:
        """As the action takes it."""
        return actions.Told(**{**self.model_dump(), "spent": Decimal(self.spent) if self.spent else None})


@router.get(_REPORT, auth=VIEWS, response=LightReportOut, summary="How a small grant or MOU went")
def one_light_report(request: HttpRequest, response: HttpResponse, agreement_id: UUID) -> Any:
    """For whoever reads the agreement; not found until somebody told. It is given once, so its version is always 1."""
    with_etag(response, 1)
    return _told(request, agreement_id)


@router.post(_REPORT, auth=VIEWS, response={201: LightReportOut}, summary="Answer the three questions")
def send_light_report(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: LightReportBody) -> Any:
    """By the group's own people, or by whoever writes agreements, as they were told. Once."""
    by = actor_of(request)
    once(
        request,
        lambda: actions.tell_light(by=by, agreement_id=agreement_id, told=body.told()).agreement_id,
        lambda _: get_light_report(by, agreement_id)[0],
        response=response,
    )
    return Status(201, _told(request, agreement_id))


def _told(request: HttpRequest, agreement_id: UUID) -> LightReport:
    told = get_light_report(actor_of(request), agreement_id)[2]
    if told is None:
        raise NotFound
    return told
