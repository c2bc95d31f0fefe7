"""What a stock-take found, over REST: all together, and line by line."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from throughcare.common.rest import PDF_ANSWER, PageOut, PageQuery, page_out, pdf_answer, with_digest
from throughcare.partners.models import OrganizationKind
from throughcare.relationships import actions
from throughcare.relationships.queries import result_shown, stocktake_result
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.rest.returns import StockLineOut, line_out
from throughcare.relationships.rest.shapes import actor_of
from throughcare.relationships.rest.stocktakes import VIEWS, router
from throughcare.relationships.states import BarrierKind


class TogetherOut(Schema):
    """One partner, as its sites say together. standing: ACTIVE, DIFFER, ENDED, UNKNOWN or NO_ANSWER. sites: those that say it is active."""

    partner_id: UUID
    name: str
    kind: OrganizationKind
    standing: str
    sites: list[str]
    since: str
    purposes: list[str]
    agreement: str
    agreements: list[str]


class FoundPartnerOut(Schema):
    """A partner the register did not have. settled: what became of it, empty while nobody said."""

    line_id: UUID
    name: str
    site: str
    settled: str


class BarrierCount(Schema):
    """How many of one kind were said, and how many of these stand in the way still."""

    kind: BarrierKind
    said: int
    still: int


class StockResultOut(Schema):
    """Of returns that were handed in. coverage: as of the stock-take. begun, gone: partners active now and not then, and the other way round;
    compared_with: the closed stock-take of the same scope before, null when there is none."""

    stock_take_id: UUID
    coverage: float | None
    standings: dict[str, int]
    partners: list[TogetherOut]
    found: list[FoundPartnerOut]
    agreement_unknown: list[UUID]
    likely_pairs: list[UUID]
    barriers: list[BarrierCount]
    compared_with: UUID | None
    begun: list[UUID]
    gone: list[UUID]


@router.get("/{uuid:stock_take_id}/result", auth=VIEWS, response=StockResultOut, summary="What a stock-take found, all sites together")
def stock_take_result(request: HttpRequest, response: HttpResponse, stock_take_id: UUID) -> Any:
    by = actor_of(request)
    told = result_shown.as_dict(stocktake_result.result_of(by, queries.get_stock_take(by, stock_take_id)))
    with_digest(response, told)
    return told


@router.get("/{uuid:stock_take_id}/lines", auth=VIEWS, response=PageOut[StockLineOut], summary="What sites said, line by line")
def list_stock_take_lines(request: HttpRequest, stock_take_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """Every line of every return, handed in or not."""
    return page_out(queries.page_of_lines(actor_of(request), stock_take_id, cursor=asked.cursor, size=asked.size), line_out)


@router.get(
    "/{uuid:stock_take_id}/report",
    auth=VIEWS,
    summary="What a stock-take found, as a report to print (PDF)",
    openapi_extra=PDF_ANSWER,
)
def stock_take_report(request: HttpRequest, stock_take_id: UUID) -> Any:
    """Tagged for whoever reads with their ears (PDF/UA-1). The audit keeps that it was taken."""
    made = actions.export_stock_take(by=actor_of(request), stock_take_id=stock_take_id, kind="pdf")
    answer = pdf_answer(made.content, made.name)
    with_digest(answer, made.content)
    return answer
