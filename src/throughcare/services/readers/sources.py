"""Files of a directory, read safely: nothing outside the folder, nothing without a limit, no byte that isn't UTF-8.

A bad row is reported and reading goes on with the next; a file that can't be read at all is refused with a sentence.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from throughcare.common.refusals import Invalid
from throughcare.services.readers.values import Bad
from throughcare.services.rows import SourceRow

MAX_ROW = 1 << 20  # characters in one CSV row; the csv module itself stops at 131,072 in one cell
MAX_CELL = 1 << 17
MAX_DEPTH = 5  # lists and records inside a cell
MAX_JSON = 64 << 20  # bytes: JSON is read whole

_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a byte that isn't UTF-8
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMULA = re.compile(r'(?:^|,)"?[=@]')

Record = dict[str, str]
OnBad = Callable[[SourceRow, Bad], None]


class CannotRead(Invalid):
    """The file, or the whole directory, can't be read. `str()` says what, where and what to do."""


def inside(root: Path, name: str) -> Path | None:
    """The file `name` of the folder, or None when there is none. A link or path that leads out of the folder is refused."""
    path = root / name
    if not path.exists():
        if path.is_symlink():
            raise CannotRead(f"{name} is a link that leads nowhere. Put the file itself in the folder.")
        return None
    if not path.resolve().is_relative_to(root.resolve()):
        raise CannotRead(f"{name} leads to a file outside the folder. Put the file itself in the folder.")
    if not path.is_file():
        raise CannotRead(f"{name} isn't a plain file. Put the file itself in the folder.")
    return path


