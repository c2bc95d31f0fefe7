"""Health, numbers and the log: right when all is well, right when something is not, and never a word about anybody."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings

from tests.audit.rows import fill, seal
from tests.cast import Cast
from tests.database import Owner
from throughcare.config import health, logs, monitoring

TOKEN = "t" * 40
CANARY = "Aroha-7f3c-Canary"


@pytest.fixture(autouse=True)
def _head(tmp_path: Any) -> Iterator[None]:
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        yield


def ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/health/ready", headers={"host": "10.0.0.7"})  # a balancer asks by number
    connection.close()
    held = json.loads(answer.content)
    return answer.status_code, {name: part["ok"] for name, part in held["parts"].items()} | {"ok": held["ok"]}


def test_all_is_well(owner: Owner) -> None:
    owner.change("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert ready() == (200, {"database": True, "migrations": True, "worker": True, "audit": True, "ok": True})


def test_each_part_is_missed(owner: Owner) -> None:
    """Without a worker or seals the pages are served, and a monitor is told."""
    assert ready()[1]["worker"] is False
    owner.change("insert into procrastinate_workers (last_heartbeat) values (now() - interval '2 minutes')")
    assert ready() == (200, {"database": True, "migrations": True, "worker": False, "audit": True, "ok": False})
    fill(3)
    owner.change("update audit_auditevent set at = at - interval '1 minute'")
    assert ready()[1]["audit"] is False
    seal()
    assert ready()[1]["audit"] is True
    name = owner.rows("delete from django_migrations where app = 'people' returning name, applied")
    owner.change("alter function throughcare.audit_lag() rename to not_made_yet")  # as on a database of the version before
    try:
        assert ready() == (503, {"database": True, "migrations": False, "ok": False})
    finally:
        owner.change("alter function throughcare.not_made_yet() rename to audit_lag")
        for migration, applied in name:
            owner.change("insert into django_migrations (app, name, applied) values ('people', %s, %s)", migration, applied)


def test_without_a_database_it_lives_and_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise DatabaseError(f"password of {CANARY}")

    monkeypatch.setattr(health, "_migrations", fail)
    assert Client().get("/health/live").status_code == 200
    answer = Client().get("/health/ready")
    assert answer.status_code == 503 and CANARY not in answer.content.decode()
    monkeypatch.setattr(health, "seal_seconds", fail)
    assert b"throughcare_database_up 0.0" in Client().get("/metrics").content


def test_numbers_name_the_pattern_of_an_address_and_nobody(cast: Cast, owner: Owner) -> None:
    client = cast.client("case_manager")
    assert client.get(f"/people/{cast.person}/").status_code == 200
    assert client.get(f"/{CANARY}/?q={CANARY}").status_code == 404
    client.generic(CANARY, "/people/")
    text = Client().get("/metrics").content.decode()
    assert re.search(r'throughcare_requests_total\{method="GET",route="people/<uuid:person_id>/",status="200"\} [1-9]', text)
    assert 'route="none",status="404"' in text and 'method="other"' in text
    assert "throughcare_request_seconds_bucket" in text and "throughcare_audit_seal_lag_seconds" in text
    ids = {str(key) for rows in (owner.rows("select id from accounts_user"), owner.rows("select id from people_person")) for (key,) in rows}
    assert not [word for word in (CANARY, *ids) if word in text]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.1.2.3"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),  # through a proxy on this machine
        ({"HTTP_HOST": "throughcare.example"}, 404),  # through one that does not say so, or a name that leads here
        ({"HTTP_HOST": "127.0.0.1:8000"}, 200),
        ({"HTTP_HOST": "[::1]:8000"}, 200),
    ],
)
def test_numbers_are_for_this_machine(owner: Owner, given: dict[str, str], status: int) -> None:
    assert Client().get("/metrics", **given).status_code == status  # type: ignore[arg-type]  # WSGI's own names


def test_numbers_are_for_whoever_holds_the_token(owner: Owner) -> None:
    with override_settings(METRICS_TOKEN=TOKEN):
        assert Client().get("/metrics").status_code == 404
        assert Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 404
        far = {"REMOTE_ADDR": "10.1.2.3", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}
        assert Client().get("/metrics", **far).status_code == 200  # type: ignore[arg-type]  # as above


def test_a_line_leaves_the_request_to_the_next_handler() -> None:
    record, request = logging.LogRecord("django.request", logging.ERROR, "x", 1, "m", (), None), object()
    vars(record)["request"] = request
    assert logs.Line().format(record).endswith(" m")
    assert vars(record)["request"] is request


@pytest.mark.parametrize("how", [logs.Line, logs.Json])
def test_an_error_that_quotes_a_record_is_logged_without_it(cast: Cast, how: type[logs.Line], monkeypatch: pytest.MonkeyPatch) -> None:
    """Kind and place of each error of the chain; its words, which we did not write, never."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(how())

    def fail(*given: object, **more: object) -> None:
        try:
            raise DatabaseError(f"Key (name)=({CANARY}) already exists")
        except DatabaseError as error:
            raise RuntimeError(CANARY) from error

    monkeypatch.setattr(monitoring.Monitoring, "__call__", lambda self, request: fail())
    for name in ("django.request", "throughcare"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 500
    said = stream.getvalue()
    assert CANARY not in said
    assert "RuntimeError at " in said and "DatabaseError at test_monitoring.py:" in said


def test_json_is_one_object_a_line_and_finds_the_request_again(cast: Cast) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Json())
    logger = logging.getLogger("throughcare.config.monitoring")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        answer = cast.client("case_manager").get("/people/")
        assert len(answer["X-Request-Id"]) == 36
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    (line,) = [json.loads(text) for text in stream.getvalue().splitlines()]
    assert {"logger", "level", "time", "message", "milliseconds"} <= set(line)
    assert (line["method"], line["route"], line["status"]) == ("GET", "people/", 200)
    assert line["request_id"] == answer["X-Request-Id"]
