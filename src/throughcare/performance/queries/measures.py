"""What is measured of a party of an agreement, in which periods, and what Throughcare counts itself."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, QuerySet, Value, When

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.states import OPEN_STATES
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.queries import my_organizations
from throughcare.performance.days import Period, periods
from throughcare.performance.models import Measure, Report

ORDER = ("closed", "rba_order", "name", "id")
_RBA = ("HOW_MUCH", "HOW_WELL", "BETTER_OFF")


class Counted(NamedTuple):
    """What Throughcare counted for a period. value: none where there was nothing, or too little to tell (suppressed)."""

    value: Decimal | None
    numerator: int | None
    denominator: int | None
    suppressed: bool


def seen_by(by: Actor) -> QuerySet[Measure]:
    """With the party each is of, and the agreement. Row security says the same."""
    rows = Measure.objects.select_related("party__organization", "agreement")
    return rows if by.may(Permission.AGREEMENT_VIEW) else rows.filter(organization__in=my_organizations(by))


def page_of_measures(by: Actor, agreement: Agreement, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Measure]:
    """What the reader may see of those of an agreement from an access-checked getter, by the three questions; what is closed last."""
    closed = Case(When(closed_on__isnull=True, then=Value(0)), default=Value(1))
    order = Case(*(When(rba=code, then=Value(place)) for place, code in enumerate(_RBA)), default=Value(len(_RBA)))
    rows = seen_by(by).filter(agreement=agreement.pk).annotate(closed=closed, rba_order=order)
    return page_of(rows, order=ORDER, cursor=cursor, size=size)


def measures_of(by: Actor, agreement: Agreement) -> list[Measure]:
    """All the reader may see of those of an agreement from an access-checked getter, that are measured still: to look one up by its name."""
    found = list(seen_by(by).filter(agreement=agreement.pk, closed_on__isnull=True).order_by("id"))
    for one in found:
        one.agreement = agreement
    return found


def get_measure(by: Actor, agreement_id: UUID, measure_id: UUID) -> Measure:
    """One, with its agreement, for staff who may look at agreements and for the party it is of. Raises NotFound."""
    found = seen_by(by).filter(pk=measure_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = get_agreement(by, agreement_id)
    return found


def periods_of(measure: Measure, reports: Iterable[Report]) -> list[Period]:
    """Those that have begun, the first one first. None before its agreement is signed; of a closed measure those that were over by then.

    reports: all there are of it.
    """
    agreement = measure.agreement
    if agreement.state in OPEN_STATES:
        return []
    told = {one.first_on: one.last_on for one in reports}
    found = periods(agreement.starts_on, measure.last_day, measure.period, measure.report_within, until=today(), reported=told)
    return [
        one
        for one in found
        if (measure.counts_from is None or one.first_on >= measure.counts_from)
        and (measure.closed_on is None or one.last_on < measure.closed_on)
    ]


def reports_of(measure: Measure) -> dict[date, Report]:
    """By the first day of the period each is of. measure: from an access-checked getter."""
    return {one.first_on: one for one in Report.objects.filter(measure=measure.pk).order_by("first_on")}


def period_of(measure: Measure, first_on: date) -> Period:
    """The period that begins on a day. Raises NotFound."""
    found = next((one for one in periods_of(measure, reports_of(measure).values()) if one.first_on == first_on), None)
    if found is None:
        raise NotFound
    return found


def counted(measure: Measure, period: Period) -> Counted | None:
    """What Throughcare counts itself for a period that is over; None while it runs, for a measure that the partner reports, and without people."""
    return counted_each(measure, [period]).get(period.first_on)


def counted_each(measure: Measure, of: Sequence[Period]) -> dict[date, Counted]:
    """The same for several, in one question, by the first day of each."""
    if not measure.is_counted or not of:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.first, c.value, c.numerator, c.denominator, c.suppressed from unnest(%s::date[], %s::date[]) p (first, last) "
            "cross join lateral throughcare.counted(%s, p.first, p.last) c",
            [[one.first_on for one in of], [one.last_on for one in of], measure.pk],
        )
        return {first: Counted(*row) for first, *row in cursor.fetchall()}


def may_report(by: Actor, measure: Measure) -> bool:
    """Whether the reader sends its reports in: the party's own staff, or whoever writes agreements, as the party told them."""
    return by.may(Permission.AGREEMENT_EDIT) or measure.organization_id in my_organizations(by)
