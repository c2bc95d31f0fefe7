"""Referrals for connected systems. The same actions and queries as the pages, so the same rules and the same sentences."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.common.rest import PageOut, one_of, page_out, seen_version, with_etag
from throughcare.common.states import Side
from throughcare.disclosure.fields import Line
from throughcare.people.actions import disagree
from throughcare.people.queries.disagreements import get_disagreement
from throughcare.people.rest.disagreements import DisagreementOut, disagreement_out
from throughcare.referrals import actions, queries
from throughcare.referrals.models import Question, Referral
from throughcare.referrals.policies import side_of
from throughcare.referrals.rest.shapes import (
    AgreementBody,
    DetailOut,
    LinesBody,
    MoveBody,
    NewBody,
    OfferOut,
    OffersQuery,
    ReasonBody,
    ReferralOut,
    SendBody,
    StateQuery,
    TellingOut,
    UrgencyBody,
    WordsBody,
)
from throughcare.referrals.states import REFERRAL_STATES

router = Router(tags=["referrals"])
_SEND = rest_needs(Permission.REFERRAL_SEND)
_EITHER = rest_needs(Permission.REFERRAL_SEND, Permission.REFERRAL_ANSWER)
_ANSWER = rest_needs(Permission.REFERRAL_ANSWER)


def _out(by: Actor, row: Referral) -> dict[str, Any]:
    side = side_of(by, row)
    names = (
        "id",
        "reference",
        "state",
        "urgency",
        "answer_by",
        "service_id",
        "sent_at",
        "answered_at",
        "expected_on",
        "reason_code",
        "version",
    )
    office = side is not Side.PARTNER
    return {
        **{name: getattr(row, name) for name in names},
        "person_id": row.person_id if office else None,
        "need_id": row.need_id if office else None,
        "verbs": REFERRAL_STATES.verbs_from(row.state, by=side) if side is not Side.NOBODY else [],
    }


def _told(line: Line | queries.Told) -> dict[str, str]:
    return {"code": line.code, "label": line.label, "value": line.value, "compartment": line.compartment}


def _changed(request: HttpRequest, response: HttpResponse, row: Referral) -> dict[str, Any]:
    with_etag(response, row.version)
    return _out(_by(request), row)


def _moved(request: HttpRequest, response: HttpResponse, referral_id: UUID, step: Callable[[Actor], Referral]) -> dict[str, Any]:
    """Take a step once; the same request again is answered with the referral as it is now."""
    by = _by(request)
    done = once(request, lambda: step(by), lambda _: queries.get_referral(by, referral_id).referral, response=response)
    return _changed(request, response, done.thing)


def _said(request: HttpRequest, response: HttpResponse, referral_id: UUID, say: Callable[[Actor], Question]) -> Any:
    """Say a thing once; the same request again is answered with its id, as long as the reader may see it."""
    by = _by(request)

    def again(question_id: UUID) -> UUID:
        return queries.question_in(queries.get_referral(by, referral_id), question_id).id

    return Status(201, {"id": once(request, lambda: say(by).pk, again, response=response).thing})


def _by(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the access key
    return actor


@router.get("", auth=_EITHER, response=PageOut[ReferralOut], summary="Referrals the reader may see, newest first")
def list_referrals(request: HttpRequest, query: Query[StateQuery]) -> dict[str, Any]:
    by = _by(request)
    asked = query.model_dump(exclude={"state", "cursor", "size"})
    filters = queries.Filters(states=[query.state] if query.state else [], **asked)
    page = queries.all_visible(by, filters, cursor=query.cursor, size=query.size)
    return page_out(page, lambda row: _out(by, row))


@router.get("/needs/{uuid:need_id}/services", auth=_SEND, response=list[OfferOut], summary="Services for a need, best first")
def services_for_need(request: HttpRequest, need_id: UUID, query: Query[OffersQuery]) -> list[dict[str, Any]]:
    found = queries.offers(_by(request), need_id, show=query.show, number=query.number, size=query.size)
    return [
        {
            "service_id": o.service.pk,
            "name": o.service.name,
            "verdict": o.fit.verdict,
            "score": o.fit.score,
            "reasons": [{"rule": r.rule, "outcome": r.outcome, "sentence": r.sentence} for r in o.fit.reasons],
        }
        for o in found.rows
    ]


@router.post("", auth=_SEND, response={201: ReferralOut}, summary="Begin a draft; asked twice, the draft that is there")
def new_referral(request: HttpRequest, response: HttpResponse, new: NewBody) -> Any:
    by = _by(request)
    made = once(
        request,
        lambda: actions.make_draft(by=by, need_id=new.need_id, service_id=new.service_id),
        lambda referral_id: queries.get_referral(by, referral_id).referral,
        response=response,
        only_with_key=True,
    )
    return Status(201, _changed(request, response, made.thing))


@router.get("/{uuid:referral_id}", auth=_EITHER, response=DetailOut, summary="One referral")
def one_referral(request: HttpRequest, response: HttpResponse, referral_id: UUID) -> dict[str, Any]:
    detail = queries.get_referral(_by(request), referral_id)
    told = [_told(line) for line in detail.told]
    return {**_changed(request, response, detail.referral), "told": told, "log": detail.log, "questions": detail.questions}


@router.get(
    "/{uuid:referral_id}/telling",
    auth=_SEND,
    response=TellingOut,
    summary="What a draft would tell, line by line",
    openapi_extra={"x-refuses": "What was sent is no draft any more."},
)
def one_telling(request: HttpRequest, response: HttpResponse, referral_id: UUID) -> dict[str, Any]:
    draft = queries.get_draft(_by(request), referral_id)
    with_etag(response, draft.referral.version)
    told = {"lines": [_told(n) for n in draft.telling], "could_tell": [_told(n) for n in draft.lines], "shown": draft.digest}
    return {**told, "warning": draft.level_warning, "blocked": draft.is_blocked}


@router.put("/{uuid:referral_id}/urgency", auth=_SEND, response=ReferralOut, summary="How soon (If-Match)")
def put_urgency(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: UrgencyBody) -> dict[str, Any]:
    seen = seen_version(request)
    return _changed(request, response, actions.set_urgency(by=_by(request), referral_id=referral_id, seen=seen, **body.dict()))


@router.put("/{uuid:referral_id}/reason", auth=_SEND, response=ReferralOut, summary="Why (If-Match)")
def put_reason(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: ReasonBody) -> dict[str, Any]:
    seen = seen_version(request)
    return _changed(request, response, actions.set_reason(by=_by(request), referral_id=referral_id, seen=seen, **body.dict()))


@router.put("/{uuid:referral_id}/agreement", auth=_SEND, response=ReferralOut, summary="The ground for telling (If-Match)")
def put_agreement(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: AgreementBody) -> dict[str, Any]:
    seen = seen_version(request)
    return _changed(request, response, actions.set_authority(by=_by(request), referral_id=referral_id, seen=seen, **body.dict()))


@router.put("/{uuid:referral_id}/telling", auth=_SEND, response=ReferralOut, summary="Which lines to tell (If-Match)")
def put_lines(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: LinesBody) -> dict[str, Any]:
    seen = seen_version(request)
    return _changed(request, response, actions.choose_lines(by=_by(request), referral_id=referral_id, seen=seen, codes=body.codes))


@router.post("/{uuid:referral_id}/send", auth=_SEND, response=ReferralOut, summary="Send it, and tell exactly what was shown (If-Match)")
def send_referral(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: SendBody) -> dict[str, Any]:
    seen = seen_version(request)
    return _moved(
        request, response, referral_id, lambda by: actions.send_referral(by=by, referral_id=referral_id, seen=seen, shown=body.shown)
    )


@router.post("/{uuid:referral_id}/take", auth=_ANSWER, response=ReferralOut, summary="Take it on (If-Match)")
def take_referral(request: HttpRequest, response: HttpResponse, referral_id: UUID) -> dict[str, Any]:
    seen = seen_version(request)
    return _moved(request, response, referral_id, lambda by: actions.take_referral(by=by, referral_id=referral_id, seen=seen))


@router.post("/{uuid:referral_id}/questions", auth=_ANSWER, response={201: dict[str, UUID]}, summary="Ask before answering")
def ask_question(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: WordsBody) -> Any:
    return _said(request, response, referral_id, lambda by: actions.ask_question(by=by, referral_id=referral_id, text=body.text))


@router.post(
    "/{uuid:referral_id}/questions/{uuid:question_id}/reply", auth=_SEND, response={201: dict[str, UUID]}, summary="Reply to a question"
)
def reply_to_question(request: HttpRequest, response: HttpResponse, referral_id: UUID, question_id: UUID, body: WordsBody) -> Any:
    said: dict[str, Any] = {"referral_id": referral_id, "question_id": question_id, "text": body.text}
    return _said(request, response, referral_id, lambda by: actions.reply_to_question(by=by, **said))


@router.post(
    "/{uuid:referral_id}/disagreements",
    auth=rest_needs(Permission.OWN_RECORD),
    response={201: DisagreementOut},
    summary="Say that you don't agree with a referral of yours",
)
def disagree_with_referral(request: HttpRequest, response: HttpResponse, referral_id: UUID, body: WordsBody) -> Any:
    by = _by(request)
    if referral_id not in {referral.id for referral in queries.of_person_self(by)}:
        raise NotFound
    about = Ref("referrals.referral", referral_id)
    said = once(request, lambda: disagree(by=by, about=about, words=body.text), lambda key: get_disagreement(by, key), response=response)
    return Status(201, disagreement_out(by, said.thing.id, response))


@router.post(
    "/{uuid:referral_id}/{verb}",
    auth=_EITHER,
    response=ReferralOut,
    summary="acknowledge, accept, waitlist, decline or withdraw (If-Match)",
)
def move_referral(
    request: HttpRequest, response: HttpResponse, referral_id: UUID, verb: Annotated[str, one_of(actions.VERBS)], body: MoveBody
) -> dict[str, Any]:
    if verb not in actions.VERBS:
        raise NotFound
    needed: dict[str, dict[str, Any]] = {
        "decline": {"reason_code": body.reason_code},
        "withdraw": {"reason_code": body.reason_code},
        "waitlist": {"expected_on": body.expected_on},
    }
    more = {"seen": seen_version(request), "note": body.note, **needed.get(verb, {})}
    return _moved(request, response, referral_id, lambda by: actions.VERBS[verb](by=by, referral_id=referral_id, **more))
