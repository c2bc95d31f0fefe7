"""`throughcare import people`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.people import actions
from throughcare.people.readers import read_people

cli = typer.Typer(add_completion=False)
MOST_REJECTS = 20


@cli.command("people")
def import_people(
    file: Annotated[Path, typer.Argument(help="A CSV file: see docs/import-people.md.", exists=True, dir_okay=False, readable=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bring in people from a CSV file: each row accounted for, all or nothing."""
    by = system_actor("people import", channel="command")
    people = read_people(file.read_bytes(), file.name)
    with reading_as(by.reader):
        done = actions.import_people(by=by, file=people, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(done.as_dict()))
        return
    _say(done, dry_run=dry_run)


def _say(done: actions.Imported, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    typer.echo(
        f"{done.read} rows read: {done.created} {would}created, {done.updated} {would}updated, "
        f"{done.unchanged} unchanged, {len(done.rejected)} rejected."
    )
    if done.rejected:
        table = Table("Row", "Field", "What to do")
        for row in done.rejected[:MOST_REJECTS]:
            table.add_row(str(row.row), row.field, row.message)
        Console().print(table)
    if len(done.rejected) > MOST_REJECTS:
        typer.echo(f"and {len(done.rejected) - MOST_REJECTS} more: --json lists all.")
