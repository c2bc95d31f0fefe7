"""May this be done, to this measure or report, now? Each check says no with a sentence the person can act on."""

from decimal import Decimal

from django.conf import settings

from throughcare.accounts.actors import Actor
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.policies import check_is_ours
from throughcare.agreements.states import OPEN_STATES, OVER_STATES, SIGNS, AgreementState
from throughcare.common.clock import today
from throughcare.common.refusals import Refused
from throughcare.performance.days import Period
from throughcare.performance.models import Measure, Payment, Report
from throughcare.performance.states import Better, ReportState


def check_can_measure(agreement: Agreement) -> None:
    """Raise Refused for history, while it is suspended, and once it is over. What is still being agreed may say what will be measured, and paid."""
    check_is_ours(agreement)
    if agreement.state in OVER_STATES:
        raise Refused(f"Agreement {agreement.number} is over: nothing new is measured of it.")
    if agreement.state == AgreementState.SUSPENDED:
        raise Refused(f"Agreement {agreement.number} is suspended: nothing new is measured or paid by it until it is resumed.")


def check_open(measure: Measure) -> None:
    """Raise Refused once it is closed."""
    if measure.closed_on:
        raise Refused("This measure is closed: it stays as it is.")


def check_can_change(measure: Measure, reported: bool) -> None:
    """Raise Refused once it is closed, or something was reported of it."""
    check_open(measure)
    if reported:
        raise Refused("Something was reported of this measure already, so it stays as it is. Close it, and write a new one.")


def check_over(period: Period) -> None:
    """Raise Refused while the period runs."""
    if period.last_on >= today():
        raise Refused(f"This period runs until {period.last_on.day} {period.last_on:%B %Y}. Its report is sent in afterwards.")


def check_can_correct(report: Report) -> None:
    """Raise Refused once it was accepted."""
    if report.state == ReportState.ACCEPTED:
        raise Refused("This report is accepted. If something in it is wrong, ask the department to send it back.")


def check_can_judge(by: Actor, report: Report, verb: str) -> None:
    """Raise Refused for a command, and for what the reader sent in themselves."""
    if by.user_id is None:
        raise Refused("A person looks at a report, not a command.")
    if verb == "accept" and report.sent_by_id == by.user_id:
        raise Refused("Nobody accepts their own: you sent this report in, so somebody else looks at it.")


def check_can_agree(may: bool) -> None:
    """Raise Refused unless the reader may be the second person."""
    if not may:
        raise Refused("A second person agrees to a large amount, once: neither who planned the payment, nor who gave the evidence.")


def check_in_force(payment: Payment) -> None:
    """Raise Refused unless its agreement is signed and not suspended; of one that was terminated, what was due by then stays payable."""
    agreement = payment.agreement
    check_is_ours(agreement)
    ended = agreement.state == AgreementState.TERMINATED
    if agreement.state in OPEN_STATES or (ended and any(one.part in SIGNS and one.signed_on is None for one in agreement.parties.all())):
        raise Refused(f"Agreement {agreement.number} is not signed, so nothing is paid by it.")
    if agreement.state == AgreementState.SUSPENDED:
        raise Refused(f"Agreement {agreement.number} is suspended, so nothing is paid by it until it is resumed.")
    if ended and payment.due_on > agreement.state_since:
        raise Refused(f"Agreement {agreement.number} was terminated before this was due. What was due by then alone is paid.")


def check_can_release(by: Actor, payment: Payment, why_not: str, *, needs_second: bool) -> None:
    """Raise Refused while its agreement is not in force or what it is paid for is not there (why_not), for one's own, and without a second person
    who agreed where it needs one."""
    check_in_force(payment)
    if by.user_id is None:
        raise Refused("A person releases a payment, not a command.")
    if why_not:
        raise Refused(f"{why_not} If it is not to be paid, say that it is not payable, and why.")
    if by.user_id in (payment.written_by_id, payment.evidence_by_id, payment.second_by_id):
        raise Refused(
            "Nobody approves their own: whoever planned the payment, gave the evidence, or agreed to the amount, leaves it to somebody else to release it."
        )
    if needs_second:
        limit = money(Decimal(settings.APPROVAL_ABOVE))
        raise Refused(
            f"It is {money(payment.amount)}. What takes all that is paid to a party above {limit}, or above its value, needs a second person. "
            "Ask somebody who may approve to agree to it."
        )


def is_met(measure: Measure, value: Decimal | None) -> bool | None:
    """Whether the target is met; None without a target or a value."""
    if value is None or measure.target is None:
        return None
    if measure.better == Better.LESS:
        return value <= measure.target
    if measure.better == Better.BETWEEN and measure.target_to is not None:
        return measure.target <= value <= measure.target_to
    return value >= measure.target
