"""No rater can be told from what is told of a side: looked for by trying every way there is, and by a guesser who knows the rules.

Each search is shown a planted fault first, so that it is known to find one.
"""

from collections import defaultdict
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evaluation import ratings
from throughcare.evaluation.ratings import Cell, cell, cells, change, fewest_of, mean_of, spread
from throughcare.relationships.bank import bank, lenses

ITEMS = bank().highest([])
DOMAINS = [domain.codes for domain in bank().domains]
MOST = 6  # raters tried out one by one: with more, a cell has more ways still
_DEEP = st.sampled_from([None, 1, 2, 3, 4, 5])
_SIDES = st.lists(st.fixed_dictionaries(dict.fromkeys(DOMAINS[0] + DOMAINS[1], _DEEP)), max_size=8)


@cache
def ways(n: int, highest: int, end: float, fewest: int) -> dict[Cell, tuple[frozenset[int], ...]]:
    """Each cell there can be of n raters → what each of them may have answered, given it."""
    found: dict[Cell, list[set[int]]] = defaultdict(lambda: [set() for _ in range(n)])
    for values in product(range(1, highest + 1), repeat=n):
        told = cell(values, highest)
        if told is not None:
            for place, value in zip(found[told], values, strict=True):
                place.add(value)
    return {told: tuple(map(frozenset, places)) for told, places in found.items()}


def given_away(highest: int = 5) -> set[tuple[int, float]]:
    """Cells from which some rater's answer follows."""
    return {
        (told.n, told.mean)
        for n in range(1, MOST + 1)
        for told, places in ways(n, highest, ratings.END, ratings.FEWEST).items()
        if any(len(place) < 2 for place in places)
    }


@pytest.mark.parametrize("highest", [4, 5])
def test_from_no_cell_does_anybodys_answer_follow(highest: int) -> None:
    assert given_away(highest) == set()


def test_the_search_finds_ends_that_are_told_and_means_of_too_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratings, "END", 0.0)
    assert {(3, 1.0), (3, 5.0), (6, 5.0)} <= given_away()
    monkeypatch.undo()
    monkeypatch.setattr(ratings, "FEWEST", 1)
    assert {(1, 3.0), (1, 2.0)} <= given_away()


@given(_SIDES)
def test_a_cell_is_of_three_or_more_and_does_not_count_who_did_not_know(rows: list[dict[str, int | None]]) -> None:
    items = dict.fromkeys(DOMAINS[0] + DOMAINS[1], 5)
    told = cells(rows, items)
    for item in items:
        said = [row[item] for row in rows if row[item] is not None]
        if len(said) < 3:
            assert item not in told
            continue
        exact = sum(filter(None, said)) / len(said)
        assert told[item].n == len(said) and 1.5 <= told[item].mean <= 4.5
        assert abs(told[item].mean - min(max(exact, 1.5), 4.5)) <= 0.05 + 1e-9


@given(_SIDES, st.data())
def test_all_that_is_told_is_made_of_cells_and_a_cell_is_the_same_whoever_said_what(
    rows: list[dict[str, int | None]], data: st.DataObject
) -> None:
    """Each item's answers handed round among the raters, each item its own way: no domain and no lens is another."""
    items = dict.fromkeys(DOMAINS[0] + DOMAINS[1], 5)
    columns = {item: data.draw(st.permutations([row[item] for row in rows])) for item in items}
    other = [{item: columns[item][number] for item in items} for number in range(len(rows))]
    one, two = cells(rows, items), cells(other, items)
    assert one == two
    readings = [
        *DOMAINS[:2],
        *([item for item in items if f"{lens.code}.{code}" in _lenses(item)] for lens in lenses() for code in lens.dimensions),
    ]
    for reading in readings:
        assert mean_of(one, reading) == mean_of(two, reading) and fewest_of(one, reading) == fewest_of(two, reading)
        assert mean_of(one, reading) is None or fewest_of(one, reading) >= 3


def _lenses(code: str) -> tuple[str, ...]:
    return next(item.lenses for domain in bank().domains for item in domain.items if item.code == code)


_WAVES = st.integers(3, 7).flatmap(lambda n: st.lists(st.lists(st.integers(1, 5), min_size=13, max_size=13), min_size=n, max_size=n))


def _rows(answers: list[list[int]]) -> list[dict[str, int | None]]:
    """One answer for each of the thirteen domains, given to its three items."""
    return [{item: value for codes, value in zip(DOMAINS, row, strict=True) for item in codes} for row in answers]


@given(_WAVES, _WAVES, st.data())
def test_an_interval_is_the_same_whoever_said_what_and_never_narrower_than_a_point(
    then: list[list[int]], now: list[list[int]], data: st.DataObject
) -> None:
    before, after = _rows(then), _rows(now)
    pool = [*spread(before, DOMAINS), *spread(after, DOMAINS)]
    one = change(0.4, pool, before=len(before), now=len(after), seed="x")
    shuffled = [*spread(data.draw(st.permutations(before)), DOMAINS), *spread(data.draw(st.permutations(after)), DOMAINS)]
    two = change(0.4, [round(value, 9) for value in shuffled], before=len(before), now=len(after), seed="x")
    assert one is not None and two is not None
    assert abs(one.low - two.low) < 0.51 and one.high - one.low >= 1 and (one.high - one.low) * 2 % 2 == 0
    assert one.low < 0.4 < one.high and (one.before, one.now) == (len(before), len(after))


def test_that_all_agreed_in_everything_does_not_follow_from_a_narrow_interval() -> None:
    """The worst there is: three who gave one answer to all. Two of them one step apart on one item look the same."""
    agreed: list[dict[str, int | None]] = [dict.fromkeys(ITEMS, 3) for _ in range(3)]
    apart = [dict(row) for row in agreed]
    apart[0]["trust-1"], apart[1]["trust-1"] = 4, 2
    assert cells(agreed, ITEMS) == cells(apart, ITEMS)
    found = [change(0.0, [*spread(rows, DOMAINS), *spread(agreed, DOMAINS)], before=3, now=3, seed="x") for rows in (agreed, apart)]
    assert found[0] == found[1] is not None


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """The slow way: draw waves of one and the same world many times, and see how often no change is ruled out."""
    import random  # noqa: PLC0415 - beside its one use

    chance, held, tries = random.Random(7), 0, 120
    for number in range(tries):
        waves = [_rows([[chance.choice((2, 3, 3, 4, 5)) for _ in DOMAINS] for _ in range(5)]) for _ in range(2)]
        told = [cells(rows, dict.fromkeys(ITEMS, 5)) for rows in waves]
        step = round((mean_of(told[1], DOMAINS[0]) or 0) - (mean_of(told[0], DOMAINS[0]) or 0), 1)
        pool = [*spread(waves[0], DOMAINS), *spread(waves[1], DOMAINS)]
        one = change(step, pool, before=5, now=5, seed=str(number))
        assert one is not None
        held += one.low <= 0 <= one.high
    assert held / tries >= 0.93


def test_of_fewer_than_three_there_is_no_interval() -> None:
    assert change(1.0, [0.1, -0.1], before=2, now=9, seed="x") is None and change(1.0, [], before=5, now=5, seed="x") is None
    assert spread(_rows([[3] * 13, [4] * 13]), DOMAINS) == []
