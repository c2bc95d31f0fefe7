"""`throughcare performance contributions`, `contribute`."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements.queries import agreement_called
from throughcare.agreements.states import Bearer
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.performance import actions, queries
from throughcare.performance.cli.looking import Json, cli
from throughcare.performance.queries import contributions_shown as shown
from throughcare.performance.states import Basis, ContributionKind, ContributionShow, Measured

_MOST = 200


@cli.command("contributions")
def list_contributions(
    agreement: Annotated[str, typer.Argument(help="Number or id of the agreement; leave it out for all.")] = "",
    show: Annotated[ContributionShow | None, typer.Option(help="Over all agreements: those that are there alone.")] = None,
    as_json: Json = False,
) -> None:
    """What each side of an agreement, or of all, puts in; of one agreement with the sums."""
    by = system_actor("list what each side puts in", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement) if agreement else None
        page = (
            queries.page_of_contributions(by, found, size=_MOST)
            if found
            else queries.page_across_agreements(by, show=show or "", size=_MOST)
        )
        told = [shown.as_dict(one) for one in page.rows]
        sums = queries.sums_of(by, agreement=found.pk) if found else []
    if as_json:
        typer.echo(json.dumps({"items": told, "sums": [one._asdict() for one in sums]}, ensure_ascii=False, default=str))
        return
    names = ("what", "agreement", "party", "giver", "when", "how_much", "worth", "stands")
    table = Table("What", "Agreement", "With", "Who puts it in", "When", "How much", "Worth", "Where it is")
    for one in told:
        table.add_row(*(one[name] for name in names))
    Console().print(table if told else "Nothing is written down.")
    if sums:
        together = Table(*shown.SUMS_HEAD)
        for line in shown.sum_lines(sums, "The parties"):
            together.add_row(*map(str, line))
        Console().print(together)


@cli.command("contribute")
def add_contribution(
    agreement: Annotated[str, typer.Argument(help="Number or id of the agreement.")],
    party: Annotated[str, typer.Argument(help="Name of the party it is with.")],
    what: Annotated[str, typer.Argument(help="What is put in.")],
    quantity: Annotated[str, typer.Option(help="How much.")],
    measured: Annotated[Measured, typer.Option(help="In which unit.")],
    kind: Annotated[ContributionKind, typer.Option(help="What kind.")],
    first_on: Annotated[str, typer.Option("--from", help="The first day, as 2026-11-23.")],
    giver: Annotated[Bearer, typer.Option(help="Who puts it in.")] = Bearer.DEPARTMENT,
    basis: Annotated[Basis, typer.Option(help="Agreed, or given.")] = Basis.GIVEN,
    last_on: Annotated[str, typer.Option("--until", help="The last day; left out for one day.")] = "",
    in_words: Annotated[str, typer.Option(help="What is counted, of another unit.")] = "",
    worth: Annotated[str, typer.Option(help="What it is worth, where somebody reckoned it.")] = "",
    worth_how: Annotated[str, typer.Option(help="How that was reckoned.")] = "",
    as_json: Json = False,
) -> None:
    """Write down what a side puts in, for the department; the party's people confirm it, or see it differently."""
    by = system_actor("write down what a side puts in", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        whose = next((one for one in found.parties.all() if one.organization_id and one.name.casefold() == party.strip().casefold()), None)
        if whose is None:
            raise Invalid(f"{party[:60]} is no party of {found.number}.", {"party": ["Use the name of a party, as its page has it."]})
        words = {
            "giver": giver.value,
            "kind": kind.value,
            "basis": basis.value,
            "what": what,
            "measured": measured.value,
            "in_words": in_words,
        }
        days = {"first_on": day_of("from", first_on), "last_on": day_of("until", last_on) if last_on else None}
        numbers = {"quantity": _number("quantity", quantity), "worth": _number("worth", worth) if worth else None}
        new = actions.NewContribution(party_id=whose.pk, **words, **days, **numbers, worth_how=worth_how)  # type: ignore[arg-type]  # as named
        told = shown.as_dict(actions.add_contribution(by=by, agreement_id=found.pk, new=new))
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{told['what']}: {told['how_much']}. {told['stands']}.")


def day_of(name: str, text: str) -> date:
    """A day as it is typed. Raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text[:40]} is no day.", {name: ["Write it as 2026-11-23."]}) from None


def _number(name: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Invalid(f"{text[:40]} is no number.", {name: ["Write it as 12.50."]}) from None
