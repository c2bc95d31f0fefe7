"""Workbooks: which sheets there are, and the rows of one, read by `sheets.py` in a process with limits."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from throughcare.common.refusals import Invalid

SCRIPT = Path(__file__).with_name("sheets.py")
LARGEST_UNPACKED = 300 * 1024 * 1024
_PATIENCE = 120  # seconds by the clock; the process has limits of its own on work and memory
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOO_MUCH = "The workbook is too large or too intricate to read safely. Save the sheet you need as “CSV UTF-8”, and choose that file."
NO_SHEET = "The workbook has no sheet of that name. Choose one of its sheets."
_SENTENCES = {
    "password": "The workbook has a password. Save it without one, and try again.",
    "broken": "The workbook is damaged, or not one we can read. Open it in a spreadsheet, save it as XLSX, and try again.",
}
Row = tuple[int, list[str]]


@dataclass
class BookSheet:
    """One sheet: its rows (number, cells with their kind before them), and its merged cells as [row, column, last row, last column] from 0."""

    name: str
    hidden: bool
    rows: list[Row] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)


def is_workbook(data: bytes) -> bool:
    """By its first bytes."""
    return data.startswith((_ZIP, _OLE))


def kind_of(data: bytes) -> str:
    """What people call it."""
    if data.startswith(_OLE):
        return "XLS"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "ODS" if "mimetype" in archive.namelist() else "XLSX"
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "XLSX"


def read_workbook(data: bytes, names: Sequence[str], most: int) -> list[BookSheet]:
    """All its sheets; with rows only those asked for, or the only one, or the first rows of each when there are several."""
    _check_size(data)
    command = [sys.executable, "-I", str(SCRIPT), str(most), *names]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Invalid(_TOO_MUCH) from None
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise Invalid(_TOO_MUCH)
    first = json.loads(lines[0])
    if "error" in first:
        raise Invalid(_SENTENCES[first["error"]])
    sheets = {name: BookSheet(name, hidden) for name, hidden in first["sheets"]}
    if any(name not in sheets for name in names):
        raise Invalid(NO_SHEET)
    return _filled(sheets, lines[1:], names)


def _filled(sheets: dict[str, BookSheet], lines: list[bytes], wanted: Sequence[str]) -> list[BookSheet]:
    now: BookSheet | None = None
    for line in lines:
        said: Any = json.loads(line)
        if isinstance(said, list):
            if now is not None:
                now.rows.append((said[0], said[1:]))
        elif "sheet" in said:
            now = sheets[said["sheet"]]
            now.merged = said.get("merged", [])
            if "error" in said and wanted:
                raise Invalid(_SENTENCES["broken"])
    return list(sheets.values())


def _check_size(data: bytes) -> None:
    """What it says of itself; what it really does is limited where it is unpacked."""
    if not data.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Invalid(_SENTENCES["broken"]) from None
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED or len(entries) > 10_000:
        raise Invalid(_TOO_MUCH)
    names = {entry.filename for entry in entries}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml"} or "word/document.xml" in names:
        raise Invalid("The file is an archive or a document, not a table. Choose a CSV, XLSX, XLS or ODS file.")
