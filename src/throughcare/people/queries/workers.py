"""Who has whom on their caseload."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team, TeamKind
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.compiled import Compiled
from throughcare.common.refusals import NotFound
from throughcare.people.models import Assignment, CaseloadChange, Involvement, Person
from throughcare.people.queries.caseload import because_of_many, may_see
from throughcare.people.queries.involvements import OPEN
from throughcare.people.states import AssignmentKind

ASSIGNMENT = "people.assignment"
NOT_OVER = Q(ends_at__isnull=True) | Q(ends_at__gt=TransactionNow())


@dataclass(frozen=True)
class Case:
    """Somebody in the reader's office: main worker now, and whoever covers now or will."""

    person: Person
    team: Team
    main: Assignment | None = None
    covers: list[Assignment] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)

    @property
    def seen(self) -> UUID | None:
        """Which state of the caseload this is: a new worker is a new row."""
        return self.main.id if self.main else None

    @property
    def has(self) -> list[UUID]:
        """Those who have them now, or cover."""
        return [row.worker_id for row in (self.main, *self.covers) if row]

    @property
    def main_name(self) -> str:
        """The main worker, or nobody."""
        return self.names.get(self.main.worker_id, "") if self.main else ""


@dataclass(frozen=True)
class Working:
    """One line of who works with somebody."""

    assignment: Assignment
    worker: str
    team: str


def get_cases(by: Actor, persons: Sequence[UUID], *, verb: str = "caseload.checked") -> dict[UUID, Case]:
    """Those of `persons` an office of the actor's works with, audited as one list. Five queries, however many."""
    people = {p.id: p for p in Person.objects.select_related("home_site").filter(may_see(by), pk__in=persons)}
    ours = Involvement.objects.filter(OPEN, person_id__in=people, team_id__in=by.teams, because_kind=ASSIGNMENT, team__kind=TeamKind.OFFICE)
    team_of = {row.person_id: row.team for row in ours.select_related("team").order_by("starts_at", "id")}
    rows = list(Assignment.objects.filter(NOT_OVER, person_id__in=team_of).order_by("starts_at", "id"))
    names = names_of(row.worker_id for row in rows)
    cases = {}
    for person_id, team in team_of.items():
        mine = [row for row in rows if row.person_id == person_id and row.team_id == team.id]
        main = next((row for row in mine if row.kind == AssignmentKind.MAIN), None)
        covers = [row for row in mine if row.kind == AssignmentKind.COVER]
        cases[person_id] = Case(people[person_id], team, main, covers, names)
    record_read(by=by, verb=verb, persons=cases, compartments=["C1"], because=because_of_many(by, cases), detail={"shown": len(cases)})
    return cases


def mine_now(by: Actor) -> QuerySet[Assignment, UUID]:
    """Ids of those the reader has on their caseload now, as main worker or in cover. An assignment opens nothing: ask of each whether they may be seen."""
    return Assignment.objects.filter(OPEN, worker_id=by.user_id).order_by().values_list("person_id", flat=True)


def get_change(by: Actor, change_id: UUID) -> CaseloadChange:
    """A change of caseloads the reader made. Raises NotFound for an unknown id and for somebody else's alike."""
    found = CaseloadChange.objects.filter(pk=change_id, by_id=by.user_id).first()
    if found is None:
        raise NotFound
    return found


_WORKERS: Compiled[Assignment] = Compiled(
    lambda person_id: Assignment.objects.filter(NOT_OVER, person_id=person_id).select_related("team").order_by("-kind", "starts_at", "id")
)


def workers_of(person_id: UUID) -> list[Working]:
    """Who works with somebody, in every office, now or from a day to come. The caller has fetched the person from an audited getter."""
    rows = _WORKERS(person_id)
    names = names_of(row.worker_id for row in rows)
    return [Working(row, names.get(row.worker_id, "Somebody who has left"), row.team.name) for row in rows]


def case_workers(team_id: UUID) -> dict[UUID, str]:
    """Who has a caseload in an office: id → name, sorted by name."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name from throughcare.case_workers(%s) order by name, id", [team_id])
        return dict(cursor.fetchall())


def other_offices(teams: Iterable[UUID]) -> list[Team]:
    """Every office but these."""
    return list(Team.objects.filter(kind=TeamKind.OFFICE).exclude(pk__in=list(teams)).order_by("name"))


def offices_for(by: Actor) -> list[Team]:
    """Offices somebody new may be asked for: one's own, or any for who keeps the records."""
    offices = Team.objects.filter(kind=TeamKind.OFFICE).order_by("name")
    return list(offices if by.may(Permission.PERSON_IMPORT) else offices.filter(pk__in=by.teams))


def get_office(team_id: UUID) -> Team | None:
    """An office by id."""
    return Team.objects.filter(pk=team_id, kind=TeamKind.OFFICE).first()


def work_on(person_id: UUID | None = None) -> list[dict[str, str]]:
    """What can be done with people on a caseload, or with this one: {text, href}."""
    said = {"assign": "Put on a caseload", "cover": "Arrange cover", "transfer": "Hand over", "end": "Stop working with them"}
    query = f"?person={person_id}" if person_id else ""
    return [{"text": text, "href": reverse("caseload-do", args=[verb]) + query} for verb, text in said.items()]
