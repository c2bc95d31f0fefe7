"""One import of a kind at a time; and what it did, kept in the transaction of its switch: a run that is there is whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.common.refusals import Refused
from throughcare.imports.models import ImportRun, Reject

LOCKS = {"services": 7310002, "people": 7310003, "partners": 7310004, "grants": 7310005}
LONGEST_WAIT = "10s"  # the lock of an import that was killed is let go as soon as the server notices


def wait_for_turn(kind: str) -> None:
    """Hold the lock of imports of this kind until the transaction ends. Raises Refused when another import keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local lock_timeout = '{LONGEST_WAIT}'")
        try:
            with transaction.atomic():
                cursor.execute("select pg_advisory_xact_lock(%s)", [LOCKS[kind]])
        except OperationalError as waited:
            raise Refused(f"Another import of {kind} is running. Wait until it has finished, then try again.") from waited
        cursor.execute("set local lock_timeout = 0")


@dataclass(frozen=True)
class RowReject:
    """A row that was not taken, without any value of it. `row` counts as a spreadsheet does: the headings are row 1."""

    file: str
    row: int
    field: str
    message: str


@dataclass(frozen=True)
class Counts:
    """What became of every row: read = created + updated + unchanged + rejected + held."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    held: int = 0


def record_run(*, by: Actor, kind: str, source: str, layout: str, counts: Counts, rejects: Sequence[RowReject], left: int = 0) -> ImportRun:
    """Write the run and every rejected row, in the open transaction. left: rows of the file that come with later parts."""
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
        held=counts.held,
        rows_left=left,
    )
    run.save(force_insert=True)
    keep_rejects(run, rejects)
    return run


def keep_rejects(run: ImportRun, rejects: Sequence[RowReject]) -> None:
    """Rows that were not taken, and why."""
    rows = (Reject(run=run, file=r.file[:200], row=r.row, field=r.field[:100], message=r.message[:500]) for r in rejects)
    Reject.objects.bulk_create(rows, batch_size=2000)
