"""`throughcare tasks list`, `add` and `do`."""

import json
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.accounts.queries import team_called, user_with_email
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotFound
from throughcare.tasks.actions import NewTask, add_task, move_task
from throughcare.tasks.queries import ALL, TaskFilters, as_dict, doers, get_task, named, page_of_tasks, read_about
from throughcare.tasks.states import TASK_STATES, TaskState

cli = typer.Typer(add_completion=False)
_DAY = ["%Y-%m-%d"]
_ABOUT = "KIND:ID of what it is about, such as partners.partner:ID."


@cli.command("list")
def list_tasks(
    words: Annotated[str, typer.Argument(help="Words of the task.")] = "",
    state: Annotated[TaskState, typer.Option(help="Where it stands.", case_sensitive=False)] = TaskState.OPEN,
    due: Annotated[str, typer.Option(help="overdue, today, soon (within seven days), later or none.")] = "",
    about: Annotated[str, typer.Option(help=_ABOUT)] = "",
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Everybody's tasks, by the day they are due."""
    by = system_actor("list tasks", channel="command")
    with reading_as(by.reader):
        filters = TaskFilters(whose=ALL, state=state, due=due, words=words, about=read_about(about))
        page = page_of_tasks(by, filters, size=most)
        names, things = doers(page.rows), named(by, page.rows)
        found = [as_dict(row, names, things) for row in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Task", "About", "Who does it", "Until")
    for line in found:
        table.add_row(line["what"], line["about"], line["for"], str(line["due_on"] or ""))
    Console().print(table if found else "No tasks match. Use fewer words, or leave out a filter.")
    if page.next:
        Console().print(f"… and more than these {most}: use more words, or --most.")


@cli.command("add")
def add(
    what: Annotated[str, typer.Argument(help="What is to be done. Name nobody who is in prison or on a sentence.")],
    user: Annotated[str, typer.Option(help="E-mail address of who does it.")] = "",
    team: Annotated[str, typer.Option(help="Code of the team, anybody of whom does it.")] = "",
    due: Annotated[datetime | None, typer.Option(formats=_DAY, help="Until when, like 2026-11-23.")] = None,
    about: Annotated[str, typer.Option(help=_ABOUT)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Give somebody a task, or a team."""
    by = system_actor("add a task", channel="command")
    with reading_as(by.reader):
        user_id = user_with_email(user) if user else None
        if user and user_id is None:
            raise NotFound(f"Nobody has an account with the address {user}.")
        if bool(user) == bool(team):
            raise Invalid("Say who does it: either --user or --team.")
        to_team = team_called(team).pk if team else None
        day = due.date() if due else None
        made = add_task(by=by, new=NewTask(what=what, due_on=day, user_id=user_id, team_id=to_team, about=read_about(about)))
    typer.echo(json.dumps({"id": str(made.pk), "what": made.what}, ensure_ascii=False) if as_json else f"Added: {made.what} ({made.pk}).")


@cli.command("do")
def do(
    task: Annotated[UUID, typer.Argument(help="Id of the task.")],
    verb: Annotated[str, typer.Argument(help=f"One of: {', '.join(TASK_STATES.verbs)}.")],
    why: Annotated[str, typer.Option(help="Why; needed to cancel.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Finish a task, say that it is not needed, or open it again."""
    by = system_actor("move a task", channel="command")
    with reading_as(by.reader):
        done = move_task(by=by, task_id=task, verb=verb, reason=why, seen=get_task(by, task).version)
    typer.echo(json.dumps({"id": str(done.pk), "state": done.state}) if as_json else f"{done.what}: {done.get_state_display().lower()}.")
