"""From a messy list to a gap report; and: a partnership manager opens a stock-take, a site's team says what it knows and hands it in, the manager sees who our partners are. axe looks at each page."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import FilePayload

from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR
from tests.pdf import words
from tests.relationships.taken import TEAM, all_said, world


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


# As it came by mail: a title above the headings, semicolons, an old encoding, a name much like one that is there, a row of nothing.
MESSY = "Who we know, by Te Awa;;\nName of organisation;Type;Region\nHope Trust;NGO;Te Awa\nMana Trust Board;NGO;Te Awa\n;;\nCafé Whare;marae;Te Awa\n"
FIGURES = "region,pillar,split,part,people,source,as of\nawa,SKILLS_FOR_LIFE,,,90,Plan 2031,2031-01-01\nawa,SKILLS_FOR_LIFE,faith,Ratana,12,Plan 2031,2031-01-01\n"


@pytest.mark.parametrize("how", ["no script"])
def test_from_a_messy_list_to_a_gap_report(cast: Cast, site: str, chromium: Any, how: How) -> None:
    world(cast)
    connection.close()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("partner-import"))
        walker.page.set_input_files(
            "input[type=file]", files=FilePayload(name="list.csv", mimeType="text/csv", buffer=MESSY.encode("latin-1"))
        )
        walker.press("Continue")
        walker.sees("Hope Trust", "Café Whare")
        walker.press("Import the list")
        run_jobs()
        walker.open(reverse("partners"))
        walker.sees("Hope Trust", "Café Whare")
        walker.open(reverse("figures-load"))
        walker.page.set_input_files("input[type=file]", files=FilePayload(name="figures.csv", mimeType="text/csv", buffer=FIGURES.encode()))
        walker.press("Load")
        walker.sees("2 new")
        walker.open(reverse("stocktakes"))
        walker.follow("Prepare a stock-take")
        walker.write("Name", "Our partners 2031")
        for box, value in (("Day", "1"), ("Month", "7"), ("Year", "2027")):
            walker.write(box, value)
        walker.choose("Te Awa Prison")
        walker.press("Go on")
        walker.follow("Open this stock-take")
        walker.press("Open it and tell the teams")
        key = UUID(walker.page.url.rstrip("/").rpartition("/")[2])
        all_said(cast, key)
        connection.close()
        walker.open(reverse("stocktake-result", args=[key]))
        walker.sees("5 active", "Hope Trust", "What is missing", "Nothing there")
        with walker.page.expect_download() as sent:
            walker.page.get_by_role("link", name="as a report (PDF)").click()
        report = words(sent.value.path().read_bytes())
        for part in (
            "Our partners 2031",
            "Active 5",
            "Hope Trust",
            "Café Whare",
            "What is missing",
            "Skills for life",
            "90",
            "By faith community",
            "Nothing there",
        ):
            assert part in report, (part, report)
        walker.follow("All of it, by group too")
        walker.sees("Nothing there", "90")
