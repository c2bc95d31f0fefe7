"""A stock-take is prepared, changed, opened, closed, opened again; who answers for which site is said; each site's lines are filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.notices.actions import post
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import OrganizationKind
from throughcare.places.queries import regions, sites_by_code
from throughcare.relationships.bank.stocktake import MOST_OWN
from throughcare.relationships.models import SiteReturn, StockTake
from throughcare.relationships.queries.stocktakes import get_stock_take, likely_team, offices, sites_asked
from throughcare.relationships.states import (
    LONGEST_NAME,
    LONGEST_OWN_ITEM,
    LONGEST_REASON,
    MOST_DAYS_ASKED,
    STOCK_TAKE_STATES,
    ReturnState,
    StockTakeState,
)

CHANGED = "Somebody else changed this stock-take since you opened it. Look at what it says now, then try again."
_VERBS = {"open": "stocktake.open", "close": "stocktake.close", "reopen": "stocktake.reopen", "give_up": "stocktake.give_up"}
ELSEWHERE = ""  # in place of a site's code: partners that serve no site asked about


@dataclass(frozen=True, kw_only=True)
class NewStockTake:
    """regions, sites, kinds: codes; none means all. deadline: the last day for returns. own_questions: up to five beside ours."""

    name: str
    deadline: date
    regions: Sequence[str] = ()
    sites: Sequence[str] = ()
    kinds: Sequence[str] = ()
    own_questions: Sequence[str] = ()


@transaction.atomic
def add_stock_take(*, by: Actor, new: NewStockTake) -> StockTake:
    """Prepare one; each site in its scope is asked of the office that is likely its own. Raises Invalid."""
    by.check(Permission.PARTNER_EDIT)
    made = StockTake(**_values(new, None))
    made.save(force_insert=True)
    _suggest(made)
    note(by, "stocktake.added", made)
    return get_stock_take(by, made.pk)


@transaction.atomic
def change_stock_take(*, by: Actor, stock_take_id: UUID, new: NewStockTake, seen: int) -> StockTake:
    """All of it while it is prepared; then the last day alone. Another scope asks its sites anew. Raises NotFound, Invalid, Refused, Stale."""
    found = opened(by, stock_take_id, seen)
    values = _values(new, found)
    if found.state not in (StockTakeState.DRAFT, StockTakeState.OPEN):
        raise Refused("This stock-take takes no more returns, and stays as it is.")
    if found.state == StockTakeState.OPEN and any(getattr(found, name) != value for name, value in values.items() if name != "deadline"):
        raise Refused("What is asked, and of whom, can't change while sites answer. Only the last day can.")
    scope = (found.regions, found.sites)
    changed = write(by, found, seen, "stocktake.changed", **values)
    if found.state == StockTakeState.DRAFT and scope != (changed.regions, changed.sites):
        SiteReturn.objects.filter(stock_take=found).delete()
        _suggest(changed)
    return changed


@transaction.atomic
def ask_teams(*, by: Actor, stock_take_id: UUID, teams: Mapping[str, UUID | None], seen: int) -> StockTake:
    """Say which office answers for which site (by code; ELSEWHERE for partners of no site); None: nobody is asked. Sites left out stay as they are.

    Once it is open, a site may be added, or given to another team while its return waits; none is taken away. Raises NotFound, Invalid, Refused, Stale.
    """
    found, checks = opened(by, stock_take_id, seen), Checks()
    if found.state not in (StockTakeState.DRAFT, StockTakeState.OPEN):
        raise Refused("This stock-take takes no more returns, and stays as it is.")
    there = {one.site: one for one in SiteReturn.objects.filter(stock_take=found).order_by("id")}
    in_scope, known = {ELSEWHERE, *(site.code for site in sites_asked(found))}, {team.pk for team in offices()}
    for site, team in teams.items():
        if site not in in_scope:
            checks.wrong("teams", f"{site[:60]} is not among the sites of this stock-take.")
        elif team is not None and team not in known:
            checks.wrong("teams", "Choose an office of the department.")
        elif found.state == StockTakeState.OPEN and (wrong := _fixed(there.get(site), team)):
            checks.wrong("teams", wrong)
    checks.done("Something about who answers can't be used.")
    changed = write(by, found, seen, "stocktake.teams")
    new = [_put(found, site, team, there.get(site)) for site, team in teams.items()]
    if found.state == StockTakeState.OPEN:
        fill_lines(found.pk)
        _tell(by, [one for one in new if one])
    return changed


def _fixed(there: SiteReturn | None, team: UUID | None) -> str:
    """Why it can't be so once sites answer."""
    if there is None or there.team_id == team:
        return ""
    if team is None:
        return "A site that was asked can't be left out any more."
    return "" if there.state == ReturnState.WAITING else "Hand the return back first: another team would answer for what this one said."


