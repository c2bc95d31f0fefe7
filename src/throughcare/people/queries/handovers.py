"""Handovers: one of them, and those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import Handover
from throughcare.people.queries.caseload import because_of, because_of_many, may_see
from throughcare.people.queries.workers import get_cases
from throughcare.people.states import HANDOVER_STATES, HandoverState

HANDOVER = "people.handover"
NO_SUCH_HANDOVER = "There is no handover at this address that you can see."
MOST_SHOWN = 50


@dataclass(frozen=True)
class Handed:
    """A handover with names, and what the reader may do with it now."""

    handover: Handover
    names: dict[UUID, str]
    verbs: list[str]

    def name(self, user_id: UUID | None) -> str:
        """A worker's."""
        return self.names.get(user_id, "Somebody who has left") if user_id else "Nobody"


def get_handover(by: Actor, handover_id: UUID) -> Handed:
    """One, with its person, and an audit row. Raises NotFound for an unknown id and for a stranger alike."""
    found = (
        Handover.objects.select_related("person__home_site", "from_team", "to_team")
        .filter(may_see(by, "person_id"), pk=handover_id)
        .first()
    )
    if found is None:
        raise NotFound(NO_SUCH_HANDOVER)
    about = Ref(HANDOVER, found.id)
    record_read(
        by=by,
        verb="handover.viewed",
        persons=[found.person_id],
        compartments=["C1", "C9"],
        because=because_of(by, found.person_id),
        about=about,
    )
    return Handed(found, names_of([found.by_id, found.from_worker_id, found.to_worker_id, found.closed_by_id]), _verbs(by, found))


def waiting_for(by: Actor, *, mine: bool = True) -> list[Handed]:
    """Handovers that wait for the reader to acknowledge them (mine), or for anybody of their office; the oldest first, audited."""
    rows = Handover.objects.filter(may_see(by, "person_id"), state=HandoverState.WAITING, to_team_id__in=by.teams)
    if mine:
        rows = rows.filter(to_worker_id=by.user_id)
    found = list(rows.select_related("person", "from_team", "to_team").order_by("made_at", "id")[:MOST_SHOWN])
    _audit(by, found)
    names = names_of([row.to_worker_id for row in found] + [row.by_id for row in found])
    return [Handed(row, names, []) for row in found]


def _for_me(by: Actor) -> QuerySet[Handover, UUID]:
    mine = IsAnyOf(F("to_team_id"), these(by.teams))
    rows = Handover.objects.filter(may_see(by, "person_id"), mine, state=HandoverState.WAITING, to_worker_id=by.user_id)
    return rows.values_list("id", flat=True)


_FOR_ME = OfReader(_for_me)


def count_waiting(by: Actor) -> int:
    """How many handovers wait for the reader. A number only."""
    return len(_FOR_ME(by))


def _waiting(by: Actor, person_id: UUID) -> QuerySet[Handover]:
    return Handover.objects.filter(may_see(by, "person_id"), person_id=person_id, state=HandoverState.WAITING).order_by("id")[:1]


_WAITING = OfReader(_waiting)


def waiting_of(by: Actor, person_id: UUID) -> Handover | None:
    """The one that waits for an answer about somebody. The caller has fetched the person and named C9 in its audit row."""
    return next(iter(_WAITING(by, person_id)), None)


def _audit(by: Actor, rows: Sequence[Handover]) -> None:
    persons = {row.person_id for row in rows}
    record_read(by=by, verb="handovers.listed", persons=persons, compartments=["C1", "C9"], because=because_of_many(by, persons))


def _verbs(by: Actor, found: Handover) -> list[str]:
    """Whose turn it is: the new worker (or whoever has the person there by now, or their manager), and the old office."""
    able = set()
    manages = by.may(Permission.CASELOAD_MANAGE)
    if by.may(Permission.CASELOAD_OWN) or manages:
        if found.to_team_id in by.teams:
            case = get_cases(by, [found.person_id]).get(found.person_id)
            has = {found.to_worker_id, *(case.has if case and case.team.id == found.to_team_id else [])}
            able |= {"acknowledge"} if manages or by.user_id in has else set()
        if found.from_team_id in by.teams and (manages or by.user_id in (found.by_id, found.from_worker_id)):
            able.add("take_back")
    return [verb for verb in HANDOVER_STATES.verbs_from(found.state) if verb in able]
