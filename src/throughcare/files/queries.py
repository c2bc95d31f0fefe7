"""Documents about a thing, one of them, its bytes."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound
from throughcare.common.text import search_words
from throughcare.files import kinds
from throughcare.files.models import Content, Document
from throughcare.files.states import FORMATS, DocumentState

ORDER = ("-added_at", "-id")
KEEPS, SEES, BRINGS, SHARED = "keeps", "sees", "brings", "shared"


def side_of(by: Actor, about: Ref) -> str:
    """How the reader stands to documents about this: KEEPS, SEES, BRINGS or SHARED. Raises NotFound for a thing that is not for them."""
    by.check(Permission.DIRECTORY_VIEW)
    if name_of(by, about) == "":
        raise NotFound
    if by.system:
        return KEEPS
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.document_side(%s, %s)", [about.kind, about.id])
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise NotFound
    return str(found[0])


def documents_about(
    by: Actor, about: Ref, *, withdrawn: bool = False, sort: str = "", cursor: str = "", size: int = PAGE_SIZE
) -> Page[Document]:
    """One page, the latest first. Row security holds back what is not for this reader. Raises NotFound for a thing that is not for them."""
    side_of(by, about)
    rows = _about(about) if withdrawn else _about(about).filter(state=DocumentState.KEPT)
    return page_of(rows.filter(sort=sort) if sort else rows, order=ORDER, cursor=cursor, size=size)


def latest_about(by: Actor, about: Ref, *, most: int = 5) -> list[Document]:
    """The latest that are kept, for the thing's own page."""
    by.check(Permission.DIRECTORY_VIEW)
    return list(_about(about).filter(state=DocumentState.KEPT).order_by(*ORDER)[:most])


def _about(about: Ref) -> QuerySet[Document]:
    return Document.objects.filter(about_kind=about.kind, about_id=about.id)


def get_document(by: Actor, document_id: UUID) -> Document:
    """One document. Raises NotFound."""
    by.check(Permission.DIRECTORY_VIEW)
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def bytes_of(document: Document) -> bytes:
    """What is kept of it. Raises NotFound when it was withdrawn. Write down that it was opened: `actions.open_document` does."""
    found = Content.objects.filter(document=document).values_list("content", flat=True).first()
    if found is None:
        raise NotFound("This document was withdrawn: its file is gone.")
    return bytes(found)


def may_change(by: Actor, document: Document) -> bool:
    """May the reader say it better, or withdraw it, while it is kept? Row security says the same."""
    side = side_of(by, document.about)
    return side == KEEPS or (side == BRINGS and document.shared and document.added_by_id == by.user_id)


def read_about(text: str) -> Ref:
    """What a command names as KIND:ID. Raises Invalid."""
    kind, _, key = text.partition(":")
    try:
        return thing(kind, UUID(key))
    except ValueError:
        raise Invalid("This is nothing's id.", {"about_id": ["Give the id of the thing it is about."]}) from None


def thing(kind: str, about_id: UUID) -> Ref:
    """What documents may be about. Raises Invalid for a kind that has none."""
    if kinds.kind_of(kind) is None:
        there = ", ".join(sorted(kinds.registered()))
        raise Invalid(f"A document is about one of: {there}.", {"about_kind": [f"Use one of: {there}."]})
    return Ref(kind, about_id)


def name_of(by: Actor, about: Ref) -> str:
    """What it is about, by name; nothing when that is not for the reader."""
    kind = kinds.kind_of(about.kind)
    return kind.named(by, [about.id]).get(about.id, "") if kind else ""


def others_of(about: Ref) -> str:
    """Who the other side is: "the partner's own people"."""
    kind = kinds.kind_of(about.kind)
    return kind.others if kind else "the other side"


def address_of(about: Ref) -> str:
    """Where the thing is looked at; nothing when its app is not here."""
    kind = kinds.kind_of(about.kind)
    try:
        return reverse(kind.url, args=[about.id]) if kind else ""
    except NoReverseMatch:
        return ""


def file_name(document: Document) -> str:
    """What it is called when somebody takes it: of plain letters, so that no system stumbles over it, and with the end its kind has."""
    words = "-".join(search_words(document.title))[:80].encode("ascii", "ignore").decode().strip("-")
    return f"{words or 'document'}{FORMATS[document.format].ends[0]}"


def adders(rows: Sequence[Document]) -> Mapping[UUID, str]:
    """Who brought them, by key. One read."""
    return names_of({row.added_by_id for row in rows})


def size_words(size: int) -> str:
    """In words: 84 kB, 2.4 MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(round(size / 1000), 1)} kB"


def as_dict(row: Document) -> dict[str, Any]:
    """In words, for the command line."""
    return {
        "id": str(row.pk),
        "title": row.title,
        "what": row.get_sort_display(),
        "file": row.get_format_display(),
        "bytes": row.size,
        "shared": row.shared,
        "added_at": row.added_at,
        "state": row.get_state_display(),
        "reason": row.reason,
    }


def as_sent(document: Document, content: bytes) -> dict[str, str]:
    """A file in words: what it is called, its media type, its bytes in base64."""
    return {"name": file_name(document), "media": FORMATS[document.format].media, "content": b64encode(content).decode()}


def beside(by: Actor, about: Ref) -> dict[str, object]:
    """What the thing's own page says of its documents: for `files/_about.html`."""
    may_add = side_of(by, about) in (KEEPS, BRINGS)
    return {"documents": latest_about(by, about), "about_kind": about.kind, "about_id": about.id, "may_add_documents": may_add}
