"""Case notes: a person's, newest first, and one with every writing of it. The sensitive ones only for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import CaseNote
from throughcare.people.queries.caseload import because_of, may_see

NOTE = "people.casenote"
NO_SUCH_NOTE = "There is no note at this address that you can see."


@dataclass(frozen=True, kw_only=True)
class NoteFilters:
    """Kinds (none: all) and days, both included. Nothing here is about one person."""

    kinds: Sequence[str] = ()
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Notes:
    """One page of somebody's notes, with the names of who wrote them."""

    page: Page[CaseNote]
    names: dict[UUID, str]


@dataclass(frozen=True)
class Written:
    """One note: the current writing, and the earlier ones, newest first."""

    current: CaseNote
    earlier: list[CaseNote]
    names: dict[UUID, str]


def open_to(by: Actor) -> QuerySet[CaseNote]:
    """Every writing the actor may read; row-level security stands behind it."""
    rows = CaseNote.objects.filter(may_see(by, "person_id"))
    return rows if by.may(Permission.NOTE_SENSITIVE) else rows.filter(sensitive=False)


def notes_of(by: Actor, person_id: UUID, filters: NoteFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Notes:
    """Newest first, by when it happened. The caller has fetched the person and named C9 in its audit row."""
    rows = open_to(by).filter(person_id=person_id, is_current=True).filter(within(filters))
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    page = page_of(rows, order=("-happened_at", "-id"), cursor=cursor, size=size)
    return Notes(page, names_of(row.author_id for row in page.rows))


def within(filters: NoteFilters, field: str = "happened_at") -> Q:
    """The days of the filters, in the site's own time."""
    wanted = Q()
    if filters.from_on:
        wanted &= Q(**{f"{field}__gte": start_of(filters.from_on)})
    if filters.to_on:
        wanted &= Q(**{f"{field}__lt": start_of(filters.to_on + timedelta(days=1))})
    return wanted


def start_of(day: date) -> datetime:
    """The first moment of a day, in the site's own time."""
    return timezone.make_aware(datetime.combine(day, time()))


def get_note(by: Actor, note_id: UUID) -> Written:
    """One note with every writing of it, and an audit row. Raises NotFound for an unknown id and for a stranger alike."""
    rows = list(open_to(by).select_related("person__home_site").filter(note_id=note_id).order_by("-number"))
    if not rows:
        raise NotFound(NO_SUCH_NOTE)
    current, person_id = rows[0], rows[0].person_id
    record_read(
        by=by,
        verb="note.viewed",
        persons=[person_id],
        compartments=["C1", "C9"],
        because=because_of(by, person_id),
        about=Ref(NOTE, note_id),
        detail={"sensitive": current.sensitive},
    )
    return Written(current, rows[1:], names_of(row.author_id for row in rows))
