"""Amendments of an agreement for connected systems. Each has a version of its own; one that takes effect changes the agreement's too."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.models import Amendment
from throughcare.agreements.rest.agreements import EDITS, FIRST, LAST, VIEWS, actor_of, router
from throughcare.agreements.rest.steps import SignatureBody
from throughcare.agreements.states import AMENDMENT_STATES, LONGEST_REASON, LONGEST_WORDS, AmendmentState
from throughcare.common.rest import Body, one_of, seen_version, with_etag

_ALL = "/{uuid:agreement_id}/amendments"
_ONE = _ALL + "/{uuid:amendment_id}"
_MOST = 200


class AmendedValueOut(Schema):
    """What a party gets with it; old_amount: before, said once it is in effect. A party's staff read their own alone."""

    party_id: UUID
    amount: Decimal = Field(max_digits=14, decimal_places=2)
    old_amount: Decimal | None = Field(max_digits=14, decimal_places=2)


class AmendedServiceOut(Schema):
    """joins: the agreement covers it from then on; else it covers it no more."""

    service_id: UUID
    joins: bool


class AmendmentSignatureOut(Schema):
    party_id: UUID
    signed_on: date
    signed_by: str


class AmendmentOut(Schema):
    """One change of an agreement, numbered within it. ends_on: the new last day; null: it stays. old_ends_on: before, said once it is in effect."""

    id: UUID
    number: int
    reason: str
    old_text: str
    new_text: str
    ends_on: date | None
    old_ends_on: date | None
    values: list[AmendedValueOut] = Field(max_length=_MOST)
    services: list[AmendedServiceOut] = Field(max_length=_MOST)
    signatures: list[AmendmentSignatureOut] = Field(max_length=_MOST)
    offered_on: date | None
    state: AmendmentState
    state_since: date
    state_reason: str
    version: int


class AmendmentsOut(Schema):
    """The newest first."""

    items: list[AmendmentOut] = Field(max_length=_MOST)


class AmendedValueBody(Body):
    party_id: UUID
    amount: str = Field(max_length=15, pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")


class AmendmentBody(Body):
    """Why, what the paper says until then and from then on; a new last day, what parties get then, and all the services it covers then. What is left out stays."""

    reason: str = Field(max_length=LONGEST_REASON)
    old_text: str = Field("", max_length=LONGEST_WORDS)
    new_text: str = Field(max_length=LONGEST_WORDS)
    ends_on: date | None = Field(None, ge=FIRST, le=LAST)
    values: list[AmendedValueBody] = Field(default_factory=list, max_length=_MOST)
    services: list[UUID] | None = Field(None, max_length=_MOST)

    def new(self) -> actions.NewAmendment:
        """As the action takes it."""
        values = {one.party_id: Decimal(one.amount) for one in self.values}
        return actions.NewAmendment(**{**self.model_dump(), "values": values})


class AmendmentSignatureBody(SignatureBody):
    party_id: UUID


class AmendmentMoveBody(Body):
    """A reason is needed to withdraw it."""

    reason: str = Field("", max_length=LONGEST_REASON)


def _out(one: Amendment) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in AmendmentOut.model_fields if name not in ("values", "services", "signatures")}
    return {**told, "values": list(one.values.all()), "services": list(one.services.all()), "signatures": list(one.signatures.all())}


@router.get(_ALL, auth=VIEWS, response=AmendmentsOut, summary="Amendments of an agreement, the newest first")
def list_amendments(request: HttpRequest, agreement_id: UUID) -> Any:
    """For whoever reads the agreement; its parties' staff from the day each was offered."""
    by = actor_of(request)
    return {"items": [_out(one) for one in queries.amendments_of(by, queries.get_agreement(by, agreement_id))]}


@router.post(_ALL, auth=EDITS, response={201: AmendmentOut}, summary="Write an amendment")
def add_amendment(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AmendmentBody) -> Any:
    """A draft with the next number. One is open at a time."""
    by, new = actor_of(request), body.new()
    made = once(
        request,
        lambda: actions.add_amendment(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_amendment(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, _out(made.thing))


@router.get(_ONE, auth=VIEWS, response=AmendmentOut, summary="One amendment")
def one_amendment(request: HttpRequest, response: HttpResponse, agreement_id: UUID, amendment_id: UUID) -> Any:
    """For whoever reads the agreement; its parties' staff from the day it was offered."""
    found = queries.get_amendment(actor_of(request), agreement_id, amendment_id)
    with_etag(response, found.version)
    return _out(found)


@router.put(_ONE, auth=EDITS, response=AmendmentOut, summary="Say an amendment otherwise, until it is in effect (If-Match)")
def change_amendment(request: HttpRequest, response: HttpResponse, agreement_id: UUID, amendment_id: UUID, body: AmendmentBody) -> Any:
    """Signatures given before fall."""
    seen, new = seen_version(request), body.new()
    actions.change_amendment(by=actor_of(request), agreement_id=agreement_id, amendment_id=amendment_id, new=new, seen=seen)
    return one_amendment(request, response, agreement_id, amendment_id)


@router.post(_ONE + "/sign", auth=EDITS, response=AmendmentOut, summary="Write down that a party signed an amendment (If-Match)")
def sign_amendment(
    request: HttpRequest, response: HttpResponse, agreement_id: UUID, amendment_id: UUID, body: AmendmentSignatureBody
) -> Any:
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "amendment_id": amendment_id}
    new = actions.Signature(signed_by=body.signed_by, signed_on=body.signed_on)
    once(
        request,
        lambda: actions.sign_amendment(by=by, **key, party_id=body.party_id, new=new, seen=seen),
        lambda _: queries.get_amendment(by, agreement_id, amendment_id),
        response=response,
    )
    return one_amendment(request, response, agreement_id, amendment_id)


@router.post(
    _ONE + "/stand/{verb}", auth=EDITS, response=AmendmentOut, summary="Offer an amendment, put it into effect, withdraw it (If-Match)"
)
def move_amendment(
    request: HttpRequest,
    response: HttpResponse,
    agreement_id: UUID,
    amendment_id: UUID,
    verb: Annotated[str, one_of(AMENDMENT_STATES.verbs)],
    body: AmendmentMoveBody,
) -> Any:
    """In effect, it changes the agreement: its last day, its values, the services it covers, and its version."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "amendment_id": amendment_id}
    once(
        request,
        lambda: actions.move_amendment(by=by, **key, verb=verb, reason=body.reason, seen=seen),
        lambda _: queries.get_amendment(by, agreement_id, amendment_id),
        response=response,
    )
    return one_amendment(request, response, agreement_id, amendment_id)
