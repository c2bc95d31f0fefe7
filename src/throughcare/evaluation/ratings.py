"""Means of what raters said, so that no rater can be told from them; and how sure a change between two waves is.

A rater's answer to an item is 1 to 5, or None for "I don't know" and for what was left out: neither is counted, least of all as a middle.
All that is ever told of one side's answers is made of `Cell`s, one for each item. A cell is the same whoever of them gave which answer, and
there is always more than one way to have got it (`tests/properties/test_ratings.py` looks for one that has not).
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3  # raters of a mean
# Where a partner named raters of its own: who names two mailboxes of theirs, and knows both answers, would read the third off a mean of three.
FEWEST_OF_OWN = 5
LOWEST, HIGHEST = 1, 5
# A mean at the very end of the scale says what each rater answered. So the ends are told as "4.5 or more", "1.5 or less".
END = 0.5
ROUNDS = 2000
_STEP = 0.5  # points, to whole ones of which half of an interval is widened
_SHARE = 0.95

Answers = Mapping[str, int | None]


@dataclass(frozen=True)
class Cell:
    """n raters answered this item; their mean, to one decimal and kept off the scale's ends."""

    n: int
    mean: float


@dataclass(frozen=True)
class Interval:
    """95 % bootstrap interval of the change of a mean, in points of the scale. before, now: raters in each wave."""

    low: float
    high: float
    before: int
    now: int


def cell(values: Iterable[int | None], highest: int = HIGHEST, fewest: int | None = None) -> Cell | None:
    """What may be told of the answers to one item by one side; None when fewer than `fewest` (FEWEST) answered."""
    counted = [value for value in values if value is not None]
    if len(counted) < (FEWEST if fewest is None else fewest):
        return None
    mean = sum(counted) / len(counted)
    return Cell(len(counted), round(min(max(mean, LOWEST + END), highest - END), 1))


def cells(rows: Sequence[Answers], items: Mapping[str, int], fewest: int | None = None) -> dict[str, Cell]:
    """item → its cell, of one side's rows; items with the highest answer of each. What may not be told is not there."""
    found = {item: cell((row.get(item) for row in rows), highest, fewest) for item, highest in items.items()}
    return {item: one for item, one in found.items() if one is not None}


def mean_of(found: Mapping[str, Cell], items: Iterable[str]) -> float | None:
    """The mean of some items' means (a domain's, a lens's), to one decimal. Made of what is told alone, so it tells nothing more."""
    means = [found[item].mean for item in items if item in found]
    return round(sum(means) / len(means), 1) if means else None


def fewest_of(found: Mapping[str, Cell], items: Iterable[str]) -> int:
    """The n said beside such a mean: of the item that fewest answered."""
    return min((found[item].n for item in items if item in found), default=0)


def spread(rows: Sequence[Answers], domains: Iterable[Sequence[str]]) -> list[float]:
    """How far each rater's mean of each domain lies from the mean of all raters of that side: what chance alone moves a mean by.

    Stretched by sqrt(n / (n - 1)), since the mean they are measured from is their own. A rater counts in a domain of which they answered at
    least half of the items.
    """
    found: list[float] = []
    for items in domains:
        means = _raters(rows, items)
        if len(means) >= FEWEST:
            middle, stretch = _mean(means), math.sqrt(len(means) / (len(means) - 1))
            found += [(mean - middle) * stretch for mean in means]
    return found


def change(step: float, pool: Sequence[float], *, before: int, now: int, seed: str) -> Interval | None:
    """Where the true change of a mean lies, when it moved by `step` between two waves with so many raters: a residual bootstrap.

    pool: the `spread` of both waves, over all domains. One domain's own spread would tell whether its three raters agreed, and a percentile of
    three is what the lowest said; all domains together tell one number of a side, and steadier. The waves are drawn apart, since nobody can
    say who answered in both. Half of the interval is widened to the next half point, so never nothing. None with fewer than three in a wave.
    The same seed gives the same interval. Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 and 9.
    """
    if min(before, now) < FEWEST or not pool:
        return None
    chance = random.Random(f"{seed} {before} {now}")  # noqa: S311 - no secret: the interval is told, and is the same when made again
    ordered = sorted(pool)
    drawn = sorted(abs(_mean(chance.choices(ordered, k=now)) - _mean(chance.choices(ordered, k=before))) for _ in range(ROUNDS))
    half = max(_STEP, math.ceil(drawn[math.ceil(_SHARE * ROUNDS) - 1] / _STEP) * _STEP)
    return Interval(round(step - half, 1), round(step + half, 1), before, now)


@dataclass(frozen=True)
class Said:
    """One side of one wave: its rows, in no order, and the cells that may be told of them."""

    rows: Sequence[Answers]
    told: Mapping[str, Cell]


def changes(then: Said, now: Said, domains: Mapping[str, Sequence[str]], *, seed: str) -> dict[str, Interval]:
    """domain → the interval of its change between two waves of one side, of those told in both."""
    pool = [*spread(then.rows, domains.values()), *spread(now.rows, domains.values())]
    found = {}
    for code, items in domains.items():
        step = moved(mean_of(then.told, items), mean_of(now.told, items))
        before, after = fewest_of(then.told, items), fewest_of(now.told, items)
        if step is not None and (one := change(step, pool, before=before, now=after, seed=seed)):
            found[code] = one
    return found


def moved(then: float | None, now: float | None) -> float | None:
    """How far a mean moved, where both may be told."""
    return None if then is None or now is None else round(now - then, 1)


def _raters(rows: Sequence[Answers], items: Sequence[str]) -> list[float]:
    """Each rater's own mean of these items."""
    given = [[value for item in items if (value := row.get(item)) is not None] for row in rows]
    return [_mean(values) for values in given if values and 2 * len(values) >= len(items)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
