"""A report sent in, corrected until it is accepted, and looked at by somebody else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.performance import policies
from throughcare.performance.actions.measures import AGREEMENT
from throughcare.performance.days import Period
from throughcare.performance.models import Measure, Report
from throughcare.performance.queries import counted, get_measure, get_report, may_report, period_of, reports_of
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, REPORT_STATES, ReportState, Unit

_CHANGED = "Somebody else changed this report since you opened it. Look at what it says now, then try again."
_MOST_PEOPLE = 10**9


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is reported. value: the number; of a measure in per cent numerator and denominator say it. nothing: there was nothing to measure.

    Of a measure that is counted, the note alone is taken.
    """

    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    nothing: bool = False
    note: str = ""


@transaction.atomic
def send_report(*, by: Actor, agreement_id: UUID, measure_id: UUID, first_on: date, said: Said) -> Report:
    """Send in the report of a period that is over. Raises NotFound, also for a period there is not, Refused while it runs or when it was sent in
    already, and Invalid."""
    measure = _reported(by, agreement_id, measure_id)
    period = period_of(measure, first_on)
    policies.check_over(period)
    if first_on in reports_of(measure):
        raise Refused("The report of this period was sent in already. Open it to correct it.")
    values = _checked(measure, period, said)
    made = Report(measure=measure, agreement_id=agreement_id, organization_id=measure.organization_id, first_on=first_on, **values)
    made.sent_by_id = by.user_id
    made.save(force_insert=True)
    _note(by, "agreement.report.sent", made)
    return get_report(by, agreement_id, measure_id, made.pk)


@transaction.atomic
def correct_report(*, by: Actor, agreement_id: UUID, measure_id: UUID, report_id: UUID, said: Said, seen: int) -> Report:
    """Say it otherwise, and send it in again, until it is accepted. Raises NotFound, Refused, Invalid, and Stale."""
    measure = _reported(by, agreement_id, measure_id)
    found = _opened(by, agreement_id, measure_id, report_id, seen)
    policies.check_can_correct(found)
    values = _checked(measure, period_of(measure, found.first_on), said)
    anew = {"state": ReportState.SUBMITTED, "state_reason": "", "judged_by_id": None, "judged_on": None, "sent_by_id": by.user_id}
    return _write(by, found, "agreement.report.corrected", **values, **anew)


@transaction.atomic
def move_report(*, by: Actor, agreement_id: UUID, measure_id: UUID, report_id: UUID, verb: str, reason: str = "", seen: int) -> Report:
    """Accept it, or send it back with the reason. Raises NotFound, Refused for one's own, Invalid, and Stale."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = _opened(by, agreement_id, measure_id, report_id, seen), Checks()
    if verb not in ("accept", "return"):
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: accept, return.")
    move = REPORT_STATES.check(found.state, verb)
    policies.check_can_judge(by, found, verb)
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: the other side reads it." if move.needs_reason else "")
    checks.done("Say why.")
    judged = {"judged_by_id": by.user_id, "judged_on": today()}
    return _write(by, found, f"agreement.report.{verb}", state=move.reaches, state_reason=reason, **judged)


def _reported(by: Actor, agreement_id: UUID, measure_id: UUID) -> Measure:
    """A measure whose reports the reader sends in. Raises NotFound."""
    measure = get_measure(by, agreement_id, measure_id)
    if not may_report(by, measure):
        raise NotFound
    return measure


def _checked(measure: Measure, period: Period, said: Said) -> dict[str, Any]:
    """The columns of a report. Raises Invalid."""
    checks = Checks()
    values = _counted(measure, period) if measure.is_counted else _reported_values(measure, said, checks)
    note = checks.text("note", said.note, LONGEST_WORDS)
    if not note and not checks.errors and policies.is_met(measure, values["value"]) is False:
        checks.wrong("note", "The target is missed. Say why, and what you do about it.")
    checks.done("Something in the report can't be used.")
    return {**values, "note": note, "last_on": period.last_on, "sent_on": today()}


def _counted(measure: Measure, period: Period) -> dict[str, Any]:
    found = counted(measure, period)
    if found is None:
        raise Refused("This is counted from referrals, and there is nothing here to count. Ask the department to let you report it.")
    return found._asdict()


def _reported_values(measure: Measure, said: Said, checks: Checks) -> dict[str, Any]:
    value = said.value
    parts: tuple[int | None, int | None] = (None, None)
    if said.nothing:
        if said.value is not None or said.numerator is not None or said.denominator is not None:
            checks.wrong("nothing", "Either say that there was nothing to measure, or give the number.")
        value = None
    elif measure.unit == Unit.PERCENT:
        parts = (said.numerator, said.denominator)
        value = _per_cent(said, checks)
    elif value is None:
        checks.wrong("value", "Enter the number, or say that there was nothing to measure.")
    elif not 0 <= value < 10**12 or value != round(value, 2):
        checks.wrong("value", "Enter a number of 0 or more, with two decimals at most.")
    elif measure.unit == Unit.COUNT and value != int(value):
        checks.wrong("value", "Enter a whole number.")
    return {"value": value, "numerator": parts[0], "denominator": parts[1], "suppressed": False}


def _per_cent(said: Said, checks: Checks) -> Decimal | None:
    if said.numerator is None or not 0 <= said.numerator < _MOST_PEOPLE:
        checks.wrong("numerator", "Enter how many, as a whole number.")
    if said.denominator is None or not 0 < said.denominator < _MOST_PEOPLE:
        checks.wrong("denominator", "Enter out of how many, as a whole number above 0, or say that there was nothing to measure.")
    if checks.errors or said.numerator is None or said.denominator is None:
        return None
    if said.numerator > said.denominator:
        checks.wrong("numerator", "This is more than the whole.")
    return round(Decimal(100) * said.numerator / said.denominator, 2)


def _opened(by: Actor, agreement_id: UUID, measure_id: UUID, report_id: UUID, seen: int) -> Report:
    found = get_report(by, agreement_id, measure_id, report_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(by: Actor, found: Report, verb: str, **values: Any) -> Report:
    if not Report.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(_CHANGED)
    _note(by, verb, found)
    return get_report(by, found.agreement_id, found.measure_id, found.pk)


def _note(by: Actor, verb: str, one: Report) -> None:
    detail = {"measure": str(one.measure_id), "report": str(one.pk), "period": str(one.first_on)}
    record(by=by, verb=verb, about=Ref(AGREEMENT, one.agreement_id), detail=detail)
