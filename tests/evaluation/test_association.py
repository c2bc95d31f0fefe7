"""Rank correlation against published values, and against what can be counted by hand."""

import math

import pytest

from throughcare.evaluation.association import associated, ranks, smallest_seen, spearman, without_one

# The worked example every textbook has: IQ against hours of television, ten people (rho = -29/165).
_IQ = (106, 100, 86, 101, 99, 103, 97, 113, 112, 110)
_HOURS = (7, 27, 2, 50, 28, 29, 20, 12, 6, 17)
# M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods (1973), p. 187: lightness and panel score of canned tuna; rho 0.6 (S = 48).
_LIGHT = (44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1)
_PANEL = (2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)


def test_equal_values_share_their_ranks() -> None:
    assert ranks([3.0, 1.0, 3.0, 2.0]) == [3.5, 1.0, 3.5, 2.0] and ranks([]) == []


def test_equal_to_what_is_published() -> None:
    assert spearman(_IQ, _HOURS) == pytest.approx(-29 / 165, abs=1e-12)
    assert spearman(_LIGHT, _PANEL) == pytest.approx(0.6, abs=1e-12)
    told = associated(_LIGHT, _PANEL, seed="tuna")
    assert told and told.n == 9 and told.chance == pytest.approx(0.0968, abs=0.015)  # R: cor.test(method = "spearman"), exact


def test_small_ones_are_counted_whole() -> None:
    """Of four in one order, two of 24 orders go together as much: this one and its reverse."""
    told = associated([1, 2, 3, 4], [2, 4, 6, 8], seed="x")
    assert told and told.rho == 1 and told.chance == pytest.approx(2 / 24)
    assert (
        associated([1, 2, 3, 4], [5, 5, 5, 5], seed="x") is None
        and spearman([1], [1]) is None
        and associated([1, 2, 3], [1, 2, 3], seed="x") is None
    )
    with pytest.raises(ValueError, match="one of each"):
        spearman([1, 2], [1])


def test_the_interval_is_bonett_and_wright_s() -> None:
    told = associated(_LIGHT, _PANEL, seed="tuna")
    half = 1.959963984540054 * math.sqrt((1 + 0.36 / 2) / 6)
    assert told and (told.low, told.high) == pytest.approx((math.tanh(math.atanh(0.6) - half), math.tanh(math.atanh(0.6) + half)))
    assert told.low < 0 < told.rho < told.high, "of nine units nothing is sure"


def test_the_same_seed_tells_the_same() -> None:
    assert associated(_IQ, _HOURS, seed="a") == associated(_IQ, _HOURS, seed="a")


def test_how_much_one_unit_carries() -> None:
    """Nine in no order and one far off in both: without it nothing is left."""
    one, other = [1, 2, 3, 4, 5], [3, 1, 2, 4, 5]
    by_hand = [spearman([v for k, v in enumerate(one) if k != at], [v for k, v in enumerate(other) if k != at]) or 0.0 for at in range(5)]
    assert without_one(one, other) == (min(by_hand), max(by_hand))
    assert (min(by_hand), max(by_hand)) == pytest.approx((0.4, 1.0))
    assert without_one([1, 2, 3], [1, 2, 3]) is None


def test_what_so_few_could_show() -> None:
    """For Pearson's r of n = 29 tables say 0.5 (J. Cohen 1988, p. 102: 28 to 29); ranks need a little more."""
    assert 0.5 < smallest_seen(29) < 0.53 and smallest_seen(10) > 0.75 and smallest_seen(400) < 0.15
    assert all(smallest_seen(n) > smallest_seen(n + 1) for n in range(4, 60))
