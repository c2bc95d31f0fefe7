"""Somebody's work in one team ends; their account, and their work in other teams, stay."""

from datetime import date
from uuid import UUID

from django.db import OperationalError, connection, transaction

from throughcare.accounts import events, policies, queries
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.common.clock import today
from throughcare.common.refusals import Refused


@transaction.atomic
def end_membership(*, by: Actor, team_id: UUID, user_id: UUID, reason: str, last_day: date | None = None) -> UUID:
    """End every role they have in the team: now, or after `last_day`. Returns the user's id.

    Now: what is under way in their account is waited for, and from the commit on they see nothing through this team; access keys for
    what no other role of theirs allows end, their invitations to the team too, and without any role left all their sessions. Raises
    NotFound for somebody who doesn't work in a team the actor keeps, Refused when it may not be ended, Invalid for a reason or a day.
    """
    team = queries.get_team(by, team_id)
    staff = queries.get_colleague(by, team.id, user_id)
    policies.check_ending(reason, last_day, today())
    policies.check_may_end(by, staff, endable=user_id in queries.endable_of(team.id))
    if queries.is_last_keeper(team.id, user_id):
        raise Refused(
            f"{staff.name} is the last who can invite people to {team.name} and close accounts there: invite another manager first."
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("select roles, sessions, keys, links from throughcare.membership_end(%s, %s, %s)", [user_id, team.id, last_day])
            roles, *counts = cursor.fetchone() or ([], 0, 0, 0)
    except OperationalError:  # two managers end each other's
        raise Refused("Somebody else is changing who works here at this moment: look again, then try again.") from None
    detail = {"reason": reason, "team": team.code, "roles": list(roles), **dict(zip(("sessions", "keys", "links"), counts, strict=True))}
    if last_day is not None:
        detail["last_day"] = last_day.isoformat()
    events.tell(Happening(by, "membership.ended", events.account(user_id), detail))
    return user_id
