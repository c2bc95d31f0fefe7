"""The level of accreditation a service asks for, for connected systems."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL
from throughcare.services import actions, queries
from throughcare.services.rest import directory

router: Router = directory.router


class LevelOut(Schema):
    """level: 1 is the highest; null: it asks for none. met: its partner holds it in force today. version 0: nothing was said yet."""

    level: int | None
    blocks: bool
    met: bool
    version: int


class LevelBody(Body):
    """At least this level; null for none. blocks: without it no referral is sent; else whoever refers is warned."""

    level: int | None = Field(None, ge=HIGHEST_LEVEL, le=LOWEST_LEVEL)
    blocks: bool = False


def _level(request: HttpRequest, response: HttpResponse, service_id: UUID) -> dict[str, Any]:
    service = queries.get_service(request.actor, service_id)  # type: ignore[attr-defined]  # set by auth
    said, asked = queries.requirement_of(service), queries.level_asked(service)
    version = said.version if said else 0
    with_etag(response, version)
    told = {"level": asked.level, "blocks": asked.blocks, "met": asked.met} if asked else {"level": None, "blocks": False, "met": True}
    return {**told, "version": version}


@router.get(
    "/{uuid:service_id}/level",
    auth=rest_needs(Permission.DIRECTORY_VIEW),
    response=LevelOut,
    summary="Which accreditation a service asks for",
)
def one_level(request: HttpRequest, response: HttpResponse, service_id: UUID) -> dict[str, Any]:
    return _level(request, response, service_id)


@router.put(
    "/{uuid:service_id}/level",
    auth=rest_needs(Permission.SERVICE_EDIT),
    response=LevelOut,
    summary="Say which accreditation a service asks for (If-Match)",
)
def put_level(request: HttpRequest, response: HttpResponse, service_id: UUID, body: LevelBody) -> dict[str, Any]:
    by, seen = request.actor, seen_version(request)  # type: ignore[attr-defined]  # set by auth
    actions.ask_level(by=by, service_id=service_id, level=body.level, blocks=body.blocks, seen=seen)
    return _level(request, response, service_id)
