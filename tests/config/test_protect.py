"""What `migrate` does about protection on a site that is up: nothing where nothing changed, one table at a time where something did."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import AddField, Migration
from django.db.models import IntegerField

from tests.config.test_migrations_locks import LIMIT, Held, holding
from tests.database import Owner, owner_login
from throughcare.common.protection import REGISTRY
from throughcare.config import protect as step
from throughcare.config.errors import ConfigError
from throughcare.config.guards import Guard, Standing, guards, look
from throughcare.config.protect import WholeMigrations, protect

LOGIN = "throughcare_app"
NEED = "people_need"
_HISTORY = "select tgname from pg_trigger where tgrelid = 'people_need'::regclass and tgname like 'pgtrigger_insert%%'"
# By hand, as the owner: {history} is the trigger that keeps a need's first version.
TAMPERED = {
    "a policy is gone": "drop policy people_need_select on people_need",
    "a policy is wider": "alter policy people_need_select on people_need using (true)",
    "a policy is for others": "alter policy people_need_select on people_need to throughcare_owner",
    "a policy more": "create policy mine on people_need for select using (true)",
    "row security is off": "alter table people_need disable row level security",
    "the owner is let through": "alter table people_need no force row level security",
    "a right more": "grant delete on people_need to throughcare_app",
    "a right of one column": "grant references (person_id) on people_need to throughcare_app",
    "a right for all": "grant select on people_need to public",
    "a right less": "revoke select on people_need from throughcare_app",
    "a trigger is gone": "drop trigger {history} on people_need",
    "a trigger sleeps": "alter table people_need disable trigger {history}",
    "a trigger does nothing": "create or replace function public.{history}() returns trigger language plpgsql as 'begin return null; end'",
    "a trigger writes as whoever comes": "alter function public.{history}() security invoker",
    "a trigger looks elsewhere": "alter function public.{history}() set search_path = pg_temp, public",
    "everybody may call a trigger": "grant execute on function public.{history}() to public",
    "the application may call a trigger": "grant execute on function public.{history}() to throughcare_app",
    "a right to pass on": "grant select on people_need to throughcare_app with grant option",
    "a right for all of one column": "grant update (note) on people_need to public",
    "a trigger more": "create trigger pgtrigger_mine after insert on people_need for each row execute function public.{history}()",
    "its mark is gone": "comment on table people_need is null",
    "another's mark": "comment on table people_need is '{other}'",
}


@pytest.fixture
def held(owner: Owner) -> Iterator[Held]:
    """As owner, with the meter; whatever a test leaves is put right."""
    with owner_login(), holding(owner) as meter:
        yield meter
        if not all(one.is_as_made(found) for one, found in guarded()):
            protect()


def guarded() -> list[tuple[Guard, Standing]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local search_path = public, pg_temp")
        found = look(LOGIN)
    return [(one, found[one.table]) for one in guards(found, LOGIN, partnership=False)]


def test_nothing_changed_keeps_nobody_out(held: Held) -> None:
    before = look(LOGIN)
    assert held.longest(protect) == (0.0, "")
    assert look(LOGIN) == before and set(before) == set(REGISTRY.rules)


def test_what_was_changed_by_hand_is_seen_and_made_anew(owner: Owner, held: Held) -> None:
    before = look(LOGIN)
    (need,) = (one for one, _ in guarded() if one.table == NEED)
    ((history,),) = owner.rows(_HISTORY)
    for how, change in TAMPERED.items():
        owner.change(change.format(history=history, other=before["people_person"].comment))
        assert look(LOGIN, NEED)[NEED] != before[NEED], how
        assert not need.is_as_made(look(LOGIN, NEED)[NEED]), how
        with transaction.atomic():
            need.make()
        assert look(LOGIN, NEED)[NEED] == before[NEED], how
    assert look(LOGIN) == before


@pytest.mark.parametrize("what", ["table people_need", "function public.{history}()"])
def test_what_another_gave_is_not_marked_but_told(owner: Owner, held: Held, what: str) -> None:
    """The owner's `revoke` takes away what the owner gave, and no more."""
    ((history,),) = owner.rows(_HISTORY)
    what = what.format(history=history)
    owner.place("create role passes_on")
    try:
        owner.change(f"grant all on {what} to passes_on with grant option")
        owner.place(f"set role passes_on; grant all on {what} to {LOGIN}; reset role; set session_replication_role = replica")
        (need,) = (one for one, _ in guarded() if one.table == NEED)
        with pytest.raises(ConfigError, match=r"has the right \w+( \(\w+\))? on people_need, which nothing declares; passes_on gave it"):
            protect()
        assert not need.is_as_made(look(LOGIN, NEED)[NEED])
    finally:
        owner.change(f"revoke all on {what} from passes_on cascade")
        owner.place("drop role passes_on")
    protect()
    assert all(one.is_as_made(found) for one, found in guarded())


