"""Bringing in lists of partners for connected systems: send one, see how it is read and what it would do, start it, read what became of it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.rest import LARGEST_FILE, Body, PageOut, PageQuery, file_sent, page_out, seen_version, with_etag
from throughcare.imports import queries as imports
from throughcare.imports.models import ImportRun, Said
from throughcare.imports.states import ImportStage
from throughcare.partners import actions
from throughcare.partners.forms.importing import ReadSo, read_kept, read_so
from throughcare.partners.models import OrganizationKind, PartnerFile, PartnerMapping
from throughcare.partners.queries import lists
from throughcare.partners.rest.register import EDITS, actor_of
from throughcare.partners.rows import Choices

router = Router(tags=["partners import"])
KIND = "partners"


class PartnerColumnIn(Body):
    place: int = Field(ge=1, le=1000)
    field: str = Field("", max_length=80, description="Empty: not read.")


class PartnerChoicesIn(Body):
    """How the list is read; what is left out is found."""

    encoding: str = Field("", max_length=20)
    delimiter: str = Field("", max_length=1)
    sheet: str = Field("", max_length=200, description="Of a workbook; * for all sheets whose headings agree.")
    heading_row: int = Field(0, ge=0, le=30)
    source: str = Field("", max_length=200, description="What the list is called, each time it comes; else the name of its file.")
    kind: OrganizationKind | None = Field(None, description="Of every row that says none.")
    region: str = Field("", max_length=60, description="Code of the region of every row that says none.")
    columns: list[PartnerColumnIn] = Field([], max_length=1000, description="All columns; none: guessed, or by a saved mapping.")
    mapping: str = Field("", max_length=100, description="Name of a saved mapping; columns count more.")


class PartnerFileIn(PartnerChoicesIn):
    name: str = Field(min_length=1, max_length=200)
    content: str = Field(
        max_length=LARGEST_FILE, description="The file in base64. A larger one than fits goes through the page or the command."
    )


class PartnerMappingIn(Body):
    name: str = Field(min_length=1, max_length=100)


class PartnerColumnOut(Schema):
    """One column: what it is read as, and why."""

    place: int
    heading: str
    field: str
    why: str
    looks: str


class PartnerFileOut(Schema):
    """A list on its way in. Only who sent it sees it."""

    id: UUID
    name: str
    at: datetime
    stage: ImportStage
    rows: int | None
    sentence: str
    run_id: UUID | None
    version: int


class PartnerReadOut(PartnerFileOut):
    """And how it is read. lacking: why it can't be imported so."""

    kind: str
    source: str
    encoding: str
    delimiter: str
    sheets_read: list[str]
    sheets: list[str]
    mapping: str
    columns: list[PartnerColumnOut]
    notes: list[str]
    lacking: list[str]


class PartnerRejectedOut(Schema):
    """A row that was not taken; cells as they stood in the file, while they are kept."""

    file: str
    row: int
    field: str
    message: str
    cells: list[str] = []


class PartnerNoteOut(Schema):
    """Something to know of a row that was taken: left as it stands, left out, or may be there already."""

    file: str
    row: int
    said: Literal["KEPT", "LEFT_OUT", "ALIKE"]
    field: str
    message: str


