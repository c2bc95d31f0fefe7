"""S22, as on a real site: Django's own check for deployment has nothing to say, and every answer and cookie is locked, by every account."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests import headers
from tests.accounts.saml_provider import ADDRESS, ENTITY, MAIL, make_pair
from tests.accounts.test_log_in import PASSWORD, officer
from tests.cast import EVERYBODY, Cast
from tests.config.test_cli import surroundings
from tests.config.test_environment import REAL
from throughcare.accounts.sign_on.ways import Saml, Ways
from throughcare.config.routes import addresses

__all__ = ["officer"]  # fixtures
NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SIGN_ON_COOKIE", "DEVICE_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
# The checks as they are, and with faults planted; and what this site's cookies are called.
_LOOK = f"""
import json, sys, django
django.setup()
from django.conf import settings
from django.core import checks
from django.test import override_settings
def said():
    return sorted(m.id for m in checks.run_checks(include_deployment_checks=True) if not m.is_silenced())
right = said()
with override_settings(SECURE_HSTS_SECONDS=0, SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False, X_FRAME_OPTIONS="SAMEORIGIN"):
    wrong = said()
loaded = [name for name in ("lxml", "xmlsec", "onelogin") if name in sys.modules]
print(json.dumps({{"loaded": loaded, "right": right, "wrong": wrong, "settings": {{name: getattr(settings, name) for name in {NAMES!r}}}}}))
"""


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a real site's process finds."""
    real = REAL | {
        "THROUGHCARE_SECRET_KEY": "kererū-over-the-awa-at-dawn-0123456789-abcdefghijklmnopq",
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _LOOK],
        env=surroundings(Path(tmp_path_factory.mktemp("home")), **real),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def as_real(looked: Any) -> Iterator[None]:
    """This process's cookies are those of a real site."""
    with override_settings(**looked["settings"]):
        yield


def test_djangos_check_for_deployment_has_nothing_to_say(looked: Any) -> None:
    assert looked["right"] == []


def test_it_finds_what_is_planted(looked: Any) -> None:
    assert looked["wrong"] == ["security.W004", "security.W011", "security.W016", "security.W019"]


def test_what_reads_samls_answers_is_loaded_by_the_first_who_needs_it(looked: Any) -> None:
    """The checks have every address by then."""
    assert looked["loaded"] == []


def browser(cast: Cast, name: str | None) -> Client:
    """Logged in, under the cookie's real name."""
    made = cast.client(name)
    if name:
        made.cookies[settings.SESSION_COOKIE_NAME] = made.cookies.pop("sessionid").value
    return made


def test_the_whole_way_in_and_out_sets_locked_cookies_alone(cast: Cast, as_real: None, officer: str) -> None:
    made = Client()
    seen: set[str] = set()

    def sees(answer: Any) -> Any:
        headers.check(answer, answer.wsgi_request.path, real=True)
        seen.update(morsel.key for morsel in answer.cookies.values() if morsel.value)
        return answer

    sees(made.get("/account/login/"))
    assert sees(made.post("/account/login/", {"login": officer, "password": PASSWORD})).status_code == 302
    for path in ("/", "/your-account/", "/notices/", "/people/", "/account/2fa/", "/account/password/change/", "/nothing-here/"):
        sees(made.get(path))
    assert sees(made.post("/account/logout/")).status_code == 302
    sees(made.get("/account/login/"))
    way = Saml("Ministry log-in", ENTITY, ("example.test",), (), ADDRESS, make_pair().certificate, MAIL)
    with override_settings(SIGN_ON=Ways(saml=way)):
        sees(made.post("/account/sign-on/saml/"))
        sees(made.post("/account/sign-on/saml/answer/", {"SAMLResponse": "x"}))
        sees(made.get("/account/sign-on/saml/back/"))
    assert seen == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SIGN_ON_COOKIE}


@pytest.mark.skipif(
    not os.environ.get("THROUGHCARE_TEST_ALL"), reason="the matrix walks the same as an embedded site; this is for the long run"
)
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_to_everybody_is_kept_by_nobody(cast: Cast, as_real: None, name: str) -> None:
    """The tables' walks do the same as an embedded site (tests/canaries.py); this is a real one's, over every address without an id."""
    plain = sorted(
        {"/" + path for path, _, _ in addresses() if "<" not in path and "(" not in path and "^" not in path and "logout" not in path}
    )
    made = browser(cast, name)
    for path in plain:
        headers.check(made.get(path), path, real=True)
    assert len(plain) > 40 and made.get("/your-account/").status_code == 200  # they were still in


def test_a_planted_fault_is_found(cast: Cast, as_real: None) -> None:
    made = browser(cast, "case_manager")
    assert headers.faults(made.get("/your-account/"), real=True) == []
    with patch("throughcare.audit.middleware.add_never_cache_headers"):
        assert headers.faults(made.get("/your-account/"), real=True) == ["to somebody signed in, without no-store"]
    with override_settings(CSRF_COOKIE_NAME="csrftoken", CSRF_COOKIE_HTTPONLY=False, CSRF_COOKIE_SECURE=False, CSRF_COOKIE_SAMESITE="None"):
        found = headers.faults(Client().get("/account/login/"), real=True)
    assert found == [f"cookie csrftoken: {fault}" for fault in ("samesite", "httponly", "secure", "__Host-")]
