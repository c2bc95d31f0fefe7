"""Two records of one organisation put together and taken apart, for connected systems of whoever keeps the register."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.partners.actions.merging import NewMerge, let_team_in, merge_partners, part_partners
from throughcare.partners.models import PartnerMerge
from throughcare.partners.queries.merging import beside, get_merge, page_of_merges
from throughcare.partners.rest.register import EDITS, actor_of, router
from throughcare.partners.states import LONGEST_REASON

_SEES = rest_needs(Permission.PARTNER_VIEW)
_MOST = 50
_Name = Annotated[str, Field(max_length=40)]


class DiffersOut(Schema):
    """A field both say something else of, as each says it in words."""

    field: str
    label: str
    winner: str
    loser: str


class BesideTeamOut(Schema):
    id: UUID
    name: str
    of: str = Field(description="Name of the organisation it belongs to now.")


class PartnersBesideOut(Schema):
    """Two records about to be put together. seen_of_goes: version of the one that goes, to be sent back; 0 when it is in the directory alone."""

    winner_id: UUID
    loser_id: UUID
    differs: list[DiffersOut]
    rules: list[str] = Field(description="What nobody chooses.")
    teams: list[BesideTeamOut]
    seen_of_goes: int
    version: int


class PartnerMergeLine(Schema):
    """Which record went into which, when; parted_at: when they were taken apart again."""

    id: UUID
    winner_id: UUID
    winner: str
    loser_id: UUID
    loser: str
    at: datetime
    parted_at: datetime | None


class PartnerMergeOut(PartnerMergeLine):
    """left_out: teams of either that see nothing of the record that stays, until somebody lets them in."""

    reason: str
    by_id: UUID | None = Field(description="None: whoever runs the site did, by a command, and said who decided.")
    teams: list[UUID]
    left_out: list[UUID]
    part_reason: str
    parted_by_id: UUID | None
    can: list[str] = Field(description="What can be done with it now.")
    version: int


class PartnerMergeBody(Body):
    """chosen: for each field that differs, which record's value is kept. teams: those that see the record that stays from now on."""

    reason: str = Field(max_length=LONGEST_REASON)
    chosen: dict[_Name, Literal["winner", "loser"]] = Field({}, max_length=_MOST)
    teams: list[UUID] = Field([], max_length=_MOST)
    seen_of_goes: int = Field(0, ge=0, le=2**31 - 1)


class PartBody(Body):
    reason: str = Field(max_length=LONGEST_REASON)


def _line(row: PartnerMerge) -> dict[str, Any]:
    plain = ("id", "winner_id", "loser_id", "at", "parted_at")
    return {**{name: getattr(row, name) for name in plain}, "winner": row.winner.name, "loser": row.loser.name}


def _out(request: HttpRequest, response: HttpResponse, merge_id: UUID) -> dict[str, Any]:
    found = get_merge(actor_of(request), merge_id)
    with_etag(response, found.merge.version)
    more = ("reason", "by_id", "teams", "left_out", "part_reason", "parted_by_id", "version")
    return {**_line(found.merge), **{name: getattr(found.merge, name) for name in more}, "can": found.can}


@router.get("/merges", auth=_SEES, response=PageOut[PartnerMergeLine], summary="Records that were put together, the latest first")
def list_partner_merges(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_out(page_of_merges(actor_of(request), cursor=query.cursor, size=query.size), _line)


@router.get("/merges/{uuid:partner_merge_id}", auth=_SEES, response=PartnerMergeOut, summary="Two records that were put together")
def one_partner_merge(request: HttpRequest, response: HttpResponse, partner_merge_id: UUID) -> dict[str, Any]:
    return _out(request, response, partner_merge_id)


@router.get("/{uuid:partner_id}/merge/{uuid:loser_id}", auth=EDITS, response=PartnersBesideOut, summary="What two records say differently")
def partners_beside(request: HttpRequest, response: HttpResponse, partner_id: UUID, loser_id: UUID) -> dict[str, Any]:
    """Before they are put together: what somebody has to choose, and what a rule settles."""
    found = beside(actor_of(request), partner_id, loser_id)
    with_etag(response, found.stays.version)
    return {
        "winner_id": partner_id,
        "loser_id": loser_id,
        "differs": [{"field": one.field.name, "label": one.field.label, "winner": one.winner, "loser": one.loser} for one in found.differs],
        "rules": found.rules,
        "teams": [{"id": team.id, "name": team.name, "of": whose} for team, whose in found.teams],
        "seen_of_goes": found.seen_of_goes,
        "version": found.stays.version,
    }


@router.post(
    "/{uuid:partner_id}/merge/{uuid:loser_id}", auth=EDITS, response={201: PartnerMergeOut}, summary="Put two records together (If-Match)"
)
def put_two_partners_together(
    request: HttpRequest, response: HttpResponse, partner_id: UUID, loser_id: UUID, body: PartnerMergeBody
) -> Any:
    """`loser_id` goes into the partner, which stays; If-Match is the partner's version."""
    by = actor_of(request)
    new = NewMerge(winner_id=partner_id, loser_id=loser_id, seen=seen_version(request), **body.model_dump())
    made = once(request, lambda: merge_partners(by=by, new=new), lambda merge_id: get_merge(by, merge_id).merge, response=response)
    return Status(201, _out(request, response, made.thing.id))


@router.post(
    "/merges/{uuid:partner_merge_id}/part", auth=EDITS, response=PartnerMergeOut, summary="Take two records apart again (If-Match)"
)
def part_two_partners(request: HttpRequest, response: HttpResponse, partner_merge_id: UUID, body: PartBody) -> dict[str, Any]:
    """Each is as it was; what was added since stays with the record that stayed."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: part_partners(by=by, merge_id=partner_merge_id, reason=body.reason, seen=seen),
        lambda _: get_merge(by, partner_merge_id).merge,
        response=response,
    )
    return _out(request, response, partner_merge_id)


@router.post(
    "/merges/{uuid:partner_merge_id}/teams/{uuid:team_id}",
    auth=EDITS,
    response=PartnerMergeOut,
    summary="Let a team in that was left out (If-Match)",
)
def let_in_team(request: HttpRequest, response: HttpResponse, partner_merge_id: UUID, team_id: UUID) -> dict[str, Any]:
    """Asks for service.edit too: the team sees confidential services."""
    by, seen = actor_of(request), seen_version(request)
    once(
        request,
        lambda: let_team_in(by=by, merge_id=partner_merge_id, team_id=team_id, seen=seen),
        lambda _: get_merge(by, partner_merge_id).merge,
        response=response,
    )
    return _out(request, response, partner_merge_id)
