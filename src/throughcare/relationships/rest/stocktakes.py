"""Stock-takes for connected systems: kept by those who keep the register, answered by the teams of sites."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.partners.models import OrganizationKind
from throughcare.relationships import actions
from throughcare.relationships.models import StockTake
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.queries import stocktakes_shown as shown
from throughcare.relationships.rest.shapes import FIRST, LAST, actor_of
from throughcare.relationships.states import (
    LONGEST_NAME,
    LONGEST_OWN_ITEM,
    LONGEST_REASON,
    STOCK_TAKE_STATES,
    STOCK_TAKE_WORDS,
    ReturnState,
    StockTakeState,
)

router = Router(tags=["stock-takes"])
VIEWS = rest_needs(Permission.PARTNER_VIEW)
EDITS = rest_needs(Permission.PARTNER_EDIT)
Code = Annotated[str, Field(max_length=60)]


class StockTakeQuery(PageQuery):
    """Which stock-takes."""

    state: StockTakeState | None = None


class StockTakeLine(Schema):
    """One stock-take. regions, sites, kinds: empty means all. coverage: per cent of `lines` that are `known`; null when nothing is asked.

    asked, handed_in, late: sites. lines: partners asked about, once for each site; answered: with any answer; known: with another answer than
    "we don't know", in a return that was handed in; found: partners the register did not have.
    """

    id: UUID
    name: str
    regions: list[str]
    sites: list[str]
    kinds: list[str]
    state: StockTakeState
    deadline: date
    opened_on: date | None
    closed_on: date | None
    asked: int
    handed_in: int
    late: int
    lines: int
    answered: int
    known: int
    found: int
    coverage: float | None
    version: int


class SiteReturnLine(Schema):
    """How far one site is. site: empty for partners of no one site."""

    id: UUID
    site: str
    team_id: UUID
    team: str
    state: ReturnState
    late: bool
    handed_in_on: date | None
    asked: int
    answered: int
    known: int
    found: int


class StockTakeOut(StockTakeLine):
    """One stock-take with what it asks and how far each site is."""

    questions: str
    own_questions: list[str]
    reason: str
    can: list[str]
    returns: list[SiteReturnLine]


class StockTakeBody(Body):
    """regions, sites, kinds: codes; none means all. Once it is open, only deadline may differ: send the rest as it is."""

    name: str = Field(max_length=LONGEST_NAME)
    deadline: date = Field(ge=FIRST, le=LAST)
    regions: list[Code] = Field([], max_length=200)
    sites: list[Code] = Field([], max_length=500)
    kinds: list[OrganizationKind] = Field([], max_length=30)
    own_questions: list[Annotated[str, Field(max_length=LONGEST_OWN_ITEM)]] = Field([], max_length=10)


class SiteTeam(Body):
    """Who answers for a site. site: its code; empty for partners of no one site. team_id: null when nobody is asked."""

    site: str = Field(max_length=60)
    team_id: UUID | None


class TeamsBody(Body):
    """Sites left out stay as they are."""

    teams: list[SiteTeam] = Field(max_length=500)


class StockTakeReasonBody(Body):
    """reason: for steps that need one."""

    reason: str = Field("", max_length=LONGEST_REASON)


def _line(stock_take: StockTake, returns: Any = None) -> dict[str, Any]:
    done = queries.progress_of(stock_take, stock_take.returns.all() if returns is None else returns)
    return {**shown.as_dict(stock_take, done), "version": stock_take.version}


def _answer(request: HttpRequest, response: HttpResponse, stock_take_id: UUID) -> dict[str, Any]:
    """One stock-take, with its version."""
    by = actor_of(request)
    found, returns = queries.get_stock_take(by, stock_take_id), queries.returns_of(by, stock_take_id)
    with_etag(response, found.version)
    told = {name: getattr(found, name) for name in ("questions", "own_questions", "reason")}
    can = STOCK_TAKE_STATES.verbs_from(found.state) if by.may(Permission.PARTNER_EDIT) else []
    return {**_line(found, returns), **told, "can": can, "returns": [_return(found, row) for row in returns]}


def _return(stock_take: StockTake, row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "site", "team_id", "state", "handed_in_on", "asked", "answered", "known", "found")}
    return {**told, "team": row.team.name, "late": queries.is_late(row, stock_take)}


@router.get("", auth=VIEWS, response=PageOut[StockTakeLine], summary="Stock-takes, the newest first")
def list_stock_takes(request: HttpRequest, asked: Annotated[StockTakeQuery, Query()]) -> Any:
    """Each with how far it is."""
    filters = queries.StockTakeFilters(state=asked.state or "")
    return page_out(queries.page_of_stock_takes(actor_of(request), filters, cursor=asked.cursor, size=asked.size), _line)


@router.post("", auth=EDITS, response={201: StockTakeOut}, summary="Prepare a stock-take")
def add_stock_take(request: HttpRequest, response: HttpResponse, body: StockTakeBody) -> Any:
    """Each site in its scope is asked of the office that is likely its own."""
    by, new = actor_of(request), actions.NewStockTake(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_stock_take(by=by, new=new),
        lambda made_id: queries.get_stock_take(by, made_id),
        response=response,
    )
    return Status(201, _answer(request, response, made.thing.pk))


@router.get("/{uuid:stock_take_id}", auth=VIEWS, response=StockTakeOut, summary="One stock-take, with how far each site is")
def one_stock_take(request: HttpRequest, response: HttpResponse, stock_take_id: UUID) -> Any:
    return _answer(request, response, stock_take_id)


@router.put("/{uuid:stock_take_id}", auth=EDITS, response=StockTakeOut, summary="Change a stock-take (If-Match)")
def change_stock_take(request: HttpRequest, response: HttpResponse, stock_take_id: UUID, body: StockTakeBody) -> Any:
    seen, new = seen_version(request), actions.NewStockTake(**body.model_dump())
    actions.change_stock_take(by=actor_of(request), stock_take_id=stock_take_id, new=new, seen=seen)
    return _answer(request, response, stock_take_id)


@router.put("/{uuid:stock_take_id}/teams", auth=EDITS, response=StockTakeOut, summary="Say who answers for which site (If-Match)")
def ask_teams(request: HttpRequest, response: HttpResponse, stock_take_id: UUID, body: TeamsBody) -> Any:
    seen, teams = seen_version(request), {one.site: one.team_id for one in body.teams}
    actions.ask_teams(by=actor_of(request), stock_take_id=stock_take_id, teams=teams, seen=seen)
    return _answer(request, response, stock_take_id)


@router.post(
    "/{uuid:stock_take_id}/remind",
    auth=EDITS,
    response=StockTakeOut,
    summary="Remind teams that have not handed in",
    openapi_extra={"x-any-version": "Nothing of the stock-take changes; nobody is reminded twice a day."},
)
def remind_sites(request: HttpRequest, response: HttpResponse, stock_take_id: UUID) -> Any:
    """Nobody is reminded twice a day."""
    by = actor_of(request)
    once(
        request,
        lambda: actions.remind_sites(by=by, stock_take_id=stock_take_id),
        lambda _: queries.get_stock_take(by, stock_take_id),
        response=response,
        within=A_MOMENT,
    )
    return _answer(request, response, stock_take_id)


@router.post(
    "/{uuid:stock_take_id}/stand/{verb}",
    auth=EDITS,
    response=StockTakeOut,
    summary="Open, close, open again or give up a stock-take (If-Match)",
)
def move_stock_take(
    request: HttpRequest,
    response: HttpResponse,
    stock_take_id: UUID,
    verb: Annotated[str, one_of(STOCK_TAKE_WORDS)],
    body: StockTakeReasonBody,
) -> Any:
    """A reason is needed to open one again."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_stock_take(by=by, stock_take_id=stock_take_id, verb=verb, seen=seen, reason=body.reason),
        lambda _: queries.get_stock_take(by, stock_take_id),
        response=response,
    )
    return _answer(request, response, stock_take_id)
