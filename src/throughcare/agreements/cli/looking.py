"""`throughcare agreements list` and `show`."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import (
    Filters,
    When,
    agreement_called,
    amending,
    amendments_of,
    page_of_agreements,
    page_of_obligations,
    shown,
)
from throughcare.agreements.states import AgreementKind, AgreementState
from throughcare.common.reader import reading_as

cli = typer.Typer(add_completion=False)
MOST_SHOWN = 200
_HEAD = ("number", "title", "kind", "with", "term", "owner", "standing")


@cli.command("list")
def list_agreements(
    words: Annotated[str, typer.Argument(help="Words of the number or title; macrons do not matter.")] = "",
    kind: Annotated[AgreementKind | None, typer.Option(help="What kind of agreement.", case_sensitive=False)] = None,
    state: Annotated[AgreementState | None, typer.Option(help="What was decided.", case_sensitive=False)] = None,
    when: Annotated[
        When | None, typer.Option(help="By its days: in force, ends soon, not begun, ended, review due, something owed is late.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Agreements by number and title."""
    by = system_actor("list agreements", channel="command")
    filters = Filters(words=words, kind=kind or "", state=state or "", when=when or "")
    with reading_as(by.reader):
        page, known = page_of_agreements(by, filters, size=most), shown.words()
        found = [_line(agreement, known) for agreement in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False))
        return
    table = Table(*(name.capitalize() for name in _HEAD))
    for line in found:
        table.add_row(*(str(line[name]) for name in _HEAD))
    Console().print(table if found else "No agreements match. Use fewer words, or leave out a filter.")
    if page.next:
        Console().print(f"… and more than these {most}: use more words, or --most.")


def _line(agreement: Agreement, known: shown.Words) -> dict[str, Any]:
    return {
        "id": str(agreement.pk),
        "number": agreement.number,
        "title": agreement.title,
        "kind": agreement.get_kind_display(),
        "with": shown.with_whom(agreement),
        "term": shown.term_of(agreement),
        "owner": known.owner(agreement),
        "state": agreement.state,
        "standing": shown.standing_of(agreement).text,
    }


@cli.command("show")
def show_agreement(
    agreement: Annotated[str, typer.Argument(help="Number or id of the agreement.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """One agreement: its parties, term, value, what it covers, its amendments, what each side owes, and how it stands."""
    by = system_actor("show an agreement", channel="command")
    with reading_as(by.reader):
        found = agreement_called(by, agreement)
        told = shown.as_dict(found, shown.words(), page_of_obligations(by, found, size=MOST_SHOWN).rows)
        told["amendments"] = amending.told(amendments_of(by, found))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    table = Table("What", "What the agreement says", title=f"{told['number']}: {told['title']}")
    for name, value in told.items():
        table.add_row(name.replace("_", " "), "\n".join(map(_said, value)) if isinstance(value, list) else str(value or ""))
    Console().print(table)


def _said(value: Any) -> str:
    return ", ".join(str(part) for part in value.values() if part) if isinstance(value, dict) else str(value)
