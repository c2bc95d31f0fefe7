"""Measures and reports for tests, made as people make them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.agreements.made import WRITER, as_, get, signed
from tests.cast import Cast
from throughcare.agreements.days import months_later
from throughcare.common.clock import today
from throughcare.performance import actions, queries
from throughcare.performance.models import Measure, Report

# Four months and some days ago: three months are over and late, one is over and due.
BEGAN = months_later(today(), -4) - timedelta(days=5)


def running(cast: Cast, **values: Any) -> UUID:
    """Signed by all, with Mana Trust as its prime, begun some months ago."""
    return signed(cast, **{"starts_on": BEGAN, "ends_on": today() + timedelta(days=400), **values})


def measure(cast: Cast, key: UUID, who: str = WRITER, *, party: str = "Mana Trust", **words: Any) -> Measure:
    """Homes found, twelve a month, from the agreement's first month on; unless the words say otherwise."""
    there = next(one for one in get(cast, key).parties.all() if one.name == party)
    plain = {"rba": "HOW_MUCH", "name": "Homes found", "includes": "Tenancies signed.", "target": Decimal(12), "period": "MONTH"}
    new = actions.NewMeasure(party_id=there.pk, **{**plain, "from_start": True, **words})
    made: Measure = as_(cast, who, actions.add_measure, agreement_id=key, new=new)
    return made


def first_of(number: int) -> date:
    """The first day of a month of the agreement, counted from nought."""
    return months_later(BEGAN, number)


def said(value: Any = 12, **more: Any) -> actions.Said:
    return actions.Said(value=None if value is None else Decimal(value), **more)


def send(cast: Cast, one: Measure, who: str = "partner_worker", number: int = 0, what: actions.Said | None = None) -> Report:
    """The report of one month."""
    key = {"agreement_id": one.agreement_id, "measure_id": one.pk}
    made: Report = as_(cast, who, actions.send_report, **key, first_on=first_of(number), said=what or said())
    return made


def act(cast: Cast, one: Report, action: Any, who: str = WRITER, **values: Any) -> Report:
    """Against the version there is."""
    with cast.reading(WRITER):
        seen = Report.objects.get(pk=one.pk).version
    key = {"agreement_id": one.agreement_id, "measure_id": one.measure_id, "report_id": one.pk}
    done: Report = as_(cast, who, action, **key, seen=seen, **values)
    return done


def due(cast: Cast, who: str, **values: Any) -> list[queries.Due]:
    """What this member is told is to be sent in."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.reports_due(actor, **values)
