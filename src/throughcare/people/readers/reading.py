"""A whole people file: what it is, what its columns are, what each row says."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from throughcare.common.refusals import Invalid
from throughcare.imports.readers import Found, Heads, Table, Wanted, choose, guess, open_table
from throughcare.imports.readers.dates import Order
from throughcare.imports.rows import LARGEST_FILE, BadRow
from throughcare.people.actions.rows import AS_FOUND, Choices, FileRow, PeopleFile
from throughcare.people.readers.cells import read_row
from throughcare.people.readers.columns import DATES, Column, dates_in, field_of, fields_of
from throughcare.people.readers.synonyms import IDENTIFIER

MOST_ROWS = 100_000
SAMPLE = 1000
SHOWN = 20
NO_SCHEMES: Mapping[str, str] = {}
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Reading:
    """A file, read as its sender wants it. lacking: why no row of it can be imported; read_rows is not to be called then."""

    name: str
    table: Table
    columns: list[Column]
    orders: dict[str, Order]  # field → what its dates say
    choices: Choices
    notes: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def found(self) -> Found:
        return self.table.found

    @property
    def heads(self) -> Heads:
        return self.table.heads

    @property
    def read(self) -> list[Column]:
        """The columns that are read."""
        return [column for column in self.columns if column.field]

    @property
    def not_read(self) -> list[Column]:
        """The columns that are not."""
        return [column for column in self.columns if not column.field]

    def said_of_dates(self) -> dict[str, str]:
        """field → the order of its dates, and why; nothing for a column without a question."""
        said = {field: order.say(self.choices.dates) for field, order in self.orders.items()}
        return {field: sentence for field, sentence in said.items() if sentence}

    def rows(self) -> Iterator[FileRow | BadRow]:
        """Every row below the headings that holds anything."""
        orders = {field: self.choices.dates or order.order for field, order in self.orders.items()}
        width, columns = len(self.table.headings), self.read
        return (read_row(number, cells, columns, orders, self.choices.team, width) for number, cells in self.table.rows())

    def count(self) -> int:
        """How many rows it has."""
        return sum(1 for _ in self.table.rows())

    def first_rows(self) -> list[Row]:
        """What stands in the columns that are read, for looking at."""
        places = [column.place - 1 for column in self.read]
        shown = islice(self.table.rows(), SHOWN)
        return [(number, [cells[place] if place < len(cells) else "" for place in places]) for number, cells in shown]

    def people(self) -> PeopleFile:
        """Every row, readable or bad. Raises Invalid when the file as a whole can't be used."""
        if self.lacking:
            raise Invalid(self.lacking[0])
        rows: list[FileRow] = []
        bad: list[BadRow] = []
        for row in self.rows():
            if len(rows) + len(bad) >= MOST_ROWS:
                raise Invalid(f"The file has more than {MOST_ROWS:,} rows. Split it, and import the parts one after the other.")
            rows.append(row) if isinstance(row, FileRow) else bad.append(row)
        if not rows and not bad:
            raise Invalid("The file has no rows under its headings.")
        return PeopleFile(self.name, rows, bad, self.table.headings, self.originals)

    def originals(self, numbers: Collection[int]) -> dict[int, list[str]]:
        """The rows of these numbers as they stand in the file."""
        wanted = set(numbers)
        return {number: cells for number, cells in self.table.rows() if number in wanted}


def read_file(data: bytes, name: str, choices: Choices = AS_FOUND, schemes: Mapping[str, str] = NO_SCHEMES) -> Reading:
    """What the file is and what its columns are. Raises Invalid, with what to do, when it is no table.

    schemes: words for the numbers this site keeps, folded → scheme.
    """
    if len(data) > LARGEST_FILE:
        raise Invalid(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it, and import the parts one after the other.")
    wanted = Wanted(choices.encoding, choices.delimiter, choices.sheet, choices.heading_row)
    table = open_table(data, wanted, lambda heading: bool(field_of(heading, schemes)[0]), MOST_ROWS)
    sample = [cells for _, cells in islice(table.rows(), SAMPLE)]
    fields = fields_of(schemes)
    columns = choose(guess(table.headings, sample, fields), choices.columns, fields)
    dates = {column.field: column.place - 1 for column in columns if column.field in DATES}
    orders = {
        field: dates_in(cells[place] for _, cells in table.rows() if place < len(cells) and cells[place]) for field, place in dates.items()
    }
    return Reading(name, table, columns, orders, choices, _notes(table, columns), _lacking(columns, choices))


def read_people(data: bytes, name: str, choices: Choices = AS_FOUND, schemes: Mapping[str, str] = NO_SCHEMES) -> PeopleFile:
    """Every row of the file. Raises Invalid, with what to do, when the file as a whole can't be used."""
    return read_file(data, name, choices, schemes).people()


def _lacking(columns: Sequence[Column], choices: Choices) -> tuple[str, ...]:
    fields = {column.field for column in columns}
    if not any(fields):
        return ("The file has no headings we know: its first rows should name the columns, such as date of birth, and the rows follow.",)
    lacking = []
    if "team" not in fields and not choices.team:
        lacking.append(
            "The file has no column “team”. Add one with the code of the office that works with each person, or choose one office for all."
        )
    if not any(field == "identifiers" or field.startswith(IDENTIFIER) for field in fields):
        lacking.append(
            "The file has no column of numbers. Add “identifiers”, or one such as “identifier:prn”, so that people can be told apart."
        )
    return tuple(lacking)


def _notes(table: Table, columns: Sequence[Column]) -> tuple[str, ...]:
    """What is odd about the whole file."""
    notes = list(table.found.notes)
    for column in columns:
        if column.field.startswith(IDENTIFIER) and (short := _shorter(table, column.place - 1)):
            how = "were saved as numbers" if table.numeric[column.place - 1] else "have fewer digits than most"
            notes.append(
                f"Column {column.place}: {short:,} of its numbers {how}, and are shorter than the rest. A spreadsheet drops the zeros in "
                "front of a number: check them before you import."
            )
    return tuple(notes)


def _shorter(table: Table, place: int) -> int:
    """How many numbers of a column have fewer digits than six in ten of it have."""
    lengths = Counter(len(cells[place]) for _, cells in table.rows() if place < len(cells) and cells[place].isdigit())
    if not lengths:
        return 0
    usual, times = lengths.most_common(1)[0]
    if 10 * times < 6 * lengths.total():
        return 0
    return sum(count for length, count in lengths.items() if length < usual)
