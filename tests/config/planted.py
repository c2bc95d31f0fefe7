"""Addresses of a small API that only tests see: each operation tries one thing of the REST root."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import Query, Router

from throughcare.accounts.backends import rest_any_key, rest_needs, rest_open
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read
from throughcare.common.paging import page_of
from throughcare.common.refusals import Stale
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.config.api import make_api, unknown_address
from throughcare.people.models import Person

router = Router()


class Words(Body):
    note: str
    count: int = 0


@router.get("/open", auth=rest_open("a test"))
def open_operation(request: HttpRequest) -> dict[str, str]:
    return {"ok": "yes"}


@router.get("/me", auth=rest_any_key())
def me(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]  # set by the key
    return {"user": str(actor.user_id), "permissions": sorted(actor.permissions), "channel": actor.channel}


@router.get("/people", auth=rest_needs(Permission.PERSON_VIEW), response=PageOut[UUID])
def people(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    found = page_of(Person.objects.all(), order=("id",), cursor=page.cursor, size=page.size)
    record_read(by=request.actor, verb="person.listed", persons=[p.id for p in found.rows], compartments=["C1"])  # type: ignore[attr-defined]  # as above
    return page_out(found, lambda person: person.id)


@router.get("/unaudited", auth=rest_needs(Permission.PERSON_VIEW))
def unaudited(request: HttpRequest) -> list[str]:
    return [p.family_name for p in Person.objects.all()]


@router.post("/words", auth=rest_any_key())
def words(request: HttpRequest, new: Words) -> dict[str, str]:
    return {"note": new.note}


@router.get("/versioned", auth=rest_any_key())
def versioned(request: HttpRequest, response: HttpResponse) -> dict[str, str]:
    with_etag(response, 7)
    return {}


@router.put("/versioned", auth=rest_any_key())
def change(request: HttpRequest) -> dict[str, int]:
    seen = seen_version(request)
    if seen != 7:
        raise Stale("Somebody changed this since you read it. Read it again.")
    return {"seen": seen}


@router.get("/fault", auth=rest_any_key())
def fault(request: HttpRequest) -> None:
    raise ZeroDivisionError("Aroha Ngātai")


api = make_api("planted")
api.add_router("", router)
urlpatterns = [path("api/planted/", api.urls), re_path(r"^api/", unknown_address)]
