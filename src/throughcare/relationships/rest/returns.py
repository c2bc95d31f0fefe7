"""Returns of stock-takes: one with its lines, answers given, partners found and settled."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, one_of, seen_version, with_etag
from throughcare.partners.models import OrganizationKind
from throughcare.relationships import actions
from throughcare.relationships.models import ReturnLine
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.queries import stocktakes_shown as shown
from throughcare.relationships.rest.shapes import actor_of
from throughcare.relationships.rest.stocktakes import EDITS, VIEWS, StockTakeReasonBody, router
from throughcare.relationships.states import (
    LONGEST_REASON,
    RETURN_WORDS,
    HasAgreement,
    LineAnswer,
    ReturnState,
    Settled,
)


class StockLineOut(Schema):
    """What a site says of one partner. answer: empty while there is none. partner_id: null for one that was found, until it is settled."""

    id: UUID
    return_id: UUID
    partner_id: UUID | None
    name: str
    kind: OrganizationKind | Literal[""]
    answer: LineAnswer | Literal[""]
    since: str
    purpose: str
    agreement: HasAgreement | Literal[""]
    agreement_words: str
    enhance: str
    changed: str
    own_answers: list[str]
    settled: Settled | Literal[""]
    settled_words: str
    version: int


class SiteReturnOut(Schema):
    """One site's return. site: empty for partners of no one site. may_answer: whether the reader may write in it now."""

    id: UUID
    stock_take_id: UUID
    site: str
    team_id: UUID
    team: str
    state: ReturnState
    handed_in_on: date | None
    reason: str
    may_answer: bool
    lines: list[StockLineOut]
    version: int


class SaidFields(Body):
    """own_answers: to the stock-take's own questions, in their order."""

    since: str = Field("", max_length=60)
    purpose: str = Field("", max_length=500)
    agreement: HasAgreement | Literal[""] = ""
    agreement_words: str = Field("", max_length=300)
    enhance: str = Field("", max_length=1000)
    changed: str = Field("", max_length=1000)
    own_answers: list[Annotated[str, Field(max_length=1000)]] = Field([], max_length=10)


class StockLineBody(SaidFields):
    """name and kind: of a partner that was found (FOUND), and of no other."""

    answer: LineAnswer
    name: str = Field("", max_length=300)
    kind: OrganizationKind | Literal[""] = ""


class FoundBody(SaidFields):
    """A partner the register did not have for this site."""

    name: str = Field(max_length=300)
    kind: OrganizationKind | Literal[""] = ""


class ConfirmBody(Body):
    """Lines without an answer yet."""

    line_ids: list[UUID] = Field(max_length=500)


class SettleBody(Body):
    """partner_id: which one it is (MATCHED), or the organisation of the directory to put on the register (ADDED). reason: of one set aside."""

    settled: Settled
    partner_id: UUID | None = None
    kind: OrganizationKind | Literal[""] = ""
    another: bool = False
    reason: str = Field("", max_length=LONGEST_REASON)


def line_out(row: ReturnLine) -> dict[str, Any]:
    """One line."""
    names = ("id", "partner_id", "kind", "answer", "since", "purpose", "agreement", "agreement_words", "enhance", "changed", "own_answers")
    told = {name: getattr(row, name) for name in (*names, "settled", "settled_words", "version")}
    return {**told, "return_id": row.site_return_id, "name": shown.called(row)}


def _answer(request: HttpRequest, response: HttpResponse, return_id: UUID) -> dict[str, Any]:
    """One return, with its version."""
    by = actor_of(request)
    found = queries.get_return(by, return_id)
    with_etag(response, found.version)
    told = {name: getattr(found, name) for name in ("id", "stock_take_id", "site", "team_id", "state", "handed_in_on", "reason", "version")}
    lines = [line_out(row) for row in queries.lines_of(by, return_id)]
    return {**told, "team": found.team.name, "may_answer": queries.may_answer(by, found), "lines": lines}


def _one(request: HttpRequest, response: HttpResponse, line_id: UUID) -> dict[str, Any]:
    found = queries.get_line(actor_of(request), line_id)
    with_etag(response, found.version)
    return line_out(found)


@router.get("/returns/{uuid:return_id}", auth=VIEWS, response=SiteReturnOut, summary="One site's return, with a line for each partner")
def one_return(request: HttpRequest, response: HttpResponse, return_id: UUID) -> Any:
    return _answer(request, response, return_id)


@router.post("/returns/{uuid:return_id}/stand/{verb}", auth=VIEWS, response=SiteReturnOut, summary="Hand a return in, or back (If-Match)")
def move_return(
    request: HttpRequest, response: HttpResponse, return_id: UUID, verb: Annotated[str, one_of(RETURN_WORDS)], body: StockTakeReasonBody
) -> Any:
    """In by its team, or for it; back by whoever keeps the register, with a reason."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_return(by=by, return_id=return_id, verb=verb, seen=seen, reason=body.reason),
        lambda _: queries.get_return(by, return_id),
        response=response,
    )
    return _answer(request, response, return_id)


@router.post(
    "/returns/{uuid:return_id}/confirm",
    auth=VIEWS,
    response=SiteReturnOut,
    summary="Say of partners that they are still active",
    openapi_extra={"x-any-version": "Lines that have an answer stay as they are."},
)
def confirm_lines(request: HttpRequest, response: HttpResponse, return_id: UUID, body: ConfirmBody) -> Any:
    """Of those without an answer yet."""
    by = actor_of(request)
    once(
        request,
        lambda: actions.confirm_lines(by=by, return_id=return_id, line_ids=body.line_ids),
        lambda _: queries.get_return(by, return_id),
        response=response,
    )
    return _answer(request, response, return_id)


@router.post(
    "/returns/{uuid:return_id}/found", auth=VIEWS, response={201: StockLineOut}, summary="Write down a partner the register did not have"
)
def add_found(request: HttpRequest, response: HttpResponse, return_id: UUID, body: FoundBody) -> Any:
    by, said = actor_of(request), actions.LineSaid(answer=LineAnswer.FOUND, **body.model_dump())
    made = once(
        request,
        lambda: actions.add_found(by=by, return_id=return_id, said=said),
        lambda made_id: queries.get_line(by, made_id),
        response=response,
    )
    return Status(201, _one(request, response, made.thing.pk))


@router.get("/lines/{uuid:line_id}", auth=VIEWS, response=StockLineOut, summary="What a site says of one partner")
def one_line(request: HttpRequest, response: HttpResponse, line_id: UUID) -> Any:
    return _one(request, response, line_id)


@router.put("/lines/{uuid:line_id}", auth=VIEWS, response=StockLineOut, summary="Say how it is with one partner (If-Match)")
def answer_line(request: HttpRequest, response: HttpResponse, line_id: UUID, body: StockLineBody) -> Any:
    seen, said = seen_version(request), actions.LineSaid(**body.model_dump())
    actions.answer_line(by=actor_of(request), line_id=line_id, said=said, seen=seen)
    return _one(request, response, line_id)


@router.post(
    "/lines/{uuid:line_id}/settle", auth=EDITS, response=StockLineOut, summary="Say what became of a partner that was found (If-Match)"
)
def settle_found(request: HttpRequest, response: HttpResponse, line_id: UUID, body: SettleBody) -> Any:
    by, seen, said = actor_of(request), seen_version(request), actions.Settling(**body.model_dump())
    once(
        request,
        lambda: actions.settle_found(by=by, line_id=line_id, said=said, seen=seen),
        lambda _: queries.get_line(by, line_id),
        response=response,
    )
    return _one(request, response, line_id)
