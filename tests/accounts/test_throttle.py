"""Guessing passwords is slowed by account, and nobody's guessing locks everybody out."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.test import Client, override_settings

from tests.accounts.test_log_in import HASHED, PASSWORD, is_in, log_in, officer
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.counters import NO_ADDRESS, TOO_FEW_PROXIES
from throughcare.accounts.jobs import clear_submissions
from throughcare.accounts.passwords import NotGuessed
from throughcare.common.reader import NOBODY, reading_as
from throughcare.config import findings

__all__ = ["officer"]  # fixtures


def test_wrong_log_ins_for_unknown_addresses_lock_nobody_out(cast: Cast, officer: str) -> None:
    for number in range(12):
        log_in(f"nobody{number}@example.test", "wrong")
    assert is_in(log_in(officer)[0])


def test_the_fourth_wrong_password_for_one_account_waits(cast: Cast, officer: str) -> None:
    for _ in range(2):
        log_in(officer, "wrong")
    assert is_in(log_in(officer)[0])
    log_in(officer, "wrong")
    assert not is_in(log_in(officer)[0])


def test_who_guesses_elsewhere_locks_nobody_out_of_a_device_they_know(cast: Cast, officer: str) -> None:
    """Review finding M6: five wrong passwords from anywhere locked the right person out."""
    browser, _ = log_in(officer)
    assert browser.get("/notices/").status_code == 200 and "device" in browser.cookies
    browser.post("/account/logout/")
    for _ in range(9):
        log_in(officer, "wrong")
    assert not is_in(log_in(officer)[0])  # a device nobody knows waits
    assert is_in(log_in(officer, browser=browser)[0])
    other = Client()
    other.cookies["device"] = browser.cookies["device"].value
    for _ in range(3):  # whoever stole the cookie has three tries too
        log_in(officer, "wrong", other)
    assert not is_in(log_in(officer, browser=other)[0])


def test_a_device_is_known_for_whoever_logged_in_with_it_and_for_nobody_else(cast: Cast, officer: str, owner: Owner) -> None:
    owner.change("update accounts_user set password = %s where id = %s", HASHED, cast.users["case_manager"])
    browser, _ = log_in(officer)
    browser.get("/notices/")
    browser.post("/account/logout/")
    for _ in range(3):
        log_in("case_manager@example.test", "wrong")
    assert not is_in(log_in("case_manager@example.test", browser=browser)[0])
    for value in ("nonsense", browser.cookies["device"].value + "x"):
        forged = Client()
        forged.cookies["device"] = value
        for _ in range(3):
            log_in(officer, "wrong", forged)
        assert not is_in(log_in(officer, browser=forged)[0])
    cookie = browser.cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and officer not in cookie.value


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "tuituituituituitui",
        "12345678901234567",
        "qwertyuiopasdfghjkl",
        "Password12345678901",
        "welcome-dragon-2024!",
        "aaaaaaaabbbbbbbb",
    ],
)
def test_what_is_guessed_first_is_no_password(password: str) -> None:
    with pytest.raises(ValidationError):
        NotGuessed().validate(password)


@pytest.mark.parametrize(
    "password", [PASSWORD, "pōhutukawa by the sea in december", "tūī in the kōwhai tree", "correct horse battery staple"]
)
def test_a_sentence_of_ones_own_is(password: str) -> None:
    NotGuessed().validate(password)


def test_a_password_known_from_a_breach_is_refused(tmp_path: Path) -> None:
    breached = [f"breached number {n} of many" for n in range(200)]
    hashes = sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in breached)
    path = tmp_path / "breached.txt"
    path.write_text("".join(f"{one}:{n}\r\n" for n, one in enumerate(hashes)))
    with override_settings(BREACHED_PASSWORDS=path):
        for word in breached:
            with pytest.raises(ValidationError, match="theft elsewhere"):
                NotGuessed().validate(word)
        for n in range(200):
            NotGuessed().validate(f"a new one that number {n} is")
    NotGuessed().validate(breached[0])


@pytest.mark.parametrize(("proxies", "lets_in"), [(1, True), (0, False)])
def test_behind_a_proxy_the_visitors_own_address_counts(cast: Cast, officer: str, proxies: int, lets_in: bool) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies, ACCOUNT_RATE_LIMITS={"login_failed": "3/m/ip"}):
        for number in range(4):
            guesser = Client(headers={"x-forwarded-for": f"192.0.2.{number}, 203.0.113.9"})  # what the guesser wrote, what our proxy added
            log_in(f"nobody{number}@example.test", "wrong", guesser)
        visitor = Client(headers={"x-forwarded-for": "198.51.100.7"})
        assert is_in(log_in(officer, PASSWORD, visitor)[0]) is lets_in


@pytest.mark.parametrize("header", ["203.0.113.9", ""])
def test_too_few_entries_count_the_peer_and_are_no_fault(cast: Cast, officer: str, header: str) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        assert is_in(log_in(officer, PASSWORD, Client(headers={"x-forwarded-for": header}))[0])
    assert bool(cache.get(TOO_FEW_PROXIES)) is True


@pytest.mark.parametrize("header", ["unknown, 203.0.113.9", "192.0.2.1, unknown, 203.0.113.9", "_hidden, 203.0.113.9"])
def test_no_address_where_our_proxy_writes_one_counts_the_peer_and_is_said(cast: Cast, owner: Owner, officer: str, header: str) -> None:
    env = SimpleNamespace(proxies=2)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        assert is_in(log_in(officer, PASSWORD, Client(headers={"x-forwarded-for": header}))[0])
    assert cache.get(TOO_FEW_PROXIES) is None and cache.get(NO_ADDRESS)
    (found,) = findings._proxies(env)  # type: ignore[arg-type]  # all it reads
    assert "write unknown" in found.sentence


def test_a_check_says_that_proxies_are_counted_wrongly(owner: Owner) -> None:
    env = SimpleNamespace(proxies=2)
    assert list(findings._proxies(env)) == []  # type: ignore[arg-type]  # all it reads
    cache.set(TOO_FEW_PROXIES, 1)
    assert "THROUGHCARE_PROXIES is 2" in next(findings._proxies(env)).sentence  # type: ignore[arg-type]  # as above


_TRY = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.cache import cache
print(cache.add("shared", [1.5]), cache.get("shared"), cache.delete("shared"), cache.get("shared", "gone"))
"""


