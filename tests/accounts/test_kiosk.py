"""A kiosk: the person alone logs in, for a short time; nothing is filled in, kept, sent out or left behind."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from tests.accounts.test_log_in import HASHED, PASSWORD, log_in
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.kiosk import WIPED, make_plain
from throughcare.common import clock

KIOSK = "kiosk.example.test"
AROHA = "aroha@example.test"


@pytest.fixture(autouse=True)
def _kiosk() -> Iterator[None]:
    with override_settings(KIOSK_HOSTS=(KIOSK,), KIOSK_MINUTES=2, ALLOWED_HOSTS=[KIOSK, "testserver"]):
        yield


@pytest.fixture
def aroha(cast: Cast, owner: Owner) -> Client:
    """The person, logged in at a kiosk."""
    owner.change("update accounts_user set password = %s where id = any(%s)", HASHED, [cast.users["aroha"], cast.users["officer"]])
    return log_in(AROHA, browser=Client(SERVER_NAME=KIOSK))[0]


def at(monkeypatch: pytest.MonkeyPatch, **later: int) -> None:
    real = clock.now
    for module in ("throughcare.accounts.sessions", "throughcare.common.clock"):
        monkeypatch.setattr(f"{module}.now", lambda: real() + timedelta(**later))


def is_in(browser: Client) -> bool:
    return bool(browser.get("/your-account/").status_code == 200)


def test_each_page_says_until_when_and_has_one_way_out(cast: Cast, aroha: Client) -> None:
    for path in ("/", reverse("who-looked"), "/services/", "/your-account/", "/notices/"):
        answer = aroha.get(path)
        text = answer.content.decode()
        assert (
            answer.status_code == 200 and "If you do nothing, you are logged out at" in text and ">Finished<" in text.replace("\n", "")
        ), path
        assert re.search('<noscript><meta http-equiv="refresh" content="(119|120); url=/finished/"></noscript>', text)
        assert (
            "no-store" in answer["Cache-Control"]
            and "sandbox allow-same-origin allow-forms allow-scripts" in answer["Content-Security-Policy"]
        )
    elsewhere = cast.client("aroha").get("/")
    assert "Finished" not in elsewhere.content.decode() and "sandbox" not in elsewhere["Content-Security-Policy"]


def test_finished_wipes_and_the_session_is_over(cast: Cast, aroha: Client, owner: Owner) -> None:
    assert is_in(aroha)
    old = aroha.cookies["sessionid"].value
    answer = aroha.post("/finished/")
    assert (answer.status_code, answer["Location"], answer["Clear-Site-Data"]) == (302, "/finished/", WIPED)
    page = aroha.get("/finished/")
    assert "You are logged out" in page.content.decode() and page["Clear-Site-Data"] == WIPED and "Aroha" not in page.content.decode()
    assert "refresh" not in page.content.decode()
    thief = Client(SERVER_NAME=KIOSK)
    thief.cookies["sessionid"] = old
    assert not is_in(thief) and not is_in(aroha)
    assert owner.rows("select count(*) from audit_auditevent where verb = 'user.logged_out'") == [(1,)]


def test_log_out_wipes_the_cookies_too(cast: Cast, aroha: Client) -> None:
    assert aroha.post("/account/logout/")["Clear-Site-Data"] == WIPED
    assert '"cookies"' not in cast.client("aroha").post("/account/logout/")["Clear-Site-Data"]


def test_two_minutes_without_doing_anything_end_it_and_half_an_hour_in_any_case(
    aroha: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = cast.client("aroha")
    assert elsewhere.get("/").status_code == 200
    with monkeypatch.context() as minutes:
        at(minutes, seconds=100)
        assert is_in(aroha)
        at(minutes, seconds=190)  # so much after the page before
        assert is_in(elsewhere)
    with monkeypatch.context() as minutes:
        stayed = 0
        while stayed < 30:
            at(minutes, seconds=95)  # each counts from the one before
            if not is_in(aroha):
                break
            stayed += 1
        assert 17 <= stayed <= 18  # of 95 seconds each, after the first 100: 30 minutes


def test_who_does_nothing_is_out_at_the_next_request(aroha: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, seconds=121)
    assert not is_in(aroha)


def seconds_on(page: Any) -> int:
    """What the page's clock promises."""
    (found,) = re.findall(rb'data-kiosk-seconds="(\d+)"', page.content)
    return int(found)


