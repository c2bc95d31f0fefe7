"""What is paid: planned, shown, agreed by a second person, released or refused with the reason, paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, Obligation
from throughcare.agreements.queries import get_agreement, get_obligation, party_of
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.performance import policies
from throughcare.performance.actions.measures import AGREEMENT
from throughcare.performance.days import periods
from throughcare.performance.models import Measure, Payment
from throughcare.performance.queries import (
    get_measure,
    get_payment,
    lapsed,
    may_agree,
    may_give_evidence,
    needs_second,
    reports_of,
    why_not_met,
)
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, PAYMENT_STATES, PAYMENT_STEPS, Condition, PaymentState

_CHANGED = "Somebody else changed this payment since you opened it. Look at what it says now, then try again."
_YEARS = 366 * 10


@dataclass(frozen=True, kw_only=True)
class NewPayment:
    """party_id: who is paid. condition: a code of Condition; measure_id with first_on, or obligation_id, or wants, as it asks for."""

    party_id: UUID
    name: str
    amount: Decimal | None
    due_on: date | None
    condition: str = Condition.DATE.value
    wants: str = ""
    measure_id: UUID | None = None
    first_on: date | None = None
    obligation_id: UUID | None = None


@transaction.atomic
def add_payment(*, by: Actor, agreement_id: UUID, new: NewPayment) -> Payment:
    """Plan one. Its words stay: one that is wrong is said to be not payable, and written anew. Raises NotFound, Invalid, and Refused when the
    agreement is over."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = get_agreement(by, agreement_id), Checks()
    policies.check_can_measure(found)
    party = party_of(found, new.party_id)
    if party.organization_id is None:
        checks.wrong("party_id", "Choose the organisation that is paid.")
    values: dict[str, Any] = {"name": checks.text("name", new.name, 200, needed="Say what is paid.")}
    values["condition"] = checks.one_of("condition", new.condition, Condition.values)
    if new.amount is None or not 0 < new.amount < 10**12 or new.amount != round(new.amount, 2):
        checks.wrong("amount", "Enter an amount above 0, with two decimals at most.")
    if new.due_on is None or abs((new.due_on - today()).days) > _YEARS:
        checks.wrong("due_on", "Enter the day it is due, within ten years of today.")
    values |= _for_what(by, found, party.organization_id, new, checks)
    checks.done("Something about the payment can't be used.")
    values |= {"amount": new.amount, "due_on": new.due_on}
    made = Payment(agreement=found, party=party, organization=party.organization, written_by_id=by.user_id, **values)
    made.save(force_insert=True)
    _note(by, "agreement.payment.planned", made)
    return get_payment(by, found.pk, made.pk)


def _for_what(by: Actor, found: Agreement, organization: UUID | None, new: NewPayment, checks: Checks) -> dict[str, Any]:
    """What the condition asks for, of the same party."""
    if new.condition == Condition.REPORT:
        measure = _there(get_measure, by, found, new.measure_id)
        if not isinstance(measure, Measure) or measure.organization_id != organization:
            checks.wrong("measure_id", "Choose a measure of this party.")
        elif not _begins_period(found, measure, new.first_on):
            checks.wrong("first_on", "Enter the first day of a period of this measure.")
        return {"measure_id": new.measure_id, "first_on": new.first_on}
    if new.condition == Condition.OBLIGATION:
        owed = _there(get_obligation, by, found, new.obligation_id)
        if not isinstance(owed, Obligation) or owed.organization_id != organization:
            checks.wrong("obligation_id", "Choose something owed between the department and this party.")
        return {"obligation_id": new.obligation_id}
    if new.condition == Condition.DOCUMENT:
        return {"wants": checks.text("wants", new.wants, LONGEST_REASON, needed="Say what is to be shown.")}
    return {}


def _begins_period(found: Agreement, measure: Measure, day: date | None) -> bool:
    """Whether a period of the measure begins on a day, until the agreement's end."""
    if day is None or abs((day - today()).days) > _YEARS or (measure.counts_from and day < measure.counts_from):
        return False
    told = {one.first_on: one.last_on for one in reports_of(measure).values()}
    there = periods(found.starts_on, measure.last_day, measure.period, measure.report_within, until=day, reported=told)
    return any(one.first_on == day and (measure.closed_on is None or one.last_on < measure.closed_on) for one in there)


def _there(get: Any, by: Actor, found: Agreement, key: UUID | None) -> Any:
    try:
        return get(by, found.pk, key) if key else None
    except NotFound:
        return None


