"""Case notes for connected systems. What was written stays: a correction is a further writing, made against the last (If-Match)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.people import actions, queries
from throughcare.people.actions.notes import LONGEST_WHY, NewNote
from throughcare.people.models import CaseNote
from throughcare.people.policies import LONGEST_CASE_NOTE
from throughcare.people.queries.notes import NoteFilters, get_note, notes_of
from throughcare.people.rest.people import actor_of
from throughcare.people.rest.people import router as people
from throughcare.people.states import NoteKind

router = Router(tags=["notes"])
_VIEW = rest_needs(Permission.PERSON_VIEW)
_WRITE = rest_needs(Permission.NOTE_WRITE)


class NoteOut(Schema):
    """One writing of a note. number: which writing it is, and the version a correction is made against."""

    note_id: UUID
    number: int
    person_id: UUID
    kind: NoteKind
    sensitive: bool
    text: str
    happened_at: datetime
    written_at: datetime
    author_id: UUID | None
    why: str


class NoteWhole(NoteOut):
    """The current writing, with the earlier ones, newest first."""

    earlier: list[NoteOut]


class NoteBody(Body):
    kind: NoteKind
    text: str = Field(max_length=LONGEST_CASE_NOTE)
    happened_at: datetime = Field(description="With its offset from UTC.")
    sensitive: bool = False


class CorrectionBody(NoteBody):
    why: str = Field(max_length=LONGEST_WHY)


class NotesQuery(PageQuery):
    """Filters as on the page of notes."""

    kind: NoteKind | None = None
    since: date | None = None
    until: date | None = None


def _out(row: CaseNote) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NoteOut.model_fields}


def _new(body: NoteBody) -> NewNote:
    at = body.happened_at if body.happened_at.tzinfo else body.happened_at.astimezone()
    return NewNote(kind=body.kind, text=body.text, happened_at=at, sensitive=body.sensitive)


@people.get("/{uuid:person_id}/notes", auth=_VIEW, response=PageOut[NoteOut], summary="Somebody's case notes, newest first")
def list_notes(request: HttpRequest, person_id: UUID, query: Query[NotesQuery]) -> dict[str, Any]:
    by = actor_of(request)
    queries.get_person(by, person_id, verb="notes.viewed", compartments=("C1", "C9"))
    filters = NoteFilters(kinds=[query.kind] if query.kind else (), from_on=query.since, to_on=query.until)
    return page_out(notes_of(by, person_id, filters, cursor=query.cursor, size=query.size).page, _out)


@people.post("/{uuid:person_id}/notes", auth=_WRITE, response={201: NoteOut}, summary="Write a case note")
def add_note(request: HttpRequest, response: HttpResponse, person_id: UUID, body: NoteBody) -> Any:
    by, new = actor_of(request), _new(body)
    made = once(
        request,
        lambda: actions.write_note(by=by, person_id=person_id, new=new).note_id,
        lambda note_id: get_note(by, note_id).current.note_id,
        response=response,
    )
    current = get_note(by, made.thing).current
    with_etag(response, current.number)
    return Status(201, _out(current))


@router.get("/{uuid:note_id}", auth=_VIEW, response=NoteWhole, summary="One note, with every writing of it")
def one_note(request: HttpRequest, response: HttpResponse, note_id: UUID) -> dict[str, Any]:
    found = get_note(actor_of(request), note_id)
    with_etag(response, found.current.number)
    return {**_out(found.current), "earlier": [_out(row) for row in found.earlier]}


@router.post("/{uuid:note_id}/corrections", auth=_WRITE, response={201: NoteOut}, summary="Correct a note (If-Match); the first stays")
def correct_note(request: HttpRequest, response: HttpResponse, note_id: UUID, body: CorrectionBody) -> Any:
    by, seen, new = actor_of(request), seen_version(request), _new(body)
    once(
        request,
        lambda: actions.correct_note(by=by, note_id=note_id, new=new, why=body.why, seen=seen).note_id,
        lambda _: get_note(by, note_id).current.note_id,
        response=response,
    )
    current = get_note(by, note_id).current
    with_etag(response, current.number)
    return Status(201, _out(current))
