"""Nobody learns which addresses have an account: not by what is answered, not by the work it takes, not by the time (T18)."""

import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.accounts.test_log_in import HASHED
from tests.cast import Cast
from tests.database import Owner

ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
EACH = 2000
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261122"))
NO_LIMITS = override_settings(ACCOUNT_RATE_LIMITS={})
_CHANGING = re.compile(rb'(name="csrf(?:-token|middlewaretoken)" (?:content|value)=|nonce=)"[^"]*"')


def log_in(email: str) -> Any:
    return Client().post("/account/login/", {"login": email, "password": "not the password at all"})


def reset(email: str) -> Any:
    return Client().post("/account/password/reset/", {"email": email})


SURFACES: dict[str, Callable[[str], Any]] = {"log in": log_in, "reset": reset}


@pytest.fixture
def known(cast: Cast, owner: Owner) -> str:
    """An account with a password, as long as the addresses nobody has."""
    owner.change("update accounts_user set password = %s", HASHED)
    return "officer@example.test"


def unknown(number: int) -> str:
    return f"no{number:05d}@example.test"


@contextmanager
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How many passwords were hashed, and how many statements were sent."""
    done = {"hashes": 0, "statements": 0}
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *given: Any, real: Any = real, **more: Any) -> Any:
            done["hashes"] += 1
            return real(self, *given, **more)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    with CaptureQueriesContext(connection) as queries:
        yield done
    done["statements"] = len(queries)
    monkeypatch.undo()


def measured(surface: str, email: str, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, int], tuple[int, str, bytes]]:
    with NO_LIMITS, work(monkeypatch) as done:
        answer = SURFACES[surface](email)
    body = _CHANGING.sub(rb'\1"x"', answer.content).replace(email.encode(), b"EMAIL")
    return done, (answer.status_code, answer.headers.get("Location", ""), body)


@pytest.mark.parametrize("surface", SURFACES)
def test_an_unknown_address_gets_the_same_answer_for_the_same_work(known: str, surface: str, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(surface, unknown(0), monkeypatch)  # what is made once a process is made
    for_known, for_unknown = measured(surface, known, monkeypatch), measured(surface, unknown(1), monkeypatch)
    assert for_known[1] == for_unknown[1]
    assert for_known[0]["hashes"] == for_unknown[0]["hashes"]
    assert abs(for_known[0]["statements"] - for_unknown[0]["statements"]) <= 1, (for_known[0], for_unknown[0])


def test_the_measure_finds_a_hash_that_is_left_out(known: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: an unknown address is answered without hashing what was typed."""
    with monkeypatch.context() as planted:
        planted.setattr("django.contrib.auth.base_user.AbstractBaseUser.set_password", lambda *_: None)
        for_unknown = measured("log in", unknown(2), pytest.MonkeyPatch())
    assert measured("log in", known, monkeypatch)[0]["hashes"] > for_unknown[0]["hashes"]


def auc(some: list[float], others: list[float]) -> float:
    """How well a threshold on the time tells the two apart: 0.5 is not at all. Either way round."""
    ranked = sorted([(value, 0) for value in some] + [(value, 1) for value in others])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    found = (ranks - len(some) * (len(some) + 1) / 2) / (len(some) * len(others))
    return max(found, 1 - found)


def test_the_classifier_tells_apart_what_differs() -> None:
    chance = random.Random(SEED)
    fast, slow = ([chance.gauss(mean, 1) for _ in range(500)] for mean in (30, 31))
    same = [chance.gauss(30, 1) for _ in range(500)]
    assert auc(fast, slow) > 0.7 and auc(fast, same) < 0.55


@pytest.mark.skipif(not ALL, reason="long: make test-all")
@pytest.mark.parametrize("surface", SURFACES)
def test_the_time_tells_nothing(known: str, surface: str) -> None:
    chance, times = random.Random(SEED), {True: [], False: []}  # type: tuple[random.Random, dict[bool, list[float]]]
    asked = [True] * EACH + [False] * EACH
    chance.shuffle(asked)
    with NO_LIMITS:
        for number, is_known in enumerate(asked):
            email = known if is_known else unknown(number)
            began = time.perf_counter()
            SURFACES[surface](email)
            times[is_known].append(time.perf_counter() - began)
    found = auc(times[True], times[False])
    print(f"T18: {surface}: {EACH} + {EACH} requests, seed {SEED}: AUC {found:.3f}")
    assert found <= 0.55
