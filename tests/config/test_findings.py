"""`throughcare check`: each fault planted is found, in a sentence that says what to do; a site without one is left in peace."""

import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import override_settings

from tests.audit.rows import SYSTEM
from tests.database import Owner
from throughcare.audit import actions
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.config import embedded, findings
from throughcare.config.backup import BACKED_UP
from throughcare.config.environment import AuditKey, Environment

_REAL = {
    "DATABASE_URL": "postgresql://app:x@db.example/care?sslmode=verify-full",
    "DATABASE_OWNER_URL": "postgresql://owner:x@127.0.0.1/care",
    "THROUGHCARE_HOSTS": "care.example",
    "THROUGHCARE_SECRET_KEY": "kererū-over-the-awa-at-dawn-0123456789-abcdefgh",
    "THROUGHCARE_AUDIT_KEYS": "k1:" + bytes(range(32)).hex(),
    "THROUGHCARE_MAIL_URL": "smtp://user:word@mail.example:587",
}


def real(home: Path, **changed: str) -> Environment:
    return Environment.read({k: v for k, v in (_REAL | {"THROUGHCARE_HOME": str(home)} | changed).items() if v})


def said(found: Iterable[findings.Finding]) -> list[str]:
    sentences = [item.sentence for item in found]
    assert all(sentence.endswith((".", ")")) for sentence in sentences)
    return sentences


def only(found: Iterable[findings.Finding]) -> str:
    (sentence,) = said(found)
    return sentence


def test_a_right_way_in_is_left_in_peace(tmp_path: Path) -> None:
    env = real(tmp_path)
    assert said([*findings._way_in(env), *findings._mail(env), *findings._keys(env), *findings._disk(env)]) == []


def test_what_travels_in_the_clear(tmp_path: Path) -> None:
    assert "behind a proxy that ends TLS" in only(findings._way_in(real(tmp_path, THROUGHCARE_PROXIES="0")))
    bare = real(tmp_path, DATABASE_URL="postgresql://app:x@db.example/care")
    assert "app logs in to another machine without TLS" in only(findings._way_in(bare))
    assert "without TLS" in only(findings._mail(real(tmp_path, THROUGHCARE_MAIL_URL="smtp://mail.example")))
    assert said(findings._mail(real(tmp_path, THROUGHCARE_MAIL_URL="smtp://localhost"))) == []
    assert "no mail goes out" in only(findings._mail(real(tmp_path, THROUGHCARE_MAIL_URL="")))


def test_keys_somebody_typed(tmp_path: Path) -> None:
    assert "THROUGHCARE_SECRET_KEY" in only(findings._keys(real(tmp_path, THROUGHCARE_SECRET_KEY="ab" * 30)))
    env = replace(real(tmp_path), audit_keys=(AuditKey("k1", b"0" * 32),))
    assert "THROUGHCARE_AUDIT_KEYS" in only(findings._keys(env))


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = replace(real(tmp_path), audit_head=tmp_path / "elsewhere" / "head.json")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(total=10**12, free=2 * 10**10))
    assert [sentence.split(" has ")[1].split(" left")[0] for sentence in said(findings._disk(env))] == ["20.0 GB", "20.0 GB"]


def test_a_server_that_forgets_and_one_that_tells(owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own server is not durable, and says so."""
    sentences = said(findings._database(real(tmp_path)))
    assert any(sentence.startswith("fsync is off") for sentence in sentences)
    assert any(sentence.startswith("full_page_writes is off") for sentence in sentences)
    assert not any("clocks" in sentence or "into its log" in sentence for sentence in sentences)
    late = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: late)
    assert any("The clocks" in sentence for sentence in said(findings._database(real(tmp_path))))


def test_a_role_that_may_too_much(owner: Owner) -> None:
    assert said(findings._role()) == []
    owner.change("create table planted (x int)")
    owner.place("alter role throughcare_app createdb createrole")
    owner.place("grant throughcare_owner to throughcare_app")
    try:
        sentences = " ".join(said(findings._role()))
    finally:
        owner.place("alter role throughcare_app nocreatedb nocreaterole")
        owner.place("revoke throughcare_owner from throughcare_app")
        owner.change("drop table planted")
        connection.close()
    assert "alter its role to NOCREATEROLE NOCREATEDB." in sentences
    assert "member of another role" in sentences
    assert "No row-level security on planted" in sentences


def test_a_mode_that_the_database_does_not_know(owner: Owner) -> None:
    with override_settings(PARTNERSHIP=True):
        assert "THROUGHCARE_MODE was changed" in only(findings._role())


def test_a_time_zone_that_the_database_does_not_know(owner: Owner) -> None:
    with override_settings(TIME_ZONE="Pacific/Apia"):
        assert "THROUGHCARE_TIMEZONE was changed" in only(findings._role())


def test_the_age_of_the_last_backup(owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = real(tmp_path)
    assert "no backup yet" in only(findings._backup(env))
    with reading_as(SYSTEM.reader):
        actions.record(by=SYSTEM, verb=BACKED_UP)
    assert said(findings._backup(env)) == []
    today = now()
    monkeypatch.setattr(findings, "now", lambda: today + findings.LATEST_BACKUP * 2)
    assert "52 hours old" in only(findings._backup(env))


def test_nobody_works(owner: Owner) -> None:
    assert "start throughcare worker" in only(findings._running())
    owner.change("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert said(findings._running()) == []


def test_all_of_it_on_the_embedded_site(owner: Owner, tmp_path: Path) -> None:
    """The tests' own: not durable, and nobody works there."""
    env = Environment.read({"THROUGHCARE_HOME": str(tmp_path / "home"), "THROUGHCARE_DEMO": "on"})
    assert not embedded.is_made(env.home)
    assert {item.code for item in findings.find(env)} <= {"durability", "worker", "disk", "disk-of-audit-head"}
