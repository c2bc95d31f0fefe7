"""What is paid to a party of an agreement, for connected systems. Each payment has a version of its own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.queries import get_agreement
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.performance import actions, queries
from throughcare.performance.models import Payment
from throughcare.performance.rest.measures import EDITS, VIEWS, actor_of, router
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, PAYMENT_STEPS, Condition, PaymentState

_ALL = "/{uuid:agreement_id}/payments"
_ONE = _ALL + "/{uuid:payment_id}"
_APPROVES = rest_needs(Permission.AGREEMENT_APPROVE)
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class PaymentOut(Schema):
    """One payment. why_not_met: why what it is paid for is not there yet; empty when it is. second_by_id: who agreed to a large amount."""

    id: UUID
    agreement_id: UUID
    party_id: UUID
    organization_id: UUID
    name: str
    amount: Decimal = Field(max_digits=14, decimal_places=2)
    due_on: date
    condition: Condition
    wants: str
    measure_id: UUID | None
    first_on: date | None
    obligation_id: UUID | None
    evidence: str
    evidence_on: date | None
    second_by_id: UUID | None
    second_on: date | None
    released_by_id: UUID | None
    released_on: date | None
    paid_on: date | None
    reference: str
    state: PaymentState
    state_reason: str
    why_not_met: str
    version: int


class PaymentBody(Body):
    """party_id: who is paid. measure_id and first_on (the first day of the period) for REPORT, obligation_id for OBLIGATION, wants for DOCUMENT."""

    party_id: UUID
    name: str = Field(max_length=200)
    amount: str = Field(max_length=15, pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")
    due_on: date = Field(ge=_FIRST, le=_LAST)
    condition: Condition = Condition.DATE
    wants: str = Field("", max_length=LONGEST_REASON)
    measure_id: UUID | None = None
    first_on: date | None = Field(None, ge=_FIRST, le=_LAST)
    obligation_id: UUID | None = None


class PaymentEvidenceBody(Body):
    evidence: str = Field(max_length=LONGEST_WORDS)


class PaymentMoveBody(Body):
    """A reason is needed to say that it is not payable."""

    reason: str = Field("", max_length=LONGEST_REASON)


class PaymentAgreeBody(Body):
    """Nothing is said with it."""


class PaidBody(Body):
    """paid_on: today when left out."""

    reference: str = Field(max_length=60)
    paid_on: date | None = Field(None, ge=_FIRST, le=_LAST)


def payment_out(one: Payment) -> dict[str, Any]:
    """As an answer tells it."""
    told = {name: getattr(one, name) for name in PaymentOut.model_fields if name != "why_not_met"}
    return {**told, "why_not_met": queries.why_not_met(one)}


@router.get(_ALL, auth=VIEWS, response=PageOut[PaymentOut], summary="What is paid by an agreement, by the day it is due")
def list_payments(request: HttpRequest, agreement_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the party each is for."""
    by = actor_of(request)
    found = get_agreement(by, agreement_id)
    return page_out(queries.page_of_payments(by, found, cursor=asked.cursor, size=asked.size), payment_out)


@router.post(_ALL, auth=EDITS, response={201: PaymentOut}, summary="Plan a payment")
def add_payment(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: PaymentBody) -> Any:
    """Its words stay: one that is wrong is said to be not payable, and written anew."""
    by, new = actor_of(request), actions.NewPayment(**{**body.model_dump(), "amount": Decimal(body.amount)})
    made = once(
        request,
        lambda: actions.add_payment(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_payment(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, payment_out(made.thing))


@router.get(_ONE, auth=VIEWS, response=PaymentOut, summary="One payment")
def one_payment(request: HttpRequest, response: HttpResponse, agreement_id: UUID, payment_id: UUID) -> Any:
    """For whoever reads the agreement as that party, and for staff who may look at agreements."""
    found = queries.get_payment(actor_of(request), agreement_id, payment_id)
    with_etag(response, found.version)
    return payment_out(found)


@router.post(_ONE + "/evidence", auth=VIEWS, response=PaymentOut, summary="Say what was done for a payment (If-Match)")
def give_payment_evidence(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, payment_id: UUID, body: PaymentEvidenceBody
) -> Any:
    """For either side."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "payment_id": payment_id}
    return _once(request, response, key, lambda: actions.give_evidence(by=by, **key, evidence=body.evidence, seen=seen))


@router.post(_ONE + "/agree", auth=_APPROVES, response=PaymentOut, summary="Agree to a large amount, as a second person (If-Match)")
def agree_payment(request: HttpRequest, response: HttpResponse, agreement_id: UUID, payment_id: UUID, body: PaymentAgreeBody) -> Any:
    """For somebody else than who planned the payment or gave the evidence."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "payment_id": payment_id}
    return _once(request, response, key, lambda: actions.agree_payment(by=by, **key, seen=seen))


@router.post(_ONE + "/stand/{verb}", auth=EDITS, response=PaymentOut, summary="Release a payment, or say why it is not payable (If-Match)")
def move_payment(
    request: HttpRequest,
    response: HttpResponse,
    agreement_id: UUID,
    payment_id: UUID,
    verb: Annotated[str, one_of(PAYMENT_STEPS)],
    body: PaymentMoveBody,
) -> Any:
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "payment_id": payment_id}
    return _once(request, response, key, lambda: actions.move_payment(by=by, **key, verb=verb, reason=body.reason, seen=seen))


@router.post(_ONE + "/paid", auth=EDITS, response=PaymentOut, summary="Write down that it was paid (If-Match)")
def payment_paid(request: HttpRequest, response: HttpResponse, agreement_id: UUID, payment_id: UUID, body: PaidBody) -> Any:
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "payment_id": payment_id}
    return _once(request, response, key, lambda: actions.pay(by=by, **key, reference=body.reference, paid_on=body.paid_on, seen=seen))


def _once(request: HttpRequest, response: HttpResponse, key: dict[str, UUID], do: Callable[[], Payment]) -> Any:
    by = actor_of(request)
    once(request, do, lambda _: queries.get_payment(by, **key), response=response)
    return one_payment(request, response, key["agreement_id"], key["payment_id"])
