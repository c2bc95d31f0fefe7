"""One file, one table, whatever it was saved as. Raises Invalid with a sentence when it is no table; no sentence repeats what it holds."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from throughcare.common.refusals import Invalid
from throughcare.common.text import clean, search_key
from throughcare.imports.readers.delimited import DELIMITERS as DELIMITERS
from throughcare.imports.readers.delimited import Dialect, find_dialect, rows_of
from throughcare.imports.readers.encodings import Encoding, find_encoding
from throughcare.imports.readers.headings import FIRST_ROWS, Heads, find_headings
from throughcare.imports.readers.lists import read_lists
from throughcare.imports.readers.workbooks import NO_SHEET, BookSheet, is_workbook, kind_of, read_workbook

EVERY = "*"  # of Wanted.sheet: all that agree
_NO_TABLE = "The file has no headings we know: its first rows should name the columns, and the rows follow."
_OTHERS = (
    (b"%PDF", "The file is a PDF. Ask for the table itself, as CSV or XLSX."),
    (b"\x1f\x8b", "The file is packed (gzip). Unpack it, and choose the file inside."),
    (b"PAR1", "The file is Parquet. Save it as “CSV UTF-8”, and choose that file."),
    (b"{\\rtf", "The file is a text document. Put the table into a spreadsheet, and save it as XLSX."),
    (b"\x89PNG", "The file is a picture. Ask for the table itself, as CSV or XLSX."),
    (b"\xff\xd8\xff", "The file is a picture. Ask for the table itself, as CSV or XLSX."),
)
_JSON = re.compile(rb"[{\[]\s*[\"{\[\]}]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MARKUP = (
    (b"<?xml", "The file is XML. Save it as “CSV UTF-8” or XLSX, and choose that file."),
    (b"<", "The file is a web page. Open it in a spreadsheet, save it as XLSX, and choose that file."),
)


@dataclass(frozen=True)
class Wanted:
    """What the user chose; empty: as found."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_row: int = 0


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    hidden: bool


@dataclass(frozen=True)
class Found:
    """How the file was read, for whoever sent it."""

    kind: str  # CSV, TSV, XLSX, XLS, ODS
    encoding: Encoding | None = None
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Table:
    """Headings, and rows as often as they are asked for. numeric: how many cells of a column (from 0) were numbers, not text."""

    found: Found
    heads: Heads
    read: Callable[[], Iterator[tuple[int, list[str]]]]
    numeric: Counter[int] = field(default_factory=Counter)

    @property
    def headings(self) -> tuple[str, ...]:
        return self.heads.texts

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(number as a spreadsheet counts, cells): what stands below the headings."""
        return ((number, cells) for number, cells in self.read() if number > self.heads.last)


def open_table(data: bytes, wanted: Wanted, known: Callable[[str], bool], most: int) -> Table:
    """Read the file as its first bytes say. known: is this a heading somebody knows? most: rows anybody wants."""
    for begins, sentence in _OTHERS:
        if data.startswith(begins):
            raise Invalid(sentence)
    return _open_book(data, wanted, known, most)[0] if is_workbook(data) else _open_text(data, wanted, known)


def open_tables(data: bytes, wanted: Wanted, known: Callable[[str], bool], most: int) -> list[Table]:
    """As `open_table`; with JSON, and, when EVERY sheet is wanted, all in sight whose headings agree with the one that would be chosen."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return _open_book(data, wanted, known, most) if is_workbook(data) or _JSON.match(start) else [open_table(data, wanted, known, most)]


def _open_text(data: bytes, wanted: Wanted, known: Callable[[str], bool]) -> Table:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    for begins, sentence in _MARKUP:
        if start.startswith(begins):
            raise Invalid(sentence)
    if _JSON.match(start):
        raise Invalid("The file is JSON. Save it as “CSV UTF-8” or XLSX, and choose that file.")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Invalid("The file is empty. Its first row should name the columns.")
    encoding = find_encoding(data, wanted.encoding)
    dialect = find_dialect(data, encoding.codec, wanted.delimiter)
    if not encoding.codec.startswith("utf-16") and 100 * len(_CONTROL.findall(data[:100_000])) > len(data[:100_000]):
        raise Invalid("The file is no text and no workbook we know. Choose a CSV, XLSX, XLS or ODS file.")
    read = partial(_clean_rows, data, encoding.codec, dialect)
    heads = find_headings(list(islice(read(), FIRST_ROWS)), known, chosen=wanted.heading_row)
    if heads is None:
        raise Invalid(_NO_TABLE)
    notes = list(encoding.notes)
    if dialect.even < 0.9 and not wanted.delimiter:
        notes.append("The rows don't all have the same number of cells: check what stands between them.")
    kind = "TSV" if dialect.delimiter == "\t" else "CSV"
    return Table(Found(kind, encoding, dialect.delimiter, notes=(*notes, *_above(heads))), heads, read)


