"""Bringing in a directory for connected systems: send a file, see what it would do, have it done, read what it did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.rest import LARGEST_FILE, LARGEST_PAGE, Body, PageOut, PageQuery, file_sent, page_out, with_digest, with_etag
from throughcare.imports.models import ImportRun, Reject
from throughcare.services import actions, queries
from throughcare.services.forms import check_upload, read_upload, upload_source
from throughcare.services.models import Upload
from throughcare.services.rows import Reject as ReadReject

router = Router(tags=["service import"])
_IMPORTS = rest_needs(Permission.SERVICE_IMPORT)


class DirectoryBody(Body):
    name: str = Field(min_length=1, max_length=200, description="Of the file: a zip of CSV, JSON or XML files, or one of them.")
    content: str = Field(
        max_length=LARGEST_FILE, description="The file in base64. A larger one than fits goes through the page or the command."
    )
    source: str = Field(
        "", max_length=200, description="What to call the directory, the same every time, so that its services are found again."
    )
    layout: str = Field("auto", max_length=60, description="auto: found.")


class RefusedRow(Schema):
    """A row of a file that can't be taken, and why."""

    file: str
    row: int
    field: str
    message: str


class DirectoryCounts(Schema):
    """read = created + updated + unchanged + rejected."""

    source: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int


class DirectorySent(DirectoryCounts):
    """What a file would do: nothing is changed yet. rows: the first of those refused. Only who sent it sees it."""

    id: UUID
    name: str
    at: datetime
    layout: str
    notes: list[str]
    rows: list[RefusedRow]


class DirectoryRun(DirectoryCounts):
    """What an import did; the rows it refused have an address of their own."""

    id: UUID
    at: datetime
    by_name: str


def _by(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by auth
    return actor


def _counts(run: ImportRun) -> dict[str, Any]:
    return {"read": run.rows_read, **{name: getattr(run, name) for name in ("source", "created", "updated", "unchanged", "rejected")}}


def _row(reject: Reject | ReadReject) -> dict[str, Any]:
    return {name: getattr(reject, name) for name in RefusedRow.model_fields}


def _would(by: Actor, response: HttpResponse, upload: Upload) -> dict[str, Any]:
    would = actions.import_directory(by=by, directory=read_upload(upload), source=upload.source, dry_run=True)
    shown = {
        **_counts(would.run),
        **{name: getattr(upload, name) for name in ("id", "name", "at", "source")},
        "layout": would.layout,
        "notes": list(would.notes),
        "rows": [_row(reject) for reject in would.rejects[:LARGEST_PAGE]],
    }
    with_digest(response, shown)
    return shown


def _run(response: HttpResponse, run: ImportRun) -> dict[str, Any]:
    with_etag(response, 1)  # a run stays as it was
    return {**_counts(run), **{name: getattr(run, name) for name in ("id", "at", "by_name")}}


@router.post("", auth=_IMPORTS, response={201: DirectorySent}, summary="Send a directory of services; nothing is changed yet")
def send_directory(request: HttpRequest, response: HttpResponse, body: DirectoryBody) -> Status[dict[str, Any]]:
    by = _by(request)

    def keep() -> UUID:
        content = file_sent(body.content)
        check_upload(body.name, content, body.layout)
        source = upload_source(body.name, body.source)
        return actions.keep_upload(by=by, name=body.name, content=content, source=source, layout=body.layout)

    made = once(request, keep, lambda upload_id: queries.get_upload(by, upload_id).id, response=response, within=A_MOMENT)
    return Status(201, _would(by, response, queries.get_upload(by, made.thing)))


@router.get(
    "/{uuid:upload_id}",
    auth=_IMPORTS,
    response=DirectorySent,
    summary="What a directory that was sent would do; changes nothing",
    openapi_extra={"x-refuses": "while another import of services runs"},
)
def one_directory(request: HttpRequest, response: HttpResponse, upload_id: UUID) -> dict[str, Any]:
    by = _by(request)
    return _would(by, response, queries.get_upload(by, upload_id))


@router.post(
    "/{uuid:upload_id}/start",
    auth=_IMPORTS,
    response=DirectoryRun,
    summary="Bring in a directory that was sent, in one switch",
    openapi_extra={"x-any-version": "A file stays as it was sent, and is gone when it is in."},
)
def bring_in_directory(request: HttpRequest, response: HttpResponse, upload_id: UUID) -> dict[str, Any]:
    by = _by(request)

    def bring() -> ImportRun:
        upload = queries.get_upload(by, upload_id)
        return actions.bring_in(by=by, upload=upload, directory=read_upload(upload))

    done = once(request, bring, lambda run_id: queries.get_run(by, run_id, most=0)[0], response=response)
    return _run(response, done.thing)


@router.get("/runs/{uuid:run_id}", auth=_IMPORTS, response=DirectoryRun, summary="What an import of services did")
def one_directory_run(request: HttpRequest, response: HttpResponse, run_id: UUID) -> dict[str, Any]:
    return _run(response, queries.get_run(_by(request), run_id, most=0)[0])


@router.get("/runs/{uuid:run_id}/rejects", auth=_IMPORTS, response=PageOut[RefusedRow], summary="The rows an import of services refused")
def list_refused_rows(request: HttpRequest, run_id: UUID, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(queries.rejects_page(_by(request), run_id, cursor=query.cursor, size=query.size), _row)
