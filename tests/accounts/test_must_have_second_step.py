"""Staff and partners' workers come in with a second step only (S21); the person and whānau, who may share a kiosk, without."""

from typing import Any

import pytest
from django.test import Client, override_settings

from tests.accounts.test_log_in import HASHED, PASSWORD
from tests.accounts.test_second_step import code_of
from tests.cast import EVERYBODY, MEMBERS, Cast
from tests.database import Owner
from throughcare.accounts.permissions import DEFAULT_ROLES, WITHOUT_TEAM_ROLES
from throughcare.config import findings
from throughcare.config.environment import ConfigError, Environment

PAGES = (
    "/",
    "/notices/",
    "/your-account/",
    "/your-account/keys/",
    "/people/",
    "/services/",
    "/teams/",
    "/account/password/change/",
    "/nothing/",
)


def with_password(owner: Owner, cast: Cast, *names: str) -> None:
    owner.change("update accounts_user set password = %s where id = any(%s)", HASHED, [cast.users[name] for name in names])


def in_by_password(name: str) -> Client:
    browser = Client()
    assert browser.post("/account/login/", {"login": f"{name}@example.test", "password": PASSWORD}).status_code == 302
    return browser


def set_up(browser: Client) -> str:
    """An app, as somebody led to it sets it up."""
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = str(browser.get("/account/2fa/totp/activate/").context["form"].secret)
    assert browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


def test_every_role_but_the_persons_and_whanaus_must(cast: Cast, owner: Owner) -> None:
    with_password(owner, cast, *EVERYBODY)
    asked = {name for name in EVERYBODY if in_by_password(name).get("/services/").headers.get("Location") == "/account/2fa/"}
    free = {name for name, (role, _) in MEMBERS.items() if role in WITHOUT_TEAM_ROLES}
    assert asked == set(MEMBERS) - free and {MEMBERS[name][0] for name in asked | free} == set(DEFAULT_ROLES)


def test_nothing_but_setting_one_up_is_reachable_until_it_is(cast: Cast, owner: Owner) -> None:
    with_password(owner, cast, "officer")
    browser = in_by_password("officer")
    for path in PAGES:
        for answer in (browser.get(path), browser.post(path)):
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/account/2fa/"), path
    assert b"needs a second step" in browser.get("/account/2fa/").content
    before = browser.cookies["sessionid"].value
    set_up(browser)
    assert browser.cookies["sessionid"].value != before
    assert [browser.get(path).status_code for path in ("/", "/notices/", "/people/")] == [200, 200, 200]


def test_a_session_begun_with_the_password_alone_is_worth_nothing_once_there_is_a_second_step(cast: Cast, owner: Owner) -> None:
    with_password(owner, cast, "officer")
    thief, browser = in_by_password("officer"), in_by_password("officer")
    set_up(browser)
    assert browser.get("/notices/").status_code == 200
    assert owner.rows("select count(*) from accounts_session where user_id = %s", cast.users["officer"]) == [(1,)]
    assert thief.get("/account/2fa/").status_code == 302 and thief.post("/account/2fa/totp/deactivate/").status_code == 302
    assert thief.get("/notices/")["Location"].startswith("/account/login/")


def test_a_weak_session_of_an_account_with_a_second_step_is_ended(cast: Cast, owner: Owner) -> None:
    """As an earlier version may have left one, without saying whose it is."""
    with_password(owner, cast, "officer")
    old, browser = in_by_password("officer"), in_by_password("officer")
    owner.change("update accounts_session set user_id = null where session_key = %s", old.cookies["sessionid"].value)
    set_up(browser)
    answer = old.get("/people/")
    assert answer["Location"] == "/account/login/?next=/people/" and b"log in again, with it" in old.get(answer["Location"]).content
    assert old.get("/account/2fa/")["Location"].startswith("/account/login/")


def test_whoever_takes_the_last_one_away_sets_up_another(cast: Cast, owner: Owner) -> None:
    with_password(owner, cast, "officer")
    browser = in_by_password("officer")
    set_up(browser)
    assert browser.post("/account/2fa/totp/deactivate/").status_code == 302
    assert browser.get("/notices/")["Location"] == "/account/2fa/"


def test_the_one_click_of_the_demo_stands_for_both(cast: Cast) -> None:
    assert cast.client("officer").get("/notices/").status_code == 200  # as the demo's: marked, and nothing else


@pytest.mark.parametrize("value", ["off", "on"])
def test_no_setting_switches_it_off_for_a_real_database(value: str) -> None:
    real = {
        "DATABASE_URL": "postgresql://app:x@db.example/t",
        "DATABASE_OWNER_URL": "postgresql://own:x@db.example/t",
        "THROUGHCARE_SECRET_KEY": "k" * 50,
        "THROUGHCARE_AUDIT_KEYS": "k1:" + "ab" * 32,
        "THROUGHCARE_HOSTS": "care.example.org",
        "THROUGHCARE_SECOND_STEP": value,
    }
    if value == "on":
        assert Environment.read(real).second_step
        return
    with pytest.raises(ConfigError, match="THROUGHCARE_SECOND_STEP can't be off"):
        Environment.read(real)


def test_a_trial_without_it_is_said_by_the_check(cast: Cast, owner: Owner) -> None:
    env: Any = type("Env", (), {"second_step": False})
    assert [(found.code, found.must) for found in findings._second_step(env)] == [("second-step", True)]
    env.second_step = True
    assert list(findings._second_step(env)) == []
    with_password(owner, cast, "officer")
    with override_settings(SECOND_STEP=False):
        assert in_by_password("officer").get("/notices/").status_code == 200


def test_the_key_of_a_session_changes_at_log_in_step_up_and_change_of_role(cast: Cast, owner: Owner) -> None:
    """T16: each old key opens nothing."""
    with_password(owner, cast, "officer")
    browser, keys = Client(), []
    browser.get("/account/login/?next=/people/")
    browser.post("/account/login/", {"login": "officer@example.test", "password": PASSWORD})
    keys.append(browser.cookies["sessionid"].value)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    keys.append(browser.cookies["sessionid"].value)
    set_up(browser)
    keys.append(browser.cookies["sessionid"].value)
    browser.get("/notices/")
    owner.change("update accounts_membership set role_id = 'team_manager' where user_id = %s", cast.users["officer"])
    assert browser.get("/notices/").status_code == 200
    keys.append(browser.cookies["sessionid"].value)
    assert len(set(keys)) == 4
    for key in keys[:-1]:
        stolen = Client()
        stolen.cookies["sessionid"] = key
        assert stolen.get("/your-account/")["Location"].startswith("/account/login/")
    assert browser.get("/notices/").status_code == 200 and browser.cookies["sessionid"].value == keys[-1]
