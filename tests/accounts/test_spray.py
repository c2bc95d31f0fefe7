"""T17: passwords tried on many accounts from many sources, and codes tried twice.

With `make test-all` 10,000 tries over 1,000 accounts. Passwords are hashed by MD5 then and here: how long a check takes is none of these figures.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, override_settings

from tests.accounts.test_log_in import PASSWORD, is_in, log_in, officer
from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.races import at_once
from throughcare.accounts import adapters
from throughcare.accounts.counters import Counters
from throughcare.accounts.models import User
from throughcare.common.reader import reading_as

__all__ = ["officer"]  # fixtures
ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261123"))
ACCOUNTS, TRIES_EACH, SOURCES = (1000, 10, 50) if ALL else (12, 5, 5)
ROUNDS, AT_ONCE = (125, 9) if ALL else (3, 9)  # 1,000 replays in the long run
WINDOW = 900
BY_ACCOUNT, BY_PASSWORD, BY_SOURCE = 3, 10, 100
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
LIMITS: dict[str, str] = settings.ACCOUNT_RATE_LIMITS


@dataclass
class Clock:
    """What the limits count by, and nothing else: however long the run takes, no counter runs out meanwhile."""

    at: float = field(default_factory=time.time)

    def time(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(Counters, "_seconds", lambda _self, _timeout: 24 * 60 * 60)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", SimpleNamespace(time=made.time, monotonic=time.monotonic, sleep=time.sleep))
    return made


@dataclass
class Checked:
    """How many passwords were held against an account, by account tried, by password, and by source."""

    accounts: Counter[str] = field(default_factory=Counter)
    passwords: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    tries: int = 0
    let_in: int = 0

    def check(self, request: HttpRequest, email: str, password: str) -> None:
        self.accounts[email] += 1
        self.passwords[password] += 1
        self.sources[request.headers["x-forwarded-for"]] += 1

    def too_many(self) -> list[str]:
        """The figures that are not kept."""
        found = {"account": (self.accounts, BY_ACCOUNT), "password": (self.passwords, BY_PASSWORD), "source": (self.sources, BY_SOURCE)}
        return [name for name, (counted, most) in found.items() if max(counted.values()) > most]

    def __str__(self) -> str:
        most = {name: max(getattr(self, name).values()) for name in ("accounts", "passwords", "sources")}
        return (
            f"{self.tries} tries over {ACCOUNTS} accounts from {SOURCES} sources in {WINDOW // 60} minutes, seed {SEED}: {self.accounts.total()} passwords "
            f"checked, {most['accounts']} an account at most, {most['passwords']} of one password, {most['sources']} from one source; {self.let_in} let in"
        )


@pytest.fixture
def accounts(cast: Cast) -> Iterator[list[str]]:
    """Many, all with one password."""
    with override_settings(PASSWORD_HASHERS=[QUICK], ALLAUTH_TRUSTED_PROXY_COUNT=1):
        hashed = make_password(PASSWORD)
        made = [User(email=f"account{number}@example.test", name=f"Account {number}", password=hashed) for number in range(ACCOUNTS)]
        with reading_as(SYSTEM):
            User.objects.bulk_create(made)
        yield [user.email for user in made]


def spray(accounts: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Every account tried in any order within the window: half the tries with a few passwords for all, half with one nobody else is tried with."""
    dice, checked, asked = random.Random(SEED), Checked(), AuthenticationBackend.authenticate

    def counted(backend: Any, request: Any, **credentials: Any) -> Any:
        checked.check(request, credentials["email"], credentials["password"])
        return asked(backend, request, **credentials)

    tries = [(email, number) for email in accounts for number in range(TRIES_EACH)]
    dice.shuffle(tries)
    began, moments = clock.at, sorted(dice.uniform(0, WINDOW - 1) for _ in tries)
    with monkeypatch.context() as patched:
        patched.setattr(AuthenticationBackend, "authenticate", counted)
        for moment, (email, number) in zip(moments, tries, strict=True):
            clock.at = began + moment
            password = f"kererū number {number // 5}" if number % 2 else f"{email} {number}"
            browser = Client(headers={"x-forwarded-for": f"192.0.2.{dice.randrange(SOURCES)}"})
            checked.let_in += browser.post("/account/login/", {"login": email, "password": password}).status_code == 302
            checked.tries += 1
    return checked


