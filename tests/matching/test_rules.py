"""Every rule answers its examples, the page shows the same ones, and distances are right."""

from math import atan2, cos, hypot, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.examples import EXAMPLES, HOME, Example
from tests.matching.tables import PAGE, with_tables
from throughcare.matching.fit import Outcome, Point
from throughcare.matching.geo import EARTH_RADIUS_KM, distance_km, nearest_km
from throughcare.matching.pillars import Pillar
from throughcare.matching.rank import WEIGHTS
from throughcare.matching.rules import RULES

BY_NAME = {rule.__name__: rule for rule in RULES}
ANSWERS = [(rule, outcome) for rule in BY_NAME for outcome in Outcome]
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule}: {example.sentence}")
def test_rule_answers_its_example(example: Example) -> None:
    reason = BY_NAME[example.rule](example.person_facts, example.service_facts)
    assert (reason.rule, reason.outcome, reason.sentence) == (example.rule, example.outcome, example.sentence)


@pytest.mark.parametrize(("rule", "outcome"), ANSWERS)
def test_every_answer_of_every_rule_has_an_example(rule: str, outcome: Outcome) -> None:
    assert any(example.rule == rule and example.outcome is outcome for example in EXAMPLES)


def test_page_shows_the_examples_the_tests_run() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page), "Run: python -m tests.matching.tables"


def test_order_rule_never_names_an_order() -> None:
    orders = [example for example in EXAMPLES if example.rule == "order_type" and example.person]
    assert orders
    assert not any("parole" in example.sentence.lower() for example in orders)


def test_pillars_of_the_examples_are_real() -> None:
    used = {code for example in EXAMPLES for code in example.service_facts.pillars}
    assert used <= set(Pillar)


def test_weights_name_every_rule_and_add_up_to_one() -> None:
    assert list(WEIGHTS) == list(BY_NAME)
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (Point(0, 0), Point(1, 0), 111.195),  # a degree of latitude: pi R / 180
        (Point(0, 0), Point(0, 180), pi * EARTH_RADIUS_KM),
        (Point(36.12, -86.67), Point(33.94, -118.40), 2886.45),  # Nashville to Los Angeles airport, on this radius
        (Point(-43.0, 179.5), Point(-43.0, -179.5), 81.32),  # across the date line
    ],
)
def test_published_distances(here: Point, there: Point, km: float) -> None:
    assert distance_km(here, there) == pytest.approx(km, abs=0.01)


@given(POINTS, POINTS)
def test_distance_agrees_with_the_angle_between_vectors(here: Point, there: Point) -> None:
    a, b = _vector(here), _vector(there)
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    dot = sum(one * other for one, other in zip(a, b, strict=True))
    oracle = EARTH_RADIUS_KM * atan2(hypot(*cross), dot)
    assert distance_km(here, there) == pytest.approx(oracle, abs=0.001 if oracle < 20000 else 1)
    assert distance_km(here, there) == pytest.approx(distance_km(there, here))


@given(st.lists(POINTS, min_size=1))
def test_nearest_is_no_further_than_any(places: list[Point]) -> None:
    nearest = nearest_km(HOME, places)
    assert all(nearest <= distance_km(HOME, place) for place in places)
    assert any(nearest == distance_km(HOME, place) for place in places)


def _vector(point: Point) -> tuple[float, float, float]:
    north, east = radians(point.latitude), radians(point.longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)
