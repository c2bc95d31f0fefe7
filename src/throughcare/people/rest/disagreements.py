"""“I don't agree” for connected systems: the person says it, the office answers once. About a referral: see Referrals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.ref import Ref
from throughcare.common.rest import Body, with_digest
from throughcare.people import actions, queries
from throughcare.people.policies import LONGEST_WORDS
from throughcare.people.queries.disagreements import get_disagreement
from throughcare.people.rest.people import actor_of

router = Router(tags=["disagreements"])
_OWN = rest_needs(Permission.OWN_RECORD)
_ANSWER = rest_needs(Permission.NEED_EDIT)
_READ = rest_needs(Permission.OWN_RECORD, Permission.NEED_EDIT)


class DisagreementOut(Schema):
    """What somebody does not agree with, and what the office said."""

    id: UUID
    person_id: UUID
    about_kind: str
    about_id: UUID
    words: str
    at: datetime
    answer: str
    answered_at: datetime | None


class DisagreeBody(Body):
    """need_id: about this need; null: about the record."""

    need_id: UUID | None = None
    words: str = Field(max_length=LONGEST_WORDS)


class AnswerBody(Body):
    answer: str = Field(max_length=LONGEST_WORDS)


def disagreement_out(by: Actor, disagreement_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """As it is kept: the database has the last word on when."""
    found = get_disagreement(by, disagreement_id)
    fields = {name: getattr(found, name) for name in DisagreementOut.model_fields}
    with_digest(response, fields)
    return fields


@router.post("", auth=_OWN, response={201: DisagreementOut}, summary="Say that you don't agree with your record or a need")
def say_disagreement(request: HttpRequest, response: HttpResponse, body: DisagreeBody) -> Any:
    by = actor_of(request)
    about = Ref("people.need", body.need_id) if body.need_id else Ref("people.person", queries.own_person(by).id)
    said = once(
        request,
        lambda: actions.disagree(by=by, about=about, words=body.words),
        lambda key: get_disagreement(by, key),
        response=response,
    )
    return Status(201, disagreement_out(by, said.thing.id, response))


@router.get("/{uuid:disagreement_id}", auth=_READ, response=DisagreementOut, summary="One disagreement, and its answer")
def one_disagreement(request: HttpRequest, response: HttpResponse, disagreement_id: UUID) -> dict[str, Any]:
    return disagreement_out(actor_of(request), disagreement_id, response)


@router.post(
    "/{uuid:disagreement_id}/answer",
    auth=_ANSWER,
    response=DisagreementOut,
    summary="Answer a disagreement, once",
    openapi_extra={"x-any-version": "It is answered once: a second answer is refused."},
)
def answer_disagreement(request: HttpRequest, response: HttpResponse, disagreement_id: UUID, body: AnswerBody) -> dict[str, Any]:
    by = actor_of(request)
    once(
        request,
        lambda: actions.answer_disagreement(by=by, disagreement_id=disagreement_id, answer=body.answer),
        lambda key: get_disagreement(by, key),
        response=response,
    )
    return disagreement_out(by, disagreement_id, response)