@transaction.atomic
def give_evidence(*, by: Actor, agreement_id: UUID, payment_id: UUID, evidence: str, seen: int) -> Payment:
    """Either side says what was done for it, and where that is shown. Raises NotFound, Refused, Invalid, and Stale."""
    found, checks = _opened(by, agreement_id, payment_id, seen), Checks()
    if not may_give_evidence(by, found):
        raise Refused(
            f"This payment is “{found.get_state_display()}”: whoever is paid, or we, say what was done while it is planned or not payable."
        )
    if by.user_id is not None and by.user_id == found.second_by_id:
        raise Refused("You agreed to this amount as a second person, so somebody else says what was done for it.")
    evidence = checks.text("evidence", evidence, LONGEST_WORDS, needed="Say what was done, and where it is shown.")
    checks.done("Say what was done.")
    values = {"evidence": evidence, "evidence_by_id": by.user_id, "evidence_on": today(), "state_reason": ""}
    return _write(by, found, "agreement.payment.evidence", state=PaymentState.EVIDENCED, **values)


@transaction.atomic
def agree_payment(*, by: Actor, agreement_id: UUID, payment_id: UUID, seen: int) -> Payment:
    """A second person's word on an amount above the site's limit. Raises NotFound, Refused for one's own, and Stale."""
    by.check(Permission.AGREEMENT_APPROVE)
    found = _opened(by, agreement_id, payment_id, seen)
    policies.check_can_agree(may_agree(by, found))
    return _write(by, found, "agreement.payment.agreed", second_by_id=by.user_id, second_on=today())


@transaction.atomic
def move_payment(*, by: Actor, agreement_id: UUID, payment_id: UUID, verb: str, reason: str = "", seen: int) -> Payment:
    """Release it, or say why it is not payable. Raises NotFound, Refused while what it is for is not there or for one's own, Invalid, and Stale."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = _opened(by, agreement_id, payment_id, seen), Checks()
    if verb not in PAYMENT_STEPS:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(PAYMENT_STEPS)}.")
    move = PAYMENT_STATES.check(found.state, verb)
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: the other side reads it." if move.needs_reason else "")
    checks.done("Say why.")
    released: dict[str, Any] = {"released_by_id": None, "released_on": None}
    if verb == "release":
        policies.check_can_release(by, found, why_not_met(found), needs_second=needs_second(found))
        released = {"released_by_id": by.user_id, "released_on": today()}
    return _write(by, found, f"agreement.payment.{verb}", state=move.reaches, state_reason=reason, **released)


@transaction.atomic
def pay(*, by: Actor, agreement_id: UUID, payment_id: UUID, reference: str, paid_on: date | None = None, seen: int) -> Payment:
    """It was paid: when (today), and under which number. Raises NotFound, Refused, Invalid, and Stale."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = _opened(by, agreement_id, payment_id, seen), Checks()
    move, day = PAYMENT_STATES.check(found.state, "pay"), paid_on or today()
    policies.check_in_force(found)
    reference = checks.text("reference", reference, 60, needed="Enter the number of the payment in our books.")
    if day > today() or (found.released_on and day < found.released_on):
        checks.wrong("paid_on", "Enter a day between the day it became payable and today.")
    checks.done("Something about the payment can't be used.")
    return _write(by, found, "agreement.payment.paid", state=move.reaches, paid_on=day, reference=reference)


def say_what_lapsed(*, by: Actor) -> int:
    """Every night: what is planned, is due, and is for something that is not there, is kept as not payable, with the reason. Returns how many."""
    said = 0
    for found in lapsed().select_for_update(of=("self",), no_key=True, skip_locked=True):
        if reason := why_not_met(found):
            _write_plain(by, found, "agreement.payment.lapse", state=PaymentState.NOT_PAYABLE, state_reason=reason[:LONGEST_REASON])
            said += 1
    return said


def _opened(by: Actor, agreement_id: UUID, payment_id: UUID, seen: int) -> Payment:
    """One of us holds its agreement, so that it does not end meanwhile, and two payments are not each the first to reach a limit."""
    if by.may(Permission.AGREEMENT_EDIT):
        Agreement.objects.select_for_update(no_key=True).filter(pk=agreement_id).order_by().first()
    found = get_payment(by, agreement_id, payment_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(by: Actor, found: Payment, verb: str, **values: Any) -> Payment:
    _write_plain(by, found, verb, **values)
    return get_payment(by, found.agreement_id, found.pk)


def _write_plain(by: Actor, found: Payment, verb: str, **values: Any) -> None:
    if not Payment.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(_CHANGED)
    _note(by, verb, found)


def _note(by: Actor, verb: str, one: Payment) -> None:
    detail = {"payment": str(one.pk), "amount": str(one.amount)}
    record(by=by, verb=verb, about=Ref(AGREEMENT, one.agreement_id), detail=detail)
