"""Ties between organisations, and between one and the department: one read for each kind, of what the reader may read.

Each is read with the days it held, so that one read serves every period. `only`: ties of these organisations, and no others.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, Obligation, Party
from throughcare.agreements.queries.agreements import seen_by
from throughcare.agreements.states import HOLDING_STATES, AgreementState, Bearer, ObligationState
from throughcare.common.clock import today
from throughcare.common.expressions import IsAnyOf, these
from throughcare.partners.models import Interaction, Organization
from throughcare.partners.queries import my_organizations, tell_others
from throughcare.referrals.queries import referrals_between
from throughcare.relationships.queries.survey_result import said_strands
from throughcare.relationships.states import TieKind

# The department, which is one node whatever office of it acts.
DEPARTMENT = UUID(int=0)
YEARS_BACK = 5  # of referrals that are counted, and of periods that may be asked for
_HELD = (*HOLDING_STATES, AgreementState.SUSPENDED, AgreementState.EXPIRED)
_OVER = (AgreementState.SUSPENDED, AgreementState.EXPIRED, AgreementState.TERMINATED)
_DAYS = ("starts_on", "ends_on", "state", "state_since")
Only = frozenset[UUID] | None


class Strand(NamedTuple):
    """One reason for a tie. first, last: days it held; None: no such day is known. number: agreements, obligations, referrals or events it stands for."""

    kind: TieKind
    one: UUID
    other: UUID
    first: date | None
    last: date | None
    number: int = 1
    flows: frozenset[str] = frozenset()  # of what one says of the other: what goes either way, and mean points of trust
    trust: float | None = None


def strands(by: Actor, only: Only = None) -> list[Strand]:
    """Every one, of every kind that exists on this site."""
    found = [*_of_agreements(by, only), *_owed(by, only), *_branches(only), *_met(by, only), *_said(by, only)]
    return found if settings.PARTNERSHIP else [*found, *_referred(by, only)]


def kinds_there(by: Actor | None = None) -> list[TieKind]:
    """Without people, nobody is referred. What organisations say of each other is there for whoever keeps the register; None: for nobody in particular."""
    keeps = by is None or by.may(Permission.PARTNER_EDIT)
    gone = {TieKind.REFERRAL} if settings.PARTNERSHIP else set()
    return [kind for kind in TieKind if kind not in gone and (keeps or kind != TieKind.SAID)]


def _held(by: Actor) -> QuerySet[Agreement]:
    """Agreements that held at some time: signed, whatever became of them."""
    signed = Exists(Party.objects.filter(agreement=OuterRef("pk"), signed_on__isnull=False))
    ever = Q(state__in=_HELD) | (Q(state=AgreementState.TERMINATED) & signed)
    return seen_by(by).filter(ever, starts_on__isnull=False)


def _until(ends_on: date | None, state: str, since: date) -> date | None:
    """The last day it held: before the day it was suspended or ended, or its own last day."""
    stopped = since - timedelta(days=1) if state in _OVER else None
    return min(filter(None, (ends_on, stopped)), default=None)


def _of_agreements(by: Actor, only: Only) -> Iterator[Strand]:
    """Every two parties of one agreement. Each agreement is one row with its parties in it: of thousands, that is a sixth of the rows to read."""
    rows = _held(by)
    if only is not None:
        rows = rows.filter(
            IsAnyOf(F("pk"), ArraySubquery(Party.objects.filter(IsAnyOf(F("organization"), these(only))).values("agreement")))
        )
    ends = rows.annotate(ends=ArrayAgg("parties__organization")).order_by("id")
    for there, starts_on, ends_on, state, since in ends.values_list("ends", *_DAYS):
        last, who = _until(ends_on, state, since), [end or DEPARTMENT for end in there]
        ours = who if only is None else [end for end in who if end in only]
        for place, one in enumerate(ours):
            yield from (Strand(TieKind.AGREEMENT, one, other, starts_on, last) for other in ours[place + 1 :])
        if only is not None:
            beside = [end for end in who if end not in only]
            yield from (Strand(TieKind.AGREEMENT, one, other, starts_on, last) for one in ours for other in beside)


def _owed(by: Actor, only: Only) -> Iterator[Strand]:
    """From whoever bears an obligation to whoever it is borne for, as long as the agreement held."""
    rows = Obligation.objects.filter(agreement__in=_held(by)).exclude(state=ObligationState.WAIVED)
    if only is not None:
        rows = rows.filter(IsAnyOf(F("organization"), these(only)))
    days = [f"agreement__{name}" for name in _DAYS]
    counted = (
        rows.values("agreement_id", "organization_id", "bearer").annotate(number=Count("pk")).order_by("agreement_id", "organization_id")
    )
    for _, organization, bearer, number, starts_on, ends_on, state, since in counted.values_list(
        "agreement_id", "organization_id", "bearer", "number", *days
    ):
        one, other = (organization, DEPARTMENT) if bearer == Bearer.PARTY else (DEPARTMENT, organization)
        yield Strand(TieKind.OWED, one, other, starts_on, _until(ends_on, state, since), number)


def _branches(only: Only) -> Iterator[Strand]:
    """A national body and each branch of it, both on the register."""
    rows = Organization.objects.filter(partner__isnull=False, parent_organization__partner__isnull=False)
    if only is not None:
        rows = rows.filter(Q(IsAnyOf(F("pk"), these(only))) | Q(IsAnyOf(F("parent_organization"), these(only))))
    for one, other in rows.order_by("id").values_list("parent_organization_id", "id"):
        if one != other:
            yield Strand(TieKind.BRANCH, min(one, other), max(one, other), None, None)


def _met(by: Actor, only: Only) -> Iterator[Strand]:
    """Every two partners that were at one event, on its day. A partner's own people: of events they read, and may be told who else was there."""
    first = date(today().year - YEARS_BACK, 1, 1)
    rows = Interaction.objects.filter(event_id__isnull=False, withdrawn_on__isnull=True, on__gte=first)
    if only is not None:
        rows = rows.filter(event_id__in=rows.filter(IsAnyOf(F("partner"), these(only))).values("event_id"))
    found: dict[UUID, tuple[date, set[UUID]]] = {}
    if by.may(Permission.PARTNER_VIEW):
        for event, day, partner in rows.order_by("event_id", "id").values_list("event_id", "on", "partner_id"):
            found.setdefault(event or partner, (day, set()))[1].add(partner)
    else:
        own = list(rows.filter(shared=True, told=True, partner__in=my_organizations(by)).order_by("id"))
        tell_others(own)
        for row in own:
            found.setdefault(row.event_id or row.pk, (row.on, set()))[1].update((row.partner_id, *row.also))
    for day, ends in found.values():
        for one, other in combinations(sorted(ends), 2):
            if only is None or one in only or other in only:
                yield Strand(TieKind.EVENT, one, other, day, day)


def _said(by: Actor, only: Only) -> Iterator[Strand]:
    """From whoever says it works with the other, in surveys that are published. For whoever keeps the register alone."""
    for row in said_strands(by, only):
        yield Strand(TieKind.SAID, row.one, row.other, row.first, row.last, flows=row.flows, trust=row.trust)


def _referred(by: Actor, only: Only) -> Iterator[Strand]:
    """From the department, or an organisation, to an organisation, in each quarter that is over; what is not told is not there."""
    if not by.may(Permission.PARTNER_VIEW):
        return
    for row in referrals_between(by, date(today().year - YEARS_BACK, 1, 1), only):
        yield Strand(TieKind.REFERRAL, row.sender or DEPARTMENT, row.to, row.quarter, quarter_end(row.quarter), row.referrals)


def quarter_end(first: date) -> date:
    """The last day of the quarter that begins on this day."""
    month = first.month + 2
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def ends_of(found: Iterable[Strand]) -> set[UUID]:
    """Every organisation tied, without the department."""
    return {end for strand in found for end in (strand.one, strand.other)} - {DEPARTMENT}
