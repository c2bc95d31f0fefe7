"""Reports of a measure for connected systems. Each has a version of its own."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, one_of, seen_version, with_etag
from throughcare.performance import actions, queries
from throughcare.performance.models import Report
from throughcare.performance.policies import is_met
from throughcare.performance.rest.measures import EDITS, ONE, VIEWS, actor_of, router
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, REPORT_WORDS, ReportState

_REPORTS = ONE + "/reports"
_REPORT = _REPORTS + "/{uuid:report_id}"
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class ReportOut(Schema):
    """One period's report. value: null where there was nothing to measure, or too few people to tell it (suppressed). met: null without a target or a
    value. note: why the target was missed, or what else was said."""

    id: UUID
    measure_id: UUID
    agreement_id: UUID
    organization_id: UUID
    first_on: date
    last_on: date
    value: Decimal | None = Field(max_digits=14, decimal_places=2)
    numerator: int | None
    denominator: int | None
    suppressed: bool
    met: bool | None
    note: str
    state: ReportState
    state_reason: str
    sent_by_id: UUID | None
    sent_on: date
    judged_by_id: UUID | None
    judged_on: date | None
    version: int


class ReportBody(Body):
    """value: of a measure in per cent numerator and denominator instead; of what Throughcare counts itself, neither. nothing: there was nothing to
    measure. note: needed when the target is missed."""

    value: str = Field("", max_length=15, pattern=r"^([0-9]{1,12}(\.[0-9]{1,2})?)?$")
    numerator: int | None = Field(None, ge=0, le=10**9)
    denominator: int | None = Field(None, ge=0, le=10**9)
    nothing: bool = False
    note: str = Field("", max_length=LONGEST_WORDS)

    def said(self) -> actions.Said:
        """As the action takes it."""
        return actions.Said(
            value=Decimal(self.value) if self.value else None,
            numerator=self.numerator,
            denominator=self.denominator,
            nothing=self.nothing,
            note=self.note,
        )


class NewReportBody(ReportBody):
    """first_on: the first day of the period."""

    first_on: date = Field(ge=_FIRST, le=_LAST)


class JudgeReportBody(Body):
    """A reason is needed to send it back."""

    reason: str = Field("", max_length=LONGEST_REASON)


def report_out(one: Report) -> dict[str, Any]:
    """As an answer tells it."""
    told = {name: getattr(one, name) for name in ReportOut.model_fields if name != "met"}
    return {**told, "met": is_met(one.measure, one.value)}


@router.post(_REPORTS, auth=VIEWS, response={201: ReportOut}, summary="Send in the report of a period")
def send_report(request: HttpRequest, response: HttpResponse, agreement_id: UUID, measure_id: UUID, body: NewReportBody) -> Any:
    """For the party's own staff, and for whoever writes agreements, as the party told them. Once the period is over, and once."""
    by, key = actor_of(request), {"agreement_id": agreement_id, "measure_id": measure_id}
    made = once(
        request,
        lambda: actions.send_report(by=by, **key, first_on=body.first_on, said=body.said()),
        lambda report_id: queries.get_report(by, agreement_id, measure_id, report_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, report_out(made.thing))


@router.get(_REPORT, auth=VIEWS, response=ReportOut, summary="One report")
def one_report(request: HttpRequest, response: HttpResponse, agreement_id: UUID, measure_id: UUID, report_id: UUID) -> Any:
    """For whoever reads the measure."""
    found = queries.get_report(actor_of(request), agreement_id, measure_id, report_id)
    with_etag(response, found.version)
    return report_out(found)


@router.put(_REPORT, auth=VIEWS, response=ReportOut, summary="Correct a report, and send it in again (If-Match)")
def correct_report(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, measure_id: UUID, report_id: UUID, body: ReportBody
) -> Any:
    """Until it is accepted."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "measure_id": measure_id}
    actions.correct_report(by=by, **key, report_id=report_id, said=body.said(), seen=seen)
    return one_report(request, response, agreement_id, measure_id, report_id)


@router.post(_REPORT + "/stand/{verb}", auth=EDITS, response=ReportOut, summary="Accept a report, or send it back (If-Match)")
def move_report(
    request: HttpRequest,
    response: HttpResponse,
    agreement_id: UUID,
    measure_id: UUID,
    report_id: UUID,
    verb: Annotated[str, one_of(REPORT_WORDS)],
    body: JudgeReportBody,
) -> Any:
    """Nobody accepts their own."""
    by, seen = actor_of(request), seen_version(request)
    key = {"agreement_id": agreement_id, "measure_id": measure_id, "report_id": report_id}
    once(
        request,
        lambda: actions.move_report(by=by, **key, verb=verb, reason=body.reason, seen=seen),
        lambda _: queries.get_report(by, **key),
        response=response,
    )
    return one_report(request, response, agreement_id, measure_id, report_id)
