"""What organisations say of each other, counted by hand."""

import pytest

from throughcare.evaluation.network.replies import Agreed, Reply, mean_of, rated, reply_measures

YES, NO, UNSURE = True, False, None


def say(one: int, other: int, knows: bool | None = YES, **more: object) -> Reply:
    return Reply(one, other, knows, **more)  # type: ignore[arg-type]  # what a test says


def test_only_those_that_replied_could_have_said_anything() -> None:
    """Five asked, 0, 1 and 2 replied. 3 did not, and what is there of it is not counted."""
    told = reply_measures(
        5, {0, 1, 2}, [say(0, 1), say(1, 0), say(0, 2), say(2, 0, NO), say(1, 3), say(2, 1, UNSURE), say(3, 0), say(0, 0)]
    )
    assert (told.asked, told.answered, told.yes, told.no, told.unsure) == (5, 3, 4, 1, 1)
    assert told.density == pytest.approx(4 / 12)  # three who replied, of four others each
    assert told.reciprocity == pytest.approx(2 / 3)  # 0→1, 1→0, 0→2; 1→3 could not be answered
    assert told.ties == Agreed(2, 0.5)  # 0 and 1 of one mind, 0 and 2 not; who does not know is of no mind
    assert told.flows == Agreed(0, None)


def test_what_flows_is_of_one_mind_when_both_say_so() -> None:
    one = say(0, 1, gives=frozenset({"MONEY", "ROOMS"}), gets=frozenset({"ADVICE"}))
    other = say(1, 0, gives=frozenset({"ADVICE", "PEOPLE"}), gets=frozenset({"MONEY"}))
    assert reply_measures(2, {0, 1}, [one, other]).flows == Agreed(4, 0.5)  # money and advice; not rooms, not people
    assert reply_measures(2, {0, 1}, [one, say(1, 0, NO)]).flows == Agreed(0, None), "of a tie both know alone"


def test_of_nothing_there_is_no_share() -> None:
    told = reply_measures(1, {0}, [])
    assert (told.density, told.reciprocity, told.ties) == (None, None, Agreed(0, None))


def test_a_mean_takes_three_raters() -> None:
    assert mean_of((4, None, 1)) == 2.5 and mean_of((None, None)) is None
    rows = [say(0, 9, trust=(4, 4, 4), value=(1,)), say(1, 9, trust=(3, None, 3), value=(None,)), say(2, 9, trust=(1, 2, 3), value=(2,))]
    found = rated([*rows, say(3, 9, NO, trust=(1, 1, 1)), say(9, 9, trust=(4, 4, 4))])[9]
    assert found.known_by == 3
    assert found.trust == (3, 3.0)  # 4, 3, 2
    assert found.value is None  # two of three said anything
    assert rated(rows[:2])[9].trust is None
