"""Looking through everybody for records of one person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.matching.linkage import Pair
from throughcare.matching.linkage_people import PEOPLE
from throughcare.people import policies
from throughcare.people.models import LikelyPair
from throughcare.people.queries.alike import everybody

CHUNK = 1000  # people named in one audit row


@dataclass(frozen=True)
class Looked:
    """records compared, pairs above the threshold, and how many of them are new."""

    records: int
    pairs: int
    new: int


@transaction.atomic
def find_duplicates(*, by: Actor) -> Looked:
    """Compare everybody with everybody; pairs likely one person go on the list. What was decided stays decided."""
    policies.check_can_import(by)
    records = everybody()
    # Half a second and 150 MB to load: not for every process.
    found: Sequence[Pair] = import_module("throughcare.matching.linking").duplicates_among(PEOPLE, records)
    rows = [_row(pair) for pair in found]
    before = LikelyPair.objects.count()
    LikelyPair.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    persons = sorted({key for row in rows for key in (row.one_id, row.other_id)})
    for start in range(0, len(persons), CHUNK):
        chunk = persons[start : start + CHUNK]
        record(by=by, verb="duplicates.found", persons=chunk, compartments=["C1"], detail={"found": len(chunk)})
    record(by=by, verb="duplicates.looked", compartments=["C1"], detail={"records": len(records), "pairs": len(rows)})
    return Looked(len(records), len(rows), LikelyPair.objects.count() - before)


def _row(pair: Pair) -> LikelyPair:
    one, other = sorted((UUID(pair.left), UUID(pair.right)))
    return LikelyPair(one_id=one, other_id=other, probability=pair.probability, evidence=[asdict(e) for e in pair.evidence])
