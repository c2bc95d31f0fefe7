"""Seals the audit: rows below the oldest open transaction are numbered and tied into a chain, and its head goes to a file.

Run once a second by the worker. A row committed late is sealed late and never gets behind the chain, since a seal takes rows only
from transactions older than every one still open.
"""

from django.db import connection

from throughcare.accounts.actors import system_actor
from throughcare.audit import head, mac
from throughcare.common.reader import reading_as

BATCH = 5_000
_PURPOSE = "seal the audit"


def seal_all() -> int:
    """Seal what can be sealed now, and write the head. Returns how many rows. Raises HeadAlarm when file and chain disagree."""
    publish_head()  # compare before the chain grows: nothing is hidden under new seals
    sealed = 0
    while (made := _seal_batch()) > 0:
        sealed += made
        if made < BATCH:
            break
    if sealed:
        publish_head()
    return sealed


def publish_head() -> None:
    """Write the head of the chain to the file, unless the file says that the chain was longer, or other, before."""
    with head.turn():
        before = head.read()
        number, hash_, at_before = _chain_head(before.number if before else 0)
        if before is None:
            if number:
                raise head.HeadAlarm(
                    f"The head file {head.path().name} is gone, but the chain holds {number} seals. Verify, then accept the head again."
                )
        elif number < before.number:
            raise head.HeadAlarm(f"The chain ends at seal {number}, but the head file knows seal {before.number}: its tail was removed.")
        elif at_before != before.hash:
            raise head.HeadAlarm(f"Seal {before.number} is not the one the head file knows: the chain was written anew.")
        elif number == before.number:
            return
        head.write(number, hash_)


def accept_head() -> int:
    """Write the head as the chain stands, whatever the file says: after a restore, by a person's decision. Returns its number."""
    with head.turn():
        number, hash_, _ = _chain_head(0)
        head.write(number, hash_)
        return number


def _chain_head(wanted: int) -> tuple[int, bytes, bytes]:
    """(number of the last seal, its hash, hash of seal `wanted`); seal 0 is the empty start."""
    with reading_as(system_actor(_PURPOSE).reader), connection.cursor() as cursor:
        cursor.execute("select number, hash, hash_wanted from throughcare.audit_head(%s)", [wanted])
        row = cursor.fetchone()
    if row is None:
        return 0, mac.START, mac.START
    return row[0], bytes(row[1]), mac.START if wanted == 0 else bytes(row[2] or b"missing")


def _seal_batch() -> int:
    """One transaction of at most BATCH seals."""
    key_id = mac.current_key_id()
    with reading_as(system_actor(_PURPOSE).reader), connection.cursor() as cursor:
        cursor.execute("select throughcare.audit_seal_turn()")
        if cursor.fetchone() != (True,):
            return 0  # another worker seals
        # A statement of its own, so that it sees what the sealer before us committed.
        cursor.execute("select number, hash, id, mac, tx from throughcare.audit_to_seal(%s)", [BATCH])
        rows = cursor.fetchall()
        if not rows:
            return 0
        number, hash_ = rows[0][0], bytes(rows[0][1])
        seals = []
        for _, _, event_id, code, tx in rows:
            number += 1
            made = mac.link(hash_, number, event_id, bytes(code), tx, key_id)
            assert made is not None  # noqa: S101 - the current key is at hand
            hash_ = made
            seals.append((number, event_id, tx, hash_))
        numbers, events, txs, hashes = (list(column) for column in zip(*seals, strict=True))
        cursor.execute("select throughcare.audit_add_seals(%s, %s, %s, %s, %s)", [numbers, events, txs, hashes, key_id])
    return len(rows)
