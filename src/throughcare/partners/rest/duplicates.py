"""Records that may be one organisation, for connected systems of whoever keeps the register."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.partners.actions.likely import keep_two
from throughcare.partners.models import PartnerPair
from throughcare.partners.queries.duplicates import get_pair, page_of_pairs
from throughcare.partners.rest.register import EDITS, actor_of, router
from throughcare.partners.states import LONGEST_REASON, PAIR_STATES, PartnerPairState


class PartnerEvidenceOut(Schema):
    """What one field says about two records. weight: log2 of how much likelier one organisation is than two; below 0 it speaks for two."""

    field: str
    level: str
    words: str
    weight: float


class PartnerPairLine(Schema):
    """Two records nobody has decided about. The organisations' ids, and names."""

    id: UUID
    one_id: UUID
    one: str
    other_id: UUID
    other: str
    probability: float
    at: datetime


class PartnerPairOut(PartnerPairLine):
    """With the evidence, what counts most first, and what was decided."""

    state: PartnerPairState
    evidence: list[PartnerEvidenceOut]
    note: str = Field(description="Why they are two.")
    decided_by_id: UUID | None
    decided_at: datetime | None
    can: list[str] = Field(description="What can be done with it now.")
    version: int


class KeepTwoBody(Body):
    reason: str = Field(max_length=LONGEST_REASON)


def _line(pair: PartnerPair) -> dict[str, Any]:
    plain = ("id", "one_id", "other_id", "probability", "at")
    return {**{name: getattr(pair, name) for name in plain}, "one": pair.one.name, "other": pair.other.name}


def pair_out(request: HttpRequest, response: HttpResponse, pair_id: UUID) -> dict[str, Any]:
    """One pair, with its version."""
    found = get_pair(actor_of(request), pair_id).pair
    with_etag(response, found.version)
    more = ("state", "evidence", "note", "decided_by_id", "decided_at", "version")
    by_hand = [verb for verb in ("merge", "keep_two") if verb in PAIR_STATES.verbs_from(found.state)]
    return {**_line(found), **{name: getattr(found, name) for name in more}, "can": by_hand}


@router.get(
    "/duplicates", auth=EDITS, response=PageOut[PartnerPairLine], summary="Records that may be one organisation, the likeliest first"
)
def list_partner_duplicates(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(page_of_pairs(actor_of(request), cursor=query.cursor, size=query.size), _line)


@router.get(
    "/duplicates/{uuid:partner_pair_id}", auth=EDITS, response=PartnerPairOut, summary="Two records, and why they may be one organisation"
)
def one_partner_duplicate(request: HttpRequest, response: HttpResponse, partner_pair_id: UUID) -> dict[str, Any]:
    return pair_out(request, response, partner_pair_id)


@router.post("/duplicates/{uuid:partner_pair_id}/keep_two", auth=EDITS, response=PartnerPairOut, summary="Say that they are two (If-Match)")
def keep_two_partners(request: HttpRequest, response: HttpResponse, partner_pair_id: UUID, body: KeepTwoBody) -> dict[str, Any]:
    """They are proposed again only when something about them changes."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: keep_two(by=by, pair_id=partner_pair_id, reason=body.reason, seen=seen),
        lambda _: get_pair(by, partner_pair_id).pair,
        response=response,
    )
    return pair_out(request, response, partner_pair_id)
