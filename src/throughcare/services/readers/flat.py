"""Flat directories: CSV, JSON or XML files with one record a service, read as a mapping file says.

Each record is a service of an organization, at a place when the record gives one. Records of the same organization (by id,
or by name when the mapping has no id) share it; without ids the same name at the same address is the same service.
"""

import fnmatch
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from throughcare.services.readers import flat_rows
from throughcare.services.readers.builder import Builder
from throughcare.services.readers.mapping import FlatMapping
from throughcare.services.readers.sources import CannotRead, CsvFile, inside, plain_cell, read_json
from throughcare.services.readers.values import Bad
from throughcare.services.readers.xml_records import is_xml, read_xml
from throughcare.services.rows import Directory, RecordRef, Row, SourceRow

Cells = dict[str, Any]


def matches(path: Path, mapping: FlatMapping) -> bool:
    """Has the first file every column the mapping says to look for?"""
    files = _files(path, mapping)
    if not files or not mapping.match:
        return False
    root, name = files[0]
    file = inside(root, name)
    if file is None or (is_xml(file) and not mapping.rows):
        return False
    if _is_whole(file):
        columns = {str(key).lower() for record in _whole_records(root, file, mapping)[:1] if isinstance(record, dict) for key in record}
    else:
        columns = set(CsvFile(root, file, mapping.delimiter).header)
    return set(mapping.match) <= columns


def read(path: Path, mapping: FlatMapping) -> Directory:
    """One file, or every file of the folder the mapping names, in the order of their names."""
    files = _files(path, mapping)
    if not files:
        raise CannotRead(
            f"{path.name} has no file {mapping.files}, which the layout {mapping.layout} reads. Add it, or choose another layout."
        )
    build = Builder(mapping.layout, mapping.attribution)
    columns: set[str] = set()
    for root, name in files:
        for origin, cells in _records(build, root, name, mapping):
            columns.update(cells)
            try:
                if cells and all(value == "" or str(value).lower() == key for key, value in cells.items()):
                    raise Bad("", "The row repeats the headings, or is empty. Leave it out.")
                _accept(build, origin, flat_rows.rows(origin, cells, mapping))
            except Bad as bad:
                build.reject(origin, bad)
    if unused := sorted(columns - mapping.columns):
        build.directory.notes.append(f"These columns aren't kept: {', '.join(unused)}.")
    return build.directory


def _accept(build: Builder, origin: SourceRow, rows: list[Row]) -> None:
    """The service decides whether the record is new; its organization, place and categories may be there already.

    One that says the same of a service and something more (another area it serves, say) is put to it; one that says less or otherwise is refused.
    """
    service, rest = rows[0], rows[1:]
    fresh = [row for row in rest if row.key not in build.known[row.table]]
    shared = [RecordRef(row.table, row.key) for row in rest if row.key in build.known[row.table]]
    before = build.known["service"].get(service.key)
    if before is None:
        build.accept(origin, [service, *fresh], also=shared)
        return
    where = f"row {before.row}" + (f" of {before.file}" if before.file != origin.file else "")
    there = build.row("service", service.key)
    if differs := next(
        (name for name in type(service).__dataclass_fields__ if name != "origin" and getattr(there, name) != getattr(service, name)), ""
    ):
        raise Bad(
            differs,
            f"The same service at the same place is in {where} already, with another {differs}. Put the two together, or leave one out.",
        )
    if not fresh:
        raise Bad("name", f"The same service at the same place is in {where} already. Leave one of the two out.")
    build.accept(origin, fresh, also=[service.ref, *shared])


def _files(path: Path, mapping: FlatMapping) -> list[tuple[Path, str]]:
    if path.is_file():
        return [(path.parent, path.name)]
    names = sorted(child.name for child in path.iterdir() if fnmatch.fnmatchcase(child.name, mapping.files))
    return [(path, name) for name in names]


def _records(build: Builder, root: Path, name: str, mapping: FlatMapping) -> Iterator[tuple[SourceRow, Cells]]:
    path = inside(root, name)
    if path is None:
        raise CannotRead(f"{name} has gone. Start again.")
    if not _is_whole(path):
        yield from build.records(CsvFile(root, path, mapping.delimiter))
        return
    for number, record in enumerate(_whole_records(root, path, mapping), start=1):
        origin = SourceRow(name, number)
        try:
            if not isinstance(record, dict):
                raise Bad("", "The entry isn't a record in curly brackets. Correct it, or leave it out.")
            yield origin, {str(key).lower(): plain_cell(str(key), value) for key, value in record.items()}
        except Bad as bad:
            build.reject(origin, bad)


def _is_whole(path: Path) -> bool:
    """Is it read whole, and not line by line?"""
    return path.suffix.lower() == ".json" or is_xml(path)


def _whole_records(root: Path, path: Path, mapping: FlatMapping) -> list[Any]:
    if is_xml(path):
        return list(read_xml(root, path, record=mapping.rows, named_by=mapping.named_by))
    return _json_records(root, path, mapping)


def _json_records(root: Path, path: Path, mapping: FlatMapping) -> list[Any]:
    data = read_json(root, path)
    if mapping.rows and isinstance(data, dict):
        data = data.get(mapping.rows)
    if not isinstance(data, list):
        under = f" under “{mapping.rows}”" if mapping.rows else ""
        raise CannotRead(
            f"{path.name} should hold a list of records{under} in square brackets. Correct it, or say in the mapping file where the list is (rows)."
        )
    return data