class PartnerCountsOut(Schema):
    """read = created + updated + unchanged + rejected."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int


class PartnerWouldOut(PartnerCountsOut):
    rows: list[PartnerRejectedOut]
    notes: list[PartnerNoteOut]
    look_for_duplicates: bool


class PartnerRunLine(PartnerCountsOut):
    """One import, as the list shows it. rows_left: of the file, while it is at work or when it was cut off."""

    id: UUID
    source: str
    at: datetime
    by_name: str
    rows_left: int


class PartnerRunOut(PartnerRunLine):
    """And what became of rows, with the headings the cells of those that were not taken stood under."""

    headings: list[str]
    rows: list[PartnerRejectedOut]
    notes: list[PartnerNoteOut]
    look_for_duplicates: bool


class PartnerMappingOut(Schema):
    """How lists with these headings are read."""

    id: UUID
    name: str
    headings: list[str]
    fields: list[str]
    sheet: str
    encoding: str
    delimiter: str
    source: str
    kind: str
    region: str
    version: int


def _file(file: PartnerFile) -> dict[str, Any]:
    return {name: getattr(file, name) for name in PartnerFileOut.model_fields}


def _answer(response: HttpResponse, file: PartnerFile, read: ReadSo) -> dict[str, Any]:
    with_etag(response, file.version)
    found, reading = read.reading.found, read.reading
    return {
        **_file(file),
        "kind": found.kind,
        "source": reading.source,
        "encoding": found.encoding.codec if found.encoding else "",
        "delimiter": found.delimiter,
        "sheets_read": [table.found.sheet for table in reading.tables if table.found.sheet],
        "sheets": [sheet.name for sheet in found.sheets],
        "mapping": read.mapping.name if read.mapping else "",
        "columns": [{name: getattr(column, name) for name in PartnerColumnOut.model_fields} for column in reading.columns],
        "notes": list(reading.notes),
        "lacking": list(reading.lacking),
    }


def _choices(by: Actor, data: bytes, name: str, body: PartnerChoicesIn) -> tuple[Choices, ReadSo]:
    """What was said, with the named mapping's word for what was not."""
    columns = {column.place: column.field for column in body.columns}
    kind = body.kind.value if body.kind else ""
    said = Choices(body.encoding, body.delimiter, body.sheet, body.heading_row, body.source, kind, body.region, columns)
    mapping = lists.mapping_named(by, body.mapping) if body.mapping else None
    read = read_so(by, data, name, said, mapping)
    return (read.reading.choices if mapping else said), read


@router.post("", auth=EDITS, response={201: PartnerReadOut}, summary="Send a list of partners; nothing is imported yet")
def send_partner_list(request: HttpRequest, response: HttpResponse, body: PartnerFileIn) -> Any:
    by = actor_of(request)

    def keep() -> Any:
        content = file_sent(body.content)
        choices, _ = _choices(by, content, body.name, body)
        return actions.keep_list(by=by, name=body.name, content=content, choices=choices)

    made = once(request, keep, lambda file_id: lists.get_file(by, file_id), response=response, within=A_MOMENT).thing
    return Status(201, _answer(response, made, read_kept(by, made)))


@router.get("/files", auth=EDITS, response=list[PartnerFileOut], summary="One's own lists that are not in yet, newest first")
def list_partner_files(request: HttpRequest) -> list[dict[str, Any]]:
    return [_file(file) for file in lists.my_files(actor_of(request))]


@router.get("/files/{uuid:file_id}", auth=EDITS, response=PartnerFileOut, summary="How far a list is")
def one_partner_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    file = lists.get_file(actor_of(request), file_id)
    with_etag(response, file.version)
    return _file(file)


