"""Makes what the models declare true in PostgreSQL: triggers, functions, row-level security, policies, grants. Run by `migrate` as owner.

Everything happens in one transaction and can be run again. A table without a declaration is left without any grant.
"""

from collections.abc import Iterable
from contextlib import nullcontext

from django.core.management import call_command
from django.core.management.commands import migrate as migrations
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import Model
from pgtrigger import Trigger, installation, registry
from psycopg import sql

from throughcare.common import reference
from throughcare.common.protection import REGISTRY, Rule
from throughcare.config import environment as surroundings
from throughcare.config import registered
from throughcare.config.modes import table_is_about_people

_VERBS = (("select", "see"), ("insert", "add"), ("update", "change"), ("delete", "delete"))


class WholeMigrations(MigrationExecutor):
    """Each migration and the note that it was made stand or fall together.

    Django notes some of them after their transaction: killed between the two, it would try the same one again, and fail for ever.
    """

    def apply_migration(self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False) -> ProjectState:
        """As Django does, in one transaction."""
        with transaction.atomic() if migration.atomic else nullcontext():
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


def migrate() -> None:
    """The whole step, as owner: Django's migrations, then what is declared beside the models."""
    setattr(migrations, "MigrationExecutor", WholeMigrations)  # noqa: B010 - Django's command offers no other way to name its executor
    call_command("migrate", interactive=False, verbosity=0)
    protect()


def protect() -> None:
    """Create functions, policies and grants for the application's database login, then the reference data."""
    registered.load()
    env = surroundings.current()
    app_login = env.connection("app").user
    with transaction.atomic(), connection.cursor() as cursor:
        login = sql.Identifier(app_login).as_string()
        cursor.execute("create schema if not exists throughcare")
        _install_triggers()
        for _, text in REGISTRY.functions:
            cursor.execute(text)
        cursor.execute(f"grant usage on schema public, throughcare to {login}")
        cursor.execute("revoke all on all functions in schema throughcare from public")
        cursor.execute(f"grant execute on all functions in schema throughcare to {login}")
        cursor.execute(f"revoke all on all tables in schema public from {login}")
        cursor.execute("revoke all on all tables in schema public from public")
        cursor.execute(f"grant usage on all sequences in schema public to {login}")
        for table in tables():
            _protect_table(cursor, table, login, partnership=env.partnership)
        reference.load_all()


def _install_triggers() -> None:
    """Put in the triggers that are missing or older than the code (history, state machines), and take away the forgotten."""
    for model, trigger in registry.registered():
        status, _ = trigger.get_installation_status(model)
        if status != "INSTALLED":
            trigger.install(model)
        _guard_trigger(trigger, model)
    installation.prune()


def _guard_trigger(trigger: Trigger, model: Model) -> None:
    """History is written as the owner, and so by nobody else.

    The application's login can neither put a temporary table in the way of a trigger nor hang a trigger's function on such a table.
    """
    security = "security definer" if hasattr(trigger, "event_model") else "security invoker"
    name = sql.Identifier(trigger.get_pgid(model)).as_string()
    with connection.cursor() as cursor:
        cursor.execute(f"alter function public.{name}() {security} set search_path = public, pg_temp")
        cursor.execute(f"revoke all on function public.{name}() from public")


def tables() -> list[str]:
    """Every table of the public schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname"
        )
        return [row[0] for row in cursor.fetchall()]


def _protect_table(cursor: object, table: str, login: str, *, partnership: bool) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]  # Django's cursor wrapper has no public type
    execute("select policyname from pg_policies where schemaname = 'public' and tablename = %s", [table])
    for (policy,) in cursor.fetchall():  # type: ignore[attr-defined]  # as above
        execute(f'drop policy "{policy}" on "{table}"')
    rule = REGISTRY.rules.get(table)
    if rule is None:
        return
    execute(f'alter table "{table}" enable row level security')
    execute(f'alter table "{table}" force row level security')
    for statement in policies(table, rule):
        execute(statement)
    if partnership and (table in REGISTRY.personal or table_is_about_people(table)):
        return
    if grants := rule.grants():
        execute(f'grant {grants} on "{table}" to {login}')


def policies(table: str, rule: Rule) -> Iterable[str]:
    """One policy a verb, as SQL."""
    for verb, name in _VERBS:
        condition = getattr(rule, name)
        if condition is None:
            continue
        using = "" if verb == "insert" else f" using ({condition})"
        check = "" if verb in ("select", "delete") else f" with check ({condition})"
        yield f'create policy "{table}_{verb}" on "{table}" for {verb}{using}{check}'
