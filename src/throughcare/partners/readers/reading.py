"""A whole list of partners: what it is, what its columns are, what each row says."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from throughcare.common.refusals import Invalid
from throughcare.common.text import clean
from throughcare.imports.readers import Column, Found, Heads, Table, Wanted, choose, guess, open_tables
from throughcare.imports.rows import LARGEST_FILE
from throughcare.partners.readers.cells import Words, read_row
from throughcare.partners.readers.columns import OURS, field_of, label_of
from throughcare.partners.rows import AS_FOUND, Choices, PartnerList, PartnerRow, Place, Wrong

MOST_ROWS = 100_000
SAMPLE, SHOWN = 1000, 20
ENOUGH = 10  # values, before a column of numbers is taken to be none of New Zealand's


@dataclass(frozen=True)
class Reading:
    """A list, read as its sender wants it. lacking: why no row of it can be imported; `partners` raises it then."""

    name: str
    tables: list[Table]
    columns: list[Column]
    choices: Choices
    words: Words
    lacking: tuple[str, ...]

    @property
    def found(self) -> Found:
        return self.tables[0].found

    @property
    def heads(self) -> Heads:
        return self.tables[0].heads

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd about the whole file."""
        return self.found.notes

    @property
    def read(self) -> list[Column]:
        """The columns that are read."""
        return [column for column in self.columns if column.field]

    @property
    def source(self) -> str:
        """What the list is called: as chosen, else as its file is."""
        return clean(self.choices.source)[:200] or PurePath(self.name).stem[:200]

    def cells(self) -> Iterator[tuple[Place, list[str]]]:
        """Every row below the headings that holds anything, sheet after sheet."""
        several = len(self.tables) > 1
        return ((Place(table.found.sheet if several else "", number), cells) for table in self.tables for number, cells in table.rows())

    def rows(self) -> Iterator[PartnerRow | Wrong]:
        """Each of them, read."""
        width, columns = len(self.heads.texts), self.read
        return (read_row(place, cells, columns, self.choices, self.words, width) for place, cells in self.cells())

    def count(self) -> int:
        """How many rows it has."""
        return sum(1 for _ in self.cells())

    def first_rows(self) -> list[tuple[Place, list[str]]]:
        """What stands in the columns that are read, for looking at."""
        places = [column.place - 1 for column in self.read]
        return [(place, [cells[at] if at < len(cells) else "" for at in places]) for place, cells in islice(self.cells(), SHOWN)]

    def partners(self) -> PartnerList:
        """Every row, readable or not. Raises Invalid when the file as a whole can't be used."""
        if self.lacking:
            raise Invalid(self.lacking[0])
        rows: list[PartnerRow] = []
        wrong: list[Wrong] = []
        for row in self.rows():
            if len(rows) + len(wrong) >= MOST_ROWS:
                raise Invalid(f"The file has more than {MOST_ROWS:,} rows. Split it, and import the parts one after the other.")
            rows.append(row) if isinstance(row, PartnerRow) else wrong.append(row)
        if not rows and not wrong:
            raise Invalid("The file has no rows under its headings.")
        return PartnerList(self.name, self.source, rows, wrong, self.heads.texts, self.originals)

    def originals(self, places: Collection[Place]) -> dict[Place, list[str]]:
        """The rows of these places as they stand in the file."""
        wanted = set(places)
        return {place: cells for place, cells in self.cells() if place in wanted}


def read_list(data: bytes, name: str, words: Words, choices: Choices = AS_FOUND) -> Reading:
    """What the file is and what its columns are. Raises Invalid, with what to do, when it is no table."""
    if len(data) > LARGEST_FILE:
        raise Invalid(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it, and import the parts one after the other.")
    wanted = Wanted(choices.encoding, choices.delimiter, choices.sheet, choices.heading_row)
    tables = open_tables(data, wanted, lambda heading: bool(field_of(heading)[0]), MOST_ROWS)
    sample = [cells for table in tables for _, cells in islice(table.rows(), SAMPLE)]
    columns = choose(_elsewhere(guess(tables[0].headings, sample, OURS), sample), choices.columns, OURS)
    named = any(column.field == "name" for column in columns)
    lacking = () if named else ("No column is read as the name of the organisation. Say which one it is.",)
    return Reading(name, tables, columns, choices, words, lacking)


def _elsewhere(columns: list[Column], sample: list[list[str]]) -> list[Column]:
    """Numbers of another country's register, which is called as ours is, are the list's own."""
    if any(column.field == "source_id" for column in columns):
        return columns
    for at, column in enumerate(columns):
        values = [cells[at] for cells in sample if at < len(cells) and cells[at]]
        if column.field in ("nzbn", "charity_number") and len(values) >= ENOUGH and not OURS.fits(column.field, values):
            why = f"The heading says “{column.label}”, but its values are none of New Zealand's: kept as the list's own numbers."
            return [*columns[:at], replace(column, field="source_id", label=label_of("source_id"), why=why), *columns[at + 1 :]]
    return columns
