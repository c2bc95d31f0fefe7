"""What a reader let through and the tables can't hold: refused with a sentence, together with what hangs on it."""

from collections.abc import Iterator
from operator import attrgetter

from throughcare.services.actions.shapes import SHAPES, Shape
from throughcare.services.rows import Directory, InputRow, RecordRef, Reject, Row

_KEY_LENGTH = 200  # of source_id, in every table
_Bad = dict[RecordRef, tuple[str, str]]  # record → field, sentence


def screened(directory: Directory) -> Directory:
    """The directory without the rows that don't fit; itself when all do. Every input row keeps exactly one fate."""
    bad: _Bad = dict(_misfits(directory))
    if not bad:
        return directory
    present = {ref for row in directory.inputs for ref in row.records}
    while True:  # each round takes away at least one record, so it ends
        _spread(directory, bad)
        kept, rejected = _fates(directory, bad)
        lost = present - {ref for row in kept for ref in row.records} - bad.keys()
        if not lost:
            break
        bad.update((ref, ("", "The row it stands in was refused.")) for ref in lost)
    tables = {name: [row for row in rows if row.ref not in bad] for name, rows in directory.tables.items()}
    return Directory(
        layout=directory.layout,
        attribution=directory.attribution,
        tables=tables,
        inputs=kept,
        rejected=[*directory.rejected, *rejected],
        notes=directory.notes,
    )


def _misfits(directory: Directory) -> Iterator[tuple[RecordRef, tuple[str, str]]]:
    """Records too long for their columns, and places named twice for one service."""
    for table, shape in SHAPES.items():
        limits = shape.limits()
        for name, shown, most in (("key", "id", _KEY_LENGTH), *((name, name, most) for _, name, most in limits)):
            lengths = list(map(len, map(attrgetter(name), directory.tables[table])))
            if max(lengths, default=0) > most:  # hardly ever
                for row, length in zip(directory.tables[table], lengths, strict=True):
                    if length > most:
                        yield row.ref, (shown, _too_long(shown, length, most))
    pairs: dict[tuple[str, str], str] = {}
    for row in directory.tables["service_at_location"]:
        pair = (row.service_source_id, row.location_source_id)  # type: ignore[attr-defined]  # the table holds no other rows
        first = pairs.setdefault(pair, row.key)
        if first != row.key:
            yield row.ref, ("location_id", "The service is put to this location twice. Leave one of the two rows out.")


def _too_long(field: str, length: int, most: int) -> str:
    return f"The {field} has {length:,} characters; the most is {most:,}. Shorten it."


def _spread(directory: Directory, bad: _Bad) -> None:
    """Refuse what hangs on a refused record: parents stand before children, but a tree's rows stand in any order."""
    for table, shape in SHAPES.items():
        rows, links = directory.tables[table], [link for link in shape.links if link.table in SHAPES]
        before = -1
        while before != len(bad):
            before = len(bad)
            for row in rows:
                if row.ref not in bad and (parent := _bad_parent(row, shape, bad)):
                    bad[row.ref] = parent
            if not any(link.table == table for link in links):
                break


def _bad_parent(row: Row, shape: Shape, bad: _Bad) -> tuple[str, str] | None:
    for link in shape.links:
        ref = RecordRef(link.table, getattr(row, link.field) or "")
        if ref in bad:
            thing = link.table.replace("_", " ")
            return link.column, f"It needs {thing} “{ref.key[:60]}”, which was refused. Correct that one first."
    return None


def _fates(directory: Directory, bad: _Bad) -> tuple[list[InputRow], list[Reject]]:
    kept, rejected = [], []
    for row in directory.inputs:
        wrong = next((bad[ref] for ref in row.records if ref in bad), None)
        if wrong is None:
            kept.append(row)
        else:
            rejected.append(Reject(row.origin.file, row.origin.row, *wrong))
    return kept, rejected
