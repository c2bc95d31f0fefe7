"""What stands in the database and was declared by nobody, each in a sentence: what `throughcare check` names and, where it can, `migrate` mends.

Asked as the application's log-in, of PostgreSQL's catalogue alone.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from pgtrigger import registry
from psycopg import sql

from throughcare.common.protection import REGISTRY
from throughcare.config import environment as surroundings
from throughcare.config import functions, registered
from throughcare.config.guards import guards, look

_NAMED = re.compile(r"\btrigger\s+(\w+)\s+(?:before|after|instead)", re.IGNORECASE)
_RULES = """select c.relname, r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1, 2"""
# procrastinate hangs its own on its own tables.
_TRIGGERS = """select c.relname, t.tgname, p.oid::regprocedure::text, left(t.tgname, 10) = 'pgtrigger_' or n.nspname = 'throughcare'
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid join pg_namespace n on n.oid = p.pronamespace
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    and not (n.nspname = 'public' and starts_with(c.relname, 'procrastinate_') and starts_with(p.proname, 'procrastinate_')) order by 1, 2"""
# Those that an extension brought, as hosted databases have, are their makers'.
_OF_EVENTS = """select e.evtname, e.evtfoid::regprocedure::text from pg_event_trigger e where e.evtenabled <> 'D'
  and not exists (select 1 from pg_depend d where d.deptype = 'e' and (d.classid, d.objid) in (('pg_event_trigger'::regclass, e.oid), ('pg_proc'::regclass, e.evtfoid)))
  order by 1"""
# Outside our schema: whatever does another's work for our log-in.
_LENT = """select p.oid::regprocedure::text from pg_proc p where p.prosecdef and has_function_privilege(%(login)s, p.oid, 'execute')
  and has_schema_privilege(%(login)s, p.pronamespace, 'usage') and p.pronamespace <> to_regnamespace('throughcare')
  and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e') order by 1"""
_SETTINGS = """select split_part(one, '=', 1), r.rolname, d.datname from pg_db_role_setting s
  left join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) one
  where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
    and s.setrole in (0, (select oid from pg_roles where rolname = %(login)s), (select relowner from pg_class where oid = 'public.people_person'::regclass)) order by 1, 2, 3"""
# What a setting hung on a log-in or a database may be about: logs, waiting, memory and plans. Any other changes what a session may or does.
_HARMLESS = re.compile(
    r"(log|jit|enable|max_parallel|parallel|tcp_keepalives|tcp_user)_?\w*|\w+_timeout|\w*work_mem|temp_file_limit|effective_\w+|"
    r"\w+_cost|timezone|application_name|hash_mem_multiplier|default_statistics_target",
    re.IGNORECASE,
)
_AT_MOST = 3  # named in one sentence


class Told(NamedTuple):
    """A finding of `throughcare check`, which must be put right."""

    code: str
    sentence: str


class Rewriting(NamedTuple):
    """A rule of PostgreSQL's (CREATE RULE), which makes another statement of one on a table."""

    table: str
    name: str


def found() -> list[Told]:
    """Everything of the kind."""
    registered.load()
    login = surroundings.current().connection("app").user
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local search_path = public, pg_temp")  # whatever was hung on the log-in; names are worded by it
        return [*_functions(login), *_tables(login), *_events(), *_settings(login)]


def rules() -> list[Rewriting]:
    """On tables; none of ours has one."""
    return [Rewriting(*row) for row in _rows(_RULES)]


def _functions(login: str) -> Iterator[Told]:
    if wrong := functions.undeclared(login, partnership=settings.PARTNERSHIP):
        yield Told(
            "functions",
            f"Not made by throughcare migrate, or changed since, and yet the application can call it: {_some(wrong)}. See what it does, "
            "then run throughcare migrate, which drops what nothing declares and makes the others anew.",
        )
    if gone := functions.missing(login):
        yield Told("functions", f"The function {_some([f'throughcare.{name}' for name in gone])} is not there: run throughcare migrate.")
    if lent := [signature for (signature,) in _rows(_LENT, login)]:
        yield Told(
            "functions",
            f"Whoever calls {_some(lent)} acts as its owner, the application may call it, and nothing declares it: revoke that (revoke "
            "execute on function … from public), or drop it.",
        )


def _tables(login: str) -> Iterator[Told]:
    """What hangs on a table is named; any other table whose protection differs is named once."""
    named = set[str]()
    for one in rules():
        named.add(one.table)
        yield Told(
            "rules",
            f"The rule {one.name} on {one.table} changes what statements do there, and nothing declares it: see what it does, then run "
            "throughcare migrate, which takes it away.",
        )
    for table, trigger, function, is_ours in _triggers():
        named.add(table)
        way = "run throughcare migrate, which takes it away" if is_ours else f"as owner: drop trigger {_name(trigger)} on {_name(table)}"
        yield Told("triggers", f"Nothing declares the trigger {trigger} on {table}, which calls {function}: see what it does, then {way}.")
    yield from _protection(named, login)


def _triggers() -> Iterator[tuple[str, str, str, bool]]:
    declared = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registry.registered()}
    declared |= {(table, name) for table, texts in REGISTRY.triggers.items() for text in texts for name in _NAMED.findall(text)}
    return ((table, name, function, is_ours) for table, name, function, is_ours in _rows(_TRIGGERS) if (table, name) not in declared)


def _events() -> Iterator[Told]:
    """Run by whoever changes a table, a function or a right: by `migrate`, as owner, too."""
    for trigger, function in _rows(_OF_EVENTS):
        yield Told(
            "event triggers",
            f"The event trigger {trigger} calls {function} whenever the shape of this database changes, with the rights of whoever changes it, "
            f"and nothing declares it: see what it does, then, as a superuser: drop event trigger {_name(trigger)}.",
        )


def _protection(named: set[str], login: str) -> Iterator[Told]:
    """Tables whose policies, rights or triggers are not as they were made; what is named already is not named again."""
    standing = look(login)
    wrong = [
        one.table
        for one in guards(standing, login, partnership=settings.PARTNERSHIP)
        if one.table not in named and not one.is_as_made(standing[one.table])
    ]
    if wrong:
        yield Told(
            "protection",
            f"Policies, rights or triggers of {_some(wrong)} are not as throughcare migrate made them (or the signing key they were marked "
            "with is gone): see who changed them, then run throughcare migrate, which makes them anew.",
        )


def _settings(login: str) -> Iterator[Told]:
    for name, role, database in _rows(_SETTINGS, login):
        if _HARMLESS.fullmatch(name):
            continue
        whose = f"role {_name(role)}" if role else "" if database else "role all"
        where = f"database {_name(database)}" if database else ""
        yield Told(
            "settings",
            f"The setting {name} hangs on {' in '.join(filter(None, (whose, where)))} and changes what every session there does: see who set it, "
            f"then, as a superuser: alter {' in '.join(filter(None, (whose, where)))} reset {name}.",
        )


def _some(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_AT_MOST])}{' and more' if names[_AT_MOST:] else ''}"


def _rows(query: str, login: str = "") -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"login": login})
        return list(cursor.fetchall())


def _name(text: str) -> str:
    return sql.Identifier(text).as_string() if not re.fullmatch(r"[a-z_][a-z0-9_]*", text) else text
