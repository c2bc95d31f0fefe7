"""Which new people of a file are held until somebody has looked at them: the one place between the checked rows and the writing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.matching.linkage import Pair
from throughcare.people.actions.plan import NewRow
from throughcare.people.actions.rows import FileRow
from throughcare.people.models import HeldCandidate, HeldRow
from throughcare.people.queries.alike import among, links, record_of
from throughcare.people.states import HeldState

MOST_CANDIDATES = 5
CHUNK = 1000  # people named in one audit row


def alike_among(new: Sequence[NewRow]) -> dict[str, list[Pair]]:
    """Of the rows that would make somebody new, those not to be written now: key of the record each would make → whom it is like.

    That is somebody there, or who an earlier row of the file is about; the likeliest first. Called once an import, in its transaction,
    as the system actor of the import: every record can be read. Takes seconds, so no page calls it.
    """
    records = [record_of(one.person, one.row.identifiers) for one in new]
    found = defaultdict(list, links(records))
    number = {str(one.person.id): one.row.row for one in new}
    for pair in among(records):
        earlier, later = sorted((pair.left, pair.right), key=lambda key: number[key])
        found[later].append(replace(pair, left=later, right=earlier))
    return {key: sorted(pairs, key=lambda pair: (-pair.probability, pair.right)) for key, pairs in found.items()}


def keep_held(*, by: Actor, run_id: UUID, held: Sequence[NewRow], found: dict[str, list[Pair]]) -> None:
    """Keep the held rows with their run, in the transaction of the import, after the others were written; never called by a dry run."""
    rows = {
        str(one.person.id): HeldRow(
            run_id=run_id, row=one.row.row, said=as_json(one.row), team_id=one.team_id, by_id=by.user_id, state=HeldState.WAITING
        )
        for one in held
    }
    HeldRow.objects.bulk_create(rows.values(), batch_size=CHUNK)
    keep_candidates(by=by, rows={key: (row, found[key]) for key, row in rows.items()})


def keep_candidates(*, by: Actor, rows: dict[str, tuple[HeldRow, list[Pair]]]) -> None:
    """Who each may be. The audit names everybody there who was compared and found alike."""
    made = [
        HeldCandidate(held=row, **_whom(pair, rows), probability=pair.probability, evidence=[asdict(e) for e in pair.evidence])
        for row, pairs in rows.values()
        for pair in pairs[:MOST_CANDIDATES]
    ]
    HeldCandidate.objects.bulk_create(made, batch_size=CHUNK)
    persons = sorted({one.person_id for one in made if one.person_id})
    for start in range(0, len(persons), CHUNK):
        chunk = persons[start : start + CHUNK]
        record(by=by, verb="duplicates.found", persons=chunk, compartments=["C1"], detail={"found": len(chunk)})


def _whom(pair: Pair, rows: dict[str, tuple[HeldRow, list[Pair]]]) -> dict[str, Any]:
    """A record; or the earlier row, when that waits itself."""
    earlier = rows.get(pair.right)
    return {"other": earlier[0]} if earlier else {"person_id": UUID(pair.right)}


def decided_as(held: HeldRow, person_id: UUID | None) -> None:
    """Rows of the same file that were like this one are like the person now, whom it turned out to be. None: it was nobody."""
    if person_id is None:
        return
    known = HeldCandidate.objects.filter(person_id=person_id).values("held_id")
    HeldCandidate.objects.filter(other=held).exclude(held_id__in=known).update(other=None, person_id=person_id)


def as_json(row: FileRow) -> dict[str, Any]:
    """A row as it is kept while it waits."""
    said = {name: value for name, value in asdict(row).items() if value is not None and value != ()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def from_json(said: dict[str, Any]) -> FileRow:
    """And back."""
    values: dict[str, Any] = {}
    for field in fields(FileRow):
        value = said.get(field.name)
        if value is None:
            continue
        if field.name in ("birth_date", "site_since", "release_date"):
            value = date.fromisoformat(value)
        elif field.name == "identifiers":
            value = tuple((scheme, number) for scheme, number in value)
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return FileRow(**{"identifiers": (), **values})


def about(held: HeldRow) -> Ref:
    """How the audit names it."""
    return Ref("people.heldrow", held.id)
