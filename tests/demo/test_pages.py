"""The page of the cast and its one-click log-in: there in demo mode, nowhere else."""

import importlib
import re

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.sessions import SessionStore
from throughcare.common.reader import NOBODY, reading_as
from throughcare.config.environment import ConfigError, Environment
from throughcare.demo import urls
from throughcare.demo.cast import CAST, MEMBERS


def _log_in(client: Client, key: str) -> int:
    return client.post("/demo/log-in/", {"as": key}).status_code


def test_page_shows_everybody_and_a_button_each(owner: Owner) -> None:
    page = Client().get("/demo/").content.decode()
    assert re.findall(r'name="as" value="(\w+)"', page) == [
        m.key for m in [*(m for m in CAST if m.trying), *(m for m in CAST if not m.trying)]
    ]
    assert page.count('method="post"') == len(CAST)
    assert "Tūī Valley Community Probation" in page


def test_one_click_logs_in_under_a_new_session_and_is_audited(made: Owner) -> None:
    client = Client()
    for key in ("mere", "sina"):
        before = client.cookies.get("sessionid")
        old = before.value if before else ""
        assert _log_in(client, key) == 302
        assert client.cookies["sessionid"].value != old
        assert MEMBERS[key].name in client.get("/").content.decode()
        if old:
            with reading_as(NOBODY):
                assert not SessionStore().exists(old)
    rows = made.rows("select actor_name, channel from audit_auditevent where verb = 'demo.login' order by at")
    assert rows == [("Mere Tōtara", "page"), ("Sina Savali", "page")]


def test_every_member_of_the_cast_gets_in_and_sees_a_home(made: Owner) -> None:
    for member in CAST:
        client = Client()
        assert _log_in(client, member.key) == 302, member.key
        home = client.get("/")
        assert home.status_code == 200, member.key
        assert member.name in home.content.decode(), member.key


def test_nobody_outside_the_cast_and_nothing_before_the_demo_is_made(cast: Cast, owner: Owner) -> None:
    assert _log_in(Client(), "case_manager@example.test") == 404
    assert _log_in(Client(), "") == 404
    answer = Client().post("/demo/log-in/", {"as": "mere"})
    assert answer.status_code == 409
    assert "throughcare demo" in answer.content.decode()
    assert Client().get("/demo/log-in/").status_code == 405
    assert owner.rows("select count(*) from audit_auditevent where verb = 'demo.login'") == [(0,)]


def test_a_post_from_elsewhere_logs_nobody_in(made: Owner) -> None:
    client = Client(enforce_csrf_checks=True)
    assert _log_in(client, "mere") == 403
    assert "Mere" not in client.get("/").content.decode()


def test_outside_demo_mode_the_addresses_do_not_exist(made: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    try:
        assert importlib.reload(urls).urlpatterns == []
        assert _log_in(Client(), "mere") == 404  # and were they there by mistake, they would do nothing
    finally:
        monkeypatch.undo()
        importlib.reload(urls)


def test_demo_mode_is_refused_beside_a_real_database() -> None:
    real = {
        "DATABASE_URL": "postgresql://app:a@db.example/t",
        "DATABASE_OWNER_URL": "postgresql://owner:o@db.example/t",
        "THROUGHCARE_DEMO": "on",
    }
    with pytest.raises(ConfigError, match="one click"):
        Environment.read(real)
