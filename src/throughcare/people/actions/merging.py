"""Two records of one person put together, and taken apart again: one officer asks, another does it."""

import time
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import F, Q
from psycopg.errors import DeadlockDetected, LockNotAvailable

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.people import policies
from throughcare.people.models import Involvement, LikelyPair, Merge
from throughcare.people.queries import moment
from throughcare.people.queries.kept import not_kept
from throughcare.people.queries.merges import MERGE, TOGETHER, get_merge, not_merged
from throughcare.people.queries.newcomers import for_purpose, get_pair
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS, MERGE_STATES, MergeState, PairState

CHANGED = "Somebody else decided about these records while you were looking. Look again."
DECIDED = "Somebody has decided about this pair already."
AT_WORK = "Somebody is at work on one of these records just now, so nothing was changed. Try again in a minute."
LONGEST_REASON = 500
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0)  # seconds, in which others come to an end
_WHO = {"confirm": "decided_by", "refuse": "decided_by", "withdraw": "decided_by", "ask_apart": "part_by"}
_FUNCTION = {"confirm": "merge_people", "confirm_apart": "part_people"}


@transaction.atomic
def propose_merge(*, by: Actor, winner_id: UUID, loser_id: UUID, reason: str) -> Merge:
    """Ask for two records to be put together: `loser_id` goes into `winner_id`. Another officer decides."""
    by.check(Permission.PERSON_IMPORT)
    words = _reason(reason)
    with for_purpose(by):
        there = set(not_merged().filter(not_kept("id"), pk__in=[winner_id, loser_id]).values_list("id", flat=True))
    if len(there) != 2:
        raise NotFound
    with connection.cursor() as cursor:  # one after the other, so that the second knows of the first
        cursor.execute("select pg_advisory_xact_lock(hashtext('throughcare.merge'))")
    if Merge.objects.filter(state=MergeState.PROPOSED).filter(Q(loser_id__in=there) | Q(winner_id__in=there)).exists():
        raise Refused("One of these records waits to be put together with another already. Decide about that first.")
    assert by.user_id is not None  # noqa: S101 - the permission is a user's, and the database asks for one
    made = Merge(winner_id=winner_id, loser_id=loser_id, reason=words, proposed_by_id=by.user_id)
    made.save(force_insert=True)
    _record(by, "merge.proposed", made)
    return made


@transaction.atomic
def move_merge(*, by: Actor, merge_id: UUID, verb: str, seen: int, reason: str = "") -> Merge:
    """One step of the table of states. confirm and confirm_apart do the work at once, or nothing.

    Raises Refused for a step that can't be taken from here, or that somebody else must take; Stale when somebody was faster.
    """
    found = get_merge(by, merge_id).merge
    if verb not in MERGE_STATES.verbs:
        raise NotFound
    if found.version != seen:
        raise Stale(CHANGED)
    move = MERGE_STATES.check(found.state, verb)
    policies.check_can_decide(by, found, move)
    values: dict[str, object] = {f"{_WHO.get(verb, 'parted_by')}_id": by.user_id}
    if move.needs_reason:
        values["part_reason"] = _reason(reason)
    if verb == "confirm_apart":
        _check_is_last(found)
    if not Merge.objects.filter(pk=found.pk, version=seen).update(state=move.reaches, version=F("version") + 1, **values):
        raise Stale(CHANGED)
    if verb in _FUNCTION:
        _carry_out(_FUNCTION[verb], found)
    _record(by, f"merge.{verb}", found)
    return get_merge(by, merge_id).merge


@transaction.atomic
def reopen_for(*, by: Actor, merge_id: UUID, team_id: UUID, seen: int) -> Merge:
    """Let an office that saw one of the two see the record they have become: an officer's own decision, never the merge's."""
    found = _as_seen(by, merge_id, seen)
    if found.state != MergeState.MERGED or team_id not in found.left_out:
        raise Refused("This office sees the record already, or has nothing to do with it.")
    with for_purpose(by):
        Involvement(
            person_id=found.winner_id,
            team_id=team_id,
            because_kind="people.assignment",
            because_id=found.id,
            compartments=list(ASSIGNMENT_COMPARTMENTS),
            starts_at=moment(),
            by_id=by.user_id,
        ).save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("select throughcare.merge_seen_by(%s, %s)", [found.id, team_id])
    _record(by, "merge.reopened", found, team=str(team_id))
    return get_merge(by, merge_id).merge


