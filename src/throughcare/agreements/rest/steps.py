"""Parties, signatures, steps and approvals of an agreement for connected systems. All against the agreement's version."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.rest.agreements import EDITS, FIRST, LAST, AgreementOut, actor_of, answer, router
from throughcare.agreements.states import LONGEST_REASON, STEPS
from throughcare.common.rest import Body, one_of, seen_version

APPROVES = rest_needs(Permission.AGREEMENT_APPROVE)
_ONE = "/{uuid:agreement_id}"
_PARTY = _ONE + "/parties/{uuid:agreement_party_id}"


class AgreementPartyBody(Body):
    """What a party is, does and gets. Of the department, does alone counts."""

    part: Literal["PRIME", "PARTNER", "SUB"] = "PARTNER"
    does: str = Field("", max_length=500)
    amount: str = Field(
        "", max_length=15, pattern=r"^([0-9]{1,12}(\.[0-9]{1,2})?)?$", description="Its value; left out when nobody says one."
    )

    def new(self) -> actions.NewParty:
        """As the action takes it."""
        return actions.NewParty(**{**self.model_dump(), "amount": Decimal(self.amount) if self.amount else None})


class NewAgreementPartyBody(AgreementPartyBody):
    """organization: its name or id."""

    organization: str = Field(max_length=300)


class SignatureBody(Body):
    """Who signed for the party, as the paper has it. signed_on: today when left out."""

    signed_by: str = Field(max_length=200)
    signed_on: date | None = Field(None, ge=FIRST, le=LAST)


class AgreementMoveBody(Body):
    """A reason is needed to suspend, resume and terminate."""

    reason: str = Field("", max_length=LONGEST_REASON)


class RenewBody(Body):
    ends_on: date = Field(ge=FIRST, le=LAST)
    reason: str = Field(max_length=LONGEST_REASON)


class AskApprovalBody(Body):
    note: str = Field("", max_length=LONGEST_REASON)


class DecideApprovalBody(Body):
    """words are needed for a no."""

    agreed: bool
    words: str = Field("", max_length=LONGEST_REASON)


@router.post(_ONE + "/parties", auth=EDITS, response={201: AgreementOut}, summary="Add a party (If-Match)")
def add_agreement_party(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: NewAgreementPartyBody) -> Any:
    by, seen, new = actor_of(request), seen_version(request), body.new()
    _once(request, response, agreement_id, lambda: actions.add_party(by=by, agreement_id=agreement_id, new=new, seen=seen))
    return Status(201, answer(request, response, agreement_id))


@router.put(_PARTY, auth=EDITS, response=AgreementOut, summary="Change what a party is, does and gets (If-Match)")
def change_agreement_party(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, agreement_party_id: UUID, body: AgreementPartyBody
) -> Any:
    seen, new = seen_version(request), body.new()
    actions.change_party(by=actor_of(request), agreement_id=agreement_id, party_id=agreement_party_id, new=new, seen=seen)
    return answer(request, response, agreement_id)


@router.post(_PARTY + "/remove", auth=EDITS, response=AgreementOut, summary="Take a party off (If-Match)")
def remove_agreement_party(request: HttpRequest, response: HttpResponse, agreement_id: UUID, agreement_party_id: UUID) -> Any:
    by, seen = actor_of(request), seen_version(request)
    values = {"agreement_id": agreement_id, "party_id": agreement_party_id}
    return _once(request, response, agreement_id, lambda: actions.remove_party(by=by, **values, seen=seen))


@router.post(_PARTY + "/sign", auth=EDITS, response=AgreementOut, summary="Write down that a party signed (If-Match)")
def sign_agreement_party(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, agreement_party_id: UUID, body: SignatureBody
) -> Any:
    by, seen, new = actor_of(request), seen_version(request), actions.Signature(**body.model_dump())
    values = {"agreement_id": agreement_id, "party_id": agreement_party_id}
    return _once(request, response, agreement_id, lambda: actions.sign_party(by=by, **values, new=new, seen=seen))


@router.post(_ONE + "/stand/{verb}", auth=EDITS, response=AgreementOut, summary="Offer, sign, suspend, resume or terminate it (If-Match)")
def move_agreement(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, verb: Annotated[str, one_of(STEPS)], body: AgreementMoveBody
) -> Any:
    by, seen = actor_of(request), seen_version(request)
    return _once(
        request,
        response,
        agreement_id,
        lambda: actions.move_agreement(by=by, agreement_id=agreement_id, verb=verb, reason=body.reason, seen=seen),
    )


@router.post(_ONE + "/renew", auth=EDITS, response=AgreementOut, summary="Use a renewal that stands in it (If-Match)")
def renew_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: RenewBody) -> Any:
    by, seen = actor_of(request), seen_version(request)
    return _once(
        request, response, agreement_id, lambda: actions.renew_agreement(by=by, agreement_id=agreement_id, **body.model_dump(), seen=seen)
    )


@router.post(_ONE + "/approval/ask", auth=EDITS, response=AgreementOut, summary="Ask for a second person's word on its value (If-Match)")
def ask_agreement_approval(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AskApprovalBody) -> Any:
    by, seen = actor_of(request), seen_version(request)
    return _once(request, response, agreement_id, lambda: actions.ask_approval(by=by, agreement_id=agreement_id, note=body.note, seen=seen))


@router.post(_ONE + "/approval", auth=APPROVES, response=AgreementOut, summary="Approve its value, or not (If-Match)")
def decide_agreement_approval(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: DecideApprovalBody) -> Any:
    """For somebody else than who asked, wrote the agreement or looks after it."""
    by, seen = actor_of(request), seen_version(request)
    return _once(
        request, response, agreement_id, lambda: actions.decide_approval(by=by, agreement_id=agreement_id, **body.model_dump(), seen=seen)
    )


def _once(request: HttpRequest, response: HttpResponse, agreement_id: UUID, do: Callable[[], Any]) -> Any:
    by = actor_of(request)
    once(request, do, lambda _: queries.get_agreement(by, agreement_id), response=response)
    return answer(request, response, agreement_id)
