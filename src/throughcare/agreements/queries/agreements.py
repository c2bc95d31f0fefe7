"""Finding agreements, and one of them whole."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.days import in_force_sql
from throughcare.agreements.models import Agreement, Approval, Covered, Obligation, Party, PartyValue, Risk
from throughcare.agreements.states import (
    CONTRACTS,
    ENDS_SOON_DAYS,
    HOLDING_STATES,
    OVER_STATES,
    REVIEW_SOON_DAYS,
    RISK_SOON_DAYS,
    AgreementState,
    ObligationState,
    Part,
    RiskState,
    SharedWith,
)
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import Invalid, NotAllowed, NotFound
from throughcare.common.text import search_key
from throughcare.partners.queries import my_organizations
from throughcare.services.models import Service

ORDER = ("search_key", "id")
MINE, NOBODY = "mine", "nobody"
_MOST = 200


class When(StrEnum):
    """What is asked of an agreement's days."""

    IN_FORCE = "in_force"
    SOON = "soon"  # in force, and its last day lies within ENDS_SOON_DAYS
    NOT_BEGUN = "not_begun"
    ENDED = "ended"  # by its last day, whatever was decided
    REVIEW = "review"  # its review is due within REVIEW_SOON_DAYS, or was
    RISK = "risk"  # something that may go wrong by it is to be looked at within RISK_SOON_DAYS, or was
    LATE = "late"  # something one of its parties owes is late
    APPROVAL = "approval"  # it waits for a second person: for the reader


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to look for; empty means no matter. owner: MINE, NOBODY or a user's id. when: one of When. organization: a party of it."""

    words: str = ""
    kind: str = ""
    state: str = ""
    when: str = ""
    region: str = ""
    owner: str = ""
    organization: str = ""


class Owner(NamedTuple):
    """Somebody who may own an agreement on our side, in one of their teams."""

    user_id: UUID
    name: str
    team_id: UUID
    team: str


class Counts(NamedTuple):
    """For home: of those the reader owns, and what waits for their approval."""

    soon: int
    review: int
    risk: int
    approval: int
    late: int


def seen_by(by: Actor) -> QuerySet[Agreement]:
    """What the reader may see; row security says the same."""
    by.check(Permission.DIRECTORY_VIEW)
    if by.may(Permission.AGREEMENT_VIEW):
        return Agreement.objects.all()
    mine = Party.objects.filter(organization__in=my_organizations(by), agreement=OuterRef("pk"))
    return Agreement.objects.filter(Exists(mine), offered_on__isnull=False)


def shared_with(by: Actor) -> Q:
    """Of risks and meetings: what the reader is told of; row security says the same. The agreement is asked for by itself."""
    if by.may(Permission.AGREEMENT_VIEW):
        return Q()
    return Q(shared=SharedWith.ALL) | Q(shared=SharedWith.PARTY, organization__in=my_organizations(by))


def has_own(by: Actor) -> bool:
    """Whether an organisation the reader works for is a party of any."""
    return not by.may(Permission.AGREEMENT_VIEW) and bool(by.teams) and seen_by(by).exists()


def has_any(by: Actor) -> None:
    """Raise NotAllowed for a reader whom no agreement could be shown to: nobody's staff, and without the right."""
    if not (by.may(Permission.AGREEMENT_VIEW) or my_organizations(by)):
        raise NotAllowed("There is nothing at this address that you can see.")


def search_agreements(by: Actor, filters: Filters) -> QuerySet[Agreement]:
    """Agreements that match every filter. Not ordered: page by ORDER."""
    has_any(by)
    rows = seen_by(by)
    for word in search_key(filters.words).split():
        rows = rows.filter(search_key__contains=word)
    for name in ("kind", "state"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.region:
        rows = rows.filter(regions__contains=[filters.region])
    if filters.organization:
        rows = rows.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), organization=_key(filters.organization, "organization"))))
    return _when(by, _owned(by, rows, filters.owner), filters.when)


