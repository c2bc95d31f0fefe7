"""Lists of referrals: the partner's inbox, one's own and one's office's, one person's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.disclosure.queries import values_told
from throughcare.people import queries as people
from throughcare.people.models import Person
from throughcare.people.queries import own_person_id
from throughcare.places.models import Scheme
from throughcare.places.queries import labels
from throughcare.referrals.models import REFERRAL, LogEntry, Referral
from throughcare.referrals.queries.access import because_of, visible_to, whose_is
from throughcare.referrals.queries.conditions import Filters, asked_of, sent_to, under_tab
from throughcare.referrals.queries.words import log_sentence
from throughcare.referrals.states import AWAITING, OPEN_STATES, ReferralState


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


def inbox(by: Actor, tab: str = "new", *, cursor: str = "", size: int = PAGE_SIZE) -> Listing:
    """The partner's referrals under one tab; what was sent longest ago comes first among the new, the nearest date among the due."""
    rows = sent_to(by).filter(under_tab(by, tab)).select_related("service__organization", "from_team")
    order = {"new": ("sent_at", "id"), "due": ("answer_by", "id")}.get(tab, ("-sent_at", "-id"))
    page = page_of(rows, order=order, cursor=cursor, size=size)
    names = values_told(REFERRAL, [r.pk for r in page.rows], "name")
    # What is over names nobody any more, yet the row still says that this person was once referred.
    return _listing(by, page, names, ("C1", "C7"), "referral.inbox.viewed")


def sent_by(by: Actor, filters: Filters, *, cursor: str = "", size: int = PAGE_SIZE) -> Listing:
    """The referrals under the filters, with names; newest first."""
    page = _under(by, filters, ("service__organization", "person", "from_team"), cursor, size)
    names = {r.pk: r.person.full_name for r in page.rows}
    listing = _listing(by, page, names, ("C1", "C7"), "referral.list.viewed")
    open_to_me = set(Person.objects.filter(people.may_see(by), pk__in={r.person_id for r in page.rows}).values_list("pk", flat=True))
    return replace(listing, rows=[replace(row, may_open=row.referral.person_id in open_to_me) for row in listing.rows])


def all_visible(by: Actor, filters: Filters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Referral]:
    """The same without a name: what a connected system lists. Audited."""
    page = _under(by, filters, ("service", "to_team", "from_team"), cursor, size)
    _audit(by, page.rows, ("C7",), "referral.list.viewed")
    return page


def _under(by: Actor, filters: Filters, beside: Sequence[str], cursor: str, size: int) -> Page[Referral]:
    """One page of those the reader may see, with what stands beside each of them."""
    rows = visible_to(by).filter(whose_is(by, filters.whose)).filter(asked_of(filters)).select_related(*beside)
    return page_of(rows, order=("-created_at", "-id"), cursor=cursor, size=size)


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
