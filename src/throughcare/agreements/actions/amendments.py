"""Amendments: written, offered, signed anew by all who contract, put into effect. Each has a version of its own, and one is open at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import AGREEMENT, held, write
from throughcare.agreements.actions.parties import Signature, put_value, signed, wrong_amount
from throughcare.agreements.models import Agreement, AmendedService, AmendedValue, Amendment, AmendmentSignature, Covered
from throughcare.agreements.queries import amendments_of, get_amendment, may_be_covered, missing_signatures, party_of, total_with
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import AMENDMENT_STATES, LONGEST_REASON, LONGEST_WORDS, SIGNS, AgreementState
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks

_CHANGED = "Somebody else changed this amendment since you opened it. Look at what it says now, then try again."
_WRONG = "Something about the amendment can't be used."
_YEARS = 366 * 50


@dataclass(frozen=True, kw_only=True)
class NewAmendment:
    """Why, what the paper says until then and from then on; a new last day (None: it stays), what parties get then (id of the party → amount), and all the
    services it covers then (None: they stay).
    """

    reason: str
    new_text: str
    old_text: str = ""
    ends_on: date | None = None
    values: Mapping[UUID, Decimal] = field(default_factory=dict)
    services: Sequence[UUID] | None = None


@transaction.atomic
def add_amendment(*, by: Actor, agreement_id: UUID, new: NewAmendment) -> Amendment:
    """Write a draft, with the next number. Raises NotFound, Invalid, and Refused when it can't be amended or another one is open."""
    found = held(by, agreement_id)
    there = amendments_of(by, found)
    policies.check_can_amend(found, there)
    values = _checked(by, found, new)
    number = max((one.number for one in there), default=0) + 1
    made = Amendment(agreement=found, number=number, **values, written_by_id=by.user_id)
    made.save(force_insert=True)
    _put_values(found, made, new.values)
    _put_services(by, found, made, new.services)
    _note(by, "agreement.amendment.added", made)
    return get_amendment(by, agreement_id, made.pk)


@transaction.atomic
def change_amendment(*, by: Actor, agreement_id: UUID, amendment_id: UUID, new: NewAmendment, seen: int) -> Amendment:
    """Say it otherwise, until it is in effect; signatures given before fall. Raises NotFound, Invalid, Refused and Stale."""
    found = _opened(by, agreement_id, amendment_id, seen)
    policies.check_amendment_open(found)
    values = _checked(by, found.agreement, new)
    AmendmentSignature.objects.filter(amendment=found.pk).delete()
    AmendedValue.objects.filter(amendment=found.pk).exclude(party__in=list(new.values)).delete()
    _put_values(found.agreement, found, new.values)
    seen_services = [one.pk for one in may_be_covered(by, found.agreement)]  # a confidential one somebody else put in stays
    AmendedService.objects.filter(amendment=found.pk, service__in=seen_services).delete()
    _put_services(by, found.agreement, found, new.services)
    return _write(by, found, "agreement.amendment.changed", **values)


@transaction.atomic
def sign_amendment(*, by: Actor, agreement_id: UUID, amendment_id: UUID, party_id: UUID, new: Signature, seen: int) -> Amendment:
    """Write down that a party signed it, as the paper has it. Raises NotFound, Invalid, Refused unless it is offered, and Stale."""
    found, checks = _opened(by, agreement_id, amendment_id, seen), Checks()
    policies.check_signs_amendment(found)
    party = party_of(found.agreement, party_id)
    if party.part not in SIGNS:
        raise Refused(f"{party.name} need not sign: its prime does.")
    name, day = signed(checks, new)
    checks.done(_WRONG)
    AmendmentSignature.objects.filter(amendment=found.pk, party=party.pk).delete()
    AmendmentSignature(amendment=found, party=party, signed_on=day, signed_by=name).save(force_insert=True)
    return _write(by, found, "agreement.amendment.signed")


@transaction.atomic
def move_amendment(*, by: Actor, agreement_id: UUID, amendment_id: UUID, verb: str, reason: str = "", seen: int) -> Amendment:
    """Offer it, put it into effect, withdraw it. Raises NotFound, Refused for a step there is none of or that may not be taken yet, Invalid, Stale."""
    found, checks = _opened(by, agreement_id, amendment_id, seen), Checks()
    if verb not in AMENDMENT_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(AMENDMENT_STATES.verbs)}.")
    move = AMENDMENT_STATES.check(found.state, verb)
    needed = "Say why: whoever could read it will want to know." if move.needs_reason else ""
    values: dict[str, Any] = {"state_reason": checks.text("reason", reason, LONGEST_REASON, needed=needed)}
    checks.done("Say why.")
    if verb == "offer":
        policies.check_can_amend(found.agreement, [])
        values["offered_on"] = today()
    if verb == "effect":
        policies.check_can_take_effect(found, missing_signatures(found), total_with(found))
        values |= _before(found)
    moved = _write(by, found, f"agreement.amendment.{verb}", state=move.reaches, state_since=today(), **values)
    return _amended(by, moved) if verb == "effect" else moved


