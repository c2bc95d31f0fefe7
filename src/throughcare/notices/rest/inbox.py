"""One's own notices for connected systems, and how one is told."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_any_key
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, seen_version, with_etag
from throughcare.notices import actions, queries
from throughcare.notices.actions import NewSettings
from throughcare.notices.models import LATEST, NoticeSettings
from throughcare.notices.states import Way

router = Router(tags=["notices"])
_MOST_KINDS = 200


class NoticeOut(Schema):
    """One notice: its words name nobody. safety: it is mailed at once, whatever its reader chose. closed: what it is about can't be opened any more."""

    id: UUID
    kind: str = Field(max_length=60)
    title: str = Field(max_length=200)
    sentence: str = Field(max_length=500)
    at: datetime
    is_read: bool
    safety: bool
    closed: bool


class NoticeQuery(PageQuery):
    unread: bool = Field(False, description="Only those not opened.")
    kind: str = Field("", max_length=60, description="Only of this kind.")


class WayOut(Schema):
    """A kind of notice, and how it reaches the key's owner. safety: always at once."""

    kind: str = Field(max_length=60)
    title: str = Field(max_length=200)
    way: Way
    safety: bool


class SettingsOut(Schema):
    ways: list[WayOut] = Field(max_length=_MOST_KINDS)
    hour: int = Field(ge=0, le=LATEST)
    time_zone: str = Field(max_length=60)
    language: str = Field(max_length=10)


class SettingsBody(Body):
    ways: dict[Annotated[str, Field(max_length=60)], Way] = Field(default_factory=dict, description="Kinds left out stay as they are.")
    hour: int = Field(7, ge=0, le=LATEST, description="From which hour the daily mail comes.")
    time_zone: str = Field("", max_length=60, description="Such as Pacific/Auckland; empty: the site's.")
    language: str = Field("", max_length=10, description="Empty: the site's.")


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by auth
    return actor


def _settings(by: Actor, chosen: NoticeSettings) -> dict[str, Any]:
    ways = [{"kind": c.kind, "title": c.words.title, "way": c.way, "safety": c.words.safety} for c in queries.own_choices(by, chosen)]
    return {"ways": ways, "hour": chosen.hour, "time_zone": chosen.time_zone, "language": chosen.language}


@router.get("", auth=rest_any_key(), response=PageOut[NoticeOut], summary="Your notices, newest first")
def list_notices(request: HttpRequest, query: Query[NoticeQuery]) -> dict[str, Any]:
    page, lines = queries.inbox(actor_of(request), cursor=query.cursor, size=query.size, only_unread=query.unread, kind=query.kind)
    return {"items": lines, "next": page.next}


@router.get("/settings", auth=rest_any_key(), response=SettingsOut, summary="How you are told, kind by kind")
def get_settings(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    chosen = queries.settings_of(actor_of(request).user_id)
    with_etag(response, chosen.version)
    return _settings(actor_of(request), chosen)


@router.put("/settings", auth=rest_any_key(), response=SettingsOut, summary="Choose how you are told (If-Match)")
def put_settings(request: HttpRequest, response: HttpResponse, body: SettingsBody) -> dict[str, Any]:
    new = NewSettings(ways=body.ways, hour=body.hour, time_zone=body.time_zone, language=body.language)
    chosen = actions.choose(by=actor_of(request), new=new, seen=seen_version(request))
    with_etag(response, chosen.version)
    return _settings(actor_of(request), chosen)


@router.post("/read", auth=rest_any_key(), response={204: None}, summary="Mark all your notices as opened")
def read_all(request: HttpRequest, response: HttpResponse) -> Any:
    by = actor_of(request)
    assert by.user_id  # noqa: S101 - a key has an owner

    def mark() -> UUID:
        actions.mark_all_read(by=by)
        return by.user_id  # type: ignore[return-value]  # as above

    once(request, mark, lambda user_id: user_id, response=response, only_with_key=True)
    return Status(204, None)


@router.post(
    "/{uuid:notice_id}/read",
    auth=rest_any_key(),
    response=NoticeOut,
    summary="Mark one notice as opened",
    openapi_extra={"x-any-version": "Opened twice is opened."},
)
def read_one(request: HttpRequest, response: HttpResponse, notice_id: UUID) -> Any:
    by = actor_of(request)

    def mark() -> UUID:
        actions.mark_read(by=by, notice=queries.get_notice(by, notice_id))
        return notice_id

    once(request, mark, lambda _: queries.get_notice(by, notice_id).id, response=response, only_with_key=True)
    return queries.get_line(by, notice_id)
