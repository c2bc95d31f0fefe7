"""A file of reports: CSV, in whatever encoding and with whatever separator, a row for each period."""

from collections.abc import Sequence

from throughcare.common.refusals import Invalid
from throughcare.common.text import search_key
from throughcare.imports.readers.delimited import find_dialect, rows_of
from throughcare.imports.readers.encodings import find_encoding
from throughcare.performance.actions import Row
from throughcare.performance.states import MOST_BYTES, MOST_ROWS

# Each column, and the headings by which it is known.
_HEADINGS = {
    "agreement": ("agreement", "agreement number"),
    "measure": ("measure", "measure name", "measure id"),
    "period": ("period", "period start", "first day"),
    "value": ("value", "number"),
    "out_of": ("out of", "denominator"),
    "note": ("note", "notes", "comment"),
}
_NEEDED = ("agreement", "measure", "period", "value")


def read_reports(data: bytes) -> list[Row]:
    """Rows in their order, numbered as a spreadsheet shows them. Raises Invalid for what is no CSV, too large, or without the headings."""
    if len(data) > MOST_BYTES:
        raise Invalid(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send it in parts.")
    codec = find_encoding(data).codec
    lines = iter(rows_of(data, codec, find_dialect(data, codec)))
    _, heads = next(lines, (0, []))
    places = _places(heads)
    found = [_row(number, cells, places) for number, cells in lines if any(cell.strip() for cell in cells)]
    if len(found) > MOST_ROWS:
        raise Invalid(f"The file has {len(found)} rows: send {MOST_ROWS} at most, in parts.")
    return found


def _places(heads: Sequence[str]) -> dict[str, int]:
    known = {words: name for name, headings in _HEADINGS.items() for words in headings}
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        if (name := known.get(search_key(head))) is not None:
            places.setdefault(name, place)
    if missing := [name for name in _NEEDED if name not in places]:
        raise Invalid(
            f"The first row has no column called {', '.join(missing)}. Call the columns: agreement, measure, period, value, out of, note."
        )
    return places


def _row(number: int, cells: Sequence[str], places: dict[str, int]) -> Row:
    said = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    return Row(number=number, **said)
