"""`throughcare team add`."""

import json
from typing import Annotated

import typer

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.partners.actions import NewTeam, add_members, add_team
from throughcare.partners.queries import organization_called

cli = typer.Typer(add_completion=False)


@cli.command("add")
def add(
    organization: Annotated[str, typer.Option(help="Name or id of the organisation whose staff it is; leave it out for an office.")] = "",
    name: Annotated[str, typer.Option(help="Name of the team; else the organisation's.")] = "",
    code: Annotated[str, typer.Option(help="Short name used in files; else made from the name.")] = "",
    region: Annotated[str, typer.Option(help="Code of the region it works in.")] = "",
    member: Annotated[list[str] | None, typer.Option(help="E-mail address of somebody who works in it; may be given again.")] = None,
    role: Annotated[str, typer.Option(help="What members do in it.")] = "partner_worker",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a team. Referrals to an organisation reach the people in its team."""
    by = system_actor("team add", channel="command")
    with reading_as(by.reader):
        whose = organization_called(by, organization) if organization else None
        team = add_team(
            by=by,
            new=NewTeam(name=name or (whose.name if whose else ""), code=code, region=region, organization_id=whose.id if whose else None),
        )
        members = add_members(by=by, team=team, emails=member or [], role=role)
    if as_json:
        members_of = [user.email for user in members]
        typer.echo(json.dumps({"id": str(team.id), "code": team.code, "name": team.name, "members": members_of}, ensure_ascii=False))
        return
    typer.echo(f"{team.name} is a team now, with the code {team.code} and {len(members)} member{'' if len(members) == 1 else 's'}.")
