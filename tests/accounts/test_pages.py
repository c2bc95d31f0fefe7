"""One's own account and keys."""

import re

from django.test import Client

from tests.cast import EVERYBODY, Cast
from throughcare.accounts.permissions import PERMISSION_WORDS, Permission, in_words


def test_everybody_sees_their_own_account_and_only_that(cast: Cast) -> None:
    for name in EVERYBODY:
        page = cast.client(name).get("/your-account/")
        assert page.status_code == 200 and page.context["account"].email == f"{name}@example.test", name
    assert Client().get("/your-account/").status_code == 302


def test_a_key_is_shown_once_works_and_can_be_ended(cast: Cast) -> None:
    browser = cast.client("officer")
    answer = browser.post("/your-account/keys/", {"name": "export", "scopes": ["person.view"], "days": "30"})
    (key,) = re.findall(r"tc_[\w-]{43}", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    page = browser.get("/your-account/keys/")
    assert key not in page.content.decode() and [k.name for k in page.context["keys"]] == ["export"]
    (kept,) = page.context["keys"]
    assert cast.client("case_manager").post(f"/your-account/keys/{kept.id}/revoke").status_code == 404
    assert [k.id for k in browser.get("/your-account/keys/").context["keys"]] == [kept.id]
    assert browser.post(f"/your-account/keys/{kept.id}/revoke").status_code == 302
    assert browser.get("/your-account/keys/").context["keys"] == []


def test_a_key_can_not_be_given_more_than_its_owner_may(cast: Cast) -> None:
    browser = cast.client("partner_worker")
    answer = browser.post("/your-account/keys/", {"name": "x", "scopes": ["audit.read"], "days": "30"})
    assert answer.status_code == 200 and "scopes" in answer.context["form"].errors and answer.context["keys"] == []


def test_rights_of_a_key_are_said_in_words(cast: Cast) -> None:
    browser = cast.client("case_manager")
    answer = browser.post("/your-account/keys/", {"name": "export", "scopes": ["person.view"], "days": "30"})
    page = browser.get("/your-account/keys/").content.decode()
    for text in (answer.content.decode(), page):
        assert "Look at the people you work with" in text
        assert ">person.view<" not in text and " person.view" not in text
    assert set(PERMISSION_WORDS) == set(Permission)
    assert in_words("gone.away") == "gone.away"
