"""`throughcare import services` and `throughcare search services`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.matching.pillars import Pillar
from throughcare.services.actions import Imported, import_directory
from throughcare.services.forms import source_name
from throughcare.services.models import Service
from throughcare.services.queries import ServiceFilters, page_of_services
from throughcare.services.queries.shown import places_words
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


@search.command("services")
def search_services(
    words: Annotated[str, typer.Argument(help="Words of the name or description; macrons and typing errors do not matter.")] = "",
    pillar: Annotated[Pillar | None, typer.Option(help="What it helps with.", case_sensitive=False)] = None,
    region: Annotated[str, typer.Option(help="Code of a region it works in.")] = "",
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Find open services in the directory. Confidential ones are left out: a command has no reader who may see them."""
    by = system_actor("services search", channel="command")
    filters = ServiceFilters(words=words, pillar=pillar.value if pillar else "", region=region, confidential=False)
    with reading_as(by.reader):
        page = page_of_services(by, filters, size=most)
        found = [_found(service) for service in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False))
        return
    table = Table("Service", "Organisation", "Helps with", "Places free")
    for line in found:
        table.add_row(line["name"], line["organization_name"], ", ".join(line["pillars"]), line["capacity"])
    Console().print(table if found else "No services match. Use fewer words, or leave out the region.")
    if page.next:
        Console().print(f"… and more than these {most}: use more words, or --most.")


def _found(service: Service) -> dict[str, Any]:
    places = places_words(service.capacity if hasattr(service, "capacity") else None)
    return {
        "id": str(service.id),
        "name": service.name,
        "organization_name": service.organization.name,
        "pillars": [row.pillar for row in service.pillars.all()],
        "capacity": f"{places.text}, as at {places.as_at}" if places else "",
    }
