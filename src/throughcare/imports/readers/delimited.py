"""Text tables: what stands between the cells and around them, found from how evenly it cuts the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from throughcare.common.refusals import Invalid
from throughcare.imports.readers.encodings import without_bom

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE = 1 << 17  # characters
_ROWS = 300


@dataclass(frozen=True)
class Dialect:
    """How the cells are cut. skip: a first line that only says so ("sep=;")."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    skip: int = 0
    even: float = 1.0  # the share of rows that have as many cells as most have


def find_dialect(data: bytes, codec: str, wanted: str = "") -> Dialect:
    """The dialect that cuts most rows alike into most cells; `wanted` is the user's word against ours."""
    text = _start(data, codec)
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5:
        return Dialect(wanted or first.strip()[4], *_quoting(rest, wanted or first.strip()[4]), skip=1)
    if wanted in DELIMITERS:
        return Dialect(wanted, *_quoting(text, wanted))
    scored = [(_score(text, delimiter), delimiter) for delimiter in DELIMITERS]
    (even, cells), delimiter = max(scored, key=lambda one: (one[0][0] * min(one[0][1] - 1, 8), one[0][1]))
    if cells < 2:
        return Dialect(",", *_quoting(text, ","), even=even)
    return Dialect(delimiter, *_quoting(text, delimiter), even=even)


def rows_of(data: bytes, codec: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Every row that holds anything, with its number as a spreadsheet counts: a row may have several lines, a blank one counts."""
    text = io.TextIOWrapper(io.BytesIO(without_bom(data)), encoding=codec, newline="")
    lines = _reader(text, dialect)
    try:
        for number, cells in enumerate(lines, start=1):
            if number > dialect.skip and any(cell and not cell.isspace() for cell in cells):
                yield number, cells
    except csv.Error as wrong:
        if "field larger" in str(wrong):
            raise Invalid(
                f"A cell near line {lines.line_num} is longer than 131,072 characters: look for a quotation mark that isn't closed."
            ) from None
        raise Invalid(f"The file is not well-formed CSV near line {lines.line_num}: check its quotation marks.") from None


def _reader(text: io.TextIOBase, dialect: Dialect) -> Any:  # csv names no type for its readers
    return csv.reader(
        text,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        skipinitialspace=dialect.delimiter != "\t",
        strict=True,
    )


def _start(data: bytes, codec: str) -> str:
    """The first whole lines."""
    text = io.TextIOWrapper(io.BytesIO(without_bom(data)), encoding=codec, newline="").read(_SAMPLE)
    return text if len(text) < _SAMPLE else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text


def _score(text: str, delimiter: str) -> tuple[float, int]:
    """(share of rows that have the usual number of cells, that number)."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    counts: Counter[int] = Counter()
    try:
        for cells, _ in zip(lines, range(_ROWS), strict=False):
            if any(cell.strip() for cell in cells):
                counts[len(cells)] += 1
    except csv.Error:
        return 0.0, 0
    if not counts:
        return 0.0, 0
    usual, times = max(counts.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]))
    return times / counts.total(), usual


def _quoting(text: str, delimiter: str) -> tuple[str, str | None]:
    """(quotation mark, escape): double ones unless single ones clearly stand around cells; a backslash where it guards a quotation mark."""
    single = text.count(f"{delimiter}'") + text.count(f"'{delimiter}")
    double = text.count(f'{delimiter}"') + text.count(f'"{delimiter}') + text.count('\n"') + text.count('"\n')
    quote = "'" if single > 10 and not double and text.count("'") % 2 == 0 else '"'
    return quote, "\\" if re.search(rf"\\{quote}\w", text) else None
