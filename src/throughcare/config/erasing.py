"""One person's record, gone: every row about them and its history, and what tells of those rows. Run with the owner's log-in.

What is about somebody is known by its columns: those declared `Personal`, and any other called person_id. What stays: the audit (who
looked, and when; no word about the person), the disposal itself, and the line in the file of erased records.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions, erased
from throughcare.audit.models import RECORD, Disposal, Hold
from throughcare.common.clock import now
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import hold_alone, reading_as
from throughcare.common.ref import Ref
from throughcare.common.text import search_key, search_words
from throughcare.config.errors import ConfigError
from throughcare.notices.models import SavedView
from throughcare.people.models import FormDraft, HeldRow, identifier_value

_KINDS = {"personal", "identity", "partner-confidential"}  # of tables: the audit stays, and what is public names nobody
_NAMED = """select c.table_name, c.column_name from information_schema.columns c
where c.table_schema = 'public' and c.column_name in ('person_id', 'about_id')"""
# Of several people at once: a row about one of them goes with them, whoever else it is about.
_SEVERAL = """select c.table_name, c.column_name from information_schema.columns c
where c.table_schema = 'public' and c.column_name like '%person_ids' and c.udt_name = '_uuid'"""
# Every foreign key: which column of which table points at which.
_KEYS = """select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conrelid <> c.confrelid"""
# Records put together are one person's: all of them go.
_SAME_PERSON = """with recursive same(id) as (
  select %s::uuid
  union select case when m.winner_id = s.id then m.loser_id else m.winner_id end
    from same s join people_merge m on s.id in (m.winner_id, m.loser_id) and m.state in ('MERGED', 'TO_PART'))
select id from same"""
_PURPOSE = "erase a record"
# The person's own log-in: the row stays, because the audit names it by its key, and says nothing any more.
_ACCOUNT_OF = (
    "delete from accounts_session where user_id = any(%s)",
    "delete from mfa_authenticator where user_id = any(%s)",
    "delete from account_emailaddress where user_id = any(%s)",
    "delete from socialaccount_socialaccount where user_id = any(%s)",
    "delete from people_owndetails where user_id = any(%s)",
    "delete from people_formdraft where user_id = any(%s)",
    "update accounts_apitoken set revoked_at = now() where revoked_at is null and user_id = any(%s)",
    "update accounts_user set is_active = false, name = 'Erased', password = '!', email = id::text || '@erased.invalid' where id = any(%s)",
)
# A change of many at once is the worker's own; the one row of it that was about them goes.
_OF_MANY = """update people_caseloadchange set results =
  (select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(results) e where e ->> 'person_id' <> all(%(persons)s))
where exists (select 1 from jsonb_array_elements(results) e where e ->> 'person_id' = any(%(persons)s))"""

_APOSTROPHE = re.compile("['’]")
_OWNER = re.compile(r"(\w+)['’]s\b", re.IGNORECASE)
_IN_MANY_NAMES = {"nga", "van", "von", "der", "den", "del", "bin"}  # and those of two letters, such as te, le, de
_CALLED = """select unnest(array[preferred_name, given_names, family_name, name_mi]) from people_person where id = any(%(persons)s)
union select unnest(array[preferred_name, given_names, family_name, name_mi]) from people_personevent where id = any(%(persons)s)"""


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
    named |= {(table, column) for table, column, to in foreign_keys() if to == "people_person"}
    found = [Column(table, name, table.endswith("event"), table in with_id) for table, name in named]
    return sorted(found, key=lambda one: (one.is_history, one.table, one.name))


def of_several() -> list[tuple[str, str]]:
    """Tables and columns that hold the keys of several people."""
    with connection.cursor() as cursor:
        cursor.execute(_SEVERAL)
        return sorted(
            (table, name) for table, name in cursor.fetchall() if table in REGISTRY.rules and REGISTRY.rules[table].kind in _KINDS
        )


def foreign_keys() -> list[tuple[str, str, str]]:
    """Every foreign key: (table, column, the table it points at)."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        return [(table, column, to) for table, column, to in cursor.fetchall()]


def hanging() -> list[tuple[str, str]]:
    """Tables and columns that say by a foreign key alone whose they are, by way of a row that goes."""
    whose = {one.table for one in columns()}
    return sorted(
        {(table, column) for table, column, to in foreign_keys() if to in whose and table not in whose and table in REGISTRY.rules}
    )


def erase_approved() -> list[tuple[UUID, int]]:
    """Every record two people agreed on and no court holds, one transaction each: (key, rows)."""
    agreed = Disposal.objects.filter(rule=RECORD, approved_at__isnull=False, approved_by__isnull=False, done_at=None, refused_at=None)
    held = set(Hold.objects.filter(lifted_at=None).values_list("person_id", flat=True))
    due = [item for item in agreed.order_by("approved_at") if item.person_id and not held & set(same_person(item.person_id))]
    return [(item.person_id, _erase(item.person_id, item)) for item in due if item.person_id]


