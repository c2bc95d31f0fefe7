"""What is to be sent in, and what was, over all agreements the reader sees."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from throughcare.agreements.queries import has_any
from throughcare.common.paging import page_of_list
from throughcare.common.rest import PageOut, PageQuery, page_out
from throughcare.performance import queries
from throughcare.performance.queries import shown
from throughcare.performance.rest.measures import VIEWS, actor_of
from throughcare.performance.rest.reports import ReportOut, report_out
from throughcare.performance.states import ReportState

router = Router(tags=["performance"])


class ReportQuery(PageQuery):
    """Which reports. Leave a filter out, and it does not matter."""

    state: ReportState | None = None
    owner: Literal["", "mine"] = Field("", description="mine: of agreements the key's owner looks after.")


class DueQuery(PageQuery):
    owner: Literal["", "mine"] = Field("", description="mine: of agreements the key's owner looks after.")


class ReportDueOut(Schema):
    """One period whose report is to be sent in. stands: DUE, LATE, or RETURNED when it was sent back; late is true of that too once its day has passed."""

    agreement_id: UUID
    measure_id: UUID
    name: str
    organization_id: UUID
    first_on: date
    last_on: date
    due_on: date
    stands: Literal["DUE", "LATE", "RETURNED"]
    late: bool
    report_id: UUID | None


@router.get("", auth=VIEWS, response=PageOut[ReportOut], summary="Reports that were sent in, the oldest first")
def list_reports(request: HttpRequest, asked: Annotated[ReportQuery, Query()]) -> Any:
    """For staff who may look at agreements; a party's own staff are told theirs."""
    by = actor_of(request)
    has_any(by)
    return page_out(queries.page_to_look(by, owner=asked.owner, state=asked.state or "", cursor=asked.cursor, size=asked.size), report_out)


@router.get("/due", auth=VIEWS, response=PageOut[ReportDueOut], summary="Reports that are to be sent in, what has been due longest first")
def list_reports_due(request: HttpRequest, asked: Annotated[DueQuery, Query()]) -> Any:
    """Worked out from the days: of periods that are over, and not reported, or sent back."""
    by = actor_of(request)
    has_any(by)
    page = page_of_list(queries.reports_due(by, owner=asked.owner), queries.due_order, cursor=asked.cursor, size=asked.size)
    return page_out(page, _due)


def _due(one: queries.Due) -> dict[str, Any]:
    return {
        "agreement_id": one.measure.agreement_id,
        "measure_id": one.measure.pk,
        "name": one.measure.name,
        "organization_id": one.measure.organization_id,
        "first_on": one.period.first_on,
        "last_on": one.period.last_on,
        "due_on": one.period.due_on,
        "stands": shown.stands_of(one.period, one.returned).code,
        "late": one.is_late,
        "report_id": one.returned.pk if one.returned else None,
    }
