"""Sites and their mana whenua for connected systems."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.partners import actions, queries
from throughcare.partners.models import ManaWhenua
from throughcare.partners.rest.register import EDITS, FIRST, LAST, VIEWS, actor_of, router

_ONE = "/mana-whenua/{uuid:whenua_id}"
_MOST = 2000


class WhenuaOut(Schema):
    """starts_on: null where that is no day of a calendar."""

    id: UUID
    site: str
    partner_id: UUID
    partner: str
    starts_on: date | None
    said_by: str
    said_on: date
    ended_on: date | None
    end_reason: str
    version: int


class SiteWhenuaOut(Schema):
    """A site; mana_whenua is empty where nobody said yet."""

    site: str
    name: str
    region: str
    mana_whenua: list[WhenuaOut] = Field(max_length=_MOST)


class SitesWhenuaOut(Schema):
    items: list[SiteWhenuaOut] = Field(max_length=_MOST)


class WhenuaBody(Body):
    """site: its code. said_by: who said so, and where. said_on: left out, today."""

    site: str = Field(max_length=60)
    partner_id: UUID
    said_by: str = Field(max_length=300)
    starts_on: date | None = Field(None, ge=FIRST, le=LAST)
    said_on: date | None = Field(None, ge=FIRST, le=LAST)


class EndWhenuaBody(Body):
    reason: str = Field(max_length=500)
    ended_on: date | None = Field(None, ge=FIRST, le=LAST)


def _out(one: ManaWhenua) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in WhenuaOut.model_fields if name != "partner"}
    return {**told, "partner": one.partner.organization.name}


@router.get(
    "/mana-whenua", auth=rest_needs(Permission.PARTNER_VIEW), response=SitesWhenuaOut, summary="Every site, and who holds mana whenua there"
)
def list_mana_whenua(request: HttpRequest) -> Any:
    lines = queries.sites_and_whenua(actor_of(request))
    return {
        "items": [
            {"site": one.code, "name": one.name, "region": one.region, "mana_whenua": [_out(row) for row in one.holders]} for one in lines
        ]
    }


@router.post("/mana-whenua", auth=EDITS, response={201: WhenuaOut}, summary="Say who holds mana whenua where a site stands")
def say_mana_whenua(request: HttpRequest, response: HttpResponse, body: WhenuaBody) -> Any:
    by, new = actor_of(request), actions.NewWhenua(**body.model_dump())
    made = once(
        request,
        lambda: actions.say_whenua(by=by, new=new),
        lambda made_id: queries.get_whenua(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _out(made.thing))


@router.get(_ONE, auth=VIEWS, response=WhenuaOut, summary="One iwi or hapū of one site")
def one_mana_whenua(request: HttpRequest, response: HttpResponse, whenua_id: UUID) -> Any:
    found = queries.get_whenua(actor_of(request), whenua_id)
    with_etag(response, found.version)
    return _out(found)


@router.post(_ONE + "/end", auth=EDITS, response=WhenuaOut, summary="They stand there on the register no longer (If-Match)")
def end_mana_whenua(request: HttpRequest, response: HttpResponse, whenua_id: UUID, body: EndWhenuaBody) -> Any:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.end_whenua(by=by, whenua_id=whenua_id, reason=body.reason, ended_on=body.ended_on, seen=seen),
        lambda _: queries.get_whenua(by, whenua_id),
        response=response,
    )
    return one_mana_whenua(request, response, whenua_id)
