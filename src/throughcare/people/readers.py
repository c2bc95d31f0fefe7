"""People files: CSV in UTF-8, columns found by their headings, dates day first. Plain rows out; a refused file gets one sentence.

A heading nobody knows refuses the file, so that a misspelt column is never lost. No sentence repeats anything the file holds: a
file without headings would otherwise show a person's details in an error.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from throughcare.common.clock import today
from throughcare.common.refusals import Invalid
from throughcare.common.text import clean
from throughcare.people.actions.rows import COLUMNS, LIST_FIELDS, NAME_FIELDS, BadRow, FileRow, PeopleFile
from throughcare.people.models import identifier_value
from throughcare.people.policies import LARGEST_FILE

MOST_ROWS = 100_000
LONGEST_CELL = 2000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHORT = {"team": 60, "gender": 60, "age_band": 10, "site": 60, "home_site": 60, "release_unknown": 60}
YES, NO = {"yes", "y", "true", "1", "āe"}, {"no", "n", "false", "0", "kāo"}
WRITE = "Write day/month/year, such as 27/03/2026, or 2026-03-27."
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_WORDS = re.compile(r"(\d{1,2})[ \-]([a-z]{3,9})[ \-,]+(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Bad(Exception):
    """What is wrong with one cell."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_people(data: bytes, name: str) -> PeopleFile:
    """Every row of the file. Raises Invalid, with what to do, when the file as a whole can't be used."""
    lines = csv.reader(io.StringIO(_text(data), newline=""), strict=True)
    rows: list[FileRow] = []
    bad: list[BadRow] = []
    try:
        headings = _headings(next(lines, []))
        for number, cells in enumerate(lines, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) + len(bad) >= MOST_ROWS:
                raise Invalid(f"The file has more than {MOST_ROWS:,} rows. Split it, and import the parts one after the other.")
            taken = _row(number, headings, cells)
            rows.append(taken) if isinstance(taken, FileRow) else bad.append(taken)
    except csv.Error:
        raise Invalid(f"The file is not well-formed CSV near line {lines.line_num}: check its quotation marks.") from None
    if not rows and not bad:
        raise Invalid("The file has no rows under its headings.")
    return PeopleFile(name, rows, bad)


def _text(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise Invalid(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it, and import the parts one after the other.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise Invalid(f"The file is not UTF-8 (line {line}). Save it as “CSV UTF-8” and try again.") from None


def _headings(cells: list[str]) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    for place, name in enumerate(names, start=1):
        if name not in COLUMNS and not re.fullmatch(r"identifier:[a-z0-9_-]{1,60}", name):
            raise Invalid(f"Column {place} has a heading we don't know. Use these: {', '.join(COLUMNS)}, identifier:<scheme>.")
        if names.count(name) > 1:
            raise Invalid(f"Two columns have the heading of column {place}. Keep one of them.")
    if "team" not in names:
        raise Invalid("The file has no column “team”. Add one with the code of the office that works with each person.")
    if not any(name.startswith("identifier") for name in names):
        raise Invalid(
            "The file has no column of numbers. Add “identifiers”, or one such as “identifier:prn”, so that people can be told apart."
        )
    return names


def _row(number: int, headings: list[str], cells: list[str]) -> FileRow | BadRow:
    if len(cells) > len(headings):
        return BadRow(number, "", "The row has more cells than there are headings. Put cells that hold a comma in quotation marks.")
    said = {name: clean(cell) for name, cell in zip(headings, cells, strict=False)}
    try:
        return _file_row(number, {name: cell for name, cell in said.items() if cell})
    except Bad as wrong:
        return BadRow(number, wrong.field, str(wrong))


def _file_row(number: int, said: dict[str, str]) -> FileRow:
    for name, cell in said.items():
        if len(cell) > SHORT.get(name, 200 if name in NAME_FIELDS else LONGEST_CELL):
            raise Bad(name, "The cell is too long. Check that the columns have not slipped.")
    if "team" not in said:
        raise Bad("team", "The team is missing. Write the code of the office that works with the person.")
    values: dict[str, object] = {name: said[name] for name in (*NAME_FIELDS, *SHORT) if name in said}
    for name in LIST_FIELDS:
        values[name] = tuple(part.strip() for part in said.get(name, "").split(";") if part.strip())
    for name in ("birth_date", "site_since", "release_date"):
        if name in said:
            values[name] = read_date(name, said[name])
    if "interpreter" in said:
        values["interpreter"] = _yes_or_no(said["interpreter"])
    _check_together(values)
    return FileRow(row=number, identifiers=tuple(_identifiers(said)), **values)  # type: ignore[arg-type]  # each value was read for its field


def _check_together(values: dict[str, object]) -> None:
    born = values.get("birth_date")
    if isinstance(born, date) and not date(1900, 1, 1) <= born <= today():
        raise Bad("birth_date", "A date of birth lies between 1900 and today. Check the year.")
    since = values.get("site_since")
    if isinstance(since, date) and since > today():
        raise Bad("site_since", "The date lies in the future. Write the day the person came to the site.")
    if ("site" in values) != ("site_since" in values):
        raise Bad("site", "Give site and site_since together: where the person is, and since when.")
    if "release_date" in values and "release_unknown" in values:
        raise Bad("release_unknown", "Give either a release date or the reason it is not known, not both.")


def read_date(field: str, text: str) -> date:
    """Day first, or ISO. Raises Bad with what to write."""
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
    elif numbers := _NUMBERS.fullmatch(text):
        day, month, year = (int(part) for part in numbers.groups())
        if month > 12 >= day:
            raise Bad(field, f"The month stands where the day should be. {WRITE}")
    elif (words := _WORDS.fullmatch(text)) and words[2][:3].lower() in MONTHS:
        day, month, year = int(words[1]), MONTHS.index(words[2][:3].lower()) + 1, int(words[3])
    else:
        raise Bad(field, f"This is not a date we can read. {WRITE}")
    try:
        return date(year, month, day)
    except ValueError:
        raise Bad(field, f"There is no such day. {WRITE}") from None


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Bad("interpreter", "Write yes or no.")


def _identifiers(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    pairs = [(name.partition(":")[2], cell, name) for name, cell in said.items() if name.startswith("identifier:")]
    for part in filter(str.strip, said.get("identifiers", "").split(";")):
        scheme, colon, value = part.partition(":")
        if not colon:
            raise Bad("identifiers", "Write each number with its scheme in front, such as prn:1234567; nhi:ABC1234.")
        pairs.append((scheme.strip().lower(), value, "identifiers"))
    seen = set()
    for scheme, value, name in pairs:
        kept = identifier_value(value)
        if not kept or len(kept) > 100:
            raise Bad(name, "The number is empty or too long.")
        if (scheme, kept) not in seen:
            seen.add((scheme, kept))
            yield scheme, kept
    if not seen:
        raise Bad("identifiers", "The row has no number, so the person can't be told apart from others. Give at least one.")
