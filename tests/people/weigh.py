"""What each thing found of a visit is worth: learned from made departments in which it is known who had a reason to look.

Logistic regression with a small ridge, by Newton's method over the distinct sets of codes: pure Python, as there are some sixty codes only.
`THROUGHCARE_TEST_WEIGH=1 pytest tests/people/test_looks_weights.py -s` prints what `throughcare.matching.looks_points` holds.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import exp

Pattern = tuple[str, ...]
RIDGE, STEPS = 1.0, 30


def fit(seen: Mapping[Pattern, tuple[int, int]]) -> tuple[float, dict[str, float]]:
    """Of each set of codes how many visits, and how many of them without a reason → the base and each code's weight, as natural logarithms of odds."""
    names = sorted({code for pattern in seen for code in pattern})
    place = {name: n + 1 for n, name in enumerate(names)}
    rows = [([0, *(place[code] for code in pattern)], *counts) for pattern, counts in seen.items()]
    weights = [0.0] * (len(names) + 1)
    for _ in range(STEPS):
        slope = [0.0, *(-RIDGE * weight for weight in weights[1:])]
        curve = [[0.0] * len(weights) for _ in weights]
        for n in range(1, len(weights)):
            curve[n][n] = RIDGE
        for places, many, snoops in rows:
            chance = 1 / (1 + exp(-sum(weights[n] for n in places)))
            bend = many * chance * (1 - chance)
            for n in places:
                slope[n] += snoops - many * chance
                for m in places:
                    curve[n][m] += bend
        change = solve(curve, slope)
        weights = [weight + step for weight, step in zip(weights, change, strict=True)]
        if max(map(abs, change)) < 1e-6:
            break
    return weights[0], {name: weights[place[name]] for name in names}


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x of matrix · x = right, by elimination; the matrix is symmetric and positive."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for n in range(size):
        for m in range(n + 1, size):
            if factor := rows[m][n] / rows[n][n]:
                rows[m] = [a - factor * b for a, b in zip(rows[m], rows[n], strict=True)]
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (rows[n][size] - sum(rows[n][m] * found[m] for m in range(n + 1, size))) / rows[n][n]
    return found


def points(base: float, weights: Mapping[str, float]) -> tuple[int, dict[str, int]]:
    return round(10 * base), {code: round(10 * weight) for code, weight in weights.items()}


def threshold(scored: Sequence[tuple[int, bool]], *, precision: float) -> int:
    """The fewest points from which so many of those asked about had no reason, at every number of points above."""
    by: dict[int, Counter[bool]] = defaultdict(Counter)
    for score, snoop in scored:
        by[score][snoop] += 1
    hits = asked = 0
    least = max(by)
    for score in sorted(by, reverse=True):
        hits, asked = hits + by[score][True], asked + by[score].total()
        if hits < precision * asked:
            break
        least = score
    return least
