"""Two records of one organisation put together, and taken apart again. One who keeps the register decides; another may undo it.

By a command, whoever runs the site does as somebody decided, and says who; no job does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import ForeignKeyViolation

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.merging import OF_ORGANIZATIONS
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.partners.actions.likely import look_soon
from throughcare.partners.models import Organization, Partner, PartnerMerge, PartnerPair
from throughcare.partners.queries.merging import LOSER, MERGE, WINNER, Beside, beside, get_merge, is_last, moment, settle
from throughcare.partners.states import LONGEST_REASON, NO_CIRCLE, PAIR_STATES, PartnerPairState

CHANGED = "Somebody else changed one of these records since you opened them. Look at what they say now, then try again."
LATER = "Another record was put together with this one later. Take that one apart first."
LATER_IN = "This record went into another later. Let the team in there, or take that one apart first."
_AT_WORK = "Somebody is at work on one of these records just now, so nothing was changed. Try again in a minute."
_CIRCLE = "One organisation would stand above itself: one of the two is above a branch of the other. Change the national body first, then try again."
_WRONG = "Something about it can't be used."


@dataclass(frozen=True, kw_only=True)
class NewMerge:
    """winner_id stays. chosen: field → "winner" or "loser", for each of which both say something else. teams: those that see the record that
    stays from now on; the others of either see nothing of it until somebody lets them in. seen, seen_of_goes: versions (0: not on the register)."""

    winner_id: UUID
    loser_id: UUID
    reason: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    teams: Sequence[UUID] = ()
    seen: int
    seen_of_goes: int = 0


@transaction.atomic
def merge_partners(*, by: Actor, new: NewMerge) -> PartnerMerge:
    """Put two together. Raises NotFound, Invalid (no reason, a field that nobody settled, a team that is of neither), Refused and Stale."""
    _check_by_somebody(by)
    _one_at_a_time()
    both = [new.winner_id, new.loser_id]
    for model in (Organization, Partner):
        list(model.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk").values_list("pk", flat=True))
    found, checks = beside(by, new.winner_id, new.loser_id), Checks()
    if (found.stays.version, found.seen_of_goes) != (new.seen, new.seen_of_goes):
        raise Stale(CHANGED)
    reason = checks.text("reason", new.reason, LONGEST_REASON, needed="Say why they are one: whoever looks next will want to know.")
    chosen = _chosen(found, new.chosen, checks)
    teams = _teams(by, found, new.teams, checks)
    checks.done(_WRONG)
    made = PartnerMerge(winner_id=new.winner_id, loser_id=new.loser_id, reason=reason, settled=_as_json(settle(found, chosen)))
    made.teams, made.by_id = teams, by.user_id
    _do("merge_partners", made, lambda: made.save(force_insert=True))
    _decide_pairs(by, new, reason)
    _note(by, "partner.merged", made, teams=len(teams), left_out=len(found.teams) - len(teams))
    return get_merge(by, made.id).merge


def _check_by_somebody(by: Actor) -> None:
    """A person decides, never a job; a command says who did."""
    by.check(Permission.PARTNER_EDIT)
    if by.user_id is None and by.channel != "command":
        raise Refused("Somebody who keeps the register decides whether two records are one.")


def _one_at_a_time() -> None:
    """Two merges may need the same rows in another order: branches, and what they are branches of. They are few, and quickly done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('partners.merge'))")


def _chosen(found: Beside, asked: Mapping[str, str], checks: Checks) -> dict[str, str]:
    """One of two for each field that differs, and for no other."""
    chosen = {}
    for one in found.differs:
        name = one.field.name
        if asked.get(name) not in (WINNER, LOSER):
            checks.wrong(name, f"{one.field.label}: say which to keep, {one.winner[:80]} (winner) or {one.loser[:80]} (loser).")
        chosen[name] = asked.get(name, "")
    return chosen


def _teams(by: Actor, found: Beside, asked: Sequence[UUID], checks: Checks) -> list[UUID]:
    """Whoever lets a team see the record sees themselves all that it will see: confidential services, too."""
    there = {team.id for team, _ in found.teams}
    if unknown := set(asked) - there:
        checks.wrong("teams", f"{len(unknown)} of these teams belong to neither of the two.")
    if asked:
        by.check(Permission.SERVICE_EDIT)
    return sorted(set(asked) & there)


def _as_json(settled: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date | datetime) else str(value) if isinstance(value, UUID) else value

    return {table: {name: plain(value) for name, value in values.items()} for table, values in settled.items()}