@transaction.atomic
def rejoin_account(*, by: Actor, merge_id: UUID, seen: int) -> Merge:
    """Join the person's own log-in, which was left out, to the record that stays."""
    found = _as_seen(by, merge_id, seen)
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.rejoin_account(%s)", [found.id])
        if not cursor.fetchone()[0]:
            raise Refused("There is no log-in to join to this record.")
    _record(by, "merge.rejoined", found)
    return get_merge(by, merge_id).merge


@transaction.atomic
def decide_pair(*, by: Actor, pair_id: UUID, decision: str, reason: str) -> LikelyPair:
    """two: two people. one, other: as `ask_about_pair`. Raises NotFound, Refused."""
    pair = get_pair(by, pair_id).pair
    if decision == "two":
        return keep_two(by=by, pair_id=pair_id, note=reason)
    ask_about_pair(by=by, pair_id=pair_id, stays=decision, reason=reason)
    return pair


@transaction.atomic
def ask_about_pair(*, by: Actor, pair_id: UUID, stays: str, reason: str) -> Merge:
    """One person: ask for the two to be put together. stays: "one" for the first of the pair, "other" for the second."""
    by.check(Permission.PERSON_IMPORT)
    get_pair(by, pair_id)  # limited access keeps the reader from neither
    pair = LikelyPair.objects.select_for_update().filter(pk=pair_id, state=PairState.OPEN).first()
    if pair is None:
        raise Refused(DECIDED)
    winner, loser = (pair.one_id, pair.other_id) if stays == "one" else (pair.other_id, pair.one_id)
    return propose_merge(by=by, winner_id=winner, loser_id=loser, reason=reason)


@transaction.atomic
def keep_two(*, by: Actor, pair_id: UUID, note: str) -> LikelyPair:
    """Two people: the pair is not shown again."""
    get_pair(by, pair_id)  # limited access keeps the reader from neither
    words = _reason(note)
    values = {"state": PairState.DIFFERENT, "note": words, "decided_by_id": by.user_id, "decided_at": moment()}
    if not LikelyPair.objects.filter(pk=pair_id, state=PairState.OPEN).update(**values):
        raise Refused(DECIDED)
    pair = LikelyPair.objects.get(pk=pair_id)
    about = Ref("people.likelypair", pair.id)
    record(by=by, verb="duplicate.different", persons=[pair.one_id, pair.other_id], compartments=["C1"], about=about)
    return pair


def _as_seen(by: Actor, merge_id: UUID, seen: int) -> Merge:
    """One that is as the officer saw it, and stays so until the end. Raises NotFound, Stale."""
    get_merge(by, merge_id)
    found = Merge.objects.select_for_update().filter(pk=merge_id, version=seen).first()
    if found is None:
        raise Stale(CHANGED)
    return found


def _carry_out(function: str, found: Merge) -> None:
    """All rows of two people in one go, or none.

    Whoever is at work on one of them may hold a row that a merge needs, and need the record that it holds. So the merge, which anybody seldom
    does and which holds most, gives way: it waits for each row but a moment (shorter than PostgreSQL takes to see a deadlock, and to undo
    either), lets go of everything, and tries again.
    """
    for pause in _PAUSES:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"select throughcare.{function}(%s)", [found.id])
                return
        except OperationalError as wrong:
            if not isinstance(wrong.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            time.sleep(pause)
    raise Refused(AT_WORK)


def _check_is_last(found: Merge) -> None:
    """Apart in the order they were put together, the last first."""
    later = Merge.objects.filter(state__in=TOGETHER, decided_at__gt=found.decided_at)
    if later.filter(Q(winner_id=found.winner_id) | Q(loser_id=found.winner_id)).exists():
        raise Refused("Another record was put together with this one later. Take that one apart first.")


def _reason(reason: str) -> str:
    words = clean(reason)
    if not words or len(words) > LONGEST_REASON:
        raise Invalid("Say why.", {"reason": [f"Say why, in {LONGEST_REASON} characters or fewer."]})
    return words


def _record(by: Actor, verb: str, found: Merge, **detail: str) -> None:
    persons = [found.winner_id, found.loser_id]
    record(by=by, verb=verb, persons=persons, compartments=["C1"], about=Ref(MERGE, found.id), detail=dict(detail))
