"""Agreements for connected systems: the list, one written, one whole, and its terms changed a part at a time."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, queries
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.queries import shown
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import AGREEMENT_STATES, LONGEST_WORDS, MOST_RENEWALS, STEPS, AgreementKind, AgreementState, Part
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag

router = Router(tags=["agreements"])
VIEWS = rest_needs(Permission.DIRECTORY_VIEW)  # those of one's own organisation are open to its own people
EDITS = rest_needs(Permission.AGREEMENT_EDIT)
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
_MOST = 200
_Code = Annotated[str, Field(max_length=60)]
_Standing = Literal["DRAFT", "IN_NEGOTIATION", "NOT_BEGUN", "IN_FORCE", "ENDS_SOON", "SUSPENDED", "ENDED", "TERMINATED"]


class AgreementQuery(PageQuery):
    """Which agreements. Leave a filter out, and it does not matter."""

    words: str = Field("", max_length=200, description="In the number and title; macrons do not matter.")
    kind: AgreementKind | None = None
    state: AgreementState | None = None
    when: queries.When | None = Field(None, description="By its days; approval: it waits for the key's owner.")
    region: str = Field("", max_length=40)
    owner: str = Field("", max_length=60, description="mine, nobody, or the id of a user.")
    organization: str = Field("", max_length=60, description="The id of an organisation that is a party.")

    def filters(self) -> queries.Filters:
        """As the query takes them."""
        asked = {name: getattr(self, name) for name in ("words", "region", "owner", "organization")}
        return queries.Filters(**asked, **{name: str(getattr(self, name) or "") for name in ("kind", "state", "when")})


class AgreementPartyOut(Schema):
    """A party. organization_id: null for the department. amount: null when nobody said one, or it is not the reader's to see."""

    id: UUID
    organization_id: UUID | None
    name: str
    part: Part
    does: str
    amount: Decimal | None = Field(max_digits=14, decimal_places=2)
    signed_on: date | None
    signed_by: str


class AgreementLine(Schema):
    """An agreement in a list. standing: by its state and its days together, as at today."""

    id: UUID
    number: str
    title: str
    kind: AgreementKind
    state: AgreementState
    standing: _Standing
    starts_on: date | None
    ends_on: date | None
    owner_id: UUID | None
    parties: list[AgreementPartyOut] = Field(max_length=_MOST)


class ApprovalOut(Schema):
    """A second person's word on a value: agreed is null while it waits. amendment: number of the amendment it is about; null: the agreement itself."""

    id: UUID
    amount: Decimal = Field(max_digits=14, decimal_places=2)
    amendment: int | None
    asked_by_id: UUID
    asked_note: str
    decided_by_id: UUID | None
    agreed: bool | None
    words: str


class AgreementOut(AgreementLine):
    """All of it. approvals: empty for the staff of its parties. can: the steps its state leaves, for whoever may take them."""

    purpose: str
    renewals_allowed: int
    renewals_used: int
    review_on: date | None
    owner_team_id: UUID | None
    owner_name: str
    services: list[UUID] = Field(max_length=_MOST)
    regions: list[str] = Field(max_length=_MOST)
    sites: list[str] = Field(max_length=_MOST)
    currency: str = Field(max_length=3)
    state_since: date
    state_reason: str
    approvals: list[ApprovalOut] = Field(max_length=_MOST)
    can: list[str] = Field(max_length=20)
    version: int


class NewAgreementBody(Body):
    """number: made when left out."""

    title: str = Field(max_length=300)
    kind: AgreementKind
    number: str = Field("", max_length=40)


class AgreementDetailsBody(Body):
    number: str = Field(max_length=40)
    title: str = Field(max_length=300)
    kind: AgreementKind
    purpose: str = Field("", max_length=LONGEST_WORDS)


class AgreementTermBody(Body):
    """ends_on: its last day; left out when it is open-ended."""

    starts_on: date | None = Field(None, ge=FIRST, le=LAST)
    ends_on: date | None = Field(None, ge=FIRST, le=LAST)
    renewals_allowed: int = Field(0, ge=0, le=MOST_RENEWALS)


class AgreementCoverageBody(Body):
    """Ids of services of its parties, codes of regions and sites."""

    services: list[UUID] = Field([], max_length=_MOST)
    regions: list[_Code] = Field([], max_length=_MOST)
    sites: list[_Code] = Field([], max_length=_MOST)


class AgreementKeepingBody(Body):
    """user_id and team_id: both, or neither."""

    user_id: UUID | None = None
    team_id: UUID | None = None
    review_on: date | None = Field(None, ge=FIRST, le=LAST)


