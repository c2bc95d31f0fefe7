"""Two stock-takes: last year's, closed, with what each site said; and one that is open, with some sites done and some late to begin."""

from datetime import UTC, timedelta

from throughcare.demo.actions.world import World, save
from throughcare.demo.chance import Chance
from throughcare.demo.words import BARRIERS, ENHANCE, FOUND_PARTNERS, OWN_QUESTION, STOCK_PURPOSES
from throughcare.matching.pillars import Pillar
from throughcare.places.models import Region, Site
from throughcare.relationships.actions.stocktakes import fill_lines
from throughcare.relationships.models import Barrier, PlanningFigure, ReturnLine, SiteReturn, StockTake
from throughcare.relationships.states import HasAgreement, LineAnswer, Settled, Split

_SAID = {LineAnswer.STILL: 62, LineAnswer.CHANGED: 14, LineAnswer.ENDED: 8, LineAnswer.UNKNOWN: 16}
_AGREED = {HasAgreement.YES: 34, HasAgreement.NO: 38, HasAgreement.UNKNOWN: 28}
_DONE_NOW = 3  # sites that have handed in this year


def make_figures(world: World, seed: int) -> None:
    """What regions plan for: all people together, and two faith communities, which no record tells."""
    chance = Chance(seed + 17, world.chance.now, world.chance.now.tzinfo or UTC)
    as_of, rows = chance.today - timedelta(days=140), list[PlanningFigure]()
    for region in Region.objects.order_by("code"):
        for pillar in Pillar:
            told = {"region": region.code, "pillar": pillar.value, "source": f"{region.name} regional plan (invented)", "as_of": as_of}
            rows.append(PlanningFigure(id=chance.id(chance.now), people=chance.number(40, 260), **told))
            for part in ("Catholic", "Muslim"):
                rows.append(PlanningFigure(id=chance.id(chance.now), split=Split.FAITH, part=part, people=chance.number(0, 25), **told))
    save(PlanningFigure, rows)


def make_stock_takes(world: World, seed: int) -> None:
    """Its chance is its own: what else is invented does not depend on it."""
    now = world.chance.now
    chance = Chance(seed + 11, now, now.tzinfo or UTC)
    sites = list(Site.objects.order_by("code"))
    year = chance.today.year
    past = StockTake(id=chance.id(chance.days_ago(400)), name=f"Our partners {year - 1}", deadline=chance.today - timedelta(days=365))
    past.opened_on, past.closed_on, past.state = past.deadline - timedelta(days=35), past.deadline + timedelta(days=9), "CLOSED"
    open_now = StockTake(id=chance.id(chance.days_ago(12)), name=f"Our partners {year}", deadline=chance.today + timedelta(days=16))
    open_now.opened_on, open_now.state, open_now.own_questions = chance.today - timedelta(days=12), "OPEN", [OWN_QUESTION]
    save(StockTake, [past, open_now])
    for take, done in ((past, len(sites) - 1), (open_now, _DONE_NOW)):
        rows = [SiteReturn(id=chance.id(chance.now), stock_take=take, site=site.code, team=world.teams[site.code]) for site in sites]
        save(SiteReturn, rows)
        fill_lines(take.pk)
        for number, row in enumerate(rows):
            _return(world, chance, take, row, is_done=number < done, is_begun=number == done)


def _return(world: World, chance: Chance, take: StockTake, row: SiteReturn, *, is_done: bool, is_begun: bool) -> None:
    lines = list(
        ReturnLine.objects.filter(site_return=row).select_related("partner__organization").order_by("partner__organization__search_key")
    )
    for number, line in enumerate(lines):
        if is_done or (is_begun and number % 3 == 0):
            _say(chance, line)
    ReturnLine.objects.bulk_update(
        lines, ["answer", "since", "purpose", "agreement", "agreement_words", "enhance", "changed", "own_answers"], batch_size=500
    )
    if not is_done:
        return
    save(Barrier, [_barrier(chance, take, line) for line in lines if line.answer in ("STILL", "CHANGED") and chance.yes(0.12)])
    save(ReturnLine, [_found(chance, take, row, name) for name in chance.some(FOUND_PARTNERS, chance.number(0, 2))])
    staff = world.members.get(row.site, [])
    handed_in_on = min(take.deadline + timedelta(days=chance.number(-20, 4)), chance.today - timedelta(days=1))
    by = staff[0].pk if staff else None
    SiteReturn.objects.filter(pk=row.pk).update(state="HANDED_IN", handed_in_on=handed_in_on, handed_in_by=by)


def _say(chance: Chance, line: ReturnLine) -> None:
    line.answer = chance.weighted(_SAID)
    if line.answer == LineAnswer.UNKNOWN:
        return
    line.since, line.purpose = str(chance.today.year - chance.number(1, 14)), chance.pick(STOCK_PURPOSES)
    line.agreement = chance.weighted(_AGREED)
    if line.agreement == HasAgreement.YES:
        line.agreement_words = f"{chance.pick(('MOU', 'Kawenata', 'Contract', 'Grant'))} {chance.number(100, 999)}"
    if chance.yes(0.4):
        line.enhance = chance.pick(ENHANCE)
    if line.answer == LineAnswer.CHANGED:
        line.changed = "They work with more people than before."
    if line.answer == LineAnswer.ENDED:
        line.changed = "Nobody there has answered since last winter."


def _found(chance: Chance, take: StockTake, row: SiteReturn, name: str) -> ReturnLine:
    one = ReturnLine(id=chance.id(chance.now), site_return=row, name=name, kind="COMMUNITY", answer=LineAnswer.FOUND)
    one.since, one.purpose = str(chance.today.year - 1), chance.pick(STOCK_PURPOSES)
    if take.state == "CLOSED":
        one.settled, one.settled_words = Settled.ASIDE, "They help one family, and ask to be left off the register."
    return one


def _barrier(chance: Chance, take: StockTake, line: ReturnLine) -> Barrier:
    kind, words = chance.pick(BARRIERS)
    said_on = take.deadline - timedelta(days=chance.number(1, 15)) if take.closed_on else chance.today - timedelta(days=3)
    one = Barrier(id=chance.id(chance.now), line=line, kind=kind, words=words, said_on=said_on, state_on=said_on)
    if take.closed_on and chance.yes(0.5):
        one.state, one.state_on, one.reason = "REMOVED", take.closed_on + timedelta(days=60), "Settled with the site's manager."
    return one
