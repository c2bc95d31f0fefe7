"""Of each side one stock-take that is open, of its region, with a site its office answers for; and one being prepared. Ours alone."""

from datetime import timedelta
from typing import Any

from tests.cast import MEMBERS
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.common.clock import today
from throughcare.relationships.models import Barrier, ReturnLine, SiteReturn, StockTake


def take(world: Any, side: Any) -> None:
    """As the system, after the partner is on the register."""
    ids, put, day = world.ids[side.name], world.canaries.token, today()
    readers = {name for name, (role, _) in MEMBERS.items() if Permission.PARTNER_VIEW in DEFAULT_ROLES[role][1]}

    def word(what: str) -> str:
        return str(put(f"{what}, of a stock-take ({side.name})", readers))

    found = StockTake(
        name=f"Our partners ({side.name})", deadline=day + timedelta(days=9), regions=[side.name], own_questions=[word("a question")]
    )
    found.save(force_insert=True)
    drafted = StockTake.objects.create(name=f"Next year ({side.name})", deadline=day + timedelta(days=9))
    team = world.cast.teams[side.name]
    row = SiteReturn.objects.create(stock_take=found, site=f"{side.name}-prison", team_id=team)
    said = {"answer": "STILL", "agreement": "YES", "own_answers": [word("an answer")]}
    said |= {name: word(name) for name in ("purpose", "agreement_words", "enhance", "changed")}
    line = ReturnLine.objects.create(site_return=row, partner_id=ids["partner_id"], **said)
    new = ReturnLine.objects.create(site_return=row, name=word("a new partner"), answer="FOUND")
    barrier = Barrier.objects.create(line=line, kind="TRUST", words=word("what stands in the way"))
    StockTake.objects.filter(pk=found.pk).update(state="OPEN", opened_on=day)
    ids |= {"stock_take_id": found.pk, "drafted_take": drafted.pk, "return_id": row.pk, "line_id": line.pk, "found_line": new.pk}
    ids["barrier_id"] = barrier.pk
