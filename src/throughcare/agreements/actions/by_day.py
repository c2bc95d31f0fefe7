"""What the days have done already, said in the state too. Whether an agreement holds never waits for this (days.py)."""

from throughcare.accounts.actors import Actor
from throughcare.agreements.actions.checks import write
from throughcare.agreements.models import Agreement
from throughcare.agreements.states import AGREEMENT_STATES, AgreementState
from throughcare.common.clock import today

_ENDING = [state for state in AgreementState if "expire" in AGREEMENT_STATES.verbs_from(state)]


def move_by_day(*, by: Actor) -> int:
    """Begin what was signed and whose first day has come; expire what is over. By the system; returns how many. Run twice it does nothing more."""
    day = today()
    over = Agreement.objects.filter(state__in=_ENDING, ends_on__lt=day)
    begun = Agreement.objects.filter(state=AgreementState.SIGNED, starts_on__lte=day).exclude(ends_on__lt=day)
    moved = 0
    for verb, rows in (("expire", over), ("begin", begun)):
        move = AGREEMENT_STATES.move(verb)
        for found in rows.select_for_update(no_key=True, skip_locked=True).order_by("id"):
            since = found.ends_on if verb == "expire" else found.starts_on
            write(by, found, f"agreement.moved.{verb}", state=move.reaches, state_since=since, state_reason="")
            moved += 1
    return moved