@pytest.mark.parametrize("how", ["a policy is wider", "a trigger does nothing"])
def test_what_was_changed_by_hand_holds_its_table_alone(owner: Owner, held: Held, how: str) -> None:
    before = look(LOGIN)
    ((history,),) = owner.rows(_HISTORY)
    owner.change(TAMPERED[how].format(history=history))
    held.longest(protect)
    assert look(LOGIN) == before
    assert set(held.held) == {NEED}


def test_triggers_told_to_be_ignored_are_awake_again(owner: Owner, held: Held) -> None:
    before = look(LOGIN)
    owner.change(
        "create or replace function public._pgtrigger_should_ignore(trigger_name name) returns boolean language sql as 'select true'"
    )
    protect()
    assert look(LOGIN) == before


def test_a_function_changed_by_hand_is_made_anew_and_no_table_held(owner: Owner, held: Held) -> None:
    asked = "select prosrc from pg_proc where proname = 'is_system' and pronamespace = 'throughcare'::regnamespace"
    before = owner.rows(asked)
    owner.change("create or replace function throughcare.is_system() returns boolean language sql stable as 'select true'")
    assert owner.rows(asked) != before
    assert held.longest(protect) == (0.0, "")
    assert owner.rows(asked) == before


def test_a_changed_declaration_holds_its_table_alone(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    before = look(LOGIN)
    with monkeypatch.context() as changed:
        changed.setitem(REGISTRY.rules, NEED, replace(REGISTRY.rules[NEED], see="false"))
        seconds, table = held.longest(protect)
        assert table == NEED and set(held.held) == {NEED} and seconds < LIMIT
        assert {name for name, standing in look(LOGIN).items() if standing != before[name]} == {NEED}
    protect()
    assert look(LOGIN) == before


def test_a_table_no_longer_declared_is_left_without_rights(owner: Owner, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.delitem(REGISTRY.rules, NEED)
        protect()
        assert owner.rows(f"select has_any_column_privilege('{LOGIN}', '{NEED}', 'select, insert, update')") == [(False,)]
        assert owner.rows(f"select count(*) from pg_policies where tablename = '{NEED}'") == [(0,)]


def test_a_mark_is_made_with_the_sites_key_and_outlives_its_change(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    was = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", "another" * 8)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [was])
    assert all(one.is_as_made(found) for one, found in guarded())
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
    assert not any(one.is_as_made(found) for one, found in guarded())
    monkeypatch.undo()


def test_who_reads_for_long_is_waited_for_and_others_get_by(owner: Owner, held: Held) -> None:
    """One reader stays two seconds in the table; another comes again and again meanwhile, and is never kept as long as S29 says."""
    owner.change("drop policy people_need_select on people_need")
    address, waits, done = held.beside.info, list[float](), threading.Event()
    dsn = f"{address.dsn} password={address.password}"

    def reads_again_and_again() -> None:
        with psycopg.connect(dsn, autocommit=True) as session:
            while not done.is_set():
                began = time.monotonic()
                session.execute("select count(*) from people_need")
                waits.append(time.monotonic() - began)
                time.sleep(0.02)

    with psycopg.connect(dsn) as long:
        long.execute("select count(*) from people_need")
        threading.Timer(2, long.rollback).start()
        other = threading.Thread(target=reads_again_and_again)
        other.start()
        try:
            began = time.monotonic()
            held.longest(protect)
            took = time.monotonic() - began
        finally:
            done.set()
            other.join()
    assert took > 1.5 and owner.rows("select count(*) from pg_policies where policyname = 'people_need_select'") == [(1,)]
    assert max(waits) > 0.2, "nobody was ever in the way, so nothing was shown"
    assert max(waits) < LIMIT


def test_a_table_never_let_go_ends_in_a_sentence(owner: Owner, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.change("drop policy people_need_select on people_need")
    monkeypatch.setattr(step, "_PAUSES", (0,))
    with transaction.atomic(durable=True), psycopg.connect(f"{held.beside.info.dsn} password={held.beside.info.password}") as long:
        long.execute("select count(*) from people_need")
        with pytest.raises(ConfigError, match="The protection of people_need could not be put in place: for two minutes"):
            protect()
    monkeypatch.undo()


def test_a_migration_that_meets_a_reader_is_tried_again_from_its_beginning(owner: Owner, held: Held) -> None:
    """The state it was given is spoilt by the first try; the second has its own."""

    class Planted(Migration):
        operations = (AddField("need", "mine", IntegerField(null=True)),)

    executor = WholeMigrations(connection)
    state = executor.loader.project_state(list(executor.loader.applied_migrations))
    try:
        with psycopg.connect(f"{held.beside.info.dsn} password={held.beside.info.password}") as long:
            long.execute("select count(*) from people_need")
            threading.Timer(0.8, long.rollback).start()
            executor.apply_migration(state, Planted("planted", "people"))
        assert owner.rows("select count(*) from pg_attribute where attrelid = 'people_need'::regclass and attname = 'mine'") == [(1,)]
    finally:
        owner.change("alter table people_need drop column if exists mine")
        owner.change("delete from django_migrations where name = 'planted'")
