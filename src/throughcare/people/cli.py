"""`throughcare import people`."""

import csv
import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.db import transaction
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.common.text import search_key
from throughcare.imports.readers import DELIMITERS, ENCODINGS
from throughcare.imports.rows import plain_cell
from throughcare.people import actions
from throughcare.people.actions.conflicts import decide_undecidable
from throughcare.people.actions.likely import find_duplicates as look_through
from throughcare.people.actions.looks import find_looks
from throughcare.people.actions.mappings import save_mapping
from throughcare.people.actions.rows import Choices
from throughcare.people.forms.importing import ReadSo, read_so
from throughcare.people.queries.limits import undecidable
from throughcare.people.queries.mappings import mapping_named
from throughcare.people.readers import Reading
from throughcare.people.states import ConflictVerdict

cli = typer.Typer(add_completion=False)
MOST_REJECTS = 20
_DELIMITERS = {**{name: sign for sign, name in DELIMITERS.items()}, **{sign: sign for sign in DELIMITERS}}


@cli.command("people")
def import_people(
    file: Annotated[
        Path, typer.Argument(help="CSV, TSV, XLSX, XLS or ODS: see docs/import-people.md.", exists=True, dir_okay=False, readable=True)
    ],
    mapping: Annotated[str, typer.Option(help="A saved mapping. Without it, the one saved for the same headings.")] = "",
    sheet: Annotated[str, typer.Option(help="Which sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help=f"One of: {', '.join(ENCODINGS)}. Without it, as found.")] = "",
    delimiter: Annotated[str, typer.Option(help=f"One of: {', '.join(DELIMITERS.values())}.")] = "",
    dates: Annotated[str, typer.Option(help="day or month: which stands first. Without it, as each column shows.")] = "",
    team: Annotated[str, typer.Option(help="Code of the office of every row that names none.")] = "",
    column: Annotated[list[str] | None, typer.Option(help='What a column is, as "heading=field"; no field: not read. Repeat it.')] = None,
    save: Annotated[str, typer.Option("--save-mapping", help="Keep how this file is read under a name.")] = "",
    rejects: Annotated[Path | None, typer.Option(help="Write the rejected rows here, as CSV.", dir_okay=False)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bring in people from a file: each row accounted for, all or nothing."""
    by = system_actor("people import", channel="command")
    choices = _choices(encoding, delimiter, sheet, dates, team)
    data = file.read_bytes()
    with reading_as(by.reader):
        read = read_so(by, data, file.name, choices, mapping_named(by, mapping) if mapping else None)
        if column:
            read = read_so(by, data, file.name, _with_columns(read.reading, column))
        people = read.reading.people()
        done = actions.import_people(by=by, file=people, dry_run=dry_run)
        if save and not dry_run:
            fields = [one.field for one in read.reading.columns]
            save_mapping(by=by, name=save, headings=read.reading.heads.texts, fields=fields, choices=read.reading.choices)
    if rejects:
        _write_rejects(rejects, done, read.reading)
    if as_json:
        typer.echo(json.dumps({**done.as_dict(), "found": _found(read)}, ensure_ascii=False))
        return
    _say(done, read, dry_run=dry_run)


def _choices(encoding: str, delimiter: str, sheet: str, dates: str, team: str) -> Choices:
    if encoding and encoding not in ENCODINGS:
        raise Invalid(f"Write one of these encodings: {', '.join(ENCODINGS)}.")
    if delimiter and delimiter not in _DELIMITERS:
        raise Invalid(f"Write one of these: {', '.join(DELIMITERS.values())}.")
    if dates not in ("", "day", "month"):
        raise Invalid("Write --dates day or --dates month.")
    return Choices(encoding, _DELIMITERS.get(delimiter, ""), sheet, 0, dates, team)


def _with_columns(reading: Reading, said: list[str]) -> Choices:
    """The columns as found, but for those that were said."""
    columns = {column.place: column.field for column in reading.columns}
    places = {search_key(column.heading): column.place for column in reversed(reading.columns)}
    for text in said:
        heading, equals, field = text.rpartition("=")
        if not equals or search_key(heading) not in places:
            raise Invalid('Write --column "heading=field" with a heading the file has.')
        columns = {place: "" if name == field.strip() else name for place, name in columns.items()}
        columns[places[search_key(heading)]] = field.strip()
    kept = reading.choices
    return Choices(kept.encoding, kept.delimiter, kept.sheet, kept.heading_row, kept.dates, kept.team, columns)


def _found(read: ReadSo) -> dict[str, Any]:
    """How the file was read. Headings stand here, for whoever has the file; no cell of a row does."""
    found, reading = read.reading.found, read.reading
    return {
        "kind": found.kind,
        "encoding": found.encoding.codec if found.encoding else None,
        "delimiter": DELIMITERS.get(found.delimiter),
        "sheet": found.sheet or None,
        "sheets": [sheet.name for sheet in found.sheets],
        "mapping": read.mapping.name if read.mapping else None,
        "columns": [{"place": c.place, "heading": c.heading, "field": c.field, "why": c.why, "looks": c.looks} for c in reading.columns],
        "dates": reading.said_of_dates(),
        "notes": list(reading.notes),
    }


def _write_rejects(path: Path, done: actions.Imported, reading: Reading) -> None:
    rows = reading.originals({row.row for row in done.rejected})
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["row", "field", "reason", *map(plain_cell, reading.heads.texts)])
        writer.writerows([r.row, r.field, r.message, *map(plain_cell, rows.get(r.row, []))] for r in done.rejected)


def _say(done: actions.Imported, read: ReadSo, *, dry_run: bool) -> None:
    would, reading = "would be " if dry_run else "", read.reading
    how = [reading.found.kind, reading.found.encoding.name if reading.found.encoding else f"sheet {reading.found.sheet}"]
    typer.echo(f"Read as {', '.join(how)}" + (f", by the mapping {read.mapping.name}." if read.mapping else "."))
    if reading.not_read:
        typer.echo(f"Columns not read: {', '.join(str(column.place) for column in reading.not_read)}.")
    for sentence in (*reading.notes, *(f"{field}: {said}" for field, said in reading.said_of_dates().items())):
        typer.echo(f"Note: {sentence}")
    held = f", {done.held} held until somebody has looked at them" if done.held else ""
    typer.echo(
        f"{done.read} rows read: {done.created} {would}created, {done.updated} {would}updated, "
        f"{done.unchanged} unchanged, {len(done.rejected)} rejected{held}."
    )
    if done.rejected:
        table = Table("Row", "Field", "What to do")
        for row in done.rejected[:MOST_REJECTS]:
            table.add_row(str(row.row), row.field, row.message)
        Console().print(table)
    if len(done.rejected) > MOST_REJECTS:
        typer.echo(f"and {len(done.rejected) - MOST_REJECTS} more: --json lists all.")


people = typer.Typer(add_completion=False)


@people.command("duplicates")
def find_duplicates(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Look through everybody for records that may be of one person; the records role decides about each on the page Duplicates."""
    by = system_actor("look for duplicates", channel="command")
    with reading_as(by.reader):
        done = look_through(by=by)
    if as_json:
        typer.echo(json.dumps({"records": done.records, "pairs": done.pairs, "new": done.new}))
        return
    typer.echo(f"{done.records} records compared: {done.pairs} pairs may be one person's, {done.new} of them new on the list.")


@people.command("looks")
def looks(
    days: Annotated[int, typer.Option(help="Judge every visit to a record of so many days, by as many before them.", min=1, max=366)] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Judge who opened records without a reason to be seen; privacy officers decide about each on the page Looks to explain."""
    by = system_actor("find looks to explain", channel="command")
    with reading_as(by.reader):
        done = find_looks(by=by, span=2 * timedelta(days=days))
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        f"{done.rows:,} rows of the audit in {done.visits:,} visits judged: {done.asked:,} more to be explained, {done.waiting:,} more that work "
        f"may still explain, {done.let_go:,} that it did."
    )


@people.command("conflicts")
def list_conflicts(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Conflicts that no privacy officer can decide, since each is kept from the person: whoever runs the site asks the department who is who."""
    by = system_actor("look at conflicts", channel="command")
    with reading_as(by.reader), transaction.atomic():
        found = undecidable(by)
    if as_json:
        lines = [
            {
                "id": str(key),
                "user": one.user,
                "same": one.matched,
                "found_at": one.conflict.found_at.isoformat(),
                "version": one.conflict.version,
            }
            for key, one in found.items()
        ]
        typer.echo(json.dumps(lines, ensure_ascii=False))
        return
    if not found:
        typer.echo("Privacy officers can decide every conflict that waits.")
        return
    table = Table("Id", "User", "The same", "Found", "Version")
    for key, one in found.items():
        same = ", ".join(kind if number == 1 else f"{kind} (in {number} ways)" for kind, number in one.how_many.items())
        table.add_row(str(key), one.user, same, f"{one.conflict.found_at:%Y-%m-%d %H:%M}", str(one.conflict.version))
    Console().print(table)


@people.command("decide-conflict")
def decide(
    conflict_id: Annotated[UUID, typer.Argument(help="Its id, as throughcare people conflicts shows it.")],
    verdict: Annotated[ConflictVerdict, typer.Option(help="EXCLUDED: they never see the record. NONE: it was no conflict.")],
    why: Annotated[str, typer.Option(help="Who decided it, and why. It is kept.")],
    seen: Annotated[int, typer.Option("--version", help="As throughcare people conflicts shows it: more may have been found since.")],
) -> None:
    """Decide a conflict that no privacy officer can, as the department says."""
    by = system_actor("decide a conflict", channel="command")
    with reading_as(by.reader):
        decide_undecidable(by=by, conflict_id=conflict_id, verdict=verdict, why=why, seen=seen)
    typer.echo("Decided.")
