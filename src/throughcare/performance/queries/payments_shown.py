"""Payments put together as pages, REST and the command line show them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.agreements.beside import Part
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import OVER_STATES
from throughcare.common.clock import today
from throughcare.performance.models import Payment
from throughcare.performance.queries.payments import (
    may_agree,
    may_give_evidence,
    needs_second,
    page_of_payments,
    planned_of,
    why_not_met,
)
from throughcare.performance.states import PAYMENT_STATES, PAYMENT_STEPS, PAYMENT_WORDS, Condition, PaymentState

_COLOURS = {"PLANNED": "grey", "EVIDENCED": "blue", "PAYABLE": "yellow", "NOT_PAYABLE": "red", "PAID": "green"}
ALL_HEAD = ("Payment", "Agreement", "Amount", "Due", "What for", "Where it is")
PAYMENTS_HEAD = ("Payment", "Amount", "Due", "What for", "Where it is")
_MOST = 200


def stands_of(one: Payment) -> Standing:
    """Its state; of what is payable and was not paid by its day, that it is late: that is ours."""
    if one.state == PaymentState.PAYABLE and one.due_on < today():
        return Standing("LATE", "Payable, and late", "red")
    return Standing(one.state, one.get_state_display(), _COLOURS[one.state])


def for_what(one: Payment) -> str:
    """What it is paid for, in words."""
    if one.condition == Condition.REPORT and one.measure is not None:
        return f"Report accepted: {one.measure.name}, from {day_words(one.first_on)}"
    if one.condition == Condition.OBLIGATION and one.obligation is not None:
        return f"Met: {one.obligation.what}"
    return f"Shown: {one.wants}" if one.condition == Condition.DOCUMENT else "The day"


def lines(rows: list[Payment]) -> list[list[object]]:
    """A line of the table for each."""
    return [
        [
            {"text": f"{one.name}, {one.party.name}", "href": reverse("payment", args=[one.agreement_id, one.pk])},
            money(one.amount),
            day_words(one.due_on),
            for_what(one),
            {"text": stands_of(one).text, "colour": stands_of(one).colour},
        ]
        for one in rows
    ]


def all_lines(rows: Sequence[Payment]) -> list[list[object]]:
    """The same over all agreements; of what is not payable, why."""
    found = []
    for one, (name, *rest) in zip(rows, lines(list(rows)), strict=True):
        stands = [f"Not payable: {one.state_reason}"] if one.state == PaymentState.NOT_PAYABLE else [rest.pop()]
        found.append([name, one.agreement.number, *rest[:3], *stands])
    return found


def sums(agreement: Agreement, rows: list[Payment]) -> list[str]:
    """For each party with payments that the reader sees: what is planned of what it gets by the agreement."""
    told = []
    for party in agreement.parties.all():
        if not any(one.party_id == party.pk for one in rows):
            continue
        planned, value = planned_of(party.pk, rows), value_of(party)
        of = f" of {money(value.amount)}" if value else ""
        over = ": more than the agreement says" if value and planned > value.amount else ""
        told.append(f"{party.name}: {money(planned)}{of}{over}")
    return told


def of_agreement(by: Actor, agreement: Agreement) -> Part | None:
    """For an agreement's own page."""
    rows = list(page_of_payments(by, agreement, size=_MOST).rows)
    ours = by.may(Permission.AGREEMENT_EDIT) and agreement.state not in OVER_STATES
    may_add = ours and any(one.organization_id for one in agreement.parties.all())
    if not rows and not may_add:
        return None
    part = {"rows": lines(rows), "head": PAYMENTS_HEAD, "sums": sums(agreement, rows), "may_add": may_add, "agreement_id": agreement.pk}
    return Part("performance/_payments.html", part)


def payment_rows(one: Payment) -> list[dict[str, Any]]:
    """What its page says."""
    names = names_of([one.evidence_by_id, one.second_by_id, one.released_by_id])
    rows: list[dict[str, Any]] = [
        {"key": "Amount", "value": money(one.amount)},
        {"key": "To whom", "value": one.party.name},
        {"key": "Due", "value": day_words(one.due_on)},
        {"key": "What for", "value": for_what(one)},
    ]
    if one.state in (PaymentState.PLANNED, PaymentState.EVIDENCED, PaymentState.NOT_PAYABLE):
        rows.append({"key": "Is it there?", "value": why_not_met(one) or "Yes"})
    rows += [{"key": "Why it is not payable", "value": one.state_reason}] if one.state_reason else []
    for key, words, day, who in (
        ("Evidence", one.evidence, one.evidence_on, one.evidence_by_id),
        ("Agreed by a second person", "", one.second_on, one.second_by_id),
        ("Released", "", one.released_on, one.released_by_id),
    ):
        if day:
            said = f"{words} " if words else ""
            rows.append({"key": key, "value": f"{said}({day_words(day)}, {names.get(who, 'somebody') if who else 'somebody'})"})
    if one.state not in (PaymentState.PAYABLE, PaymentState.PAID) and needs_second(one):
        words = "Must agree before it is released: with it, what is paid is above the site's limit or the party's value."
        rows.append({"key": "A second person", "value": words})
    rows += [{"key": "Paid", "value": f"{day_words(one.paid_on)}, number {one.reference}"}] if one.paid_on else []
    return rows


def steps(by: Actor, one: Payment) -> list[tuple[str, str]]:
    """What the reader may do about it: an address and a title."""
    key, found = [one.agreement_id, one.pk], []
    if may_give_evidence(by, one):
        found.append((reverse("payment-evidence", args=key), "Say what was done for it"))
    if may_agree(by, one):
        found.append((reverse("payment-agree", args=key), "Agree to the amount, as a second person"))
    if by.may(Permission.AGREEMENT_EDIT):
        verbs = [verb for verb in PAYMENT_STATES.verbs_from(one.state) if verb in PAYMENT_STEPS]
        found += [(reverse("payment-move", args=[*key, verb]), PAYMENT_WORDS[verb].title) for verb in verbs]
        found += [(reverse("payment-pay", args=key), "Write down that it was paid")] if one.state == PaymentState.PAYABLE else []
    return found


def as_dict(one: Payment) -> dict[str, Any]:
    """In words, for the command line."""
    return {
        "id": str(one.pk),
        "name": one.name,
        "party": one.party.name,
        "amount": money(one.amount),
        "due_on": str(one.due_on),
        "for": for_what(one),
        "stands": stands_of(one).text,
        "reason": one.state_reason,
        "paid_on": str(one.paid_on or ""),
        "reference": one.reference,
    }
