"""No rater is told by all that is published of two assessments in a row, together: 1,000 seeded waves, in pairs.

Of each answer that somebody gave, another world is looked for in which they gave another, and in which every mean of every domain and lens, every
change and every gap with its interval is the same. Where others of the side answered otherwise, it is the world in which two raters changed places:
nothing that is told knows one from another. Where all of a side agreed, it is made by small steps up and down. What a wave tells is all there is
to tell by any page, filter, day or file (tests/relationships/test_unlinkable.py), so no difference between two of these tells more.
"""

import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from throughcare.evaluation import ratings
from throughcare.evaluation.ratings import FEWEST, Answers, Cell, cells, change, mean_of, spread
from throughcare.relationships.bank import bank, lenses

ITEMS = bank().highest([])
DOMAINS = [domain.codes for domain in bank().domains]
READINGS = [
    *DOMAINS,
    *(
        [item.code for domain in bank().domains for item in domain.items if f"{lens.code}.{code}" in item.lenses]
        for lens in lenses()
        for code in lens.dimensions
    ),
]
PAIRS, ROUNDS = 500, 60
Rows = list[dict[str, int | None]]


class World(NamedTuple):
    """What each side answered in two waves in a row."""

    ours_then: Rows
    theirs_then: Rows
    ours: Rows
    theirs: Rows


def side(chance: random.Random) -> Rows:
    """Three to six raters: of one mind, of a few, or each of their own; some do not know."""
    middle, apart, unsure = chance.randint(1, 5), chance.choice((0, 0, 1, 2)), chance.choice((0.0, 0.0, 0.2))
    n = chance.randint(FEWEST, 6)
    return [
        {
            item: None if chance.random() < unsure else min(max(middle + chance.randint(-apart, apart), 1), highest)
            for item, highest in ITEMS.items()
        }
        for _ in range(n)
    ]


def interval(one: Rows, other: Rows) -> tuple[float, float] | None:
    """How wide every interval made of these two is: the same for every domain of as many raters."""
    pool = [*spread(one, DOMAINS), *spread(other, DOMAINS)]
    found = change(0.0, [round(value, 9) for value in pool], before=len(one), now=len(other), seed="x")
    return (found.low, found.high) if found else None


def cells_of(world: World) -> list[dict[str, Cell]]:
    return [cells(rows, ITEMS) for rows in world]


def told(world: World) -> tuple[object, ...]:
    """All that is published of it."""
    found = cells_of(world)
    means = [[mean_of(of_side, codes) for codes in READINGS] for of_side in found]
    widths = (interval(world.ours_then, world.ours), interval(world.theirs_then, world.theirs), interval(world.theirs, world.ours))
    return (found, means, widths)


def unanimous(rows: Rows, item: str) -> bool:
    return len({row[item] for row in rows} - {None}) == 1


