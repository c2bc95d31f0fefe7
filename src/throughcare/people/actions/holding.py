"""Which new people of a file are held until somebody has looked at them: the one place between the checked rows and the writing."""

from collections.abc import Sequence
from dataclasses import asdict, fields
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
from throughcare.people.queries.alike import links, record_of
from throughcare.people.states import HeldState

MOST_CANDIDATES = 5
CHUNK = 1000  # people named in one audit row


def held_among(new: Sequence[NewRow]) -> list[NewRow]:
    """Of the rows that would make somebody new, each checked and complete, those that are not written now.

    Called once an import, in its transaction, as the system actor of the import: every record can be read. A dry run calls it too.
    """
    found = _alike(new)
    return [one for one in new if str(one.person.id) in found]


def keep_held(*, by: Actor, run_id: UUID, held: Sequence[NewRow]) -> None:
    """Keep the held rows with their run, in the transaction of the import; never called by a dry run."""
    found = _alike(held)
    rows = {
        str(one.person.id): HeldRow(
            run_id=run_id, row=one.row.row, said=as_json(one.row), team_id=one.team_id, by_id=by.user_id, state=HeldState.WAITING
        )
        for one in held
    }
    HeldRow.objects.bulk_create(rows.values(), batch_size=CHUNK)
    keep_candidates(by=by, rows={key: (rows[key], pairs) for key, pairs in found.items()})


def keep_candidates(*, by: Actor, rows: dict[str, tuple[HeldRow, list[Pair]]]) -> None:
    """Who each may be. The audit names everybody there who was compared and found alike."""
    made = [
        HeldCandidate(held=row, person_id=UUID(pair.right), probability=pair.probability, evidence=[asdict(e) for e in pair.evidence])
        for row, pairs in rows.values()
        for pair in pairs[:MOST_CANDIDATES]
    ]
    HeldCandidate.objects.bulk_create(made, batch_size=CHUNK)
    persons = sorted({one.person_id for one in made})
    for start in range(0, len(persons), CHUNK):
        chunk = persons[start : start + CHUNK]
        record(by=by, verb="duplicates.found", persons=chunk, compartments=["C1"], detail={"found": len(chunk)})


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


def _alike(new: Sequence[NewRow]) -> dict[str, list[Pair]]:
    return links([record_of(one.person, one.row.identifiers) for one in new])


def about(held: HeldRow) -> Ref:
    """How the audit names it."""
    return Ref("people.heldrow", held.id)
