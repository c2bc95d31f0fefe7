"""An account is closed, and opened again. From the commit of its closing on, nothing is served to it and nothing is mailed to it."""

from uuid import UUID

from django.db import OperationalError, connection, transaction

from throughcare.accounts import events, policies, queries
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.queue import enqueue
from throughcare.accounts.states import ClosingReason
from throughcare.common.ids import new_id
from throughcare.common.mail import site_address
from throughcare.common.refusals import Refused


@transaction.atomic
def close_account(*, by: Actor, user_id: UUID, reason: str, anyway: bool = False) -> UUID:
    """Close it: sessions, access keys, second steps, links and queued mail end with it. Returns the id of the closing.

    anyway: also when it leaves a team with nobody who keeps its staff. Waits for what is under way in this account. Raises NotFound for
    an account out of reach, Refused with the reason when it may not be closed, Invalid for an unknown reason.
    """
    policies.check_reason(reason)
    staff = queries.get_staff(by, user_id)
    policies.check_may_close(by, staff)
    left = queries.teams_left_alone(by, user_id)
    if left and not anyway:
        raise Refused(
            f"{staff.name} is the last who can invite people to {left[0]} and close accounts there: invite another manager first."
        )
    closing, ended = new_id(), None
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select sessions, keys, links, mails from throughcare.account_close(%s, %s, %s)",
                [user_id, ClosingReason(reason).value, closing],
            )
            ended = cursor.fetchone()
    except OperationalError:  # two managers close each other's
        raise Refused("Somebody else is closing accounts at this moment: look again, then try again.") from None
    if ended is None:
        raise Refused(f"The account of {staff.name} is closed already.")
    counts = dict(zip(("sessions", "keys", "links", "mails"), ended, strict=True))
    events.tell(Happening(by, "user.disabled", events.account(user_id), {"reason": reason, **counts}))
    return closing


@transaction.atomic
def open_account(*, by: Actor, user_id: UUID) -> UUID:
    """Open it again, and mail its user a link under which they set a new password. Returns the user's id."""
    staff = queries.get_staff(by, user_id)
    policies.check_may_close(by, staff)
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.account_open(%s)", [user_id])
        (opened,) = cursor.fetchone() or (False,)
    if not opened:
        raise Refused(f"The account of {staff.name} is open already.")
    enqueue("accounts.mail", user_id=str(user_id), kind="opened", address=site_address())
    events.tell(Happening(by, "user.enabled", events.account(user_id)))
    return user_id
