"""Tasks: found by whose, state, due day and what they are about; one of them; how many wait for the reader."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.clock import today
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound
from throughcare.tasks import kinds
from throughcare.tasks.kinds import Recipient
from throughcare.tasks.models import Task
from throughcare.tasks.states import SOON_DAYS, TaskState

MINE, ME, TEAM, GIVEN, ALL = "mine", "me", "team", "given", "all"
OVERDUE, TODAY, SOON, LATER, NO_DAY = "overdue", "today", "soon", "later", "none"
ORDER = ("due", "id")
_NEVER = date(9999, 12, 31)


@dataclass(frozen=True, kw_only=True)
class TaskFilters:
    """Which tasks; empty means no matter. whose: MINE (to me or a team of mine), ME, TEAM, GIVEN (by me to others), ALL that I may see.

    due: OVERDUE, TODAY, SOON (after today, within SOON_DAYS), LATER (or no day), NO_DAY. about: one thing.
    """

    whose: str = MINE
    state: str = TaskState.OPEN.value
    due: str = ""
    words: str = ""
    about: Ref | None = None


class Counts(NamedTuple):
    """What waits for the reader: each task in one of them."""

    overdue: int
    today: int
    soon: int
    later: int


def search_tasks(by: Actor, filters: TaskFilters) -> QuerySet[Task]:
    """Tasks that match every filter. Not ordered: page by ORDER. Row security holds back what is about a thing the reader may not see."""
    by.check(Permission.TASK_DO)
    rows = _due(_whose(by, Task.objects.all(), filters.whose), filters.due)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.about:
        rows = rows.filter(about_kind=filters.about.kind, about_id=filters.about.id)
    for word in filters.words.split():
        rows = rows.filter(Q(what__icontains=word) | Q(words__icontains=word))
    return rows.annotate(due=Coalesce("due_on", Value(_NEVER)))


def _whose(by: Actor, rows: QuerySet[Task], whose: str) -> QuerySet[Task]:
    of_team = Q(IsAnyOf(F("team_id"), these(by.teams)))
    if by.user_id is None or whose == ALL:
        return rows
    if whose == ME:
        return rows.filter(user=by.user_id)
    if whose == TEAM:
        return rows.filter(of_team)
    if whose == GIVEN:
        return rows.filter(given_by=by.user_id).exclude(user=by.user_id)
    return rows.filter(Q(user=by.user_id) | of_team)


def _due(rows: QuerySet[Task], due: str) -> QuerySet[Task]:
    day = today()
    soon = day + timedelta(days=SOON_DAYS)
    if due == OVERDUE:
        return rows.filter(due_on__lt=day)
    if due == TODAY:
        return rows.filter(due_on=day)
    if due == SOON:
        return rows.filter(due_on__gt=day, due_on__lte=soon)
    if due == LATER:
        return rows.filter(Q(due_on__gt=soon) | Q(due_on__isnull=True))
    return rows.filter(due_on__isnull=True) if due == NO_DAY else rows


def page_of_tasks(by: Actor, filters: TaskFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Task]:
    """One page, by the day they are due; those without a day last."""
    return page_of(search_tasks(by, filters), order=ORDER, cursor=cursor, size=size)


def get_task(by: Actor, task_id: UUID) -> Task:
    """One task. Raises NotFound."""
    by.check(Permission.TASK_DO)
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise NotFound
    return found


def counts_for_home(by: Actor) -> Counts:
    """Of the reader's open tasks and their teams': overdue, due today, due soon, and all others, as the filters of the list have them."""
    day = today()
    soon = day + timedelta(days=SOON_DAYS)
    counted = search_tasks(by, TaskFilters()).aggregate(
        overdue=Count("id", filter=Q(due_on__lt=day)),
        today=Count("id", filter=Q(due_on=day)),
        soon=Count("id", filter=Q(due_on__gt=day, due_on__lte=soon)),
        later=Count("id", filter=Q(due_on__gt=soon) | Q(due_on__isnull=True)),
    )
    return Counts(**counted)


def open_about(by: Actor, about: Ref, *, most: int = 20) -> list[Task]:
    """Open tasks about one thing that the reader may see, by the day they are due. None for whoever has no tasks."""
    if not by.may(Permission.TASK_DO):
        return []
    return list(search_tasks(by, TaskFilters(whose=ALL, about=about)).order_by(*ORDER)[:most])


def may_be_given(by: Actor, about: Ref | None) -> list[Recipient]:
    """Who may be given a task about this: the reader first, then others by name. Row security says the same."""
    me = [Recipient("Me", user_id=by.user_id)] if by.user_id else []
    if about is not None:
        kind = kinds.kind_of(about.kind)
        others = kind.recipients(by) if kind else []
    else:
        others = [*_colleagues(), *(Recipient(f"Anybody of {name}", team_id=key) for key, name in _teams(by.teams).items())]
    return [*me, *(one for one in dict.fromkeys(others) if one.user_id is None or one.user_id != by.user_id)]


def _colleagues() -> list[Recipient]:
    with connection.cursor() as cursor:
        cursor.execute("select user_id, name from throughcare.task_colleagues() order by name, user_id")
        return [Recipient(name, user_id=key) for key, name in cursor.fetchall()]


def _teams(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Team.objects.filter(pk__in=list(ids)).order_by("name", "id").values_list("id", "name"))


def read_about(text: str) -> Ref | None:
    """What an address or a command names as KIND:ID; nothing for nothing. Raises Invalid."""
    if not text:
        return None
    kind, _, key = text.partition(":")
    if kinds.kind_of(kind) is None:
        there = ", ".join(sorted(kinds.registered()))
        raise Invalid(f"A task can be about nothing, or about one of: {there}.", {"about": [f"Use one of: {there}."]})
    try:
        return Ref(kind, UUID(key))
    except ValueError:
        raise Invalid("This is nothing's id.", {"about": ["Give the id of the thing it is about."]}) from None


def named(by: Actor, rows: Iterable[Task]) -> Mapping[Ref, str]:
    """What tasks are about, by name. One read for each kind."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.about:
            wanted[row.about_kind].add(row.about.id)
    found: dict[Ref, str] = {}
    for name, ids in wanted.items():
        kind = kinds.kind_of(name)
        found |= {Ref(name, key): text for key, text in (kind.named(by, ids) if kind else {}).items()}
    return found


