"""A measure written, changed until something is reported of it, and closed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.queries import get_agreement, party_of
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Stale
from throughcare.partners.actions.checks import Checks
from throughcare.performance import policies
from throughcare.performance.days import periods
from throughcare.performance.models import Measure
from throughcare.performance.queries import get_measure, reports_of
from throughcare.performance.states import (
    LONGEST_REASON,
    LONGEST_WORDS,
    REPORT_WITHIN,
    UNIT_OF,
    Better,
    Cycle,
    Rba,
    Source,
    Unit,
)

AGREEMENT = "agreements.agreement"
_CHANGED = "Somebody else changed this measure since you opened it. Look at what it says now, then try again."
_MOST_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class MeasureWords:
    """What a measure says. rba, unit, better: codes. target: none where it is only watched; target_to: the upper end of “between”."""

    rba: str
    name: str
    includes: str
    excludes: str = ""
    unit: str = Unit.COUNT.value
    better: str = Better.MORE.value
    target: Decimal | None = None
    target_to: Decimal | None = None
    report_within: int = REPORT_WITHIN


@dataclass(frozen=True, kw_only=True)
class NewMeasure(MeasureWords):
    """party_id: whose work it measures. period, source: codes, which stay. from_start: it is reported from the agreement's first period on, and not
    from the one that runs now."""

    party_id: UUID
    period: str = Cycle.QUARTER.value
    source: str = Source.REPORTED.value
    from_start: bool = False


@transaction.atomic
def add_measure(*, by: Actor, agreement_id: UUID, new: NewMeasure) -> Measure:
    """Write one down; the party reads it as it reads the agreement. Raises NotFound, Invalid, and Refused when the agreement is over."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = get_agreement(by, agreement_id), Checks()
    policies.check_can_measure(found)
    party = party_of(found, new.party_id)
    if party.organization_id is None:
        checks.wrong("party_id", "Choose the organisation whose work it measures.")
    checks.one_of("period", new.period, Cycle.values)
    _check_source(found, party, new, checks)
    values = _checked(new, new.source, checks)
    checks.done("Something about the measure can't be used.")
    values |= {"period": new.period, "source": new.source, "counts_from": None if new.from_start else _running(found, new.period)}
    made = Measure(agreement=found, party=party, organization=party.organization, written_by_id=by.user_id, **values)
    made.save(force_insert=True)
    record(by=by, verb="agreement.measure.added", about=Ref(AGREEMENT, found.pk), detail={"measure": str(made.pk)})
    return get_measure(by, found.pk, made.pk)


def _check_source(found: Agreement, party: Party, new: NewMeasure, checks: Checks) -> None:
    checks.one_of("source", new.source, Source.values)
    if new.source == Source.REPORTED or new.source not in Source.values:
        return
    if settings.PARTNERSHIP:
        checks.wrong("source", "This site holds no referrals, so nothing is counted from them. Let the partner report it.")
    elif Measure.objects.filter(party=new.party_id, source=new.source, closed_on__isnull=True).exists():
        checks.wrong("source", "This is counted of the party already. Close that measure first.")
    elif not any(one.service.organization_id == party.organization_id for one in found.covered.all()):
        checks.wrong("source", "The agreement covers no service of this party, so there is nothing to count.")


def _running(found: Agreement, period: str) -> Any:
    """The first day of the period that runs today; none before the first."""
    there = list(periods(found.starts_on, found.ends_on, period, 0, until=today()))
    return there[-1].first_on if there else None


def _checked(new: MeasureWords, source: str, checks: Checks) -> dict[str, Any]:
    unit = UNIT_OF[Source(source)].value if source in UNIT_OF else new.unit
    values = {
        "rba": checks.one_of("rba", new.rba, Rba.values),
        "name": checks.text("name", new.name, 200, needed="Enter what is measured."),
        "includes": checks.text("includes", new.includes, LONGEST_WORDS, needed="Say what it includes."),
        "excludes": checks.text("excludes", new.excludes, LONGEST_WORDS),
        "unit": checks.one_of("unit", unit, Unit.values),
        "better": checks.one_of("better", new.better, Better.values),
        "target": new.target,
        "target_to": new.target_to if new.better == Better.BETWEEN else None,
        "report_within": new.report_within,
    }
    if not 0 <= new.report_within <= _MOST_DAYS:
        checks.wrong("report_within", f"Use 0 to {_MOST_DAYS} days.")
    for name in ("target", "target_to"):
        given = getattr(new, name)
        if given is not None and (not 0 <= given < 10**12 or given != round(given, 2)):
            checks.wrong(name, "Enter a number of 0 or more, with two decimals at most.")
    if new.better == Better.BETWEEN and (new.target is None or new.target_to is None or new.target_to < new.target):
        checks.wrong("target_to", "Enter both ends, the lower one first.")
    return values


@transaction.atomic
def change_measure(*, by: Actor, agreement_id: UUID, measure_id: UUID, new: MeasureWords, seen: int) -> Measure:
    """Say it otherwise, until something is reported of it. Raises NotFound, Refused, Invalid, and Stale."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = _opened(by, agreement_id, measure_id, seen), Checks()
    policies.check_can_change(found, bool(reports_of(found)))
    values = _checked(new, found.source, checks)
    checks.done("Something about the measure can't be used.")
    return _write(by, found, "agreement.measure.changed", **values)


@transaction.atomic
def close_measure(*, by: Actor, agreement_id: UUID, measure_id: UUID, reason: str, seen: int) -> Measure:
    """From today it is measured no more; what was reported stays. Raises NotFound, Refused, Invalid, and Stale."""
    by.check(Permission.AGREEMENT_EDIT)
    found, checks = _opened(by, agreement_id, measure_id, seen), Checks()
    policies.check_open(found)
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: the other side reads it.")
    checks.done("Say why.")
    return _write(by, found, "agreement.measure.closed", closed_on=today(), closed_reason=reason)


def _opened(by: Actor, agreement_id: UUID, measure_id: UUID, seen: int) -> Measure:
    """Held, so that nothing is reported of it meanwhile."""
    Measure.objects.select_for_update().filter(pk=measure_id).order_by().first()
    found = get_measure(by, agreement_id, measure_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    return found


def _write(by: Actor, found: Measure, verb: str, **values: Any) -> Measure:
    if not Measure.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(_CHANGED)
    record(by=by, verb=verb, about=Ref(AGREEMENT, found.agreement_id), detail={"measure": str(found.pk)})
    return get_measure(by, found.agreement_id, found.pk)
