"""A contract misses a measure, and both sides see it: written down, reported with a word, accepted. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.agreements.made import WRITER
from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.performance.made import running


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_a_contract_misses_a_measure_and_both_see_it(cast: Cast, site: str, chromium: Any, how: How) -> None:
    key = running(cast)
    connection.close()
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("agreement", args=[key]))
        walker.follow("Add a measure")
        walker.choose("Is anyone better off?")
        walker.write("What is measured?", "People in a home of their own")
        walker.write("What does it include?", "Those with a tenancy in their own name.")
        walker.page.get_by_label("In which unit?").select_option("PERCENT")
        walker.page.get_by_label("How often?").select_option("MONTH")
        walker.write("Target (optional)", "60")
        walker.choose("Ask for all periods since the agreement began")
        walker.press("Add")
        walker.sees("Measure added", "People in a home of their own", "At least 60%", "Late")
    with Walker(chromium, site, cast, "partner_worker", how) as walker:
        walker.open(reverse("home"))
        walker.follow("Reports that are late")
        walker.sees("4 reports, 3 of them late")
        walker.page.get_by_role("link", name="People in a home of their own").first.click()
        walker.write("How many? (optional)", "2")
        walker.write("Out of how many? (optional)", "5")
        walker.press("Send in")
        walker.sees("The target is missed. Say why")
        walker.write("What is to be said of it? (optional)", "Two landlords withdrew.")
        walker.press("Send in")
        walker.sees("The report is sent in", "40% (2 of 5)", "Missed", "Two landlords withdrew.")
    with Walker(chromium, site, cast, WRITER, how) as walker:
        walker.open(reverse("home"))
        walker.follow("Reports to look at")
        walker.follow("People in a home of their own, Mana Trust: 40% (2 of 5)")
        walker.sees("At least 60%: missed", "Two landlords withdrew.")
        walker.follow("Accept this report")
        walker.press("Accept")
        walker.sees("The report is accepted")
        walker.open(reverse("agreement", args=[key]))
        walker.sees("40% (2 of 5) (missed)")
