"""The caseload, page by page. A page marker is the id of the last person shown: a name never stands in an address."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.functions import TransactionNow
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.clock import now, today
from throughcare.common.compiled import Compiled
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.paging import PAGE_SIZE
from throughcare.common.refusals import Invalid
from throughcare.people.models import Assignment, CaseloadEntry, CaseNote, Involvement, Need, Person, Whereabouts
from throughcare.people.queries.caseload import Reasons, may_see, reasons_for, visible_to
from throughcare.people.queries.involvements import OPEN
from throughcare.people.queries.needs import OPEN_STATUSES
from throughcare.people.queries.workers import mine_now
from throughcare.people.states import CONTACT_KINDS, AssignmentKind, NeedStatus

# What a list is sorted by, as columns of the person beside their entry in a team's list.
ORDERS: dict[str, tuple[str, ...]] = {"name": ("listed__sort_key", "pk"), "release": ("listed__released", "listed__sort_key", "pk")}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to narrow the caseload to. Nothing here says anything about one person, so it may stand in an address."""

    sort: str = "name"
    setting: str = ""
    site: str = ""
    release_weeks: int | None = None
    needs: str = ""
    pillar: str = ""
    whose: str = ""  # mine: on the reader's own caseload, or covered by them; nobody: on nobody's in the office
    no_contact_days: int | None = None


@dataclass(frozen=True)
class PersonRow:
    """One line of a list. Counts hold what the reader may see of the needs."""

    person: Person
    whereabouts: Whereabouts | None
    open_needs: int
    not_started: int
    workers: str = ""

    @property
    def id(self) -> UUID:
        return self.person.id

    @property
    def age(self) -> str:
        """The age as it is said."""
        return self.person.age_words(today())


@dataclass(frozen=True)
class People:
    """One page of the list."""

    rows: Sequence[PersonRow]
    next: str | None
    is_first: bool
    together: AbstractSet[UUID] = frozenset()  # those on it whom a team of the reader's works with, as `Reasons` says


def _first(order: Sequence[str], by: Actor, team: UUID, place: Q | None = None) -> QuerySet[Person]:
    """A team's whole list from its beginning, and one more than a page holds."""
    return Person.objects.filter(may_see(by), place or Q(), listed__team_id=team).order_by(*order)[: PAGE_SIZE + 1]


def _next(by: Actor, team: UUID, key: str, last: UUID) -> QuerySet[Person]:
    """The same of those who come after somebody by name."""
    after = Q(listed__sort_key__gte=key) & (Q(listed__sort_key__gt=key) | Q(listed__sort_key=key, pk__gt=last))
    return _first(ORDERS["name"], by, team, after)


def _found(by: Actor, keys: list[UUID]) -> QuerySet[Person]:
    return Person.objects.filter(may_see(by), IsAnyOf(F("pk"), these(keys))).order_by("search_key", "pk")


_NEXT = OfReader(_next)
_FIRST = {name: OfReader(partial(_first, order)) for name, order in ORDERS.items()}
_BY_NAME = OfReader(_found)
_BY_RELEASE: OfReader[Person] = OfReader(lambda by, keys: _found(by, keys).order_by("release_date", "search_key", "pk"))


def caseload(by: Actor, filters: Filters, *, after: str = "", size: int = PAGE_SIZE) -> People:
    """One page of the people the actor works with, audited. Raises Invalid for a marker that is not one of ours."""
    # A page of each team's list is one range of an index. Somebody on the lists of two teams stands at the same place in both.
    ranges = _ranges(by, filters, after, size)
    rows = ranges[0] if ranges else []
    if len(ranges) > 1:  # put in one order by PostgreSQL, whose order of letters Python does not have; who has no date comes last there too
        keys = {person.id for each in ranges for person in each}
        rows = (_BY_RELEASE if filters.sort == "release" else _BY_NAME)(by, list(keys)) if keys else []
    shown = rows_of(rows[:size])
    reasons = record_list(by, "people.listed", shown)
    return People(shown, str(shown[-1].id) if len(rows) > size else None, not after, reasons.together)