def otherwise(rows: Rows, rater: int, item: str, chance: random.Random) -> Iterator[Rows]:
    """Worlds in which this rater answered otherwise, and nobody else by more than a step."""
    said = rows[rater][item]
    others = [number for number, row in enumerate(rows) if number != rater and row[item] is not None]
    if not unanimous(rows, item):
        for number in others:
            if rows[number][item] != said:
                changed = list(rows)
                changed[rater], changed[number] = changed[number], changed[rater]
                yield changed
        return
    beside = [one for codes in DOMAINS if item in codes for one in codes if one != item] or [item]
    chance.shuffle(others)
    for step in (1, -1):
        for number in others:
            for also in (*beside, None):
                yield stepped(
                    rows, {(rater, item): step, (number, item): -step, **({(rater, also): -step, (number, also): step} if also else {})}
                )
        yield stepped(rows, {(rater, item): step})
        for _ in range(40):  # everybody a step, each on some sentence of the domain: nobody lies further from the others than before
            every = {(number, chance.choice((item, *beside))): step for number in range(len(rows)) if number != rater}
            yield stepped(rows, {(rater, item): step} | every)
        for more in range(400):  # and two of the others nearer to each other, or further apart, on sentences of other domains
            yield stepped(rows, {(rater, item): step, **_moved_apart(rows, item, 1 + more // 40, chance)})


def _moved_apart(rows: Rows, item: str, count: int, chance: random.Random) -> dict[tuple[int, str], int]:
    """Pairs of raters, one a step up and one a step down on the same sentence, so that its mean stays."""
    steps: dict[tuple[int, str], int] = {}
    for also in chance.sample([one for codes in DOMAINS if item not in codes for one in codes], count):
        there = [number for number, row in enumerate(rows) if row[also] is not None]
        if len(there) > 1:
            up, down = chance.sample(there, 2)
            steps |= {(up, also): 1, (down, also): -1}
    return steps


def stepped(rows: Rows, steps: dict[tuple[int, str], int]) -> Rows:
    """With these answers moved; one moved off the scale makes no world."""
    changed = [dict(row) for row in rows]
    for (number, item), step in steps.items():
        value = changed[number][item]
        changed[number][item] = None if value is None else value + step
    return changed


def is_world(rows: Rows) -> bool:
    """Every answer is one there is."""
    return all(value is None or 1 <= value <= ITEMS[item] for row in rows for item, value in row.items())


def leaks(seed: int) -> list[str]:
    """Answers of the later wave that follow from what is told: none, one hopes. A few answers of each side are asked about."""
    chance = random.Random(seed)
    world = World(*(side(chance) for _ in World._fields))
    published, found = told(world), []
    for name in ("ours", "theirs"):
        rows: Rows = getattr(world, name)
        known = [item for item in ITEMS if sum(row[item] is not None for row in rows) >= FEWEST]
        alike = [item for item in known if unanimous(rows, item)]
        for item in sorted({*chance.sample(known, min(1, len(known))), *chance.sample(alike, min(2, len(alike)))}):
            rater = chance.choice([number for number, row in enumerate(rows) if row[item] is not None])
            if not any(told(other) == published for other in others_like(world, name, rater, item, chance)):
                found.append(f"{seed}: {name} {item} {[row[item] for row in rows]}")
    return found


def others_like(world: World, name: str, rater: int, item: str, chance: random.Random) -> Iterator[World]:
    """Worlds of the same cells in which this rater answered otherwise; at last such in which those of the wave before lie otherwise apart too."""
    rows: Rows = getattr(world, name)
    before: Rows = getattr(world, f"{name}_then")
    here, kept = cells(rows, ITEMS), []
    for other in otherwise(rows, rater, item, chance):
        if is_world(other) and cells(other, ITEMS) == here:
            kept.append(other)
            yield world._replace(**{name: other})
    there = cells(before, ITEMS)
    for more in range(400 if kept else 0):
        earlier = stepped(before, _moved_apart(before, item, 1 + more // 40, chance))
        if is_world(earlier) and cells(earlier, ITEMS) == there:
            yield world._replace(**{name: chance.choice(kept), f"{name}_then": earlier})


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interval's own chance is the same in both worlds: fewer draws tell them apart no less."""
    monkeypatch.setattr(ratings, "ROUNDS", ROUNDS)


def test_of_a_thousand_waves_in_pairs_no_answer_of_anybody_follows() -> None:
    found = [one for seed in range(PAIRS) for one in leaks(seed)]
    assert not found, found[:10]


def test_the_search_finds_ends_that_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratings, "END", 0.0)
    assert any(leaks(seed) for seed in range(60))


def test_the_search_finds_a_range_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the lowest and highest answer to each sentence stand beside its mean."""
    here, whole = sys.modules[__name__], told

    def planted(world: World) -> tuple[object, ...]:
        said = [{item: {row[item] for row in rows} - {None} for item in ITEMS} for rows in world]
        return (whole(world), [{item: (min(found), max(found)) for item, found in one.items() if found} for one in said])  # type: ignore[type-var]  # those found are numbers

    monkeypatch.setattr(here, "told", planted)
    assert any(leaks(seed) for seed in range(20))


def test_a_side_of_two_tells_nothing() -> None:
    two: list[Answers] = [dict.fromkeys(ITEMS, 3), dict.fromkeys(ITEMS, 4)]
    assert cells(two, ITEMS) == {} and spread(two, DOMAINS) == []
