"""`throughcare import partners`."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.common.text import search_key
from throughcare.imports.readers import DELIMITERS, ENCODINGS, EVERY
from throughcare.imports.rows import plain_cell
from throughcare.partners import actions
from throughcare.partners.forms.importing import ReadSo, read_so
from throughcare.partners.models import OrganizationKind
from throughcare.partners.queries.lists import mapping_named
from throughcare.partners.readers import Reading
from throughcare.partners.rows import Choices, Place

imports = typer.Typer(add_completion=False)
MOST_SHOWN = 20
_DELIMITERS = {**{name: sign for sign, name in DELIMITERS.items()}, **{sign: sign for sign in DELIMITERS}}


@imports.command("partners")
def import_partners(
    file: Annotated[
        Path,
        typer.Argument(help="CSV, TSV, XLSX, XLS, ODS or JSON: see docs/import-partners.md.", exists=True, dir_okay=False, readable=True),
    ],
    mapping: Annotated[str, typer.Option(help="A saved mapping. Without it, the one saved for the same headings.")] = "",
    source: Annotated[str, typer.Option(help="What the list is called, each time it comes. Without it, the name of the file.")] = "",
    sheet: Annotated[str, typer.Option(help=f"Which sheet of a workbook, or {EVERY} for all whose headings agree.")] = "",
    encoding: Annotated[str, typer.Option(help=f"One of: {', '.join(ENCODINGS)}. Without it, as found.")] = "",
    delimiter: Annotated[str, typer.Option(help=f"One of: {', '.join(DELIMITERS.values())}.")] = "",
    kind: Annotated[OrganizationKind | None, typer.Option(help="Kind of every row that says none.", case_sensitive=False)] = None,
    region: Annotated[str, typer.Option(help="Code or name of the region of every row that says none.")] = "",
    column: Annotated[list[str] | None, typer.Option(help='What a column is, as "heading=field"; no field: not read. Repeat it.')] = None,
    save: Annotated[str, typer.Option("--save-mapping", help="Keep how this list is read under a name.")] = "",
    rejects: Annotated[Path | None, typer.Option(help="Write the rejected rows here, as CSV.", dir_okay=False)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bring in a list of partners: each row accounted for, and nothing written over what somebody typed."""
    by = system_actor("partners import", channel="command")
    choices = Choices(_one_of(encoding, ENCODINGS), _delimiter(delimiter), sheet, 0, source, kind.value if kind else "", region)
    data = file.read_bytes()
    with reading_as(by.reader):
        read = read_so(by, data, file.name, choices, mapping_named(by, mapping) if mapping else None)
        if column:
            read = read_so(by, data, file.name, _with_columns(read.reading, column))
        listed = read.reading.partners()
        done = actions.check_partners(by=by, file=listed) if dry_run else None
    if done is None:
        done = actions.import_partners(by=by, file=listed)
        if save:
            with reading_as(by.reader):
                actions.save_mapping(by=by, name=save, headings=read.reading.heads.texts, fields=read.fields, choices=read.to_keep)
    if rejects:
        _write_rejects(rejects, done, read.reading)
    if as_json:
        typer.echo(json.dumps({**done.as_dict(), "found": _found(read)}, ensure_ascii=False))
        return
    _say(done, read, dry_run=dry_run)


def _one_of(encoding: str, there: dict[str, str]) -> str:
    if encoding and encoding not in there:
        raise Invalid(f"Write one of these encodings: {', '.join(there)}.")
    return encoding


def _delimiter(delimiter: str) -> str:
    if delimiter and delimiter not in _DELIMITERS:
        raise Invalid(f"Write one of these: {', '.join(DELIMITERS.values())}.")
    return _DELIMITERS.get(delimiter, "")


def _with_columns(reading: Reading, said: list[str]) -> Choices:
    """The columns as found, but for those that were said."""
    columns = {column.place: column.field for column in reading.columns}
    places = {search_key(column.heading): column.place for column in reversed(reading.columns)}
    for text in said:
        heading, equals, field = text.rpartition("=")
        if not equals or search_key(heading) not in places:
            raise Invalid('Write --column "heading=field" with a heading the file has.')
        columns[places[search_key(heading)]] = field.strip()
    return replace(reading.choices, columns=columns)


def _found(read: ReadSo) -> dict[str, Any]:
    """How the file was read. Headings stand here; no cell of a row does."""
    found, reading = read.reading.found, read.reading
    return {
        "kind": found.kind,
        "source": reading.source,
        "encoding": found.encoding.codec if found.encoding else None,
        "delimiter": DELIMITERS.get(found.delimiter),
        "sheets_read": [table.found.sheet for table in reading.tables if table.found.sheet],
        "sheets": [sheet.name for sheet in found.sheets],
        "mapping": read.mapping.name if read.mapping else None,
        "columns": [{"place": c.place, "heading": c.heading, "field": c.field, "why": c.why, "looks": c.looks} for c in reading.columns],
        "notes": list(reading.notes),
    }


def _write_rejects(path: Path, done: actions.Imported, reading: Reading) -> None:
    called = {f"{reading.name}: {table.found.sheet}": table.found.sheet for table in reading.tables if len(reading.tables) > 1}
    places = {(row.file, row.row): Place(called.get(row.file, ""), row.row) for row in done.rejected}
    rows = reading.originals(set(places.values()))
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["file", "row", "field", "reason", *map(plain_cell, reading.heads.texts)])
        for one in done.rejected:
            writer.writerow(
                [plain_cell(one.file), one.row, one.field, one.message, *map(plain_cell, rows.get(places[one.file, one.row], []))]
            )


def _say(done: actions.Imported, read: ReadSo, *, dry_run: bool) -> None:
    would, reading = "would be " if dry_run else "", read.reading
    how = [reading.found.kind, *([reading.found.encoding.name] if reading.found.encoding else []), f"the list {reading.source}"]
    typer.echo(f"Read as {', '.join(how)}" + (f", by the mapping {read.mapping.name}." if read.mapping else "."))
    for one in reading.columns:
        typer.echo(f"  {one.heading or '(no heading)'}: {one.label}")
    for sentence in reading.notes:
        typer.echo(f"Note: {sentence}")
    typer.echo(
        f"{done.read} rows read: {done.created} {would}created, {done.updated} {would}updated, "
        f"{done.unchanged} unchanged, {len(done.rejected)} rejected."
    )
    _table("Rejected", [(str(row.row), row.field, row.message) for row in done.rejected])
    _table("To know of rows that were taken", [(str(note.row), note.field, note.message) for note in done.notes])
    if done.look:
        typer.echo("Look for duplicates: some of these may be on the register already.")


def _table(title: str, rows: list[tuple[str, str, str]]) -> None:
    if not rows:
        return
    table = Table("Row", "Field", "Why", title=title)
    for row in rows[:MOST_SHOWN]:
        table.add_row(*row)
    Console().print(table)
    if len(rows) > MOST_SHOWN:
        typer.echo(f"and {len(rows) - MOST_SHOWN} more: --json lists all.")
