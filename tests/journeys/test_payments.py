"""An instalment: planned, shown by the partner, refused with the reason, shown again, released by somebody else, paid. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.agreements.made import SECOND, WRITER
from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.performance.made import running
from throughcare.common.clock import today


def _day(walker: Walker, legend: str) -> None:
    there = walker.page.get_by_role("group", name=legend)
    for part in ("Day", "Month", "Year"):
        there.get_by_label(part).fill(str(getattr(today(), part.lower())))


@pytest.mark.parametrize("how", ["mouse", "narrow"])
def test_both_sides_see_what_is_payable_and_why_not(cast: Cast, site: str, chromium: Any, how: How) -> None:
    key = running(cast)
    connection.close()
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("agreement", args=[key]))
        walker.follow("Plan a payment")
        walker.write("What is paid?", "First instalment")
        walker.write("Amount", "4000")
        _day(walker, "When is it due?")
        walker.page.get_by_label("What is it paid for?").select_option("DOCUMENT")
        walker.write("What is to be shown? (optional)", "The accounts of the year.")
        walker.press("Plan it")
        walker.sees("The payment is planned", "First instalment", "NZD 4,000.00", "Shown: The accounts of the year.")
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("agreement", args=[key]))
        walker.follow("First instalment")
        walker.follow("Say what was done for it")
        walker.write("What was done, and where is it shown?", "Under documents.")
        walker.press("Save")
        walker.sees("Evidence given", "Under documents.")
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("home"))
        walker.follow("Payments to decide")
        walker.follow("First instalment, Mana Trust")
        walker.follow("Say that it is not payable")
        walker.write("Why?", "These are last year's.")
        walker.press("Not payable")
        walker.sees("Kept as not payable", "These are last year's.")
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("home"))
        walker.follow("Payments that are not payable")
        walker.sees("Not payable: These are last year's.")
        walker.follow("First instalment, Mana Trust")
        walker.follow("Say what was done for it")
        walker.write("What was done, and where is it shown?", "This year's, under documents.")
        walker.press("Save")
        walker.sees("Evidence given")
    with Walker(chromium, site, cast, SECOND, how) as walker:
        walker.open(reverse("payments"))
        walker.follow("First instalment, Mana Trust")
        walker.follow("Say that it is payable")
        walker.press("It is payable")
        walker.sees("It is payable", "Released")
        walker.follow("Write down that it was paid")
        _day(walker, "When was it paid?")
        walker.write("Number of the payment in our books", "A-77")
        walker.press("It was paid")
        walker.sees("Paid", "number A-77")
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("payments"))
        walker.follow("Paid")
        walker.sees("First instalment, Mana Trust", "NZD 4,000.00")
