"""What each side of an agreement puts in, for connected systems. Each row has a version of its own."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.repeats import once
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.states import Bearer
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.performance import actions, queries
from throughcare.performance.models import Contribution
from throughcare.performance.rest.measures import VIEWS, actor_of, router
from throughcare.performance.states import CONTRIBUTION_STEPS, LONGEST_REASON, Basis, ContributionKind, ContributionState, Measured

_ALL = "/{uuid:agreement_id}/contributions"
_ONE = _ALL + "/{uuid:contribution_id}"
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)
_NUMBER = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"


class ContributionOut(Schema):
    """One row. giver: the side that puts it in; writer: the side that says so. worth: null where nobody reckoned it."""

    id: UUID
    agreement_id: UUID
    party_id: UUID
    organization_id: UUID
    giver: Bearer
    kind: ContributionKind
    basis: Basis
    what: str
    first_on: date
    last_on: date
    quantity: Decimal = Field(max_digits=14, decimal_places=2)
    measured: Measured
    in_words: str
    worth: Decimal | None = Field(max_digits=14, decimal_places=2)
    worth_how: str
    writer: Bearer
    written_on: date
    answered_on: date | None
    state: ContributionState
    state_reason: str
    version: int


class ContributionBody(Body):
    """party_id: the party it is with. last_on: left out for one day. in_words: what is counted, of OTHER. worth with worth_how: where somebody reckoned it;
    of MONEY it is the quantity."""

    party_id: UUID
    giver: Bearer
    kind: ContributionKind
    basis: Basis
    what: str = Field(max_length=LONGEST_REASON)
    first_on: date = Field(ge=_FIRST, le=_LAST)
    last_on: date | None = Field(None, ge=_FIRST, le=_LAST)
    quantity: str = Field(max_length=15, pattern=_NUMBER)
    measured: Measured
    in_words: str = Field("", max_length=40)
    worth: str | None = Field(None, max_length=15, pattern=_NUMBER)
    worth_how: str = Field("", max_length=LONGEST_REASON)


class ContributionMoveBody(Body):
    """reason: needed to see it differently and to withdraw it."""

    reason: str = Field("", max_length=LONGEST_REASON)


class PutInOut(Schema):
    """Of one side, kind, and agreed or given: the worth of what both sides say, of what one side says, how many rows, and how many of them without a worth."""

    giver: Bearer
    kind: ContributionKind
    basis: Basis
    both: Decimal = Field(max_digits=20, decimal_places=2)
    one: Decimal = Field(max_digits=20, decimal_places=2)
    rows: int
    without: int


def contribution_out(one: Contribution) -> dict[str, Any]:
    """As REST tells one."""
    return {name: getattr(one, name) for name in ContributionOut.model_fields}


@router.get(_ALL, auth=VIEWS, response=PageOut[ContributionOut], summary="What each side of an agreement puts in, the newest first")
def list_contributions(request: HttpRequest, agreement_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the party each is with."""
    by = actor_of(request)
    found = get_agreement(by, agreement_id)
    return page_out(queries.page_of_contributions(by, found, cursor=asked.cursor, size=asked.size), contribution_out)


@router.get(_ALL + "/sums", auth=VIEWS, response=list[PutInOut], summary="The sums of what each side of an agreement puts in")
def sums_of_contributions(request: HttpRequest, agreement_id: UUID) -> Any:
    """Without what is withdrawn, as far as the reader sees the rows."""
    by = actor_of(request)
    found = get_agreement(by, agreement_id)
    return [one._asdict() for one in queries.sums_of(by, agreement=found.pk)]


@router.post(_ALL, auth=VIEWS, response={201: ContributionOut}, summary="Write down what a side puts in")
def add_contribution(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: ContributionBody) -> Any:
    """For either side, under its own name; the other side answers. Its words stay: one that is wrong is withdrawn, and written anew."""
    by, said = actor_of(request), body.model_dump()
    worth = None if body.worth is None else Decimal(body.worth)
    new = actions.NewContribution(**{**said, "quantity": Decimal(body.quantity), "worth": worth})
    made = once(
        request,
        lambda: actions.add_contribution(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_contribution(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, contribution_out(made.thing))


@router.get(_ONE, auth=VIEWS, response=ContributionOut, summary="One thing a side puts in")
def one_contribution(request: HttpRequest, response: HttpResponse, agreement_id: UUID, contribution_id: UUID) -> Any:
    """For the party it is with, and for staff who may look at agreements."""
    found = queries.get_contribution(actor_of(request), agreement_id, contribution_id)
    with_etag(response, found.version)
    return contribution_out(found)


@router.post(
    _ONE + "/stand/{verb}", auth=VIEWS, response=ContributionOut, summary="Confirm, dispute or withdraw what a side puts in (If-Match)"
)
def move_contribution(
    request: HttpRequest,
    response: HttpResponse,
    agreement_id: UUID,
    contribution_id: UUID,
    verb: Annotated[str, one_of(CONTRIBUTION_STEPS)],
    body: ContributionMoveBody,
) -> Any:
    """The other side confirms or disputes it; whoever's side wrote it down withdraws it."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "contribution_id": contribution_id}
    once(
        request,
        lambda: actions.move_contribution(by=by, **key, verb=verb, reason=body.reason, seen=seen),
        lambda _: queries.get_contribution(by, **key),
        response=response,
    )
    return one_contribution(request, response, agreement_id, contribution_id)
