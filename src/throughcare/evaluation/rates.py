"""A share with its uncertainty."""

from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054  # of the standard normal distribution: 95% lie within it on both sides


class Share(NamedTuple):
    """hits of n, from nought to one, with the interval that holds it in 95 cases of 100."""

    hits: int
    n: int
    share: float
    low: float
    high: float


def share_of(hits: int, n: int) -> Share | None:
    """A share with Wilson's score interval, without correction for continuity; None of nothing. It stays within nought and one, and is honest of few.

    Source: E. B. Wilson, JASA 22 (1927) 209-212; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872. Raises ValueError for more hits than cases.
    """
    if not 0 <= hits <= n:
        raise ValueError("Hits lie between nought and all.")
    if n == 0:
        return None
    middle, square = hits / n, Z95 * Z95
    centre = (middle + square / (2 * n)) / (1 + square / n)
    reach = Z95 * sqrt(middle * (1 - middle) / n + square / (4 * n * n)) / (1 + square / n)
    # At the ends it touches nought and one; rounding would leave a hair.
    low = 0.0 if hits == 0 else max(0.0, centre - reach)
    return Share(hits, n, middle, low, 1.0 if hits == n else min(1.0, centre + reach))