def test_a_spray_is_checked_three_times_an_account_and_ten_times_a_password(
    accounts: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever the account is comes in when a quarter of an hour is over."""
    checked = spray(accounts, clock, monkeypatch)
    print(f"T17: {checked}")
    assert checked.too_many() == [] and not checked.let_in
    assert checked.accounts.total() >= ACCOUNTS  # not by refusing everything
    clock.at += WINDOW + 1
    for email in random.Random(SEED).sample(accounts, 10):
        browser = Client(headers={"x-forwarded-for": "198.51.100.7"})
        assert browser.post("/account/login/", {"login": email, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({name: rate for name, rate in LIMITS.items() if name != "login_password"}, ["password"]),
        (LIMITS | {"login_failed": "100/m/ip"}, ["account"]),
    ],
)
def test_a_throttle_that_is_off_is_found(
    accounts: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch, limits: dict[str, str], found: list[str]
) -> None:
    """The planted fault."""
    with override_settings(ACCOUNT_RATE_LIMITS=limits):
        assert spray(accounts[:15], clock, monkeypatch).too_many() == found


def test_a_password_tried_on_everybody_waits_though_it_is_right(
    cast: Cast, officer: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For as much work as a wrong one, known address or not; not on a device its user has logged in with; for a quarter of an hour."""
    known, _ = log_in(officer)
    known.get("/notices/")
    known.post("/account/logout/")
    with override_settings(PASSWORD_HASHERS=[QUICK]):
        for number in range(BY_PASSWORD):
            log_in(f"nobody{number}@example.test", PASSWORD)
    hashed: list[str] = []
    monkeypatch.setattr(adapters, "make_password", hashed.append)
    answers = [log_in(email, PASSWORD)[1] for email in (officer, "another@example.test")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].context["form"].errors == answers[1].context["form"].errors != {}
    assert hashed == [PASSWORD, PASSWORD]
    assert is_in(log_in(officer, browser=known)[0])
    clock.at += WINDOW + 1
    assert is_in(log_in(officer)[0])


def test_a_try_refused_for_its_password_leaves_its_account_its_three(cast: Cast, officer: str, clock: Clock) -> None:
    """Whoever tries one password on everybody keeps nobody out."""
    common = "the same words on every account"
    with override_settings(PASSWORD_HASHERS=[QUICK]):
        for number in range(BY_PASSWORD):
            log_in(f"nobody{number}@example.test", common)
    for _ in range(BY_ACCOUNT + 1):
        assert not is_in(log_in(officer, common)[0])
    assert is_in(log_in(officer)[0])


def test_of_a_right_password_no_count_is_left(cast: Cast, officer: str, owner: Owner) -> None:
    """Nor does what is left of a wrong one tell which it was."""
    log_in(officer)
    keys = {key for (key,) in owner.rows("select key from accounts_counter")}
    log_in("nobody@example.test", PASSWORD)
    added = {key for (key,) in owner.rows("select key from accounts_counter")} - keys
    assert len(added) == 3  # its source, the account and the password
    marks = {adapters._mark_of_password(f"{PASSWORD} {number}") for number in range(200)}
    assert len(marks) > 190 and {len(mark) for mark in marks} == {5}  # a million of them, for all the passwords there are


def taken_at_once(cast: Cast) -> int:
    """One code, from many at once: how often it was taken."""
    secret = totp.generate_totp_secret()
    found = totp.TOTP(Authenticator(user_id=cast.users["officer"], data={"secret": secret}))
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    answers = at_once(*[lambda: found.validate_code(code)] * AT_ONCE)
    assert all(answer in (True, False) for answer in answers), answers
    return sum(answers)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the thirty seconds a code is good for, however slow the machine."""
    at = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: at))


@pytest.mark.usefixtures("stopped")
def test_a_code_from_many_at_once_is_taken_once(cast: Cast, owner: Owner) -> None:
    taken = [taken_at_once(cast) for _ in range(ROUNDS)]
    print(f"T17: {ROUNDS} codes, {AT_ONCE} at once: {ROUNDS * (AT_ONCE - 1)} replays, {sum(taken) - ROUNDS} taken")
    assert taken == [1] * ROUNDS


@pytest.mark.usefixtures("stopped")
def test_a_code_marked_after_it_was_looked_for_is_found(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: two steps where one is needed."""

    def in_two_steps(self: totp.TOTP, code: str) -> bool:
        key = self._get_used_cache_key(code)
        if cache.get(key):
            return False
        time.sleep(0.05)
        cache.set(key, "y", 30)
        return True

    monkeypatch.setattr(totp.TOTP, "_mark_code_used", in_two_steps)
    assert taken_at_once(cast) > 1
