"""`throughcare stocktake list`, `show`, `result`, `export` and `remind`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.reader import reading_as
from throughcare.relationships import actions
from throughcare.relationships.models import StockTake
from throughcare.relationships.queries import result_shown
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.queries import stocktakes_shown as shown
from throughcare.relationships.queries.stocktake_result import result_of
from throughcare.relationships.states import StockTakeState

cli = typer.Typer(add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Named = Annotated[str, typer.Argument(help="Name or id of the stock-take.")]


@cli.command("list")
def list_stock_takes(
    state: Annotated[StockTakeState | None, typer.Option(help="Where it stands; left out: any.", case_sensitive=False)] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Json = False,
) -> None:
    """Stock-takes of partners, the newest first."""
    by = system_actor("list stock-takes", channel="command")
    with reading_as(by.reader):
        page = queries.page_of_stock_takes(by, queries.StockTakeFilters(state=state or ""), size=most)
        found = [(one, queries.progress_of(one, one.returns.all())) for one in page.rows]
    if as_json:
        told = [shown.as_dict(one, done) for one, done in found]
        typer.echo(json.dumps({"items": told, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Stock-take", "Where it stands", "Last day", "Handed in", "Covered")
    for one, done in found:
        handed = f"{done.handed_in} of {done.asked}"
        table.add_row(one.name, one.get_state_display(), str(one.deadline), handed, shown.per_cent(done.coverage))
    Console().print(table if found else "No stock-takes.")


@cli.command("show")
def show_stock_take(stock_take: Named, as_json: Json = False) -> None:
    """One stock-take: how far each site is."""
    by = system_actor("show a stock-take", channel="command")
    with reading_as(by.reader):
        found = _called(by, stock_take)
        rows = queries.returns_of(by, found.pk)
        done = queries.progress_of(found, rows)
        lines = shown.return_lines(found, rows)
    if as_json:
        returns = [{name: getattr(row, name) for name in ("site", "state", "asked", "answered", "known", "found")} for row in rows]
        typer.echo(json.dumps({**shown.as_dict(found, done), "returns": returns}, ensure_ascii=False, default=str))
        return
    table = Table("Site", "Who answers", "Where it stands", "Partners", "Answered", "Not known", "New", title=found.name)
    for line in lines:
        table.add_row(*(str(cell["text"] if isinstance(cell, dict) else cell) for cell in line))
    Console().print(table)
    typer.echo(shown.coverage_words(done))


@cli.command("remind")
def remind(stock_take: Named, as_json: Json = False) -> None:
    """Remind teams that have not handed in; nobody twice a day."""
    by = system_actor("remind of stock-takes", channel="command")
    with reading_as(by.reader):
        found = _called(by, stock_take)
        actions.remind_sites(by=by, stock_take_id=found.pk)
        waiting = sum(row.state == "WAITING" for row in queries.returns_of(by, found.pk))
    typer.echo(json.dumps({"waiting": waiting}) if as_json else f"{waiting} have not handed in. They are reminded.")


@cli.command("result")
def show_result(stock_take: Named, as_json: Json = False) -> None:
    """What a stock-take found: partners as their sites say together."""
    by = system_actor("show a stock-take", channel="command")
    with reading_as(by.reader):
        told = result_shown.as_dict(result_of(by, _called(by, stock_take)))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    table = Table("Partner", "Kind", "How it stands", "Sites", "Agreement")
    for row in told["partners"]:
        table.add_row(row["name"], row["kind"], row["standing"], ", ".join(row["sites"]), ", ".join(row["agreements"]) or row["agreement"])
    Console().print(table)


@cli.command("export")
def export(
    stock_take: Named, file: Annotated[Path, typer.Argument(help="Where to; ends in .csv, .xlsx or .pdf.")], as_json: Json = False
) -> None:
    """Write a row for each partner at each site to a file, as CSV or XLSX; or what was found as a report to print, as PDF."""
    kind = file.suffix.lstrip(".").lower()
    if kind not in actions.FORMATS:
        raise typer.BadParameter(f"Give a file that ends in {' or '.join(f'.{one}' for one in actions.FORMATS)}")
    by = system_actor("export a stock-take", channel="command")
    with reading_as(by.reader):
        made = actions.export_stock_take(by=by, stock_take_id=_called(by, stock_take).pk, kind=kind)
    file.write_bytes(made.content)
    typer.echo(
        json.dumps({"file": str(file), "rows": made.rows})
        if as_json
        else f"The report is written to {file}."
        if kind == "pdf"
        else f"{made.rows} rows written to {file}."
    )


def _called(by: Actor, name: str) -> StockTake:
    """The newest of this name, or the one of this id."""
    found = queries.stock_take_called(by, name)
    if found is None:
        raise typer.BadParameter(f"No stock-take is called {name}")
    return queries.get_stock_take(by, found)
