"""`throughcare performance reciprocity`."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound
from throughcare.performance import queries
from throughcare.performance.cli.looking import Json, cli
from throughcare.performance.queries import reciprocity_shown as shown

_MOST = 1000


@cli.command("reciprocity")
def list_reciprocity(
    partner: Annotated[str, typer.Argument(help="Name of one partner; left out, all there is an agreement with.")] = "",
    half: Annotated[str, typer.Option(help="A half of a calendar year, such as 2026-1; left out, the last that is over.")] = "",
    as_json: Json = False,
) -> None:
    """How the department does by its partners: answers, payments, reports, reviews, and what it owes."""
    by = system_actor("list how the department does by its partners", channel="command")
    with reading_as(by.reader):
        there = queries.page_of_reciprocity(by, size=_MOST).rows
        if partner:
            there = [one for one in there if one.name.casefold() == partner.strip().casefold()]
            if not there:
                raise NotFound(f"There is no agreement with {partner[:60]}. Look for it with throughcare partners list.")
        told = queries.reciprocity_of(there, queries.half_called(half))
    if as_json:
        typer.echo(json.dumps({"items": [shown.as_dict(one) for one in told]}, ensure_ascii=False, default=str))
        return
    table = Table(*(shown.HEAD[:-1] if partner else shown.LIST_HEAD))
    for line in shown.lines(told[0]) if partner else shown.list_lines(told):
        table.add_row(*(str(cell["text"] if isinstance(cell, dict) else cell) for cell in (line[:-1] if partner else line)))
    Console().print(table if told else "There is no agreement with any partner.")
