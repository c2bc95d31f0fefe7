"""Rows by COPY into a temporary table of the transaction, then in one statement into theirs, so that triggers run once a table."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import JSONField, Model
from psycopg.types.json import Jsonb

from throughcare.common.ids import new_id


def insert(model: type[Model], rows: Sequence[Model]) -> None:
    """New rows."""
    if not rows:
        return
    columns = [field.attname for field in model._meta.concrete_fields]
    staged = stage(model, columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {model._meta.db_table} ({', '.join(columns)}) select {', '.join(columns)} from {staged}")  # noqa: S608 - our own names


def change(model: type[Model], columns: Sequence[str], rows: Sequence[Model], *, versioned: bool = False) -> None:
    """These columns of rows that are there. versioned: whoever has one open saw another version."""
    if not rows:
        return
    key = model._meta.pk.attname
    staged = stage(model, [key, *columns], rows)
    new = ", ".join(f"{name} = s.{name}" for name in columns) + (", version = t.version + 1" if versioned else "")
    with connection.cursor() as cursor:
        cursor.execute(f"update {model._meta.db_table} t set {new} from {staged} s where s.{key} = t.{key}")  # noqa: S608 - our own names


def stage(model: type[Model], columns: Sequence[str], rows: Iterable[Model]) -> str:
    """Put rows into a temporary table of the transaction by COPY; returns its name."""
    name = f"staged_{new_id().hex}"
    listed = ", ".join(columns)
    documents = {column: isinstance(model._meta.get_field(column), JSONField) for column in columns}
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table {name} on commit drop as select {listed} from {model._meta.db_table} with no data")  # noqa: S608 - our own names
        with cursor.copy(f"copy {name} ({listed}) from stdin") as copy:
            for row in rows:
                copy.write_row([Jsonb(getattr(row, column)) if documents[column] else getattr(row, column) for column in columns])
    return name
