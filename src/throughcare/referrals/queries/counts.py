"""How many wait, and how long: counts only, nobody is named."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read
from throughcare.common.clock import today
from throughcare.common.expressions import all_in_one
from throughcare.referrals.models import Referral
from throughcare.referrals.queries.access import visible_to, whose_is
from throughcare.referrals.queries.conditions import (
    TABS,
    answered_since,
    between,
    is_asked,
    late_from,
    sent_to,
    service_is_closed,
    soon_days,
    under_tab,
    was_answered,
)
from throughcare.referrals.states import UNANSWERED, ReferralState


@dataclass(frozen=True)
class Counts:
    """What waits at home. Case work: answers waiting and overdue, drafts. Partner: new, due, mine, left."""

    waiting: int = 0
    overdue: int = 0
    soon: int = 0  # an answer is due within DUE_DAYS
    answered: int = 0  # a service said yes, no or wait in the last ANSWERED_DAYS
    drafts: int = 0
    closed: int = 0  # open, and the service takes nobody any more
    questions: int = 0
    # The same of everybody the office works with, for who manages it.
    closed_office: int = 0
    overdue_office: int = 0
    answered_office: int = 0
    questions_office: int = 0
    new: int = 0
    due: int = 0
    mine: int = 0
    left: int = 0  # their worker has left: nobody has them


def inbox_counts(by: Actor) -> dict[str, int]:
    """How many there are under each tab. Numbers only: nobody is named."""
    counts: dict[str, int] = sent_to(by).aggregate(**{tab: Count("pk", filter=under_tab(by, tab)) for tab in TABS})
    record_read(by=by, verb="referral.counted", persons=[], compartments=[])
    return counts


def _sent(by: Actor, day: date, first: date, last: date, since: datetime) -> QuerySet[Referral, dict[str, int]]:
    """Of those that are the reader's; questions of services apart, since they stand in a table of their own."""
    return all_in_one(
        visible_to(by).filter(whose_is(by, "mine")),
        waiting=Count("pk", filter=Q(state__in=UNANSWERED)),
        overdue=Count("pk", filter=late_from(day)),
        soon=Count("pk", filter=between(first, last)),
        answered=Count("pk", filter=was_answered(since)),
        closed=Count("pk", filter=service_is_closed()),
        drafts=Count("pk", filter=Q(state=ReferralState.DRAFT)),
    )


def _asked(by: Actor) -> QuerySet[Referral, dict[str, int]]:
    return all_in_one(visible_to(by).filter(is_asked(), whose_is(by, "mine")), questions=Count("pk"))


def _of_office(by: Actor, day: date, since: datetime) -> QuerySet[Referral, dict[str, int]]:
    """Told apart by their own columns, so that of a large office only these are judged; the other two begin with services and questions."""
    late, answered = late_from(day), was_answered(since)
    rows = visible_to(by).filter(late | answered, whose_is(by, "office"))
    return all_in_one(rows, overdue_office=Count("pk", filter=late), answered_office=Count("pk", filter=answered))


def _closed_office(by: Actor) -> QuerySet[Referral, dict[str, int]]:
    return all_in_one(visible_to(by).filter(service_is_closed(), whose_is(by, "office")), closed_office=Count("pk"))


def _asked_office(by: Actor) -> QuerySet[Referral, dict[str, int]]:
    return all_in_one(visible_to(by).filter(is_asked(), whose_is(by, "office")), questions_office=Count("pk"))


_SENT, _ASKED = OfReader(_sent), OfReader(_asked)
_OFFICE, _CLOSED_OFFICE, _ASKED_OFFICE = OfReader(_of_office), OfReader(_closed_office), OfReader(_asked_office)


def counts_for_home(by: Actor) -> Counts:
    """What needs the reader today. Numbers only: nobody is named."""
    counts: dict[str, int] = {}
    if by.may(Permission.REFERRAL_SEND):
        for found in (*_SENT(by, today(), *soon_days(), answered_since()), *_ASKED(by)):  # no row where nothing can be found
            counts |= found
        if by.may(Permission.CASELOAD_MANAGE):
            for found in (*_OFFICE(by, today(), answered_since()), *_CLOSED_OFFICE(by), *_ASKED_OFFICE(by)):
                counts |= found
    if by.may(Permission.REFERRAL_ANSWER):
        counts |= sent_to(by).aggregate(**{tab: Count("pk", filter=under_tab(by, tab)) for tab in TABS if tab != "all"})
    record_read(by=by, verb="referral.counted", persons=[], compartments=[])
    return Counts(**counts)
