"""Looks at records: the facts of every visit, and those a second person asks about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.matching.looks import Visit, settled
from throughcare.people.models import Look
from throughcare.people.queries.limits import Named, named
from throughcare.people.states import LookVerdict

LOOK = "people.look"
WHICH = {
    "open": Q(verdict="", asked_at__isnull=False),
    "waiting": Q(verdict="", asked_at__isnull=True),
    "reviewed": Q(verdict__in=LookVerdict.values),
}
_VISITS = """select user_id, person_id, on_day, at, until, rows, worked, theirs, new_here, theirs_before, leads, worker_in, beside, surname, whanau,
    conflict, emergency from throughcare.looks(%s, %s)"""


@dataclass(frozen=True)
class Looked:
    """One, page-ready. may_review: it is asked about, and nobody has yet."""

    look: Look
    user: str
    person: Named
    reviewer: str
    may_review: bool


def visits_between(begin: datetime, end: datetime, *, at: datetime) -> list[Visit]:
    """Every visit to a record in these days, as known `at` this moment. The reader must be the system."""
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, [begin, end])
        found = [Visit(*row) for row in cursor.fetchall()]
    return [replace(one, at=localtime(one.at), until=localtime(one.until), settled=settled(one.on, localtime(at))) for one in found]


def check_asks(by: Actor) -> None:
    """Raise NotAllowed unless the reader asks about looks."""
    if not by.may(Permission.AUDIT_READ):
        by.check(Permission.PRIVACY_MANAGE)


def looks(by: Actor, *, which: str = "open", cursor: str = "", size: int = PAGE_SIZE) -> tuple[list[Looked], Page[Look]]:
    """Those to be explained (open), those that work may still explain (waiting), or those somebody has asked about (reviewed).

    Newest first, audited.
    """
    check_asks(by)
    rows = Look.objects.filter(WHICH.get(which, WHICH["open"]))
    page = page_of(rows, order=("-at", "-id"), cursor=cursor, size=size)
    record_read(by=by, verb="looks.listed", persons={row.person_id for row in page.rows}, compartments=["C1"])
    return _looked(by, page.rows), page


def get_look(by: Actor, look_id: UUID) -> Looked:
    """One, and an audit row. Raises NotFound for an unknown id and for what is about the reader themselves."""
    check_asks(by)
    found = Look.objects.filter(pk=look_id).first()
    if found is None:
        raise NotFound
    record_read(by=by, verb="look.viewed", persons=[found.person_id], compartments=["C1"], about=Ref(LOOK, found.id))
    return _looked(by, [found])[0]


def count_open(by: Actor) -> int:
    """How many wait for the reader."""
    return Look.objects.filter(WHICH["open"]).count()


def _looked(by: Actor, rows: Sequence[Look]) -> list[Looked]:
    people = named(by, [row.person_id for row in rows])
    names = names_of([row.user_id for row in rows] + [row.reviewed_by_id for row in rows if row.reviewed_by_id])
    return [
        Looked(
            row,
            names.get(row.user_id, "Somebody who has left"),
            people.get(row.person_id, Named()),
            names.get(row.reviewed_by_id, "") if row.reviewed_by_id else "",
            not row.verdict and row.asked_at is not None and row.user_id != by.user_id,
        )
        for row in rows
    ]
