"""SQL functions of schema throughcare: made from their declarations, marked as made, and gone when nobody declares them.

Every function there may be called by the application's log-in, and most do their work as the owner. One that an older version left behind, or
that somebody put there by hand, would be a way past the policies that nobody reads any more (docs/decisions/0029). In partnership mode none that
is about people may be called, nor any that asks such a one (docs/decisions/0032).
"""

import hmac
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from psycopg import sql
from psycopg.errors import DependentObjectsStillExist

from throughcare.common.keyed import hashes_of
from throughcare.common.protection import REGISTRY
from throughcare.config.errors import ConfigError
from throughcare.config.modes import is_about_people, table_is_about_people

_SALT, _START = "throughcare.functions", "Made by throughcare migrate: "
_NAMED = re.compile(r"\bfunction\s+throughcare\.(\w+)\s*\(", re.IGNORECASE)
_CALLED = re.compile(r"\bthroughcare\.(\w+)\s*\(", re.IGNORECASE)
_CLOSED = "closed to the application's log-in"  # beside what is declared, in a function's mark
# An extension's functions are its own. The rights of the log-in and of everybody, as with tables.
_FOUND = """
select p.oid, p.oid::regprocedure::text, p.proname, p.xmin::text, coalesce(obj_description(p.oid, 'pg_proc'), ''),
  jsonb_build_array(case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) end, p.proowner::regrole::text,
    (select jsonb_agg(jsonb_build_array(x.grantee::bigint = 0, x.is_grantable) order by x.grantee, x.grantor)
       from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee in (0, %s::regrole)))::text
from pg_proc p where p.pronamespace = to_regnamespace('throughcare')
  and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e') order by 2"""
# A trigger's function needs no right to fire. Who may name one hangs it on a temporary table of their own, and has it do the owner's work
# with rows they made up. `create or replace` keeps rights given before, so they are taken away each time.
_CALLABLE_TRIGGERS = """select p.oid::regprocedure::text from pg_proc p where p.prorettype = 'trigger'::regtype
  and p.pronamespace in ('public'::regnamespace, 'throughcare'::regnamespace) and has_function_privilege(%s, p.oid, 'execute')"""


@dataclass(frozen=True)
class Function:
    """One in the database: as whom PostgreSQL knows it, when it was last written, its comment, and what it is in PostgreSQL's words."""

    oid: int
    signature: str
    name: str
    written: str
    comment: str
    found: str

    def marks(self, said: Iterable[str]) -> list[str]:
        """The comment it has when made from this declaration and not touched since; the first is made now, others by an older key."""
        return [_START + one.hex() for one in hashes_of(_SALT, json.dumps([self.signature, list(said), self.found]))]


def make(login: str, *, partnership: bool) -> list[Function]:
    """All that are declared, always afresh: that keeps nobody out of a table. Returns those nobody declares, which keep the rights they have
    until `drop`: a table's old policy may ask one of them."""
    name = sql.Identifier(login).as_string()
    with connection.cursor() as cursor:
        cursor.execute("set local search_path = public, pg_temp")
        cursor.execute("create schema if not exists throughcare")
        before = {(one.oid, one.written) for one in _look(login)}
        for _, text in _declared(partnership):
            cursor.execute(text)
        # `create or replace` writes a function's row even when nothing in it changes. So a row nobody wrote is of none that is declared,
        # but for one that is made only where it is not there yet, since it holds what a restored site must know.
        made, left, said = list[Function](), list[Function](), _said(partnership)
        for one in _look(login):
            is_kept = any(f"function {one.signature}" in text for text in said.get(one.name, ()))
            (left if (one.oid, one.written) in before and not is_kept else made).append(one)
        ours = ", ".join(one.signature for one in made)
        cursor.execute(f"revoke all on function {ours} from public; grant execute on function {ours} to {name}")
        cursor.execute(_CALLABLE_TRIGGERS, [login])
        shut = [one.signature for one in made if _CLOSED in said[one.name]]
        for function in (*(function for (function,) in cursor.fetchall()), *shut):
            cursor.execute(f"revoke all on function {function} from public, {name} cascade")
        _refuse_other_rights(login, shut)
        _mark(login, {one.oid for one in made}, said)
    return left


