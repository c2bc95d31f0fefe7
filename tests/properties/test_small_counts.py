"""Counts that leave: somebody who knows the rule, and reads every table of one total, never finds out exactly a count that was withheld (T21)."""

import random
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evaluation.small_counts import BASE, FEWEST, Told, told, told_each

TABLES, SEED = 10_000, 20261123
KEY = b"k" * 32
Splits = Mapping[str, Mapping[str, int]]
Teller = Callable[[Splits, bytes], dict[str, Told]]
COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 60), min_size=1)


def ours(splits: Splits, key: bytes) -> dict[str, Told]:
    return {name: told(parts, key=key, cell="north|HEALTH", splits=name) for name, parts in splits.items()}


def apart(splits: Splits, key: bytes) -> dict[str, Told]:
    """The planted fault: total and parts each rounded by themselves, and nothing withheld but what is small."""

    def rounded(count: int, cell: str) -> int | None:
        return told({"": count}, key=key, cell=cell, splits="").total

    total = sum(next(iter(splits.values())).values())
    return {
        name: Told(rounded(total, "all"), {part: rounded(count, f"{name}|{part}") for part, count in parts.items()})
        for name, parts in splits.items()
    }


def sums(domains: Iterable[Iterable[int]]) -> int:
    """Which sums there are of one number from each, as bits."""
    found = 1
    for domain in domains:
        found = sum_of(found, domain)
    return found


def sum_of(before: int, domain: Iterable[int]) -> int:
    found = 0
    for value in domain:
        found |= before << value
    return found


def shown_domain(value: int) -> range:
    return range(max(FEWEST, value - BASE + 1), value + BASE)


@cache
def withheld_pairs(most: int) -> list[tuple[int, int]]:
    """Two are withheld: both small, or one small and another that hides it."""
    return [(a, b) for a in range(most + 1) for b in range(most + 1 - a) if min(a, b) < FEWEST]


def pairs_of(one: Told, total: int, *, alone: bool) -> Iterable[tuple[int, int]]:
    """What two that are withheld may be together, when the total is `total`. alone: each is known to be small."""
    shown = _shown(one)
    return ((a, b) for a, b in withheld_pairs(total) if shown >> (total - a - b) & 1 and not (alone and max(a, b) >= FEWEST))


def possible(one: Told, totals: Iterable[int], *, alone: bool) -> set[int]:
    """What the first part that is withheld may be, as the rule and everything told of this split allow, when the total is one of `totals`.
    The rule treats parts alike, so it is what any of them may be."""
    withheld = sum(value is None for value in one.parts.values())
    if withheld == 2:
        return {a for total in totals for a, _ in pairs_of(one, total, alone=alone)}
    reach = sum_of_all(_shown(one), withheld - 1)
    return {own for total in totals for own in range(min(FEWEST - 1, total) + 1) if reach >> (total - own) & 1}


def totals_of(one: Told, *, alone: bool) -> set[int]:
    """Totals this split allows."""
    assert one.total is not None
    near = range(max(FEWEST, one.total - BASE + 1), one.total + BASE)
    withheld = sum(value is None for value in one.parts.values())
    if withheld == 2:
        return {total for total in near if any(True for _ in pairs_of(one, total, alone=alone))}
    reach = sum_of_all(_shown(one), withheld)
    return {total for total in near if reach >> total & 1}


def _shown(one: Told) -> int:
    return sums(shown_domain(value) for value in one.parts.values() if value is not None)


def sum_of_all(reach: int, withheld: int) -> int:
    """With so many more of which each is small."""
    for _ in range(withheld):
        reach = sum_of(reach, range(FEWEST))
    return reach


def found_out(tell: Teller, *, alone: bool) -> int:
    """How many counts under six are worked out exactly, of all tables."""
    chance, recovered = random.Random(SEED), 0
    for number in range(TABLES):
        total = chance.randrange(FEWEST, 40)
        splits = {name: _split(chance, total, parts) for name, parts in (("age", "abcde"), ("gender", "wmx"))}
        answers = tell(splits, number.to_bytes(8, "big"))
        totals = set.intersection(*(totals_of(one, alone=alone) for one in answers.values()))
        assert total in totals, "the solver is wrong: it rules out what is so"
        for name, one in answers.items():
            small = [splits[name][part] for part, value in one.parts.items() if value is None and splits[name][part] < FEWEST]
            if small:
                may_be = possible(one, totals, alone=alone)
                assert set(small) <= may_be, "the solver is wrong: it rules out what is so"
                recovered += len(may_be) == 1
    return recovered


def _split(chance: random.Random, total: int, parts: str) -> dict[str, int]:
    found = dict.fromkeys(parts[: chance.randrange(1, len(parts) + 1)], 0)
    weights = [chance.random() ** 3 + 0.01 for _ in found]
    for name in chance.choices(list(found), weights, k=total):
        found[name] += 1
    return found


def test_nobody_works_out_what_was_withheld() -> None:
    print(f"\n{TABLES} tables, seed {SEED}")
    assert found_out(ours, alone=False) == 0


def test_the_solver_finds_them_where_each_count_is_rounded_by_itself() -> None:
    assert found_out(apart, alone=True) > 0


@given(COUNTS, st.binary(min_size=8, max_size=8))
def test_parts_add_up_to_the_total_and_none_is_far_off(parts: dict[str, int], key: bytes) -> None:
    answer = told(parts, key=key, cell="c", splits="s")
    assert answer == told(dict(reversed(parts.items())), key=key, cell="c", splits="s"), "asked again, in another order, the same"
    if sum(parts.values()) < FEWEST:
        assert answer.total is None and set(answer.parts.values()) == {None}
        return
    assert answer.total is not None and abs(answer.total - sum(parts.values())) < BASE and answer.total % BASE == 0
    told_parts = {name: value for name, value in answer.parts.items() if value is not None}
    for name, value in told_parts.items():
        assert parts[name] >= FEWEST and value % BASE == 0 and abs(value - parts[name]) < BASE
        assert parts[name] % BASE or value == parts[name], "a multiple of three stays"
    withheld = len(parts) - len(told_parts)
    assert withheld != 1 or len(parts) == 1
    if not withheld:
        assert sum(told_parts.values()) == answer.total
    assert {told(parts, key=key, cell="c", splits=other).total for other in "abc"} == {answer.total}, "every split tells one total"


@pytest.mark.parametrize("count", [7, 8, 9, 31])
def test_rounding_is_upwards_as_often_as_it_is_near(count: int) -> None:
    """Mean over 9,000 draws within four standard errors of the count: the rounding is unbiased."""
    rounds = 9_000
    found = [told({"a": count}, key=number.to_bytes(4, "big"), cell="c", splits="s").total or 0 for number in range(rounds)]
    up = Fraction(count % BASE, BASE)
    error = BASE * float(up * (1 - up) / rounds) ** 0.5
    assert abs(sum(found) / rounds - count) <= 4 * error


def test_groups_somebody_may_be_in_several_of_are_told_each_by_itself() -> None:
    answer = told_each({"maori": 12, "pacific": 7, "asian": 5, "none": 0}, key=KEY, cell="c", splits="ethnicity")
    assert answer["maori"] == 12 and answer["pacific"] in (6, 9) and answer["asian"] is answer["none"] is None


def test_nobody_is_counted_below_nothing() -> None:
    with pytest.raises(ValueError, match="from nothing upwards"):
        told({"a": -1}, key=KEY, cell="c", splits="s")
