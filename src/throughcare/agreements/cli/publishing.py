"""`throughcare agreements publish`, `unpublish` and `export`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions
from throughcare.agreements.cli.looking import cli
from throughcare.agreements.queries import agreement_called
from throughcare.agreements.queries.published import address_of
from throughcare.agreements.standards import Package
from throughcare.common.reader import reading_as

export = typer.Typer(add_completion=False, no_args_is_help=True, help="Write what is published to a file.")
cli.add_typer(export, name="export")

Named = Annotated[str, typer.Argument(help="Number or id of the agreement.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@cli.command("publish")
def publish(agreement: Named, as_json: Json = False) -> None:
    """Say that a signed contract, grant or outcome agreement may be published."""
    by = system_actor("publish an agreement", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        actions.publish_agreement(by=by, agreement_id=found.pk, seen=found.version)
    typer.echo(json.dumps({"number": found.number, "published": True}) if as_json else f"{found.number} is published.")


@cli.command("unpublish")
def unpublish(
    agreement: Named, why: Annotated[str, typer.Option("--why", help="Why it is taken out of what is published.")], as_json: Json = False
) -> None:
    """Take an agreement out of what is published."""
    by = system_actor("take back an agreement that was published", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        actions.unpublish_agreement(by=by, agreement_id=found.pk, why=why, seen=found.version)
    typer.echo(json.dumps({"number": found.number, "published": False}) if as_json else f"{found.number} is not published any more.")


@export.command("ocds")
def export_ocds(
    file: Annotated[Path, typer.Argument(help="Where to.")],
    records: Annotated[bool, typer.Option("--records", help="A record package: each agreement as it is now, with its changes.")] = False,
    as_json: Json = False,
) -> None:
    """Write an OCDS 1.1 release package of what is published, or a record package."""
    _write("records" if records else "releases", file, as_json)


@export.command("360")
def export_360(file: Annotated[Path, typer.Argument(help="Where to.")], as_json: Json = False) -> None:
    """Write a 360Giving 1.4 package of the grants that are published."""
    _write("grants", file, as_json)


def _write(kind: str, file: Path, as_json: bool) -> None:
    by = system_actor("take out what is published of agreements", channel="command")
    with reading_as(by.reader):
        made = actions.take_all(by=by, kind=kind, about=Package(uri=address_of(kind)))
    file.write_bytes(made.content)
    told = {"file": str(file), "agreements": made.count}
    typer.echo(json.dumps(told) if as_json else f"{made.count} agreements written to {file}.")
