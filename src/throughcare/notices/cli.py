"""`throughcare jobs …`: work that failed for good."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.reader import reading_as
from throughcare.notices import actions
from throughcare.notices.actions import JobResult
from throughcare.notices.queries.failed import failed_jobs

cli = typer.Typer(help="Mail and other work that failed for good.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Ids = Annotated[list[int] | None, typer.Argument(help="Numbers of jobs, as `throughcare jobs failed` lists them.")]
All = Annotated[bool, typer.Option("--all", help="All that failed, up to 100.")]


@contextmanager
def _acting(purpose: str) -> Iterator[Actor]:
    actor = system_actor(purpose, channel="command")
    with reading_as(actor.reader):
        yield actor


@cli.command("failed")
def list_failed(as_json: Json = False) -> None:
    """List what failed for good: what it does, when it failed and why. The newest 100."""
    with _acting("look at failed jobs") as actor:
        found, more = failed_jobs(actor)
    if as_json:
        typer.echo(json.dumps([asdict(job) for job in found], default=str))
        return
    table = Table("Job", "What it does", "Tries", "Failed", "Why")
    for job in found:
        table.add_row(str(job.id), job.kind, str(job.tries), f"{job.at:%Y-%m-%d %H:%M}" if job.at else "", job.error)
    Console().print(table if found else "Nothing failed.")
    if more:
        Console().print("There are more. See to these first.")


@cli.command("retry")
def retry(ids: Ids = None, everything: All = False, as_json: Json = False) -> None:
    """Put failed jobs back in the queue; each is tried once more, now."""
    _see_to(ids, everything, actions.retry_jobs, "try failed jobs again", as_json=as_json)


@cli.command("drop")
def drop(ids: Ids = None, everything: All = False, as_json: Json = False) -> None:
    """Let failed jobs go: what they were to do is not done."""
    _see_to(ids, everything, actions.drop_jobs, "drop failed jobs", as_json=as_json)


def _see_to(ids: list[int] | None, everything: bool, act: Callable[..., list[JobResult]], purpose: str, *, as_json: bool) -> None:
    if bool(ids) == everything:
        raise typer.BadParameter("Name the jobs by their numbers, or say --all.")
    with _acting(purpose) as actor:
        wanted = [job.id for job in failed_jobs(actor)[0]] if everything else ids
        results = act(by=actor, ids=wanted) if wanted else []
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in results]))
    else:
        for row in results:
            typer.echo(f"{row.id}  {row.kind or 'Job'}: {row.sentence}")
        if not results:
            typer.echo("Nothing failed.")
    if not all(row.done for row in results):
        raise typer.Exit(1)
