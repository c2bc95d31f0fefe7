"""Stock-takes for tests, made as people make them. The office of Awa answers for Te Awa Prison; Mana Trust works there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.partners.made import EDITOR, add, as_
from throughcare.common.clock import today
from throughcare.partners import actions as partners
from throughcare.partners.queries import get_partner
from throughcare.relationships import actions
from throughcare.relationships.models import ReturnLine, SiteReturn, StockTake
from throughcare.relationships.queries import stocktakes as queries

TEAM = "case_manager"  # of the office of Awa


def reach(cast: Cast, partner: UUID, sites: list[str], regions: list[str] | None = None) -> None:
    """Where a partner works."""
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        seen = get_partner(actor, partner).version
        new = partners.Reach(regions=regions or [], sites=sites)
        partners.change_reach(by=actor, partner_id=partner, new=new, seen=seen)


def world(cast: Cast) -> dict[str, UUID]:
    """Mana Trust at the prison of Awa; Marae Awa in its whole region; Kāinga Puke at the prison of Puke; Nowhere said no place."""
    found = {
        "mana": add(cast, kind="NGO"),
        "marae": add(cast, "Marae Awa"),
        "puke": add(cast, "Kāinga Puke"),
        "nowhere": add(cast, "Nowhere"),
    }
    reach(cast, found["mana"], ["awa-prison"])
    reach(cast, found["marae"], [], ["awa"])
    reach(cast, found["puke"], ["puke-prison"])
    return found


def prepared(cast: Cast, **values: Any) -> UUID:
    """Of the region of Awa, unless something else is said."""
    new = actions.NewStockTake(**{"name": "Our partners", "deadline": today() + timedelta(days=20), "regions": ["awa"], **values})
    key: UUID = as_(cast, EDITOR, actions.add_stock_take, new=new).pk
    return key


def get(cast: Cast, key: UUID, who: str = EDITOR) -> StockTake:
    """As this member sees it."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_stock_take(actor, key)


def move(cast: Cast, key: UUID, verb: str, **more: Any) -> StockTake:
    """A step, as it stands now."""
    found: StockTake = as_(cast, EDITOR, actions.move_stock_take, stock_take_id=key, verb=verb, seen=get(cast, key).version, **more)
    return found


def opened(cast: Cast, **values: Any) -> UUID:
    """One that is open."""
    key = prepared(cast, **values)
    move(cast, key, "open")
    return key


def returns(cast: Cast, key: UUID, who: str = EDITOR) -> dict[str, Any]:
    """Its returns by site, counted."""
    actor = cast.actor(who)
    with cast.reading(who):
        return {row.site: row for row in queries.returns_of(actor, key)}


def lines(cast: Cast, return_id: UUID, who: str = EDITOR) -> dict[str, ReturnLine]:
    """A return's lines by the partner's name."""
    actor = cast.actor(who)
    with cast.reading(who):
        found = queries.lines_of(actor, return_id)
        return {row.name or (row.partner.organization.name if row.partner else ""): row for row in found}


def answer(cast: Cast, line: ReturnLine, answer_: str = "STILL", who: str = TEAM, **values: Any) -> ReturnLine:
    """What the team says of one partner."""
    said = actions.LineSaid(answer=answer_, **values)
    found: ReturnLine = as_(cast, who, actions.answer_line, line_id=line.pk, said=said, seen=line.version)
    return found


def find(cast: Cast, return_id: UUID, name: str = "New Trust", who: str = TEAM, **values: Any) -> UUID:
    """The team knows one more."""
    said = actions.LineSaid(answer="FOUND", name=name, **values)
    key: UUID = as_(cast, who, actions.add_found, return_id=return_id, said=said).pk
    return key


def step(cast: Cast, return_id: UUID, verb: str = "hand_in", who: str = TEAM, **more: Any) -> SiteReturn:
    """Hand in or back, as it stands now."""
    actor = cast.actor(who)
    with cast.reading(who):
        seen = queries.get_return(actor, return_id).version
        return actions.move_return(by=actor, return_id=return_id, verb=verb, seen=seen, **more)


def all_said(cast: Cast, key: UUID, site: str = "awa-prison", answer_: str = "STILL", who: str = TEAM) -> UUID:
    """Every line of a site answered and handed in."""
    found: UUID = returns(cast, key)[site].pk
    for line in lines(cast, found).values():
        if not line.answer:
            answer(cast, line, answer_, who)
    step(cast, found, who=who)
    return found
