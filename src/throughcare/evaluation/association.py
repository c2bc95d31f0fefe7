"""Whether two things go together over few units: Spearman's rank correlation, with what chance alone would do and how wide the doubt is.

C. Spearman, The proof and measurement of association between two things, American Journal of Psychology 15 (1904) 72-101: Pearson's correlation of
ranks, equal values sharing the mean of their ranks. The probability is that of a permutation test (R. A. Fisher; two-sided, exact up to eight units,
of drawn orders above, with the order found counted among them: B. Phipson, G. Smyth 2010). The interval is Fisher's z with the variance of
D. G. Bonett, T. A. Wright, Sample size requirements for estimating Pearson, Kendall and Spearman correlations, Psychometrika 65 (2000): (1 + r²/2) ÷ (n - 3).
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from statistics import fmean

FEWEST = 10  # units: of fewer, the interval says next to nothing, and a scatter tells which is which
_EXACT = 8
_ROUNDS = 4999
_Z, _FOUR_IN_FIVE = 1.959963984540054, 0.8416212335729143  # of the standard normal distribution: 97.5 % and 80 % lie below


@dataclass(frozen=True)
class Association:
    """n units. rho: -1 to 1. low, high: 95 % interval. chance: how often orders drawn by chance alone go together at least as much."""

    n: int
    rho: float
    low: float
    high: float
    chance: float


def ranks(values: Sequence[float]) -> list[float]:
    """1 for the smallest; equal ones share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = (start + end) / 2 + 1
        start = end + 1
    return found


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Of pairs in order. None where either is the same throughout, or there are fewer than two. Raises ValueError for lists of two lengths."""
    if len(one) != len(other):
        raise ValueError("There is one of each for every unit.")
    return _pearson(ranks(one), ranks(other))


def associated(one: Sequence[float], other: Sequence[float], *, seed: str) -> Association | None:
    """As above, with its interval and what chance would do; None of fewer than four. The same seed gives the same answer."""
    rho, n = spearman(one, other), len(one)
    if rho is None or n < 4:
        return None
    half = _Z * math.sqrt((1 + rho * rho / 2) / (n - 3))
    z = math.atanh(max(min(rho, 1 - 1e-12), -1 + 1e-12))
    return Association(n, rho, math.tanh(z - half), math.tanh(z + half), _chance(ranks(one), ranks(other), abs(rho), seed))


def without_one(one: Sequence[float], other: Sequence[float]) -> tuple[float, float] | None:
    """The lowest and the highest rank correlation when any one unit is left out: how much a single one carries. None of fewer than four."""
    if len(one) < 4:
        return None
    found = [spearman([*one[:at], *one[at + 1 :]], [*other[:at], *other[at + 1 :]]) for at in range(len(one))]
    told = [rho for rho in found if rho is not None]
    return (min(told), max(told)) if told else None


def smallest_seen(n: int) -> float:
    """How strong a correlation must be in truth for n units to show it four times in five (Fisher's z, variance 1.06 ÷ (n - 3): E. C. Fieller,
    H. O. Hartley, E. S. Pearson, Biometrika 44 (1957); two-sided, five per cent). n: four or more."""
    return math.tanh((_Z + _FOUR_IN_FIVE) * math.sqrt(1.06 / (n - 3)))


def _chance(one: list[float], other: list[float], found: float, seed: str) -> float:
    enough = found - 1e-12
    if len(one) <= _EXACT:
        all_orders = [abs(_pearson(one, order) or 0.0) >= enough for order in permutations(other)]
        return sum(all_orders) / len(all_orders)
    draw, order = random.Random(seed), list(other)  # noqa: S311 - no secret: told, and the same when made again
    count = 1
    for _ in range(_ROUNDS):
        draw.shuffle(order)
        count += abs(_pearson(one, order) or 0.0) >= enough
    return count / (_ROUNDS + 1)


def _pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    if len(one) < 2:
        return None
    left, right = fmean(one), fmean(other)
    dx, dy = [value - left for value in one], [value - right for value in other]
    spread = math.sqrt(sum(value * value for value in dx) * sum(value * value for value in dy))
    return sum(a * b for a, b in zip(dx, dy, strict=True)) / spread if spread else None