def test_counters_are_shared_by_all_processes(owner: Owner) -> None:
    assert cache.add("shared", [2.5]) and not cache.add("shared", [0])
    words = [sys.executable, "-c", _TRY, settings.DATABASES["default"]["NAME"]]
    said = subprocess.run(words, capture_output=True, text=True, check=True, env={**os.environ, "THROUGHCARE_LOGIN": "app"}).stdout
    assert said == "False [2.5] True gone\n"
    assert cache.get("shared") is None


def test_a_counter_stands_though_its_request_is_rolled_back(owner: Owner) -> None:
    with reading_as(NOBODY):
        cache.set("tries", 5)
        transaction.set_rollback(True)
    assert cache.get("tries") == 5
    cache.set("tries", 6, -1)
    assert cache.get("tries") is None
    assert cache.add("tries", 1)  # one that has run out is as good as none


def test_the_table_of_counters_tells_nothing(cast: Cast, owner: Owner, officer: str) -> None:
    log_in(officer, "wrong")
    rows = owner.rows("select key, value from accounts_counter")
    assert rows and not [row for row in rows if "127.0.0.1" in str(row) or "officer" in str(row)]
    with pytest.raises(Error, match="permission denied"), cast.reading("administrator"), connection.cursor() as cursor:
        cursor.execute("select 1 from accounts_counter")


def test_no_reader_empties_the_counters(cast: Cast) -> None:
    cache.set("tries", 5, 600)
    with cast.reading("aroha"), connection.cursor() as cursor:
        cursor.execute("select throughcare.counter_sweep(true)")
    assert cache.get("tries") == 5


def test_what_has_run_out_goes_every_night(cast: Cast, owner: Owner) -> None:
    cache.set("tries", 5, 600)
    cache.set("others", 5, 600)
    owner.place("update accounts_counter set expires_at = now() - interval '1 minute' where key = (select min(key) from accounts_counter)")
    clear_submissions(0)
    assert owner.rows("select count(*) from accounts_counter") == [(1,)]
