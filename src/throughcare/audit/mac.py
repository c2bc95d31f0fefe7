"""The keyed codes of the audit: whoever changes a row, a seal or the head without the key is found out."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from struct import Struct
from typing import Any
from uuid import UUID

from django.conf import settings

# The columns the MAC covers, in this order.
COLUMNS = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "team_ids",
    "because_ids",
    "verb",
    "person_ids",
    "compartments",
    "channel",
    "about_kind",
    "about_id",
    "detail",
    "request_id",
    "key_id",
)
# As they are read: the time as text, since PostgreSQL holds times ("infinity", years before Christ) that Python can't.
READ = ", ".join("at::text as at" if column == "at" else column for column in COLUMNS)
# As verifying reads them: text throughout, as PostgreSQL prints it.
READ_AS_TEXT = ", ".join(f"{column}::text" for column in COLUMNS)
START = b""  # what the first seal links to
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(row: Mapping[str, Any]) -> bytes:
    """The row's bytes: a JSON array of the columns in order, keys as hex digits, the time in UTC, keys of `detail` sorted."""
    actor, about, request = row["actor_id"], row["about_id"], row["request_id"]
    values = [
        row["id"].hex,
        row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        actor and actor.hex,
        row["actor_name"],
        [key.hex for key in row["team_ids"]],
        [key.hex for key in row["because_ids"]],
        row["verb"],
        [key.hex for key in row["person_ids"]],
        list(row["compartments"]),
        row["channel"],
        row["about_kind"],
        about and about.hex,
        row["detail"],
        request and request.hex,
        row["key_id"],
    ]
    return _JSON(values).encode()


def canonical_of_text(row: Sequence[Any]) -> bytes:
    """The same bytes from the columns as READ_AS_TEXT gives them, in a third of the time: verifying reads millions of rows.

    No row that was written otherwise comes out the same: what stands in a list can't hold the marks that hold it together,
    so a list with nulls, of lists or with a start of its own keeps braces, brackets or quotes that no row of ours has.
    """
    key, at, actor, name, teams, because, verb, persons, parts, channel, kind, about, detail, request, made_with = row
    if detail != "{}":
        detail = _JSON(json.loads(detail))
    return (
        f'["{key.replace("-", "")}","{_moment(at)}",{_key(actor)},{encode_basestring(name)},{_keys(teams)},{_keys(because)},'
        f"{encode_basestring(verb)},{_keys(persons)},{_list(parts)},{encode_basestring(channel)},{encode_basestring(kind)},{_key(about)},"
        f"{detail},{_key(request)},{encode_basestring(made_with)}]"
    ).encode()


def _moment(at: str) -> str:
    if len(at) == 29 and at.endswith("+00"):  # 2026-11-22 04:48:54.123456+00, as nine in ten are
        return f"{at[:10]}T{at[11:26]}+00:00"
    return datetime.fromisoformat(at).astimezone(UTC).isoformat(timespec="microseconds")


def _key(key: str | None) -> str:
    return "null" if key is None else f'"{key.replace("-", "")}"'


def _keys(listed: str) -> str:
    return _list(listed.replace("-", ""))


def _list(listed: str) -> str:
    """{a,b} → ["a","b"]"""
    if listed == "{}":
        return "[]"
    inner = listed[1:-1].replace(",", '","')
    return f'["{inner}"]'


_FROM_TEXT: dict[str, Callable[[str], Any]] = {"at": datetime.fromisoformat, "detail": json.loads}


def row_of(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """A row as it was read. A time or a detail that can't be understood stays text: no code fits it, so it is found out."""
    row = dict(zip(names, values, strict=True))
    for column, read in _FROM_TEXT.items():
        if isinstance(row[column], str):
            try:
                row[column] = {} if row[column] == "{}" else read(row[column])
            except (ValueError, RecursionError):
                continue
    return row


def keys() -> dict[str, bytes]:
    """Key id → key; the first is used for new rows, older ones still verify."""
    found: dict[str, bytes] = settings.AUDIT_KEYS
    return found


def current_key_id() -> str:
    """The id of the key new rows are made with."""
    return next(iter(keys()))


def mac_of(row: Mapping[str, Any]) -> bytes | None:
    """HMAC-SHA256 of the row under the key it names; None when that key is not at hand."""
    return _code(row["key_id"], b"row\0" + canonical(row))


def fits(row: Mapping[str, Any]) -> bool | None:
    """Is the row as it was written? None when the key it names is not at hand."""
    try:
        wanted = mac_of(row)
    except Exception:  # noqa: BLE001 - a row we could not have written (nulls in lists, endless nesting) was not written by us
        return False
    return None if wanted is None else hmac.compare_digest(wanted, bytes(row["mac"]))


def fits_as_text(row: Sequence[Any], mac: bytes) -> bool | None:
    """The same of a row as READ_AS_TEXT gives it."""
    try:
        wanted = _code(row[-1], b"row\0" + canonical_of_text(row))
        return None if wanted is None else hmac.compare_digest(wanted, mac)
    except Exception:  # noqa: BLE001 - as above
        return False


def link(before: bytes, number: int, event_id: UUID, mac: bytes, tx: int, key_id: str) -> bytes | None:
    """The hash of seal `number`: ties the row, its place and its transaction to everything sealed before it."""
    if len(before) == len(mac) == 32:  # all but the first, and what was put in: the same bytes, put together at once
        sized = _LINK.pack(32, before, 8, number, 16, event_id.bytes, 32, mac, 8, tx)
    else:
        parts = (before, number.to_bytes(8, "big", signed=True), event_id.bytes, mac, tx.to_bytes(8, "big", signed=True))
        sized = b"".join(map(_sized, parts))
    return _code(key_id, b"seal\0" + sized)


_LINK = Struct(">H32sHqH16sH32sHq")


def _sized(part: bytes) -> bytes:
    """The part after its length. One too long to be ours goes in as its digest: whoever put it there must not stop the sealer."""
    if len(part) > 0xFFFF:
        part = hashlib.sha256(part).digest()
    return len(part).to_bytes(2, "big") + part


def head_mac(number: int, hash_: str, at: str, key_id: str) -> bytes | None:
    """The code of the head file."""
    return _code(key_id, b"head\0" + _JSON([number, hash_, at, key_id]).encode())


def erased_mac(person: str, at: str, key_id: str) -> bytes | None:
    """The code of a line in the file of erased records."""
    return _code(key_id, b"erased\0" + _JSON([person, at, key_id]).encode())


def _code(key_id: str, text: bytes) -> bytes | None:
    key = keys().get(key_id)
    if not key:
        return None
    code = _begun(key).copy()
    code.update(text)
    return code.digest()


@lru_cache(maxsize=16)
def _begun(key: bytes) -> hmac.HMAC:
    """The code as it stands before any text: the key's own blocks are hashed once."""
    return hmac.new(key, digestmod="sha256")
