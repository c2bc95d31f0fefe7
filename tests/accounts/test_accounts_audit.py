"""What happens to accounts leaves its rows in the audit, and says no word about anybody."""

import json

from django.test import Client, override_settings

from tests.accounts.test_log_in import PASSWORD, log_in, officer
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts import actions
from throughcare.accounts.actions import NewUser
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as

__all__ = ["officer"]  # fixtures


def _rows(owner: Owner) -> list[tuple[object, ...]]:
    return owner.rows("select verb, actor_id, about_id, detail::text from audit_auditevent order by at, id")


def test_a_log_in_a_refused_one_and_a_log_out(cast: Cast, officer: str, owner: Owner) -> None:
    me = cast.users["officer"]
    log_in(officer, "not the password at all")
    log_in("nobody@example.test", "not the password at all")
    browser, _ = log_in(officer)
    browser.post("/account/logout/")
    rows = _rows(owner)
    assert [row[:3] for row in rows] == [
        ("user.login_refused", None, me),
        ("user.login_refused", None, None),
        ("user.logged_in", me, me),
        ("user.logged_out", me, me),
    ]
    assert "example.test" not in str(rows) and PASSWORD not in str(rows)


def test_an_account_made_and_closed(cast: Cast, owner: Owner) -> None:
    by = system_actor("add a user", channel="command")
    with reading_as(by.reader):
        made = actions.add_user(by=by, new=NewUser("new@example.test", "New", "case_manager", "awa"))
        actions.close_account(by=by, user_id=made.id, reason="LEFT")
    added, closed = _rows(owner)
    assert (added[0], added[2], json.loads(str(added[3]))) == ("user.added", made.id, {"role": "case_manager", "team": "awa"})
    assert (closed[0], closed[2]) == ("user.disabled", made.id)


def test_a_key_made_and_revoked(cast: Cast, owner: Owner) -> None:
    browser = cast.client("officer")
    browser.post("/your-account/keys/", {"name": "export", "scopes": ["person.view"], "days": "30"})
    ((key, _),) = owner.rows("select id, digest from accounts_apitoken")
    browser.post(f"/your-account/keys/{key}/revoke")
    browser.post(f"/your-account/keys/{key}/revoke")
    assert [row[:3] for row in _rows(owner)] == [("key.made", cast.users["officer"], key), ("key.revoked", cast.users["officer"], key)]


def test_roles_given_are_kept(cast: Cast, owner: Owner) -> None:
    kept = owner.rows("select pgh_label, role_id from accounts_membershipevent where user_id = %s", cast.users["officer"])
    assert kept == [("insert", "probation_officer")]


def test_a_new_password_ends_the_keys(cast: Cast, officer: str, owner: Owner) -> None:
    browser, _ = log_in(officer)
    browser.post("/your-account/keys/", {"name": "export", "scopes": ["person.view"], "days": "30"})
    new = "tūī in the kōwhai tree"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post("/account/password/change/", sent).status_code == 302
    assert owner.rows("select count(*) from accounts_apitoken where revoked_at is null") == [(0,)]
    assert ("user.password_set", cast.users["officer"]) in [row[:2] for row in _rows(owner)]


def test_nobodys_address_is_changed_by_a_page(cast: Cast, owner: Owner) -> None:
    for browser in (cast.client("volunteer"), Client()):
        answer = browser.post("/account/email/", {"action_add": "", "email": "case_manager@example.test"})
        assert answer.status_code == 302 and answer["Location"] == "/your-account/"
        assert browser.get("/account/confirm-email/abc/").status_code == 404
    assert owner.rows("select 1 from account_emailaddress") == []


def test_who_tries_too_often_is_told_of(cast: Cast, officer: str, owner: Owner) -> None:
    for _ in range(4):
        log_in(officer, "not the password at all")
    limited = [row[1:3] for row in _rows(owner) if row[0] == "user.login_limited"]
    assert limited == [(None, cast.users["officer"])]


def test_a_flood_of_log_ins_is_told_of_once_a_minute(cast: Cast, owner: Owner) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        answers = [log_in(f"nobody{n}@example.test")[1].status_code for n in range(4)]
    assert answers == [200, 429, 429, 429]
    assert [row[:2] for row in _rows(owner)] == [("user.login_refused", None), ("user.login_limited", None)]
