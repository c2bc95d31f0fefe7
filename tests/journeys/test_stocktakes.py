"""A partnership manager opens a stock-take, a site's team says what it knows and hands it in, the manager sees who our partners are. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR
from tests.relationships.taken import TEAM, world


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_from_an_open_question_to_who_our_partners_are(cast: Cast, site: str, chromium: Any, how: How) -> None:
    world(cast)
    connection.close()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("stocktakes"))
        walker.follow("Prepare a stock-take")
        walker.write("Name", "Our partners 2031")
        for box, value in (("Day", "1"), ("Month", "7"), ("Year", "2027")):
            walker.write(box, value)
        walker.choose("Te Awa Prison")
        walker.press("Go on")
        walker.sees("The stock-take is prepared", "Awa office")
        walker.follow("Open this stock-take")
        walker.press("Open it and tell the teams")
        walker.sees("0 of 1 site handed in", "0% covered")
    with Walker(chromium, site, cast, TEAM, how) as walker:
        walker.open(reverse("home"))
        walker.follow("Returns about partners that wait for your team")
        walker.follow("Our partners 2031: Te Awa Prison")
        walker.choose("Marae Awa")
        walker.press("These are still active")
        walker.follow("Say more about Mana Trust")
        walker.choose("Still active, but something has changed")
        walker.write("Since when do you work together? (optional)", "2019")
        walker.press("Save")
        walker.follow("Mana Trust")
        walker.follow("Say what stands in the way")
        walker.write("What stands in the way?", "The bus comes twice a week.")
        walker.choose("Distance")
        walker.press("Save")
        walker.sees("The bus comes twice a week.")
        walker.follow("Back")
        walker.follow("Add a partner that is not in this list")
        walker.write("Name of the partner", "New Trust")
        walker.press("Add it")
        walker.follow("Hand this return in")
        walker.press("Hand it in")
        walker.sees("Your return is handed in")
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("stocktakes"))
        walker.follow("Our partners 2031")
        walker.sees("1 of 1 site handed in", "100% covered")
        walker.follow("Who our partners are, as sites say so far")
        walker.sees("2 active", "New Trust", "Distance", "Every partner")
        walker.follow("New Trust")
        walker.follow("Say which partner this is")
        walker.choose("Put it on the register")
        walker.page.get_by_label("What kind is it, when it is put on the register?").select_option("NGO")
        walker.press("Save")
        walker.sees("New Trust is settled")
        walker.open(reverse("stock-barriers"))
        walker.follow("The bus comes twice a week.")
        walker.sees("Add a task")
        walker.follow("This barrier is removed")
        walker.write("Why?", "A van goes every day.")
        walker.press("It is removed")
        walker.sees("Removed", "A van goes every day.")
