"""`throughcare agreements import 360`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions
from throughcare.agreements.cli.looking import cli
from throughcare.agreements.readers import read_grants
from throughcare.common.reader import reading_as
from throughcare.imports.rows import LARGEST_FILE

imports = typer.Typer(add_completion=False, no_args_is_help=True, help="Bring in agreements of the past.")
cli.add_typer(imports, name="import")
_MOST_SHOWN = 100


@imports.callback()
def _group() -> None:
    """Bring in agreements of the past."""


@imports.command("360")
def import_360(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A 360Giving file: JSON, CSV, XLSX or ODS.")],
    source: Annotated[str, typer.Option("--source", help="Who published it; as the file says when left out.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Under which licence; as the file says when left out.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Say what it would do, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bring in grants of the past from a 360Giving file: all of it, or nothing."""
    if file.stat().st_size > LARGEST_FILE:
        raise typer.BadParameter(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB: split it.")
    by = system_actor("bring in grants of the past", channel="command")
    with reading_as(by.reader):
        listed = read_grants(file.name, file.read_bytes(), settings.CURRENCY)
        about = actions.about_source(listed, source, licence)
        done = (actions.check_grants if check else actions.bring_grants)(by=by, file=listed, **about)
    typer.echo(json.dumps(done.as_dict(), ensure_ascii=False, default=str)) if as_json else _say(done, check=check)


def _say(done: actions.Brought, *, check: bool) -> None:
    would = "would be " if check else ""
    typer.echo(
        f"{done.read} grants read: {done.created} {would}created, {done.updated} {would}updated, {done.unchanged} unchanged, "
        f"{len(done.rejected)} rejected."
    )
    table = Table("Row", "Field", "Why")
    for one in done.rejected[:_MOST_SHOWN]:
        table.add_row(str(one.row), one.field, one.message)
    for note in done.notes[:_MOST_SHOWN]:
        table.add_row(str(note.row), "taken", note.message)
    if table.row_count:
        Console().print(table)
