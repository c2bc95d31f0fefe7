"""The rule that says when full contracting is out of proportion: beside a slow, obvious telling of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare.evaluation.proportion import SMALL, Weighed, rule_words, weigh

LIMIT = Decimal(10_000)


def _one(**said: Any) -> Weighed:
    usual: dict[str, Any] = {"amount": Decimal(4000), "days": 100, "partners": ["MARAE"]}
    return Weighed(**{**usual, **said})


@pytest.mark.parametrize(
    ("said", "light", "limit"),
    [
        ({}, True, 10_000),
        ({"amount": Decimal(10_000)}, True, 10_000),
        ({"amount": Decimal("10000.01")}, False, 10_000),
        ({"amount": Decimal(20_000), "days": 730}, True, 10_000),
        ({"amount": Decimal(20_000), "days": 729}, False, 10_000),
        ({"amount": Decimal(5000), "in_advance": True}, True, 5000),
        ({"amount": Decimal("5000.01"), "in_advance": True}, False, 5000),
        ({"amount": Decimal(5000), "partners": ["PUBLIC_AGENCY"]}, True, 5000),
        ({"amount": Decimal(2501), "partners": ["PUBLIC_AGENCY"], "in_advance": True}, False, 2500),
        ({"amount": Decimal(0), "in_advance": True}, True, 10_000),
        ({"days": None}, False, 10_000),
        ({"days": (date(2029, 12, 31) - date(2026, 12, 31)).days}, True, 10_000),  # three years with a leap day
        ({"days": 3 * 365 + 2}, False, 10_000),
        ({"information": True}, False, 10_000),
        ({"services": 1}, False, 10_000),
        ({"partners": ["MARAE", "FAITH"]}, False, 10_000),
    ],
)
def test_the_rule(said: dict[str, Any], light: bool, limit: int) -> None:
    found = weigh(_one(**said), LIMIT)
    assert (found.light, found.limit) == (light, Decimal(limit))
    assert found.light == (not found.why) and all(why.endswith(".") for why in found.why)


@given(
    amount=some.integers(0, 60_000),
    days=some.one_of(some.none(), some.integers(1, 2000)),
    kinds=some.lists(some.sampled_from([*sorted(SMALL), "EMPLOYER", "HEALTH"]), min_size=1, max_size=3),
    flags=some.tuples(some.booleans(), some.booleans(), some.integers(0, 2)),
)
def test_it_says_what_a_slow_telling_says(amount: int, days: int | None, kinds: list[str], flags: tuple[bool, bool, int]) -> None:
    advance, information, services = flags
    found = weigh(
        _one(amount=Decimal(amount), days=days, partners=kinds, in_advance=advance, information=information, services=services), LIMIT
    )
    limit = 10_000.0
    if not all(kind in SMALL for kind in kinds):
        limit /= 2
    if advance and amount:
        limit /= 2
    a_year = amount if days is None or days <= 365 else amount / days * 365
    fits = round(a_year, 2) <= limit and days is not None and days <= 1096 and not information and not services and len(kinds) == 1
    assert found.light == fits


def test_the_rule_is_shown_with_the_sites_amount() -> None:
    assert "up to 7,000" in rule_words(Decimal(7000), lambda amount: f"{amount:,.0f}")
