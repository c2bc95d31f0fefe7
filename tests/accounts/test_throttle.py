"""Guessing passwords is slowed by account, and nobody's guessing locks everybody out."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from tests.accounts.test_log_in import PASSWORD, _no_throttle_left, is_in, log_in, officer
from tests.cast import Cast

__all__ = ["_no_throttle_left", "officer"]  # fixtures


def test_wrong_log_ins_for_unknown_addresses_lock_nobody_out(cast: Cast, officer: str) -> None:
    for number in range(12):
        log_in(f"nobody{number}@example.test", "wrong")
    assert is_in(log_in(officer)[0])


def test_the_sixth_wrong_password_for_one_account_waits(cast: Cast, officer: str) -> None:
    for _ in range(5):
        log_in(officer, "wrong")
    assert not is_in(log_in(officer)[0])
    caches["default"].close()
    assert not is_in(log_in(officer)[0])  # counters are kept outside the process


@pytest.mark.parametrize(("proxies", "lets_in"), [(1, True), (0, False)])
def test_behind_a_proxy_the_visitors_own_address_counts(cast: Cast, officer: str, proxies: int, lets_in: bool) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies, ACCOUNT_RATE_LIMITS={"login_failed": "3/m/ip"}):
        for number in range(4):
            guesser = Client(headers={"x-forwarded-for": f"192.0.2.{number}, 203.0.113.9"})  # what the guesser wrote, what our proxy added
            log_in(f"nobody{number}@example.test", "wrong", guesser)
        visitor = Client(headers={"x-forwarded-for": "198.51.100.7"})
        assert is_in(log_in(officer, PASSWORD, visitor)[0]) is lets_in


def test_counters_are_shared_by_all_processes() -> None:
    assert "filebased" in str(settings.CACHES["default"]["BACKEND"])
