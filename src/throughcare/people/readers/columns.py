"""Which column is what: guessed by its heading and by what its values look like, with the evidence; the user's word counts more."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from throughcare.common.refusals import Invalid
from throughcare.common.text import search_key
from throughcare.people.actions.rows import COLUMNS
from throughcare.people.readers.dates import Order
from throughcare.people.readers.synonyms import EXACT, FULL_NAME, IDENTIFIER, LABELS, STRONG, WEAK

DATES = ("birth_date", "site_since", "release_date")
_SCHEME = re.compile(r"identifier:[a-z0-9_-]{1,60}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME_LIKE = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.,\-])*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Column:
    """One column of the file. place: from 1. field: what it is read as; empty: not read. why, looks: the evidence."""

    place: int
    heading: str
    field: str
    why: str
    looks: str
    filled: int

    @property
    def label(self) -> str:
        """What it is read as, in words."""
        return label_of(self.field)


def label_of(field: str) -> str:
    """A field in words."""
    return f"Number ({field.removeprefix(IDENTIFIER)})" if field.startswith(IDENTIFIER) else LABELS.get(field, "Not read")


def is_field(name: str) -> bool:
    """Can a column be read as this?"""
    return name in COLUMNS or name == FULL_NAME or bool(_SCHEME.fullmatch(name))


def key_of(heading: str) -> str:
    """A heading as it is compared: "DateOfBirth", "date_of_birth" and "Date of Birth:" are one."""
    return search_key(_CAMEL.sub(" ", heading).replace("_", " "))


def field_of(heading: str, schemes: Mapping[str, str]) -> tuple[str, str]:
    """(field, how it is known): exact, synonym, weak, or ("", "")."""
    plain = heading.strip().lower().replace(" ", "_")
    if _SCHEME.fullmatch(plain):
        return plain, "exact"
    for key in dict.fromkeys((key_of(heading), search_key(heading.replace("_", " ")))):
        if key in EXACT:
            return EXACT[key], "exact"
        if key in schemes:
            return f"{IDENTIFIER}{schemes[key]}", "synonym"
        if key in STRONG:
            return STRONG[key], "synonym"
        if key in WEAK:
            return WEAK[key], "weak"
    return "", ""


def guess(headings: Sequence[str], sample: Sequence[Sequence[str]], schemes: Mapping[str, str]) -> list[Column]:
    """Every column with what it seems to be. Of two that seem the same, the surer one is read, else the first."""
    guessed = [_column(place, heading, sample, schemes) for place, heading in enumerate(headings)]
    taken: dict[str, int] = {}
    named = {column.field for column, _ in guessed}
    for sure in ("exact", "synonym", "weak"):
        for place, (column, how) in enumerate(guessed):
            if how != sure or not column.field:
                continue
            if column.field in taken or _is_covered(column.field, named):
                other = f"column {taken[column.field] + 1}" if column.field in taken else "the columns of names"
                guessed[place] = (replace(column, field="", why=f"Not read: {other} already says this."), how)
            else:
                taken[column.field] = place
    return [column for column, _ in guessed]


def _is_covered(field: str, named: set[str]) -> bool:
    """A whole name says nothing when its parts have columns of their own."""
    return field == FULL_NAME and bool({"given_names", "preferred_name"} & named)


def choose(columns: Sequence[Column], chosen: Mapping[int, str]) -> list[Column]:
    """The user's word: place (from 1) → field. Raises Invalid when a field is chosen twice, or does not exist."""
    out = []
    for column in columns:
        field = chosen.get(column.place, column.field)
        if field and not is_field(field):
            raise Invalid("A column was put to something there is not. Choose from the list.")
        out.append(
            column
            if field == column.field
            else replace(column, field=field, why="You chose this." if field else "You chose not to read it.")
        )
    fields = [column.field for column in out if column.field]
    if twice := next((field for field in fields if fields.count(field) > 1), None):
        places = " and ".join(str(column.place) for column in out if column.field == twice)
        raise Invalid(f"Columns {places} are both read as “{label_of(twice)}”. Keep one of them.")
    return out


def _column(place: int, heading: str, sample: Sequence[Sequence[str]], schemes: Mapping[str, str]) -> tuple[Column, str]:
    values = [cells[place][:200] for cells in sample if place < len(cells) and cells[place]]
    looks = describe(values)
    field, how = field_of(heading, schemes)
    column = Column(place + 1, heading, field, "", looks, len(values))
    if not field:
        return replace(column, why="Not read: nothing we keep is called so."), how
    if not _fits(field, values):
        if how == "weak":
            return replace(
                column, field="", why=f"Not read: the heading could mean “{label_of(field)}”, but the values don't look like it."
            ), how
        return replace(column, why=f"The heading says “{label_of(field)}”, but its values don't look like it: check."), how
    word = {"exact": "The heading is ours", "synonym": "The heading is a known word for it", "weak": "The heading and the values fit"}[how]
    return replace(column, why=f"{word}."), how


def _fits(field: str, values: Sequence[str]) -> bool:
    """Could these be the values of that field? Half of them are enough: what is wrong is said row by row."""
    if not values:
        return True
    if field in DATES:
        return 2 * dates_in(values).dates >= len(values)
    if field in (FULL_NAME, "given_names", "family_name", "preferred_name"):
        return 2 * sum(1 for value in values if _NAME_LIKE.fullmatch(value)) >= len(values)
    if field == "identifiers":
        return 2 * sum(1 for value in values if ":" in value) >= len(values)
    if field.startswith(IDENTIFIER):
        return 2 * sum(1 for value in values if any(sign.isdigit() for sign in value)) >= len(values)
    return True


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
    if 10 * sum(1 for value in values if _NAME_LIKE.fullmatch(value)) >= 9 * some:
        return "words, such as names"
    return "letters and numbers" if any(sign.isdigit() for value in values[:50] for sign in value) else "text"
