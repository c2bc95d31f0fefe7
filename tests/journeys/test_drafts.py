"""A form one leaves is found again: saved by itself while one types, or by its button where there is no script."""

from typing import Any

from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.journeys.browser import Walker
from tests.people.test_drafts import hurry as hurry
from tests.people.test_drafts_of_several import more_people
from throughcare.common.clock import today

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


def test_a_handover_of_several_outlives_the_time_out(cast: Cast, owner: Owner, site: str, chromium: Any, hurry: Any) -> None:
    """From the list to the note; ten minutes too late; and after logging in from home to the form as it was, and on to its end."""
    more_people(cast, 2)
    note = "The three of them share a house from Monday"
    with Walker(chromium, site, cast, "case_manager", "mouse") as walker:
        walker.open(reverse("people"))
        for name in ("Aroha Ngātai", "Hēmi0 Zed", "Hēmi1 Zed"):
            walker.choose(f"Choose {name}")
        walker.press("Hand over")
        walker.page.get_by_label("Which office takes over?").select_option("puke")
        walker.press("Continue")
        walker.sees("3 people", "Save draft")
        walker.write("What the new worker must know", note)
        hurry()
        walker.press("Hand over")
        walker.sees("What you had typed is kept as a draft.", "you did nothing here for 10 minutes")
        walker.sees_not(note)
        walker.logged_in_again(cast, "case_manager")
        walker.open(reverse("home"))
        walker.follow("Forms you have not finished")
        walker.follow("Handover: Aroha Ngātai and 2 others")
        walker.sees("You have an unfinished handover, from", "3 people", "To Puke office")
        assert walker.page.get_by_label("What the new worker must know").input_value() == note
        day = today()
        walker.page.get_by_label("Who takes over?").select_option(label="Other officer")
        for part in ("day", "month", "year"):
            walker.write(part.capitalize(), str(getattr(day, part)))
        walker.press("Hand over")
        walker.sees("Hand over to another office", "Aroha Ngātai")
    assert owner.rows("select count(*), max(note) from people_handover") == [(3, note)]
    assert owner.rows("select count(*) from people_formdraft") == [(0,)]