def _put(stock_take: StockTake, site: str, team: UUID | None, there: SiteReturn | None) -> SiteReturn | None:
    """The return that somebody is newly asked for."""
    if there is None:
        if team is None:
            return None
        made = SiteReturn(stock_take=stock_take, site=site, team_id=team)
        made.save(force_insert=True)
        return made
    if team is None:
        there.delete()
        return None
    if there.team_id == team:
        return None
    SiteReturn.objects.filter(pk=there.pk).update(team=team, version=there.version + 1)
    there.team_id = team
    return there


@transaction.atomic
def move_stock_take(*, by: Actor, stock_take_id: UUID, verb: str, seen: int, reason: str = "") -> StockTake:
    """Open, close, open again or give up. Raises NotFound, Refused, Invalid without a reason where one is needed, and Stale."""
    found, checks = opened(by, stock_take_id, seen), Checks()
    if verb not in STOCK_TAKE_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(STOCK_TAKE_STATES.verbs)}.")
    move = STOCK_TAKE_STATES.check(found.state, verb)
    values: dict[str, object] = {"state": move.reaches}
    if move.needs_reason:
        values["reason"] = checks.text("reason", reason, LONGEST_REASON, needed="Say why: whoever looks next will want to know.")
    checks.done("Say why.")
    if verb == "open":
        _check_may_open(found)
        values["opened_on"] = today()
    if verb == "close":
        values["closed_on"] = today()
    changed = write(by, found, seen, _VERBS[verb], **values)
    if verb == "open":
        fill_lines(found.pk)
        _tell(by, SiteReturn.objects.filter(stock_take=found).order_by("id"))
    return changed


def _check_may_open(found: StockTake) -> None:
    if found.deadline < today():
        raise Refused("The last day for returns is over: choose a later one first.")
    if not SiteReturn.objects.filter(stock_take=found).exists():
        raise Refused("Nobody is asked yet: say first which team answers for which site.")


