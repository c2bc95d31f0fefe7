"""Every write of a document: brought, said better, withdrawn; and being opened, which is written down."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.files.models import Content, Document
from throughcare.files.queries import BRINGS, KEEPS, bytes_of, get_document, may_change, side_of
from throughcare.files.states import DOCUMENT_STATES, LONGEST_REASON, LONGEST_TITLE, MOST_ABOUT_ONE, DocumentSort, DocumentState

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."
_THERE = "This very file is there already. Open it, and change what is said of it if you need to."


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """What is brought. format: a key of FORMATS, and content: the bytes to keep, both as `readers.look` found them. came: the bytes as they were sent.

    shared: the other side reads it too; what the other side brings always is.
    """

    about: Ref
    title: str
    sort: str
    format: str
    content: bytes
    came: bytes
    shared: bool = False


@transaction.atomic
def add_document(*, by: Actor, new: NewDocument) -> Document:
    """Keep a document about a thing. Raises NotFound for a thing the reader adds nothing to, Refused when it is there, and Invalid."""
    by.check(Permission.DIRECTORY_VIEW)
    side = side_of(by, new.about)
    if side not in (KEEPS, BRINGS):
        raise NotFound
    title = _checked(new.title, new.sort)
    if Document.objects.filter(about_kind=new.about.kind, about_id=new.about.id, state=DocumentState.KEPT).count() >= MOST_ABOUT_ONE:
        raise Refused(f"There are {MOST_ABOUT_ONE} documents here. Withdraw some that nobody needs.")
    made = Document(
        about_kind=new.about.kind,
        about_id=new.about.id,
        title=title,
        sort=new.sort,
        format=new.format,
        size=len(new.content),
        digest=sha256(new.came).hexdigest(),
        shared=new.shared or side == BRINGS,
        theirs=side == BRINGS,
        added_by_id=by.user_id,
    )
    _once(lambda: made.save(force_insert=True))
    Content(document=made, content=new.content).save(force_insert=True)
    _note(by, "document.added", made)
    return made


@transaction.atomic
def change_document(*, by: Actor, document_id: UUID, title: str, sort: str, shared: bool, seen: int) -> Document:
    """Say better what it is, and who reads it. Raises NotFound, Refused for who may not, Invalid and Stale."""
    found = _opened(by, document_id, seen)
    title = _checked(title, sort)
    side = side_of(by, found.about)
    if found.theirs and not shared and side == KEEPS:
        wrong = "The other side brought this, and goes on reading it. If it should not be here, withdraw it and say why."
        raise Invalid(wrong, {"shared": [wrong]})
    values = {"title": title, "sort": sort, "shared": shared or side == BRINGS}
    _once(lambda: _write(found, seen, **values))
    _note(by, "document.changed", found)
    return get_document(by, document_id)


@transaction.atomic
def withdraw_document(*, by: Actor, document_id: UUID, reason: str, seen: int) -> Document:
    """It should not be here: its file is gone, the line stays with the reason. Raises as above."""
    found = _opened(by, document_id, seen)
    DOCUMENT_STATES.check(found.state, "withdraw")
    reason = clean(reason)
    if not reason or len(reason) > LONGEST_REASON:
        wrong = "Say why: whoever looks for it will want to know." if not reason else f"Use {LONGEST_REASON} characters or fewer."
        raise Invalid(wrong, {"reason": [wrong]})
    _write(found, seen, state=DocumentState.WITHDRAWN, state_at=now(), reason=reason)
    _note(by, "document.withdrawn", found)
    return get_document(by, document_id)


@transaction.atomic
def open_document(*, by: Actor, document_id: UUID) -> tuple[Document, bytes]:
    """The document and its bytes; that it was opened is written in the same transaction. Raises NotFound."""
    found = get_document(by, document_id)
    content = bytes_of(found)
    _note(by, "document.opened", found)
    return found, content


def _checked(title: str, sort: str) -> str:
    title, errors = clean(title), {}
    if not title:
        errors["title"] = ["Say what it is called."]
    elif len(title) > LONGEST_TITLE:
        errors["title"] = [f"Use {LONGEST_TITLE} characters or fewer."]
    if sort not in DocumentSort.values:
        errors["sort"] = ["Choose what it is."]
    if errors:
        raise Invalid("Something about the document can't be used.", errors)
    return title


def _opened(by: Actor, document_id: UUID, seen: int) -> Document:
    found = get_document(by, document_id)
    if not may_change(by, found):
        raise NotFound
    if found.version != seen:
        raise Stale(_CHANGED)
    if found.state != DocumentState.KEPT:
        raise Refused("This document was withdrawn, and stays so. Add it again if it is needed.")
    return found


def _once(write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError as clash:
        if "files_document_once" not in str(clash):
            raise
        raise Refused(_THERE) from None


def _write(found: Document, seen: int, **values: object) -> None:
    if not Document.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)


def _note(by: Actor, verb: str, row: Document) -> None:
    record(by=by, verb=verb, about=row.about, detail={"document": str(row.pk)})
