"""`throughcare performance list`, `due`, `report` and `payments`."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements.queries import agreement_called
from throughcare.common.reader import reading_as
from throughcare.performance import actions, readers
from throughcare.performance.models import Measure
from throughcare.performance.queries import (
    light_shown,
    page_of_all_payments,
    page_of_measures,
    page_of_payments,
    payments_shown,
    reports_due,
    shown,
)
from throughcare.performance.queries.light import LightDue, light_due
from throughcare.performance.states import PaymentShow

cli = typer.Typer(add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
_MOST = 200


@cli.command("list")
def list_measures(
    agreement: Annotated[str, typer.Argument(help="Number or id of the agreement.")],
    as_json: Json = False,
) -> None:
    """What is measured of an agreement, with what was reported of each period."""
    by = system_actor("list measures", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        told = [_told(one) for one in page_of_measures(by, found, size=_MOST).rows]
    if as_json:
        typer.echo(json.dumps({"items": told}, ensure_ascii=False, default=str))
        return
    table = Table("Measure", "Whose work", "Target", "Period", "Value", "Where it is")
    for one in told:
        for period in one["periods"] or [{"period": "", "value": "", "stands": "No period yet"}]:
            table.add_row(one["name"], one["party"], one["target"], period["period"], period["value"], period["stands"])
    Console().print(table if told else "Nothing is measured of this agreement.")


def _told(one: Measure) -> dict[str, Any]:
    there = shown.periods(one)
    return {
        "id": str(one.pk),
        "name": one.name,
        "question": one.get_rba_display(),
        "party": one.party.name,
        "includes": one.includes,
        "excludes": one.excludes,
        "target": shown.target_words(one),
        "periods": [
            {
                "period": period.period.words,
                "first_on": period.period.first_on,
                "value": shown.value_words(one, period.told) if period.told else "",
                "met": period.met,
                "stands": period.stands.text,
            }
            for period in there
        ],
    }


@cli.command("due")
def list_due(as_json: Json = False) -> None:
    """Reports that are to be sent in, over all agreements: what has been due longest first."""
    by = system_actor("list reports that are due", channel="command")
    with reading_as(by.reader):
        found = [
            {
                "agreement": one.measure.agreement.number,
                "measure": one.measure.name,
                "party": one.measure.party.name,
                "period": one.period.words,
                "due_on": str(one.period.due_on),
                "stands": shown.stands_of(one.period, one.returned).text,
            }
            for one in reports_due(by)
        ] + [_light(one) for one in light_due(by)]
    if as_json:
        typer.echo(json.dumps({"items": found}, ensure_ascii=False))
        return
    table = Table("Agreement", "Measure", "Whose work", "Period", "Due", "Where it is")
    for one in found:
        table.add_row(*one.values())
    Console().print(table if found else "Nothing is to be sent in.")


def _light(one: LightDue) -> dict[str, str]:
    return {
        "agreement": one.light.agreement.number,
        "measure": "Three questions",
        "party": one.partner,
        "period": "All of it",
        "due_on": str(one.light.report_on),
        "stands": light_shown.stands_of(one.light, None).text,
    }


@cli.command("report")
def bring_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file of reports.")],
    as_json: Json = False,
) -> None:
    """Send in many reports from a file; every row is accounted for, and the same file again changes nothing."""
    by = system_actor("bring in a file of reports", channel="command")
    with reading_as(by.reader):
        done = actions.bring_reports(by=by, rows=readers.read_reports(file.read_bytes()))
    if as_json:
        told = [{"row": one.number, "what": one.what, "measure": one.measure, "field": one.field, "reason": one.reason} for one in done]
        typer.echo(json.dumps({"items": told, "counts": Counter(one.what for one in done)}, ensure_ascii=False))
        return
    table = Table("Row", "What became of it", "Measure", "Column", "Why")
    for one in done:
        table.add_row(str(one.number), one.what, one.measure, one.field, one.reason)
    Console().print(table if done else "The file has no rows.")


@cli.command("payments")
def list_payments(
    agreement: Annotated[str, typer.Argument(help="Number or id of the agreement; leave it out for all.")] = "",
    show: Annotated[PaymentShow | None, typer.Option(help="Over all agreements: those that are there alone.")] = None,
    as_json: Json = False,
) -> None:
    """What is paid by an agreement, or by all, for what, and where each payment is."""
    by = system_actor("list payments", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement) if agreement else None
        page = page_of_payments(by, found, size=_MOST) if found else page_of_all_payments(by, show=show or "", size=_MOST)
        rows = list(page.rows)
        told, sums = [payments_shown.as_dict(one) for one in rows], payments_shown.sums(found, rows) if found else []
    if as_json:
        typer.echo(json.dumps({"items": told, "sums": sums}, ensure_ascii=False))
        return
    table = Table("Payment", "To whom", "Amount", "Due", "What for", "Where it is", "Why not payable", caption="; ".join(sums))
    for one in told:
        table.add_row(*(str(one[name]) for name in ("name", "party", "amount", "due_on", "for", "stands", "reason")))
    Console().print(table if told else "No payment of this agreement is planned.")
