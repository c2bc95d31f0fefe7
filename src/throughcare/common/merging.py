"""What becomes of the rows about somebody when two records of one person are put together: said by each app at start-up, for every relation.

A test fails on a column that names a person and is not here. `people.sql` makes the function that moves the rows, and moves them back. The
same for organisations: `OF_ORGANIZATIONS`, and `partners.sql`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import ForeignKey, Model


@dataclass(frozen=True)
class Moves:
    """Rows of this table go to the record that stays, and back when the two are taken apart.

    unless: SQL that is true of a row `t` the record that stays ($1) can't have as well, by a rule of the table; it stays where it was.
    of: the table whose versions these rows are; a version goes with the row it is of. kind: SQL that is true when the id is a person's.
    several: the column holds the keys of many, and one of them gives way to the other. there, back: further columns that are set on the way,
    where a rule of the table asks for it, and set back: SQL over `t` and `m`; $base is what `base` asked of the record that stays ($1) before.
    beside: a column of the same name stands in the row another table has under the key here, said as (column, table, its key), and the two are one:
    what was written since the two were put together goes with that row.
    """

    table: str
    column: str
    key: str = "id"
    unless: str = ""
    of: str = ""
    of_key: str = ""
    kind: str = ""
    several: bool = False
    there: str = ""
    back: str = ""
    base: str = ""
    beside: tuple[str, str, str] | None = None

    @property
    def name(self) -> str:
        """How what was moved is kept."""
        return f"{self.table}.{self.column}"


@dataclass
class Relations:
    """All that was said."""

    moves: list[Moves] = field(default_factory=list)
    stays: dict[tuple[str, str], str] = field(default_factory=dict)  # (table, column) → why
    refusals: dict[str, str] = field(default_factory=dict)  # constraint that two records may break together → what to do first

    def columns(self) -> set[tuple[str, str]]:
        """Every column something was said of."""
        return {(move.table, move.column) for move in self.moves} | set(self.stays)


RELATIONS = Relations()  # to a person
OF_ORGANIZATIONS = Relations()  # to an organisation, or to the partner it is


def moves(
    model: type[Model],
    name: str = "person",
    *,
    unless: str = "",
    there: str = "",
    back: str = "",
    base: str = "",
    beside: str = "",
    into: Relations = RELATIONS,
) -> None:
    """Rows of this model follow the person, and the versions kept of them with them. beside: the key to another row that is said before, and that
    they go with."""
    column = _column(model, name)
    table, key = model._meta.db_table, str(model._meta.pk.column)
    with_row = _row_beside(model, beside) if beside else None
    into.moves.append(Moves(table, column, key, unless=unless, there=there, back=back, base=base, beside=with_row))
    for event in _events(model):
        into.moves.append(Moves(event._meta.db_table, column, "pgh_id", of=table, of_key=key, beside=with_row))


def moves_among(model: type[Model], name: str, *, into: Relations = RELATIONS) -> None:
    """A column with the keys of several people, without versions: one key gives way to the other, unless both stand there."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    column = _column(model, name)
    into.moves.append(Moves(table, column, key, unless=f"$1 = any(t.{column})", several=True))


def follows(
    model: type[Model],
    kind_column: str,
    id_column: str,
    *,
    kind: str = "people.person",
    unless: str = "",
    there: str = "",
    back: str = "",
    versions: bool = False,
    into: Relations = RELATIONS,
) -> None:
    """A Ref to anything: when it is to a person (or another kind that is put together), it follows them. versions: those kept of it do, too."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    said = f"t.{kind_column} = '{kind}'"
    into.moves.append(Moves(table, id_column, key, kind=said, unless=unless, there=there, back=back))
    for event in _events(model) if versions else ():
        into.moves.append(Moves(event._meta.db_table, id_column, "pgh_id", of=table, of_key=key, kind=said))


def refuses(constraint: str, why: str, *, into: Relations = RELATIONS) -> None:
    """What two records may not both have: they are put together once somebody has settled it, as `why` says."""
    into.refusals[constraint] = why


def stays(model: type[Model], *names: str, why: str, into: Relations = RELATIONS) -> None:
    """These columns go on naming whom they named, for a stated reason; and so in the versions kept of them."""
    for name in names:
        column = _column(model, name)
        for held in (model, *_events(model)):
            into.stays[held._meta.db_table, column] = why


def _row_beside(model: type[Model], name: str) -> tuple[str, str, str]:
    found = model._meta.get_field(name)
    there = found.related_model
    if not isinstance(found, ForeignKey) or there is None or isinstance(there, str):
        raise TypeError(f"{name} of {model.__name__} is no key to another row")
    return found.column, there._meta.db_table, str(there._meta.pk.column)


def _column(model: type[Model], name: str) -> str:
    found = model._meta.get_field(name)
    column: str = found.column if isinstance(found, ForeignKey) else name
    return column


def _events(model: type[Model]) -> Iterator[type[Model]]:
    """The model of the versions kept of a row, where there is one."""
    for other in model._meta.apps.get_models():
        if getattr(other, "pgh_tracked_model", None) is model:
            yield other


def moved(move: Moves) -> str:
    """SQL, in a function with `m` (winner_id, loser_id), `keys` and `moved`: rows of one relation to the record that stays; which they were is kept."""
    conditions = [f"m.loser_id = {_held(move)}"]
    conditions += [move.kind] if move.kind else []
    conditions += [f"not ({move.unless.replace('$1', 'm.winner_id')})"] if move.unless else []
    if move.of:  # the version of a row goes with the row; that of a row deleted since goes too
        conditions.append(f"not exists (select 1 from {move.of} o where o.{move.of_key} = t.pgh_obj_id and o.{move.column} = m.loser_id)")
    base = f"moved := moved || jsonb_build_object('{move.name}.base', ({move.base.replace('$1', 'm.winner_id')}));" if move.base else ""
    also = f", {_with_base(move.there, move, 'moved')}" if move.there else ""
    return f"""
    {base}
    with gone as (update {move.table} t set {move.column} = {_put(move, "m.loser_id", "m.winner_id")}{also} where {" and ".join(conditions)} returning t.{move.key} as key)
      select coalesce(jsonb_agg(key), '[]') into keys from gone;
    moved := moved || jsonb_build_object('{move.name}', keys);"""


def moved_back(move: Moves) -> str:
    """And back: those that came, wherever they are now but with the record they were put with nowhere; versions written since follow their row."""
    came = f"exists (select 1 from jsonb_array_elements_text(kept.moved -> '{move.name}') k where k = t.{move.key}::text)"
    if move.of:
        came += (
            f" or exists (select 1 from jsonb_array_elements_text(kept.moved -> '{move.of}.{move.column}') k where k = t.pgh_obj_id::text)"
        )
    if move.beside:
        own, table, key = move.beside
        came += f" or exists (select 1 from {table} b where b.{key} = t.{own} and b.{move.column} = m.loser_id)"
    back = _put(move, "m.winner_id", "m.loser_id")
    also = f", {_with_base(move.back, move, 'kept.moved')}" if move.back else ""
    return f"update {move.table} t set {move.column} = {back}{also} where m.winner_id = {_held(move)} and ({came});"


def _with_base(said: str, move: Moves, moved: str) -> str:
    return said.replace("$base", f"({moved} ->> '{move.name}.base')::int")


def _held(move: Moves) -> str:
    """What a key is compared with to find the rows that hold it."""
    return f"any(t.{move.column})" if move.several else f"t.{move.column}"


def _put(move: Moves, old: str, new: str) -> str:
    """The column with one key in the other's place."""
    return f"array_replace(t.{move.column}, {old}, {new})" if move.several else new
