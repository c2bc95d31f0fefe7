"""What may go wrong by an agreement, and the meetings about it: as far as the reader is told of them."""

from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When

from throughcare.accounts.actors import Actor
from throughcare.agreements.models import Agreement, Meeting, Risk
from throughcare.agreements.queries.agreements import get_agreement, shared_with
from throughcare.agreements.states import RiskState
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound

RISK_ORDER = ("closed", "-weight", "review_on", "id")
MEETING_ORDER = ("-held_on", "id")


def _risks(by: Actor) -> QuerySet[Risk]:
    """Row security says the same."""
    return Risk.objects.filter(shared_with(by)).select_related("party__organization")


def _meetings(by: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.filter(shared_with(by)).select_related("party__organization")


def page_of_risks(by: Actor, agreement: Agreement, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Risk]:
    """Those of an agreement from an access-checked getter: what is open first, the highest first."""
    closed = Case(When(state=RiskState.OPEN, then=Value(0)), default=Value(1))
    rows = _risks(by).filter(agreement=agreement.pk).annotate(closed=closed, weight=F("likelihood") * F("consequence"))
    return page_of(rows, order=RISK_ORDER, cursor=cursor, size=size)


def page_of_meetings(by: Actor, agreement: Agreement, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Meeting]:
    """Those of an agreement from an access-checked getter, the latest first."""
    return page_of(_meetings(by).filter(agreement=agreement.pk), order=MEETING_ORDER, cursor=cursor, size=size)


def get_risk(by: Actor, agreement_id: UUID, risk_id: UUID) -> Risk:
    """One, with its agreement. Raises NotFound, also for a party of one that is not shared with it."""
    found = _risks(by).filter(pk=risk_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = get_agreement(by, agreement_id)
    return found


def get_meeting(by: Actor, agreement_id: UUID, meeting_id: UUID) -> Meeting:
    """One, with its agreement. Raises NotFound, also for a party of one that was with another."""
    found = _meetings(by).filter(pk=meeting_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = get_agreement(by, agreement_id)
    return found