@router.get("/files/{uuid:file_id}/reading", auth=EDITS, response=PartnerReadOut, summary="How a list is read")
def partner_file_reading(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    file = lists.get_file(by, file_id)
    return _answer(response, file, read_kept(by, file))


@router.put("/files/{uuid:file_id}/reading", auth=EDITS, response=PartnerReadOut, summary="Have it read another way (If-Match)")
def read_partner_file_otherwise(request: HttpRequest, response: HttpResponse, file_id: UUID, body: PartnerChoicesIn) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    file = lists.get_file(by, file_id)
    choices, read = _choices(by, bytes(file.content), file.name, body)
    changed = actions.choose_list_reading(by=by, file_id=file_id, choices=choices, seen=seen)
    return _answer(response, changed, read)


@router.get("/files/{uuid:file_id}/check", auth=EDITS, response=PartnerWouldOut, summary="What importing it would do; changes nothing")
def check_partner_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    file = lists.get_file(by, file_id)
    with_etag(response, file.version)
    would = actions.check_partners(by=by, file=read_kept(by, file).reading.partners())
    counts = {name: getattr(would, name) for name in ("read", "created", "updated", "unchanged")}
    rows = [{"file": r.file, "row": r.row, "field": r.field, "message": r.message} for r in would.rejected]
    return {**counts, "rejected": len(rows), "rows": rows, "notes": would.notes, "look_for_duplicates": would.look}


@router.post("/files/{uuid:file_id}/start", auth=EDITS, response=PartnerFileOut, summary="Import it, in the background (If-Match)")
def start_partner_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    started = once(
        request,
        lambda: actions.start_list(by=by, file_id=file_id, seen=seen),
        lambda _: lists.get_file(by, file_id),
        response=response,
        within=A_MOMENT,
    ).thing
    with_etag(response, started.version)
    return _file(started)


@router.delete("/files/{uuid:file_id}", auth=EDITS, response={204: None}, summary="Delete a list that is not in (If-Match)")
def drop_partner_file(request: HttpRequest, file_id: UUID) -> Any:
    actions.drop_list(by=actor_of(request), file_id=file_id, seen=seen_version(request))
    return Status(204, None)


@router.post("/files/{uuid:file_id}/mapping", auth=EDITS, response={201: PartnerMappingOut}, summary="Keep how it is read under a name")
def keep_partner_mapping(request: HttpRequest, response: HttpResponse, file_id: UUID, body: PartnerMappingIn) -> Any:
    by = actor_of(request)
    read = read_kept(by, lists.get_file(by, file_id))
    made = once(
        request,
        lambda: actions.save_mapping(by=by, name=body.name, headings=read.reading.heads.texts, fields=read.fields, choices=read.to_keep),
        lambda mapping_id: lists.get_mapping(by, mapping_id),
        response=response,
        within=A_MOMENT,
    ).thing
    return Status(201, _mapping(response, made))


@router.get("/runs", auth=EDITS, response=PageOut[PartnerRunLine], summary="Imports of partners, newest first")
def list_partner_runs(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(imports.run_page(KIND, cursor=query.cursor, size=query.size), _run)


@router.get("/runs/{uuid:run_id}", auth=EDITS, response=PartnerRunOut, summary="What became of every row of a list")
def one_partner_run(request: HttpRequest, response: HttpResponse, run_id: UUID) -> dict[str, Any]:
    run = imports.get_run(KIND, run_id)
    with_etag(response, 1 + run.rows_read)  # it counts what each part brought, and then stays as it was
    headings, cells = lists.rejected_cells(run)
    record(by=actor_of(request), verb="partners.import.rows.exported", about=Ref("imports.importrun", run.id), detail={"rows": len(cells)})
    rows = [
        {"file": r.file, "row": r.row, "field": r.field, "message": r.message, "cells": cells.get((r.file, r.row), [])}
        for r in imports.rejects_of(run)
    ]
    notes = lists.notes_of(run)
    look = any(note.said == Said.ALIKE for note in notes)
    return {**_run(run), "headings": headings, "rows": rows, "notes": notes, "look_for_duplicates": look}


def _run(run: ImportRun) -> dict[str, Any]:
    counts = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "rejected", "id", "source", "at", "by_name")}
    return {**counts, "read": run.rows_read, "rows_left": run.rows_left or 0}


@router.get("/mappings", auth=EDITS, response=list[PartnerMappingOut], summary="Saved mappings of lists of partners, by name")
def list_partner_mappings(request: HttpRequest) -> list[PartnerMapping]:
    return lists.mappings(actor_of(request))


@router.get("/mappings/{uuid:mapping_id}", auth=EDITS, response=PartnerMappingOut, summary="One saved mapping")
def one_partner_mapping(request: HttpRequest, response: HttpResponse, mapping_id: UUID) -> dict[str, Any]:
    return _mapping(response, lists.get_mapping(actor_of(request), mapping_id))


@router.put("/mappings/{uuid:mapping_id}", auth=EDITS, response=PartnerMappingOut, summary="Rename a mapping (If-Match)")
def rename_partner_mapping(request: HttpRequest, response: HttpResponse, mapping_id: UUID, body: PartnerMappingIn) -> dict[str, Any]:
    seen = seen_version(request)
    return _mapping(response, actions.rename_mapping(by=actor_of(request), mapping_id=mapping_id, name=body.name, seen=seen))


@router.delete("/mappings/{uuid:mapping_id}", auth=EDITS, response={204: None}, summary="Delete a mapping (If-Match)")
def remove_partner_mapping(request: HttpRequest, mapping_id: UUID) -> Any:
    actions.delete_mapping(by=actor_of(request), mapping_id=mapping_id, seen=seen_version(request))
    return Status(204, None)


def _mapping(response: HttpResponse, mapping: PartnerMapping) -> dict[str, Any]:
    with_etag(response, mapping.version)
    return {name: getattr(mapping, name) for name in PartnerMappingOut.model_fields}
