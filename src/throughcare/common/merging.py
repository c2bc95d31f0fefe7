"""What becomes of the rows about somebody when two records of one person are put together: said by each app at start-up, for every relation.

A test fails on a column that names a person and is not here. `people.sql` makes the function that moves the rows, and moves them back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import ForeignKey, Model


@dataclass(frozen=True)
class Moves:
    """Rows of this table go to the record that stays, and back when the two are taken apart.

    unless: SQL that is true of a row `t` the record that stays ($1) can't have as well, by a rule of the table; it stays where it was.
    of: the table whose versions these rows are; a version goes with the row it is of. kind: SQL that is true when the id is a person's.
    several: the column holds the keys of many, and one of them gives way to the other.
    """

    table: str
    column: str
    key: str = "id"
    unless: str = ""
    of: str = ""
    of_key: str = ""
    kind: str = ""
    several: bool = False

    @property
    def name(self) -> str:
        """How what was moved is kept."""
        return f"{self.table}.{self.column}"


@dataclass
class Relations:
    """All that was said."""

    moves: list[Moves] = field(default_factory=list)
    stays: dict[tuple[str, str], str] = field(default_factory=dict)  # (table, column) → why

    def columns(self) -> set[tuple[str, str]]:
        """Every column something was said of."""
        return {(move.table, move.column) for move in self.moves} | set(self.stays)


RELATIONS = Relations()


def moves(model: type[Model], name: str = "person", *, unless: str = "", into: Relations = RELATIONS) -> None:
    """Rows of this model follow the person, and the versions kept of them with them."""
    column = _column(model, name)
    table, key = model._meta.db_table, str(model._meta.pk.column)
    into.moves.append(Moves(table, column, key, unless=unless))
    for event in _events(model):
        into.moves.append(Moves(event._meta.db_table, column, "pgh_id", of=table, of_key=key))


def moves_among(model: type[Model], name: str, *, into: Relations = RELATIONS) -> None:
    """A column with the keys of several people, without versions: one key gives way to the other, unless both stand there."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    column = _column(model, name)
    into.moves.append(Moves(table, column, key, unless=f"$1 = any(t.{column})", several=True))


def follows(model: type[Model], kind_column: str, id_column: str, *, into: Relations = RELATIONS) -> None:
    """A Ref to anything: when it is to a person, it follows them."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    into.moves.append(Moves(table, id_column, key, kind=f"t.{kind_column} = 'people.person'"))


def stays(model: type[Model], *names: str, why: str, into: Relations = RELATIONS) -> None:
    """These columns go on naming whom they named, for a stated reason; and so in the versions kept of them."""
    for name in names:
        column = _column(model, name)
        for held in (model, *_events(model)):
            into.stays[held._meta.db_table, column] = why


def _column(model: type[Model], name: str) -> str:
    found = model._meta.get_field(name)
    column: str = found.column if isinstance(found, ForeignKey) else name
    return column


def _events(model: type[Model]) -> Iterator[type[Model]]:
    """The model of the versions kept of a row, where there is one."""
    for other in model._meta.apps.get_models():
        if getattr(other, "pgh_tracked_model", None) is model:
            yield other
