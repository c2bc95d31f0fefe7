"""Conflicts for connected systems."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, seen_version, with_etag
from throughcare.people import actions
from throughcare.people.actions.conflicts import LONGEST_WHY
from throughcare.people.queries.limits import Conflicted, conflicts, get_conflict, undecided
from throughcare.people.rest.people import actor_of
from throughcare.people.states import ConflictVerdict

router = Router(tags=["limited access"])
_DECIDES = rest_needs(Permission.PRIVACY_MANAGE)


class ConflictOut(Schema):
    """A user close to a person's whānau, as it seems. matched: what is the same."""

    id: UUID
    person_id: UUID
    user_id: UUID
    user: str
    matched: list[str]
    found_at: datetime
    verdict: str
    why: str


class UndecidedOut(Schema):
    """How many conflicts no privacy officer can decide, and how many privacy officers there are. Nothing of any conflict."""

    waiting: int
    officers: int


class ConflictsQuery(PageQuery):
    decided: bool = False


class DecisionBody(Body):
    verdict: ConflictVerdict
    why: str = Field(max_length=LONGEST_WHY)


def _conflict(found: Conflicted) -> dict[str, Any]:
    kept = {name: getattr(found.conflict, name) for name in ("id", "person_id", "user_id", "found_at", "verdict", "why")}
    return {**kept, "user": found.user, "matched": found.matched}


@router.get("", auth=_DECIDES, response=PageOut[ConflictOut], summary="Conflicts that wait, or are decided; newest first")
def list_conflicts(request: HttpRequest, query: Query[ConflictsQuery]) -> dict[str, Any]:
    found, following, _ = conflicts(actor_of(request), decided=query.decided, cursor=query.cursor, size=query.size)
    return {"items": [_conflict(one) for one in found], "next": following}


@router.get(
    "/undecided",
    auth=rest_needs(Permission.USER_MANAGE),
    response=UndecidedOut,
    summary="How many no privacy officer can decide, for administrators",
)
def undecided_conflicts(request: HttpRequest) -> dict[str, int]:
    return asdict(undecided(actor_of(request)))


@router.get("/{uuid:conflict_id}", auth=_DECIDES, response=ConflictOut, summary="One conflict")
def one_conflict(request: HttpRequest, response: HttpResponse, conflict_id: UUID) -> dict[str, Any]:
    return _read(request, response, conflict_id)


@router.post(
    "/{uuid:conflict_id}/decide",
    auth=_DECIDES,
    response=ConflictOut,
    summary="Decide a conflict, once (If-Match: more may have been found)",
)
def decide_conflict(request: HttpRequest, response: HttpResponse, conflict_id: UUID, body: DecisionBody) -> dict[str, Any]:
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: actions.decide_conflict(by=by, conflict_id=conflict_id, verdict=body.verdict, why=body.why, seen=seen),
        lambda _: get_conflict(by, conflict_id).conflict,
        response=response,
    )
    return _read(request, response, conflict_id)


def _read(request: HttpRequest, response: HttpResponse, conflict_id: UUID) -> dict[str, Any]:
    found = get_conflict(actor_of(request), conflict_id)
    with_etag(response, found.conflict.version)
    return _conflict(found)
