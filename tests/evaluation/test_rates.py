"""A share's interval: the published answers, and the equation it solves."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evaluation.rates import Z95, share_of


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_is_what_was_published(hits: int, n: int, low: float, high: float) -> None:
    found = share_of(hits, n)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(n=st.integers(1, 10_000), part=st.floats(0, 1))
def test_its_ends_lie_a_score_away_and_turn_about(n: int, part: float) -> None:
    """Both ends p solve |p̂ - p| = z sqrt(p(1-p)/n), and misses have the mirror image."""
    hits = round(part * n)
    found, mirrored = share_of(hits, n), share_of(n - hits, n)
    assert found is not None and mirrored is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert isclose(found.low, 1 - mirrored.high, abs_tol=1e-9)
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert isclose(abs(found.share - end), Z95 * sqrt(end * (1 - end) / n), rel_tol=1e-6, abs_tol=1e-9)


def test_of_nothing_there_is_none() -> None:
    assert share_of(0, 0) is None
    with pytest.raises(ValueError, match="between"):
        share_of(2, 1)