def same_person(person_id: UUID) -> list[UUID]:
    """The keys of every record that was put together with this one, and this one's."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME_PERSON, [person_id])
        return [key for (key,) in cursor.fetchall()]


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
        persons = same_person(person_id)
        rows = sum(_delete(cursor, persons))
        if disposal:
            Disposal.objects.filter(pk=disposal.pk, done_at=None).update(done_at=now(), rows=rows)
        about = Ref("audit.disposal", disposal.pk) if disposal else None
        actions.record(by=actor, verb="erasure.done", persons=persons, about=about, detail={"rows": rows})
        for key in persons:
            erased.add(key)
    return rows


def _delete(cursor: Any, persons: list[UUID]) -> Iterator[int]:
    """The rows of each table: what tells of rows that go, what hangs on them, and then they themselves."""
    cursor.execute("set constraints all deferred")
    cursor.execute("select user_id from people_ownaccount where person_id = any(%s)", [persons])
    accounts = [user for (user,) in cursor.fetchall()]
    hold_alone(accounts)  # what the person is doing at this moment is written first, and goes with the rest
    for statement in _ACCOUNT_OF:
        cursor.execute(statement, [accounts])
    cursor.execute(_OF_MANY, {"persons": [str(key) for key in persons]})
    yield cursor.rowcount
    yield _forget_words(cursor, persons)
    yield _forget_held(cursor, persons)
    for table, column in of_several():
        cursor.execute(sql.SQL("delete from {} where {} && %s").format(sql.Identifier(table), sql.Identifier(column)), [persons])
        yield cursor.rowcount
    whose = [one for one in columns() if one.name != "about_id"]
    ids = sql.SQL(" union all ").join(
        sql.SQL("select id from {} where {} = any(%(persons)s)").format(sql.Identifier(one.table), sql.Identifier(one.name))
        for one in whose
        if one.has_id and not one.is_history
    )
    cursor.execute(sql.SQL("create temporary table gone on commit drop as select id from ({}) t").format(ids), {"persons": persons})
    telling = [one.table for one in columns() if one.name == "about_id"]
    for table in telling:
        cursor.execute(sql.SQL("insert into gone select id from {} where about_id in (select id from gone)").format(sql.Identifier(table)))
    for table, column in [*hanging(), *((table, "about_id") for table in telling)]:
        cursor.execute(sql.SQL("delete from {} where {} in (select id from gone)").format(sql.Identifier(table), sql.Identifier(column)))
        yield cursor.rowcount
    for one in whose:
        cursor.execute(sql.SQL("delete from {} where {} = any(%s)").format(sql.Identifier(one.table), sql.Identifier(one.name)), [persons])
        yield cursor.rowcount


def _forget_words(cursor: Any, persons: list[UUID]) -> int:
    """What names them in words alone, with a name or a number of theirs: anybody's saved view, in its name or in what it looks for, and what
    anybody began to write that says by no key whom it is about.

    A word of a name is enough: a namesake's view is made again in a minute, a name that stayed would stay for good. But not a word of two
    letters, or one that stands in many names: see `_is_named`.
    """
    cursor.execute(_CALLED, {"persons": persons})
    called = {word for (name,) in cursor.fetchall() for word in search_words(name) if len(word) > 1}
    cursor.execute("select value from people_identifier where person_id = any(%s)", [persons])
    numbers = {search_key(value) for (value,) in cursor.fetchall()}

    def naming(rows: Iterable[tuple[UUID, list[str]]]) -> list[UUID]:
        return [key for key, texts in rows if any(_is_named(text, called, numbers) for text in texts)]

    views = SavedView.objects.order_by("id").values_list("id", "name", "query")
    seen = naming((key, [name, *(value for _, value in parse_qsl(query))]) for key, name, query in views)
    drafts = FormDraft.objects.filter(person=None).order_by("id").values_list("id", "values")
    begun = naming((key, [text for texts in values.values() for text in texts]) for key, values in drafts)
    return SavedView.objects.filter(pk__in=seen).delete()[0] + FormDraft.objects.filter(pk__in=begun).delete()[0]


def _forget_held(cursor: Any, persons: list[UUID]) -> int:
    """New people that wait for a records officer and are likely them, or have a number of theirs: what an office wrote of them is of them."""
    cursor.execute("select value from people_identifier where person_id = any(%s)", [persons])
    numbers = {value for (value,) in cursor.fetchall()}
    cursor.execute("select held_id from people_heldcandidate where person_id = any(%s)", [persons])
    alike = {key for (key,) in cursor.fetchall()}
    waiting = HeldRow.objects.exclude(said={}).order_by("id").values_list("id", "said")
    found = [
        key for key, said in waiting if key in alike or numbers & {identifier_value(value) for _, value in said.get("identifiers", ())}
    ]
    cursor.execute("delete from people_heldcandidate where held_id = any(%(found)s) or other_id = any(%(found)s)", {"found": found})
    cursor.execute("delete from people_heldrow where id = any(%s)", [found])
    return int(cursor.rowcount)


def _is_named(text: str, called: set[str], numbers: set[str]) -> bool:
    """Whole words only. A weak one counts when it is all the text says, when something is said to be its ("Bo's"), or beside another of theirs."""
    words = search_words(text)
    said = [*words, *search_words(_APOSTROPHE.sub(" ", text))]  # "Aroha's": Aroha too
    if any(f" {number} " in f" {' '.join(said)} " for number in numbers):
        return True
    found = called.intersection(said)
    if any(len(word) > 2 and word not in _IN_MANY_NAMES for word in found) or len(found) > 1:
        return True
    owners = {word for owner in _OWNER.findall(text) for word in search_words(owner)}
    return bool(found and (len(words) == 1 or found & owners))
