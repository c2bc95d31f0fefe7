"""The database side of an import: what is there, rows staged by COPY, and one statement a table to merge them.

All SQL is put together from names of our own tables and columns; values travel as parameters or by COPY.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg import sql

from throughcare.services.actions.shapes import Shape

Columns = Sequence[Sequence[Any]]  # of a table, all of one length: a column at a time costs a quarter of what a row at a time does

_AT_A_TIME = 5_000  # rows of one block of COPY: what stands in memory twice
_SPECIAL = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}  # what COPY reads as something else than itself
_ESCAPES = str.maketrans(_SPECIAL)


class Known(NamedTuple):
    """A record of this source that is in the database already."""

    id: UUID
    digest: str


def known_records(shape: Shape, source: str) -> dict[str, Known]:
    """Every record of the source in this table, by its key there."""
    with connection.cursor() as cursor:
        cursor.execute(
            _composed("select source_id, id, source_digest from {table} where source = %s", table=_name(shape.db_table)), [source]
        )
        return {key: Known(id_, digest) for key, id_, digest in cursor.fetchall()}


def is_news(known: Known | None, digest: str) -> bool:
    """Whether the database has no such record, or says something else of it."""
    return known is None or known.digest != digest


def merge(shape: Shape, source: str, staged: Columns, *, anew: bool, changed: bool) -> None:
    """Write new and changed records: `staged` are (is new, id, key, digest, *columns), brought by COPY, then one insert and one update.

    anew, changed: whether there is any of the kind; a statement that has nothing to do is not sent.
    """
    columns = ("id", "source_id", "source_digest", *shape.columns)
    names = {"table": _name(shape.db_table), "stage": _name(f"stage_{shape.db_table}"), "columns": _list(columns)}
    with connection.cursor() as cursor:
        cursor.execute(
            _composed("create temp table {stage} on commit drop as select true as fresh, {columns} from {table} with no data", **names)
        )
        copy_in(cursor, _composed("copy {stage} (fresh, {columns}) from stdin", **names), staged)
        if anew:
            more = {
                "more": _list(["source", *(column for column, _ in shape.fixed)]),
                "start": sql.SQL(", ").join([sql.Placeholder(), *(sql.SQL(literal) for _, literal in shape.fixed)]),
            }
            cursor.execute(
                _composed("insert into {table} ({columns}, {more}) select {columns}, {start} from {stage} where fresh", **names, **more),
                [source],
            )
        if changed:
            given = (_composed("{column} = s.{column}", column=_name(column)) for column in columns[2:])
            ours = (_composed("{column} = ", column=_name(column)) + sql.SQL(worked_out) for column, worked_out in shape.on_change)
            sets = sql.SQL(", ").join([*given, *ours])
            cursor.execute(_composed("update {table} t set {sets} from {stage} s where t.id = s.id and not s.fresh", **names, sets=sets))
        cursor.execute(_composed("drop table {stage}", **names))


def remove(shape: Shape, ids: Sequence[UUID]) -> None:
    """Take records away."""
    with connection.cursor() as cursor:
        cursor.execute(_composed("delete from {table} where id = any(%s)", table=_name(shape.db_table)), [list(ids)])


def links_of(shape: Shape, ids: Sequence[UUID]) -> dict[UUID, dict[str, UUID]]:
    """What each of these records hangs on: table of the parent → its id."""
    columns = _list([link.column for link in shape.links])
    with connection.cursor() as cursor:
        cursor.execute(
            _composed("select id, {columns} from {table} where id = any(%s)", columns=columns, table=_name(shape.db_table)), [list(ids)]
        )
        rows = cursor.fetchall()
    return {row[0]: {link.table: parent for link, parent in zip(shape.links, row[1:], strict=True) if parent is not None} for row in rows}


def check_now() -> None:
    """Check every foreign key here, where it is known what was imported, and not at the end of the request."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def copy_in(cursor: Any, statement: sql.Composed, columns: Columns) -> None:
    """Send rows to a table by COPY, in blocks of text."""
    count = len(columns[0])
    with cursor.copy(statement) as copy:
        for start in range(0, count, _AT_A_TIME):
            cells = (_cells(column[start : start + _AT_A_TIME]) for column in columns)
            copy.write("\n".join(map("\t".join, zip(*cells, strict=True))) + "\n")


def _cells(column: Sequence[Any]) -> Sequence[str]:
    """The column as COPY reads it. Nearly every column is of one type, which is then written in one go."""
    kinds = set(map(type, column))
    if len(kinds) == 1:
        return _WRITTEN.get(kinds.pop(), _escaped)(column)
    return [_WRITTEN.get(type(cell), _escaped)((cell,))[0] for cell in column]


def _text(column: Sequence[str]) -> Sequence[str]:
    """Nearly no text holds anything to escape, so all are looked through at once."""
    whole = "".join(column)
    return _escaped(column) if any(special in whole for special in _SPECIAL) else column


def _escaped(column: Sequence[Any]) -> Sequence[str]:
    return [str(cell).translate(_ESCAPES) for cell in column]


_WRITTEN: dict[type, Callable[[Sequence[Any]], Sequence[str]]] = {
    str: _text,
    type(None): lambda column: [r"\N"] * len(column),
    UUID: lambda column: [f"{cell.int:032x}" for cell in column],
    bool: lambda column: ["t" if cell else "f" for cell in column],
}


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _list(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _composed(text: str, **parts: sql.Composable) -> sql.Composed:
    return sql.SQL(text).format(**parts)
