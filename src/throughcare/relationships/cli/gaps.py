"""`throughcare gaps show`, `count`, `load` and `export`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.matching.pillars import Pillar
from throughcare.relationships import actions
from throughcare.relationships.actions.gaps import read_text
from throughcare.relationships.queries import gaps_shown as shown
from throughcare.relationships.queries.gaps import GapFilters, gaps_of
from throughcare.relationships.states import Split

cli = typer.Typer(add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Region = Annotated[str, typer.Option(help="Code of a region; left out: all.")]
OfPillar = Annotated[Pillar | None, typer.Option(help="Left out: all.", case_sensitive=False)]
By = Annotated[Split | None, typer.Option("--by", help="By what groups; left out: all people together.", case_sensitive=False)]


@cli.command("show")
def show(region: Region = "", pillar: OfPillar = None, split: By = None, as_json: Json = False) -> None:
    """People who need something, against services there; what is missing first."""
    by = system_actor("show what is missing", channel="command")
    with reading_as(by.reader):
        found = gaps_of(by, GapFilters(region, pillar or "", split or ""))
    if as_json:
        items = [shown.as_dict(row, found.names, found.part_names) for row in found.rows]
        typer.echo(json.dumps({"counted_on": found.last and found.last.day, "items": items}, ensure_ascii=False, default=str))
        return
    table = Table("Region", "Pillar", "Group", "People", "Planned", "Services", "Places free", "How it stands")
    for row in found.rows:
        told = [found.names[row.region], row.pillar.label, found.part_names.get(row.part, "") if split else "", shown.people(row)]
        planned = "" if row.planned is None else str(row.planned)
        table.add_row(*told, planned, str(row.offer.services), shown.places(row), shown.standing(row)["text"])
    Console().print(table if found.rows else "Nothing to compare.")


@cli.command("count")
def count(as_json: Json = False) -> None:
    """Count now who needs what, as is done every four weeks. Within four weeks of the last count, nothing is counted."""
    by = system_actor("count who needs what", channel="command")
    with reading_as(by.reader):
        made = actions.count_needs(by=by)
    why = "nobody's record is here in partnership mode" if settings.PARTNERSHIP else "it was done within four weeks"
    words = f"Counted: {made.cells.count():,} numbers, none told of fewer than six people." if made else f"Nothing was counted: {why}."
    typer.echo(json.dumps({"counted": bool(made)}) if as_json else words)


@cli.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="Planning figures as CSV.", exists=True, dir_okay=False)], as_json: Json = False
) -> None:
    """Load planning figures. Every row is accounted for; ends with code 1 when some were not taken."""
    by, text = system_actor("load planning figures", channel="command"), read_text(file.read_bytes())
    with reading_as(by.reader):
        done = actions.load_figures(by=by, text=text)
    rejected = [{"row": bad.row, "field": bad.field, "message": bad.message} for bad in done.rejected]
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "created": done.created,
                    "updated": done.updated,
                    "removed": done.removed,
                    "unchanged": done.unchanged,
                    "rejected": rejected,
                }
            )
        )
    else:
        typer.echo(
            f"{done.created} new, {done.updated} changed, {done.removed} taken away, {done.unchanged} as they were, {len(rejected)} not taken."
        )
        for bad in rejected:
            typer.echo(f"Row {bad['row']}, {bad['field']}: {bad['message']}")
    if rejected:
        raise typer.Exit(1)


@cli.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to; CSV.")],
    region: Region = "",
    pillar: OfPillar = None,
    split: By = None,
    as_json: Json = False,
) -> None:
    """Write what is missing to a file, as CSV."""
    by = system_actor("export what is missing", channel="command")
    with reading_as(by.reader):
        made = actions.export_gaps(by=by, asked=GapFilters(region, pillar or "", split or ""))
    file.write_bytes(made.content)
    typer.echo(json.dumps({"file": str(file), "rows": made.rows}) if as_json else f"{made.rows} rows written to {file}.")
