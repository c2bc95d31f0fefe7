"""One person's record, gone: every row about them and its history, and what tells of those rows. Run with the owner's log-in.

What is about somebody is known by its columns: those declared `Personal`, and any other called person_id. What stays: the audit (who
looked, and when; no word about the person), the disposal itself, and the line in the file of erased records.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions, erased
from throughcare.audit.models import RECORD, Disposal, Hold
from throughcare.common.clock import now
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.config.errors import ConfigError

_KINDS = {"personal", "identity", "partner-confidential"}  # of tables: the audit stays, and what is public names nobody
_NAMED = """select c.table_name, c.column_name from information_schema.columns c
where c.table_schema = 'public' and c.column_name in ('person_id', 'about_id')"""
_HANGING = """select c.conrelid::regclass::text, a.attname from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confrelid = %s::regclass and c.conrelid <> c.confrelid"""
_PURPOSE = "erase a record"
# The person's own log-in: the row stays, because the audit names it by its key, and says nothing any more.
_ACCOUNT_OF = (
    "delete from accounts_session where user_id = any(%s)",
    "delete from mfa_authenticator where user_id = any(%s)",
    "delete from account_emailaddress where user_id = any(%s)",
    "delete from socialaccount_socialaccount where user_id = any(%s)",
    "update accounts_apitoken set revoked_at = now() where revoked_at is null and user_id = any(%s)",
    "update accounts_user set is_active = false, name = 'Erased', password = '!', email = id::text || '@erased.invalid' where id = any(%s)",
)
# A change of many at once is the worker's own; the one row of it that was about them goes.
_OF_MANY = """update people_caseloadchange set results =
  (select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(results) e where e ->> 'person_id' <> %(person)s)
where results @> jsonb_build_array(jsonb_build_object('person_id', %(person)s))"""


@dataclass(frozen=True)
class Column:
    """Where a table says whose its rows are (person), or what they tell of (about)."""

    table: str
    name: str
    is_history: bool
    has_id: bool


def columns() -> list[Column]:
    """Every one, histories last."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED)
        named = {(table, name) for table, name in cursor.fetchall() if table in REGISTRY.rules and REGISTRY.rules[table].kind in _KINDS}
        cursor.execute(
            "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'id' and data_type = 'uuid'"
        )
        with_id = {table for (table,) in cursor.fetchall()}
    named |= {(table, rule.column) for table, rule in REGISTRY.personal.items()}
    found = [Column(table, name, table.endswith("event"), table in with_id) for table, name in named]
    return sorted(found, key=lambda one: (one.is_history, one.table, one.name))


def erase_approved() -> list[tuple[UUID, int]]:
    """Every record two people agreed on and no court holds, one transaction each: (key, rows)."""
    agreed = Disposal.objects.filter(rule=RECORD, approved_at__isnull=False, approved_by__isnull=False, done_at=None, refused_at=None)
    held = set(Hold.objects.filter(lifted_at=None).values_list("person_id", flat=True))
    due = [item for item in agreed.order_by("approved_at") if item.person_id not in held]
    return [(item.person_id, _erase(item.person_id, item)) for item in due if item.person_id]


def erase_again() -> list[tuple[UUID, int]]:
    """Those a restored backup brought back: (key, rows). Raises ConfigError when the file of erased records is not ours."""
    asked = {item.person_id: item for item in Disposal.objects.filter(rule=RECORD, done_at=None, refused_at=None)}
    return [(person_id, _erase(person_id, asked.get(person_id))) for person_id in back()]


def back() -> list[UUID]:
    """Erased, and there all the same: somebody put an older backup in place. Raises ConfigError."""
    try:
        known = erased.read()
    except erased.ErasedAlarm as wrong:
        raise ConfigError(str(wrong)) from wrong
    if not known:
        return []
    with reading_as(system_actor(_PURPOSE, channel="command").reader), connection.cursor() as cursor:
        cursor.execute("select id from people_person where id = any(%s)", [known])
        return [key for (key,) in cursor.fetchall()]


def refuse_the_erased() -> None:
    """A site does not open while somebody erased is in it. Raises ConfigError."""
    if found := back():
        raise ConfigError(
            f"{len(found):,} erased record{'s are' if len(found) > 1 else ' is'} back from a backup: run throughcare retention before the site opens."
        )


def _erase(person_id: UUID, disposal: Disposal | None) -> int:
    actor = system_actor(_PURPOSE, channel="command")
    with reading_as(actor.reader), transaction.atomic(), connection.cursor() as cursor:
        rows = sum(_delete(cursor, person_id))
        if disposal:
            Disposal.objects.filter(pk=disposal.pk, done_at=None).update(done_at=now(), rows=rows)
        about = Ref("audit.disposal", disposal.pk) if disposal else None
        actions.record(by=actor, verb="erasure.done", persons=[person_id], about=about, detail={"rows": rows})
        erased.add(person_id)
    return rows


def _delete(cursor: Any, person_id: UUID) -> Iterator[int]:
    """The rows of each table, by what they tell of and then by whose they are."""
    cursor.execute("set constraints all deferred")
    cursor.execute("select user_id from people_ownaccount where person_id = %s", [person_id])
    accounts = [user for (user,) in cursor.fetchall()]
    for statement in _ACCOUNT_OF:
        cursor.execute(statement, [accounts])
    cursor.execute(_OF_MANY, {"person": str(person_id)})
    yield cursor.rowcount
    whose = [one for one in columns() if one.name != "about_id"]
    ids = sql.SQL(" union all ").join(
        sql.SQL("select id from {} where {} = %(person)s").format(sql.Identifier(one.table), sql.Identifier(one.name))
        for one in whose
        if one.has_id and not one.is_history
    )
    cursor.execute(sql.SQL("create temporary table gone on commit drop as select id from ({}) t").format(ids), {"person": person_id})
    for one in columns():
        if one.name == "about_id":
            yield from _delete_telling(cursor, one.table)
    for one in whose:
        cursor.execute(sql.SQL("delete from {} where {} = %s").format(sql.Identifier(one.table), sql.Identifier(one.name)), [person_id])
        yield cursor.rowcount


def _delete_telling(cursor: Any, table: str) -> Iterator[int]:
    """Notices of what is gone, and what hangs on them: who has opened them, the mail about them."""
    cursor.execute(_HANGING, [table])
    for child, column in cursor.fetchall():
        query = "delete from {} where {} in (select id from {} where about_id in (select id from gone))"
        cursor.execute(sql.SQL(query).format(sql.Identifier(child), sql.Identifier(column), sql.Identifier(table)))
        yield cursor.rowcount
    cursor.execute(sql.SQL("delete from {} where about_id in (select id from gone)").format(sql.Identifier(table)))
    yield cursor.rowcount
