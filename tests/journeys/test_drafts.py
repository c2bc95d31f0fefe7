"""A form one leaves is found again: saved by itself while one types, or by its button where there is no script."""

from typing import Any

from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import Walker

WORDS = "Rang her landlord; he will wait"


def test_it_saves_itself_while_one_types_and_asks_for_nothing_otherwise(cast: Cast, owner: Owner, site: str, chromium: Any) -> None:
    with Walker(chromium, site, cast, "case_manager", "mouse") as walker:
        asked: list[str] = []
        walker.page.on("request", lambda request: asked.append(request.url))
        walker.open(reverse("note-add", args=[cast.person]))
        asked.clear()
        walker.page.wait_for_timeout(4000)
        assert asked == []
        walker.write("What happened?", WORDS)
        walker.page.get_by_role("status").get_by_text("Draft saved at").wait_for(timeout=15_000)
        assert [url for url in asked if "/drafts/" not in url] == [] and 1 <= len(asked) <= 2
        assert owner.rows("select values->'text'->>0 from people_formdraft") == [(WORDS,)]
        walker.open(reverse("home"))
        walker.follow("Forms you have not finished")
        walker.follow("Case note: Aroha Ngātai")
        walker.sees("You have an unfinished case note, from")
        assert walker.page.get_by_label("What happened?").input_value() == WORDS
        walker.press("Throw the draft away")
        walker.sees("The draft is gone.")


def test_without_script_the_button_saves_it(cast: Cast, owner: Owner, site: str, chromium: Any) -> None:
    with Walker(chromium, site, cast, "case_manager", "no script") as walker:
        walker.open(reverse("note-add", args=[cast.person]))
        walker.write("What happened?", WORDS)
        walker.press("Save draft")
        walker.sees("Draft saved at", "You have an unfinished case note, from")
        assert walker.page.get_by_label("What happened?").input_value() == WORDS
        assert owner.rows("select count(*) from people_formdraft") == [(1,)]
