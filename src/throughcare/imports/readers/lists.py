"""Lists in JSON (arrays, GeoJSON, one object a line, a package with lists in it), turned into sheets: a list is a sheet, its name the way to it.

An object within an object becomes columns called by both names ("tags/religion"); several words become one cell with semicolons between them.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from throughcare.common.refusals import Invalid
from throughcare.imports.readers.workbooks import BookSheet

DEEPEST, MOST_COLUMNS, MOST_LISTS = 5, 300, 40
_BROKEN = "The file looks like JSON and is not well-formed. Ask for it again, or as CSV or XLSX."
_NO_LIST = "The file is JSON, and holds no list of records. Choose a file with a list, or one as CSV or XLSX."


def read_lists(data: bytes) -> list[BookSheet]:
    """Each list of objects the file holds. Raises Invalid when there is none."""
    found = {name or "list": rows for name, rows in islice(_lists(_parsed(data), ""), MOST_LISTS)}
    if not found:
        raise Invalid(_NO_LIST)
    return [_sheet(name, rows) for name, rows in found.items()]


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("The file is JSON in an odd encoding. Ask for it in UTF-8.") from None
    try:
        return json.loads(text)
    except RecursionError:
        raise Invalid(_BROKEN) from None
    except ValueError:
        return _by_line(text)


def _by_line(text: str) -> list[Any]:
    """One object a line."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise Invalid(_BROKEN) from None


def _lists(thing: Any, path: str, depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects down to DEEPEST, the outer ones first; in a list, only what its first object holds."""
    if depth > DEEPEST:
        return
    if isinstance(thing, list):
        rows = [one for one in thing if isinstance(one, dict)]
        if rows:
            yield path, [_feature(row) for row in rows]
            if len(rows) == 1:
                yield from _lists(rows[0], path, depth + 1)
    elif isinstance(thing, dict):
        for name, part in thing.items():
            if isinstance(part, list | dict):
                yield from _lists(part, f"{path}/{name}" if path else str(name), depth + 1)


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    """What is said of a place in GeoJSON stands in its properties."""
    if row.get("type") == "Feature" and isinstance(row.get("properties"), dict):
        return {"id": row.get("id"), **row["properties"]}
    return row


def _sheet(name: str, rows: list[dict[str, Any]]) -> BookSheet:
    flat = [dict(_cells(row)) for row in rows]
    headings = list(dict.fromkeys(key for row in flat for key in row))[:MOST_COLUMNS]
    sheet = BookSheet(name[:200], hidden=False)
    sheet.rows.append((1, [f"s{heading}" for heading in headings]))
    sheet.rows += [(number, [row.get(heading, "") for heading in headings]) for number, row in enumerate(flat, start=2)]
    return sheet


def _cells(row: dict[str, Any], path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        name = f"{path}/{key}" if path else str(key)
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _cells(value, name, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict) and depth < DEEPEST:
            yield from _cells(value[0], name, depth + 1)  # of several, the first: a row is about one thing
        elif isinstance(value, list):
            yield name, _cell("; ".join(str(one) for one in value if not isinstance(one, list | dict)))
        else:
            yield name, _cell(value)


def _cell(value: Any) -> str:
    """With its kind before it, as the cells of a workbook have."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "byes" if value else "bno"
    if isinstance(value, int | float):
        return f"n{value}"
    text = str(value).strip()[:40_000]
    return f"s{text}" if text else ""
