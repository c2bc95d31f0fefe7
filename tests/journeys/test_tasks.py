"""A partnership manager is reminded of a partner nobody was in touch with, writes down a hui, and the reminder is done; then a task of their own.

axe looks at each page.
"""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR, add, contact
from throughcare.common.clock import today
from throughcare.partners import jobs


@pytest.mark.parametrize("how", ["mouse", "narrow"])
def test_a_reminder_and_a_task_are_done(cast: Cast, owner: Owner, site: str, chromium: Any, how: How) -> None:
    key = add(cast, kind="NGO")
    contact(cast, key)
    owner.place("update partners_partner set state_since = state_since - 400")
    jobs.remind(0)
    connection.close()
    day = today()
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("home"))
        walker.sees("Partners nobody was in touch with")
        walker.open("/tasks/")
        walker.follow("Get in touch with Mana Trust")
        walker.sees("Given by", "Throughcare")
        walker.open(reverse("partner", args=[key]))
        walker.follow("Write down that you were in touch")
        walker.page.get_by_role("radio", name="Hui").check()
        for number, text in enumerate((day.day, day.month, day.year)):
            walker.page.locator(f"#id_on_{number}").fill(str(text))
        walker.page.get_by_label("What was said?").fill("They want to be asked earlier.")
        walker.page.get_by_label("Hine Kōtare").check()
        walker.press("Save")
        walker.sees("Written down.", "They want to be asked earlier.", "There: Hine Kōtare, Partnership manager")
        walker.open("/tasks/")
        walker.sees("Nothing to do")
        walker.follow("Add a task")
        walker.write("What is to be done?", "Send the notes of the hui")
        walker.press("Save")
        walker.sees("Task added.", "Send the notes of the hui")
        walker.press("It is done")
        walker.sees("“Send the notes of the hui” is done.", "Nothing to do")
    told = owner.rows("select rule, state from tasks_task order by made_at")
    assert told == [("partner.quiet", "DONE"), ("", "DONE")]
