"""Verifies the audit from the first row to the last, and names every row that was changed, removed, put in or moved.

It reads by pages and keeps nothing but what it found, so its memory does not grow with the audit.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.audit import head, mac

PAGE = 10_000
MOST_NAMED = 10_000  # removed seals named one by one; a longer gap is named by its ends
# The names are our own; values go in as parameters.
_SEALED = f"select seal_number, seal_event, seal_tx, seal_hash, seal_key, mac, tx, {mac.READ_AS_TEXT} from throughcare.audit_verify_sealed(%s, %s)"  # noqa: S608 - column names of our own
_UNSEALED = f"select mac, tx, {mac.READ_AS_TEXT} from throughcare.audit_verify_unsealed(%s, %s)"  # noqa: S608 - column names of our own
_ID = 7  # where the columns of the row itself begin: nulls when it is gone
Row = tuple[Any, ...]  # as the two queries give it
Progress = Callable[[int, int], None]  # rows verified, and how many there are as far as the head file knows


@dataclass(frozen=True)
class Finding:
    """One thing wrong. what: changed, removed, inserted, moved, truncated, rewritten, unknown-key or head."""

    what: str
    sentence: str
    event_id: str | None = None
    seal: int | None = None


@dataclass
class Report:
    """What one verification saw."""

    rows: int = 0
    seals: int = 0
    waiting: int = 0  # rows not sealed yet
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"ok": self.ok, **asdict(self)}

    def add(self, what: str, sentence: str, event: object = None, seal: int | None = None) -> None:
        """Note one thing wrong."""
        self.findings.append(Finding(what, sentence, str(event) if event else None, seal))


def verify(progress: Progress = lambda rows, known: None) -> Report:
    """Check every row's MAC, the chain of seals, and the head file. The reader must hold audit.read, or be a system actor."""
    began, report = time.monotonic(), Report()
    known = _head(report)  # before the seals are read: they only grow meanwhile
    chain = _Chain(report, known)
    for page in _pages(_SEALED, -(2**63), 0):
        for row in page:
            chain.take(row)
        progress(report.rows, known.number if known else 0)
    chain.end()
    for page in _pages(_UNSEALED, None, 2):
        for mac_, tx, *columns in page:
            _unsealed(report, columns, mac_, tx, chain.last_tx)
        progress(report.rows, report.rows)
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _head(report: Report) -> head.Head | None:
    try:
        return head.read()
    except head.HeadAlarm as alarm:
        report.add("head", str(alarm))
        return None


class _Chain:
    """Walks the seals in order."""

    def __init__(self, report: Report, known: head.Head | None) -> None:
        self.report, self.known = report, known
        self.number, self.last_tx = 0, 0
        self.last_event: UUID | None = None
        # What the next link may build on: the hash as stored and, where that was changed, as it should be.
        self.before: tuple[bytes, ...] = (mac.START,)

    def take(self, row: Row) -> None:
        """One seal, with the row it seals."""
        number, event, seal_tx, stored = row[:4]
        if number < 1:
            self.report.add(
                "inserted", f"Seal {number} is no link of the chain, which begins at 1: it was changed or put in.", event, number
            )
            return
        if number != self.number + 1:
            self._gap(number)
        self.report.seals += 1
        right: bytes | None = None
        if row[_ID] is None:
            self.report.add("removed", f"The row {event} was removed: seal {number} is there, the row is not.", event, number)
        else:
            right = self._check_row(row)
        if self.known and number == self.known.number and stored != self.known.hash and (right is None or right == stored):
            self.report.add("rewritten", f"Seal {number} is not the one the head file knows: the chain was written anew.", event, number)
        self.before = (stored,) if right in (None, stored) else (stored, right)
        self.number, self.last_tx, self.last_event = number, max(self.last_tx, seal_tx), event

    def _gap(self, number: int) -> None:
        self._missing(
            "removed", self.number + 1, number - 1, f"removed or moved, with the row it sealed (after {self.last_event or 'the start'})"
        )
        self.before = ()

    def _missing(self, what: str, first: int, last: int, how: str) -> None:
        if last - first >= MOST_NAMED:
            self.report.add(what, f"Seals {first} to {last}: each was {how}.", seal=first)
            return
        for number in range(first, last + 1):
            self.report.add(what, f"Seal {number} was {how}.", seal=number)

    def _check_row(self, row: Row) -> bytes | None:
        """Check the row and its link; returns the hash the seal should have, where that can be said."""
        number, event, seal_tx, seal_key, code, tx = *row[:3], *row[4:_ID]
        stored: bytes = row[3]
        self.report.rows += 1
        if not _row_fits(self.report, row[_ID:], code, number):
            return None
        if not self.before:  # the link before is gone, so this one can't be computed; the row itself is right
            return None
        links = [mac.link(before, number, event, code, tx, seal_key) for before in self.before]
        if links[0] is None:
            self.report.add("unknown-key", f"Seal {number} names the key {seal_key}, which is not among the audit keys.", event, number)
            return None
        if stored in links and tx == seal_tx:
            return stored
        what = "changed" if tx != seal_tx else "moved"
        self.report.add(
            what, f"Seal {number} does not fit the row {event} and the seal before it: one of them was changed or moved.", event, number
        )
        return links[-1]

    def end(self) -> None:
        """After the last seal."""
        if self.known is None:
            if self.number and not any(f.what == "head" for f in self.report.findings):
                self.report.add("head", f"There is no head file, but the chain holds {self.number} seals.")
            return
        self._missing(
            "truncated", self.number + 1, self.known.number, "removed from the end, with the row it sealed: the head file knows it"
        )


def _row_fits(report: Report, row: Sequence[Any], code: bytes, number: int | None) -> bool:
    """Is the row as it was written?"""
    fits = mac.fits_as_text(row, code)
    if fits:
        return True
    event, key_id = row[0], row[-1]
    if fits is None:
        report.add("unknown-key", f"The row {event} names the key {key_id}, which is not among the audit keys.", event, number)
    else:
        report.add("changed", f"The row {event} was changed: its code does not fit.", event, number)
    return False


def _unsealed(report: Report, row: Sequence[Any], code: bytes, tx: int, last_tx: int) -> None:
    report.rows += 1
    if not _row_fits(report, row, code, None):
        return
    if tx < last_tx:
        report.add(
            "inserted",
            f"The row {row[0]} has no seal, though the chain has passed its transaction: it was put in, or its seal removed.",
            row[0],
        )
        return
    report.waiting += 1


def _pages(query: str, start: int | None, key: int) -> Iterator[list[Row]]:
    """The rows a page at a time, in the order of the column at `key`."""
    after = start
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [after, PAGE])
            rows = cursor.fetchall()
        yield rows
        if len(rows) < PAGE:
            return
        after = rows[-1][key]
