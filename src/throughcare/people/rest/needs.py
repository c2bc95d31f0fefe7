"""One need: read, change, move. A change says which version it saw."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import one_of, seen_version, with_etag
from throughcare.people import actions, queries
from throughcare.people.models import Need
from throughcare.people.rest.people import NeedBody, NeedOut, actor_of, need_out
from throughcare.people.states import NEED_STATES

router = Router(tags=["needs"])
_VIEW = rest_needs(Permission.PERSON_VIEW)
_EDIT = rest_needs(Permission.NEED_EDIT)


def _answer(response: HttpResponse, need: Need) -> dict[str, Any]:
    with_etag(response, need.version)
    return need_out(need)


@router.get("/{uuid:need_id}", auth=_VIEW, response=NeedOut, summary="One need")
def one_need(request: HttpRequest, response: HttpResponse, need_id: UUID) -> dict[str, Any]:
    return _answer(response, queries.get_need(actor_of(request), need_id))


@router.put("/{uuid:need_id}", auth=_EDIT, response=NeedOut, summary="Change a need (If-Match)")
def change_need(request: HttpRequest, response: HttpResponse, need_id: UUID, body: NeedBody) -> dict[str, Any]:
    seen = seen_version(request)
    return _answer(response, actions.edit_need(by=actor_of(request), need_id=need_id, pillar=body.pillar, note=body.note, seen=seen))


@router.post("/{uuid:need_id}/{verb}", auth=_EDIT, response=NeedOut, summary="start, meet, decline or reopen (If-Match)")
def move_need(
    request: HttpRequest, response: HttpResponse, need_id: UUID, verb: Annotated[str, one_of(NEED_STATES.verbs)]
) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    moved = once(
        request,
        lambda: actions.move_need(by=by, need_id=need_id, verb=verb, seen=seen),
        lambda _: queries.get_need(by, need_id),
        response=response,
    )
    return _answer(response, moved.thing)