def _ranges(by: Actor, filters: Filters, after: str, size: int) -> list[list[Person]]:
    """Of each of the reader's teams, those on the page and the one after it."""
    sort = filters.sort if filters.sort in ORDERS else "name"
    order = ORDERS[sort]
    last = _last(by, order, after) if after else None
    if size == PAGE_SIZE and filters == Filters(sort=filters.sort):  # what is asked most
        if last is None:
            return [_FIRST[sort](by, team) for team in by.teams]
        if sort == "name":
            return [_NEXT(by, team, *last) for team in by.teams]
    found = narrowed(by, filters) if filters.whose else Person.objects.filter(may_see(by), asked_of(filters))
    return [list(found.filter(_place(order, last), listed__team_id=team).order_by(*order)[: size + 1]) for team in by.teams]


def narrowed(by: Actor, filters: Filters) -> QuerySet[Person]:
    """The caseload under the filters, unsorted and not audited: for counting, and for `caseload`."""
    return on_caseload(by, filters.whose).filter(asked_of(filters))


def asked_of(filters: Filters) -> Q:
    """What the filters ask of a person, but for whose caseload they are on."""
    wanted = Q()
    here = Whereabouts.objects.filter(person=OuterRef("pk"), ends_on__isnull=True)
    if filters.setting:
        wanted &= Q(Exists(here.filter(kind=filters.setting)))
    if filters.site:
        wanted &= Q(Exists(here.filter(site__code=filters.site)))
    if filters.release_weeks is not None:
        wanted &= leaves_between(today(), today() + timedelta(weeks=filters.release_weeks))
    needs = Need.objects.filter(person=OuterRef("pk"))
    if filters.pillar:
        needs = needs.filter(pillar=filters.pillar)
    statuses = {"not_started": [NeedStatus.NOT_STARTED], "open": list(OPEN_STATUSES)}.get(filters.needs)
    if statuses or filters.pillar:
        wanted &= Q(Exists(needs.filter(status__in=statuses or list(OPEN_STATUSES))))
    if filters.needs == "none":
        wanted &= ~Q(Exists(needs))
    if filters.no_contact_days is not None:
        wanted &= quiet_since(now() - timedelta(days=filters.no_contact_days))
    return wanted


def leaves_between(first: date, last: date) -> Q:
    """Has a release date on one of these days."""
    return Q(release_date__gte=first, release_date__lte=last)


def quiet_since(since: datetime) -> Q:
    """No contact is recorded since then."""
    notes = CaseNote.objects.filter(person=OuterRef("pk"), is_current=True, kind__in=CONTACT_KINDS, happened_at__gte=since)
    return ~Q(Exists(notes))


def on_caseload(by: Actor, whose: str) -> QuerySet[Person]:
    """Everybody the reader may see; or of them those on their own caseload (mine), or on nobody's in the office (nobody)."""
    if whose == "mine":
        # A worker's own are few and an office's many: so first theirs, then of each whether they may be seen.
        return Person.objects.filter(IsAnyOf(F("id"), ArraySubquery(mine_now(by))), may_see(by))
    if whose == "nobody":
        # Found by their entries, which are few, and asked of each as it is this moment.
        ours = IsAnyOf(F("team_id"), these(by.teams))
        entries = CaseloadEntry.objects.filter(Q(main_until=None) | Q(main_until__lte=TransactionNow()), ours)
        alone = Involvement.objects.filter(OPEN, person=OuterRef("pk"), only__isnull=False, only_id=by.user_id)
        mains = Assignment.objects.filter(OPEN, ours, person=OuterRef("pk"), kind=AssignmentKind.MAIN)
        there = IsAnyOf(F("id"), ArraySubquery(entries.order_by().values("person_id")))
        return Person.objects.filter(there, may_see(by), ~Exists(alone), ~Exists(mains))
    return visible_to(by)