class _Lines:
    """Lines of a text file for the csv module, each checked; knows where the present row stands and how to skip it."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.line = 0
        self.formulas = 0
        self._open = False  # inside a quoted cell: an odd number of quotation marks since the row began
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._read()
        if not line:
            raise StopIteration
        if not line.isascii():
            if found := _NOT_UTF8.search(line):
                byte = ord(found[0]) - 0xDC00
                raise Bad("", f"Line {self.line} holds the byte {byte:#04x}, which isn't UTF-8. Save the file as UTF-8 and try again.")
            line = unicodedata.normalize("NFC", line)
        if "\0" in line:
            line = line.replace("\0", "")
        if ("=" in line or "@" in line) and _FORMULA.search(line):
            self.formulas += 1
        return line

    def _read(self) -> str:
        line = self.text.readline(MAX_ROW)
        self.line += 1
        self._size += len(line)
        if line.count('"') % 2:
            self._open = not self._open
        if self._size >= MAX_ROW:
            ended = line.endswith(("\n", "\r"))
            if not ended:
                self._skip_line()
            raise Bad("", f"The row is longer than {MAX_ROW:,} characters. Shorten it, or look for a quotation mark that isn't closed.")
        return line

    def _skip_line(self) -> None:
        while piece := self.text.readline(MAX_CELL):
            if piece.count('"') % 2:
                self._open = not self._open
            if piece.endswith(("\n", "\r")):
                return

    def next_row(self) -> None:
        """Called between rows."""
        self._open, self._size = False, 0

    def skip_row(self) -> None:
        """Read on to the end of a row that was given up, without keeping it."""
        while self._open and (line := self.text.readline(MAX_CELL)):
            if line.endswith(("\n", "\r")):
                self.line += 1
            if line.count('"') % 2:
                self._open = not self._open


class CsvFile:
    """A CSV file with a header row. Iterating gives (origin, record); cells are stripped, headers are lower case."""

    def __init__(self, root: Path, path: Path, delimiter: str = ",") -> None:
        self.name = path.relative_to(root).as_posix()
        self.path = path
        self.delimiter = delimiter
        self.formulas = 0
        self.header = self._header()

    def _open(self) -> io.TextIOWrapper:
        try:
            text = self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
        except OSError as error:
            raise CannotRead(f"{self.name} can't be opened: {error.strerror}. Check that you may read it.") from None
        return text

    def _header(self) -> list[str]:
        with self.path.open("rb") as raw:
            if raw.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                raise CannotRead(f"{self.name} is UTF-16. Save it as CSV in UTF-8 and try again.")
        with self._open() as text:
            try:
                cells = next(csv.reader(_Lines(text), delimiter=self.delimiter, strict=True), [])
            except (Bad, csv.Error) as error:
                raise CannotRead(f"{self.name}: the header row can't be read. {error}") from None
        header = [cell.strip().lower() for cell in cells]
        if not any(header):
            raise CannotRead(f"{self.name} is empty. Its first row should name the columns.")
        if twice := next((name for name in header if name and header.count(name) > 1), None):
            raise CannotRead(f"{self.name} has two columns called {twice}. Rename or remove one.")
        return header

    def records(self, on_bad: OnBad) -> Iterator[tuple[SourceRow, Record]]:
        """Every data row that could be read; the others go to `on_bad`."""
        header, width, name = self.header, len(self.header), self.name
        with self._open() as text:
            lines = _Lines(text)
            rows = csv.reader(lines, delimiter=self.delimiter)
            row = -1  # the header is on its way
            while True:
                lines.next_row()
                try:
                    cells = next(rows)
                except StopIteration:
                    break
                except (Bad, csv.Error) as error:
                    row += 1
                    lines.skip_row()
                    on_bad(SourceRow(name, row), error if isinstance(error, Bad) else _csv_problem(error))
                    continue
                if not cells:  # a blank line is not a row
                    continue
                row += 1
                if row == 0:
                    continue
                if len(cells) != width:
                    on_bad(SourceRow(name, row), _wrong_width(len(cells), width))
                    continue
                yield SourceRow(name, row), dict(zip(header, map(str.strip, cells), strict=True))
            self.formulas = lines.formulas


def _csv_problem(error: csv.Error) -> Bad:
    if "field larger" in str(error):
        return Bad("", f"A cell is longer than {MAX_CELL:,} characters. Shorten it, or look for a quotation mark that isn't closed.")
    return Bad("", f"The row isn't valid CSV ({error}). Look for a quotation mark out of place.")


def _wrong_width(cells: int, width: int) -> Bad:
    return Bad(
        "",
        f"The row has {cells} cells but the header has {width}. Look for a comma outside quotation marks, or a missing cell.",
    )


def read_json(root: Path, path: Path) -> Any:
    """A JSON file's content, or a sentence with the line that is wrong."""
    name = path.relative_to(root).as_posix()
    try:
        if (size := path.stat().st_size) > MAX_JSON:
            raise CannotRead(f"{name} has {size:,} bytes; the most is {MAX_JSON:,}. Split it into smaller files in one folder.")
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"{name} can't be opened: {error.strerror}. Check that you may read it.") from None
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CannotRead(
            f"{name}, line {line}: the byte {data[error.start]:#04x} isn't UTF-8. Save the file as UTF-8 and try again."
        ) from None
    except json.JSONDecodeError as error:
        raise CannotRead(f"{name}, line {error.lineno}: {error.msg}. Correct the JSON and try again.") from None
    except RecursionError:
        raise CannotRead(f"{name} is nested too deeply to be a directory. Give a list of plain records.") from None
    except ValueError as error:  # a whole number of thousands of digits
        raise CannotRead(f"{name} holds a number that is too long ({error}). Correct it and try again.") from None


def plain_cell(name: str, value: Any, depth: int = 0) -> Any:
    """A JSON value as cells are elsewhere: text without stray spaces or NUL, in composed form; lists and records of those."""
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise Bad(name, f"The text is longer than {MAX_CELL:,} characters. Shorten it.")
        if not value.isascii():
            if _SURROGATE.search(value):
                raise Bad(name, "The text holds half of a character pair, which can't be stored. Write the character itself.")
            value = unicodedata.normalize("NFC", value)
        return value.replace("\0", "").strip()
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if depth > MAX_DEPTH:
        raise Bad(name, "The value is nested too deeply. Give text, or a list of texts.")
    if isinstance(value, list):
        return [plain_cell(name, item, depth + 1) for item in value]
    return {str(key).lower(): plain_cell(name, item, depth + 1) for key, item in value.items()}
