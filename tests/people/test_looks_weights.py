"""What each thing found of a visit is worth: learned here, written in `throughcare.matching.looks_points`."""

import os
from collections import Counter
from datetime import timedelta

import pytest

from tests.database import Owner
from tests.people.office import WORK, ZONE, Maker, fill
from tests.people.test_looks import seen
from tests.people.weigh import Pattern, fit, points, threshold
from throughcare.matching.looks import codes, surroundings
from throughcare.matching.looks_points import BASE, EVIDENCE, NOT_YET, POINTS_TO_ASK

TRAINING, PRECISION = range(1, 7), 0.54
BY_HAND = {"conflict", "wrote-emergency", "not-yet", "not-yet-leads", "not-yet-looks-up"}


def test_weights_are_those_of_the_odds() -> None:
    # Of 1,000 plain visits one in ten is a snoop; with "a" nine in ten, and "b" says nothing.
    base, weights = fit({(): (1000, 100), ("a",): (1000, 900), ("b",): (1000, 100), ("a", "b"): (1000, 900)})
    whole, said = points(base, weights)
    assert (whole, said["b"]) == (-22, 0) and 43 <= said["a"] <= 44


def test_the_threshold_is_the_lowest_that_is_precise_enough_all_the_way() -> None:
    scored = [(30, True), (20, True), (20, False), (10, False), (10, False), (0, True), (0, True), (0, True)]
    assert threshold(scored, precision=0.5) == 20 and threshold(scored, precision=0.4) == 0


def test_what_is_not_yet_written_weighs_less_by_one_number() -> None:
    for role in ("", "-leads", "-looks-up"):
        assert EVIDENCE[f"no-work{role}"][0] - EVIDENCE[f"not-yet{role}"][0] == NOT_YET


@pytest.mark.skipif(
    not os.environ.get("THROUGHCARE_TEST_WEIGH"), reason="THROUGHCARE_TEST_WEIGH=1 learns the weights again, in some minutes"
)
def test_the_weights_are_what_is_learned(owner: Owner) -> None:
    every, bad = Counter[Pattern](), Counter[Pattern]()
    for seed in TRAINING:
        made = Maker(seed, normal=100_000, snoops=500).make()
        owner.empty()
        fill(owner, made)
        first, last = made.events[0].at, made.events[-1].at
        visits = seen(first - timedelta(days=1), last + timedelta(days=1), last + timedelta(days=10))
        snooped = {(e.user.id, e.person.id, e.at.astimezone(ZONE).date()) for e in made.events if e.snoop and e.verb not in WORK}
        for visit, around in zip(visits, surroundings(visits), strict=True):
            if pattern := tuple(codes(visit, around)):
                every[pattern] += 1
                bad[pattern] += (visit.user, visit.person, visit.on) in snooped
    base, learned = points(*fit({pattern: (many, bad[pattern]) for pattern, many in every.items()}))
    score = {pattern: base + sum(learned[code] for code in pattern) for pattern in every}
    scored = [(score[pattern], n < bad[pattern]) for pattern, many in every.items() for n in range(many)]
    ask = threshold(scored, precision=PRECISION)
    print(f"{every.total():,} visits, {bad.total():,} without a reason; base {base}, ask from {ask}")
    for code, worth in sorted(learned.items()):
        print(f"  {code}: {worth}")
    assert (base, ask) == (BASE, POINTS_TO_ASK)
    assert learned == {code: worth for code, (worth, _) in EVIDENCE.items() if code not in BY_HAND}
