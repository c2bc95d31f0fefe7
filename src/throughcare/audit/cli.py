"""`throughcare audit …`: verify it; accept the head again after a restore."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions, sealing
from throughcare.audit.verify import Report, verify
from throughcare.common.reader import reading_as

cli = typer.Typer(help="Verify the audit, and read it.", no_args_is_help=True)
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
