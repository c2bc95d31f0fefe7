"""The keyed MAC of one audit row: whoever changes a row without the key is found out."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
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


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def canonical(row: Mapping[str, Any]) -> bytes:
    """The row's bytes: a JSON array of the columns in order, keys of `detail` sorted."""
    return json.dumps([_plain(row[c]) for c in COLUMNS], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def keys() -> dict[str, bytes]:
    """Key id → key; the first is used for new rows, older ones still verify."""
    found: dict[str, bytes] = settings.AUDIT_KEYS
    return found


def current_key_id() -> str:
    """The id of the key new rows are made with."""
    return next(iter(keys()))


def mac_of(row: Mapping[str, Any]) -> bytes | None:
    """HMAC-SHA256 of the row under the key it names; None when that key is not at hand."""
    key = keys().get(row["key_id"])
    return hmac.digest(key, canonical(row), "sha256") if key else None