def rows_of(people: Sequence[Person]) -> list[PersonRow]:
    """Lines for people, with whereabouts, open needs and main workers, in four more queries for the whole page."""
    _add_details(people)
    names = names_of(row.worker_id for person in people for row in _mains(person))
    return [_row(person, names) for person in people]


_MAINS: Compiled[Assignment] = Compiled(
    lambda persons: Assignment.objects.filter(OPEN, IsAnyOf(F("person_id"), these(persons)), kind=AssignmentKind.MAIN).order_by(
        "starts_at", "id"
    )
)
_HERE: Compiled[Whereabouts] = Compiled(
    lambda persons: (
        Whereabouts.objects.select_related("site").filter(IsAnyOf(F("person_id"), these(persons)), ends_on__isnull=True).order_by("id")
    )
)
_NEEDS: Compiled[Need] = Compiled(
    lambda persons: Need.objects.filter(IsAnyOf(F("person_id"), these(persons)), status__in=OPEN_STATUSES).order_by("id")
)


def _add_details(people: Sequence[Person]) -> None:
    there = {person.id: person for person in people}
    for person in people:
        person.mains_now, person.whereabouts_now, person.open_needs = [], [], []  # type: ignore[attr-defined]  # kept beside it
    if not there:
        return
    for main in _MAINS(list(there)):
        there[main.person_id].mains_now.append(main)  # type: ignore[attr-defined]  # as above
    for here in _HERE(list(there)):
        there[here.person_id].whereabouts_now.append(here)  # type: ignore[attr-defined]  # as above
    for need in _NEEDS(list(there)):
        there[need.person_id].open_needs.append(need)  # type: ignore[attr-defined]  # as above


def record_list(by: Actor, verb: str, rows: Sequence[PersonRow]) -> Reasons:
    """One audit row naming everybody on the page. Returns what it says they are seen because of."""
    persons = [row.id for row in rows]
    reasons = reasons_for(by, persons)
    record_read(by=by, verb=verb, persons=persons, compartments=["C1", "C7"], because=reasons.because, detail={"shown": len(persons)})
    return reasons


def _mains(person: Person) -> list[Assignment]:
    mains: list[Assignment] = person.mains_now  # type: ignore[attr-defined]  # fetched beside it
    return mains


def _row(person: Person, names: dict[UUID, str]) -> PersonRow:
    needs: list[Need] = person.open_needs  # type: ignore[attr-defined]  # fetched beside it
    here: list[Whereabouts] = person.whereabouts_now  # type: ignore[attr-defined]  # as above
    not_started = sum(need.status == NeedStatus.NOT_STARTED for need in needs)
    workers = ", ".join(names.get(row.worker_id, "Somebody who has left") for row in _mains(person))
    return PersonRow(person, here[0] if here else None, len(needs), not_started, workers)


def _last(by: Actor, order: tuple[str, ...], marker: str) -> Any:
    """Where the person the marker names stands in this order. Raises Invalid for a marker that is not one of ours."""
    try:
        found: list[Any] = _STANDS[order](by, UUID(marker))
    except ValueError:
        found = []
    if not found:
        raise Invalid("The page marker in the address leads nowhere any more. Start again from the first page.")
    return found[0]


def _stands(order: tuple[str, ...], by: Actor, person_id: UUID) -> QuerySet[Person, Any]:
    ours = IsAnyOf(F("listed__team_id"), these(by.teams))
    return Person.objects.filter(may_see(by), ours, pk=person_id).order_by("pk").values_list(*order)[:1]


_STANDS = {order: OfReader(partial(_stands, order)) for order in ORDERS.values()}


def _place(order: Sequence[str], last: Sequence[Any] | None) -> Q:
    """What comes after somebody in this order."""
    condition, equal = Q(), Q()
    for name, value in zip(order, last or (), strict=False):
        condition |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    return condition & Q(**{f"{order[0]}__gte": last[0]}) if last else Q()  # where the range of the index begins
