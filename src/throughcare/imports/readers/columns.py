"""Which column is what: guessed by its heading and by what its values look like, with the evidence; the user's word counts more.

What there is to be read, and by which words, the apps above say (`Fields`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from throughcare.common.refusals import Invalid
from throughcare.common.text import search_key
from throughcare.imports.readers.dates import Order

NOT_READ = "Not read"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NAME_LIKE = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.,\-])*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORDS = {"exact": "The heading is ours", "synonym": "The heading is a known word for it", "weak": "The heading and the values fit"}


@dataclass(frozen=True)
class Column:
    """One column of the file. place: from 1. field: what it is read as; empty: not read. why, looks: the evidence."""

    place: int
    heading: str
    field: str
    why: str
    looks: str
    filled: int
    label: str = NOT_READ


def _never(field: str, named: set[str]) -> bool:
    return False


@dataclass(frozen=True)
class Fields:
    """What a column of one kind of file may be read as.

    known: heading → (field, how it is known: exact, synonym or weak), or ("", ""). fits: could these be values of that field? label: a field
    in words. there: is this a field? covered: says nothing beside these others. several: fields that more than one column may be read as.
    """

    known: Callable[[str], tuple[str, str]]
    fits: Callable[[str, Sequence[str]], bool]
    label: Callable[[str], str]
    there: Callable[[str], bool]
    covered: Callable[[str, set[str]], bool] = _never
    covered_by: str = "another column"
    several: frozenset[str] = frozenset()


def keys_of_heading(heading: str) -> tuple[str, ...]:
    """A heading as it is compared: "DateOfBirth", "date_of_birth" and "Date of Birth:" are one."""
    spaced = search_key(_CAMEL.sub(" ", heading).replace("_", " "))
    return tuple(dict.fromkeys((spaced, search_key(heading.replace("_", " ")))))


def guess(headings: Sequence[str], sample: Sequence[Sequence[str]], fields: Fields) -> list[Column]:
    """Every column with what it seems to be. Of two that seem the same, the surer one is read, else the first."""
    guessed = [_column(place, heading, sample, fields) for place, heading in enumerate(headings)]
    taken: dict[str, int] = {}
    named = {column.field for column, _ in guessed}
    for sure in ("exact", "synonym", "weak"):
        for place, (column, how) in enumerate(guessed):
            if how != sure or not column.field:
                continue
            doubled = column.field in taken and column.field not in fields.several
            if doubled or fields.covered(column.field, named):
                other = f"column {taken[column.field] + 1}" if column.field in taken else fields.covered_by
                guessed[place] = (replace(column, field="", label=NOT_READ, why=f"Not read: {other} already says this."), how)
            else:
                taken.setdefault(column.field, place)
    return [column for column, _ in guessed]


def choose(columns: Sequence[Column], chosen: Mapping[int, str], fields: Fields) -> list[Column]:
    """The user's word: place (from 1) → field. Raises Invalid when a field is chosen twice, or does not exist."""
    out = []
    for column in columns:
        field = chosen.get(column.place, column.field)
        if field and not fields.there(field):
            raise Invalid("A column was put to something there is not. Choose from the list.")
        label = fields.label(field) if field else NOT_READ
        why = "You chose this." if field else "You chose not to read it."
        out.append(column if field == column.field else replace(column, field=field, label=label, why=why))
    once = [column.field for column in out if column.field and column.field not in fields.several]
    if twice := next((field for field in once if once.count(field) > 1), None):
        places = " and ".join(str(column.place) for column in out if column.field == twice)
        raise Invalid(f"Columns {places} are both read as “{fields.label(twice)}”. Keep one of them.")
    return out


def _column(place: int, heading: str, sample: Sequence[Sequence[str]], fields: Fields) -> tuple[Column, str]:
    values = [cells[place][:200] for cells in sample if place < len(cells) and cells[place]]
    looks = describe(values)
    field, how = fields.known(heading)
    column = Column(place + 1, heading, field, "", looks, len(values), fields.label(field) if field else NOT_READ)
    if not field:
        return replace(column, why="Not read: nothing we keep is called so."), how
    if not fields.fits(field, values):
        if how == "weak":
            why = f"Not read: the heading could mean “{column.label}”, but the values don't look like it."
            return replace(column, field="", label=NOT_READ, why=why), how
        return replace(column, why=f"The heading says “{column.label}”, but its values don't look like it: check."), how
    return replace(column, why=f"{_WORDS[how]}."), how


def dates_in(values: Iterable[str]) -> Order:
    """What a column of dates says of its order."""
    order = Order()
    for value in values:
        order.count(value)
    return order


def describe(values: Sequence[str]) -> str:
    """What the values look like, in words that quote none of them."""
    if not values:
        return "empty"
    some = len(values)
    dates = dates_in(values).dates
    numbers = sum(1 for value in values if _NUMBER.fullmatch(value))
    if 10 * dates >= 9 * some and dates >= numbers:
        return "dates"
    if 10 * numbers >= 9 * some:
        lengths = {len(value) for value in values}
        return f"numbers of {min(lengths)} digits" if len(lengths) == 1 and min(lengths) > 1 else "numbers"
    kinds = len({value.casefold() for value in values})
    if kinds <= 12 and some > 3 * kinds:
        return f"{kinds} different words" if kinds > 1 else "always the same"
    if 10 * sum(1 for value in values if NAME_LIKE.fullmatch(value)) >= 9 * some:
        return "words, such as names"
    return "letters and numbers" if any(sign.isdigit() for value in values[:50] for sign in value) else "text"
