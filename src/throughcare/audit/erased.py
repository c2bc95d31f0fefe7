"""Whose records were erased, in a file off the database: a backup put back knows less, and by this file the erased stay erased.

One line a record: a key, a moment, and a code over both. Nobody can add a line without an audit key, nor take one from the middle of a
record's line; to lose the whole file is to lose what happened since the backup, like the head of the audit beside it.
"""

import hmac
import json
import os
from pathlib import Path
from uuid import UUID

from throughcare.audit import head, mac
from throughcare.common.clock import now


class ErasedAlarm(Exception):
    """A line of the file is not ours. `str()` is the sentence to show."""


def path() -> Path:
    """Beside the head of the audit, wherever that is."""
    return head.path().with_name("erased-records.jsonl")


def add(person_id: UUID) -> None:
    """Write one down, on the disk before this returns. Before the rows go: twice erased does no harm, never erased does."""
    if person_id in read():
        return
    at, key_id = now().isoformat(), mac.current_key_id()
    code = mac.erased_mac(str(person_id), at, key_id)
    assert code is not None  # noqa: S101 - the current key is at hand
    line = json.dumps({"person": str(person_id), "at": at, "key": key_id, "mac": code.hex()})
    with head.turn(), path().open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def read() -> list[UUID]:
    """Everybody in the file, in order; nobody when there is none. Raises ErasedAlarm."""
    if not path().exists():
        return []
    return [_of(number, line) for number, line in enumerate(path().read_text(encoding="utf-8").splitlines(), start=1)]


def _of(number: int, line: str) -> UUID:
    try:
        held = json.loads(line)
        person, at, key_id, given = UUID(held["person"]), str(held["at"]), str(held["key"]), bytes.fromhex(held["mac"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ErasedAlarm(f"Line {number} of {path().name} is damaged: put back a copy of this file, beside the audit's head.") from error
    wanted = mac.erased_mac(str(person), at, key_id)
    if wanted is None or not hmac.compare_digest(wanted, given):
        raise ErasedAlarm(f"Line {number} of {path().name} was changed, or its audit key {key_id} is not here.")
    return person
