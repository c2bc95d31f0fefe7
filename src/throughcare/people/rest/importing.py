"""Importing people for connected systems: send a file, see how it is read and what it would do, start it, and read what became of it."""

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
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.rest import LARGEST_FILE, Body, PageOut, PageQuery, file_sent, page_out, seen_version, with_etag
from throughcare.imports import queries as imports
from throughcare.imports.models import ImportRun
from throughcare.imports.states import ImportStage
from throughcare.people import actions
from throughcare.people.actions.files import choose_reading, drop_file, keep_file, start_import
from throughcare.people.actions.mappings import delete_mapping, rename_mapping, save_mapping
from throughcare.people.actions.rows import Choices
from throughcare.people.forms.importing import ReadSo, read_kept, read_so
from throughcare.people.models import ImportFile, ImportMapping
from throughcare.people.queries.files import get_file, my_files, rejected_rows
from throughcare.people.queries.mappings import get_mapping, mapping_named, mappings
from throughcare.people.rest.people import actor_of

router = Router(tags=["people import"])
_IMPORT = rest_needs(Permission.PERSON_IMPORT)
KIND = "people"


class ColumnIn(Body):
    place: int = Field(ge=1, le=1000)
    field: str = Field("", max_length=80, description="Empty: not read.")


class ChoicesIn(Body):
    """How the file is read; what is left out is found."""

    encoding: str = Field("", max_length=20)
    delimiter: str = Field("", max_length=1)
    sheet: str = Field("", max_length=200)
    heading_row: int = Field(0, ge=0, le=30)
    dates: str = Field("", max_length=5, pattern="^(day|month)?$", description="Which stands first.")
    team: str = Field("", max_length=60, description="Code of the office of every row that names none.")
    columns: list[ColumnIn] = Field([], max_length=1000, description="All columns; none: guessed, or by a saved mapping.")
    mapping: str = Field("", max_length=100, description="Name of a saved mapping; columns count more.")


class FileIn(ChoicesIn):
    name: str = Field(min_length=1, max_length=200)
    content: str = Field(
        max_length=LARGEST_FILE, description="The file in base64. A larger one than fits goes through the page or the command."
    )


class MappingIn(Body):
    name: str = Field(min_length=1, max_length=100)


class ColumnOut(Schema):
    """One column: what it is read as, and why."""

    place: int
    heading: str
    field: str
    why: str
    looks: str


class FileOut(Schema):
    """A file on its way in. Only who sent it sees it."""

    id: UUID
    name: str
    at: datetime
    stage: ImportStage
    rows: int | None
    sentence: str
    run_id: UUID | None
    version: int


class ReadOut(FileOut):
    """And how it is read. lacking: why it can't be imported so."""

    kind: str
    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    mapping: str
    columns: list[ColumnOut]
    dates: dict[str, str]
    notes: list[str]
    lacking: list[str]


class RejectedOut(Schema):
    """A row that was not taken; cells as they stood in the file, while they are kept."""

    row: int
    field: str
    message: str
    cells: list[str] = []


class CountsOut(Schema):
    """read = created + updated + unchanged + rejected + held."""

    read: int
    created: int
    updated: int
    unchanged: int
    held: int
    rejected: int


class WouldOut(CountsOut):
    """held: rows like somebody there, or like an earlier row; null until a job has compared them, and then counted among those created."""

    held: int | None  # type: ignore[assignment]  # not known yet
    rows: list[RejectedOut]


class RunLine(CountsOut):
    """One import, as the list shows it."""

    id: UUID
    source: str
    at: datetime
    by_name: str


class RunOut(RunLine):
    """And every row that was not taken, with the headings its cells stood under."""

    headings: list[str]
    rows: list[RejectedOut]


class MappingOut(Schema):
    """How files with these headings are read."""

    id: UUID
    name: str
    headings: list[str]
    fields: list[str]
    sheet: str
    encoding: str
    delimiter: str
    dates: str
    team: str
    version: int


def _file(file: ImportFile) -> dict[str, Any]:
    return {name: getattr(file, name) for name in FileOut.model_fields}