def _owned(by: Actor, rows: QuerySet[Agreement], owner: str) -> QuerySet[Agreement]:
    if owner == MINE:
        return rows.filter(owner=by.user_id)
    if owner == NOBODY:
        kept = Q(pk__in=[])
        for one in owners():
            kept |= Q(owner=one.user_id, owner_team=one.team_id)
        return rows.filter(Q(owner__isnull=True) | ~kept)
    return rows.filter(owner=_key(owner, "owner")) if owner else rows


def _key(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(f"{text[:60]} is no id.", {field: ["Use an id."]}) from None


def _when(by: Actor, rows: QuerySet[Agreement], asked: str) -> QuerySet[Agreement]:
    day = today()
    holds = RawSQL(in_force_sql("agreements_agreement", "%s::date"), [day, day], output_field=BooleanField())  # noqa: S611 - text of our own
    match asked:
        case "":
            return rows
        case When.IN_FORCE:
            return rows.alias(holds=holds).filter(holds=True)
        case When.SOON:
            return rows.alias(holds=holds).filter(holds=True, ends_on__lte=day + timedelta(days=ENDS_SOON_DAYS))
        case When.NOT_BEGUN:
            return rows.filter(state__in=HOLDING_STATES, starts_on__gt=day)
        case When.ENDED:
            return rows.filter(Q(state=AgreementState.EXPIRED) | Q(state__in=HOLDING_STATES, ends_on__lt=day))
        case When.REVIEW:
            return rows.exclude(state__in=OVER_STATES).filter(review_on__lte=day + timedelta(days=REVIEW_SOON_DAYS))
        case When.RISK:
            due = Risk.objects.filter(shared_with(by), agreement=OuterRef("pk"), state=RiskState.OPEN)
            return rows.exclude(state__in=OVER_STATES).filter(Exists(due.filter(review_on__lte=day + timedelta(days=RISK_SOON_DAYS))))
        case When.LATE:
            late = Obligation.objects.filter(agreement=OuterRef("pk"), state=ObligationState.OPEN, due_on__lt=day)
            return rows.exclude(state=AgreementState.TERMINATED).filter(Exists(late))
        case When.APPROVAL:
            return rows.filter(Exists(_waiting(by).filter(agreement=OuterRef("pk"))))
    raise Invalid(f"There is no {asked[:40]}.", {"when": [f"Use one of: {', '.join(When)}."]})


def _waiting(by: Actor) -> QuerySet[Approval]:
    """What waits for this reader: neither asked, nor written, nor owned by them."""
    rows = Approval.objects.filter(decided_at__isnull=True)
    if not by.may(Permission.AGREEMENT_APPROVE):
        return rows.none()
    own = Q(asked_by=by.user_id) | Q(agreement__owner=by.user_id) | Q(agreement__written_by=by.user_id)
    return rows.exclude(pk__in=Approval.objects.filter(own).values("pk"))


def counts_for_home(by: Actor) -> Counts:
    """Five short counts. late: of whoever has no right to see all, those of their own organisations."""
    mine = (search_agreements(by, Filters(owner=MINE, when=asked)).count() for asked in (When.SOON, When.REVIEW, When.RISK, When.LATE))
    soon, review, risk, late = mine if by.may(Permission.AGREEMENT_EDIT) else (0, 0, 0, 0)
    if not by.may(Permission.AGREEMENT_VIEW):
        late = search_agreements(by, Filters(when=When.LATE)).count()
    return Counts(soon, review, risk, _waiting(by).count(), late)


def _parties() -> Prefetch:  # type: ignore[type-arg]  # as Django's stubs have it
    rows = Party.objects.select_related("organization", "value").order_by("part", "organization__search_key", "id")
    return Prefetch("parties", queryset=rows)


def page_of_agreements(by: Actor, filters: Filters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Agreement]:
    """One page by number and title, with the parties its lines show. As many queries for one line as for all."""
    return page_of(search_agreements(by, filters).prefetch_related(_parties()), order=ORDER, cursor=cursor, size=size)


def of_organization(by: Actor, organization_id: UUID) -> list[Agreement]:
    """Agreements an organisation is a party of, as far as the reader sees them: those that are over last. At most 200."""
    if not (by.may(Permission.AGREEMENT_VIEW) or organization_id in my_organizations(by)):
        return []
    rows = search_agreements(by, Filters(organization=str(organization_id))).prefetch_related(_parties()).order_by(*ORDER)[:_MOST]
    return sorted(rows, key=lambda row: row.state in OVER_STATES)


def get_agreement(by: Actor, agreement_id: UUID) -> Agreement:
    """One agreement with parties, services and approvals, for whoever may look at agreements and for its parties' staff. Raises NotFound."""
    covered = Prefetch("covered", queryset=Covered.objects.select_related("service__organization").order_by("service__name_key", "id"))
    approvals = Prefetch("approvals", queryset=Approval.objects.order_by("-asked_at", "id"))
    found = seen_by(by).prefetch_related(_parties(), covered, approvals).filter(pk=agreement_id).first()
    if found is None:
        raise NotFound
    return found


def agreement_called(by: Actor, number_or_id: str) -> Agreement:
    """The agreement of this number or id. Raises NotFound."""
    found = seen_by(by).filter(number__iexact=number_or_id.strip()).order_by("id").first()
    if found is not None:
        return get_agreement(by, found.pk)
    try:
        return get_agreement(by, UUID(number_or_id))
    except ValueError:
        raise NotFound(f"No agreement has the number {number_or_id[:60]}. Look for it with throughcare agreements list.") from None


def party_of(agreement: Agreement, party_id: UUID) -> Party:
    """One of its parties, as it was read with the agreement. Raises NotFound."""
    found = next((one for one in agreement.parties.all() if one.pk == party_id), None)
    if found is None:
        raise NotFound
    return found


def value_of(party: Party) -> PartyValue | None:
    """What the party gets; None when nobody said, or it is not the reader's to see."""
    return party.value if hasattr(party, "value") else None


def total_of(agreement: Agreement) -> Decimal | None:
    """The sum of those who contract with us, as far as the reader sees values; None without any. For whoever sees all agreements."""
    amounts = [value.amount for one in agreement.parties.all() if one.part in CONTRACTS and (value := value_of(one))]
    return sum(amounts, Decimal(0)) if amounts else None


def waits_for(agreement: Agreement) -> Approval | None:
    """The request for a second person's word that is not answered yet."""
    return next((one for one in agreement.approvals.all() if one.decided_at is None), None)


def can_approve(by: Actor, agreement: Agreement) -> bool:
    """Whether the reader may give that word."""
    waits = waits_for(agreement)
    own = (agreement.owner_id, agreement.written_by_id, waits.asked_by_id if waits else None)
    return waits is not None and by.may(Permission.AGREEMENT_APPROVE) and by.user_id is not None and by.user_id not in own


def may_be_covered(by: Actor, agreement: Agreement) -> list[Service]:
    """Services of its parties that the reader's directory lists, by name, and those it covers already."""
    parties = [one.organization_id for one in agreement.parties.all() if one.part != Part.DEPARTMENT]
    there = [one.service_id for one in agreement.covered.all()]
    rows = Service.objects.filter(Q(organization__in=parties) | Q(pk__in=there)).select_related("organization")
    return list(rows.order_by("name_key", "id")[:_MOST])


def owners() -> list[Owner]:
    """Who may own an agreement on our side, by name. A party's own people are told the owner of theirs alone."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id, name, team_id, team from throughcare.agreement_owners() order by name, team, user_id, team_id")
        return [Owner(*row) for row in cursor.fetchall()]
