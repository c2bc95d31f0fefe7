"""May this be done to this account, now?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Invitation
from throughcare.accounts.permissions import Permission
from throughcare.accounts.states import ClosingReason, EndingReason
from throughcare.common.refusals import Invalid, NotAllowed, Refused

MOST_OPEN_INVITATIONS = 100
LONGEST_KEY_DAYS = 366


@dataclass(frozen=True)
class Staff:
    """Somebody of a team, as those who keep its staff see them. closable: the reader may close their account, and open it again."""

    user_id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool
    last_login: datetime | None
    second_step: bool
    closable: bool


def check_may_hold_keys_of(by: Actor, user_id: UUID) -> None:
    """Keys are one's own; the command line makes them for others."""
    if not by.system and by.user_id != user_id:
        raise NotAllowed("There is nothing at this address that you can see.")


def check_scopes(scopes: Sequence[str], days: int) -> None:
    """A key says what it is for, and ends."""
    unknown = sorted(set(scopes) - {p.value for p in Permission})
    if unknown or not scopes:
        known = ", ".join(p.value for p in Permission)
        said = f"{unknown[0]} is no scope" if unknown else "Give at least one scope"
        raise Invalid(f"{said}: use {known}.", {"scopes": [f"{said}: use {known}."]})
    if not 1 <= days <= LONGEST_KEY_DAYS:
        raise Invalid(f"A key lasts from 1 to {LONGEST_KEY_DAYS} days.", {"days": [f"Enter a number from 1 to {LONGEST_KEY_DAYS}."]})


def check_reason(reason: str) -> None:
    """An account is closed for one of a few reasons."""
    if reason not in ClosingReason.values:
        known = ", ".join(ClosingReason.values)
        raise Invalid(f"{reason or 'Nothing'} is no reason: use one of {known}.", {"reason": ["Choose why the account is closed"]})


def check_ending(reason: str, last_day: date | None, today: date) -> None:
    """Work in a team ends for one of a few reasons, now or on a day to come."""
    if reason not in EndingReason.values:
        known = ", ".join(EndingReason.values)
        raise Invalid(f"{reason or 'Nothing'} is no reason: use one of {known}.", {"reason": ["Choose why their work here ends"]})
    if last_day is not None and last_day < today:
        raise Invalid(
            "The last day is over already: leave it out to end their work now.",
            {"last_day": ["The last day must be today or later. Leave it empty to end their work now"]},
        )


def check_may_end(by: Actor, staff: Staff, *, endable: bool) -> None:
    """Nobody ends their own work in a team, nor that of somebody who may do more there."""
    if by.user_id == staff.user_id:
        raise Refused("You can't end your own work in a team: ask another manager of the team, or your administrator.")
    if not endable:
        raise Refused(f"{staff.name} has a role in this team that may do more than yours: ask your administrator.")


def check_may_close(by: Actor, staff: Staff) -> None:
    """Nobody closes their own account, nor one of somebody who may do more, or who works elsewhere too."""
    if by.user_id == staff.user_id:
        raise Refused("You can't close your own account: ask another manager of your team, or your administrator.")
    if not staff.closable:
        raise Refused(f"{staff.name} works in another team too, or has a role that may do more than yours: ask your administrator.")


def check_open_invitations(open_now: int) -> None:
    """A team that invites without end is a mistake, or worse."""
    if open_now >= MOST_OPEN_INVITATIONS:
        raise Refused(f"{MOST_OPEN_INVITATIONS} invitations to this team are open: withdraw some first.")


def check_is_open(invitation: Invitation) -> None:
    """Neither used nor withdrawn. One whose time is over can be sent again."""
    if invitation.used_at or invitation.withdrawn_at:
        raise Refused("This invitation was used or withdrawn already.")