def test_the_clock_promises_no_second_too_much(aroha: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        at(later, seconds=14)  # the session would not have been marked anew
        assert 119 <= seconds_on(aroha.get("/your-account/")) <= 120
        at(later, seconds=118)
        assert is_in(aroha)
    with monkeypatch.context() as later:
        promised = []
        for _ in range(16):
            at(later, seconds=110)
            promised.append(seconds_on(aroha.get("/your-account/")))
        assert 30 <= promised[-1] <= 41, "half an hour ends before the two minutes do"


def test_staying_counts_as_doing_something(aroha: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as minutes:
        at(minutes, seconds=100)
        answer = aroha.get("/finished/stay")
        assert answer.status_code == 200 and answer.json()["seconds"] in (119, 120) and answer.json()["is_last"] is False
        at(minutes, seconds=100)
        assert is_in(aroha)
    assert cast.client("aroha").get("/finished/stay").status_code == 404


def test_staying_gives_no_second_beyond_half_an_hour(aroha: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is somebody asked to stay who can't."""
    began, asked, page = 0, b"data-kiosk-last", aroha.get("/your-account/")
    assert asked not in page.content and b"half an hour after you logged in" not in page.content
    with monkeypatch.context() as later:
        given: dict[str, int] = {}
        for _ in range(16):
            at(later, seconds=110)
            began += 110
            given = aroha.get("/finished/stay").json()
            assert 0 < given["seconds"] <= min(120, 1800 - began) and given["is_last"] is (began > 1680)
        assert given["seconds"] >= 1800 - began - 10
        page = aroha.get("/your-account/")
        assert asked in page.content and b"half an hour after you logged in" in page.content and b"If you do nothing" not in page.content
        at(later, seconds=given["seconds"])
        assert aroha.get("/finished/stay").status_code == 302 and not is_in(aroha)


def test_no_device_is_known_and_nothing_is_filled_in(aroha: Client, cast: Cast) -> None:
    assert is_in(aroha) and "device" not in aroha.cookies
    page = Client(SERVER_NAME=KIOSK).get("/account/login/").content.decode()
    assert 'autocomplete="off"' in page and "current-password" not in page and 'autocomplete="username' not in page
    assert page.count("<input") == page.count("<input autocomplete=") > 1 and page.count("<form") == page.count("<form autocomplete=")
    elsewhere, _ = log_in(AROHA)
    assert elsewhere.get("/your-account/").status_code == 200 and "device" in elsewhere.cookies


def test_nothing_is_kept_of_a_form_begun(aroha: Client, cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    path = reverse("disagree", args=["need", cast.need])
    page = aroha.get(path)
    assert page.status_code == 200 and "Save draft" not in page.content.decode() and 'name="draft"' not in page.content.decode()
    assert "Save draft" in cast.client("aroha").get(path).content.decode()
    for drafts in ("/drafts/", "/drafts/keep"):
        assert aroha.post(drafts, {"draft": "x"}).status_code == 404
    assert owner.rows("select count(*) from people_formdraft") == [(0,)]


@pytest.mark.parametrize("path", ["/api/v1/notices", "/api/openapi.json"])
def test_other_programs_have_no_business_there(aroha: Client, path: str) -> None:
    assert aroha.get(path).status_code == 404


def test_staff_do_not_log_in_where_others_watch_the_keys(aroha: Client, cast: Cast) -> None:
    browser, _ = log_in("officer@example.test", PASSWORD, Client(SERVER_NAME=KIOSK))
    answer = browser.get("/people/", follow=True)
    assert "This kiosk is for people themselves" in answer.content.decode() and not is_in(browser)


def test_links_that_lead_elsewhere_are_words() -> None:
    inside = '<a class="x" href="/services/">Services</a>'
    outside = [f'<a href="{start}x" class="y">W<b>o</b>rds</a>' for start in ("https://mana.example/", "http://", "mailto:", "tel:")]
    page = HttpResponse(inside + "".join(outside))
    make_plain(page)
    assert page.content.decode() == inside + "<span>W<b>o</b>rds</span>" * 4
    data = HttpResponse("<input>", content_type="text/css")
    make_plain(data)
    assert data.content == b"<input>"


def test_elsewhere_there_is_no_kiosk(cast: Cast) -> None:
    for who in ("aroha", None):
        assert cast.client(who).get("/finished/").status_code == 404


def found_out(browser: Client) -> list[Any]:
    return [name for name in ("device",) if name in browser.cookies]


def test_the_measure_finds_a_cookie_that_stays(cast: Cast, owner: Owner, aroha: Client) -> None:
    """Planted: the same browser, where the site takes it for nobody's kiosk."""
    with override_settings(KIOSK_HOSTS=()):
        assert is_in(aroha) and found_out(aroha) == ["device"]
