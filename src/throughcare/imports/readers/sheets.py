"""Reads one workbook (XLSX, XLSB, XLS, ODS) in a process of its own, which may use so much memory and time and no more.

A workbook may unpack to a thousand times its size, or say that it has a billion cells; whatever it does, it does it here. Run as a
program, with the workbook as its standard input; it imports nothing of ours. Formulas are not run: a cell has the value it was saved with.

Each line it writes is JSON. First {"sheets": [[name, hidden], …]}, or {"error": …} and nothing else. Then, for each sheet it was asked
for, {"sheet": name, "merged": [[row, column, last row, last column], …]} and its rows [number, cell, …] from 1, blank ones left out. A
cell is text with its kind before it: "s" text, "n" number, "d" date, "b" yes or no.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 60
LONGEST_CELL = 40_000  # nobody reads more of a cell; what is longer is refused as too long by whoever wants it
FIRST_ROWS = 30  # of each sheet, when none was asked for


def cell_of(value: Any) -> str:
    """One cell, with its kind before it."""
    if value == "" or value is None:
        return ""
    if isinstance(value, bool):
        return "byes" if value else "bno"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return f"d{value.date().isoformat()}" if midnight else f"d{value.isoformat(sep=' ')}"
    if isinstance(value, date):
        return f"d{value.isoformat()}"
    if isinstance(value, float):
        return f"n{int(value)}" if value.is_integer() and abs(value) < 1e15 else f"n{value!r}"
    if isinstance(value, int):
        return f"n{value}"
    if isinstance(value, time | timedelta):
        return f"s{value}"
    text = str(value)[:LONGEST_CELL].strip()
    return f"s{text}" if text else ""


def say(thing: object) -> None:
    """One line."""
    sys.stdout.write(json.dumps(thing, ensure_ascii=False) + "\n")


def write_sheet(book: Any, name: str, most: int) -> None:
    """One sheet, its first `most` rows that hold anything."""
    sheet = book.get_sheet_by_name(name)
    merged = getattr(sheet, "merged_cell_ranges", None) or []
    say({"sheet": name, "merged": [[*start, *end] for start, end in merged[:1000]]})
    start, written = sheet.start, 0
    if start is None:
        return
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_of(value) for value in row]
        if any(cells):
            say([number, *[""] * start[1], *cells])
            written += 1
            if written >= most:
                return


def main(arguments: list[str]) -> None:
    """arguments: how many rows at most; the sheet, if one was chosen."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import python_calamine as calamine  # noqa: PLC0415 - under the limits above

    try:
        book = calamine.load_workbook(BytesIO(sys.stdin.buffer.read()))
    except calamine.PasswordError:
        say({"error": "password"})
        return
    except calamine.CalamineError:
        say({"error": "broken"})
        return
    sheets = [(sheet.name, sheet.visible != calamine.SheetVisibleEnum.Visible) for sheet in book.sheets_metadata]
    say({"sheets": sheets})
    wanted = arguments[1:] or ([sheets[0][0]] if len(sheets) == 1 else [])
    for name, _ in sheets:
        if not wanted or name in wanted:
            try:
                write_sheet(book, name, int(arguments[0]) if wanted else FIRST_ROWS)
            except (calamine.CalamineError, ValueError, OverflowError):  # a chart, or a sheet that is broken
                say({"sheet": name, "error": "broken"})
    say({"end": True})


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # standard output is a text file
    main(sys.argv[1:])
