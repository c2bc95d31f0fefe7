"""Nothing is served to a closed account once its closing is committed: pages, keys, links, queued mail (S14, I9, T19)."""

import os
import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.accounts.test_log_in import HASHED, PASSWORD
from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.races import served_around
from throughcare.accounts import actions
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import ApiToken
from throughcare.accounts.queries import digest_of
from throughcare.common import reader
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as

RACES = 1000 if os.environ.get("THROUGHCARE_TEST_ALL") else 40
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261122"))
CLOSER = system_actor("close in a race", channel="command")


class Account:
    """One account with everything that could still be served: a session, a key, a link in the mail, mail that waits."""

    def __init__(self, cast: Cast, owner: Owner) -> None:
        self.cast, self.owner, self.id = cast, owner, cast.users["officer"]

    def renew(self) -> None:
        """Open, with a new session, key and link."""
        self.owner.change("update accounts_user set is_active = true, password = %s where id = %s", HASHED, self.id)
        self.owner.change("update accounts_closing set opened_at = now() where opened_at is null")
        self.owner.change("delete from accounts_apitoken")
        self.owner.change("delete from accounts_counter")
        self.browser, key = self.cast.client("officer"), "tc_" + new_id().hex + "x" * 10
        with reading_as(reader.Reader(user_id=self.id)):
            fields = {"name": "race", "scopes": ["directory.view"], "expires_at": now() + timedelta(days=1)}
            ApiToken.objects.create(user_id=self.id, digest=digest_of(key), **fields)
        self.key = {"Authorization": f"Bearer {key}"}
        with reading_as(SYSTEM):
            found = actions.user_of("officer@example.test")
            self.link = actions.password_path(by=CLOSER, user=found)
        connection.close()

    def page(self) -> bool:
        return bool(self.browser.get("/notices/").status_code == 200)

    def rest(self) -> bool:
        return bool(Client().get("/api/v1/services", headers=self.key).status_code == 200)

    def follow(self) -> bool:
        """Only shown the form; nothing is set, so that it can be followed again."""
        shown = Client().get(self.link)
        return bool(shown.status_code == 302)

    def mailed(self) -> bool:
        before = len(mail.outbox)
        by = system_actor("send account mail")
        with reading_as(by.reader):
            actions.send_account_mail(by=by, user_id=self.id, kind="changed", address="http://testserver/")
        return len(mail.outbox) > before

    def close(self) -> None:
        with reading_as(CLOSER.reader):
            actions.close_account(by=CLOSER, user_id=self.id, reason="LOST")
        connection.close()


@pytest.fixture
def account(cast: Cast, owner: Owner) -> Account:
    made = Account(cast, owner)
    made.renew()
    return made


WAYS = ("page", "rest", "follow", "mailed")


def test_races_of_requests_against_a_closing(account: Account) -> None:
    chance, before, after = random.Random(SEED), 0, 0
    for number in range(RACES):
        account.renew()
        ask = getattr(account, WAYS[number % len(WAYS)])
        early, late = served_around(ask, account.close, chance=chance, within=0.03, enough=200)
        before, after = before + early, after + late
    print(f"S14: {RACES} races, seed {SEED}: {before} served before the closing, {after} after")
    assert after == 0 and before >= RACES // 4


@contextmanager
def under_way(account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A page that has been let in and is still at work; set the event, and it ends."""
    started, release = threading.Event(), threading.Event()

    def slow(*_given: object, **_more: object) -> HttpResponse:
        started.set()
        release.wait(20)
        return HttpResponse("page")

    monkeypatch.setattr(import_module("throughcare.notices.pages.inbox"), "render", slow)

    def ask() -> None:
        account.page()
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    assert started.wait(20)
    try:
        yield release
    finally:
        release.set()
        asking.join(20)


def closing_waits(account: Account, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Does a closing wait for the page that is under way?"""
    with under_way(account, monkeypatch) as release:
        closing = threading.Thread(target=account.close)
        closing.start()
        closing.join(0.5)
        waits = closing.is_alive()
        release.set()
        closing.join(20)
        return waits and not closing.is_alive()


def test_a_closing_waits_for_what_is_under_way(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    assert closing_waits(account, monkeypatch)
    assert not account.page() and not account.rest() and not account.mailed()


def test_the_check_finds_a_request_that_holds_nothing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a reader that is set without the hold."""
    monkeypatch.setattr(reader, "_HOLD", "%s::text")
    assert not closing_waits(account, monkeypatch)


def test_a_link_to_set_a_password_ends_with_the_account(account: Account) -> None:
    browser = Client()
    form = browser.get(account.link)["Location"]
    account.close()
    assert browser.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code != 302 or not _set(account)
    assert not _set(account)


def _set(account: Account) -> bool:
    ((password,),) = account.owner.rows("select password from accounts_user where id = %s", account.id)
    return not str(password).startswith("!")


def live(owner: Owner, user_id: UUID) -> dict[str, Any]:
    """Everything of the account that could still let somebody in."""
    counts = {
        "sessions": "accounts_session where user_id = %s",
        "keys": "accounts_apitoken where user_id = %s and revoked_at is null",
        "second steps": "mfa_authenticator where user_id = %s",
        "passwords": "accounts_user where id = %s and password not like '!%%'",
        "jobs": "procrastinate_jobs where status = 'todo' and args->>'user_id' = %s::text",
    }
    return {what: owner.rows(f"select count(*) from {where}", user_id)[0][0] for what, where in counts.items()}


def test_no_live_credential_is_left(account: Account, owner: Owner) -> None:
    Client().post("/account/password/reset/", {"email": "officer@example.test"})
    assert not [what for what, found in live(owner, account.id).items() if not found and what != "second steps"]
    account.close()
    assert set(live(owner, account.id).values()) == {0}
    assert re.search("LOST", str(owner.rows("select reason from accounts_closing where opened_at is null")))
