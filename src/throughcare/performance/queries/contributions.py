"""What each side of an agreement puts in: rows, the sums of them, and which side the reader is of."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.states import Bearer
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotAllowed, NotFound
from throughcare.partners.models import Organization
from throughcare.partners.queries import my_organizations
from throughcare.performance.models import Contribution
from throughcare.performance.states import ContributionKind, ContributionState

ORDER = ("-first_on", "id")


class PutIn(NamedTuple):
    """One line of sums: what one side puts in of one kind, agreed or given. both: the worth of what both sides say; one: of what one side says, or the other
    disputes; rows, without: how many there are, and how many of them nobody reckoned a worth of."""

    giver: str
    kind: str
    basis: str
    both: Decimal
    one: Decimal
    rows: int
    without: int


def side_of(by: Actor, organization_id: UUID) -> Bearer | None:
    """The side for which the reader writes: the organisation's own staff for theirs, whoever writes agreements for ours; None for others."""
    if organization_id in my_organizations(by):
        return Bearer.PARTY
    return Bearer.DEPARTMENT if by.may(Permission.AGREEMENT_EDIT) else None


def answers(by: Actor, one: Contribution) -> bool:
    """Whether the reader is of the side that did not write it down. A command answers nothing: a person does."""
    side = side_of(by, one.organization_id)
    return side is not None and by.user_id is not None and side != one.writer and by.user_id != one.written_by_id


def withdraws(by: Actor, one: Contribution) -> bool:
    """Whether the reader is of the side that wrote it down."""
    return side_of(by, one.organization_id) == one.writer


def seen_contributions(by: Actor) -> QuerySet[Contribution]:
    """With the party each is with. Row security says the same."""
    rows = Contribution.objects.select_related("party__organization", "agreement")
    return (
        rows
        if by.may(Permission.AGREEMENT_VIEW)
        else rows.filter(organization__in=my_organizations(by), agreement__offered_on__isnull=False)
    )


def page_of_contributions(by: Actor, agreement: Agreement, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Contribution]:
    """What the reader may see of those of an agreement from an access-checked getter, the newest first."""
    return page_of(seen_contributions(by).filter(agreement=agreement.pk), order=ORDER, cursor=cursor, size=size)


def put_in_organization(by: Actor, organization_id: UUID) -> Organization:
    """The organisation across whose agreements is asked, for whoever looks at agreements and for its own staff. Raises NotFound, and NotAllowed for somebody
    who is staff of none."""
    own = my_organizations(by)
    if not (by.may(Permission.AGREEMENT_VIEW) or own):
        raise NotAllowed("There is nothing at this address that you can see.")
    found = Organization.objects.filter(pk=organization_id).first()
    if found is None or not (by.may(Permission.AGREEMENT_VIEW) or organization_id in own):
        raise NotFound
    return found


def page_of_organization(by: Actor, organization: Organization, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Contribution]:
    """The same across all agreements of an organisation from `put_in_organization`."""
    return page_of(seen_contributions(by).filter(organization=organization.pk), order=ORDER, cursor=cursor, size=size)


def get_contribution(by: Actor, agreement_id: UUID, contribution_id: UUID) -> Contribution:
    """One, with its agreement, for staff who may look at agreements and for the party it is with. Raises NotFound."""
    found = seen_contributions(by).filter(pk=contribution_id, agreement=agreement_id).first()
    if found is None:
        raise NotFound
    found.agreement = get_agreement(by, agreement_id)
    return found


def sums_of(by: Actor, *, agreement: UUID | None = None, organization: UUID | None = None) -> list[PutIn]:
    """By side, kind, and agreed or given, of what is not withdrawn, as far as the reader sees it: of one agreement or one organisation."""
    rows = seen_contributions(by).exclude(state=ContributionState.WITHDRAWN)
    rows = rows.filter(agreement=agreement) if agreement else rows
    rows = rows.filter(organization=organization) if organization else rows
    return get_sums(rows)


def get_sums(rows: QuerySet[Contribution]) -> list[PutIn]:
    """The same of rows that the reader was found to see."""
    both = Q(state=ContributionState.CONFIRMED)
    found = (
        rows.order_by()
        .values("giver", "kind", "basis")
        .annotate(
            both=Sum("worth", filter=both),
            one=Sum("worth", filter=~both),
            rows=Count("pk"),
            without=Count("pk", filter=Q(worth__isnull=True)),
        )
    )
    nothing = Decimal(0)
    told = [
        PutIn(row["giver"], row["kind"], row["basis"], row["both"] or nothing, row["one"] or nothing, row["rows"], row["without"])
        for row in found
    ]
    place = {code: number for number, code in enumerate(ContributionKind.values)}
    return sorted(told, key=lambda one: (one.giver, place[one.kind], one.basis))
