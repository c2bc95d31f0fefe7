"""`throughcare agreements light` and `full`."""

import json
from typing import Annotated

import typer
from django.utils.timezone import localtime
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions
from throughcare.agreements.cli.looking import cli
from throughcare.agreements.queries import agreement_called
from throughcare.agreements.queries.light import link_stands, waiting_links
from throughcare.common.reader import reading_as

_HEAD = ("agreement", "title", "link", "to", "made", "good_until", "stands")


@cli.command("light")
def light(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Signed links of small grants and MOUs that nobody has used yet, the oldest first. Never the links themselves."""
    by = system_actor("list signed links", channel="command")
    with reading_as(by.reader):
        found = [
            {
                "agreement": one.agreement.number,
                "title": one.agreement.title,
                "link": one.get_purpose_display(),
                "to": one.to_name,
                "made": str(localtime(one.made_at).date()),
                "good_until": str(localtime(one.expires_at).date()),
                "stands": link_stands(one).text,
            }
            for one in waiting_links(by)
        ]
    if as_json:
        typer.echo(json.dumps({"items": found}, ensure_ascii=False))
        return
    table = Table(*(name.replace("_", " ").capitalize() for name in _HEAD))
    for line in found:
        table.add_row(*(line[name] for name in _HEAD))
    Console().print(table if found else "No link waits.")


@cli.command("full")
def full(
    agreement: Annotated[str, typer.Argument(help="Number or id of the agreement.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it becomes a full agreement. Its parties read it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Turn a small grant or MOU into a full agreement."""
    by = system_actor("turn a small agreement into a full one", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        actions.light_full(by=by, agreement_id=found.pk, reason=reason, seen=found.version)
    typer.echo(json.dumps({"number": found.number, "full": True}) if as_json else f"{found.number} is a full agreement now.")
