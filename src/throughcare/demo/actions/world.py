"""What has been made so far, for the steps that come after."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, Model

from throughcare.accounts.models import Team, User
from throughcare.demo.chance import Chance
from throughcare.demo.names import Invent
from throughcare.partners.models import Organization
from throughcare.people.models import Need, Person, Whereabouts
from throughcare.places.models import Site
from throughcare.services.models import Service

Row = TypeVar("Row", bound=Model)
Progress = Callable[[str, int, int], None]

# Rows a statement; people a batch.
ROWS, BATCH = 2_000, 1_000
HISTORY_DAYS = 90


@dataclass(frozen=True)
class Span:
    """An office worked with the person from a moment until a moment (None: still does); `worker` has the caseload."""

    team: Team
    worker: User
    starts_at: datetime
    ends_at: datetime | None
    involvement: UUID


@dataclass
class Life:
    """One person as the demo makes them up."""

    person: Person
    region: str
    spans: list[Span]
    whereabouts: list[Whereabouts]
    numbers: tuple[tuple[str, str], ...] = ()
    needs: list[Need] = field(default_factory=list)

    def at(self, moment: datetime) -> Span:
        """The office that worked with them at the moment: the newest of several."""
        there = [span for span in self.spans if span.starts_at <= moment and (span.ends_at is None or span.ends_at > moment)]
        return there[-1] if there else self.spans[-1]

    def where(self, day: date) -> Whereabouts:
        """Where they were that day."""
        return next((place for place in reversed(self.whereabouts) if place.starts_on <= day), self.whereabouts[0])


@dataclass
class World:
    """The demo while it is being made."""

    chance: Chance
    invent: Invent
    progress: Progress
    sites: dict[str, Site] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    staff: dict[str, list[User]] = field(default_factory=dict)  # by team code: those who may do its work
    members: dict[str, list[User]] = field(default_factory=dict)  # by team code: everybody in it
    users: dict[str, User] = field(default_factory=dict)  # by key of the cast
    organizations: dict[str, Organization] = field(default_factory=dict)  # by code of PARTNERS
    employers: list[Organization] = field(default_factory=list)  # each with a memorandum
    offered: dict[tuple[str, str], list[Service]] = field(default_factory=dict)  # by region and pillar: what can be referred to
    team_of: dict[UUID, Team] = field(default_factory=dict)  # by organisation

    def at_work(self, code: str) -> User:
        """One worker of a team."""
        return self.chance.pick(self.staff[code])


def save(model: type[Row], rows: Sequence[Row]) -> None:
    """Insert rows as they are: a moment of making that lies in the past stays so."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    insert(
        model._meta.db_table, [str(field.column) for field in fields], [[getattr(row, field.attname) for field in fields] for row in rows]
    )


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, each a value a column, in few statements of one parameter: no time goes into thousands of placeholders."""
    names = ", ".join(columns)
    statement = f"insert into {table} ({names}) select {names} from jsonb_populate_recordset(null::{table}, %s::jsonb)"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            part = [dict(zip(columns, row, strict=True)) for row in rows[start : start + ROWS]]
            cursor.execute(statement, [json.dumps(part, default=_plain)])


def _plain(value: object) -> str:
    """What JSON has no way to write, as PostgreSQL reads it."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def batches(total: int) -> Iterator[range]:
    """0 … total - 1, a batch at a time."""
    for start in range(0, total, BATCH):
        yield range(start, min(start + BATCH, total))
