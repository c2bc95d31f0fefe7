"""What lists and counts of referrals ask of each: one condition a question, so that a count leads to as many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now, today
from throughcare.common.expressions import IsAnyOf
from throughcare.referrals.models import Question, Referral
from throughcare.referrals.states import AWAITING, DUE_DAYS, OPEN_STATES, UNANSWERED, ReferralState
from throughcare.services.models import Service, ServiceStatus

ANSWERED_DAYS = 7
TABS = ("new", "due", "mine", "left", "all")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to narrow a list of an office's referrals to. whose: mine, office, or nothing for every one the reader may see."""

    states: Sequence[str] = ()
    urgency: Sequence[str] = ()
    whose: str = ""
    late: bool = False
    soon: bool = False
    answered: bool = False
    closed: bool = False
    asked: bool = False
    left: bool = False


def sent_to(by: Actor) -> QuerySet[Referral]:
    if not by.may(Permission.REFERRAL_ANSWER):
        return Referral.objects.none()
    return Referral.objects.filter(to_team_id__in=by.teams, sent_at__isnull=False).exclude(state=ReferralState.DRAFT)


def under_tab(by: Actor, tab: str) -> Q:
    if tab == "new":
        return Q(state=ReferralState.SENT)
    if tab == "due":
        return late_from(today() + timedelta(days=DUE_DAYS + 1))
    if tab == "mine":
        return Q(state__in=OPEN_STATES, worker_id=by.user_id)
    if tab == "left":
        return nobody_has_it()
    return Q()


def late_from(day: date) -> Q:
    """Something promised for before this day has not been said yet: an answer, or a place."""
    return Q(state__in=AWAITING, answer_by__lt=day) | Q(state=ReferralState.WAITLISTED, expected_on__lt=day)


def soon_days() -> tuple[date, date]:
    """An answer due on these days is due soon, and not late yet."""
    return today(), today() + timedelta(days=DUE_DAYS)


def between(first: date, last: date) -> Q:
    return Q(state__in=AWAITING, answer_by__gte=first, answer_by__lte=last)


def answered_since() -> datetime:
    return now() - timedelta(days=ANSWERED_DAYS)


def was_answered(since: datetime) -> Q:
    """The service said yes, no or wait, not long ago."""
    return Q(state__in=(ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WAITLISTED), answered_at__gte=since)


def service_is_closed() -> Q:
    """The service takes nobody any more, and the referral to it is open. Begins with the services, which are few."""
    closed = Service.objects.exclude(status=ServiceStatus.ACTIVE).order_by().values("pk")
    return Q(IsAnyOf(F("service_id"), ArraySubquery(closed)), state__in=OPEN_STATES)


class HasLeft(Func):
    """Asked of the database: who works in the reader's own team, and nothing of any other."""

    function = "throughcare.has_left"
    output_field = BooleanField()


def nobody_has_it() -> Q:
    """The worker of ours who took it works here no longer, and it is open. For the partner: of others' workers this says nothing."""
    return Q(HasLeft(F("to_team_id"), F("worker_id")), state__in=OPEN_STATES, worker_id__isnull=False)


def is_asked() -> Q:
    """The service has not answered, and waits for the reply to a question of its own; it may have asked several."""
    return Q(Exists(Question.objects.filter(referral=OuterRef("pk"), replied_at=None)), state__in=UNANSWERED)


def asked_of(filters: Filters) -> Q:
    """What the filters of a list ask of a referral, but for whose it is."""
    wanted = Q()
    if filters.states:
        wanted &= Q(state__in=filters.states)
    if filters.urgency:
        wanted &= Q(urgency__in=filters.urgency)
    if filters.late:
        wanted &= late_from(today())
    if filters.soon:
        wanted &= between(*soon_days())
    if filters.answered:
        wanted &= was_answered(answered_since())
    if filters.closed:
        wanted &= service_is_closed()
    if filters.asked:
        wanted &= is_asked()
    if filters.left:
        wanted &= nobody_has_it()
    return wanted
