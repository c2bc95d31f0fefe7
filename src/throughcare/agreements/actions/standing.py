"""How an agreement stands: offered, signed, suspended, taken up again, renewed, terminated."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import opened, write
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import total_of
from throughcare.agreements.states import AGREEMENT_STATES, LONGEST_REASON, RENEWABLE, STEPS, AgreementState
from throughcare.common.clock import today
from throughcare.common.refusals import Refused
from throughcare.common.states import Move
from throughcare.partners.actions.checks import Checks

_WHY = "Say why: whoever looks next will want to know."


@transaction.atomic
def move_agreement(*, by: Actor, agreement_id: UUID, verb: str, reason: str = "", seen: int) -> Agreement:
    """One step, from today. Raises NotFound, Refused for a step there is none of or that may not be taken yet, Invalid without a reason
    where one is needed, and Stale."""
    found = opened(by, agreement_id, seen)
    if verb not in STEPS:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(STEPS)}.")
    move = AGREEMENT_STATES.check(found.state, verb)
    values: dict[str, Any] = {}
    if verb == "offer":
        policies.check_can_offer(found)
        values["offered_on"] = today()
    if verb == "sign":
        policies.check_can_sign(found, total_of(found))
    checks = Checks()
    reason = checks.text("reason", reason, LONGEST_REASON, needed=_WHY if move.needs_reason else "")
    checks.done("Say why.")
    return _moved(by, found, move, reason, **values)


@transaction.atomic
def renew_agreement(*, by: Actor, agreement_id: UUID, ends_on: date | None, reason: str, seen: int) -> Agreement:
    """Use a renewal that stands in it: it holds until a later last day. Raises as above, and Invalid for a day that is not later."""
    found, checks = opened(by, agreement_id, seen), Checks()
    if found.state not in RENEWABLE:
        raise Refused(f"Agreement {found.number} is “{found.get_state_display()}”, so you can't renew it.")
    if found.renewals_used >= found.renewals_allowed:
        raise Refused("No renewal is left in this agreement. Write a new one, or agree an amendment.")
    if found.ends_on is None:
        raise Refused("It has no last day, so there is nothing to renew.")
    if ends_on is None or ends_on <= max(found.ends_on, today()):
        checks.wrong("ends_on", "Give a last day that lies after the one it has, and after today.")
    reason = checks.text("reason", reason, LONGEST_REASON, needed=_WHY)
    checks.done("It can't be renewed so.")
    values: dict[str, Any] = {"ends_on": ends_on, "renewals_used": found.renewals_used + 1}
    if found.state == AgreementState.EXPIRED:
        return _moved(by, found, AGREEMENT_STATES.check(found.state, "renew"), reason, **values)
    return write(by, found, "agreement.moved.renew", detail={"ends_on": str(ends_on)}, **values, state_reason=reason)


def _moved(by: Actor, found: Agreement, move: Move, reason: str, **values: Any) -> Agreement:
    stands: dict[str, Any] = {"state": move.reaches, "state_since": today(), "state_reason": reason}
    return write(by, found, f"agreement.moved.{move.verb}", **stands, **values)
