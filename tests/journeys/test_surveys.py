"""Organisations say whom they work with: one by its link and without an account, the others by theirs; the manager publishes it and sees it. axe looks at each page."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.browser import How, Walker
from tests.partners.made import EDITOR
from tests.relationships.surveyed import NAMES, hand_in, opened, prepared, six, tell


@pytest.mark.parametrize("how", ["no script", "narrow"])
def test_a_survey_is_answered_by_its_link_and_shown(cast: Cast, site: str, chromium: Any, how: How) -> None:
    there = six(cast)
    survey = prepared(cast)
    keys = opened(cast, survey)
    for one in NAMES[2:]:
        for other in NAMES[:2]:
            tell(keys[one], there[other])
        hand_in(keys[one])
    connection.close()
    with Walker(chromium, site, cast, None, how) as walker:
        walker.open(reverse("survey-reply", args=[keys["Aroha House"]]))
        walker.sees("You answer for Aroha House", "You said something of 0 of 5")
        walker.follow("Mana Trust")
        walker.choose("Yes")
        walker.press("Save")
        walker.sees("You said something of 1 of 5")
        walker.press("Send what we said")
        walker.sees("You have sent what you said")
    with Walker(chromium, site, cast, EDITOR, how) as walker:
        walker.open(reverse("network-surveys"))
        walker.follow("Who works with whom")
        walker.sees("5 of 6 organisations replied", "Nothing anybody said is shown before the survey is published")
        walker.follow("Close this survey")
        walker.press("Close it")
        walker.follow("Publish this survey")
        walker.press("Publish it")
        walker.sees("The survey is published")
        walker.open(reverse("network-survey-result", args=[survey]))
        walker.sees("What it says", "Organisations that replied", "5 of 6", "Aroha House", "Mana Trust")
