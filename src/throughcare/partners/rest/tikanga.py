"""A partner's tikanga notes for connected systems: read whole and audited, never a list across partners."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.partners import actions, queries
from throughcare.partners.models import LONGEST_WORDS, TikangaNote
from throughcare.partners.rest.register import FIRST, LAST, VIEWS, actor_of, router
from throughcare.partners.states import TikangaAbout

_WRITES = rest_needs(Permission.PARTNER_TIKANGA, Permission.PARTNER_OWN)
_NOTE = "/tikanga/{uuid:tikanga_note_id}"


class TikangaBody(Body):
    """agreement: under what agreement it may be shared, and with whom. given_on: left out, today."""

    about: TikangaAbout
    words: str = Field(max_length=LONGEST_WORDS)
    given_by: str = Field(max_length=200)
    agreement: str = Field(max_length=500)
    given_on: date | None = Field(None, ge=FIRST, le=LAST)


class TikangaOut(Schema):
    """Withdrawn, it says no word."""

    id: UUID
    about: TikangaAbout
    words: str = Field(max_length=LONGEST_WORDS)
    given_by: str
    agreement: str
    given_on: date | None
    withdrawn_at: datetime | None
    version: int


class TikangaListOut(Schema):
    items: list[TikangaOut] = Field(max_length=1000)


@router.get("/{uuid:partner_id}/tikanga", auth=VIEWS, response=TikangaListOut, summary="A partner's tikanga notes")
def list_tikanga(request: HttpRequest, partner_id: UUID) -> Any:
    """The read is in the audit."""
    return {"items": queries.tikanga_of(actor_of(request), partner_id)[1]}


@router.post("/{uuid:partner_id}/tikanga", auth=_WRITES, response={201: TikangaOut}, summary="Add a tikanga note")
def add_tikanga(request: HttpRequest, response: HttpResponse, partner_id: UUID, body: TikangaBody) -> Any:
    """By the partner's own people, or for them."""
    by, new = actor_of(request), actions.NewTikanga(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_tikanga(by=by, partner_id=partner_id, new=new),
        lambda made_id: queries.get_tikanga_note(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, made.thing)


@router.get(_NOTE, auth=VIEWS, response=TikangaOut, summary="One tikanga note")
def one_tikanga(request: HttpRequest, response: HttpResponse, tikanga_note_id: UUID) -> TikangaNote:
    found = queries.get_tikanga_note(actor_of(request), tikanga_note_id)
    with_etag(response, found.version)
    return found


@router.put(_NOTE, auth=_WRITES, response=TikangaOut, summary="Change a tikanga note (If-Match)")
def change_tikanga(request: HttpRequest, response: HttpResponse, tikanga_note_id: UUID, body: TikangaBody) -> Any:
    """What it said before is not kept."""
    seen, new = seen_version(request), actions.NewTikanga(**body.model_dump())
    actions.change_tikanga(by=actor_of(request), note_id=tikanga_note_id, new=new, seen=seen)
    return one_tikanga(request, response, tikanga_note_id)


@router.post(_NOTE + "/withdraw", auth=_WRITES, response=TikangaOut, summary="Withdraw a tikanga note (If-Match)")
def withdraw_tikanga(request: HttpRequest, response: HttpResponse, tikanga_note_id: UUID) -> Any:
    """Its words are gone."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.withdraw_tikanga(by=by, note_id=tikanga_note_id, seen=seen),
        lambda _: queries.get_tikanga_note(by, tikanga_note_id),
        response=response,
    )
    return one_tikanga(request, response, tikanga_note_id)