def _before(found: Amendment) -> dict[str, Any]:
    """What it changes, as it was: kept beside what is new."""
    for party in found.agreement.parties.all():
        value = value_of(party)
        AmendedValue.objects.filter(amendment=found.pk, party=party.pk).update(old_amount=value.amount if value else None)
    return {"old_ends_on": found.agreement.ends_on} if found.ends_on else {}


def _amended(by: Actor, found: Amendment) -> Amendment:
    """The agreement says it from now on."""
    for one in found.values.all():
        put_value(one.party, one.amount)
    _cover(found)
    values: dict[str, Any] = {"ends_on": found.ends_on} if found.ends_on else {}
    if found.agreement.state != AgreementState.VARIED:
        values |= {"state": AgreementState.VARIED, "state_since": today(), "state_reason": ""}
    write(by, found.agreement, "agreement.moved.vary", detail={"amendment": str(found.number)}, **values)
    return get_amendment(by, found.agreement_id, found.pk)


def _checked(by: Actor, agreement: Agreement, new: NewAmendment) -> dict[str, Any]:
    checks, day = Checks(), today()
    values: dict[str, Any] = {
        "reason": checks.text("reason", new.reason, LONGEST_REASON, needed="Say why the agreement changes."),
        "old_text": checks.text("old_text", new.old_text, LONGEST_WORDS),
        "new_text": checks.text("new_text", new.new_text, LONGEST_WORDS, needed="Say what the agreement says from then on."),
        "ends_on": new.ends_on,
    }
    if new.ends_on and not day <= new.ends_on <= day + timedelta(days=_YEARS):
        checks.wrong("ends_on", "Give a last day that has not passed, within fifty years.")
    if new.ends_on and agreement.starts_on and new.ends_on < agreement.starts_on:
        checks.wrong("ends_on", "The last day can't lie before the first.")
    others = {one.pk for one in agreement.parties.all() if one.organization_id}
    if set(new.values) - others:
        checks.wrong("values", "Choose organisations that are parties.")
    for amount in new.values.values():
        if wrong := wrong_amount(amount):
            checks.wrong("values", wrong)
    if set(new.services or ()) - {one.pk for one in may_be_covered(by, agreement)}:
        checks.wrong("services", "Choose services of its parties.")
    checks.done(_WRONG)
    return values


def _put_services(by: Actor, agreement: Agreement, amendment: Amendment, services: Sequence[UUID] | None) -> None:
    """What joins and what goes. A service the reader's directory does not list stays as it is."""
    if services is None:
        return
    there, wanted = {one.service_id for one in agreement.covered.all()}, set(services)
    goes = (there - wanted) & {one.pk for one in may_be_covered(by, agreement)}
    for service, joins in [*((key, True) for key in sorted(wanted - there)), *((key, False) for key in sorted(goes))]:
        AmendedService(amendment=amendment, service_id=service, joins=joins).save(force_insert=True)


def _cover(found: Amendment) -> None:
    """The agreement covers from now on what it says; what joined or went by another way meanwhile is there already."""
    for one in found.services.all():
        covered = Covered.objects.filter(agreement=found.agreement_id, service=one.service_id)
        if not one.joins:
            covered.delete()
        elif not covered.exists():
            Covered(agreement=found.agreement, service_id=one.service_id).save(force_insert=True)


def _put_values(agreement: Agreement, amendment: Amendment, values: Mapping[UUID, Decimal]) -> None:
    for key, amount in values.items():
        if not AmendedValue.objects.filter(amendment=amendment.pk, party=key).update(amount=amount):
            party = party_of(agreement, key)
            whose: dict[str, Any] = {"party": party, "organization_id": party.organization_id}
            AmendedValue(amendment=amendment, **whose, amount=amount).save(force_insert=True)


def _opened(by: Actor, agreement_id: UUID, amendment_id: UUID, seen: int) -> Amendment:
    held(by, agreement_id)
    found = get_amendment(by, agreement_id, amendment_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(by: Actor, found: Amendment, verb: str, **values: Any) -> Amendment:
    if not Amendment.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(_CHANGED)
    _note(by, verb, found)
    return get_amendment(by, found.agreement_id, found.pk)


def _note(by: Actor, verb: str, one: Amendment) -> None:
    record(by=by, verb=verb, about=Ref(AGREEMENT, one.agreement_id), detail={"amendment": str(one.number)})
