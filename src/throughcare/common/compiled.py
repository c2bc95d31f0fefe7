"""Queries whose SQL Django works out once a process, for values given each time.

To put a page's queries together costs Django more than to run them ([decision 28](../../../docs/decisions/0028-statements-are-made-once.md)). What
makes a query here is a function of its values alone. It is called with stand-ins, twice; where these came to stand among the parameters, the
values are put from then on. A query that holds anything else that is of its own time or reader is refused when it is made.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from throughcare.common.expressions import FEW

T = TypeVar("T")
Value = UUID | list[UUID] | str | date  # or a moment, which is a date too
MOST_SHAPES = 200  # kept of one query


class NotOfItsValues(Exception):
    """A query that can't be made once: what it asks does not follow from its values alone."""


@dataclass(frozen=True)
class _Made:
    """A query as Django made it of stand-ins, and which value belongs in which parameter. sql empty: nothing can be found, whatever the values."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    converters: Mapping[int, Any] = field(default_factory=dict)  # of what the database gives, by column: Django would ask each column again

    def without_values(self) -> tuple[str, list[Any]]:
        """The words, and the parameters that stay the same."""
        places = dict(self.places)
        return self.sql, [None if place in places else param for place, param in enumerate(self.params)]

    def ask(self, values: tuple[Value, ...]) -> list[Any]:
        if not self.sql:
            return []
        params, given = list(self.params), _single(values)
        for place, number in self.places:
            params[place] = given[number]
        compiler = copy(self.compiler)
        compiler.connection = connections[self.rows.db]  # that of this thread
        compiler.as_sql = lambda *_, **__: (self.sql, params)
        compiler.get_converters = lambda _: self.converters
        rows = self.rows.all()  # no result of an earlier call
        # What iterating looks at. Django's own setter would change the kind of row too.
        rows._query = _Ready(self.rows.query, compiler)  # type: ignore[attr-defined]  # noqa: SLF001
        return list(rows)


class _Ready:
    """A query with its SQL: it is read like the one it was made from, and hands out the compiler that has it."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Compiled(Generic[T]):
    """A list of rows, asked of ids and lists of ids.

    make: the query for these values and this shape, sorted and cut as it is to be; nothing but its arguments may go into it. Values travel as
    parameters, so it reads the same for every one; what changes the words of the query is its shape, and is made anew for each.
    may_skip: how many of the first values a shape may have no use for.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, T]], *, may_skip: int = 0) -> None:
        self.make, self.may_skip = make, may_skip
        self._made: dict[Hashable, _Made] = {}

    def __call__(self, *values: Value, shape: Hashable = None) -> list[T]:
        """The rows. Raises NotOfItsValues when the query is first made, if it holds more than its values."""
        if not all(isinstance(value, UUID | list | str | date) for value in values):
            raise TypeError(f"A value of a compiled query is an id, a list of ids, a text, a day or a moment, not {values!r}.")
        key = (shape, *map(_kind, values))
        made = self._made.get(key)
        if made is None:
            made = self._make_once(values, shape)
            if len(self._made) >= MOST_SHAPES:
                self._made.clear()  # an owner of keys chooses what each may do, and so its shape
            self._made[key] = made
        return made.ask(values)

    def _make_once(self, values: tuple[Value, ...], shape: Hashable) -> _Made:
        """Twice, of other stand-ins: what then differs, beside them, is of neither the values nor the shape."""
        one, other = (self._of_stand_ins(values, shape, turn) for turn in range(2))
        if one.without_values() != other.without_values():
            raise NotOfItsValues(f"This query is another each time it is made: {one.sql}")
        return one

    def _of_stand_ins(self, values: tuple[Value, ...], shape: Hashable, turn: int) -> _Made:
        stand_ins = tuple(_stand_in(value, number, turn) for number, value in enumerate(values))
        rows = self.make(*stand_ins) if shape is None else self.make(*stand_ins, shape)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return _Made(rows, compiler, "", (), ())
        singles = _single(stand_ins)
        places = tuple((place, singles.index(param)) for place, param in enumerate(params) if param in singles)
        _check(sql, params, singles)
        wanted = {number for number in range(len(_single(stand_ins[: self.may_skip])), len(singles)) if singles[number] != []}
        unused = wanted - {number for _place, number in places}
        if unused:
            raise NotOfItsValues(f"Values {sorted(unused)} of this query are no parameters of it as they were given: {sql}")
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        compiler.connection = None  # each thread's own is put when it asks
        return _Made(rows, compiler, sql, tuple(params), places, converters)


def _kind(value: Value) -> int | type:
    """What the words of a query depend on: what a value is, and how many ids up to FEW; more are one parameter."""
    return min(len(value), FEW + 1) if isinstance(value, list) else type(value)


def _stand_in(value: Value, number: int, turn: int) -> Value:
    """Of the same kind, and unlike any other of the query."""
    if isinstance(value, list):
        return [uuid4() for _ in range(len(value) if len(value) <= FEW else FEW + 1 + turn)]
    if isinstance(value, datetime):
        return datetime(3000 + number, 1 + turn, 1, 1, 1, 1, tzinfo=UTC)
    if isinstance(value, date):
        return date(3000 + number, 1 + turn, 1)
    return f"text {uuid4()}" if isinstance(value, str) else uuid4()


def _single(values: Sequence[Value]) -> list[Value]:
    """Values as parameters are: a list of a few is one parameter each."""
    return [one for value in values for one in (value if isinstance(value, list) and 0 < len(value) <= FEW else [value])]


def _check(sql: str, params: tuple[Any, ...], stand_ins: list[Value]) -> None:
    """That no value stands in the text, and that no parameter is of one time or reader."""
    for number, stand_in in enumerate(stand_ins):
        for one in stand_in if isinstance(stand_in, list) else [stand_in]:
            if str(one) in sql or any(isinstance(param, str) and str(one) in param and param != one for param in params):
                raise NotOfItsValues(f"Value {number} of this query stands in its text: {sql}")
    for param in params:
        if param not in stand_ins and not _is_plain(param):
            raise NotOfItsValues(f"This query holds {param!r}, which is none of its values: {sql}")


def _is_plain(param: Any) -> bool:
    """A code, a word or a number, as a query may hold of its own; an id or a day as text is none."""
    if not isinstance(param, str):
        return isinstance(param, int | float) or param is None
    for kind in (UUID, date.fromisoformat, datetime.fromisoformat):
        try:
            kind(param)
        except ValueError:
            continue
        return False
    return True
