"""A session ends by itself: ten minutes after the last thing done, and twelve hours after logging in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.accounts.test_log_in import PASSWORD, log_in, officer
from tests.cast import Cast
from throughcare.accounts import sessions
from throughcare.common.clock import now

__all__ = ["officer"]  # fixture
START = now()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """later(minutes): that long after the start."""

    def move(minutes: float) -> None:
        monkeypatch.setattr(sessions, "now", lambda: START + timedelta(minutes=minutes))

    move(0)
    with override_settings(IDLE_MINUTES=10):
        yield move


def test_whoever_does_something_stays_and_whoever_does_not_is_told_why(cast: Cast, officer: str, later: Any) -> None:
    browser, _ = log_in(officer)
    for minutes in (9, 18, 27):
        later(minutes)
        assert browser.get("/notices/").status_code == 200
    key = browser.cookies["sessionid"].value
    later(37.1)
    answer = browser.get("/people/?town=a%20b")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/people/%3Ftown%3Da%2520b")
    page = browser.get(answer["Location"])
    assert b"because you did nothing here for 10 minutes" in page.content
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/notices/").status_code == 302
    back = browser.post(answer["Location"], {"login": officer, "password": PASSWORD, "next": "/people/?town=a%20b"})
    assert (back.status_code, back["Location"]) == (302, "/people/?town=a%20b")


def test_after_twelve_hours_one_logs_in_again_whatever_one_does(cast: Cast, officer: str, later: Any) -> None:
    browser, _ = log_in(officer)
    for minutes in range(9, 12 * 60, 9):
        later(minutes)
        sent = browser.get("/notices/") if minutes > 700 or minutes < 20 else None
        if sent is None:  # as if a page had been opened, without opening eighty
            kept = browser.session
            kept["seen"] = int((START + timedelta(minutes=minutes)).timestamp())
            kept.save()
        else:
            assert sent.status_code == 200
    later(12 * 60)
    assert b"more than 12 hours ago" in browser.get("/notices/", follow=True).content


@pytest.mark.parametrize(
    ("came_from", "leads"),
    [("http://testserver/notices/?page=2", "/notices/%3Fpage%3D2"), ("https://elsewhere.example/x", "/"), ("", "/")],
)
def test_a_form_sent_too_late_leads_back_to_its_page(cast: Cast, officer: str, later: Any, came_from: str, leads: str) -> None:
    browser, _ = log_in(officer)
    later(11)
    answer = browser.post("/notices/read-all", headers={"referer": came_from} if came_from else {})
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={leads}")


def test_a_page_says_beforehand_when_one_is_logged_out(cast: Cast, later: Any) -> None:
    shown = cast.client("case_manager").get("/notices/").content
    assert b"logged out after 10 minutes" in shown and b"keep what you have typed as a draft" in shown
    assert b"logged out after" not in Client().get("/account/login/").content


def test_a_session_from_before_these_rules_counts_from_its_next_request(cast: Cast, later: Any) -> None:
    browser = cast.client("case_manager")
    assert "began" not in browser.session
    assert browser.get("/notices/").status_code == 200
    later(10)
    assert browser.get("/notices/").status_code == 302
