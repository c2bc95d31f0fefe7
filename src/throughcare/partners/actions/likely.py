"""Looking through everybody for records of one organisation, and saying that two are two."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Stale
from throughcare.matching.linkage import Pair
from throughcare.matching.linkage_organizations import ORGANIZATIONS
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import PartnerPair
from throughcare.partners.queries.duplicates import get_pair
from throughcare.partners.queries.likeness import Everybody, digest_of, everybody
from throughcare.partners.states import LONGEST_REASON, PAIR_STATES, PartnerPairState

PAIR = "partners.pair"
JOB = "partners.likely"
CHANGED = "Something about these records changed while you were looking, or somebody decided. Look again."


@dataclass(frozen=True)
class Looked:
    """records compared, pairs proposed now, and how many of them are new or asked again."""

    records: int
    pairs: int
    new: int


def look_soon() -> None:
    """Have everybody looked through once this transaction is done: after an import, and when something new is on the register."""
    enqueue(JOB)


@transaction.atomic
def find_partner_duplicates(*, by: Actor) -> Looked:
    """Compare everybody with everybody; pairs likely one organisation are proposed.

    What somebody decided stays decided, until something that is compared has changed. What waits and is no longer alike lapses.
    """
    by.check(Permission.PARTNER_EDIT)
    looked = look_through()
    record(by=by, verb="partner.duplicates.looked", detail=asdict(looked))
    return looked


def look_through() -> Looked:
    """The same, for the demo too: its past is written as it was. In a transaction, as the system."""
    with connection.cursor() as cursor:  # one after the other, so that the second knows of the first
        cursor.execute("select pg_advisory_xact_lock(hashtext('partners.likely'))")
    all_of_them = everybody()
    # Half a second and 150 MB to load: not for every process.
    found: Sequence[Pair] = import_module("throughcare.matching.linking").duplicates_among(ORGANIZATIONS, all_of_them.records)
    wanted = _wanted(all_of_them, found)
    known = {(row.one_id, row.other_id): row for row in PartnerPair.objects.select_for_update().order_by("id")}
    new = [PartnerPair(one_id=one, other_id=other, **values) for (one, other), values in wanted.items() if (one, other) not in known]
    PartnerPair.objects.bulk_create(new)
    again = sum(_look_again(row, wanted.get(key)) for key, row in known.items())
    return Looked(len(all_of_them.records), PartnerPair.objects.filter(state=PartnerPairState.PROPOSED).count(), len(new) + again)


def _wanted(all_of_them: Everybody, found: Sequence[Pair]) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """Pairs to propose: one is on the register at least, and neither is known to be a branch of the other."""
    records = {record.key: record for record in all_of_them.records}
    wanted = {}
    for pair in found:
        one, other = sorted((UUID(pair.left), UUID(pair.right)))
        branch = all_of_them.above.get(one) == other or all_of_them.above.get(other) == one
        if branch or all_of_them.partners.isdisjoint((one, other)):
            continue
        evidence = [asdict(said) for said in pair.evidence]
        digest = digest_of(records[str(one)], records[str(other)])
        wanted[one, other] = {"probability": pair.probability, "evidence": evidence, "digest": digest}
    return wanted


def _look_again(row: PartnerPair, found: Mapping[str, Any] | None) -> bool:
    """Whether a pair that is known is asked again."""
    waits = row.state == PartnerPairState.PROPOSED
    if found is None:
        if waits:
            _move(row, "lapse")
        return False
    if row.state == PartnerPairState.MERGED or (row.digest == found["digest"] and row.state != PartnerPairState.LAPSED):
        return False
    if waits:
        PartnerPair.objects.filter(pk=row.pk).update(**found, version=row.version + 1)
        return False
    _move(row, "propose", **found, note="", decided_by=None, decided_at=None)
    return True


def _move(row: PartnerPair, verb: str, **values: Any) -> None:
    move = PAIR_STATES.check(row.state, verb)
    PartnerPair.objects.filter(pk=row.pk).update(state=move.reaches, version=row.version + 1, **values)


@transaction.atomic
def keep_two(*, by: Actor, pair_id: UUID, reason: str, seen: int) -> PartnerPair:
    """Two organisations: the pair is not proposed again unless something about them changes. Raises NotFound, Refused, Invalid and Stale."""
    found, checks = get_pair(by, pair_id).pair, Checks()
    if found.version != seen:
        raise Stale(CHANGED)
    move = PAIR_STATES.check(found.state, "keep_two")
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why they are two: whoever looks next will want to know.")
    checks.done("Say why.")
    values = {"state": move.reaches, "note": reason, "decided_by_id": by.user_id, "decided_at": now(), "version": seen + 1}
    if not PartnerPair.objects.filter(pk=pair_id, version=seen).update(**values):
        raise Stale(CHANGED)
    record(
        by=by, verb="partner.duplicate.different", about=Ref(PAIR, pair_id), detail={"one": str(found.one_id), "other": str(found.other_id)}
    )
    return get_pair(by, pair_id).pair