def _do(function: str, merge: PartnerMerge, write: Any) -> None:
    """The decision, and what it does: both or neither."""
    try:
        with transaction.atomic():
            write()
            with connection.cursor() as cursor:
                cursor.execute(f"select throughcare.{function}(%s)", [merge.id])
                cursor.execute("set constraints all immediate; set constraints all deferred")
    except OperationalError as wrong:
        raise Refused(_AT_WORK) from wrong
    except IntegrityError as wrong:
        constraint = str(getattr(getattr(wrong.__cause__, "diag", None), "constraint_name", "") or "")
        if constraint == NO_CIRCLE:
            raise Refused(_CIRCLE) from None
        if constraint.startswith(("partners_partner_nzbn", "partners_partner_charity")):
            raise Refused("A number of one of the two stands with another partner by now. Take it off there first.") from None
        if constraint == "partners_partnermerge_once":
            raise Stale(CHANGED) from None
        if isinstance(wrong.__cause__, ForeignKeyViolation):
            raise Refused(_AT_WORK) from wrong
        if constraint in OF_ORGANIZATIONS.refusals:
            raise Refused(OF_ORGANIZATIONS.refusals[constraint]) from None
        raise


def _decide_pairs(by: Actor, new: NewMerge, reason: str) -> None:
    """What was proposed of the two is decided; what was proposed of the one that is gone goes by itself."""
    one, other = sorted((new.winner_id, new.loser_id))
    now = moment()
    rows = PartnerPair.objects.select_for_update().order_by("id")
    for pair in rows.filter(one=one, other=other).exclude(state=PartnerPairState.MERGED):
        values = {"note": reason, "decided_by_id": by.user_id, "decided_at": now, "version": pair.version + 1}
        PartnerPair.objects.filter(pk=pair.pk).update(state=PAIR_STATES.check(pair.state, "merge").reaches, **values)
    waiting = rows.filter(state=PartnerPairState.PROPOSED)
    for pair in waiting.filter(one=new.loser_id) | waiting.filter(other=new.loser_id):
        PartnerPair.objects.filter(pk=pair.pk).update(state=PAIR_STATES.check(pair.state, "lapse").reaches, version=pair.version + 1)


@transaction.atomic
def part_partners(*, by: Actor, merge_id: UUID, reason: str, seen: int) -> PartnerMerge:
    """Take two apart again, as they were. Raises NotFound, Invalid without a reason, Refused when they are apart or not the last, and Stale."""
    _check_by_somebody(by)
    _one_at_a_time()
    found, checks = get_merge(by, merge_id).merge, Checks()
    if found.version != seen:
        raise Stale(CHANGED)
    if found.parted_at is not None:
        raise Refused("These records were taken apart already.")
    if not is_last(found):
        raise Refused(LATER)
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why they are two after all: whoever looks next will want to know.")
    checks.done("Say why.")
    values = {"part_reason": reason, "parted_by_id": by.user_id, "parted_at": moment(), "version": seen + 1}

    def write() -> None:
        if not PartnerMerge.objects.filter(pk=merge_id, version=seen).update(**values):
            raise Stale(CHANGED)

    _do("part_partners", found, write)
    one, other = sorted((found.winner_id, found.loser_id))
    for pair in PartnerPair.objects.filter(one=one, other=other, state=PartnerPairState.MERGED).order_by("id"):
        said = {"note": reason, "decided_by_id": by.user_id, "decided_at": moment(), "version": pair.version + 1}
        PartnerPair.objects.filter(pk=pair.pk).update(state=PAIR_STATES.check(pair.state, "part").reaches, **said)
    look_soon()
    _note(by, "partner.parted", found)
    return get_merge(by, merge_id).merge


@transaction.atomic
def let_team_in(*, by: Actor, merge_id: UUID, team_id: UUID, seen: int) -> PartnerMerge:
    """Let a team that was left out see the record that stays. Raises NotFound, Refused when it sees it or has nothing to do with it, and Stale."""
    by.check(Permission.PARTNER_EDIT)
    by.check(Permission.SERVICE_EDIT)
    found = get_merge(by, merge_id).merge
    if PartnerMerge.objects.select_for_update().filter(pk=merge_id, version=seen).first() is None:
        raise Stale(CHANGED)
    if not is_last(found):
        raise Refused(LATER_IN)
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.merge_lets_in(%s, %s)", [merge_id, team_id])
        if not cursor.fetchone()[0]:
            raise Refused("This team sees the record already, or has nothing to do with it.")
    _note(by, "partner.merge.opened", found, team=str(team_id))
    return get_merge(by, merge_id).merge


def _note(by: Actor, verb: str, merge: PartnerMerge, **detail: Any) -> None:
    record(by=by, verb=verb, about=Ref(MERGE, merge.id), detail={"winner": str(merge.winner_id), "loser": str(merge.loser_id), **detail})
