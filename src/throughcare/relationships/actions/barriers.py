"""What stands in the way is said by a site, and removed or accepted by whoever keeps the register."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.relationships.actions.returns import check_may_answer
from throughcare.relationships.models import Barrier
from throughcare.relationships.queries.barriers import get_barrier
from throughcare.relationships.queries.stocktakes import get_line
from throughcare.relationships.states import BARRIER_STATES, LONGEST_BARRIER, LONGEST_REASON, BarrierKind, BarrierState

_CHANGED = "Somebody else changed this barrier since you opened it. Look at what it says now, then try again."
_VERBS = {"remove": "stocktake.barrier.remove", "accept": "stocktake.barrier.accept", "return": "stocktake.barrier.return"}


@dataclass(frozen=True, kw_only=True)
class NewBarrier:
    """kind: a code of BarrierKind. words: what stands in the way."""

    kind: str
    words: str


@transaction.atomic
def add_barrier(*, by: Actor, line_id: UUID, new: NewBarrier) -> Barrier:
    """Say what stands in the way with one partner. Raises NotFound, NotAllowed, Refused and Invalid."""
    line = get_line(by, line_id)
    check_may_answer(by, line.site_return)
    made = Barrier(line=line, **_values(new))
    made.save(force_insert=True)
    _note(by, "stocktake.barrier.added", made)
    return get_barrier(by, made.pk)


@transaction.atomic
def change_barrier(*, by: Actor, barrier_id: UUID, new: NewBarrier, seen: int) -> Barrier:
    """Say it better: its site while the return waits, and whoever keeps the register. Raises NotFound, NotAllowed, Refused, Invalid and Stale."""
    found = get_barrier(by, barrier_id)
    if not by.may(Permission.PARTNER_EDIT):
        check_may_answer(by, found.line.site_return)
    if found.version != seen:
        raise Stale(_CHANGED)
    if found.state != BarrierState.OPEN:
        raise Refused("This barrier is removed or accepted, and stays as it was said.")
    return _write(by, found, seen, "stocktake.barrier.changed", **_values(new))


@transaction.atomic
def move_barrier(*, by: Actor, barrier_id: UUID, verb: str, seen: int, reason: str) -> Barrier:
    """Removed, accepted, or there after all, each with a reason. Raises NotFound, NotAllowed, Refused, Invalid and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found, checks = get_barrier(by, barrier_id), Checks()
    if found.version != seen:
        raise Stale(_CHANGED)
    if verb not in BARRIER_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(BARRIER_STATES.verbs)}.")
    move = BARRIER_STATES.check(found.state, verb)
    words = checks.text("reason", reason, LONGEST_REASON, needed="Say what was done, or why it stays.")
    checks.done("Say why.")
    return _write(by, found, seen, _VERBS[verb], state=move.reaches, state_on=today(), reason=words)


def _write(by: Actor, found: Barrier, seen: int, verb: str, **values: object) -> Barrier:
    if not Barrier.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)
    _note(by, verb, found)
    return get_barrier(by, found.pk)


def _note(by: Actor, verb: str, barrier: Barrier) -> None:
    record(by=by, verb=verb, about=Ref("relationships.barrier", barrier.pk))


def _values(new: NewBarrier) -> dict[str, object]:
    checks = Checks()
    values: dict[str, object] = {
        "kind": checks.one_of("kind", new.kind, BarrierKind.values),
        "words": checks.text("words", new.words, LONGEST_BARRIER, needed="Say what stands in the way."),
    }
    checks.done("Something about the barrier can't be used.")
    return values
