"""Makes what the models declare true in PostgreSQL: functions, triggers, row-level security, policies, grants. Run by `migrate` as owner.

It can be run again at any time, also on a site that is up: a table whose protection is as it was made is not touched, and each other is
locked by itself for the moment it takes (docs/decisions/0024). A table without a declaration is left without any grant.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from typing import TypeVar

from django.core.management import call_command
from django.core.management.commands import migrate as migrations
from django.db import OperationalError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddConstraint, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from psycopg import sql
from psycopg.errors import LockNotAvailable

from throughcare.common import reference
from throughcare.config import environment as surroundings
from throughcare.config import foreign, functions, registered
from throughcare.config.errors import ConfigError
from throughcare.config.guards import Guard, guards, look

# Who waits for a table keeps everybody out who comes after, so we wait a moment, let the others by, and ask again: two minutes in all.
_MOMENT = "500ms"
_PAUSES = (0.1, 0.2, 0.5, 1, 2, 4, 8, *[10] * 10)
_ONE_AT_A_TIME = 0x7468726F  # of the advisory locks; two that protect at once would meet in the catalogue
# Of exactly these classes is it known: they look at the table they name alone, and not at what is said of others (but a changed key does).
_ALIKE: dict[type[Operation], str] = {CreateModel: "table", AddIndex: "rule", AddConstraint: "rule", AlterField: "field"}
_MANY = 3  # of more steps, all models once is quicker than the related ones for each step
log = logging.getLogger(__name__)
T = TypeVar("T")


class WholeMigrations(MigrationExecutor):
    """Each migration and the note that it was made stand or fall together, and none keeps a running site from a table for long.

    Django notes some of them after their transaction: killed between the two, it would try the same one again, and fail for ever. And it
    works out what the models look like after each step while it holds the tables of the steps before, which takes seconds.
    """

    def apply_migration(self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False) -> ProjectState:
        """As Django does, in one transaction that waits for each table a moment only, and is tried again."""
        if fake or not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        ready = _worked_out(migration, state)
        return briefly(f"{migration}", partial(super().apply_migration, state, ready, fake_initial=fake_initial))


def _worked_out(migration: Migration, state: ProjectState) -> Migration:
    """The same migration, with what its models look like before and after each step known beforehand."""
    steps, now = [], state.clone()
    for run in _runs(migration.operations):
        before = now.clone()
        if len(run) > _MANY:
            now.__dict__.pop("apps", None)  # worked out anew below, once; each of the steps would do so for all that is related to it
        for operation in run:
            operation.state_forwards(migration.app_label, now)
        _ = now.apps  # what takes the time
        steps += [(operation, before, now) for operation in run]
        now = now.clone()

    def apply(project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False) -> ProjectState:
        for operation, before, after in steps:
            operation.database_forwards(migration.app_label, schema_editor, before, after)
        return now

    ready = copy(migration)
    setattr(ready, "apply", apply)  # noqa: B010 - of this one alone
    return ready


def _runs(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """Steps in a row that may share one before and one after: each makes a table, a rule of one, or another field."""
    run: list[Operation] = []
    for operation in operations:
        if run and not all(_apart(operation, other) for other in run):
            yield run
            run = []
        run.append(operation)
    if run:
        yield run


def _apart(one: Operation, other: Operation) -> bool:
    if isinstance(one, AlterField) and isinstance(other, AlterField):
        return not (one.field.primary_key or other.field.primary_key) and (one.model_name_lower, one.name_lower) != (
            other.model_name_lower,
            other.name_lower,
        )
    return type(one) in _ALIKE and _ALIKE[type(one)] == _ALIKE.get(type(other))


def migrate() -> list[str]:
    """The whole step, as owner: Django's migrations, then what is declared beside the models. Returns what `protect` says."""
    setattr(migrations, "MigrationExecutor", WholeMigrations)  # noqa: B010 - Django's command offers no other way to name its executor
    call_command("migrate", interactive=False, verbosity=0)
    return protect()


def protect() -> list[str]:
    """Create functions, policies and grants for the application's database login, then the reference data.

    Returns in sentences what nobody declared, and what became of it.
    """
    registered.load()
    env = surroundings.current()
    login = env.connection("app").user
    with _alone():
        with transaction.atomic():
            left = functions.make(login, partnership=env.partnership)
            _make_rights(login)
            found, rules = look(login), foreign.rules()
        for guard in guards(found, login, partnership=env.partnership):
            if not guard.is_as_made(found[guard.table]):
                briefly(f"The protection of {guard.table}", partial(_make, guard))
        gone = [f"The rule {one.name} on {one.table} is gone: nothing declares it." for one in rules]
        gone += functions.drop(left, login)
        with transaction.atomic():
            reference.load_all()
    reference.finish()
    return gone


def briefly(what: str, work: Callable[[], T]) -> T:
    """Do `work` in a transaction that waits only a moment for each lock; when somebody holds one, undo it, let others by, and try again."""
    for pause in _PAUSES:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"set local lock_timeout = '{_MOMENT}'; set local search_path = public, pg_temp")
                return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            log.info("%s waits: %s", what, error.__cause__)
            time.sleep(pause)
    raise ConfigError(
        f"{what} could not be put in place: for two minutes somebody held its table without a break. What was done before stands, and nothing "
        "is half done. Wait until a backup or another long command has ended, then run throughcare migrate again."
    )


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _make(guard: Guard) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'lock table "{guard.table}" in access exclusive mode')
    guard.make()


def _make_rights(login: str) -> None:
    """What is not a table's. Views, of which we have none, are left without rights."""
    name = sql.Identifier(login).as_string()
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public, throughcare to {name}")
        cursor.execute(f"grant usage on all sequences in schema public to {name}")
        cursor.execute("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')")
        for (view,) in cursor.fetchall():
            cursor.execute(f"revoke all on {sql.Identifier(view).as_string()} from public, {name}")


def tables() -> list[str]:
    """Every table of the public schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname"
        )
        return [row[0] for row in cursor.fetchall()]
