"""One page of what a partner did, was paid and achieved: put together each time from what the reader may read. No person is in it, and no other partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries.agreements import of_organization
from throughcare.agreements.states import OPEN_STATES
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Organization, Partner
from throughcare.partners.queries import my_organizations
from throughcare.performance.models import Contribution, FunderReport, Measure, Payment, Report
from throughcare.performance.queries.contributions import PutIn, get_sums, put_in_organization
from throughcare.performance.queries.measures import seen_by
from throughcare.performance.states import Basis, ContributionState, PaymentState, ReportState, Unit

ORDER = ("-last_on", "id")


@dataclass(frozen=True)
class Achieved:
    """One measure over the period: its accepted reports, the oldest first."""

    measure: Measure
    reports: Sequence[Report]

    @property
    def told(self) -> list[Report]:
        """Those with a value that is told."""
        return [one for one in self.reports if not one.suppressed and one.value is not None]

    @property
    def withheld(self) -> int:
        """How many have too few people to tell."""
        return sum(one.suppressed for one in self.reports)

    @property
    def whole(self) -> Decimal | None:
        """The period's value: the sum of a count and of money, the share of sums of a share; None where none is told, and of days, which don't add up."""
        told = self.told
        if not told:
            return None
        if self.measure.unit in (Unit.COUNT, Unit.CURRENCY):
            return sum((one.value for one in told if one.value is not None), Decimal(0))
        if self.measure.unit == Unit.PERCENT and all(one.denominator for one in told):
            return Decimal(100) * sum(one.numerator or 0 for one in told) / sum(one.denominator or 0 for one in told)
        return told[0].value if len(told) == 1 else None


@dataclass(frozen=True)
class Funder:
    """What stands on the page. partner: what the register says, as far as the reader reads it. paid: by payments of the period, and how many."""

    organization: Organization
    partner: Partner | None
    agreements: Sequence[Agreement]
    put_in: Sequence[PutIn]
    paid: Decimal
    payments: int
    achieved: Sequence[Achieved]
    waiting: int


def may_make(by: Actor, organization_id: UUID) -> bool:
    """Whether the reader makes reports for funders of it: its own staff, and whoever writes agreements."""
    return by.may(Permission.AGREEMENT_EDIT) or organization_id in my_organizations(by)


def _seen(by: Actor) -> QuerySet[FunderReport]:
    rows = FunderReport.objects.select_related("organization", "agreement")
    return rows if by.may(Permission.AGREEMENT_VIEW) else rows.filter(organization__in=my_organizations(by))


def page_of_funder_reports(by: Actor, organization: Organization, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[FunderReport]:
    """Those of an organisation from an access-checked getter, the newest period first."""
    return page_of(_seen(by).filter(organization=organization.pk), order=ORDER, cursor=cursor, size=size)


def get_funder_report(by: Actor, organization_id: UUID, report_id: UUID) -> FunderReport:
    """One, for the partner's own staff and for whoever looks at agreements. Raises NotFound."""
    put_in_organization(by, organization_id)
    found = _seen(by).filter(pk=report_id, organization=organization_id).first()
    if found is None:
        raise NotFound
    return found


def held_agreements(by: Actor, organization_id: UUID) -> list[Agreement]:
    """Agreements of an organisation that were signed once, as far as the reader sees them."""
    return [one for one in of_organization(by, organization_id) if one.state not in OPEN_STATES]


def content_of(by: Actor, organization: Organization, first_on: date, last_on: date, agreement_id: UUID | None = None) -> Funder:
    """What stands on the page now. organization: from an access-checked getter. Six statements, whatever there is."""
    held = [one for one in held_agreements(by, organization.pk) if agreement_id in (None, one.pk)]
    agreements = [one for one in held if _runs(one, first_on, last_on)]
    # Also of agreements that ended before: what is paid afterwards is paid in this period.
    of = {"organization": organization.pk, "agreement__in": [one.pk for one in held]}
    rows = list(
        Report.objects.filter(**of, measure__in=seen_by(by).values("pk"), first_on__gte=first_on, last_on__lte=last_on)
        .select_related("measure__agreement")
        .order_by("first_on", "id")
    )
    given = Contribution.objects.filter(
        **of, state=ContributionState.CONFIRMED, basis=Basis.GIVEN, first_on__lte=last_on, last_on__gte=first_on
    )
    paid = Payment.objects.filter(**of, state=PaymentState.PAID, paid_on__gte=first_on, paid_on__lte=last_on).aggregate(
        sum=Sum("amount"), many=Count("pk")
    )
    accepted = [one for one in rows if one.state == ReportState.ACCEPTED]
    return Funder(
        organization=organization,
        partner=Partner.objects.filter(pk=organization.pk).first(),
        agreements=agreements,
        put_in=get_sums(given),
        paid=paid["sum"] or Decimal(0),
        payments=paid["many"],
        achieved=_achieved(accepted),
        waiting=len(rows) - len(accepted),
    )


def _runs(one: Agreement, first_on: date, last_on: date) -> bool:
    return one.starts_on is not None and one.starts_on <= last_on and (one.ends_on is None or one.ends_on >= first_on)


def _achieved(rows: Sequence[Report]) -> list[Achieved]:
    """By the three questions, and by name."""
    found: dict[UUID, list[Report]] = {}
    for row in rows:
        found.setdefault(row.measure_id, []).append(row)
    place = {"HOW_MUCH": 0, "HOW_WELL": 1, "BETTER_OFF": 2}
    told = [Achieved(reports[0].measure, reports) for reports in found.values()]
    return sorted(told, key=lambda one: (place[one.measure.rba], one.measure.name, str(one.measure.pk)))
