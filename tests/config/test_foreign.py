"""What nobody declared: `throughcare check` names it, and `migrate` takes away what it safely can, touching nothing where nothing is."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.config.test_migrations_locks import Held
from tests.config.test_protect import LOGIN, NEED
from tests.config.test_protect import held as held
from tests.database import Owner
from throughcare.common.protection import REGISTRY
from throughcare.config import foreign
from throughcare.config.guards import look
from throughcare.config.protect import protect

_LEFT = """create function throughcare.{name}() returns {returns} language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as 'begin return (select max(preferred_name) from people_person); end'"""
_ALL = "select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc') from pg_proc p where pronamespace = 'throughcare'::regnamespace order by 1"
HARMLESS = ("log_statement = 'none'", "log_min_duration_statement = -1", "statement_timeout = '30s'", "work_mem = '8MB'", "jit = off")


def told(code: str) -> list[str]:
    """As the application's log-in would be told; of one code."""
    connection.close()
    return [one.sentence for one in foreign.found() if one.code == code]


@pytest.fixture(autouse=True)
def one_after_the_other() -> Iterator[None]:
    """What is hung on a log-in is hung on it in every database of the server, and the tests of other processes would be told of it."""
    with (Path(os.environ["THROUGHCARE_HOME"]) / "foreign.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def made(owner: Owner) -> Iterator[Owner]:
    """Of what is made here nothing stays."""
    yield owner
    owner.change("drop schema if exists planted cascade")


def test_of_a_site_as_it_was_made_nothing_is_told(owner: Owner) -> None:
    assert foreign.found() == []


def test_a_function_nobody_declares_is_named_and_taken_away(owner: Owner, held: Held) -> None:
    before, tables = owner.rows(_ALL), look(LOGIN)
    assert len(before) == len({name for name, _ in before}) and all(mark for _, mark in before)
    owner.change(_LEFT.format(name="left_behind", returns="text"))
    owner.change(_LEFT.format(name="is_system", returns="text").replace("()", "(wanted uuid)", 1))  # hides among the declared
    owner.change("comment on function throughcare.left_behind() is 'Made by throughcare migrate: 00'")
    owner.change("create aggregate throughcare.summed(int) (sfunc = int4pl, stype = int)")
    (sentence,) = told("functions")
    assert "throughcare.is_system(uuid), throughcare.left_behind(), throughcare.summed(integer). See" in sentence
    gone = list[str]()
    assert held.longest(lambda: gone.extend(protect())) == (0.0, ""), "no table is held for a function"
    assert gone == [
        f"The function throughcare.{name} is gone: nothing declares it." for name in ("is_system(uuid)", "left_behind()", "summed(integer)")
    ]
    assert owner.rows(_ALL) == before and look(LOGIN) == tables and protect() == []


def test_a_function_that_holds_something_is_not_made_anew_and_stays(owner: Owner, held: Held) -> None:
    """By how much a restored site counts its transactions on: `restore` writes it."""
    body = "create or replace function throughcare.audit_shift() returns bigint language sql immutable as 'select {}::bigint'"
    owner.change(body.format(7))
    owner.change(_LEFT.format(name="audit_shift", returns="text").replace("()", "(wanted int)", 1))
    try:
        assert protect() == ["The function throughcare.audit_shift(integer) is gone: nothing declares it."]
        assert owner.rows("select throughcare.audit_shift()") == [(7,)] and told("functions") == []
    finally:
        owner.change(body.format(0))


def test_one_no_longer_declared_goes_when_policies_ask_it_no_more(owner: Owner, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an older version left it: with a table's policy and a trigger that ask it."""
    owner.change(_LEFT.format(name="older", returns="text"))
    owner.change(_LEFT.format(name="older_trigger", returns="trigger"))
    owner.change("alter policy people_need_select on people_need using (throughcare.older() <> '')")
    owner.change("create trigger older after insert on people_need for each row execute function throughcare.older_trigger()")
    assert "trigger older on people_need, which calls throughcare.older_trigger()" in " ".join(told("triggers"))
    gone = list[str]()
    held.longest(lambda: gone.extend(protect()))
    assert set(held.held) == {NEED}
    assert [sentence.split(" is gone")[0] for sentence in gone] == [
        "The function throughcare.older()",
        "The function throughcare.older_trigger()",
    ]
    assert told("functions") == told("triggers") == told("protection") == []


def test_what_something_else_needs_is_closed_and_said(made: Owner, held: Held) -> None:
    made.change("create schema planted")
    made.change(_LEFT.format(name="needed", returns="text"))
    made.change("create view planted.seen as select throughcare.needed()")
    made.change(f"grant execute on function throughcare.needed() to {LOGIN}")
    (sentence,) = protect()
    assert sentence.startswith(
        "Nothing declares the function throughcare.needed(), but view planted.seen depends on function throughcare.needed()"
    )
    assert made.rows(f"select has_function_privilege('{LOGIN}', 'throughcare.needed()', 'execute')") == [(False,)]
    assert "throughcare.needed()" in " ".join(told("functions"))
    made.change("drop schema planted cascade")
    connection.close()
    assert protect() == ["The function throughcare.needed() is gone: nothing declares it."]


def test_an_extensions_functions_are_its_own(owner: Owner, held: Held) -> None:
    owner.place("create extension fuzzystrmatch schema throughcare")
    try:
        assert protect() == [] and told("functions") == []
    finally:
        owner.place("drop extension fuzzystrmatch")


def test_a_declared_function_changed_or_gone_is_named(owner: Owner, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.change("create or replace function throughcare.is_system() returns boolean language sql stable as 'select true'")
    assert "throughcare.is_system(). See" in " ".join(told("functions"))
    monkeypatch.setattr(REGISTRY, "functions", [*REGISTRY.functions, ("newer", "create or replace function throughcare.newer() returns …")])
    assert any("throughcare.newer is not there" in sentence for sentence in told("functions"))
    monkeypatch.undo()
    protect()
    assert told("functions") == []


def test_a_function_elsewhere_that_does_its_owners_work(made: Owner) -> None:
    made.change("create schema planted")
    made.change(_LEFT.format(name="x", returns="text").replace("throughcare.", "planted."))
    assert told("functions") == []
    made.change(f"grant usage on schema planted to {LOGIN}")
    (sentence,) = told("functions")
    assert sentence.startswith("Whoever calls planted.x() acts as its owner")


@pytest.mark.parametrize("what", ["also insert into planted.copies values (new.id)", "instead nothing"])
def test_a_rule_is_named_and_taken_away(made: Owner, held: Held, what: str) -> None:
    before = look(LOGIN)
    made.change("create schema planted; create table planted.copies (id uuid)")
    made.change(f"create rule sly as on insert to people_need do {what}")
    (sentence,) = told("rules")
    assert sentence.startswith("The rule sly on people_need changes what statements do there") and told("protection") == []
    gone = list[str]()
    held.longest(lambda: gone.extend(protect()))
    assert gone == ["The rule sly on people_need is gone: nothing declares it."] and set(held.held) == {NEED}
    assert look(LOGIN) == before and told("rules") == []


def test_a_trigger_of_somebody_else_is_named_and_left(made: Owner, held: Held) -> None:
    made.change("create schema planted")
    made.change("create function planted.copies() returns trigger language plpgsql as 'begin return null; end'")
    made.change("create trigger copies after insert on people_need for each row execute function planted.copies()")
    made.change("create trigger procrastinate_copies after insert on people_need for each row execute function planted.copies()")
    try:
        sentences = told("triggers")
        assert [sentence.split(" on ")[0] for sentence in sentences] == [
            f"Nothing declares the trigger {name}copies" for name in ("", "procrastinate_")
        ]
        assert sentences[0].endswith("calls planted.copies(): see what it does, then as owner: drop trigger copies on people_need.")
        assert protect() == [] and told("triggers") == sentences
    finally:
        made.change("drop trigger copies on people_need; drop trigger procrastinate_copies on people_need")


def test_protection_changed_by_hand_is_named(owner: Owner, held: Held) -> None:
    owner.change("alter policy people_need_select on people_need using (true)")
    (sentence,) = told("protection")
    assert sentence.startswith("Policies, rights or triggers of people_need are not as throughcare migrate made them")


def forget_connections() -> None:
    """One opened meanwhile has the setting for good, and the pool would hand it to the next test."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # Django's PostgreSQL wrapper has no types


@pytest.mark.parametrize(
    ("whose", "setting"),
    [
        (f"role {LOGIN}", "row_security"),
        (f"role {LOGIN} in database {{database}}", "search_path"),
        ("role throughcare_owner", "session_replication_role"),
        ("database {database}", "throughcare.reader"),
        ("role all", "transform_null_equals"),
    ],
)
def test_a_setting_hung_on_a_log_in_or_the_database(owner: Owner, whose: str, setting: str) -> None:
    ((database,),) = owner.rows("select current_database()")
    whose = whose.format(database=database)
    value = {"row_security": "off", "search_path": "pg_temp", "session_replication_role": "replica"}.get(setting, "on")
    owner.place(f"alter {whose} set {setting} = {value}")
    try:
        (sentence,) = told("settings")
        assert f"The setting {setting} hangs on {whose} and" in sentence and sentence.endswith(f"alter {whose} reset {setting}.")
        owner.place(sentence.rpartition(": ")[2].rstrip("."))  # what it says to do does it
        assert told("settings") == []
    finally:
        owner.place(f"alter {whose} reset {setting}")
        forget_connections()


def test_settings_about_logs_waiting_and_memory_are_left_in_peace(owner: Owner) -> None:
    ((database,),) = owner.rows("select current_database()")
    try:
        for one in HARMLESS:
            owner.place(f"alter database {database} set {one}")
        owner.place("alter role postgres set row_security = off")  # not a log-in of ours
        assert told("settings") == []
    finally:
        owner.place(f"alter database {database} reset all; alter role postgres reset row_security")
        forget_connections()


@pytest.mark.parametrize("way", ["create", "enable always"])
def test_a_trigger_on_changes_of_the_shape_is_named_and_the_sentence_takes_it_away(made: Owner, way: str) -> None:
    """It would run with the owner's rights at the next `migrate`. Switched off, it does nothing and is not named."""
    made.place("create schema planted")
    made.place("create function planted.sly() returns event_trigger language plpgsql as 'begin end'")
    try:
        made.place("create event trigger sly on ddl_command_end execute function planted.sly()")
        made.place("alter event trigger sly disable")
        assert told("event triggers") == []
        made.place(f"alter event trigger sly {'enable' if way == 'create' else way}")
        (sentence,) = told("event triggers")
        assert sentence.startswith("The event trigger sly calls planted.sly() whenever")
        made.place(sentence.rpartition(": ")[2].rstrip("."))
        assert told("event triggers") == []
    finally:
        made.place("drop event trigger if exists sly; drop schema planted cascade")


def test_an_extensions_own_event_trigger_is_left_in_peace(made: Owner) -> None:
    """As hosted databases have them."""
    made.place("create schema planted")
    made.place("create function planted.theirs() returns event_trigger language plpgsql as 'begin end'")
    try:
        made.place("create event trigger theirs on ddl_command_end execute function planted.theirs()")
        assert len(told("event triggers")) == 1
        made.place("alter extension pg_trgm add function planted.theirs()")
        assert told("event triggers") == []
    finally:
        made.place("alter extension pg_trgm drop function planted.theirs()")
        made.place("drop event trigger if exists theirs; drop schema planted cascade")
