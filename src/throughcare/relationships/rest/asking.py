"""Who is asked, and what was agreed."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Status

from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.refusals import NotFound
from throughcare.common.rest import one_of, seen_version, with_etag
from throughcare.relationships import actions, queries
from throughcare.relationships.models import AgreedAction
from throughcare.relationships.rest.shapes import (
    ASKS,
    EDITS,
    VIEWS,
    AgreedBody,
    AgreedOut,
    RaterBody,
    RaterOut,
    actor_of,
    agreed_out,
    rater_out,
    router,
)
from throughcare.relationships.states import AGREED_STATES, RATER_VERBS

_AGREED = "/{uuid:wave_id}/agreed/{uuid:agreed_id}"


@router.get("/{uuid:wave_id}/raters", auth=ASKS, response=list[RaterOut], summary="Who is asked")
def list_raters(request: HttpRequest, wave_id: UUID) -> Any:
    by = actor_of(request)
    return [rater_out(row) for row in queries.raters_of(by, queries.get_wave(by, wave_id))]


@router.post("/{uuid:wave_id}/raters", auth=ASKS, response={201: RaterOut}, summary="Ask somebody")
def add_rater(request: HttpRequest, response: HttpResponse, wave_id: UUID, body: RaterBody) -> Any:
    """A link is mailed to them when the assessment is open."""
    by, new = actor_of(request), actions.NewRater(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_rater(by=by, wave_id=wave_id, new=new),
        lambda made_id: queries.get_rater(by, made_id),
        response=response,
    )
    return Status(201, rater_out(made.thing))


@router.post(
    "/{uuid:wave_id}/raters/{uuid:rater_id}/{verb}",
    auth=ASKS,
    response=RaterOut,
    summary="Send a new link, or take somebody back",
    openapi_extra={"x-any-version": "a new link and no link are so whatever was there before"},
)
def move_rater(
    request: HttpRequest, response: HttpResponse, wave_id: UUID, rater_id: UUID, verb: Annotated[str, one_of(RATER_VERBS)]
) -> Any:
    """If they have answered, nothing changes, and nobody is told so."""
    by = actor_of(request)
    if queries.get_rater(by, rater_id).wave_id != wave_id:
        raise NotFound
    made = once(
        request,
        lambda: actions.move_rater(by=by, rater_id=rater_id, verb=verb),
        lambda _: queries.get_rater(by, rater_id),
        response=response,
        within=A_MOMENT,
    )
    return rater_out(made.thing)


def _agreed(request: HttpRequest, wave_id: UUID, agreed_id: UUID) -> AgreedAction:
    found = queries.get_agreed(actor_of(request), agreed_id)
    if found.wave_id != wave_id:
        raise NotFound
    return found


@router.post("/{uuid:wave_id}/agreed", auth=EDITS, response={201: AgreedOut}, summary="Write down what was agreed")
def add_agreed(request: HttpRequest, response: HttpResponse, wave_id: UUID, body: AgreedBody) -> Any:
    by, new = actor_of(request), actions.NewAgreed(**body.model_dump())
    made = once(
        request,
        lambda: actions.add_agreed(by=by, wave_id=wave_id, new=new),
        lambda made_id: queries.get_agreed(by, made_id),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, agreed_out(by, made.thing))


@router.get(_AGREED, auth=VIEWS, response=AgreedOut, summary="One agreed action")
def one_agreed(request: HttpRequest, response: HttpResponse, wave_id: UUID, agreed_id: UUID) -> Any:
    found = _agreed(request, wave_id, agreed_id)
    with_etag(response, found.version)
    return agreed_out(actor_of(request), found)


@router.post(_AGREED + "/{verb}", auth=EDITS, response=AgreedOut, summary="An agreed action is done, dropped, or open again (If-Match)")
def move_agreed(
    request: HttpRequest, response: HttpResponse, wave_id: UUID, agreed_id: UUID, verb: Annotated[str, one_of(AGREED_STATES.verbs)]
) -> Any:
    by, seen = actor_of(request), seen_version(request)
    _agreed(request, wave_id, agreed_id)
    once(
        request,
        lambda: actions.move_agreed(by=by, agreed_id=agreed_id, verb=verb, seen=seen),
        lambda _: queries.get_agreed(by, agreed_id),
        response=response,
    )
    return one_agreed(request, response, wave_id, agreed_id)
