"""Stock-takes: which there are, who is asked, how far each site is, and what is said of each partner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team, TeamKind
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import today
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.places.models import Site
from throughcare.places.queries import sites
from throughcare.relationships.models import ReturnLine, SiteReturn, StockTake
from throughcare.relationships.states import LineAnswer, ReturnState, StockTakeState

ORDER = ("-id",)
_KNOWN = [LineAnswer.STILL, LineAnswer.CHANGED, LineAnswer.ENDED]
_ASKED = ~Q(lines__answer=LineAnswer.FOUND)


@dataclass(frozen=True, kw_only=True)
class StockTakeFilters:
    """What to look for; empty means no matter."""

    state: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a stock-take is. asked, handed_in, late: sites (late: not handed in after the last day).

    lines: partners asked about, once for each site; answered: of these, those with any answer; known: those with an answer other than
    "we don't know" in a return that was handed in; found: partners the register did not have for the site.
    """

    asked: int
    handed_in: int
    late: int
    lines: int
    answered: int
    known: int
    found: int

    @property
    def coverage(self) -> float | None:
        """Per cent of `lines` that are `known`; None when nothing was asked."""
        return 100 * self.known / self.lines if self.lines else None


def page_of_stock_takes(by: Actor, filters: StockTakeFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[StockTake]:
    """The newest first, each with its returns as `progress_of` counts them. As many queries for one as for all."""
    by.check(Permission.PARTNER_VIEW)
    rows = StockTake.objects.prefetch_related(Prefetch("returns", queryset=_counted(SiteReturn.objects.order_by("id"))))
    if filters.state:
        rows = rows.filter(state=filters.state)
    return page_of(rows, order=ORDER, cursor=cursor, size=size)


def get_stock_take(by: Actor, stock_take_id: UUID) -> StockTake:
    """One of them. Raises NotAllowed and NotFound."""
    by.check(Permission.PARTNER_VIEW)
    found = StockTake.objects.filter(pk=stock_take_id).first()
    if found is None:
        raise NotFound
    return found


def _counted(rows: QuerySet[SiteReturn]) -> QuerySet[SiteReturn]:
    """Each with how many lines it has, how many are answered, known and found."""
    return rows.annotate(
        asked=Count("lines", filter=_ASKED),
        answered=Count("lines", filter=_ASKED & ~Q(lines__answer="")),
        known=Count("lines", filter=Q(lines__answer__in=_KNOWN)),
        found=Count("lines", filter=Q(lines__answer=LineAnswer.FOUND)),
    )


def returns_of(by: Actor, stock_take_id: UUID) -> list[Any]:
    """All of one stock-take by site, with their counts: asked, answered, known, found."""
    by.check(Permission.PARTNER_VIEW)
    rows = SiteReturn.objects.filter(stock_take=stock_take_id).select_related("team", "stock_take")
    return list(_counted(rows).order_by("site", "id"))


def progress_of(stock_take: StockTake, returns: Iterable[Any]) -> Progress:
    """Of returns that `returns_of`, or a page, gave."""
    returns = list(returns)
    handed_in = [one for one in returns if one.state == ReturnState.HANDED_IN]
    return Progress(
        asked=len(returns),
        handed_in=len(handed_in),
        late=sum(is_late(one, stock_take) for one in returns),
        lines=sum(one.asked for one in returns),
        answered=sum(one.answered for one in returns),
        known=sum(one.known for one in handed_in),
        found=sum(one.found for one in returns),
    )


def is_late(row: SiteReturn, stock_take: StockTake) -> bool:
    """Not handed in after the last day, or handed in after it."""
    if row.state == ReturnState.HANDED_IN:
        return row.handed_in_on is not None and row.handed_in_on > stock_take.deadline
    return stock_take.state == StockTakeState.OPEN and today() > stock_take.deadline


def get_return(by: Actor, return_id: UUID) -> SiteReturn:
    """One return, with its stock-take and team. Raises NotAllowed and NotFound."""
    by.check(Permission.PARTNER_VIEW)
    found = SiteReturn.objects.select_related("stock_take", "team").filter(pk=return_id).first()
    if found is None:
        raise NotFound
    return found


def lines_of(by: Actor, return_id: UUID) -> list[ReturnLine]:
    """All of a return: those the register had by name, then those that were found."""
    by.check(Permission.PARTNER_VIEW)
    rows = ReturnLine.objects.filter(site_return=return_id).select_related("partner__organization")
    is_found = Q(answer=LineAnswer.FOUND)
    return list(rows.annotate(is_found=is_found).order_by("is_found", Coalesce(F("partner__organization__search_key"), F("name")), "id"))


def get_line(by: Actor, line_id: UUID) -> ReturnLine:
    """One line, with its return. Raises NotAllowed and NotFound."""
    by.check(Permission.PARTNER_VIEW)
    rows = ReturnLine.objects.select_related("partner__organization", "site_return__stock_take", "site_return__team")
    found = rows.filter(pk=line_id).first()
    if found is None:
        raise NotFound
    return found


def may_answer(by: Actor, row: SiteReturn) -> bool:
    """May the reader write in it now: its team, and whoever keeps the register, while it waits in a stock-take that is open?"""
    is_open = row.state == ReturnState.WAITING and row.stock_take.state == StockTakeState.OPEN
    return is_open and (by.may(Permission.PARTNER_EDIT) or (by.may(Permission.PARTNER_VIEW) and row.team_id in by.teams))


def waiting_for(by: Actor) -> list[SiteReturn]:
    """Returns that wait for the reader's teams, the nearest last day first."""
    if not by.may(Permission.PARTNER_VIEW) or not by.teams:
        return []
    rows = SiteReturn.objects.filter(
        IsAnyOf(F("team_id"), these(by.teams)), state=ReturnState.WAITING, stock_take__state=StockTakeState.OPEN
    )
    return list(rows.select_related("stock_take", "team").order_by("stock_take__deadline", "site", "id"))


def count_returns(by: Actor) -> tuple[int, int, int]:
    """Of stock-takes that are open: how many; sites asked; sites that handed in. For whoever keeps the register."""
    by.check(Permission.PARTNER_VIEW)
    found = SiteReturn.objects.filter(stock_take__state=StockTakeState.OPEN).aggregate(
        takes=Count("stock_take", distinct=True), asked=Count("id"), handed_in=Count("id", filter=Q(state=ReturnState.HANDED_IN))
    )
    return found["takes"], found["asked"], found["handed_in"]


def sites_asked(stock_take: StockTake) -> list[Site]:
    """Sites in its scope, by name: those it names, or all of its regions, or all."""
    found = sites()
    if stock_take.sites:
        return [site for site in found if site.code in stock_take.sites]
    return [site for site in found if not stock_take.regions or site.region_id in stock_take.regions]


def offices() -> list[Team]:
    """Teams that may be asked: offices of the department, by name."""
    return list(Team.objects.filter(kind=TeamKind.OFFICE).order_by("name", "id"))


def likely_team(site: Site, known: Sequence[Team]) -> Team | None:
    """Whose it most likely is: the office called by the site's code, else the first of its region."""
    own = [team for team in known if team.code == site.code]
    near = [team for team in known if team.region == site.region_id]
    return next(iter([*own, *near]), None)


def stock_take_called(by: Actor, name_or_id: str) -> UUID | None:
    """The id of the newest of this name, in whatever case, or of the one of this id."""
    by.check(Permission.PARTNER_VIEW)
    try:
        which = Q(pk=UUID(name_or_id))
    except ValueError:
        which = Q(name__iexact=name_or_id.strip())
    return StockTake.objects.filter(which).order_by("-id").values_list("pk", flat=True).first()


def page_of_lines(by: Actor, stock_take_id: UUID, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[ReturnLine]:
    """Every line of a stock-take, by key. Raises NotAllowed and NotFound."""
    get_stock_take(by, stock_take_id)
    rows = ReturnLine.objects.filter(site_return__stock_take=stock_take_id).select_related("partner__organization")
    return page_of(rows, order=("id",), cursor=cursor, size=size)