def opened(by: Actor, stock_take_id: UUID, seen: int) -> StockTake:
    """The stock-take, to be changed against the version seen. Raises NotAllowed, NotFound and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = get_stock_take(by, stock_take_id)
    if found.version != seen:
        raise Stale(CHANGED)
    return found


def write(by: Actor, found: StockTake, seen: int, verb: str, **values: object) -> StockTake:
    """Change it against the version seen, and put that in the audit. Raises Stale."""
    if not StockTake.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(CHANGED)
    note(by, verb, found)
    return get_stock_take(by, found.pk)


def note(by: Actor, verb: str, stock_take: StockTake) -> None:
    """In the audit: of which stock-take."""
    record(by=by, verb=verb, about=Ref("relationships.stocktake", stock_take.pk))


def _tell(by: Actor, rows: object) -> None:
    for row in rows:  # type: ignore[attr-defined]  # a list or a queryset
        post(by=by, kind="stocktake.asked", about=Ref("relationships.sitereturn", row.pk), to_team=row.team_id)


def _suggest(stock_take: StockTake) -> None:
    known = offices()
    asked = [(site.code, likely_team(site, known)) for site in sites_asked(stock_take)]
    SiteReturn.objects.bulk_create(SiteReturn(stock_take=stock_take, site=code, team=team) for code, team in asked if team)


def _values(new: NewStockTake, found: StockTake | None) -> dict[str, object]:
    checks = Checks()
    is_new = found is None or found.deadline != new.deadline
    if is_new and not today() <= new.deadline <= today() + timedelta(days=MOST_DAYS_ASKED):
        checks.wrong("deadline", "Choose a last day from today to a year from now.")
    own = [checks.text("own_questions", words, LONGEST_OWN_ITEM) for words in new.own_questions]
    own = [words for words in own if words]
    if len(own) > MOST_OWN:
        checks.wrong("own_questions", f"Ask {MOST_OWN} things of your own or fewer.")
    values = {
        "name": checks.text("name", new.name, LONGEST_NAME, needed="Give it a name."),
        "deadline": new.deadline,
        "regions": checks.some_of("regions", new.regions, [region.code for region in regions()]),
        "sites": checks.some_of("sites", new.sites, list(sites_by_code())),
        "kinds": checks.some_of("kinds", new.kinds, OrganizationKind.values),
        "own_questions": own,
    }
    checks.done("Something about the stock-take can't be used.")
    return values


_IN_SCOPE = """p.state <> 'ENDED' and (cardinality(s.kinds) = 0 or o.kind = any(s.kinds))"""
# Its key is made of the two, so that the same pair never has two lines.
_NEW_LINE = """insert into relationships_returnline (id, site_return_id, partner_id, name, kind, answer, since, purpose, agreement, agreement_words,
    enhance, changed, own_answers, settled, settled_words, version)
  select md5(r.id::text || p.organization_id::text)::uuid, r.id, p.organization_id, '', '', '', '', '', '', '', '', '', '{}', '', '', 1
  from relationships_stocktake s join relationships_sitereturn r on r.stock_take_id = s.id"""
_PARTNERS = "join partners_partner p on {serves} join partners_organization o on o.id = p.organization_id"
# A partner serves a site that it names, or, when it names none at all, every site of its regions.
_SERVES = "(r.site = any(p.sites) or (cardinality(p.sites) = 0 and i.region_id = any(p.regions)))"
# One that serves no site asked about, but a region or a site of the scope. Without a scope, anywhere.
_ELSEWHERE = """(cardinality(s.regions) + cardinality(s.sites) = 0 or p.regions && s.regions or p.sites && s.sites
    or exists (select 1 from places_site i where i.code = any(p.sites) and i.region_id = any(s.regions))
    or exists (select 1 from places_site i where i.code = any(s.sites) and cardinality(p.sites) = 0 and i.region_id = any(p.regions)))
  and not exists (select 1 from relationships_returnline l join relationships_sitereturn t on t.id = l.site_return_id
    where t.stock_take_id = s.id and t.site <> '' and l.partner_id = p.organization_id)"""


def fill_lines(stock_take_id: UUID) -> None:
    """A line for each partner the register has for a site that is asked and has none yet. Two statements, whatever the size."""
    fresh = "and not exists (select 1 from relationships_returnline l where l.site_return_id = r.id and l.partner_id is not null)"
    of_sites = (
        f"{_NEW_LINE} join places_site i on i.code = r.site {_PARTNERS.format(serves=_SERVES)} where s.id = %s and {_IN_SCOPE} {fresh}"
    )
    of_none = f"{_NEW_LINE} {_PARTNERS.format(serves=_ELSEWHERE)} where s.id = %s and r.site = '' and {_IN_SCOPE} {fresh}"
    with connection.cursor() as cursor:
        cursor.execute(of_sites, [stock_take_id])
        cursor.execute(of_none, [stock_take_id])