def _read(file: ImportFile, read: ReadSo) -> dict[str, Any]:
    found, reading = read.reading.found, read.reading
    return {
        **_file(file),
        "kind": found.kind,
        "encoding": found.encoding.codec if found.encoding else "",
        "delimiter": found.delimiter,
        "sheet": found.sheet,
        "sheets": [sheet.name for sheet in found.sheets],
        "mapping": read.mapping.name if read.mapping else "",
        "columns": [{name: getattr(column, name) for name in ColumnOut.model_fields} for column in reading.columns],
        "dates": reading.said_of_dates(),
        "notes": list(reading.notes),
        "lacking": list(reading.lacking),
    }


def _choices(by: Actor, data: bytes, name: str, body: ChoicesIn) -> tuple[Choices, ReadSo]:
    """What was said, with the named mapping's word for what was not."""
    columns = {column.place: column.field for column in body.columns}
    said = Choices(body.encoding, body.delimiter, body.sheet, body.heading_row, body.dates, body.team, columns)
    mapping = mapping_named(by, body.mapping) if body.mapping else None
    read = read_so(by, data, name, said, mapping)
    return (read.reading.choices if mapping else said), read


def _answer(response: HttpResponse, file: ImportFile, read: ReadSo) -> dict[str, Any]:
    with_etag(response, file.version)
    return _read(file, read)


@router.post("", auth=_IMPORT, response={201: ReadOut}, summary="Send a file of people; nothing is imported yet")
def send_file(request: HttpRequest, response: HttpResponse, body: FileIn) -> Any:
    by = actor_of(request)

    def keep() -> Any:
        content = file_sent(body.content)
        choices, _ = _choices(by, content, body.name, body)
        return keep_file(by=by, name=body.name, content=content, choices=choices)

    made = once(
        request,
        keep,
        lambda file_id: get_file(by, file_id),
        response=response,
        within=A_MOMENT,
    ).thing
    return Status(201, _answer(response, made, read_kept(by, made)))


@router.get("/files", auth=_IMPORT, response=list[FileOut], summary="One's own files that are not in yet, newest first")
def list_files(request: HttpRequest) -> list[dict[str, Any]]:
    return [_file(file) for file in my_files(actor_of(request))]


@router.get("/files/{uuid:file_id}", auth=_IMPORT, response=FileOut, summary="How far a file is")
def one_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    file = get_file(actor_of(request), file_id)
    with_etag(response, file.version)
    return _file(file)


@router.get("/files/{uuid:file_id}/reading", auth=_IMPORT, response=ReadOut, summary="How a file is read")
def reading_of_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    file = get_file(by, file_id)
    return _answer(response, file, read_kept(by, file))


@router.put("/files/{uuid:file_id}/reading", auth=_IMPORT, response=ReadOut, summary="Have it read another way (If-Match)")
def read_otherwise(request: HttpRequest, response: HttpResponse, file_id: UUID, body: ChoicesIn) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    file = get_file(by, file_id)
    choices, read = _choices(by, bytes(file.content), file.name, body)
    changed = choose_reading(by=by, file_id=file_id, choices=choices, seen=seen)
    return _answer(response, changed, read)


@router.get("/files/{uuid:file_id}/check", auth=_IMPORT, response=WouldOut, summary="What importing it would do; changes nothing")
def check_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    by = actor_of(request)
    file = get_file(by, file_id)
    with_etag(response, file.version)
    would = actions.import_people(by=by, file=read_kept(by, file).reading.people(), dry_run=True, looked_at=True)
    counts = {name: getattr(would, name) for name in ("read", "created", "updated", "unchanged")}
    held = (file.compared or {}).get("held")
    counts["created"] = max(counts["created"] - (held or 0), 0)
    return {
        **counts,
        "held": held,
        "rejected": len(would.rejected),
        "rows": [{"row": r.row, "field": r.field, "message": r.message} for r in would.rejected],
    }


