"""`throughcare documents list`, `add`, `save` and `withdraw`."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Refused
from throughcare.files import actions
from throughcare.files.queries import as_dict, documents_about, file_name, get_document, read_about, size_words
from throughcare.files.readers import look
from throughcare.files.states import DocumentSort

cli = typer.Typer(add_completion=False)
_ABOUT = "KIND:ID of what they are about, such as partners.partner:ID."


@cli.command("list")
def list_documents(
    about: Annotated[str, typer.Argument(help=_ABOUT)],
    withdrawn: Annotated[bool, typer.Option(help="Those withdrawn, too.")] = False,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Documents about a thing, the latest first."""
    by = system_actor("list documents", channel="command")
    with reading_as(by.reader):
        page = documents_about(by, read_about(about), withdrawn=withdrawn, size=most)
        found = [as_dict(row) for row in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Document", "What it is", "File", "Id")
    for line in found:
        table.add_row(line["title"], line["what"], f"{line['file']}, {size_words(line['bytes'])}", line["id"])
    Console().print(table if found else "No documents.")


@cli.command("add")
def add(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file.")],
    about: Annotated[str, typer.Argument(help="KIND:ID of what it is about, such as partners.partner:ID.")],
    title: Annotated[str, typer.Option(help="What it is called.")],
    sort: Annotated[DocumentSort, typer.Option(help="What it is.", case_sensitive=False)] = DocumentSort.OTHER,
    shared: Annotated[bool, typer.Option(help="The other side reads it too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Keep a document."""
    by, came = system_actor("add a document", channel="command"), file.read_bytes()
    looked = look(file.name, came)
    with reading_as(by.reader):
        thing = read_about(about)
        new = actions.NewDocument(
            about=thing, title=title, sort=sort, shared=shared, came=came, content=looked.content, format=looked.format
        )
        made = actions.add_document(by=by, new=new)
    typer.echo(
        json.dumps({"id": str(made.pk), "title": made.title}, ensure_ascii=False) if as_json else f"Added: {made.title} ({made.pk})."
    )


@cli.command("save")
def save(
    document: Annotated[UUID, typer.Argument(help="Id of the document.")],
    to: Annotated[Path, typer.Option(file_okay=False, exists=True, help="The folder to put it in.")] = Path(),
) -> None:
    """Put the file of a document into a folder. That it was opened is written down."""
    by = system_actor("save a document", channel="command")
    with reading_as(by.reader):
        found, content = actions.open_document(by=by, document_id=document)
    path = to / file_name(found)
    if path.exists():
        raise Refused(f"{path} is there already. Move it away, or name another folder with --to.")
    path.write_bytes(content)
    typer.echo(f"Saved: {path} ({size_words(len(content))}).")


@cli.command("withdraw")
def withdraw(
    document: Annotated[UUID, typer.Argument(help="Id of the document.")],
    why: Annotated[str, typer.Option(help="Why it should not be here.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Withdraw a document: its file is gone, and the line stays with the reason."""
    by = system_actor("withdraw a document", channel="command")
    with reading_as(by.reader):
        seen = get_document(by, document).version
        done = actions.withdraw_document(by=by, document_id=document, reason=why, seen=seen)
    typer.echo(json.dumps({"id": str(done.pk), "state": done.state}) if as_json else f"{done.title}: withdrawn.")
