"""Records that were put together: which stands for itself, where the other went, and what the records role decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record_read
from throughcare.common.paging import page_of
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.people.models import Merge, Person
from throughcare.people.queries.kept import not_kept
from throughcare.people.states import MERGE_STATES, MergeState

MERGE = "people.merge"
TOGETHER = (MergeState.MERGED, MergeState.TO_PART)
MOST_SHOWN = 50
_WAITING = (MergeState.PROPOSED, MergeState.TO_PART)  # for a second officer
_PROPOSER = {MergeState.PROPOSED: "proposed_by_id", MergeState.TO_PART: "part_by_id"}


@dataclass(frozen=True)
class Merging:
    """A merge with names, the offices that were left out, and what the reader may do with it now."""

    merge: Merge
    names: dict[UUID, str]
    left_out: list[Team]
    verbs: list[str]

    @property
    def name_of_asker(self) -> str:
        """Who asked for it."""
        return self.name(self.merge.proposed_by_id)

    def name(self, user_id: UUID | None) -> str:
        """An officer's."""
        return self.names.get(user_id, "Somebody who has left") if user_id else ""


def not_merged() -> QuerySet[Person]:
    """Everybody the reader's rows let them see, without records that went into another. For the records role and system actors."""
    return Person.objects.filter(~Exists(Merge.objects.filter(loser=OuterRef("pk"), state__in=TOGETHER)))


def where_to(person_id: UUID) -> UUID | None:
    """The record that somebody's went into, when the reader may see it; None otherwise, so that nothing is given away."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.merged_into(%s)", [person_id])
        found: UUID | None = cursor.fetchone()[0]
    return found


def get_merge(by: Actor, merge_id: UUID) -> Merging:
    """One, and an audit row naming both people. Raises NotFound for an unknown id and for whoever doesn't keep records alike."""
    found = _not_of_the_kept(Merge.objects.filter(pk=merge_id)).first() if by.may(Permission.PERSON_IMPORT) else None
    if found is None:
        raise NotFound
    persons = [found.winner_id, found.loser_id]
    record_read(by=by, verb="merge.viewed", persons=persons, compartments=["C1"], about=Ref(MERGE, found.id))
    return _merging(by, [found])[0]


def merges(by: Actor, *, waiting: bool, cursor: str = "", size: int = MOST_SHOWN) -> tuple[list[Merging], str | None]:
    """Those that wait for an officer, or the others; the latest first, with the next page's cursor. Audited, naming everybody."""
    by.check(Permission.PERSON_IMPORT)
    rows = Merge.objects.filter(state__in=_WAITING) if waiting else Merge.objects.exclude(state__in=_WAITING)
    page = page_of(_not_of_the_kept(rows), order=("-proposed_at", "id"), cursor=cursor, size=size)
    persons = sorted({key for row in page.rows for key in (row.winner_id, row.loser_id)})
    record_read(by=by, verb="merges.listed", persons=persons, compartments=["C1"], detail={"shown": len(page.rows)})
    return _merging(by, page.rows), page.next


def count_to_decide(by: Actor) -> int:
    """How many another officer asked for, to be put together or taken apart."""
    if not by.may(Permission.PERSON_IMPORT):
        return 0
    own = Q(state=MergeState.PROPOSED, proposed_by_id=by.user_id) | Q(state=MergeState.TO_PART, part_by_id=by.user_id)
    return _not_of_the_kept(Merge.objects.filter(state__in=_WAITING).exclude(own)).count()


def _not_of_the_kept(rows: QuerySet[Merge]) -> QuerySet[Merge]:
    """Without those of whom limited access keeps the reader from either: another officer decides."""
    return rows.filter(not_kept("winner_id"), not_kept("loser_id"))


def _merging(by: Actor, rows: Iterable[Merge]) -> list[Merging]:
    rows = list(rows)
    names = names_of(key for row in rows for key in (row.proposed_by_id, row.decided_by_id, row.part_by_id, row.parted_by_id) if key)
    teams = {team.id: team for team in Team.objects.filter(pk__in=[key for row in rows for key in row.left_out]).order_by("name")}
    return [Merging(row, names, [team for key, team in teams.items() if key in row.left_out], _verbs(by, row)) for row in rows]


def _verbs(by: Actor, row: Merge) -> list[str]:
    """Who asked may take it back; another decides."""
    asked_by = getattr(row, _PROPOSER.get(MergeState(row.state), "id"))
    mine = asked_by == by.user_id
    return [verb for verb in MERGE_STATES.verbs_from(row.state) if row.state not in _PROPOSER or (verb == "withdraw") == mine]
