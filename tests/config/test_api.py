"""The REST root: who is let in, how failures read, pages and versions."""

import json
import logging
import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.models import ApiToken
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import KEY_PREFIX as PREFIX
from throughcare.accounts.queries import digest_of
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.config.api import make_api

ALL = [p.value for p in Permission]


@pytest.fixture(autouse=True)
def _planted_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.config.planted"):
        yield


def key_of(cast: Cast, name: str, scopes: list[str] = ALL, **changed: Any) -> dict[str, str]:
    """The header of a live key of the named member."""
    token = PREFIX + secrets.token_urlsafe(32)
    with cast.reading(name):
        fields = {"name": "test", "scopes": scopes, "expires_at": now() + timedelta(days=1), **changed}
        ApiToken.objects.create(user_id=cast.users[name], digest=digest_of(token), **fields)
    connection.close()
    return {"Authorization": f"Bearer {token}"}


def ask(path: str, headers: dict[str, str] | None = None, method: str = "get", **more: Any) -> Any:
    return getattr(Client(raise_request_exception=False), method)(f"/api/planted{path}", headers=headers or {}, **more)


def test_without_a_live_key_the_answer_is_401_and_says_how(cast: Cast) -> None:
    gone: dict[str, Any] = {"expires_at": now() - timedelta(seconds=1)}
    revoked: dict[str, Any] = {"revoked_at": now()}
    bad: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer tc_nonsense"},
        {"Authorization": "Bearer ngā"},
        {"Authorization": "Basic YTpi"},
    ]
    for headers in [*bad, key_of(cast, "officer", **gone), key_of(cast, "officer", **revoked)]:
        answer = ask("/me", headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"].startswith("Bearer") and "access key" in answer.json()["detail"]


def test_a_disabled_users_key_is_dead_at_the_next_request(cast: Cast, owner: Owner) -> None:
    key = key_of(cast, "officer")
    assert ask("/me", key).status_code == 200
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    assert ask("/me", key).status_code == 401


def test_a_key_is_worth_its_owners_rights_within_its_scopes(cast: Cast) -> None:
    officer = ask("/me", key_of(cast, "officer", ["person.view", "user.manage"])).json()
    assert officer == {"user": str(cast.users["officer"]), "permissions": ["person.view"], "channel": "rest"}


def test_a_missing_permission_or_scope_reads_like_an_unknown_address(cast: Cast) -> None:
    unknown = ask("/nothing-here", key_of(cast, "officer"))
    assert unknown.status_code == 404 and unknown["Content-Type"] == "application/problem+json"
    for key in (key_of(cast, "partner_worker"), key_of(cast, "officer", ["directory.view"])):
        answer = ask("/people", key)
        assert (answer.status_code, answer.content) == (404, unknown.content)


def test_the_key_sets_the_reader_and_pages_go_on(cast: Cast) -> None:
    assert ask("/people", key_of(cast, "officer")).json() == {"items": [str(cast.person)], "next": None}
    assert ask("/people", key_of(cast, "other_officer")).json()["items"] == [str(cast.other_person)]
    assert ask("/people?unknown=1&size=1", key_of(cast, "officer")).status_code == 200
    for odd in ("size=0", "size=201", "cursor=abc", "cursor=WyJ4Il0", "cursor=%00"):
        assert ask(f"/people?{odd}", key_of(cast, "officer")).status_code == 422, odd


def test_a_read_without_an_audit_row_is_never_sent(cast: Cast) -> None:
    answer = ask("/unaudited", key_of(cast, "officer"))
    assert answer.status_code == 500 and "Ngātai".encode() not in answer.content


def test_a_browsers_session_is_worth_nothing_here_and_none_is_made(cast: Cast) -> None:
    browser = cast.client("officer")
    answer = browser.get("/api/planted/me")
    assert answer.status_code == 401 and not answer.cookies
    answer = ask("/me", key_of(cast, "officer"))
    assert answer.status_code == 200 and not answer.cookies and "no-store" in answer["Cache-Control"]
    assert (
        ask("/words", key_of(cast, "officer"), "post", data={"note": "x"}, content_type="application/json").status_code == 200
    )  # no CSRF token


def test_a_body_is_strict_and_says_which_field(cast: Cast) -> None:
    key = key_of(cast, "officer")
    for body, field in (
        ({"note": 1}, "note"),
        ({"note": "x", "extra": 1}, "extra"),
        ({}, "note"),
        ({"note": "x", "count": "many"}, "count"),
        ({"note": "a\x00"}, "new"),
    ):
        answer = ask("/words", key, "post", data=body, content_type="application/json")
        assert answer.status_code == 422 and field in answer.json()["errors"], answer.json()
    answer = ask("/words", key, "post", data="{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_change_says_which_version_it_saw(cast: Cast) -> None:
    key = key_of(cast, "officer")
    tag = ask("/versioned", key)["ETag"]
    assert ask("/versioned", key | {"If-None-Match": tag}).status_code == 200
    wanted = {"": 428, "*": 428, '"6"': 412, "7": 412, 'W/"7"': 412, '"7", "8"': 412, tag: 200}
    assert {given: ask("/versioned", key | {"If-Match": given}, "put").status_code for given in wanted} == wanted
    assert ask("/versioned", key, "put").json()["type"] == "urn:throughcare:version-needed"


def test_a_fault_tells_nothing_and_logs_only_its_place(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = ask("/fault", key_of(cast, "officer"))
    assert answer.status_code == 500 and answer.json()["title"] == "Our fault"
    assert "ZeroDivisionError at planted.py" in caplog.text and "Aroha" not in caplog.text + answer.content.decode()


def test_the_description_is_openapi_3_1_and_open(cast: Cast) -> None:
    described = json.loads(ask("/openapi.json").content)
    assert described["openapi"].startswith("3.1")
    assert described["components"]["securitySchemes"]
    assert ask("/open").json() == {"ok": "yes"}


def _operations() -> list[tuple[str, set[str]]]:
    """Every address of the real API with its methods, ids filled in."""
    shape = json.loads(Client().get("/api/v1/openapi.json").content)
    return [(re.sub(r"\{\w+\}", str(new_id()), path), {method.upper() for method in found}) for path, found in shape["paths"].items()]


@override_settings(ROOT_URLCONF="throughcare.config.urls", DATA_UPLOAD_MAX_MEMORY_SIZE=2000)
def test_every_operation_refuses_in_the_same_way_what_it_can_not_take(cast: Cast) -> None:
    client, key = Client(raise_request_exception=False), key_of(cast, "case_manager")
    sent = {"{": 400, "x" * 3000: 413, "text": 415}
    seen, taken = 0, set()
    for path, methods in _operations():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = client.generic(method, path, headers=key)
            assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json"), (method, path)
            assert set(answer["Allow"].split(", ")) == methods and answer.json()["status"] == 405
        for method in methods - {"GET"}:
            for body, status in sent.items():
                kind = "text/plain" if status == 415 else "application/json"
                answer = client.generic(method, path, body, kind, headers={**key, "If-Match": '"1"'})
                if answer.status_code == 204:
                    continue  # it takes no body, so there is none it can't take
                assert answer["Content-Type"] == "application/problem+json" and 400 <= answer.status_code < 500, (method, path, status)
                taken |= {answer.status_code} & {status}
                seen += 1
        assert client.get(f"{path}/nothing-here", headers=key)["Content-Type"] == "application/problem+json"
    assert seen > 20 and taken == {400, 413, 415}


@override_settings(SITE_ADDRESS="https://care.example/")
def test_the_description_says_where_the_interface_is() -> None:
    assert make_api("elsewhere").servers == [{"url": "https://care.example"}]
