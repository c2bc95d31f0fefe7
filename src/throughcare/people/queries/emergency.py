"""Records opened in an emergency: one's own uses, and those one looks at a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.clock import now
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import EmergencyOpening
from throughcare.people.models.emergency import AN_HOUR
from throughcare.people.queries.limits import Named, named
from throughcare.people.states import EMERGENCY


@dataclass(frozen=True)
class Opened:
    """One use, page-ready. may_review: the reader is a second person, and nobody was before."""

    opening: EmergencyOpening
    person: Named
    user: str
    reviewer: str
    may_review: bool


def openings(by: Actor, *, reviewed: bool = False, cursor: str = "", size: int = PAGE_SIZE) -> tuple[list[Opened], Page[EmergencyOpening]]:
    """Those that wait for a second look, or have had it; newest first, audited. Who reviews sees all of theirs, others their own."""
    rows = EmergencyOpening.objects.exclude(verdict="") if reviewed else EmergencyOpening.objects.filter(verdict="")
    page = page_of(rows, order=("-at", "-id"), cursor=cursor, size=size)
    record_read(by=by, verb="emergencies.listed", persons={row.person_id for row in page.rows}, compartments=["C1"])
    return _opened(by, page.rows), page


def get_opening(by: Actor, opening_id: UUID) -> Opened:
    """One, and an audit row. Raises NotFound for an unknown id and for one that is not the reader's to see."""
    found = EmergencyOpening.objects.filter(pk=opening_id).first()
    if found is None:
        raise NotFound
    record_read(by=by, verb="emergency.viewed", persons=[found.person_id], compartments=["C1"], about=Ref(EMERGENCY, found.id))
    return _opened(by, [found])[0]


def count_to_review(by: Actor) -> int:
    """How many wait for the reader."""
    waiting = EmergencyOpening.objects.filter(verdict="")
    return waiting.exclude(user_id=by.user_id or "").count() if by.signed_in and by.may(Permission.EMERGENCY_REVIEW) else 0


def is_open_for_now(by: Actor, person_id: UUID) -> bool:
    """Whether the reader opened the record in an emergency within the hour. The caller's getter audited the person."""
    return EmergencyOpening.objects.filter(user_id=by.user_id or "", person_id=person_id, at__gt=now() - AN_HOUR).exists()


def _opened(by: Actor, rows: Sequence[EmergencyOpening]) -> list[Opened]:
    people = named(by, [row.person_id for row in rows])
    names = names_of([row.user_id for row in rows] + [row.reviewed_by_id for row in rows])
    return [
        Opened(
            row,
            people.get(row.person_id, Named()),
            names.get(row.user_id, "Somebody who has left"),
            names.get(row.reviewed_by_id, "") if row.reviewed_by_id else "",
            not row.verdict and row.user_id != by.user_id and by.may(Permission.EMERGENCY_REVIEW),
        )
        for row in rows
    ]
