"""What is measured: whose, in which periods, said otherwise until something is reported, and closed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreements.made import WRITER, as_, do, draft, get
from tests.cast import EVERYBODY, MEMBERS, SYSTEM, Cast
from tests.performance.made import BEGAN, first_of, measure, running, send
from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions as agreements
from throughcare.agreements.queries import get_agreement
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.performance import actions, queries
from throughcare.performance.days import is_period_sql, periods
from throughcare.performance.models import Measure

OURS = {"contract_manager", "partnership_manager", "executive"}
NOBODY = "00000000-0000-0000-0000-000000000000"
MANA, KETE = ({name for name, (_, team) in MEMBERS.items() if team == one} for one in ("mana", "kete"))


def test_periods_begin_with_the_agreement_and_end_with_it() -> None:
    found = list(periods(date(2026, 1, 31), date(2026, 5, 10), "MONTH", 20, until=date(2026, 12, 1)))
    assert [(one.first_on.isoformat(), one.last_on.isoformat()) for one in found] == [
        ("2026-01-31", "2026-02-27"),
        ("2026-02-28", "2026-03-30"),
        ("2026-03-31", "2026-04-29"),
        ("2026-04-30", "2026-05-10"),
    ]
    assert found[0].due_on == date(2026, 3, 19)
    assert list(periods(None, None, "MONTH", 20, until=date(2026, 1, 1))) == []
    assert len(list(periods(date(2024, 7, 1), None, "QUARTER", 20, until=date(2026, 6, 30)))) == 8


@settings(max_examples=60, deadline=None)
@given(
    starts=st.dates(date(2019, 1, 1), date(2026, 1, 1)),
    days=st.one_of(st.none(), st.integers(1, 2000)),
    cycle=st.sampled_from(["MONTH", "QUARTER", "HALF", "YEAR"]),
    moved=st.integers(-2, 2),
    renewed=st.lists(st.integers(20, 2000), max_size=2),
)
def test_sql_says_the_same_of_periods(
    _worker_database: Any, starts: date, days: int | None, cycle: str, moved: int, renewed: list[int]
) -> None:
    """Each period there is, its neighbours by a day, and a whole of which a part was reported before a renewal, which are none."""
    ends = starts + timedelta(days=days) if days else None
    plain = [(one.first_on, one.last_on) for one in periods(starts, ends, cycle, 20, until=date(2027, 1, 1))]
    told = {first: last for end in renewed for first, last in _cut(plain, starts + timedelta(days=end))}
    there = {(one.first_on, one.last_on) for one in periods(starts, ends, cycle, 20, until=date(2027, 1, 1), reported=told)}
    asked = [(first + timedelta(days=step), last) for first, last in there for step in (0, moved)] + plain
    rows = "".join(f" union all select '{NOBODY}'::uuid, '{first}'::date, '{last}'::date" for first, last in told.items())
    reports = f"(select null::uuid as measure_id, null::date as first_on, null::date as last_on{rows}) e"
    text = is_period_sql("m", "a", "%s::date", "%s::date").replace(" % ", " %% ").replace("performance_report e", reports)
    with reading_as(SYSTEM), connection.cursor() as cursor:
        for first, last in asked:
            cursor.execute(
                f"select {text} from (select '{NOBODY}'::uuid as id, %s as period) m, "
                "(select %s::date as starts_on, %s::date as ends_on, 'ACTIVE' as state, null::date as state_since) a",
                [first if mark == "first" else last for mark in _marks()] + [cycle, starts, ends],
            )
            assert (cursor.fetchone() or (None,))[0] is ((first, last) in there), (first, last, told)
    connection.close()


def _cut(plain: list[tuple[date, date]], end: date) -> Iterator[tuple[date, date]]:
    """The period that ended with the agreement, when that ended on a day."""
    yield from ((first, end) for first, last in plain if first <= end < last)


def test_what_a_renewal_adds_to_a_reported_period_is_a_period() -> None:
    told = {date(2026, 4, 1): date(2026, 4, 20), date(2026, 4, 21): date(2026, 5, 31)}
    found = list(periods(date(2026, 1, 1), date(2026, 12, 31), "QUARTER", 20, until=date(2026, 7, 2), reported=told))
    assert [(one.first_on.isoformat()[5:], one.last_on.isoformat()[5:]) for one in found] == [
        ("01-01", "03-31"),
        ("04-01", "04-20"),
        ("04-21", "05-31"),
        ("06-01", "06-30"),
        ("07-01", "09-30"),
    ]
    assert found[1].due_on == date(2026, 5, 10)
    runs = list(periods(date(2026, 1, 1), None, "YEAR", 20, until=date(2026, 6, 1), reported={date(2026, 1, 1): date(2026, 6, 1)}))
    assert [one.last_on for one in runs] == [date(2026, 6, 1)], "the rest has not begun"


def _marks() -> list[str]:
    """Which of the two dates each place of the SQL asks for, in order."""
    text = is_period_sql("m", "a", "<first>", "<last>")
    return [part.split(">", 1)[0] for part in text.split("<")[1:] if part.startswith(("first>", "last>"))]


def test_one_is_written_read_by_its_party_and_by_no_other(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    assert (one.counts_from, one.unit, one.version) == (None, "COUNT", 1)
    for who in EVERYBODY:
        with cast.reading(who):
            assert Measure.objects.count() == (1 if who in OURS | MANA else 0), who
    for who in ("other_partner_worker", "case_manager"):
        actor = cast.actor(who)
        with cast.reading(who), pytest.raises(NotFound):
            queries.get_measure(actor, key, one.pk)
    with pytest.raises(NotAllowed):
        measure(cast, key, "partner_manager")
    with pytest.raises(NotAllowed):
        measure(cast, key, "executive")


def test_a_party_reads_nothing_of_what_is_measured_of_another(cast: Cast) -> None:
    key = draft(cast, starts_on=BEGAN)
    do(cast, key, agreements.add_party, new=agreements.NewParty(organization="Kete Trust", part="SUB"))
    do(cast, key, agreements.move_agreement, verb="offer")
    theirs, others = measure(cast, key), measure(cast, key, party="Kete Trust", name="Sessions run")
    for who, sees, hidden in (("partner_worker", theirs, others), ("other_partner_worker", others, theirs)):
        actor = cast.actor(who)
        with cast.reading(who):
            found = queries.page_of_measures(actor, get_agreement(actor, key)).rows
            assert [one.pk for one in found] == [sees.pk]
            with pytest.raises(NotFound):
                queries.get_measure(actor, key, hidden.pk)
        page = cast.client(who).get(f"/agreements/{key}/").content.decode()
        assert (sees.name in page, hidden.name in page) == (True, False)
        assert cast.client(who).get(f"/agreements/{key}/measures/{hidden.pk}/").status_code == 404


def test_what_cannot_be_used_is_said(cast: Cast) -> None:
    key = running(cast)
    ours = next(one for one in get(cast, key).parties.all() if one.organization_id is None)
    for words, field in (
        ({"name": " "}, "name"),
        ({"includes": ""}, "includes"),
        ({"rba": "x"}, "rba"),
        ({"period": "DAY"}, "period"),
        ({"target": Decimal(-1)}, "target"),
        ({"better": "BETWEEN", "target_to": Decimal(3)}, "target_to"),
        ({"report_within": 91}, "report_within"),
        ({"source": "RECEIVED"}, "source"),  # it covers no services
        ({"party_id": ours.pk}, "party_id"),
    ):
        party = next(one for one in get(cast, key).parties.all() if one.organization_id)
        plain: dict[str, Any] = {"party_id": party.pk, "rba": "HOW_MUCH", "name": "Homes", "includes": "All.", "target": Decimal(12)}
        with pytest.raises(Invalid) as wrong:
            as_(cast, WRITER, actions.add_measure, agreement_id=key, new=actions.NewMeasure(**{**plain, **words}))
        assert field in wrong.value.errors, words


def test_without_the_past_it_counts_from_the_period_that_runs(cast: Cast) -> None:
    one = measure(cast, running(cast), from_start=False)
    assert one.counts_from == first_of(4)
    with cast.reading(WRITER):
        assert [period.first_on for period in queries.periods_of(one, ())] == [first_of(4)]


def test_it_changes_until_something_is_reported_and_closes_once(cast: Cast) -> None:
    one = measure(cast, running(cast))
    key = {"agreement_id": one.agreement_id, "measure_id": one.pk}
    words = actions.MeasureWords(rba="BETTER_OFF", name="Homes kept", includes="Kept for six months.", target=Decimal(8))
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.change_measure, **key, new=words, seen=9)
    changed = as_(cast, WRITER, actions.change_measure, **key, new=words, seen=1)
    assert (changed.name, changed.target, changed.version) == ("Homes kept", 8, 2)
    send(cast, one)
    with pytest.raises(Refused, match="stays as it is"):
        as_(cast, WRITER, actions.change_measure, **key, new=words, seen=2)
    with cast.reading(WRITER), pytest.raises(IntegrityError, match="a measure stays"):
        Measure.objects.filter(pk=one.pk).update(target=1)
    with pytest.raises(Invalid):
        as_(cast, WRITER, actions.close_measure, **key, reason=" ", seen=2)
    closed = as_(cast, WRITER, actions.close_measure, **key, reason="Another measure says it better.", seen=2)
    assert closed.closed_on == today()
    with pytest.raises(Refused, match="closed"):
        as_(cast, WRITER, actions.close_measure, **key, reason="Again.", seen=3)
    with cast.reading(WRITER):
        assert len(queries.periods_of(closed, ())) == 4, "what was over by then is still asked for"


def test_nothing_new_is_measured_of_what_is_over(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    do(cast, key, agreements.move_agreement, verb="terminate", reason="Both wished so.")
    with pytest.raises(Refused, match="is over"):
        measure(cast, key, name="More")
    with cast.reading(WRITER):
        there = queries.get_measure(system_actor("look"), key, one.pk)
        assert queries.periods_of(there, ())[-1].last_on == today(), "the last period ends with the agreement"


def test_nobody_else_writes_by_sql(cast: Cast) -> None:
    one = measure(cast, running(cast))
    for who in ("executive", "partner_manager", "case_manager"):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("update performance_measure set name = 'x' where id = %s", [one.pk])
            assert cursor.rowcount == 0, who
            cursor.execute("select count(*) from performance_measureevent")
            assert (cursor.fetchone() or (0,))[0] == (1 if who == "executive" else 0), who
