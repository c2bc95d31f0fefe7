"""`throughcare agreements obligations`, `owe`, `amendments` and `amend`: what each side does, and what changes. A person judges, signs and puts into effect."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import Actor, system_actor
from throughcare.agreements import actions, models
from throughcare.agreements.cli.looking import MOST_SHOWN, cli
from throughcare.agreements.models import Amendment, Obligation
from throughcare.agreements.queries import agreement_called, amending, amendments_of, may_be_covered, page_of_obligations, shown
from throughcare.agreements.states import Bearer, Repeats
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid

Agreement = Annotated[str, typer.Argument(help="Number or id of the agreement.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def _owed(one: Obligation) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "what": one.what,
        "who": one.who,
        "for": one.whom,
        "due_on": str(one.due_on),
        "repeats": one.repeats,
        "state": one.state,
        "stands": shown.stands_of(one).text,
        "said": one.said,
        "disputed": one.disputed,
    }


@cli.command("obligations")
def list_obligations(agreement: Agreement, as_json: Json = False) -> None:
    """What each side of an agreement does, what is open first, by the day it is due."""
    by = system_actor("list obligations", channel="command")
    with reading_as(by.reader):
        told = [_owed(one) for one in page_of_obligations(by, agreement_called(by, agreement), size=MOST_SHOWN).rows]
    if as_json:
        typer.echo(json.dumps({"items": told}, ensure_ascii=False))
        return
    table = Table("What", "Who does it", "For", "Due", "Where it is")
    for one in told:
        table.add_row(*(one[name] for name in ("what", "who", "for", "due_on", "stands")))
    Console().print(table if told else "Nothing is written down that a side does.")


@cli.command("owe")
def add_obligation(
    agreement: Agreement,
    party: Annotated[str, typer.Argument(help="Name of the party it is with.")],
    what: Annotated[str, typer.Argument(help="What is to be done.")],
    due: Annotated[str, typer.Option(help="The day it is due, as 2026-11-23.")],
    bearer: Annotated[Bearer, typer.Option(help="Who does it.", case_sensitive=False)] = Bearer.DEPARTMENT,
    repeats: Annotated[Repeats, typer.Option(help="Once, or again.", case_sensitive=False)] = Repeats.ONCE,
    as_json: Json = False,
) -> None:
    """Write down what a side does. Its words stay: one that is wrong is waived, on its page."""
    by = system_actor("add an obligation", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        whose = party_called(found, party)
        new = actions.NewObligation(party_id=whose.pk, bearer=bearer.value, what=what, due_on=day_of("due", due), repeats=repeats.value)
        told = _owed(actions.add_obligation(by=by, agreement_id=found.pk, new=new))
    typer.echo(
        json.dumps(told, ensure_ascii=False) if as_json else f"{told['who']}, for {told['for']}, by {told['due_on']}: {told['what']}"
    )


def _changes(one: Amendment) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "number": one.number,
        "reason": one.reason,
        "old_text": one.old_text,
        "new_text": one.new_text,
        "ends_on": str(one.ends_on or ""),
        "values": [{"party": row.party.name, "amount": str(row.amount)} for row in one.values.all()],
        "services": [{"name": row.service.name, "joins": row.joins} for row in one.services.all()],
        "state": one.state,
        "stands": amending.stands_of(one).text,
    }


@cli.command("amendments")
def list_amendments(agreement: Agreement, as_json: Json = False) -> None:
    """What was changed of an agreement since it was signed, or is about to be: the newest first."""
    by = system_actor("list amendments", channel="command")
    with reading_as(by.reader):
        told = [_changes(one) for one in amendments_of(by, agreement_called(by, agreement))]
    if as_json:
        typer.echo(json.dumps({"items": told}, ensure_ascii=False))
        return
    table = Table("Number", "Why", "Until then", "From then on", "New last day", "Where it is")
    for one in told:
        table.add_row(*(str(one[name]) for name in ("number", "reason", "old_text", "new_text", "ends_on", "stands")))
    Console().print(table if told else "Nothing was changed since it was signed.")


@cli.command("amend")
def add_amendment(
    agreement: Agreement,
    why: Annotated[str, typer.Option(help="Why it changes.")],
    new_text: Annotated[str, typer.Option("--new", help="What it says from then on.")],
    old_text: Annotated[str, typer.Option("--old", help="What it says until then.")] = "",
    ends_on: Annotated[str, typer.Option("--until", help="A new last day, as 2027-06-30; left out, it stays.")] = "",
    value: Annotated[list[str] | None, typer.Option(help="What a party gets then, as 'Mana Trust=120000.00'; once for each.")] = None,
    covers: Annotated[
        list[str] | None, typer.Option(help="A service it covers then, by name or id; once for each of them. Left out, they stay.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the draft of an amendment. A person offers it, writes down who signed, and puts it into effect."""
    by = system_actor("write an amendment", channel="command")
    with reading_as(by.reader):
        found, last = agreement_called(by, agreement), day_of("until", ends_on) if ends_on else None
        gets = dict(_value_of(found, one) for one in value or ())
        services = None if covers is None else [_service_called(by, found, one) for one in covers]
        new = actions.NewAmendment(reason=why, new_text=new_text, old_text=old_text, ends_on=last, values=gets, services=services)
        told = _changes(actions.add_amendment(by=by, agreement_id=found.pk, new=new))
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else f"Amendment {told['number']}: {told['reason']} {told['stands']}.")


def _value_of(found: models.Agreement, text: str) -> tuple[UUID, Decimal]:
    """Party and amount of PARTY=AMOUNT. Raises Invalid."""
    name, _, amount = text.rpartition("=")
    try:
        worth = Decimal(amount.strip())
    except InvalidOperation:
        worth = Decimal("nan")
    if not worth.is_finite():
        raise Invalid(f"{amount[:40]} is no amount.", {"value": ["Write it as 'Mana Trust=120000.00'."]})
    return party_called(found, name).pk, worth


def _service_called(by: Actor, found: models.Agreement, text: str) -> UUID:
    """One that a party delivers, by name or id. Raises Invalid when none is, or more than one."""
    there = [one.pk for one in may_be_covered(by, found) if text.strip().casefold() in (one.name.casefold(), str(one.pk))]
    if len(there) != 1:
        said = "No service" if not there else "More than one service"
        raise Invalid(f"{said} of its parties is called {text[:60]}.", {"covers": ["Use the name of a service, or its id."]})
    return there[0]


def party_called(found: models.Agreement, name: str) -> models.Party:
    """The organisation of this name that is a party. Raises Invalid."""
    whose = next((one for one in found.parties.all() if one.organization_id and one.name.casefold() == name.strip().casefold()), None)
    if whose is None:
        raise Invalid(f"{name[:60]} is no party of {found.number}.", {"party": ["Use the name of a party, as its page has it."]})
    return whose


def day_of(name: str, text: str) -> date:
    """A day typed as 2026-11-23. Raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text[:40]} is no day.", {name: ["Write it as 2026-11-23."]}) from None
