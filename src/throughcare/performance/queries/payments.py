"""What is paid to a party of an agreement, and whether what it is for is there."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.states import OPEN_STATES, ObligationState
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.queries import my_organizations
from throughcare.performance.models import Payment, Report
from throughcare.performance.queries.due import MINE
from throughcare.performance.states import EVIDENCE_FROM, Condition, PaymentShow, PaymentState, ReportState

ORDER = ("due_on", "id")
S = PaymentState
_ACCEPTED = Report.objects.filter(measure=OuterRef("measure"), first_on=OuterRef("first_on"), state=ReportState.ACCEPTED)


class PaymentCounts(NamedTuple):
    """For home. decide: evidence given, or its day has come; late: payable, and its day has passed; refused: said to be not payable."""

    decide: int
    late: int
    refused: int


def _whole() -> QuerySet[Payment]:
    """With what says whether it may be paid."""
    return Payment.objects.select_related("obligation").annotate(is_reported=Exists(_ACCEPTED))


def _seen(by: Actor) -> QuerySet[Payment]:
    """With the party each is for. Row security says the same."""
    rows = _whole().select_related("party__organization", "party__value", "measure", "agreement")
    return rows if by.may(Permission.AGREEMENT_VIEW) else rows.filter(organization__in=my_organizations(by))


def page_of_payments(by: Actor, agreement: Agreement, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Payment]:
    """What the reader may see of those of an agreement from an access-checked getter, by the day each is due."""
    return page_of(_seen(by).filter(agreement=agreement.pk), order=ORDER, cursor=cursor, size=size)


def _showing(by: Actor, show: str, owner: str) -> QuerySet[Payment]:
    """Of agreements that were signed; owner: MINE for those the reader looks after. Raises nothing for a word that is none: all."""
    rows = _seen(by).exclude(agreement__state__in=OPEN_STATES)
    rows = rows.filter(agreement__owner=by.user_id) if owner == MINE else rows
    return rows.filter(_SHOWS[PaymentShow(show)]()) if show in PaymentShow.values else rows


_SHOWS = {
    PaymentShow.DECIDE: lambda: Q(state=S.EVIDENCED) | Q(state=S.PLANNED, due_on__lte=today()),
    PaymentShow.PAYABLE: lambda: Q(state=S.PAYABLE),
    PaymentShow.REFUSED: lambda: Q(state=S.NOT_PAYABLE),
    PaymentShow.PLANNED: lambda: Q(state=S.PLANNED, due_on__gt=today()),
    PaymentShow.PAID: lambda: Q(state=S.PAID),
}


def page_of_all_payments(by: Actor, *, show: str = "", owner: str = "", cursor: str = "", size: int = PAGE_SIZE) -> Page[Payment]:
    """Over all agreements the reader sees, by the day each is due; what is paid or not payable the newest first. show: a code of PaymentShow, or all."""
    newest = show in (PaymentShow.PAID, PaymentShow.REFUSED)
    order = tuple(f"-{name}" for name in ORDER) if newest else ORDER
    return page_of(_showing(by, show, owner), order=order, cursor=cursor, size=size)


def counts_of_payments(by: Actor) -> PaymentCounts:
    """Of whoever looks at agreements, those of agreements they own; of a party's staff their organisations' own."""
    rows = _showing(by, "", MINE if by.may(Permission.AGREEMENT_VIEW) else "").order_by()
    late = _SHOWS[PaymentShow.PAYABLE]() & Q(due_on__lt=today())
    asked = {"decide": _SHOWS[PaymentShow.DECIDE](), "late": late, "refused": _SHOWS[PaymentShow.REFUSED]()}
    return PaymentCounts(**rows.aggregate(**{name: Count("pk", filter=which) for name, which in asked.items()}))


def get_payment(by: Actor, agreement_id: UUID, payment_id: UUID) -> Payment:
    """One, with its agreement, for staff who may look at agreements and for the party it is for. Raises NotFound."""
    found = _seen(by).filter(pk=payment_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = get_agreement(by, agreement_id)
    return found


def why_not_met(one: Payment) -> str:
    """Why what it is paid for is not there yet, as a sentence; nothing when it is."""
    if one.due_on > today() and one.condition == Condition.DATE:
        return f"Its day is {day_words(one.due_on)}."
    if one.condition == Condition.REPORT and one.first_on is not None:
        is_reported: bool = one.is_reported  # type: ignore[attr-defined]  # asked with the row, by `_whole`
        return "" if is_reported else f"The report of the period from {day_words(one.first_on)} is not accepted."
    if one.condition == Condition.OBLIGATION and one.obligation is not None:
        return "" if one.obligation.state == ObligationState.MET else "What is owed was not said to be met."
    if one.condition == Condition.DOCUMENT and not one.evidence:
        return f"Nobody has shown it yet: {one.wants}"
    return ""


def needs_second(one: Payment) -> bool:
    """Whether a second person must agree before it is released: it takes what is payable and paid to the party above the site's limit, or above what
    the party gets by the agreement."""
    if one.second_by_id is not None:
        return False
    rest = Payment.objects.filter(party=one.party_id, state__in=(PaymentState.PAYABLE, PaymentState.PAID)).exclude(pk=one.pk)
    total = one.amount + (rest.aggregate(sum=Sum("amount"))["sum"] or 0)
    value = value_of(one.party)
    return total > settings.APPROVAL_ABOVE or (value is not None and total > value.amount)


def is_of_either_side(by: Actor, one: Payment) -> bool:
    """Whether the reader writes agreements, or is of the party's staff: others may look alone."""
    return by.may(Permission.AGREEMENT_EDIT) or one.organization_id in my_organizations(by)


def may_give_evidence(by: Actor, one: Payment) -> bool:
    """Whether the reader may say what was done for it."""
    return is_of_either_side(by, one) and one.state in EVIDENCE_FROM


def may_agree(by: Actor, one: Payment) -> bool:
    """Whether the reader may be the second person."""
    own = (one.written_by_id, one.evidence_by_id)
    may = by.may(Permission.AGREEMENT_APPROVE) and by.user_id is not None and by.user_id not in own
    return may and one.state not in (PaymentState.PAYABLE, PaymentState.PAID) and needs_second(one)


def planned_of(one_party: UUID, rows: list[Payment]) -> Decimal:
    """The sum of what is planned, payable and paid for a party; what is not payable counts for nothing."""
    return sum((row.amount for row in rows if row.party_id == one_party and row.state != PaymentState.NOT_PAYABLE), Decimal(0))


def lapsed() -> QuerySet[Payment]:
    """Planned, and their day has passed. For the job."""
    return _whole().filter(state=S.PLANNED, due_on__lt=today()).order_by("id")
