"""`throughcare audit …`: verify it; accept the head again after a restore."""

import csv
import json
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actions import user_of
from throughcare.accounts.actors import system_actor
from throughcare.audit import actions, sealing, search
from throughcare.audit.queries import Filters, Seen
from throughcare.audit.verify import Report, verify
from throughcare.common.reader import reading_as

cli = typer.Typer(help="Verify the audit, and read it.", no_args_is_help=True)
_INCIDENT = [field.name for field in fields(Seen)]
_SHOWN = 50  # findings in the table; --json has them all


@cli.command("verify")
def verify_audit(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Check every row, seal and the head file; name each that was changed, removed, put in or moved. Ends with code 1 when one was."""
    actor = system_actor("verify the audit", channel="command")
    console = Console(stderr=True)
    with console.status("Verifying …") as status, reading_as(actor.reader):
        report = verify(lambda rows, known: status.update(f"{rows:,} of {max(rows, known):,} rows verified …"))
        actions.record_verification(by=actor, report=report)
    typer.echo(json.dumps(report.as_dict())) if as_json else _print(report)
    if not report.ok:
        raise typer.Exit(1)


@cli.command("accept-head")
def accept_head() -> None:
    """Write the head file anew from the chain as it stands: after a restore, when you know why the two differ."""
    with reading_as((actor := system_actor("accept the audit's head", channel="command")).reader):
        actions.record(by=actor, verb="audit.head.accepted")
    typer.echo(f"The head file now knows seal {sealing.accept_head()}. Run throughcare audit verify.")


@cli.command("incident")
def incident(
    person: Annotated[UUID | None, typer.Option(help="Key of the person whose record was opened.")] = None,
    user: Annotated[str, typer.Option(help="E-mail address or key of who opened records.")] = "",
    from_on: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    to_on: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    file: Annotated[Path | None, typer.Option("--csv", help="Write every line into this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Who saw whose record, how often, when, and what was open: for a person, a user or some days. Verify the audit first."""
    if not (person or user or from_on):
        raise typer.BadParameter("Say whose record (--person), who looked (--user) or since when (--from).")
    actor = system_actor("look into an incident", channel="command")
    with reading_as(actor.reader):
        filters = Filters(person, _key_of(user) if user else None, "", from_on and from_on.date(), to_on and to_on.date())
        found = search.incident(by=actor, filters=filters)
    lines = [{name: _plain(value) for name, value in asdict(line).items()} for line in found]
    if file:
        with file.open("w", newline="", encoding="utf-8") as opened:
            writer = csv.DictWriter(opened, _INCIDENT)
            writer.writeheader()
            writer.writerows(
                {name: " ".join(value) if isinstance(value, list) else value for name, value in line.items()} for line in lines
            )
    if as_json:
        typer.echo(json.dumps(lines))
        return
    table = Table("Person", "Who", "Times", "First", "Last", "What was open")
    for line in found[:_SHOWN]:
        open_parts = ", ".join(line.compartments)
        table.add_row(
            str(line.person_id),
            line.actor,
            f"{line.times:,}",
            f"{line.first_at:%Y-%m-%d %H:%M}",
            f"{line.last_at:%Y-%m-%d %H:%M}",
            open_parts,
        )
    Console().print(table)
    people, who = len({line.person_id for line in found}), len({line.actor_id for line in found})
    typer.echo(f"{people:,} people, {who:,} who looked{f'; {len(found) - _SHOWN:,} more lines: use --csv' if len(found) > _SHOWN else ''}.")


def _key_of(user: str) -> UUID:
    try:
        return UUID(user)
    except ValueError:
        return user_of(user).id


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | str | list) else str(value)


def _print(report: Report) -> None:
    typer.echo(f"{report.rows:,} rows and {report.seals:,} seals verified in {report.seconds:.1f} s; {report.waiting:,} not sealed yet.")
    if report.ok:
        typer.echo("Nothing was changed, removed or put in.")
        return
    table = Table("What", "Where")
    for finding in report.findings[:_SHOWN]:
        table.add_row(finding.what, finding.sentence)
    Console().print(table)
    more = len(report.findings) - _SHOWN
    typer.echo(f"{len(report.findings):,} findings{f', {more:,} of them not shown: use --json' if more > 0 else ''}.")
