"""At a kiosk, in a browser: after leaving, neither the way back nor what the browser keeps shows anything of whoever was there."""

from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.browser import How, Walker

HERE = "127.0.0.1"
OURS = ("Aroha", "Ngātai", "TOLD-ONLY-TO-AROHA")


def shown(walker: Walker) -> list[str]:
    """Which of her words are in the window, or in what stands behind it."""
    text = walker.page.content() + walker.page.title()
    return [word for word in OURS if word in text]


def walk(walker: Walker, cast: Cast) -> None:
    """Her own pages, one after another, and words typed into a form and not sent."""
    walker.open("/")
    assert "Aroha" in shown(walker)
    walker.open(reverse("who-looked"))
    walker.open(reverse("disagree", args=["need", cast.need]))
    walker.page.get_by_role("textbox").first.fill(OURS[2])


@pytest.mark.parametrize("how", ["narrow", "no script"])
def test_the_way_back_after_leaving_shows_nothing(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with override_settings(KIOSK_HOSTS=(HERE,)), Walker(chromium, site, cast, "aroha", how) as walker:
        walk(walker, cast)
        walker.press("Finished")
        walker.sees("You are logged out")
        found = []
        for _ in range(4):
            walker.page.go_back()
            found += shown(walker)
        for _ in range(4):
            walker.page.go_forward()
            found += shown(walker)
        assert found == []
        kept = walker.page.context.cookies()
        assert [one["name"] for one in kept if one["name"] == "device"] == [] and "Aroha" not in str(kept)


@pytest.mark.parametrize("how", ["mouse", "no script"])
def test_the_screen_goes_to_the_start_by_itself(cast: Cast, site: str, chromium: Any, how: How) -> None:
    with override_settings(KIOSK_HOSTS=(HERE,), KIOSK_MINUTES=1 / 10), Walker(chromium, site, cast, "aroha", how) as walker:
        walker.open("/")
        walker.page.wait_for_url("**/finished/", timeout=30_000)
        walker.sees("You are logged out")
        assert shown(walker) == []
        walker.page.go_back()
        assert shown(walker) == []


def test_whoever_is_asked_may_stay(cast: Cast, site: str, chromium: Any) -> None:
    with override_settings(KIOSK_HOSTS=(HERE,)), Walker(chromium, site, cast, "aroha", "mouse") as walker:
        walker.page.clock.install()
        walker.open("/")
        assert not walker.page.get_by_text("Are you still here?").is_visible()
        walker.page.clock.fast_forward(95_000)
        walker.page.get_by_text("Are you still here?").wait_for()
        walker.page.get_by_role("button", name="Stay logged in").click()
        walker.page.get_by_text("Are you still here?").wait_for(state="hidden")
        walker.page.clock.fast_forward(60_000)
        walker.sees("Aroha", "If you do nothing, you are logged out in")


def test_nobody_is_asked_to_stay_beyond_half_an_hour(cast: Cast, site: str, chromium: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the server it is less than a minute to the end of it when she stays; the page goes on from what it is told."""
    with override_settings(KIOSK_HOSTS=(HERE,)), Walker(chromium, site, cast, "aroha", "narrow") as walker:
        walker.page.clock.install()
        walker.open("/")
        walker.page.clock.fast_forward(95_000)
        with monkeypatch.context() as later:
            later.setattr("throughcare.accounts.kiosk.LONGEST_MINUTES", 1)
            walker.page.get_by_role("button", name="Stay logged in").click()
            walker.page.get_by_text("Are you still here?").wait_for(state="hidden")
        walker.page.clock.fast_forward(31_000)
        walker.page.get_by_text("Your half hour here is over soon.").wait_for()
        assert not walker.page.get_by_text("Are you still here?").is_visible()
        walker.page.clock.fast_forward(31_000)
        walker.page.wait_for_url("**/finished/", timeout=30_000)


def test_the_measure_finds_what_stands_in_the_way_back(cast: Cast, site: str, chromium: Any) -> None:
    """Planted: nobody left, so the way back shows her pages."""
    with override_settings(KIOSK_HOSTS=(HERE,)), Walker(chromium, site, cast, "aroha", "mouse") as walker:
        walk(walker, cast)
        walker.page.go_back()
        assert "Aroha" in shown(walker)