def _refuse_other_rights(login: str, shut: list[str]) -> None:
    """Somebody else's gift outlives the owner's `revoke`."""
    with connection.cursor() as cursor:
        cursor.execute("select f from unnest(%s::text[]) f where has_function_privilege(%s, f, 'execute') limit 1", [shut, login])
        if given := cursor.fetchone():
            raise ConfigError(
                f"The log-in {login} may call {given[0]}, which is about people, and the owner can't take that away: somebody else gave it. "
                "As a superuser, revoke it from the log-in and from public; then run throughcare migrate again."
            )


def drop(left: Iterable[Function], login: str) -> list[str]:
    """Take away those nobody declares, once no policy or trigger of ours asks them; in sentences, what became of each."""
    said = []
    for one in left:
        name = sql.Identifier(login).as_string()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"drop routine if exists {one.signature}")
            said.append(f"The function {one.signature} is gone: nothing declares it.")
        except DatabaseError as error:
            if not isinstance(error.__cause__, DependentObjectsStillExist):
                raise
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"revoke all on routine {one.signature} from public, {name} cascade")
            needs = (error.__cause__.diag.message_detail or "something needs it").partition("\n")[0]
            said.append(
                f"Nothing declares the function {one.signature}, but {needs}: the application may not call it any more. See what that is, "
                "and drop both as the owner of the database."
            )
    return said


def undeclared(login: str, *, partnership: bool) -> list[str]:
    """Signatures of those that are not as they were made: declared by nobody, or changed by hand. Asks PostgreSQL's catalogue only."""
    said = _said(partnership)
    return [one.signature for one in _look(login) if not any(hmac.compare_digest(one.comment, mark) for mark in one.marks(said[one.name]))]


def missing(login: str) -> list[str]:
    """Names that are declared and have no function."""
    return sorted(_said(partnership=False).keys() - {one.name for one in _look(login)})


def about_people(texts: dict[str, str]) -> set[str]:
    """Of functions, name → text, those that name a table about people, or call one that does."""
    tables = [table for table in REGISTRY.rules if table in REGISTRY.personal or table_is_about_people(table)]
    named = re.compile(rf"\b({'|'.join(map(re.escape, tables))})\b", re.IGNORECASE)
    calls = {name: {called.lower() for called in _CALLED.findall(text)} for name, text in texts.items()}
    found = {name for name, text in texts.items() if named.search(text)}
    while more := {name for name, called in calls.items() if called & found} - found:
        found |= more
    return found


def _closed() -> set[str]:
    """Names of those the log-in may not call in partnership mode: about people, or declared by their apps for no other use."""
    theirs = {name for name, module in REGISTRY.declared_in.items() if is_about_people(module) and name not in REGISTRY.without_people}
    return theirs | about_people({name: "\n".join(texts) for name, texts in _texts(partnership=True).items()})


def _declared(partnership: bool) -> list[tuple[str, str]]:
    """As declared; in partnership mode, as declared for that."""
    return [(name, REGISTRY.without_people.get(name, text) if partnership else text) for name, text in REGISTRY.functions]


def _mark(login: str, made: set[int], said: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for one in _look(login):
            if one.oid in made and one.comment != (mark := one.marks(said[one.name])[0]):
                cursor.execute(f"comment on function {one.signature} is {sql.Literal(mark).as_string()}")


def _said(partnership: bool) -> dict[str, list[str]]:
    """What is declared of each name, and whether the log-in may call it."""
    said = _texts(partnership)
    for name in _closed() if partnership else ():
        said[name].append(_CLOSED)
    return said


def _texts(partnership: bool) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for _, text in _declared(partnership):
        for name in dict.fromkeys(_NAMED.findall(text)):
            texts[name.lower()].append(text)
    return texts


def _look(login: str) -> list[Function]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [sql.Identifier(login).as_string()])
        return [Function(*row) for row in cursor.fetchall()]
