"""Documents for connected systems. Each has a version of its own."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema, Status

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import LARGEST_FILE, Body, PageOut, PageQuery, file_sent, page_out, seen_version, with_etag
from throughcare.files import actions, queries
from throughcare.files.models import Document
from throughcare.files.readers import look
from throughcare.files.states import FORMATS, LONGEST_REASON, LONGEST_TITLE, DocumentSort, DocumentState

router = Router(tags=["documents"])
_READS = rest_needs(Permission.DIRECTORY_VIEW)
_KIND = "What kind of thing it is about: partners.partner or agreements.agreement."


class DocumentQuery(PageQuery):
    """Which documents."""

    sort: DocumentSort | None = None
    withdrawn: bool = Field(False, description="Those withdrawn, too.")


class DocumentOut(Schema):
    """A document. bytes: of its file. shared: the other side reads it too. added_by_id: nobody's when the site's command brought it."""

    id: UUID
    about_kind: str = Field(description=_KIND)
    about_id: UUID
    title: str
    sort: DocumentSort
    media: str = Field(description="Media type of its file.")
    bytes: int
    shared: bool
    added_by_id: UUID | None
    added_at: datetime
    state: DocumentState
    reason: str
    version: int


class DocumentFileOut(Schema):
    """The file of a document. content: its bytes in base64, never to be shown by a browser as they are."""

    name: str
    media: str
    content: str


class ChangeDocumentBody(Body):
    """What is said of it. shared: the other side reads it too; what a partner's own staff bring always is."""

    title: str = Field(max_length=LONGEST_TITLE)
    sort: DocumentSort
    shared: bool = False


class DocumentBody(ChangeDocumentBody):
    """As to change one, and the file."""

    about_kind: str = Field(max_length=60, description=_KIND)
    about_id: UUID
    name: str = Field(max_length=200, description="What the file is called: its end says what kind it is.")
    content: str = Field(max_length=LARGEST_FILE, description="The file in base64. A larger one goes through the page or the command.")


class WithdrawDocumentBody(Body):
    reason: str = Field(max_length=LONGEST_REASON)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the access key
    return actor


def _out(row: Document) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in DocumentOut.model_fields if name not in ("media", "bytes")}
    return {**told, "media": FORMATS[row.format].media, "bytes": row.size}


def _new(body: DocumentBody) -> actions.NewDocument:
    came = file_sent(body.content)
    looked = look(body.name, came)
    return actions.NewDocument(
        about=queries.thing(body.about_kind, body.about_id),
        title=body.title,
        sort=body.sort,
        shared=body.shared,
        content=looked.content,
        format=looked.format,
        came=came,
    )


@router.get(
    "/about/{str:kind}/{uuid:about_id}", auth=_READS, response=PageOut[DocumentOut], summary="Documents about a thing, the latest first"
)
def list_documents(
    request: HttpRequest,
    kind: Annotated[str, Path(max_length=60, description=_KIND)],
    about_id: UUID,
    asked: Annotated[DocumentQuery, Query()],
) -> Any:
    by, thing = _actor(request), queries.thing(kind, about_id)
    page = queries.documents_about(by, thing, withdrawn=asked.withdrawn, sort=asked.sort or "", cursor=asked.cursor, size=asked.size)
    return page_out(page, _out)


@router.post("", auth=_READS, response={201: DocumentOut}, summary="Add a document")
def add_document(request: HttpRequest, response: HttpResponse, body: DocumentBody) -> Any:
    """Pictures are drawn anew, without what the file said beside their points."""
    by = _actor(request)
    made = once(
        request,
        lambda: actions.add_document(by=by, new=_new(body)),
        lambda made_id: queries.get_document(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _out(made.thing))


@router.get("/{uuid:document_id}", auth=_READS, response=DocumentOut, summary="One document")
def one_document(request: HttpRequest, response: HttpResponse, document_id: UUID) -> Any:
    found = queries.get_document(_actor(request), document_id)
    with_etag(response, found.version)
    return _out(found)


@router.get(
    "/{uuid:document_id}/file", auth=_READS, response=DocumentFileOut, summary="The file of a document; that it was opened is written down"
)
def document_file(request: HttpRequest, response: HttpResponse, document_id: UUID) -> Any:
    found, content = actions.open_document(by=_actor(request), document_id=document_id)
    with_etag(response, found.version)
    return queries.as_sent(found, content)


@router.put("/{uuid:document_id}", auth=_READS, response=DocumentOut, summary="Change what is said of a document (If-Match)")
def change_document(request: HttpRequest, response: HttpResponse, document_id: UUID, body: ChangeDocumentBody) -> Any:
    actions.change_document(by=_actor(request), document_id=document_id, seen=seen_version(request), **body.model_dump())
    return one_document(request, response, document_id)


@router.post("/{uuid:document_id}/withdraw", auth=_READS, response=DocumentOut, summary="Withdraw a document: its file is gone (If-Match)")
def withdraw_document(request: HttpRequest, response: HttpResponse, document_id: UUID, body: WithdrawDocumentBody) -> Any:
    by, seen = _actor(request), seen_version(request)
    once(
        request,
        lambda: actions.withdraw_document(by=by, document_id=document_id, reason=body.reason, seen=seen),
        lambda _: queries.get_document(by, document_id),
        response=response,
    )
    return one_document(request, response, document_id)
