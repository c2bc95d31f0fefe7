"""Lists of referrals: the partner's inbox, the referrer's own, one person's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.clock import now, today
from throughcare.common.expressions import all_in_one
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.disclosure.queries import values_told
from throughcare.people import queries as people
from throughcare.people.models import Person
from throughcare.people.queries import own_person_id
from throughcare.places.models import Scheme
from throughcare.places.queries import labels
from throughcare.referrals.models import REFERRAL, LogEntry, Question, Referral
from throughcare.referrals.queries.access import because_of, visible_to
from throughcare.referrals.queries.words import log_sentence
from throughcare.referrals.states import AWAITING, DUE_DAYS, OPEN_STATES, UNANSWERED, ReferralState
from throughcare.services.models import ServiceStatus

ANSWERED_DAYS = 7
TABS = ("new", "due", "mine", "all")


@dataclass(frozen=True)
class Row:
    """One referral on a list, with the name its reader may see (none once the partner's involvement has ended)."""

    referral: Referral
    name: str
    referrer: str
    worker: str
    overdue: bool
    may_open: bool = False  # the person's record


@dataclass(frozen=True)
class Listing:
    """One page of a list."""

    rows: list[Row]
    page: Page[Referral]


@dataclass(frozen=True)
class Happened:
    """One entry of a person's timeline."""

    at: datetime
    kind: str
    sentence: str
    by_name: str
    about: UUID


@dataclass(frozen=True)
class Counts:
    """What waits at home. Case work: answers waiting and overdue, drafts. Partner: new, due, mine."""

    waiting: int = 0
    overdue: int = 0
    soon: int = 0  # an answer is due within DUE_DAYS
    answered: int = 0  # a service said yes, no or wait in the last ANSWERED_DAYS
    drafts: int = 0
    closed: int = 0  # open, and the service takes nobody any more
    closed_office: int = 0  # the same, of everybody in the office, for who manages it
    questions: int = 0
    new: int = 0
    due: int = 0
    mine: int = 0


def inbox(by: Actor, tab: str = "new", *, cursor: str = "", size: int = PAGE_SIZE) -> Listing:
    """The partner's referrals under one tab; what was sent longest ago comes first among the new, the nearest date among the due."""
    rows = _sent_to(by).filter(_tab(by, tab)).select_related("service__organization", "from_team")
    order = {"new": ("sent_at", "id"), "due": ("answer_by", "id")}.get(tab, ("-sent_at", "-id"))
    page = page_of(rows, order=order, cursor=cursor, size=size)
    names = values_told(REFERRAL, [r.pk for r in page.rows], "name")
    # What is over names nobody any more, yet the row still says that this person was once referred.
    return _listing(by, page, names, ("C1", "C7"), "referral.inbox.viewed")


def inbox_counts(by: Actor) -> dict[str, int]:
    """How many there are under each tab. Numbers only: nobody is named."""
    counts: dict[str, int] = _sent_to(by).aggregate(**{tab: Count("pk", filter=_tab(by, tab)) for tab in TABS})
    record_read(by=by, verb="referral.counted", persons=[], compartments=[])
    return counts


def sent_by(
    by: Actor,
    *,
    states: Sequence[str] = (),
    urgency: Sequence[str] = (),
    whose: str = "mine",
    late: bool = False,
    soon: bool = False,
    answered: bool = False,
    closed: bool = False,
    asked: bool = False,
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Listing:
    """The referrals the reader made (whose: mine), or everybody in their office (office), newest first."""
    rows = visible_to(by).select_related("service__organization", "person", "from_team")
    rows = rows.filter(from_team_id__in=by.teams) if whose == "office" else rows.filter(referrer_id=by.user_id)
    if states:
        rows = rows.filter(state__in=states)
    if urgency:
        rows = rows.filter(urgency__in=urgency)
    if late:
        rows = rows.filter(_late_from(today()))
    if soon:
        rows = rows.filter(_between(*_soon_days()))
    if answered:
        rows = rows.filter(_answered(_answered_since()))
    if closed:
        rows = rows.filter(service_is_closed())
    if asked:
        rows = rows.filter(is_asked())
    page = page_of(rows, order=("-created_at", "-id"), cursor=cursor, size=size)
    names = {r.pk: r.person.full_name for r in page.rows}
    listing = _listing(by, page, names, ("C1", "C7"), "referral.list.viewed")
    open_to_me = set(Person.objects.filter(people.may_see(by), pk__in={r.person_id for r in page.rows}).values_list("pk", flat=True))
    return replace(listing, rows=[replace(row, may_open=row.referral.person_id in open_to_me) for row in listing.rows])


def all_visible(
    by: Actor, *, states: Sequence[str] = (), closed: bool = False, asked: bool = False, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Referral]:
    """Every referral the reader may see, newest first: what a connected system lists. Audited.

    closed: only open ones to services that closed. asked: only those whose service waits for the reply to a question.
    """
    rows = visible_to(by).select_related("service", "to_team", "from_team")
    rows = rows.filter(service_is_closed()) if closed else rows
    rows = rows.filter(is_asked()) if asked else rows
    page = page_of(rows.filter(state__in=states) if states else rows, order=("-created_at", "-id"), cursor=cursor, size=size)
    _audit(by, page.rows, ("C7",), "referral.list.viewed")
    return page


def _of_person(by: Actor, person_id: UUID) -> QuerySet[Referral]:
    there = visible_to(by).filter(person_id=person_id).select_related("service__organization", "from_team")
    return there.order_by("-created_at", "-id")


_OF_PERSON = OfReader(_of_person)


def of_person(by: Actor, person_id: UUID) -> list[Row]:
    """One person's referrals, those still open first; audited. Empty for a stranger."""
    rows = sorted(_OF_PERSON(by, person_id), key=lambda r: r.state not in (*OPEN_STATES, ReferralState.DRAFT))
    _audit(by, rows, ("C7",), "referral.list.viewed")
    person = Person.objects.filter(pk=person_id).first() if rows else None
    return _rows(rows, {r.pk: person.full_name for r in rows} if person else {})


def of_person_self(by: Actor) -> list[Referral]:
    """The reader's own referrals, never a draft, with `service.organization` and `need` loaded; audited."""
    person_id = own_person_id(by)
    if person_id is None:
        return []
    rows = Referral.objects.filter(person_id=person_id).exclude(state=ReferralState.DRAFT).exclude(sent_at=None)
    found = list(rows.select_related("service__organization", "need").order_by("-sent_at", "-id"))
    record_read(by=by, verb="own.referrals.viewed", persons=[person_id] if found else [], compartments=["C7"])
    return found


def timeline(by: Actor, person_id: UUID, *, before: datetime | None = None, limit: int = PAGE_SIZE) -> list[Happened]:
    """What happened with one person's referrals, newest first; audited. Empty for a stranger."""
    rows = {r.pk: r for r in _OF_PERSON(by, person_id)}
    if not rows:
        return []
    entries = LogEntry.objects.filter(person_id=person_id, referral_id__in=rows).exclude(kind="NOTE")
    if before is not None:
        entries = entries.filter(at__lt=before)
    found = list(entries.order_by("-at", "-id")[:limit])
    if not found:
        return []
    about = {entry.referral_id for entry in found}
    record_read(
        by=by, verb="referral.timeline.viewed", persons=[person_id], compartments=["C7"], because=because_of(by, [person_id], about)
    )
    names, words = names_of(entry.by_id for entry in found), labels(*Scheme)
    return [
        Happened(
            at=entry.at,
            kind=f"referral.{entry.verb or entry.kind.lower()}",
            sentence=f"{log_sentence(entry, words)} ({rows[entry.referral_id].service.organization.name})",
            by_name=names.get(entry.by_id, "") if entry.by_id else "",
            about=entry.referral_id,
        )
        for entry in found
    ]


def _sent(by: Actor, day: date, first: date, last: date, since: datetime) -> QuerySet[Referral, dict[str, int]]:
    """Of those the reader made; questions of services apart, since they stand in a table of their own."""
    return all_in_one(
        visible_to(by).filter(referrer_id=by.user_id),
        waiting=Count("pk", filter=Q(state__in=UNANSWERED)),
        overdue=Count("pk", filter=_late_from(day)),
        soon=Count("pk", filter=_between(first, last)),
        answered=Count("pk", filter=_answered(since)),
        closed=Count("pk", filter=service_is_closed()),
        drafts=Count("pk", filter=Q(state=ReferralState.DRAFT)),
    )


def _asked(by: Actor) -> QuerySet[Referral, dict[str, int]]:
    return all_in_one(visible_to(by).filter(is_asked(), referrer_id=by.user_id), questions=Count("pk"))


_SENT, _ASKED = OfReader(_sent), OfReader(_asked)


def counts_for_home(by: Actor) -> Counts:
    """What needs the reader today. Numbers only: nobody is named."""
    counts: dict[str, int] = {}
    if by.may(Permission.REFERRAL_SEND):
        for found in (*_SENT(by, today(), *_soon_days(), _answered_since()), *_ASKED(by)):  # no row where nothing can be found
            counts |= found
        if by.may(Permission.CASELOAD_MANAGE):
            counts["closed_office"] = visible_to(by).filter(service_is_closed(), from_team_id__in=by.teams).count()
    if by.may(Permission.REFERRAL_ANSWER):
        counts |= _sent_to(by).aggregate(**{tab: Count("pk", filter=_tab(by, tab)) for tab in ("new", "due", "mine")})
    record_read(by=by, verb="referral.counted", persons=[], compartments=[])
    return Counts(**counts)


def _sent_to(by: Actor) -> QuerySet[Referral]:
    if not by.may(Permission.REFERRAL_ANSWER):
        return Referral.objects.none()
    return Referral.objects.filter(to_team_id__in=by.teams, sent_at__isnull=False).exclude(state=ReferralState.DRAFT)


def _tab(by: Actor, tab: str) -> Q:
    if tab == "new":
        return Q(state=ReferralState.SENT)
    if tab == "due":
        return _late_from(today() + timedelta(days=DUE_DAYS + 1))
    if tab == "mine":
        return Q(state__in=OPEN_STATES, worker_id=by.user_id)
    return Q()


def _late_from(day: date) -> Q:
    """Something promised for before this day has not been said yet: an answer, or a place."""
    return Q(state__in=AWAITING, answer_by__lt=day) | Q(state=ReferralState.WAITLISTED, expected_on__lt=day)


def _soon_days() -> tuple[date, date]:
    """An answer due on these days is due soon, and not late yet."""
    return today(), today() + timedelta(days=DUE_DAYS)


def _between(first: date, last: date) -> Q:
    return Q(state__in=AWAITING, answer_by__gte=first, answer_by__lte=last)


def _answered_since() -> datetime:
    return now() - timedelta(days=ANSWERED_DAYS)


def _answered(since: datetime) -> Q:
    """The service said yes, no or wait, not long ago."""
    return Q(state__in=(ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WAITLISTED), answered_at__gte=since)


def service_is_closed() -> Q:
    """The service takes nobody any more, and the referral to it is open."""
    return Q(state__in=OPEN_STATES) & ~Q(service__status=ServiceStatus.ACTIVE)


def is_asked() -> Q:
    """The service has not answered, and waits for the reply to a question of its own; it may have asked several."""
    return Q(Exists(Question.objects.filter(referral=OuterRef("pk"), replied_at=None)), state__in=UNANSWERED)


def _is_late(row: Referral, day: date) -> bool:
    promised = row.expected_on if row.state == ReferralState.WAITLISTED else row.answer_by if row.state in AWAITING else None
    return promised is not None and promised < day


def _listing(by: Actor, page: Page[Referral], names: dict[UUID, str], compartments: Sequence[str], verb: str) -> Listing:
    _audit(by, page.rows, compartments, verb)
    return Listing(_rows(page.rows, names), page)


def _audit(by: Actor, rows: Iterable[Referral], compartments: Sequence[str], verb: str) -> None:
    rows = list(rows)
    persons = {row.person_id for row in rows}
    because = because_of(by, persons, [row.pk for row in rows]) if persons else []
    record_read(by=by, verb=verb, persons=persons, compartments=compartments, because=because)


def _rows(referrals: Iterable[Referral], names: dict[UUID, str]) -> list[Row]:
    referrals = list(referrals)
    staff = names_of([r.referrer_id for r in referrals] + [r.worker_id for r in referrals])
    day = today()
    return [
        Row(
            referral=r,
            name=names.get(r.pk, ""),
            referrer=staff.get(r.referrer_id, ""),
            worker=staff.get(r.worker_id, "") if r.worker_id else "",
            overdue=_is_late(r, day),
        )
        for r in referrals
    ]