def _clean_rows(data: bytes, codec: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    return (
        (number, [cell if cell.isascii() and "\0" not in cell and cell.strip() == cell else clean(cell) for cell in cells])
        for number, cells in rows_of(data, codec, dialect)
    )


def _above(heads: Heads) -> list[str]:
    """What was passed over."""
    if heads.first == 1:
        return [] if heads.last == 1 else ["The headings stand on two rows, and are read together."]
    where = f"rows {heads.first} and {heads.last}" if heads.last != heads.first else f"row {heads.first}"
    return [f"The headings stand in {where}; what is above them is not read."]


def _open_book(data: bytes, wanted: Wanted, known: Callable[[str], bool], most: int) -> list[Table]:
    sheets = _sheets(data, () if wanted.sheet == EVERY else (wanted.sheet,) if wanted.sheet else (), most)
    chosen = _choose(sheets, wanted, known)
    names = [sheet.name for sheet in (_agreeing(sheets, chosen, known) if wanted.sheet == EVERY else [chosen])]
    if is_workbook(data) and names != [wanted.sheet] and len(sheets) > 1:
        sheets = _sheets(data, names, most)
    notes = []
    if hidden := [sheet for sheet in sheets if sheet.hidden]:
        notes.append(
            f"{len(hidden)} of its {len(sheets)} sheets {'is' if len(hidden) == 1 else 'are'} hidden, and not read unless you choose so."
        )
    if wanted.sheet == EVERY and (left := len(sheets) - len(names)):
        notes.append(f"{left} of its {len(sheets)} sheets {'has' if left == 1 else 'have'} other headings, or none, and are not read.")
    kind, there = kind_of(data) if is_workbook(data) else "JSON", tuple(Sheet(sheet.name, sheet.hidden) for sheet in sheets)
    read = [sheet for sheet in sheets if sheet.name in names]
    return [_table_of(sheet, known, wanted.heading_row, Found(kind, sheet=sheet.name, sheets=there, notes=tuple(notes))) for sheet in read]


def _sheets(data: bytes, names: Sequence[str], most: int) -> list[BookSheet]:
    if is_workbook(data):
        return read_workbook(data, names, most + FIRST_ROWS + 1)
    sheets = read_lists(data)
    if any(name not in {sheet.name for sheet in sheets} for name in names):
        raise Invalid(NO_SHEET)
    return sheets


def _table_of(sheet: BookSheet, known: Callable[[str], bool], heading_row: int, found: Found) -> Table:
    """One sheet. found: what is said of the whole file."""
    heads = _heads_of(sheet, known, heading_row)
    if heads is None:
        raise Invalid(_NO_TABLE)
    numeric: Counter[int] = Counter()
    for number, cells in sheet.rows:
        if number > heads.last:
            numeric.update(place for place, cell in enumerate(cells) if cell.startswith("n"))
    said = replace(found, notes=(*_above(heads), *found.notes))
    return Table(said, heads, lambda: ((number, _plain(cells)) for number, cells in sheet.rows), numeric)


def _heads_of(sheet: BookSheet, known: Callable[[str], bool], heading_row: int = 0) -> Heads | None:
    plain = [(number, _plain(cells)) for number, cells in sheet.rows[:FIRST_ROWS]]
    return find_headings(plain, known, sheet.merged, heading_row)


def _agreeing(sheets: list[BookSheet], chosen: BookSheet, known: Callable[[str], bool]) -> list[BookSheet]:
    """Those in sight with the headings of the one chosen, in the same order."""
    wanted = _heads_of(chosen, known)
    return [sheet for sheet in sheets if sheet.rows and not sheet.hidden and _folded(_heads_of(sheet, known)) == _folded(wanted)]


def _folded(heads: Heads | None) -> list[str]:
    texts = [search_key(text) for text in heads.texts] if heads else []
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _plain(cells: list[str]) -> list[str]:
    return [clean(cell[1:]) for cell in cells]


def _choose(sheets: list[BookSheet], wanted: Wanted, known: Callable[[str], bool]) -> BookSheet:
    """The sheet asked for; else the one in sight with most headings we know, the first of them."""
    if wanted.sheet not in ("", EVERY):
        return next(sheet for sheet in sheets if sheet.name == wanted.sheet)
    seen = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    if not seen:
        raise Invalid("The workbook has no sheet with a table on it that is in sight. Show the sheet, save the workbook, and try again.")

    def score(sheet: BookSheet) -> int:
        heads = _heads_of(sheet, known)
        return len({text.casefold() for text in heads.texts if text and known(text)}) if heads else 0

    return max(seen, key=score)