def address_of(about: Ref | None) -> str:
    """Where the thing is looked at; nothing when its app is not here."""
    kind = kinds.kind_of(about.kind) if about else None
    if kind is None or about is None:
        return ""
    try:
        return reverse(kind.url, args=[about.id])
    except NoReverseMatch:
        return ""


def doers(rows: Iterable[Task]) -> Mapping[UUID, str]:
    """Names of users and teams that have or gave these tasks, by their keys. Two reads."""
    found = list(rows)
    users = names_of({key for row in found for key in (row.user_id, row.given_by_id)})
    return {**users, **_teams({row.team_id for row in found if row.team_id})}


def as_dict(row: Task, names: Mapping[UUID, str], things: Mapping[Ref, str]) -> dict[str, Any]:
    """In words and days, for the command line."""
    doer = row.user_id or row.team_id
    told = {
        "id": str(row.pk),
        "what": row.what,
        "words": row.words,
        "due_on": row.due_on,
        "state": row.get_state_display(),
        "reason": row.reason,
    }
    return {**told, "for": names.get(doer, "") if doer else "", "about": things.get(row.about, "") if row.about else ""}


def open_by_rule(rule: str) -> list[Ref]:
    """What open tasks of a reminder are about. For the job that closes them."""
    rows = Task.objects.filter(rule=rule, state=TaskState.OPEN).order_by("about_kind", "about_id").distinct("about_kind", "about_id")
    return [row.about for row in rows if row.about]
