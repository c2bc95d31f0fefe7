"""One list of people, written in any way an office's programs write it, is the same people."""

import csv
import io
from collections.abc import Callable
from datetime import date

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.people.readers import read_file, read_people

HEADINGS = {
    "team": ["team", "Team code", "Office", "TARI"],
    "identifier:prn": ["PRN", "prn number", "identifier:prn", "Prisoner number"],
    "preferred_name": ["preferred_name", "Known as", "Goes by"],
    "family_name": ["Surname", "family name", "Whānau name", "LAST_NAME", "Ingoa whānau"],
    "birth_date": ["DOB", "Date of Birth", "birth_date", "DateOfBirth"],
    "gender": ["Sex", "gender"],
}
EXTRA = ["Favourite colour", "Notes"]
# Letters every encoding below has, or macrons for those that have them.
NAMES = st.text(st.sampled_from("aeiouhkmnprtwNgTR'- "), min_size=1, max_size=12).map(lambda text: f"H{' '.join(text.split())}")
MACRONS = st.text(st.sampled_from("āēīōūĀaehkmnprtw "), min_size=1, max_size=12).map(lambda text: f"Hē{' '.join(text.split())}")
DATES: dict[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "slashes": lambda day: f"{day.day}/{day.month:02}/{day.year}",
    "dots": lambda day: f"{day.day:02}.{day.month}.{day.year}",
    "words": lambda day: f"{day.day} {day:%B %Y}",
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1252", "iso-8859-1"]


def people(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, str, str, date, str]]]:
    """(number, name, family name, born, gender), each with a number of their own, one certainly born after the 12th."""
    person = st.tuples(names, names, st.dates(date(1930, 1, 1), date(2005, 12, 31)), st.sampled_from(["Male", "Female", ""]))
    return st.lists(person, min_size=1, max_size=12).map(
        lambda rows: [("1000000", "Hana", "Hone", date(1980, 3, 27), "Male"), *((f"2{n:06}", *row) for n, row in enumerate(rows))]
    )


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[tuple[str, str, str, date, str]]]:
    """A file, and who is in it."""
    kind = draw(st.sampled_from(["text", "text", "xlsx"]))
    encoding = draw(st.sampled_from(ENCODINGS))
    rows = draw(people(NAMES if encoding in ("cp1252", "iso-8859-1") else MACRONS))
    order = draw(st.permutations([*HEADINGS, *draw(st.lists(st.sampled_from(EXTRA), unique=True))]))
    heads = [draw(st.sampled_from(HEADINGS[name])) if name in HEADINGS else name for name in order]
    if encoding in ("cp1252", "iso-8859-1"):
        heads = ["Surname" if "ā" in head else head for head in heads]
    written = DATES[draw(st.sampled_from(sorted(DATES)))]
    table = []
    for number, name, family, born, gender in rows:
        said = {"team": "awa", "identifier:prn": number, "preferred_name": name, "family_name": family, "gender": gender}
        table.append([written(born) if field == "birth_date" else said.get(field, "x") for field in order])
    if kind == "xlsx":
        return _book(heads, table, order, rows), rows
    out = io.StringIO()
    ends, delimiter = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(",;\t|"))
    every = draw(st.booleans())
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL, lineterminator=ends)
    writer.writerows([*([[]] * draw(st.integers(0, 2))), heads, *table])
    return out.getvalue().encode(encoding), rows


def _book(heads: list[str], table: list[list[str]], order: list[str], rows: list[tuple[str, str, str, date, str]]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(heads)
    for cells, row in zip(table, rows, strict=True):
        made.active.append([row[3] if field == "birth_date" else cell for field, cell in zip(order, cells, strict=True)])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@settings(max_examples=40)
@given(files())
def test_the_same_people_come_out_however_the_list_was_written(made: tuple[bytes, list[tuple[str, str, str, date, str]]]) -> None:
    data, rows = made
    file = read_people(data, "people")
    assert not file.bad
    read = [(r.identifiers[0][1], r.preferred_name, r.family_name, r.birth_date, r.gender or "") for r in file.rows]
    assert read == rows
    numbers = {row.row for row in file.rows}
    assert file.originals(numbers).keys() == numbers
    reading = read_file(data, "people")
    assert len(reading.read) == len(HEADINGS)
