"""Places free, and a manager's word on pillars, for connected systems."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, seen_version, with_etag
from throughcare.matching.pillars import Pillar
from throughcare.services import actions, queries
from throughcare.services.actions import NewCapacity
from throughcare.services.models import PillarVerdict
from throughcare.services.rest import directory

router: Router = directory.router
_KEEPS = rest_needs(Permission.CAPACITY_EDIT, Permission.SERVICE_EDIT)
_EDITS = rest_needs(Permission.SERVICE_EDIT)
_MOST = 100_000


class PlacesOut(Schema):
    """Places free, as at `updated`. version 0: nothing was said yet."""

    available: int | None
    maximum: int | None
    waiting_days: int | None
    description: str
    updated: datetime | None
    version: int


class PlacesBody(Body):
    """Places free and the wait, as now; null: not said."""

    available: int | None = Field(None, ge=0, le=_MOST)
    maximum: int | None = Field(None, ge=0, le=_MOST)
    waiting_days: int | None = Field(None, ge=0, le=3650)
    description: str = Field("", max_length=1000)


class WordBody(Body):
    """seen: the verdict shown for this pillar, empty when there was none."""

    stands: bool
    reason: str = Field(max_length=300)
    seen: PillarVerdict | None = None


def _places(request: HttpRequest, response: HttpResponse, service_id: UUID) -> dict[str, Any]:
    service = queries.get_service(request.actor, service_id)  # type: ignore[attr-defined]  # set by auth
    said = queries.capacity_of(service.id)
    names = [name for name in PlacesOut.model_fields if name != "version"]
    version = said.version if said else 0
    with_etag(response, version)
    nothing = {**dict.fromkeys(names), "description": ""}
    return {**({name: getattr(said, name) for name in names} if said else nothing), "version": version}


@router.get(
    "/{uuid:service_id}/capacity", auth=rest_needs(Permission.DIRECTORY_VIEW), response=PlacesOut, summary="Places free at a service"
)
def one_capacity(request: HttpRequest, response: HttpResponse, service_id: UUID) -> dict[str, Any]:
    return _places(request, response, service_id)


@router.put("/{uuid:service_id}/capacity", auth=_KEEPS, response=PlacesOut, summary="Say how many places are free (If-Match)")
def put_capacity(request: HttpRequest, response: HttpResponse, service_id: UUID, body: PlacesBody) -> dict[str, Any]:
    by, seen = request.actor, seen_version(request)  # type: ignore[attr-defined]  # set by auth
    actions.keep_capacity(by=by, service_id=service_id, new=NewCapacity(**body.model_dump()), seen=seen)
    return _places(request, response, service_id)


@router.post("/{uuid:service_id}/capacity/confirm", auth=_KEEPS, response=PlacesOut, summary="The places are still right (If-Match)")
def confirm_capacity(request: HttpRequest, response: HttpResponse, service_id: UUID) -> dict[str, Any]:
    by, seen = request.actor, seen_version(request)  # type: ignore[attr-defined]  # set by auth
    once(
        request,
        lambda: actions.confirm_capacity(by=by, service_id=service_id, seen=seen),
        lambda _: queries.get_service(by, service_id).id,
        response=response,
    )
    return _places(request, response, service_id)


@router.put(
    "/{uuid:service_id}/pillars/{pillar}",
    auth=_EDITS,
    response=directory.ServiceOut,
    summary="Put a service to a pillar, or take it away",
    openapi_extra={"x-any-version": "Its body says which verdict it saw.", "x-stale": "When that is another since."},
)
def put_pillar(request: HttpRequest, response: HttpResponse, service_id: UUID, pillar: Pillar, body: WordBody) -> Any:
    by = request.actor  # type: ignore[attr-defined]  # set by auth
    seen = body.seen.value if body.seen else ""
    actions.correct_pillar(by=by, service_id=service_id, pillar=pillar, stands=body.stands, reason=body.reason, seen=seen)
    return directory.one_service(request, response, service_id)
