"""`throughcare agreements risks`, `risk`, `meetings` and `meeting`. A person looks at a risk again, and closes it."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions
from throughcare.agreements.cli.keeping import Agreement, Json, day_of, party_called
from throughcare.agreements.cli.looking import MOST_SHOWN, cli
from throughcare.agreements.models import Meeting, Risk
from throughcare.agreements.queries import agreement_called, page_of_meetings, page_of_risks, watched
from throughcare.agreements.states import HIGHEST, SharedWith
from throughcare.common.reader import reading_as


def _risk(one: Risk) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "what": one.what,
        "likelihood": one.likelihood,
        "consequence": one.consequence,
        "level": watched.level_of(one).text,
        "doing": one.doing,
        "review_on": str(one.review_on),
        "read_by": watched.with_whom(one),
        "state": one.state,
    }


def _meeting(one: Meeting) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "held_on": str(one.held_on),
        "with": watched.with_whom(one),
        "present": one.present,
        "agreed": one.agreed,
        "next_on": str(one.next_on or ""),
    }


def _told(items: list[dict[str, Any]], names: tuple[str, ...], nothing: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"items": items}, ensure_ascii=False))
        return
    table = Table(*(name.replace("_", " ").capitalize() for name in names))
    for one in items:
        table.add_row(*(str(one[name]) for name in names))
    Console().print(table if items else nothing)


@cli.command("risks")
def list_risks(agreement: Agreement, as_json: Json = False) -> None:
    """What may go wrong by an agreement: what is open first, the highest first."""
    by = system_actor("list risks of an agreement", channel="command")
    with reading_as(by.reader):
        items = [_risk(one) for one in page_of_risks(by, agreement_called(by, agreement), size=MOST_SHOWN).rows]
    _told(items, ("what", "level", "doing", "review_on", "read_by", "state"), "No risk is written down.", as_json)


@cli.command("risk")
def add_risk(
    agreement: Agreement,
    what: Annotated[str, typer.Argument(help="What may go wrong.")],
    likelihood: Annotated[int, typer.Option(min=1, max=HIGHEST, help="How likely, 1 to 5.")],
    consequence: Annotated[int, typer.Option(min=1, max=HIGHEST, help="How much it would do, 1 to 5.")],
    review: Annotated[str, typer.Option(help="The day it is looked at next, as 2027-03-01.")],
    doing: Annotated[str, typer.Option(help="What is done about it.")] = "",
    party: Annotated[str, typer.Option("--with", help="Name of the party it is shared with, or ALL; left out, it is ours alone.")] = "",
    as_json: Json = False,
) -> None:
    """Write down what may go wrong."""
    by = system_actor("write down a risk of an agreement", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        shared = SharedWith.OURS if not party else SharedWith.ALL if party == SharedWith.ALL else SharedWith.PARTY
        whose = party_called(found, party).pk if shared == SharedWith.PARTY else None
        said: dict[str, Any] = {"what": what, "likelihood": likelihood, "consequence": consequence, "doing": doing}
        new = actions.NewRisk(**said, review_on=day_of("review", review), shared=shared.value, party_id=whose)
        told = _risk(actions.add_risk(by=by, agreement_id=found.pk, new=new))
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{told['level']}: {told['what']} Looked at next {told['review_on']}.")


@cli.command("meetings")
def list_meetings(agreement: Agreement, as_json: Json = False) -> None:
    """Meetings about an agreement, the latest first."""
    by = system_actor("list meetings about an agreement", channel="command")
    with reading_as(by.reader):
        items = [_meeting(one) for one in page_of_meetings(by, agreement_called(by, agreement), size=MOST_SHOWN).rows]
    _told(items, ("held_on", "with", "present", "agreed", "next_on"), "No meeting is written down.", as_json)


@cli.command("meeting")
def add_meeting(
    agreement: Agreement,
    on: Annotated[str, typer.Option("--on", help="The day it was held, as 2026-11-23.")],
    present: Annotated[str, typer.Option(help="Who was there.")],
    agreed: Annotated[str, typer.Option(help="What was agreed.")],
    party: Annotated[str, typer.Option("--with", help="Name of the one party it was with; left out, it was with all.")] = "",
    following: Annotated[str, typer.Option("--next", help="The day of the next one.")] = "",
    as_json: Json = False,
) -> None:
    """Write down a meeting. The day of the next one is the agreement's next review."""
    by = system_actor("write down a meeting about an agreement", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        shared: dict[str, Any] = {"shared": SharedWith.PARTY.value, "party_id": party_called(found, party).pk} if party else {}
        days: dict[str, Any] = {"held_on": day_of("on", on), "next_on": day_of("next", following) if following else None}
        new = actions.NewMeeting(**days, present=present, agreed=agreed, **shared)
        told = _meeting(actions.add_meeting(by=by, agreement_id=found.pk, new=new))
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else f"Meeting of {told['held_on']}: {told['agreed']}")
