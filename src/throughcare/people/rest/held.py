"""New people who wait for a decision, for connected systems of the records role: nobody else learns who is there."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, one_of, page_out, seen_version, with_etag
from throughcare.common.states import Side
from throughcare.people.actions.newcomers import LONGEST_NOTE, decide_newcomer
from throughcare.people.models import HeldRow
from throughcare.people.queries.newcomers import Held, get_held, held_rows
from throughcare.people.rest.duplicates import ComparedOut, EvidenceOut, compared_out
from throughcare.people.rest.people import NumberOut, actor_of
from throughcare.people.states import HELD_STATES, HeldState

router = Router(tags=["duplicates"])
_RECORDS = rest_needs(Permission.PERSON_IMPORT)
_VERBS = tuple(dict.fromkeys(verb for state in HeldState for verb in HELD_STATES.verbs_from(state, Side.RECORDS)))
_NAMES = ("preferred_name", "given_names", "family_name", "name_mi", "gender", "site")


class HeldLine(Schema):
    """A new person who waits. source and row: of the file they came with; asked for by hand, it is empty, and 0."""

    id: UUID
    preferred_name: str
    family_name: str
    team_id: UUID
    team: str
    source: str
    row: int
    at: datetime
    state: HeldState


class SaidOut(Schema):
    """What the new row says, in the codes of the vocabularies; what it says nothing of is empty."""

    preferred_name: str
    given_names: str
    family_name: str
    name_mi: str
    birth_date: date | None
    gender: str
    identifiers: list[NumberOut]
    site: str


class CandidateOut(Schema):
    """Somebody there whom the row may be about, how likely, and why."""

    person: ComparedOut
    probability: float
    evidence: list[EvidenceOut]


class BesideOut(Schema):
    """Somebody else new who waits and is like them, such as an earlier row of the same file: decide about them first."""

    held_id: UUID
    row: int
    said: SaidOut
    probability: float
    evidence: list[EvidenceOut]


class HeldOut(HeldLine):
    """And whom they may be. verbs: what may be decided now; said is null once it is decided."""

    by_id: UUID | None
    by: str
    note: str
    decided_by_id: UUID | None
    decided_at: datetime | None
    said: SaidOut | None
    candidates: list[CandidateOut]
    others: list[BesideOut]
    version: int
    verbs: list[str]


class HeldBody(Body):
    person_id: UUID | None = Field(None, description="Needed for same: one of the candidates.")
    note: str = Field("", max_length=LONGEST_NOTE, description="Needed for ask (what, and whom) and for drop (why).")


def _line(held: HeldRow) -> dict[str, Any]:
    names = {name: held.said.get(name) or "" for name in ("preferred_name", "family_name")}
    kept = {name: getattr(held, name) for name in ("id", "team_id", "row", "at", "state")}
    return {**kept, **names, "team": held.team.name, "source": held.run.source if held.run else ""}


def _said(held: HeldRow) -> dict[str, Any] | None:
    if not held.said:
        return None
    numbers = [{"scheme": scheme, "value": value} for scheme, value in held.said.get("identifiers") or ()]
    return {**{name: held.said.get(name) or "" for name in _NAMES}, "birth_date": held.said.get("birth_date"), "identifiers": numbers}


def _out(response: HttpResponse, found: Held) -> dict[str, Any]:
    with_etag(response, found.held.version)
    return {
        **_line(found.held),
        **{name: getattr(found.held, name) for name in ("by_id", "note", "decided_by_id", "decided_at", "version")},
        "by": found.asked_by,
        "said": _said(found.held),
        "candidates": [
            {"person": compared_out(one.person), "probability": one.probability, "evidence": one.evidence} for one in found.candidates
        ],
        "others": [
            {
                "held_id": one.held.id,
                "row": one.held.row,
                "said": _said(one.held),
                "probability": one.probability,
                "evidence": one.evidence,
            }
            for one in found.others
        ],
        "verbs": HELD_STATES.verbs_from(found.held.state, Side.RECORDS),
    }


@router.get("", auth=_RECORDS, response=PageOut[HeldLine], summary="New people to decide about, the oldest first")
def list_held(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(held_rows(actor_of(request), cursor=query.cursor, size=query.size), _line)


@router.get("/{uuid:held_id}", auth=_RECORDS, response=HeldOut, summary="One new person beside those they may be")
def one_held(request: HttpRequest, response: HttpResponse, held_id: UUID) -> dict[str, Any]:
    return _out(response, get_held(actor_of(request), held_id))


@router.post("/{uuid:held_id}/{verb}", auth=_RECORDS, response=HeldOut, summary="Say who it is (If-Match)")
def decide_held(
    request: HttpRequest, response: HttpResponse, held_id: UUID, verb: Annotated[str, one_of(_VERBS)], body: HeldBody
) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: decide_newcomer(by=by, held_id=held_id, verb=verb, seen=seen, person_id=body.person_id, note=body.note),
        lambda _: get_held(by, held_id).held,
        response=response,
    )
    return _out(response, get_held(by, held_id))
