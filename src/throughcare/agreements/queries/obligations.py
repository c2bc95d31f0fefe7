"""What each side owes the other, and who may say what about it."""

from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, Obligation
from throughcare.agreements.queries.agreements import get_agreement
from throughcare.agreements.states import Bearer, ObligationState
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.queries import my_organizations

ORDER = ("judged", "due_on", "id")


def _seen(by: Actor) -> QuerySet[Obligation]:
    """With the party each is with. Row security says the same."""
    rows = Obligation.objects.select_related("party__organization")
    return rows if by.may(Permission.AGREEMENT_VIEW) else rows.filter(organization__in=my_organizations(by))


def page_of_obligations(by: Actor, agreement: Agreement, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Obligation]:
    """What the reader may see of those of an agreement from an access-checked getter, what is open first, by the day each is due."""
    judged = Case(When(state=ObligationState.OPEN, then=Value(0)), default=Value(1))
    return page_of(_seen(by).filter(agreement=agreement.pk).annotate(judged=judged), order=ORDER, cursor=cursor, size=size)


def get_obligation(by: Actor, agreement_id: UUID, obligation_id: UUID) -> Obligation:
    """One, with its agreement, for staff who may look at agreements and for the party it is with. Raises NotFound."""
    found = _seen(by).filter(pk=obligation_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = get_agreement(by, agreement_id)
    return found


def is_late(one: Obligation) -> bool:
    """Its day has passed, and nobody has said what it amounts to."""
    return one.state == ObligationState.OPEN and one.due_on < today()


def may_say(by: Actor, one: Obligation) -> bool:
    """Whether the reader bears it, and so says what was done."""
    return by.may(Permission.AGREEMENT_EDIT) if one.bearer == Bearer.DEPARTMENT else one.organization_id in my_organizations(by)


def may_dispute(by: Actor, one: Obligation) -> bool:
    """Whether the reader is staff of the party it is with, and somebody else said what it amounts to, or what was done."""
    is_told = one.bearer == Bearer.DEPARTMENT or one.state != ObligationState.OPEN
    return is_told and one.organization_id in my_organizations(by)
