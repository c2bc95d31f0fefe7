"""Both sides say how a partnership goes and see where they differ: by a link, from home, by people a partner named itself; on the page and as a PDF. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR
from tests.pdf import words as pdf_words
from tests.relationships.made import OURS, answer, ask, closed, opened, prepared


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_both_sides_assess_and_see_the_gap(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    wave = prepared(cast, 2, 3, purpose="To grow food.", own_items=["The garden is used."])
    email = str(owner.rows("select email from accounts_user where id = %s", cast.users["case_manager"])[0][0])
    ask(cast, wave, OURS, email)
    keys = opened(cast, wave)
    for number in (1, 2):
        answer(keys[f"ours-{number}@example.test"], 4)
        answer(keys[f"theirs-{number}@example.test"], 2)
    connection.close()
    with Walker(chromium, site, cast, None, how) as walker:
        walker.open(reverse("rate", args=[keys["theirs-3@example.test"]]))
        walker.sees("How does the partnership go?", "To grow food.", "Room to innovate")
        walker.press("Send my answers")
        walker.sees("Answer at least one question")
        for words in walker.page.get_by_label("A little true").all():
            words.check()
        walker.write("What goes well", "We meet at the marae.")
        walker.page.get_by_label("Both sides may read these words").check()
        walker.press("Send my answers")
        walker.sees("Thank you")
    with Walker(chromium, site, cast, "case_manager", how) as walker:
        walker.open(reverse("home"))
        walker.follow("Partnerships you are asked about")
        walker.follow("How the partnership with Mana Trust goes")
        for words in walker.page.get_by_label("Mostly true").all():
            words.check()
        walker.press("Send my answers")
        walker.sees("Thank you")
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("assessment", args=[wave]))
        walker.sees("At least three have answered.")
        walker.follow("Close this assessment")
        walker.press("Close it")
        run_jobs()
        walker.open(reverse("assessment", args=[wave]))
        walker.sees("Where the two sides differ", "+2.0", "We meet at the marae.")
        walker.follow("Add an agreed action")
        walker.write("What is to be done?", "Meet every month.")
        walker.page.get_by_label("The department").check()
        walker.write("Who does it?", "Mere")
        for box, value in (("Day", "1"), ("Month", "7"), ("Year", "2031")):
            walker.write(box, value)
        walker.press("Add it")
        walker.sees("Meet every month.", "To be done")
        walker.open(reverse("assessments-across"))
        walker.sees("All partnerships together")


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_a_partner_names_its_own_people_and_both_sides_read_the_gap(cast: Cast, site: str, chromium: Any, how: How) -> None:
    wave = prepared(cast, 3, 0)
    connection.close()
    with Walker(chromium, site, cast, "partner_manager", how) as walker:
        for number in range(1, 6):
            walker.open(reverse("assessment", args=[wave]))
            walker.follow("Name one of your own people")
            walker.write("Name", f"Own {number}")
            walker.write("E-mail address at work", f"own-{number}@example.test")
            walker.press("Ask them")
        walker.open(reverse("assessment", args=[wave]))
        walker.sees("Own 5, own-5@example.test", "nothing of your side is shown of fewer than five")
    keys = opened(cast, wave)
    for email, key in keys.items():
        if email != "own-5@example.test":
            answer(key, 4 if email.startswith("ours") else 2)
    connection.close()
    with Walker(chromium, site, cast, None, how) as walker:
        walker.open(reverse("rate", args=[keys["own-5@example.test"]]))
        for words in walker.page.get_by_label("A little true").all():
            words.check()
        walker.press("Send my answers")
        walker.sees("Thank you")
    closed(cast, wave)
    connection.close()
    for who in ("partner_manager", EDITOR):
        with Walker(chromium, site, cast, who, how) as walker:
            walker.open(reverse("assessment", args=[wave]))
            walker.sees("Where the two sides differ", "+2.0")
            walker.sees_not("Own 1", "own-1@example.test") if who == EDITOR else None
            with walker.page.expect_download() as sent:
                walker.page.get_by_role("link", name="Take it with you as a report (PDF)").click()
            assert "Where the two sides differ" in pdf_words(sent.value.path().read_bytes())
