"""Assessments themselves: the list, one prepared, changed, opened, closed, with its result; all partnerships together."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.rest import PDF_ANSWER, PageOut, one_of, page_out, pdf_answer, seen_version, with_digest, with_etag
from throughcare.relationships import actions, queries
from throughcare.relationships.queries import hypothesis_shown
from throughcare.relationships.queries.hypothesis import hypotheses
from throughcare.relationships.rest.shapes import (
    EDITS,
    VIEWS,
    HypothesisOut,
    LaggingOut,
    WaveBody,
    WaveFields,
    WaveLine,
    WaveOut,
    WaveQuery,
    actor_of,
    router,
    wave_line,
    wave_out,
)
from throughcare.relationships.states import MOVE_WORDS


def _answer(request: HttpRequest, response: HttpResponse, wave_id: UUID) -> dict[str, Any]:
    """One assessment, with its version."""
    by = actor_of(request)
    found = queries.get_wave(by, wave_id)
    with_etag(response, found.version)
    return wave_out(by, found)


@router.get("", auth=VIEWS, response=PageOut[WaveLine], summary="Assessments, the newest first")
def list_assessments(request: HttpRequest, asked: Annotated[WaveQuery, Query()]) -> Any:
    """Of every partnership; its own people are given theirs."""
    filters = queries.WaveFilters(partner_id=asked.partner_id, state=asked.state or "")
    return page_out(queries.page_of_waves(actor_of(request), filters, cursor=asked.cursor, size=asked.size), wave_line)


@router.get("/across", auth=rest_needs(Permission.PARTNER_VIEW), response=list[LaggingOut], summary="All partnerships together")
def all_assessments_together(request: HttpRequest) -> Any:
    """What lags most first; no partner is named."""
    return [{**row._asdict(), "domain": row.domain.code} for row in queries.across(actor_of(request))]


@router.get(
    "/hypothesis",
    auth=rest_needs(Permission.PARTNER_VIEW),
    response=list[HypothesisOut],
    summary="Does better partnership go with better referrals?",
)
def assessment_hypothesis(request: HttpRequest) -> Any:
    """As either side sees partnerships; no partner is named. Nothing in partnership mode, where no referral is kept."""
    return [hypothesis_shown.as_dict(one) for one in hypotheses(actor_of(request))]


@router.post("", auth=EDITS, response={201: WaveOut}, summary="Prepare an assessment")
def add_assessment(request: HttpRequest, response: HttpResponse, body: WaveBody) -> Any:
    by, values = actor_of(request), body.model_dump()
    partner_id = values.pop("partner_id")
    made = once(
        request,
        lambda: actions.add_wave(by=by, partner_id=partner_id, new=actions.NewWave(**values)),
        lambda made_id: queries.get_wave(by, made_id),
        response=response,
    )
    return Status(201, _answer(request, response, made.thing.pk))


@router.get("/{uuid:wave_id}", auth=VIEWS, response=WaveOut, summary="One assessment, with its result once it is published")
def one_assessment(request: HttpRequest, response: HttpResponse, wave_id: UUID) -> Any:
    return _answer(request, response, wave_id)


@router.get(
    "/{uuid:wave_id}/report", auth=VIEWS, summary="The result of an assessment, as a report to print (PDF)", openapi_extra=PDF_ANSWER
)
def assessment_report(request: HttpRequest, wave_id: UUID) -> Any:
    """For both sides, once it is published. The audit keeps that it was taken."""
    made = actions.export_result(by=actor_of(request), wave_id=wave_id)
    answer = pdf_answer(made.content, made.name)
    with_digest(answer, made.content)
    return answer


@router.post(
    "/{uuid:wave_id}/remind",
    auth=EDITS,
    response=WaveOut,
    summary="Remind whoever has not answered",
    openapi_extra={"x-any-version": "Nothing that is asked changes; nobody is reminded twice a day."},
)
def remind_raters(request: HttpRequest, response: HttpResponse, wave_id: UUID) -> Any:
    """Nobody is told who that is."""
    by = actor_of(request)
    once(
        request,
        lambda: actions.remind_raters(by=by, wave_id=wave_id),
        lambda _: queries.get_wave(by, wave_id),
        response=response,
        within=A_MOMENT,
    )
    return _answer(request, response, wave_id)


@router.put("/{uuid:wave_id}", auth=EDITS, response=WaveOut, summary="Change an assessment (If-Match)")
def change_assessment(request: HttpRequest, response: HttpResponse, wave_id: UUID, body: WaveFields) -> Any:
    seen, new = seen_version(request), actions.NewWave(**body.model_dump())
    actions.change_wave(by=actor_of(request), wave_id=wave_id, new=new, seen=seen)
    return _answer(request, response, wave_id)


@router.post("/{uuid:wave_id}/stand/{verb}", auth=EDITS, response=WaveOut, summary="Open, close or give up an assessment (If-Match)")
def move_assessment(request: HttpRequest, response: HttpResponse, wave_id: UUID, verb: Annotated[str, one_of(MOVE_WORDS)]) -> Any:
    """The result of one that is closed is there a moment later."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.move_wave(by=by, wave_id=wave_id, verb=verb, seen=seen),
        lambda _: queries.get_wave(by, wave_id),
        response=response,
    )
    return _answer(request, response, wave_id)
