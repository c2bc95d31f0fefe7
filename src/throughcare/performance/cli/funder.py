"""`throughcare performance funder-report`."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements.queries import agreement_called
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound
from throughcare.performance import queries
from throughcare.performance.cli.looking import Json, cli
from throughcare.performance.cli.putting_in import day_of
from throughcare.performance.queries import funder_shown as shown

_MOST = 1000


@cli.command("funder-report")
def funder_report(
    partner: Annotated[str, typer.Argument(help="Name of the partner.")],
    first_on: Annotated[str, typer.Option("--from", help="The first day, as 2026-01-01.")],
    last_on: Annotated[str, typer.Option("--until", help="The last day.")],
    agreement: Annotated[str, typer.Option(help="Number or id of one agreement; left out, all of them.")] = "",
    as_json: Json = False,
) -> None:
    """What a partner did, was paid and achieved in a period. Nothing is kept: the partner makes its own, with its words."""
    by = system_actor("look at what stands on a report for funders", channel="command")
    with reading_as(by.reader):
        there = queries.page_of_reciprocity(by, size=_MOST).rows
        found = next((one for one in there if one.name.casefold() == partner.strip().casefold()), None)
        if found is None:
            raise NotFound(f"There is no agreement with {partner[:60]}. Look for it with throughcare partners list.")
        key = agreement_called(by, agreement).pk if agreement else None
        content = queries.content_of(by, found, day_of("from", first_on), day_of("until", last_on), key)
        told, page = shown.as_dict(content), shown.page(content)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    console = Console()
    for line in (found.name, page["purpose"], *page["agreements"], *page["put_in"], f"Paid: {page['paid']}"):
        console.print(line)
    for title, rows in page["questions"]:
        table = Table(*shown.HEAD, title=title)
        for row in rows:
            table.add_row(*map(str, row))
        console.print(table)
