"""What becomes of a caseload when its worker leaves the office, or the department: everybody on it is on nobody's, which the office's list shows."""

from uuid import UUID

from django.conf import settings
from django.db import connection

from throughcare.accounts import events
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.states import ClosingReason
from throughcare.audit.actions import record


def let_go(*, by: Actor, worker_id: UUID | None = None) -> int:
    """End assignments, cover among them, of a worker whose role there has ended or whose account is closed because they left; of everybody, for a
    job. Returns how many people had them."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.let_go(%s)", [worker_id])
        persons = {row[0] for row in cursor.fetchall()}
    if persons:
        record(by=by, verb="caseload.left", persons=persons, compartments=["C1"], detail={"people": len(persons)})
    return len(persons)


def listen() -> None:
    """Once, when all apps are loaded. Not in partnership mode: whoever left meanwhile is let go of by the hourly job, once there are people."""
    if not settings.PARTNERSHIP:
        events.register(_left)


def _left(what: Happening) -> None:
    ended = what.verb == "membership.ended" and "last_day" not in what.detail
    closed = what.verb == "user.disabled" and what.detail.get("reason") == ClosingReason.LEFT
    if what.about is not None and (ended or closed):
        let_go(by=what.by, worker_id=what.about.id)
