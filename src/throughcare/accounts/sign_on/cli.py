"""`throughcare user unlink`: for whoever got a new log-in at the provider."""

import json
from typing import Annotated

import typer

from throughcare.accounts.actions import user_of
from throughcare.accounts.actors import system_actor
from throughcare.accounts.sign_on import links
from throughcare.common.reader import reading_as

cli = typer.Typer()


@cli.command("unlink")
def unlink(email: str, as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Forget which log-in at the provider is this account's: the next one with its address is."""
    actor = system_actor("unlink a user", channel="command")
    with reading_as(actor.reader):
        gone = links.unlink(by=actor, user=user_of(email))
    said = f"{email} is linked to no provider." if not gone else f"{email} is linked anew at the next log-in."
    typer.echo(json.dumps({"email": email, "unlinked": gone}) if as_json else said)
