"""`throughcare import services` and `throughcare search services`."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.services.actions import Imported, import_directory
from throughcare.services.forms import source_name
from throughcare.services.readers import names, read

cli = typer.Typer(add_completion=False)
search = typer.Typer(add_completion=False)

_SHOWN = 10  # refused rows named on a terminal; --json names all


@cli.command("services")
def import_services(
    path: Annotated[Path, typer.Argument(help="A folder or file that holds a directory of services.")],
    layout: Annotated[str, typer.Option("--as", help=f"Layout: {', '.join(names())}, or a mapping file (.toml).")] = "auto",
    source: Annotated[str, typer.Option(help="What to call this directory; the same on every run. Else its folder's name.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, with every row that was refused.")] = False,
) -> None:
    """Bring in a directory of services: all of it or, when anything goes wrong, nothing."""
    directory = read(path, layout)
    by = system_actor("services import", channel="command")
    with Progress(console=Console(stderr=True), disable=as_json or not sys.stderr.isatty()) as bars:
        row: list[TaskID] = []

        def progress(what: str, done: int, total: int) -> None:
            if not row:
                row.append(bars.add_task(what, total=total))
            bars.update(row[0], description=what, completed=done)

        with reading_as(by.reader):
            done = import_directory(by=by, directory=directory, source=source or source_name(path), dry_run=dry_run, progress=progress)
    typer.echo(json.dumps(as_dict(done), ensure_ascii=False)) if as_json else _show(done)


def as_dict(done: Imported) -> dict[str, object]:
    """The answer of --json: read = created + updated + unchanged + the number of rejected."""
    return {
        "source": done.source,
        "layout": done.layout,
        "dry_run": done.dry_run,
        "read": done.fates.read,
        "created": done.fates.created,
        "updated": done.fates.updated,
        "unchanged": done.fates.unchanged,
        "rejected": [reject._asdict() for reject in done.rejects],
        "notes": list(done.notes),
    }


def _show(done: Imported) -> None:
    console = Console()
    table = Table("What became of the rows", "Rows", title=f"{done.source} ({done.layout})")
    table.columns[1].justify = "right"
    for name in ("created", "updated", "unchanged", "rejected", "read"):
        table.add_row({"rejected": "refused", "read": "all"}.get(name, name), f"{getattr(done.fates, name):,}")
    console.print(table)
    for note in done.notes:
        console.print(f"Note: {note}", highlight=False, markup=False)
    for reject in done.rejects[:_SHOWN]:
        where = f"{reject.file} row {reject.row}" + (f", {reject.field}" if reject.field else "")
        console.print(f"Refused: {where}: {reject.message}", highlight=False, markup=False)
    if len(done.rejects) > _SHOWN:
        console.print(f"… and {len(done.rejects) - _SHOWN:,} more rows refused; --json lists them all.")
    if done.dry_run:
        console.print("This was a dry run: nothing was changed.")
