"""Saved views for connected systems: which filters somebody keeps for which list."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.accounts.backends import rest_any_key
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, one_of, seen_version, with_etag
from throughcare.notices import actions
from throughcare.notices.actions.views import LONGEST_NAME, LONGEST_QUERY, MOST
from throughcare.notices.queries.views import View, get_view, own_views
from throughcare.notices.rest.inbox import actor_of
from throughcare.notices.states import LISTS

router = Router(tags=["views"])
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class ViewOut(Schema):
    """A list as the key's owner likes to see it. query: as in the list's address."""

    id: UUID
    page: str = Field(max_length=40)
    name: str = Field(max_length=LONGEST_NAME)
    query: str = Field(max_length=LONGEST_QUERY)
    is_default: bool


class ViewBody(Body):
    page: Annotated[str, one_of(LISTS)]
    name: Name
    query: str = Field(min_length=1, max_length=LONGEST_QUERY)


class ViewChange(Body):
    name: Name
    is_default: bool = False


class ViewsOut(Schema):
    items: list[ViewOut] = Field(max_length=MOST)


def _shown(request: HttpRequest, response: HttpResponse, view_id: UUID) -> View:
    found = get_view(actor_of(request), view_id)
    with_etag(response, found.version)
    return found


@router.get("", auth=rest_any_key(), response=ViewsOut, summary="Your saved views")
def list_views(request: HttpRequest) -> dict[str, Any]:
    return {"items": own_views(actor_of(request))}


@router.post("", auth=rest_any_key(), response={201: ViewOut}, summary="Save a view of a list")
def add_view(request: HttpRequest, response: HttpResponse, body: ViewBody) -> Any:
    by = actor_of(request)
    made = once(
        request,
        lambda: actions.save_view(by=by, page=body.page, name=body.name, query=body.query).pk,
        lambda view_id: get_view(by, view_id).id,
        response=response,
    )
    return Status(201, _shown(request, response, made.thing))


@router.get("/{uuid:view_id}", auth=rest_any_key(), response=ViewOut, summary="One saved view")
def one_view(request: HttpRequest, response: HttpResponse, view_id: UUID) -> Any:
    return _shown(request, response, view_id)


@router.put("/{uuid:view_id}", auth=rest_any_key(), response=ViewOut, summary="Rename a view, or make its list open so (If-Match)")
def change_view(request: HttpRequest, response: HttpResponse, view_id: UUID, body: ViewChange) -> Any:
    seen = seen_version(request)
    actions.change_view(by=actor_of(request), view_id=view_id, name=body.name, is_default=body.is_default, seen=seen)
    return _shown(request, response, view_id)


@router.post("/{uuid:view_id}/delete", auth=rest_any_key(), response={204: None}, summary="Delete a view (If-Match)")
def delete_view(request: HttpRequest, response: HttpResponse, view_id: UUID) -> Any:
    by, seen = actor_of(request), seen_version(request)

    def delete() -> UUID:
        actions.delete_view(by=by, view_id=view_id, seen=seen)
        return view_id

    once(request, delete, lambda gone: gone, response=response, only_with_key=True)
    return Status(204, None)
