"""Each migration, killed at each of its statements, leaves the database as it was, and the next run finishes it."""

import os
import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from tests.database import Owner, owner_login
from throughcare.common.indexes import declared
from throughcare.config import embedded, protect
from throughcare.config.protect import WholeMigrations

NAME = f"killed_{os.getpid()}"
OURS = "throughcare."
SEED, SOME = 20261123, 10  # of ours, killed twice each in the usual run; the long one kills each at each of its statements
# All that a half-made migration could leave.
_SHAPE = """select string_agg(part, e'\\n' order by part) from (
  select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '') as part
    from information_schema.columns where table_schema = 'public'
  union all select indexdef from pg_indexes where schemaname = 'public'
  union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
  union all select app || ' ' || name from django_migrations) as parts"""


class Killed(DatabaseError):
    """The server was told to end this connection."""


@pytest.fixture
def empty(owner: Owner) -> Iterator[str]:
    """A database without tables, and this process's connection to it as owner."""
    cluster = embedded.start_cluster(Path(os.environ["THROUGHCARE_HOME"]), durable=False, demo=True)
    cluster.create_database(NAME)
    with owner_login():
        kept = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = NAME
        try:
            yield cluster.url("owner", NAME)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = kept
    cluster.drop_database(NAME)
    cluster.stop()


def shape(address: str) -> str:
    with psycopg.connect(address) as session:
        (found,) = session.execute(_SHAPE.encode()).fetchone() or ("",)
    return str(found)


class Kill:
    """A wrapper that ends the connection in place of statement number `wanted`, counted once the migration has begun."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.seen, self.fell = wanted, 0, False

    def falls(self, sql: Any) -> bool:
        return self.seen == self.wanted

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.seen += 1
        if self.falls(sql):
            self.fell = True
            execute("select pg_terminate_backend(pg_backend_pid())", None, False, context)
            raise Killed
        return execute(sql, params, many, context)


class KillAtNote(Kill):
    """At the last: it is all made, and not noted yet."""

    def falls(self, sql: Any) -> bool:
        return str(sql).startswith('INSERT INTO "django_migrations"')


def connect_anew() -> None:
    """Whatever the connection that was killed was in the middle of."""
    if connection.connection is not None:
        connection.connection.close()
    connection.connect()


class Making:
    """One migration, made again and again: what it begins from is worked out once."""

    def __init__(self, executor: type[MigrationExecutor], migration: Migration) -> None:
        self.executor = executor(connection)
        self.state = self.executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]  # Django's own
        self.migration = self.executor.loader.graph.nodes[migration.app_label, migration.name]

    def made(self, *, kill_at: int) -> bool:
        """Make it, or be killed at that statement. Any other error is one."""
        kill = Kill(kill_at)
        try:
            with connection.execute_wrapper(kill):
                self.executor.apply_migration(self.state.clone(), self.migration)
        except DatabaseError:
            if not 0 < kill_at <= kill.seen:
                raise
            connect_anew()
            return False
        return True


class SomeKilled(WholeMigrations):
    """Makes them all, and kills some of ours first: once where they are noted, once at a statement by chance."""

    def __init__(self, address: str, dice: random.Random) -> None:
        super().__init__(connection)
        self.address, self.dice, self.kills = address, dice, 0
        ours = sorted(key for key, made in self.loader.graph.nodes.items() if made.__module__.startswith(OURS))
        self.some = set(dice.sample(ours, SOME))

    def apply_migration(self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False) -> ProjectState:
        if (migration.app_label, migration.name) in self.some:
            before, last = shape(self.address), KillAtNote(0)
            self._kill(state, migration, last, before)
            self._kill(state, migration, Kill(self.dice.randint(1, last.seen - 1)), before)
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)

    def _kill(self, state: ProjectState, migration: Migration, kill: Kill, before: str) -> None:
        with pytest.raises(DatabaseError), connection.execute_wrapper(kill):
            super().apply_migration(state.clone(), migration)
        connect_anew()
        assert kill.fell, f"{migration}: it failed by itself"
        assert shape(self.address) == before, f"{migration} killed at statement {kill.seen}"
        self.kills += 1


def test_steps_worked_out_together_make_what_each_by_itself_does(empty: str, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database was made by Django's executor, which works out each step by itself. Some are killed first, and leave nothing."""
    monkeypatch.setattr(protect, "_worked_out", cache_of(protect._worked_out))
    executor = SomeKilled(empty, random.Random(SEED))
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert executor.kills == 2 * SOME, f"seed {SEED}"
    (found,) = owner.rows(_SHAPE.replace("%", "%%"))
    ours = set(shape(empty).split("\n"))
    later = {line for line in str(found[0]).split("\n") if line.startswith("CREATE INDEX") and line.split()[2] in declared()}
    assert len(later) == len(declared()), "made after the migrations"
    assert ours ^ set(str(found[0]).split("\n")) == later
    assert len(ours) > 1_000
    with psycopg.connect(empty) as planted:
        planted.execute("alter table people_need drop constraint people_need_pkey cascade")
    assert set(shape(empty).split("\n")) < ours


def cache_of(work_out: Callable[[Migration, Any], Migration]) -> Callable[[Migration, Any], Migration]:
    """What the models look like before and after each step is the same however often it is killed: worked out once, which takes the time."""
    known: dict[str, Migration] = {}

    def look(migration: Migration, state: Any) -> Migration:
        if str(migration) not in known:
            known[str(migration)] = work_out(migration, state)
        return known[str(migration)]

    return look


@pytest.mark.skipif(not os.environ.get("THROUGHCARE_TEST_ALL"), reason="long: make test-all")
def test_each_is_whole_or_not_there(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "_worked_out", cache_of(protect._worked_out))
    executor = WholeMigrations(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    executor.recorder.ensure_schema()  # what was made is noted there, and looked at before the first is
    killed = checked = 0
    for migration in plan:
        if not migration.__module__.startswith(OURS):
            assert Making(WholeMigrations, migration).made(kill_at=0)
            continue
        checked += 1
        before, one = shape(empty), Making(WholeMigrations, migration)
        for number in count(1):
            if one.made(kill_at=number):
                break
            assert shape(empty) == before, f"{migration} killed at statement {number}"
            killed += 1
        assert shape(empty) != before
        print(f"{migration}: {killed} kills so far", flush=True)
    print(f"{killed} kills in {checked} migrations: 0 half states")
    assert checked > 0
    assert killed > 10 * checked or killed > 20, f"{killed} kills in {checked} migrations"


@pytest.mark.skipif(not os.environ.get("THROUGHCARE_TEST_ALL"), reason="long: make test-all")
def test_the_hole_in_djangos_own_is_found(empty: str) -> None:
    """A planted fault: with Django's executor, some kill leaves tables that nobody noted."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    assert Making(MigrationExecutor, plan[0]).made(kill_at=0)
    for migration in plan[1:]:
        before, number, one = shape(empty), 1, Making(MigrationExecutor, migration)
        while not one.made(kill_at=number):
            if shape(empty) != before:
                return
            number += 1
    pytest.fail("Django's executor left nothing half made: WholeMigrations is not needed any more.")
