"""May this be done to this account, now?"""

from collections.abc import Sequence
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Invalid, NotAllowed

LONGEST_KEY_DAYS = 366


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