def actor_of(request: HttpRequest) -> Actor:
    """The key's owner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the key's check
    return actor


def _party(party: Party) -> dict[str, Any]:
    value = value_of(party)
    told = {name: getattr(party, name) for name in ("id", "organization_id", "name", "part", "does", "signed_on", "signed_by")}
    return {**told, "amount": value.amount if value else None}


def line_out(agreement: Agreement) -> dict[str, Any]:
    """As a list has it."""
    names = ("id", "number", "title", "kind", "state", "starts_on", "ends_on", "owner_id")
    told = {name: getattr(agreement, name) for name in names}
    return {**told, "standing": shown.standing_of(agreement).code, "parties": [_party(one.party) for one in shown.parties(agreement)]}


def agreement_out(by: Actor, agreement: Agreement) -> dict[str, Any]:
    """All that the reader sees of it."""
    plain = (
        "purpose",
        "renewals_allowed",
        "renewals_used",
        "review_on",
        "owner_team_id",
        "regions",
        "sites",
        "state_since",
        "state_reason",
    )
    return {
        **line_out(agreement),
        **{name: getattr(agreement, name) for name in (*plain, "version")},
        "owner_name": shown.words().owner(agreement),
        "services": [one.service_id for one in agreement.covered.all()],
        "currency": settings.CURRENCY,
        "approvals": list(agreement.approvals.all()),
        "can": [verb for verb in AGREEMENT_STATES.verbs_from(agreement.state) if verb in STEPS]
        if by.may(Permission.AGREEMENT_EDIT)
        else [],
    }


def answer(request: HttpRequest, response: HttpResponse, agreement_id: UUID) -> dict[str, Any]:
    """One agreement, with its version."""
    by = actor_of(request)
    found = queries.get_agreement(by, agreement_id)
    with_etag(response, found.version)
    return agreement_out(by, found)


@router.get("", response=PageOut[AgreementLine], auth=VIEWS, summary="Agreements by number and title")
def list_agreements(request: HttpRequest, asked: Annotated[AgreementQuery, Query()]) -> Any:
    """All of them, or those of the organisations the key's owner works for; one page at a time."""
    return page_out(queries.page_of_agreements(actor_of(request), asked.filters(), cursor=asked.cursor, size=asked.size), line_out)


@router.post("", auth=EDITS, response={201: AgreementOut}, summary="Write an agreement")
def add_agreement(request: HttpRequest, response: HttpResponse, body: NewAgreementBody) -> Any:
    """A draft. Whoever owns the key looks after it, when they write agreements."""
    by, new = actor_of(request), actions.NewAgreement(**body.model_dump())
    made = once(request, lambda: actions.add_agreement(by=by, new=new), lambda key: queries.get_agreement(by, key), response=response)
    return Status(201, answer(request, response, made.thing.pk))


@router.get("/{uuid:agreement_id}", auth=VIEWS, response=AgreementOut, summary="One agreement")
def one_agreement(request: HttpRequest, response: HttpResponse, agreement_id: UUID) -> Any:
    """For whoever may look at agreements, and for the staff of its parties: each reads its own value alone."""
    return answer(request, response, agreement_id)


@router.put("/{uuid:agreement_id}/details", auth=EDITS, response=AgreementOut, summary="Change an agreement's details (If-Match)")
def change_agreement_details(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AgreementDetailsBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, agreement_id, seen, actions.change_details, actions.Details(**body.model_dump()))


@router.put("/{uuid:agreement_id}/term", auth=EDITS, response=AgreementOut, summary="Change an agreement's term (If-Match)")
def change_agreement_term(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AgreementTermBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, agreement_id, seen, actions.change_term, actions.Term(**body.model_dump()))


@router.put("/{uuid:agreement_id}/coverage", auth=EDITS, response=AgreementOut, summary="Change what an agreement covers (If-Match)")
def change_agreement_coverage(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AgreementCoverageBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, agreement_id, seen, actions.change_coverage, actions.Coverage(**body.model_dump()))


@router.put("/{uuid:agreement_id}/keeping", auth=EDITS, response=AgreementOut, summary="Change an agreement's owner and review (If-Match)")
def change_agreement_keeping(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: AgreementKeepingBody) -> Any:
    seen = seen_version(request)
    return _done(request, response, agreement_id, seen, actions.change_keeping, actions.Keeping(**body.model_dump()))


def _done(request: HttpRequest, response: HttpResponse, agreement_id: UUID, seen: int, change: Callable[..., Any], new: Any) -> Any:
    change(by=actor_of(request), agreement_id=agreement_id, new=new, seen=seen)
    return answer(request, response, agreement_id)
