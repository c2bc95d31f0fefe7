"""`throughcare user …`: accounts and access keys, from the command line of the machine."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts import actions, queries
from throughcare.accounts.actions import NewUser
from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.mail import site_address
from throughcare.common.reader import reading_as

cli = typer.Typer(help="Add and change users, teams and roles.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@contextmanager
def _acting(purpose: str) -> Iterator[Actor]:
    actor = system_actor(purpose, channel="command")
    with reading_as(actor.reader):
        yield actor


@cli.command("add")
def add(
    email: Annotated[str, typer.Option(help="The address they log in with.")],
    name: Annotated[str, typer.Option(help="The name shown to others.")],
    role: Annotated[str, typer.Option(help="Code of their role, such as case_manager.")],
    team: Annotated[str, typer.Option(help="Code of their team; leave out for a person or whānau member.")] = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read a password from standard input.")] = False,
    as_json: Json = False,
) -> None:
    """Add a user, and print a link under which they set their password, good once and for three days."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    with _acting("add a user") as actor:
        user = actions.add_user(by=actor, new=NewUser(email, name, role, team, password))
        link = "" if password else site_address().rstrip("/") + actions.password_path(by=actor, user=user)
    if as_json:
        typer.echo(json.dumps({"id": str(user.id), "email": user.email, "link": link or None}))
        return
    typer.echo(f"{user.email} is added." + (f" They set their password here, once, within three days:\n{link}" if link else ""))


@cli.command("list")
def list_users(as_json: Json = False) -> None:
    """List every account with its roles."""
    with _acting("list users"):
        found = queries.all_users()
    if as_json:
        typer.echo(json.dumps([asdict(user) for user in found]))
        return
    table = Table("E-mail", "Name", "Roles", "Open")
    for user in found:
        table.add_row(user.email, user.name, ", ".join(user.roles), "yes" if user.active else "no")
    Console().print(table)


@cli.command("disable")
def disable(email: str, as_json: Json = False) -> None:
    """Close an account: its sessions and access keys are dead at the next request."""
    with _acting("disable a user") as actor:
        user = actions.disable_user(by=actor, email=email)
    typer.echo(json.dumps({"email": user.email, "active": False}) if as_json else f"{user.email} can no longer log in.")


@cli.command("token")
def token(
    email: str,
    name: Annotated[str, typer.Option(help="What the key is for.")],
    scope: Annotated[list[str], typer.Option(help="What it may do; give several times.")],
    days: Annotated[int, typer.Option(help="How many days it works.")] = 90,
    as_json: Json = False,
) -> None:
    """Make an access key in a user's name, and print it: it is shown this once."""
    with _acting("make an access key") as actor:
        user = actions.user_of(email)
        key, text = actions.make_key(by=actor, user_id=user.id, name=name, scopes=scope, days=days)
    if as_json:
        typer.echo(json.dumps({"key": text, "scopes": key.scopes, "expires_at": key.expires_at.isoformat()}))
        return
    typer.echo(text)
