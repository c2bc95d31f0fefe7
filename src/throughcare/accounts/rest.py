"""Teams' staff for connected systems: the same queries and actions as the pages, so the same rules and sentences."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from throughcare.accounts import actions, queries
from throughcare.accounts.actions import Invited
from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.models import Invitation
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.accounts.states import ClosingReason, EndingReason
from throughcare.common.rest import Body

router = Router(tags=["teams"])
_KEEPS = rest_needs(Permission.STAFF_MANAGE, Permission.USER_MANAGE)


class TeamOut(Schema):
    """A team whose staff the key's owner keeps."""

    id: UUID
    code: str
    name: str
    kind: str


class StaffOut(Schema):
    """Somebody of a team. closable: their account may be closed, and opened again, with this key."""

    user_id: UUID
    name: str
    email: str
    roles: list[str]
    active: bool
    last_login: datetime | None
    second_step: bool
    closable: bool


class InvitationOut(Schema):
    """An invitation. sent_at: when its link was mailed; null while that waits."""

    id: UUID
    team_id: UUID
    role_id: str
    email: str
    name: str
    made_at: datetime
    sent_at: datetime | None
    expires_at: datetime


class InviteBody(Body):
    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=200)
    role: str = Field(max_length=40, description="Code of the role, one this key's owner may give in the team.")


class CloseBody(Body):
    reason: ClosingReason
    anyway: bool = Field(False, description="Also the last one who can invite people to the team.")


class LeaveBody(Body):
    reason: EndingReason
    last_day: date | None = Field(None, description="The last day that counts; left out or null: their work ends now.")


class EndedOut(Schema):
    """Somebody's work in a team. last_day: the last day that counts; null: it has ended."""

    team_id: UUID
    user_id: UUID
    last_day: date | None


def _by(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]  # set by the key's check
    return found


def _invitation(made: Invitation) -> dict[str, Any]:
    return {name: getattr(made, name) for name in InvitationOut.model_fields}


@router.get("", auth=_KEEPS, response=list[TeamOut], summary="Teams whose staff you keep")
def list_teams(request: HttpRequest) -> Any:
    return queries.teams_kept(_by(request))


@router.get("/{uuid:team_id}/staff", auth=_KEEPS, response=list[StaffOut], summary="Who works in a team, and when each last logged in")
def list_staff(request: HttpRequest, team_id: UUID) -> Any:
    return queries.staff_of(_by(request), queries.get_team(_by(request), team_id).id)


@router.get("/{uuid:team_id}/invitations", auth=_KEEPS, response=list[InvitationOut], summary="Invitations that wait for an answer")
def list_invitations(request: HttpRequest, team_id: UUID) -> list[dict[str, Any]]:
    by = _by(request)
    return [_invitation(made) for made in queries.open_invitations(by, queries.get_team(by, team_id).id)]


@router.post("/{uuid:team_id}/invitations", auth=_KEEPS, response={201: InvitationOut}, summary="Invite somebody to a team")
def make_invitation(request: HttpRequest, response: HttpResponse, team_id: UUID, body: InviteBody) -> dict[str, Any]:
    by, who = _by(request), Invited(body.email, body.name, body.role)
    made = once(
        request,
        lambda: actions.invite(by=by, team_id=team_id, who=who),
        lambda made_id: queries.get_open_invitation(by, made_id),
        response=response,
    )
    return _invitation(made.thing)


@router.post(
    "/invitations/{uuid:invitation_id}/resend",
    auth=_KEEPS,
    response=InvitationOut,
    summary="Mail an invitation's link anew",
    openapi_extra={"x-any-version": "The link is made anew, whatever was before."},
)
def resend_invitation(request: HttpRequest, response: HttpResponse, invitation_id: UUID) -> dict[str, Any]:
    by = _by(request)
    moved = once(
        request,
        lambda: actions.resend_invitation(by=by, invitation_id=invitation_id),
        lambda made_id: queries.get_invitation(by, made_id),
        response=response,
        within=A_MOMENT,
    )
    return _invitation(queries.get_invitation(by, moved.thing.id))


@router.post(
    "/invitations/{uuid:invitation_id}/withdraw",
    auth=_KEEPS,
    response=InvitationOut,
    summary="End an invitation",
    openapi_extra={"x-any-version": "It ends once: a second time is refused."},
)
def withdraw_invitation(request: HttpRequest, response: HttpResponse, invitation_id: UUID) -> dict[str, Any]:
    by = _by(request)
    moved = once(
        request,
        lambda: actions.withdraw_invitation(by=by, invitation_id=invitation_id),
        lambda made_id: queries.get_invitation(by, made_id),
        response=response,
        within=A_MOMENT,
    )
    return _invitation(moved.thing)


@router.post(
    "/staff/{uuid:user_id}/close",
    auth=_KEEPS,
    response=StaffOut,
    summary="Close an account: all it had open ends at once",
    openapi_extra={"x-any-version": "A closed one is closed: a second time is refused."},
)
def close_account(request: HttpRequest, response: HttpResponse, user_id: UUID, body: CloseBody) -> Any:
    by = _by(request)
    once(
        request,
        lambda: actions.close_account(by=by, user_id=user_id, reason=body.reason, anyway=body.anyway),
        lambda closing_id: queries.get_closing(by, closing_id).id,
        response=response,
        within=A_MOMENT,
    )
    return queries.get_staff(by, user_id)


@router.post(
    "/staff/{uuid:user_id}/open",
    auth=_KEEPS,
    response=StaffOut,
    summary="Open an account again, and mail a link to set a password",
    openapi_extra={"x-any-version": "An open one is open: a second time is refused."},
)
def open_account(request: HttpRequest, response: HttpResponse, user_id: UUID) -> Any:
    by = _by(request)
    once(
        request,
        lambda: actions.open_account(by=by, user_id=user_id),
        lambda _: queries.get_staff(by, user_id).user_id,
        response=response,
        within=A_MOMENT,
    )
    return queries.get_staff(by, user_id)


@router.post(
    "/{uuid:team_id}/staff/{uuid:user_id}/end",
    auth=_KEEPS,
    response=EndedOut,
    summary="End somebody's work in a team, now or after a day",
    openapi_extra={
        "x-any-version": "Work in a team has no version, for it may rest on several roles. Whatever day stood before, this one counts; the audit keeps both, and what has ended is not found."
    },
)
def end_membership(request: HttpRequest, response: HttpResponse, team_id: UUID, user_id: UUID, body: LeaveBody) -> Any:
    by = _by(request)
    once(
        request,
        lambda: actions.end_membership(by=by, team_id=team_id, user_id=user_id, reason=body.reason, last_day=body.last_day),
        lambda ended_id: ended_id,
        response=response,
        within=A_MOMENT,
    )
    return {"team_id": team_id, "user_id": user_id, "last_day": body.last_day}
