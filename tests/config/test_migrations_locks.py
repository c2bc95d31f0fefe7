"""The scorecard's S29: how long each migration after an app's first, and what follows them, keeps others out of tables with a million rows.

A running site waits for a table while somebody holds a lock on it that forbids reading or writing. After every statement of a migration the
locks of its transaction are looked at, so what is measured runs from the statement before the one that took the lock to the commit.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tests.config.test_migrations_killed import NAME, OURS, empty
from tests.database import Owner, owner_login
from throughcare.config import embedded
from throughcare.config.protect import WholeMigrations, protect

__all__ = ["empty"]  # the fixture
ROWS = int(os.environ.get("THROUGHCARE_TEST_ROWS", "1000000"))
LIMIT = 2.0  # seconds
PLANTED = "planted: a column that is written anew"
_TAKEN = """select c.relname from pg_locks l join pg_class c on c.oid = l.relation and c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
where l.pid = %s and l.granted and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')"""
_USERS = "insert into accounts_user (id, email, name, password, is_active, created_at) select md5('u' || n)::uuid, n || '@example.test', 'x', '!', true, now()"
_PERSONS = """insert into people_person (id, preferred_name, given_names, family_name, name_mi, search_key, age_band, gender, ethnicities, iwi, languages,
interpreter_needed, release_unknown_because, version, created_at)
select md5('p' || n)::uuid, 'Aroha', 'Aroha', 'Name', '', 'aroha name', '25-34', '', '{}', '{}', '{}', false, '', 1, now()"""
# What later migrations touch that was there before, as the first of each app made it; most as the largest office would have them.
_FILLED = {
    "accounts_team": "insert into accounts_team (id, code, name, kind, region) select md5('t' || n)::uuid, 't' || n, 'x', 'OFFICE', ''",
    "accounts_session": "insert into accounts_session (session_key, session_data, expire_date) select md5(n::text), '', now()",
    "accounts_user": _USERS,
    "people_person": _PERSONS,
    "people_involvement": """insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at)
select md5('i' || n)::uuid, md5('p' || n)::uuid, md5('t' || n % 50)::uuid, 'people.assignment', '{C1,C2,C7,C9}', now() - interval '1 day'""",
    "people_involvementevent": """insert into people_involvementevent (pgh_created_at, pgh_label, id, person_id, team_id, because_kind, compartments, starts_at)
select now(), 'insert', md5('i' || n)::uuid, md5('p' || n)::uuid, md5('t' || n % 50)::uuid, 'people.assignment', '{C1}', now()""",
    "notices_notice": "insert into notices_notice (id, kind, created_at, user_id, about_kind, about_id) select md5('n' || n)::uuid, 'x', now(), md5('u' || n)::uuid, '', md5('a' || n)::uuid",
    "notices_noticemail": """insert into notices_noticemail (id, state, sent_at, notice_id, user_id)
select md5('m' || n)::uuid, 'SENT', now(), md5('n' || n)::uuid, md5('u' || n)::uuid""",
}


class Held:
    """Which tables transactions of ours keep others out of, and for how long."""

    def __init__(self, address: str, tables: frozenset[str]) -> None:
        self.tables, self.since, self.held = tables, dict[str, float](), dict[str, float]()
        self.beside = psycopg.connect(address, autocommit=True)

    def watch(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        before = time.monotonic()
        done = execute(sql, params, many, context)
        pid = context["connection"].connection.info.backend_pid
        taken = {name for (name,) in self.beside.execute(_TAKEN, [pid]).fetchall() if name in self.tables}
        self.let_go(self.since.keys() - taken, before)
        for name in taken:
            self.since.setdefault(name, before)
        return done

    def let_go(self, tables: Iterable[str], at: float) -> None:
        """A transaction has ended since the statement before."""
        for name in list(tables):
            self.held[name] = max(self.held.get(name, 0.0), at - self.since.pop(name))

    def longest(self, work: Callable[[], object]) -> tuple[float, str]:
        """Seconds, and which table was held longest, by work that ends with its commit."""
        self.held.clear()
        with connection.execute_wrapper(self.watch):
            work()
        self.let_go(self.since, time.monotonic())
        return max(((seconds, name) for name, seconds in self.held.items()), default=(0.0, ""))


def filled(address: str, rows: int) -> None:
    """By the owner; nothing is checked or noted on the way, as fills a table fastest."""
    with psycopg.connect(address, autocommit=True) as session:
        session.execute("set session_replication_role = replica")
        for table, text in _FILLED.items():
            session.execute(f"{text} from generate_series({'0, 49' if table == 'accounts_team' else f'1, {rows}'}) n".encode())
        session.execute("vacuum analyze")


def _written_anew() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("alter table people_person alter column version type bigint")


@contextmanager
def holding(owner: Owner, *only: str) -> Iterator[Held]:
    """The meter on this worker's database, for these tables or all."""
    names = frozenset(
        str(name) for (name,) in owner.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    )
    held = Held(owner.session.info.dsn + f" password={owner.session.info.password}", frozenset(only) or names)
    try:
        yield held
    finally:
        held.beside.close()


def measured(owner_address: str, superuser_address: str, rows: int) -> dict[str, tuple[float, str]]:
    """Every migration after an app's first, then what `migrate` does after them: how long, and on which table."""
    executor = WholeMigrations(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    first = [one for one in plan if one.initial or not one.__module__.startswith(OURS)]
    executor.migrate([(one.app_label, one.name) for one in first])
    filled(superuser_address, rows)
    found: dict[str, tuple[float, str]] = {}
    with psycopg.connect(owner_address) as session:
        there = frozenset(
            str(name)
            for (name,) in session.execute("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
        )
    held = Held(owner_address, there)
    for migration in plan:
        if migration not in first:
            one = WholeMigrations(connection)
            state = one._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]  # Django's own
            node = one.loader.graph.nodes[migration.app_label, migration.name]
            found[f"{migration.app_label} {migration.name}"] = held.longest(partial(one.apply_migration, state, node))
    found["policies and triggers, the first time"] = held.longest(protect)
    found["policies and triggers, again"] = held.longest(protect)
    found[PLANTED] = held.longest(_written_anew)
    held.beside.close()
    return found


@pytest.mark.skipif(not os.environ.get("THROUGHCARE_TEST_ALL"), reason="long: make test-all")
def test_no_lock_lasts(empty: str) -> None:
    """And the planted fault, a migration that writes every record anew, is found."""
    home = Path(os.environ["THROUGHCARE_HOME"])
    superuser = embedded.Cluster(home, home, None).url("superuser", NAME)  # type: ignore[arg-type]  # only an address is asked of it
    found = measured(empty, superuser, ROWS)
    for name, (seconds, table) in sorted(found.items(), key=lambda item: -item[1][0]):
        print(f"  {seconds:6.2f} s  {name}  {table}")
    planted, table = found.pop(PLANTED)
    slow = {name: seconds for name, (seconds, _) in found.items() if seconds >= LIMIT}
    assert not slow
    assert table == "people_person" and (planted >= LIMIT or ROWS < 1_000_000)


def test_what_holds_a_table_is_timed_to_its_commit(owner: Owner) -> None:
    """A table written anew, then something else that takes its time."""

    def slow() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("alter table mine alter column id type bigint")
            cursor.execute("select pg_sleep(0.3)")

    owner.change("create table mine (id int)")
    try:
        with owner_login(), holding(owner, "mine") as held:
            seconds, table = held.longest(slow)
            assert seconds >= 0.3 and table == "mine"
            assert held.longest(partial(connection.cursor().execute, "select * from mine")) == (0.0, "")
    finally:
        owner.change("drop table mine")
