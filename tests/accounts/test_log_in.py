"""Logging in, end to end, as the application's login under row-level security."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.sessions import mark_strong

PASSWORD = "kererū over the awa at dawn"
HASHED = make_password(PASSWORD)


@pytest.fixture
def officer(cast: Cast, owner: Owner) -> str:
    """The e-mail address of somebody with a password."""
    owner.change("update accounts_user set password = %s where id = %s", HASHED, cast.users["officer"])
    return "officer@example.test"


def log_in(email: str, password: str = PASSWORD, browser: Client | None = None) -> tuple[Client, Any]:
    browser = browser or Client()
    browser.get("/account/login/")
    answer = browser.post("/account/login/", {"login": email, "password": password})
    if user_id := browser.session.get("_auth_user_id"):  # what comes after is not about the second step: as if it had been given
        kept = browser.session
        mark_strong(kept, UUID(user_id))
        kept.save()
    return browser, answer


def is_in(browser: Client) -> bool:
    """A page opens only for somebody logged in; whoever has no second step yet is led to setting one up."""
    answer = browser.get("/notices/")
    return answer.status_code == 200 or answer.headers.get("Location") == "/account/2fa/"


def test_the_right_password_lets_in_with_a_new_session(cast: Cast, officer: str) -> None:
    browser = Client()
    page = browser.get("/account/login/")
    assert page.status_code == 200
    before = browser.cookies["sessionid"].value if "sessionid" in browser.cookies else None
    browser, answer = log_in(officer.upper(), browser=browser)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(browser)
    assert browser.cookies["sessionid"].value not in (None, before)
    assert browser.cookies["sessionid"]["httponly"] and browser.cookies["sessionid"]["samesite"] == "Lax"


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast: Cast, officer: str) -> None:
    _, wrong = log_in(officer, "not the password at all")
    _, unknown = log_in("nobody@example.test", "not the password at all")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors != {}


def test_a_disabled_user_is_out_at_the_next_request_and_stays_out(cast: Cast, officer: str, owner: Owner) -> None:
    browser, _ = log_in(officer)
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    assert not is_in(browser)
    again, _ = log_in(officer)
    assert not is_in(again)


def test_logging_out_ends_the_session(cast: Cast, officer: str) -> None:
    browser, _ = log_in(officer)
    key = browser.cookies["sessionid"].value
    assert browser.get("/account/logout/").status_code == 200 and is_in(browser)
    assert browser.post("/account/logout/").status_code == 302
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert not is_in(browser) and not is_in(stolen)


def test_changing_the_password_needs_the_old_one_and_16_characters(cast: Cast, officer: str) -> None:
    browser, _ = log_in(officer)
    other, _ = log_in(officer)
    change = {"oldpassword": PASSWORD, "password1": "too short 15 ch", "password2": "too short 15 ch"}
    short = browser.post("/account/password/change/", change)
    assert short.status_code == 200 and "16" in str(short.context["form"].errors)
    new = "tūī in the kōwhai tree"
    assert browser.post("/account/password/change/", change | {"oldpassword": "x", "password1": new, "password2": new}).status_code == 200
    assert browser.post("/account/password/change/", change | {"password1": new, "password2": new}).status_code == 302
    assert not is_in(other)
    assert is_in(log_in(officer, new)[0]) and not is_in(log_in(officer)[0])


@pytest.mark.parametrize("email", ["a\x00b@example.test", "x" * 5000, "' or 1=1 --", "ŐFFICER@example.test"])
def test_an_odd_address_is_only_unknown(cast: Cast, officer: str, email: str) -> None:
    browser, answer = log_in(email)
    assert answer.status_code == 200 and not is_in(browser)
