"""Each rule about a visit to a record, by a plain example of both."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from throughcare.matching.looks import RULES, Judged, Visit, judge

AT = datetime(2026, 8, 5, 10, 0, tzinfo=UTC)
PLAIN = Visit(UUID(int=1), UUID(int=2), AT.date(), AT, AT, 2, worker_in=True)


def codes(visit: Visit, *others: Visit) -> dict[str, int]:
    found: Judged = judge([visit, *others])[0]
    return {reason.code: reason.points for reason in found.reasons}


def at(visit: Visit, minutes: int, **more: object) -> Visit:
    moment = visit.at + timedelta(minutes=minutes)
    return replace(visit, at=moment, until=moment, on=moment.date(), **more)  # type: ignore[arg-type]  # fields of a visit


def test_work_and_the_own_caseload_explain_a_look() -> None:
    assert judge([PLAIN])[0].ask
    for known in ("worked", "theirs"):
        assert codes(replace(PLAIN, **{known: True})) == {}  # type: ignore[arg-type]  # a flag
    assert not judge([replace(PLAIN, new_here=True)])[0].ask and not judge([replace(PLAIN, leads=True)])[0].ask
    assert not judge([replace(PLAIN, settled=False)])[0].ask, "what follows from it may still be written"


def test_names_count_by_how_rare_they_are() -> None:
    assert codes(replace(PLAIN, surname=0.0001))["surname"] > codes(replace(PLAIN, surname=0.03))["surname"]
    assert codes(replace(PLAIN, whanau=0.0001))["whanau"] > codes(replace(PLAIN, whanau=0.03))["whanau"]
    assert judge([replace(PLAIN, surname=0.0, settled=False)])[0].points == 6, "asked about at once"


def test_a_conflict_an_emergency_and_somebody_once_theirs() -> None:
    assert judge([replace(PLAIN, conflict=True, worked=True)])[0].ask
    assert "emergency" in codes(replace(PLAIN, emergency=True)) and codes(replace(PLAIN, emergency=True, worked=True))["emergency"] == 1
    assert "before" in codes(replace(PLAIN, theirs_before=True))


def test_many_at_one_record_many_records_and_coming_back() -> None:
    crowd = [at(PLAIN, n * 60, user=UUID(int=10 + n)) for n in range(4)]
    assert "crowd" in codes(PLAIN, *crowd) and "crowd" not in codes(PLAIN, *crowd[:2])
    walk = [at(PLAIN, n, person=UUID(int=100 + n)) for n in range(1, 9)]
    assert "walk" in codes(PLAIN, *walk) and "walk" not in codes(PLAIN, *walk[:4])
    again = [at(PLAIN, n * 24 * 60) for n in (1, 2)]
    assert "again" in codes(PLAIN, *again) and "again" not in codes(PLAIN, again[0])


def test_out_of_hours_unless_those_are_their_hours() -> None:
    night = at(PLAIN, 11 * 60)
    assert codes(night)["hours"] == 2
    on_call = [at(night, -n * 24 * 60, person=UUID(int=50 + n), worked=True) for n in range(1, 6)]
    assert codes(night, *on_call)["on-call"] == -3


def test_what_speaks_for_work() -> None:
    assert "stands-in" in codes(replace(PLAIN, worker_in=False), at(PLAIN, 60, person=UUID(int=3), worker_in=False, worked=True))
    assert codes(replace(PLAIN, worker_in=False))["worker-away"] == 2
    assert "passing" in codes(replace(PLAIN, rows=1), at(PLAIN, 1, person=UUID(int=3), theirs=True))
    duty = [at(PLAIN, n * 40, person=UUID(int=20 + n), worked=True) for n in range(1, 6)]
    assert "duty" in codes(PLAIN, *duty) and "duty" not in codes(PLAIN, *duty[:2])
    desk = [at(PLAIN, n * 24 * 60, person=UUID(int=30 + n), worked=True) for n in range(1, 4)]
    assert "looks-up" in codes(PLAIN, *desk)


def test_every_rule_says_a_sentence() -> None:
    assert len(RULES) == 14
    for reason in judge([replace(PLAIN, surname=0.0, whanau=0.0, conflict=True, emergency=True, theirs_before=True)])[0].reasons:
        assert reason.sentence.endswith(".")
