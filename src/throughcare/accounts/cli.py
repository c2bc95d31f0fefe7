"""`throughcare user …`: accounts and access keys, from the command line of the machine."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts import actions, queries
from throughcare.accounts.actions import Invited, NewUser
from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.states import ClosingReason, EndingReason
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
def disable(
    email: str,
    reason: Annotated[str, typer.Option(help=f"Why: {', '.join(ClosingReason.values)}.")] = ClosingReason.LEFT.value,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also the last one who can invite people to a team.")] = False,
    as_json: Json = False,
) -> None:
    """Close an account: its sessions, access keys, second steps, links and queued mail end with it."""
    with _acting("disable a user") as actor:
        user = actions.user_of(email)
        actions.close_account(by=actor, user_id=user.id, reason=reason, anyway=anyway)
    typer.echo(json.dumps({"email": user.email, "active": False}) if as_json else f"{user.email} can no longer log in.")


@cli.command("enable")
def enable(email: str, as_json: Json = False) -> None:
    """Open an account again, and mail its user a link under which they set a new password."""
    with _acting("enable a user") as actor:
        user = actions.user_of(email)
        actions.open_account(by=actor, user_id=user.id)
    typer.echo(
        json.dumps({"email": user.email, "active": True}) if as_json else f"{user.email} is open again; a link is on its way to them."
    )


@cli.command("leave")
def leave(
    email: str,
    team: Annotated[str, typer.Option(help="Code of the team.")],
    reason: Annotated[str, typer.Option(help=f"Why: {', '.join(EndingReason.values)}.")] = EndingReason.MOVED.value,
    last_day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day that counts; left out: now.")] = None,
    as_json: Json = False,
) -> None:
    """End somebody's work in one team; their account, and their work in other teams, stay."""
    last = last_day.date() if last_day else None
    with _acting("end work in a team") as actor:
        user, kept = actions.user_of(email), queries.team_called(team)
        actions.end_membership(by=actor, team_id=kept.id, user_id=user.id, reason=reason, last_day=last)
    if as_json:
        typer.echo(json.dumps({"email": user.email, "team": kept.code, "last_day": last and last.isoformat()}))
        return
    typer.echo(f"{user.email} works in {kept.name} until {last}." if last else f"{user.email} no longer works in {kept.name}.")


@cli.command("invite")
def invite(
    email: Annotated[str, typer.Option(help="Where the link goes.")],
    name: Annotated[str, typer.Option(help="The name shown to others.")],
    role: Annotated[str, typer.Option(help="Code of their role, such as partner_worker.")],
    team: Annotated[str, typer.Option(help="Code of their team.")],
    as_json: Json = False,
) -> None:
    """Mail somebody a link, good once and for three days, under which they make their account."""
    with _acting("invite a user") as actor:
        made = actions.invite(by=actor, team_id=queries.team_called(team).id, who=Invited(email, name, role))
    said = f"A link is on its way to {made.email}. Send it again or withdraw it by its id: {made.id}"
    typer.echo(json.dumps({"id": str(made.id), "email": made.email}) if as_json else said)


@cli.command("resend")
def resend(invitation_id: UUID) -> None:
    """Mail an invitation's link anew; the old one ends."""
    with _acting("invite a user") as actor:
        made = actions.resend_invitation(by=actor, invitation_id=invitation_id)
    typer.echo(f"A new link is on its way to {made.email}.")


@cli.command("withdraw")
def withdraw(invitation_id: UUID) -> None:
    """End an invitation: its link is worthless from now on."""
    with _acting("withdraw an invitation") as actor:
        made = actions.withdraw_invitation(by=actor, invitation_id=invitation_id)
    typer.echo(f"The invitation of {made.email} is withdrawn.")


@cli.command("staff")
def staff(team: str, as_json: Json = False) -> None:
    """List who works in a team, when each last logged in, and open invitations."""
    with _acting("list users") as actor:
        found = queries.team_called(team)
        people, invited = queries.staff_of(actor, found.id), queries.open_invitations(actor, found.id)
    if as_json:
        waiting = [{"id": str(i.id), "email": i.email, "role": i.role_id, "expires_at": i.expires_at.isoformat()} for i in invited]
        typer.echo(json.dumps({"staff": [asdict(one) for one in people], "invitations": waiting}, default=str))
        return
    table = Table("E-mail", "Name", "Roles", "Open", "Last logged in")
    for one in people:
        last = f"{one.last_login:%Y-%m-%d %H:%M}" if one.last_login else "never"
        table.add_row(one.email, one.name, ", ".join(one.roles), "yes" if one.active else "no", last)
    for row in invited:
        table.add_row(row.email, row.name, row.role.name, f"invited: {row.id}", "")
    Console().print(table)


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
