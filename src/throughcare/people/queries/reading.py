"""Who was stopped because they opened many people's records, for those who may let them open more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import ReadLift, ReadStop

STOP = "people.readstop"


@dataclass(frozen=True)
class Stopped:
    """One stop, page-ready. lifts: why somebody let them open more that day, and who. may_lift: the reader may, today."""

    stop: ReadStop
    user: str
    lifts: tuple[tuple[ReadLift, str], ...]
    may_lift: bool

    @property
    def version(self) -> int:
        """Another with each lift: one more would allow twice what each meant."""
        return 1 + len(self.lifts)


def my_supervisors() -> list[UUID]:
    """Who may let the reader open more."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.my_supervisors()")
        return [row[0] for row in cursor.fetchall()]


def stops(by: Actor, *, cursor: str = "", size: int = PAGE_SIZE) -> tuple[list[Stopped], Page[ReadStop]]:
    """The stops of those whose supervisor the reader is, and their own; newest first, audited."""
    page = page_of(ReadStop.objects.all(), order=("-at", "-id"), cursor=cursor, size=size)
    record(by=by, verb="reading.stops.listed", detail={"shown": len(page.rows)})
    return _stopped(by, page.rows), page


def get_stop(by: Actor, stop_id: UUID) -> Stopped:
    """One, and an audit row. Raises NotFound for an unknown one and for one that is not the reader's to see."""
    found = ReadStop.objects.filter(pk=stop_id).first()
    if found is None:
        raise NotFound
    record(by=by, verb="reading.stop.viewed", about=Ref(STOP, found.id))
    return _stopped(by, [found])[0]


def get_lift(by: Actor, lift_id: UUID) -> ReadLift:
    """That somebody was let open more. Raises NotFound."""
    found = ReadLift.objects.filter(pk=lift_id).first()
    if found is None:
        raise NotFound
    return found


def count_stopped(by: Actor) -> int:
    """How many wait for the reader today: stopped, and nobody let them open more since."""
    found = [one for one in _stopped(by, list(ReadStop.objects.filter(at__date=today()).order_by("at", "id"))) if one.may_lift]
    return len({one.stop.user_id for one in found if all(lift.at < one.stop.at for lift, _ in one.lifts)})


def day_of(stop: ReadStop) -> date:
    """The site's day of a stop."""
    return localdate(stop.at)


def _stopped(by: Actor, rows: Sequence[ReadStop]) -> list[Stopped]:
    lifts = list(ReadLift.objects.filter(user_id__in={row.user_id for row in rows}).order_by("at", "id")) if rows else []
    names = names_of([row.user_id for row in rows] + [lift.by_id for lift in lifts])
    return [
        Stopped(
            row,
            names.get(row.user_id, "Somebody who has left"),
            tuple((lift, names.get(lift.by_id, "")) for lift in lifts if lift.user_id == row.user_id and lift.on_day == day_of(row)),
            row.user_id != by.user_id and day_of(row) == today(),
        )
        for row in rows
    ]
