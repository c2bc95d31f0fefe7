"""Each rule about a visit to a record, by a plain example of both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from throughcare.matching.looks import RULES, Around, Judged, Visit, codes, judge, settled
from throughcare.matching.looks_points import EVIDENCE

AT = datetime(2026, 8, 5, 10, 0, tzinfo=UTC)
PLAIN = Visit(UUID(int=1), UUID(int=2), AT.date(), AT, AT, 2, worker_in=True)


def found(visit: Visit, *others: Visit) -> dict[str, int]:
    one: Judged = judge([visit, *others])[0]
    return {reason.code: reason.points for reason in one.reasons}


def at(visit: Visit, minutes: int, **more: object) -> Visit:
    moment = visit.at + timedelta(minutes=minutes)
    return replace(visit, at=moment, until=moment, on=moment.date(), **more)  # type: ignore[arg-type]  # fields of a visit


def test_the_own_caseload_and_work_on_a_day_of_duty_explain_a_look() -> None:
    assert judge([PLAIN])[0].ask
    assert found(replace(PLAIN, theirs=True)) == {} and not judge([replace(PLAIN, theirs=True)])[0].ask
    duty = [at(PLAIN, n * 40, person=UUID(int=20 + n), worked=True) for n in range(1, 8)]
    assert "duty-6" in found(PLAIN, *duty) and not judge([PLAIN, *duty])[0].ask
    assert "duty-2" in found(PLAIN, *duty[:2]) and judge([PLAIN, *duty[:2]])[0].ask
    assert not any(one.ask for one in judge(duty)), "work for many who are not theirs"
    assert not judge([replace(PLAIN, leads=True)])[0].ask


def test_one_line_written_of_somebody_whose_worker_was_there_is_asked_about() -> None:
    wrote = replace(PLAIN, worked=True)
    assert judge([wrote])[0].ask and "wrote-worker-in" in found(wrote)
    assert not judge([replace(wrote, new_here=True)])[0].ask and not judge([replace(wrote, beside=True)])[0].ask


def test_what_may_still_be_written_waits() -> None:
    new = replace(PLAIN, settled=False)
    plain = judge([replace(new, surname=0.0)])[0]
    assert plain.enough and plain.waits and not plain.ask, "the first visit of a day of duty looks the same"
    quiet = [at(PLAIN, n * 40, person=UUID(int=20 + n), worked=True) for n in range(1, 4)]
    first = judge([new, *quiet])[0]
    assert "not-yet" in {reason.code for reason in first.reasons} and first.points < judge([PLAIN, *quiet])[0].points
    slight = replace(new, beside=True, worker_in=None)
    assert not judge([slight])[0].ask and not judge([slight])[0].waits
    slight = replace(new, beside=True)
    known = judge([slight, *quiet[:1]])[0]
    assert known.waits and not known.ask and judge([replace(slight, settled=True), *quiet[:1]])[0].ask
    assert not judge([replace(slight, worked=True), *quiet[:1]])[0].waits
    assert judge([replace(new, conflict=True, theirs=True)])[0].waits and judge([replace(new, emergency=True)])[0].waits


def test_what_hardly_passes_is_asked_about_at_once() -> None:
    new = replace(PLAIN, settled=False)
    walk = [at(new, n, person=UUID(int=100 + n)) for n in range(1, 9)]
    crowd = [at(new, n * 60, user=UUID(int=10 + n)) for n in range(4)]
    again = [at(new, -n * 24 * 60) for n in (1, 2)]
    assert all(judge([new, *others])[0].ask for others in (walk, crowd, again))
    assert not any(judge([new, *others])[0].ask for others in (walk[:4], crowd[:2], again[:1]))
    assert not judge([replace(new, new_here=True, beside=True, worker_in=None), *again])[0].ask, "not by itself: by all that is known"


def test_settled_when_the_whole_day_is_three_days_ago() -> None:
    assert not settled(AT.date(), AT + timedelta(days=3)) and settled(AT.date(), datetime(2026, 8, 9, tzinfo=UTC))


def test_names_count_by_how_rare_they_are() -> None:
    assert found(replace(PLAIN, surname=0.0001))["surname-rare"] > found(replace(PLAIN, surname=0.05))["surname-many"] > 0
    assert found(replace(PLAIN, whanau=0.0001))["whanau-rare"] > found(replace(PLAIN, whanau=0.05))["whanau-many"] > 0


def test_a_conflict_an_emergency_and_somebody_once_theirs() -> None:
    assert judge([replace(PLAIN, conflict=True, worked=True)])[0].ask and judge([replace(PLAIN, conflict=True, theirs=True)])[0].ask
    assert "emergency" in found(replace(PLAIN, emergency=True)) and "wrote-emergency" in found(replace(PLAIN, emergency=True, worked=True))
    assert "before" in found(replace(PLAIN, theirs_before=True))


def test_many_at_one_record_many_records_and_coming_back() -> None:
    crowd = [at(PLAIN, n * 60, user=UUID(int=10 + n)) for n in range(4)]
    assert "crowd-4" in found(PLAIN, *crowd) and "crowd-2" in found(PLAIN, *crowd[:2]) and len(found(PLAIN, crowd[0])) == 2
    walk = [at(PLAIN, n, person=UUID(int=100 + n)) for n in range(1, 9)]
    assert "walk-6" in found(PLAIN, *walk) and "walk-4" in found(PLAIN, *walk[:4])
    again = [at(PLAIN, n * 24 * 60) for n in (1, 2)]
    assert "again-2" in found(PLAIN, *again) and "again-1" in found(PLAIN, again[0])


def test_out_of_hours_unless_those_are_their_hours() -> None:
    night = at(PLAIN, 11 * 60)
    assert "hours" in found(night)
    on_call = [at(night, -n * 24 * 60, person=UUID(int=50 + n), theirs=True) for n in range(1, 6)]
    assert "on-call" in found(night, *on_call)


def test_what_speaks_for_work() -> None:
    away = replace(PLAIN, worker_in=False)
    others = [at(PLAIN, 60 * n, person=UUID(int=3 + n), worker_in=False, theirs=True) for n in (1, 2)]
    assert "stands-in" in found(away, *others) and "worker-away" in found(away, others[0])
    assert "passing" in found(replace(PLAIN, rows=1), at(PLAIN, 1, person=UUID(int=3), theirs=True))
    assert "beside" in found(replace(PLAIN, beside=True)) and "new-here" in found(replace(PLAIN, new_here=True))
    desk = [at(PLAIN, n * 24 * 60, person=UUID(int=30 + n), worked=True) for n in range(1, 4)]
    assert "no-work-looks-up" in found(PLAIN, *desk)


def kinds_of_visit() -> Iterator[tuple[Visit, Around]]:
    """Every way a visit and what is around it can be, as far as rules tell them apart."""
    for worked, leads, out, late, up in product((False, True), repeat=5):
        visit = replace(PLAIN, worked=worked, leads=leads, settled=late, emergency=True, theirs_before=True, conflict=True)
        visit = at(replace(visit, new_here=True, beside=True, rows=1), 11 * 60 if out else 0)
        for many, usual in product(range(12), (False, True)):
            share = (None, 0.001, 0.02, 0.5)[many % 4]
            yield (
                replace(visit, surname=share, whanau=share, worker_in=(None, False, True)[many % 3]),
                Around(others=many, busy=many, stood_in=many, people=many, days=many, went_on=True, usual_hours=usual, looks_up=up),
            )


def test_everything_that_may_be_found_has_points_and_a_sentence_and_nothing_else_has() -> None:
    may_be = {code for visit, around in kinds_of_visit() for code in codes(visit, around)}
    assert may_be == set(EVIDENCE) and len(RULES) == 14
    assert all(sentence.endswith(".") for _, sentence in EVIDENCE.values())
