"""Grants of the past for connected systems: a file checked, or brought in whole."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.agreements import actions
from throughcare.agreements.readers import MOST_GRANTS, read_grants
from throughcare.agreements.rest.agreements import EDITS, actor_of, router
from throughcare.common.rest import LARGEST_FILE, Body, file_sent, with_digest
from throughcare.imports import queries as imports


class PastGrantsBody(Body):
    """content: the file in base64. source, licence: who published it, under which; as the file says when left out."""

    name: str = Field(max_length=200)
    content: str = Field(max_length=LARGEST_FILE)
    source: str = Field("", max_length=200)
    licence: str = Field("", max_length=400)


class PastGrantRejected(Schema):
    """A row that is not taken: where, which field, and what to do."""

    row: int
    field: str
    message: str


class PastGrantNoted(Schema):
    """A row that is taken, and something to know of it: about is the organisation its recipient is called like."""

    row: int
    message: str
    about: UUID


class PastGrantsChecked(Schema):
    """What became of every row, or would: read = created + updated + unchanged + rejected."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: list[PastGrantRejected] = Field(max_length=MOST_GRANTS)
    notes: list[PastGrantNoted] = Field(max_length=MOST_GRANTS)


class PastGrantsRun(Schema):
    """One file that is in, and what became of its rows."""

    id: UUID
    name: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int


_MAKES_NOTHING = {"x-makes-nothing": "It says what would be, and changes nothing."}


@router.post(
    "/past-grants/check", auth=EDITS, response=PastGrantsChecked, summary="What a 360Giving file would do", openapi_extra=_MAKES_NOTHING
)
def check_past_grants(request: HttpRequest, body: PastGrantsBody) -> Any:
    """Makes nothing: it says of each row what would become of it. For whoever writes agreements and keeps the register."""
    by = actor_of(request)
    actions.check_can_bring(by)  # before a word of the file is read
    listed, about = _read(body)
    return actions.check_grants(by=by, file=listed, **about).as_dict()


@router.post("/past-grants", auth=EDITS, response={201: PastGrantsRun}, summary="Bring in a 360Giving file")
def bring_past_grants(request: HttpRequest, response: HttpResponse, body: PastGrantsBody) -> Any:
    """All of it, or nothing. A grant that is there already is unchanged, or says what the file says now."""
    by = actor_of(request)
    actions.check_can_bring(by)  # as above

    def make() -> UUID:
        listed, about = _read(body)
        run_id = actions.bring_grants(by=by, file=listed, **about).run_id
        assert run_id is not None  # noqa: S101 - what is brought in has a run
        return run_id

    made = once(request, make, lambda run_id: imports.get_run(actions.KIND, run_id).pk, response=response)
    return Status(201, _run(made.thing))


@router.get("/past-grants/runs/{uuid:run_id}", auth=EDITS, response=PastGrantsRun, summary="A 360Giving file that is in")
def past_grants_run(request: HttpRequest, response: HttpResponse, run_id: UUID) -> Any:
    """What became of its rows."""
    actions.check_can_bring(actor_of(request))
    told = _run(run_id)
    with_digest(response, told)
    return told


def _run(run_id: UUID) -> dict[str, Any]:
    run = imports.get_run(actions.KIND, run_id)
    names = ("id", "created", "updated", "unchanged", "rejected")
    return {"name": run.source, "read": run.rows_read, **{name: getattr(run, name) for name in names}}


def _read(body: PastGrantsBody) -> tuple[Any, dict[str, str]]:
    listed = read_grants(body.name, file_sent(body.content), settings.CURRENCY)
    return listed, actions.about_source(listed, body.source, body.licence)