@router.post("/files/{uuid:file_id}/start", auth=_IMPORT, response=FileOut, summary="Import it, in the background (If-Match)")
def start_file(request: HttpRequest, response: HttpResponse, file_id: UUID) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    started = once(
        request,
        lambda: start_import(by=by, file_id=file_id, seen=seen),
        lambda _: get_file(by, file_id),
        response=response,
        within=A_MOMENT,
    ).thing
    with_etag(response, started.version)
    return _file(started)


@router.delete("/files/{uuid:file_id}", auth=_IMPORT, response={204: None}, summary="Delete a file that is not in (If-Match)")
def drop_one_file(request: HttpRequest, file_id: UUID) -> Any:
    drop_file(by=actor_of(request), file_id=file_id, seen=seen_version(request))
    return Status(204, None)


@router.post("/files/{uuid:file_id}/mapping", auth=_IMPORT, response={201: MappingOut}, summary="Keep how it is read under a name")
def keep_mapping(request: HttpRequest, response: HttpResponse, file_id: UUID, body: MappingIn) -> Any:
    by = actor_of(request)
    reading = read_kept(by, get_file(by, file_id)).reading
    fields = [column.field for column in reading.columns]
    made = once(
        request,
        lambda: save_mapping(by=by, name=body.name, headings=reading.heads.texts, fields=fields, choices=reading.choices),
        lambda mapping_id: get_mapping(by, mapping_id),
        response=response,
        within=A_MOMENT,
    ).thing
    return Status(201, _mapping(response, made))


@router.get("/runs", auth=_IMPORT, response=PageOut[RunLine], summary="Imports, newest first")
def list_runs(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(imports.run_page(KIND, cursor=query.cursor, size=query.size), _run)


@router.get("/runs/{uuid:run_id}", auth=_IMPORT, response=RunOut, summary="What became of every row of a file")
def one_run(request: HttpRequest, response: HttpResponse, run_id: UUID) -> dict[str, Any]:
    run = imports.get_run(KIND, run_id)
    with_etag(response, 1)  # a run stays as it was
    headings, cells = rejected_rows(run)
    record(by=actor_of(request), verb="people.import.rows.exported", about=Ref("imports.importrun", run.id), detail={"rows": len(cells)})
    rows = [{"row": r.row, "field": r.field, "message": r.message, "cells": cells.get(r.row, [])} for r in imports.rejects_of(run)]
    return {**_run(run), "headings": headings, "rows": rows}


def _run(run: ImportRun) -> dict[str, Any]:
    counts = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "rejected", "id", "source", "at", "by_name")}
    return {**counts, "read": run.rows_read, "held": run.held or 0}


@router.get("/mappings", auth=_IMPORT, response=list[MappingOut], summary="Saved mappings, by name")
def list_mappings(request: HttpRequest) -> list[ImportMapping]:
    return mappings(actor_of(request))


@router.get("/mappings/{uuid:mapping_id}", auth=_IMPORT, response=MappingOut, summary="One saved mapping")
def one_mapping(request: HttpRequest, response: HttpResponse, mapping_id: UUID) -> dict[str, Any]:
    return _mapping(response, get_mapping(actor_of(request), mapping_id))


@router.put("/mappings/{uuid:mapping_id}", auth=_IMPORT, response=MappingOut, summary="Rename a mapping (If-Match)")
def rename_one_mapping(request: HttpRequest, response: HttpResponse, mapping_id: UUID, body: MappingIn) -> dict[str, Any]:
    seen = seen_version(request)
    return _mapping(response, rename_mapping(by=actor_of(request), mapping_id=mapping_id, name=body.name, seen=seen))


@router.delete("/mappings/{uuid:mapping_id}", auth=_IMPORT, response={204: None}, summary="Delete a mapping (If-Match)")
def remove_mapping(request: HttpRequest, mapping_id: UUID) -> Any:
    delete_mapping(by=actor_of(request), mapping_id=mapping_id, seen=seen_version(request))
    return Status(204, None)


def _mapping(response: HttpResponse, mapping: ImportMapping) -> dict[str, Any]:
    with_etag(response, mapping.version)
    return {name: getattr(mapping, name) for name in MappingOut.model_fields}
