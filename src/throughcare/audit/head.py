"""The head of the chain, in a file off the database: whoever cuts the tail off, or writes the chain anew, is found out by it."""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from throughcare.audit import mac
from throughcare.common.clock import now


class HeadAlarm(Exception):
    """The file and the chain contradict each other, or the file is not ours. `str()` is the sentence to show."""


@dataclass(frozen=True)
class Head:
    """The last seal, as the file knows it."""

    number: int
    hash: bytes
    at: str
    key_id: str


def path() -> Path:
    """Where the file is."""
    found: Path = settings.AUDIT_HEAD
    return found


def read() -> Head | None:
    """What the file says; None when there is none. Raises HeadAlarm when it is damaged or its MAC is wrong."""
    try:
        held = json.loads(path().read_text())
        head = Head(int(held["number"]), bytes.fromhex(held["hash"]), str(held["at"]), str(held["key"]))
        given = bytes.fromhex(held["mac"])
        wanted = mac.head_mac(head.number, head.hash.hex(), head.at, head.key_id)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, OSError) as error:
        raise HeadAlarm("The head file is damaged: it can't be read.") from error
    if wanted is None:
        raise HeadAlarm(f"The head file was made with the key {head.key_id}, which is not among the audit keys.")
    if not hmac.compare_digest(wanted, given):
        raise HeadAlarm("The head file was changed: its code does not fit.")
    return head


@contextmanager
def turn() -> Iterator[None]:
    """One process at a time compares and writes."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(number: int, hash_: bytes) -> None:
    """Put the file in place whole: a reader sees the old one or the new one. Inside `turn`, after comparing."""
    at, key_id = now().isoformat(), mac.current_key_id()
    code = mac.head_mac(number, hash_.hex(), at, key_id)
    assert code is not None  # noqa: S101 - the current key is at hand
    draft = path().with_suffix(f".{os.getpid()}.new")
    with draft.open("w") as file:
        json.dump({"number": number, "hash": hash_.hex(), "at": at, "key": key_id, "mac": code.hex()}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path())
