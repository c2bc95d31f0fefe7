"""T16: staff log out on a shared computer; whoever sits down next finds nothing by the browser's way back."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.browser import How, Walker

OURS = ("Aroha", "Ngātai", "PRN-7001", "TYPED-AND-NOT-SENT")


def shown(walker: Walker) -> list[str]:
    """Which of her words are in the window, or in what stands behind it."""
    text = walker.page.content() + walker.page.title()
    return [word for word in OURS if word in text]


def walk(walker: Walker, cast: Cast) -> None:
    """A list, a record, and a note begun and not sent."""
    walker.open(reverse("people"))
    walker.open(reverse("person", args=[cast.person]))
    assert {"Aroha", "Ngātai"} <= set(shown(walker))
    walker.open(reverse("note-add", args=[cast.person]))
    walker.page.get_by_role("textbox").last.fill(OURS[3])
    walker.open(reverse("person-timeline", args=[cast.person]))


@pytest.mark.parametrize("how", ["mouse", "no script"])
def test_the_way_back_after_logging_out_shows_nothing(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with Walker(chromium, site, cast, "case_manager", how) as walker:
        walk(walker, cast)
        walker.press("Log out")
        found = list(shown(walker))
        for step in (walker.page.go_back, walker.page.go_forward):
            for _ in range(5):
                step()
                found += shown(walker)
        assert found == []
        assert "Aroha" not in str(walker.page.context.cookies())


def test_the_measure_finds_what_stands_in_the_way_back(cast: Cast, site: str, chromium: Any) -> None:
    """Planted: nobody logged out, so the way back shows the record."""
    with Walker(chromium, site, cast, "case_manager", "mouse") as walker:
        walk(walker, cast)
        walker.page.go_back()
        walker.page.go_back()
        assert "Aroha" in shown(walker)
