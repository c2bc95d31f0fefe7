"""Guessing passwords is slowed by account, and nobody's guessing locks everybody out."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.test import Client, override_settings

from tests.accounts.test_log_in import PASSWORD, is_in, log_in, officer
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.counters import TOO_FEW_PROXIES
from throughcare.common.reader import NOBODY, reading_as
from throughcare.config import findings

__all__ = ["officer"]  # fixtures


def test_wrong_log_ins_for_unknown_addresses_lock_nobody_out(cast: Cast, officer: str) -> None:
    for number in range(12):
        log_in(f"nobody{number}@example.test", "wrong")
    assert is_in(log_in(officer)[0])


def test_the_sixth_wrong_password_for_one_account_waits(cast: Cast, officer: str) -> None:
    for _ in range(5):
        log_in(officer, "wrong")
    assert not is_in(log_in(officer)[0])


@pytest.mark.parametrize(("proxies", "lets_in"), [(1, True), (0, False)])
def test_behind_a_proxy_the_visitors_own_address_counts(cast: Cast, officer: str, proxies: int, lets_in: bool) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies, ACCOUNT_RATE_LIMITS={"login_failed": "3/m/ip"}):
        for number in range(4):
            guesser = Client(headers={"x-forwarded-for": f"192.0.2.{number}, 203.0.113.9"})  # what the guesser wrote, what our proxy added
            log_in(f"nobody{number}@example.test", "wrong", guesser)
        visitor = Client(headers={"x-forwarded-for": "198.51.100.7"})
        assert is_in(log_in(officer, PASSWORD, visitor)[0]) is lets_in


@pytest.mark.parametrize("header", ["203.0.113.9", "nonsense, 203.0.113.9", ""])
def test_too_few_entries_count_the_peer_and_are_no_fault(cast: Cast, officer: str, header: str) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        assert is_in(log_in(officer, PASSWORD, Client(headers={"x-forwarded-for": header}))[0])
    assert bool(cache.get(TOO_FEW_PROXIES)) is True


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
