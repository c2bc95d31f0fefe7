"""What each side puts in: one side says so and the other confirms it; the partner makes its report for funders, and reads how the department does. axe looks at each page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.agreements.made import WRITER
from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.performance.made import BEGAN, measure, running, send
from throughcare.agreements.days import day_words
from throughcare.common.clock import today


def _day(walker: Walker, name: str, day: Any) -> None:
    for part in ("day", "month", "year"):
        walker.page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_one_side_says_what_it_gave_and_the_other_confirms_it(cast: Cast, site: str, chromium: Any, how: How) -> None:
    key = running(cast)
    send(cast, measure(cast, key))
    connection.close()
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("agreement", args=[key]))
        walker.follow("Write down what a side puts in")
        walker.page.get_by_label("Which party is it with?").select_option(label="Mana Trust")
        walker.page.get_by_label("Who puts it in?").select_option("PARTY")
        walker.page.get_by_label("What kind is it?").select_option("TRAINING")
        walker.page.get_by_label("Was it agreed, or given?").select_option("GIVEN")
        walker.page.locator("[name=what]").fill("Tikanga training.")
        _day(walker, "first_on", today() - timedelta(days=1))
        walker.page.locator("[name=quantity]").fill("6")
        walker.page.get_by_label("In which unit?").select_option("HOURS")
        walker.page.locator("[name=worth]").fill("720")
        walker.page.locator("[name=worth_how]").fill("At 120 an hour.")
        walker.press("Write it down")
        walker.sees("It is written down.")
        walker.open(reverse("agreement", args=[key]))
        walker.sees("Tikanga training (training)", "One side says so")
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("agreement", args=[key]))
        walker.follow("Tikanga training (training)")
        walker.sees("6 hours", "At 120 an hour.")
        walker.follow("Confirm this")
        walker.press("Confirm")
        walker.sees("You confirmed it.")
        walker.open(reverse("contributions", args=[cast.organization]))
        walker.sees("Both sides say so", "NZD 720.00")
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("funder-reports", args=[cast.organization]))
        walker.follow("Make a report for funders")
        _day(walker, "first_on", BEGAN)
        _day(walker, "last_on", today())
        walker.page.locator("[name=words_1]").fill("We walk beside people.")
        walker.press("Make it")
        walker.follow(f"to {day_words(today())}")
        walker.sees("Report for funders", "We walk beside people.", "training, NZD 720.00 (1 row)")
        walker.open(reverse("reciprocity", args=[cast.organization]))
        walker.sees("How the department does", "Reports looked at", "Payments made on time")
        walker.follow("What each side puts in")
        walker.sees("Both sides say so")
