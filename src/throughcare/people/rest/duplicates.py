"""Records that may be one person's, side by side, for connected systems of the records role."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, with_digest
from throughcare.people.actions.merging import LONGEST_REASON, decide_pair
from throughcare.people.models import LikelyPair, Person
from throughcare.people.queries.identity import numbers_of, whereabouts_of
from throughcare.people.queries.newcomers import Likely, get_pair, likely_pairs, made_on
from throughcare.people.rest.people import NumberOut, actor_of
from throughcare.people.states import PairState

router = Router(tags=["duplicates"])
_RECORDS = rest_needs(Permission.PERSON_IMPORT)


class EvidenceOut(Schema):
    """What one field says about two records. weight: log2 of how much likelier one person is than two; below 0 it speaks for two."""

    field: str
    level: str
    words: str
    weight: float


class ComparedOut(Schema):
    """One record, as far as it is compared. site: code of where they are."""

    id: UUID
    preferred_name: str
    given_names: str
    family_name: str
    name_mi: str
    birth_date: date | None
    age_band: str
    gender: str
    identifiers: list[NumberOut]
    site: str
    site_since: date | None
    made_on: date


class PairLine(Schema):
    """Two records nobody has decided about."""

    id: UUID
    one_id: UUID
    one: str
    other_id: UUID
    other: str
    probability: float
    at: datetime


class PairOut(Schema):
    """Two records side by side; what counts most comes first. merge_id: what was asked about them, when they are to be put together or were."""

    id: UUID
    state: PairState
    one: ComparedOut
    other: ComparedOut
    probability: float
    weight: float = Field(description="All the evidence together.")
    evidence: list[EvidenceOut]
    at: datetime
    note: str
    decided_by_id: UUID | None
    decided_at: datetime | None
    merge_id: UUID | None


class PairBody(Body):
    decision: Literal["one", "other", "two"] = Field(
        description="one: one person, and the first record stays; other: one person, and the second stays; two: two people."
    )
    reason: str = Field(max_length=LONGEST_REASON, description="Who decides about putting them together reads it.")


def compared_out(person: Person) -> dict[str, Any]:
    """A record of an audited getter that read its facts."""
    here = whereabouts_of(person)
    return {
        **{name: getattr(person, name) for name in ("id", "preferred_name", "given_names", "family_name", "name_mi")},
        **{name: getattr(person, name) for name in ("birth_date", "age_band", "gender")},
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in numbers_of(person)],
        "site": here.site.code if here else "",
        "site_since": here.starts_on if here else None,
        "made_on": made_on(person),
    }


def _line(pair: LikelyPair) -> dict[str, Any]:
    names = {"one": pair.one.full_name, "other": pair.other.full_name}
    return {**{name: getattr(pair, name) for name in PairLine.model_fields}, **names}


def _out(response: HttpResponse, found: Likely) -> dict[str, Any]:
    kept = ("id", "state", "probability", "at", "note", "decided_by_id", "decided_at")
    shown = {
        **{name: getattr(found.pair, name) for name in kept},
        "one": compared_out(found.one.person),
        "other": compared_out(found.other.person),
        "weight": round(sum(one["weight"] for one in found.pair.evidence), 1),
        "evidence": found.pair.evidence,
        "merge_id": found.merge_id,
    }
    with_digest(response, shown)
    return shown


@router.get("", auth=_RECORDS, response=PageOut[PairLine], summary="Records that may be one person's, the likeliest first")
def list_duplicates(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(likely_pairs(actor_of(request), cursor=query.cursor, size=query.size), _line)


@router.get("/{uuid:pair_id}", auth=_RECORDS, response=PairOut, summary="Two records side by side, and why they may be one person's")
def one_duplicate(request: HttpRequest, response: HttpResponse, pair_id: UUID) -> dict[str, Any]:
    return _out(response, get_pair(actor_of(request), pair_id))


@router.post(
    "/{uuid:pair_id}/decide",
    auth=_RECORDS,
    response=PairOut,
    summary="Say that they are two people, or ask another officer to put them together",
    openapi_extra={"x-any-version": "It is decided once, and asked for once: a second time is refused."},
)
def decide_duplicate(request: HttpRequest, response: HttpResponse, pair_id: UUID, body: PairBody) -> dict[str, Any]:
    by = actor_of(request)
    once(
        request,
        lambda: decide_pair(by=by, pair_id=pair_id, decision=body.decision, reason=body.reason),
        lambda _: get_pair(by, pair_id).pair,
        response=response,
    )
    return _out(response, get_pair(by, pair_id))
