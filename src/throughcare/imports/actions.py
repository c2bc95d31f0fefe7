"""Keeping what an import did, in the transaction of its switch: a run that is there is whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.accounts.actors import Actor
from throughcare.imports.models import ImportRun, Reject


@dataclass(frozen=True)
class RowReject:
    """A row that was not taken, without any value of it. `row` counts as a spreadsheet does: the headings are row 1."""

    file: str
    row: int
    field: str
    message: str


@dataclass(frozen=True)
class Counts:
    """What became of every row: read = created + updated + unchanged + rejected."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int


def record_run(*, by: Actor, kind: str, source: str, layout: str, counts: Counts, rejects: Sequence[RowReject]) -> ImportRun:
    """Write the run and every rejected row, in the open transaction."""
    run = ImportRun(
        kind=kind,
        source=source[:200],
        layout=layout,
        by_name=(by.system or by.name)[:200],
        rows_read=counts.read,
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        rejected=counts.rejected,
    )
    run.save(force_insert=True)
    rows = (Reject(run=run, file=r.file[:200], row=r.row, field=r.field[:100], message=r.message[:500]) for r in rejects)
    Reject.objects.bulk_create(rows, batch_size=2000)
    return run
