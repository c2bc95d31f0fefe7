"""Collects a Directory row by row: no key twice, no reference into nothing, one fate for every input row."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from throughcare.services.readers.sources import CsvFile, Record
from throughcare.services.readers.values import Bad, shown
from throughcare.services.rows import Directory, InputRow, RecordRef, Reject, Row, SourceRow

Make = Callable[[SourceRow, Record], Sequence[Row]]


class Builder:
    """The directory in the making."""

    def __init__(self, layout: str, attribution: str = "") -> None:
        self.directory = Directory(layout=layout, attribution=attribution)
        self.known: dict[str, dict[str, SourceRow]] = {table: {} for table in self.directory.tables}
        self.lost: dict[str, dict[str, SourceRow]] = {table: {} for table in self.directory.tables}
        self._rows: dict[str, dict[str, Row]] = {}  # those that were looked up, in the order they were taken

    def accept(self, origin: SourceRow, rows: Sequence[Row], also: Iterable[RecordRef] = ()) -> None:
        """Take an input row: the records it makes, then those made by other rows that it speaks of."""
        first = rows[0] if rows else None
        if first is not None and (before := self.known[first.table].get(first.key)):
            raise Bad("id" if hasattr(first, "source_id") else "", _twice(first, before, origin))
        refs = []
        for row in rows:
            known = self.known[row.table]
            if row.key not in known:  # two cells of one row may say the same: one record
                known[row.key] = row.origin
                self.directory.tables[row.table].append(row)
            refs.append(RecordRef(row.table, row.key))
        self.directory.inputs.append(InputRow(origin, (*refs, *also)))

    def row(self, table: str, key: str) -> Row:
        """A record that was taken. Raises KeyError."""
        there = self._rows.setdefault(table, {})
        taken = self.directory.tables[table]
        there.update((one.key, one) for one in taken[len(there) :])
        return there[key]

    def reject(self, origin: SourceRow, bad: Bad, lost: RecordRef | None = None) -> None:
        """Refuse an input row; `lost` is the record it would have made, so that rows which need it can say so."""
        if lost and lost.key and lost.key not in self.known[lost.table]:
            self.lost[lost.table].setdefault(lost.key, origin)
        self.directory.rejected.append(Reject(origin.file, origin.row, bad.field, str(bad)))

    def need(self, table: str, key: str, field: str, file: str) -> str:
        """The key of a record that must be there already, or a sentence naming the one that is missing."""
        if key in self.known[table]:
            return key
        if not key:
            raise Bad(field, f"The {field} is empty, so the row joins nothing. Fill it in, or leave the row out.")
        thing = table.replace("_", " ")
        if refused := self.lost[table].get(key):
            raise Bad(field, f"It needs {thing} {shown(key)}, which was refused: see row {refused.row} of {refused.file}.")
        raise Bad(field, f"It names {thing} {shown(key)}, which isn't in {file}. Add it there, or correct the {field}.")

    def read_table(self, file: CsvFile, table: str, make: Make) -> None:
        """Every row of a file becomes what `make` says, or a reject."""
        for origin, record in self.records(file):
            try:
                self.accept(origin, make(origin, record))
            except Bad as bad:
                self.reject(origin, bad, RecordRef(table, record.get("id", "")))

    def records(self, file: CsvFile) -> Iterator[tuple[SourceRow, Record]]:
        """The readable rows of a file; the others are refused on the way, and formulas are noted."""
        yield from file.records(self.reject)
        if file.formulas:
            self.directory.notes.append(
                f"{file.name}: lines with a cell that starts like a spreadsheet formula: {file.formulas}. Kept as text, never worked out."
            )

    def note_columns(self, file: CsvFile, kept: Iterable[str]) -> None:
        """Say which columns of a file are not kept."""
        if unknown := [name or "(no name)" for name in file.header if name not in set(kept)]:
            self.directory.notes.append(f"{file.name}: these columns aren't kept: {', '.join(unknown)}.")


def _twice(row: Row, before: SourceRow, origin: SourceRow) -> str:
    where = f"row {before.row}" if before.file == origin.file else f"row {before.row} of {before.file}"
    if hasattr(row, "source_id"):
        return f"The id {shown(row.key)} is already used by {where}. Give this row an id of its own, or leave it out."
    return f"The row says the same as {where}. Leave one of them out."


def broken_parents(parents: dict[str, str | None], field: str, file: str) -> dict[str, Bad]:
    """Which records of a tree can't stand, and why: parent missing, parent refused, or a loop.

    `parents` gives each id its parent's id. Every step is walked once: linear in the number of records.
    """
    verdict: dict[str, Bad | None] = {}
    for start in parents:
        path: dict[str, None] = {}  # in the order walked
        here: str | None = start
        while here in parents and here not in verdict and here not in path:
            path[here] = None
            here = parents[here]
        bad = verdict.get(here) if here else None
        if here in path:
            bad = _close_loop(list(path), here, verdict, field)
        elif bad:
            bad = Bad(field, _PARENT_REFUSED.format(shown(here or "")))
        elif here and here not in parents:
            bad = Bad(field, f"Its parent {shown(here)} isn't in {file}. Add it there, or correct the {field}.")
        for key in reversed(path):
            if key in verdict:  # in the loop
                continue
            verdict[key] = bad
            bad = bad and Bad(field, _PARENT_REFUSED.format(shown(key)))
    return {key: bad for key, bad in verdict.items() if bad}


_PARENT_REFUSED = "Its parent {} was refused. Correct that row first."


def _close_loop(path: list[str], end: str, verdict: dict[str, Bad | None], field: str) -> Bad:
    """Refuse every record of the loop that `path` ran into at `end`; return what to say of those that hang on it."""
    loop = path[path.index(end) :]
    circle = " → ".join((*loop[:5], *(["…"] if len(loop) > 5 else []), end))
    for key in loop:
        verdict[key] = Bad(field, f"The parents form a loop ({circle}). Give one of them another parent, or none.")
    return Bad(field, _PARENT_REFUSED.format(shown(end)))
