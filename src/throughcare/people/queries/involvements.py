"""Which teams are involved with somebody, at this moment."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, UUIDField

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import TeamKind
from throughcare.common.compiled import Compiled
from throughcare.common.expressions import IsAnyOf, these
from throughcare.people.models import Involvement

# The database's clock and the start of the transaction: what row-level security compares with, whatever this machine's clock says.
OPEN = Q(starts_at__lte=TransactionNow()) & (Q(ends_at__isnull=True) | Q(ends_at__gt=TransactionNow()))


def moment() -> datetime:
    """The start of the open transaction by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        at: datetime = cursor.fetchone()[0]
    return at


FOR_ALL = Q(only__isnull=True)


def for_user(user_id: UUID | None) -> Q:
    """Involvements of a whole team, and those for this user alone."""
    return FOR_ALL | Q(only_id=user_id) if user_id else FOR_ALL


def open_involvements(persons: Iterable[UUID], teams: Iterable[UUID], user_id: UUID | None = None) -> QuerySet[Involvement]:
    """Those of `teams` with `persons` that count now: for all of a team, and for this user alone."""
    there = (IsAnyOf(F("person_id"), these(persons)), IsAnyOf(F("team_id"), these(teams)))
    return Involvement.objects.filter(OPEN, for_user(user_id), *there)


_BY_TEAMS: Compiled[UUID] = Compiled(lambda persons, teams: open_involvements(persons, teams).values_list("person_id", flat=True))


def worked_with(by: Actor, persons: Iterable[UUID]) -> set[UUID]:
    """Those of `persons` a team of the reader's works with. Whom the reader sees alone, in an emergency, it does not: the rest of it is refused."""
    persons = list(persons)
    return set(_BY_TEAMS(persons, list(by.teams))) if persons and by.teams else set()


def works_on_identity(by: Actor, person_id: UUID) -> bool:
    """Whether a team of the reader's works with this person, with who they are and where open to all of it."""
    rows = open_involvements([person_id], list(by.teams)).filter(compartments__contains=["C1"]) if by.teams else Involvement.objects.none()
    return rows.exists()


class OfficePeople(Func):
    """Ids of everybody a whole team of the reader's works with now, for needs and referrals: for IsAnyOf. Not whom limited access keeps from them."""

    template = "array(select throughcare.office_people())"
    output_field = ArrayField(UUIDField())


def office_teams_of(person_id: UUID, compartment: str) -> list[UUID]:
    """Offices of the department that work with the person and hold `compartment`."""
    rows = Involvement.objects.filter(OPEN, FOR_ALL, person_id=person_id, team__kind=TeamKind.OFFICE, compartments__contains=[compartment])
    return sorted(set(rows.values_list("team_id", flat=True)))
