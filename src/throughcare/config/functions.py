"""SQL functions of schema throughcare: made from their declarations, marked as made, and gone when nobody declares them.

Every function there may be called by the application's log-in, and most do their work as the owner. One that an older version left behind, or
that somebody put there by hand, would be a way past the policies that nobody reads any more (docs/decisions/0029).
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

_SALT, _START = "throughcare.functions", "Made by throughcare migrate: "
_NAMED = re.compile(r"\bfunction\s+throughcare\.(\w+)\s*\(", re.IGNORECASE)
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


def make(login: str) -> list[Function]:
    """All that are declared, always afresh: that keeps nobody out of a table. Returns those nobody declares, which keep the rights they have
    until `drop`: a table's old policy may ask one of them."""
    name = sql.Identifier(login).as_string()
    with connection.cursor() as cursor:
        cursor.execute("set local search_path = public, pg_temp")
        cursor.execute("create schema if not exists throughcare")
        before = {(one.oid, one.written) for one in _look(login)}
        for _, text in REGISTRY.functions:
            cursor.execute(text)
        # `create or replace` writes a function's row even when nothing in it changes. So a row nobody wrote is of none that is declared,
        # but for one that is made only where it is not there yet, since it holds what a restored site must know.
        made, left, said = list[Function](), list[Function](), _said()
        for one in _look(login):
            is_kept = any(f"function {one.signature}" in text for text in said.get(one.name, ()))
            (left if (one.oid, one.written) in before and not is_kept else made).append(one)
        ours = ", ".join(one.signature for one in made)
        cursor.execute(f"revoke all on function {ours} from public; grant execute on function {ours} to {name}")
        cursor.execute(_CALLABLE_TRIGGERS, [login])
        for (function,) in cursor.fetchall():
            cursor.execute(f"revoke all on function {function} from public, {name} cascade")
        _mark(login, {one.oid for one in made})
    return left


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


def undeclared(login: str) -> list[str]:
    """Signatures of those that are not as they were made: declared by nobody, or changed by hand. Asks PostgreSQL's catalogue only."""
    said = _said()
    return [one.signature for one in _look(login) if not any(hmac.compare_digest(one.comment, mark) for mark in one.marks(said[one.name]))]


def missing(login: str) -> list[str]:
    """Names that are declared and have no function."""
    return sorted(_said().keys() - {one.name for one in _look(login)})


def _mark(login: str, made: set[int]) -> None:
    said = _said()
    with connection.cursor() as cursor:
        for one in _look(login):
            if one.oid in made and one.comment != (mark := one.marks(said[one.name])[0]):
                cursor.execute(f"comment on function {one.signature} is {sql.Literal(mark).as_string()}")


def _said() -> dict[str, list[str]]:
    """What is declared of each name."""
    said: dict[str, list[str]] = defaultdict(list)
    for _, text in REGISTRY.functions:
        for name in dict.fromkeys(_NAMED.findall(text)):
            said[name.lower()].append(text)
    return said


def _look(login: str) -> list[Function]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [sql.Identifier(login).as_string()])
        return [Function(*row) for row in cursor.fetchall()]
