"""The one writer of the audit. A raw INSERT: the application's login may add rows and do nothing else with them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit import guard, mac, states
from throughcare.audit.queries import VERIFIED
from throughcare.audit.verify import Report
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused

THE_PERSON = "The person themselves"
_TYPES = {
    **dict.fromkeys(("id", "actor_id", "about_id", "request_id"), "uuid"),
    **dict.fromkeys(("team_ids", "because_ids", "person_ids"), "uuid[]"),
    **dict.fromkeys(("actor_name", "verb", "channel", "about_kind", "key_id"), "varchar"),
    "at": "timestamptz",
    "compartments": "varchar[]",
    "detail": "jsonb",
    "mac": "bytea",
}
_COLUMNS = (*mac.COLUMNS, "mac")
_NAMES = ", ".join(_COLUMNS)
_VALUES = ", ".join(f"%s::{_TYPES[column]} as {column}" for column in _COLUMNS)
_INSERT = f"insert into audit_auditevent ({_NAMES}) select {_VALUES}"
_IDS = frozenset({"team_ids", "because_ids", "person_ids"})

_MOST_KEPT = 100  # findings named in the row of a verification


@dataclass(frozen=True)
class Gate:
    """What an upper app asks before a record is opened.

    figures: an SQL function of the ids of those whose records are opened; columns: what it gives. lets: SQL over these that is true when the
    row may be written. check says the same of the figures in Python, and raises Refused; told, in a transaction of its own, says so to whom it
    concerns.
    """

    figures: str
    columns: tuple[str, ...]
    lets: str
    check: Callable[[Actor, Sequence[Any]], None]
    told: Callable[[Actor, Refused], None]

    @cached_property
    def insert(self) -> str:
        """One statement that asks, and writes the row if it may be; it gives the figures."""
        return (
            f"with given as materialized (select {_VALUES}), "  # noqa: S608 - column names of our own, and what an app of ours registered
            f"asked as materialized (select {', '.join(f'f.{column}' for column in self.columns)} from given, {self.figures}(given.person_ids) f), "
            f"written as (insert into audit_auditevent ({_NAMES}) select {_NAMES} from given, asked where {self.lets}) "
            f"select {', '.join(self.columns)}, {self.lets} from asked"
        )


_GATES: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Have `gate` asked whenever a row is written that opens somebody's record. Call it from your app's `ready`. Raises ValueError for a second one."""
    if gate not in _GATES:
        if _GATES:
            raise ValueError("There is a gate already: who opens a record is asked once.")
        _GATES.append(gate)


def say_stopped(by: Actor, why: Refused) -> None:
    """After what a gate refused is rolled back."""
    for gate in _GATES:
        gate.told(by, why)


def _pass_gate(gate: Gate, by: Actor, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(gate.insert, values)
        *figures, is_written = cursor.fetchone()
    try:
        gate.check(by, figures)
    except Refused as why:
        guard.mark_stopped(why)
        raise
    if not is_written:
        raise RuntimeError("No audit row was written: the gate let pass what its SQL did not.")


def record(
    *,
    by: Actor,
    verb: str,
    persons: Iterable[UUID] = (),
    compartments: Sequence[str] = (),
    because: Iterable[UUID] = (),
    about: Ref | None = None,
    detail: dict[str, Any] | None = None,
) -> UUID:
    """Write one audit row in the open transaction and return its id.

    persons: everybody whose record was read or changed. compartments: codes C1–C10. because: ids of the involvements relied on.
    detail: counts and codes only. Raises RuntimeError outside a transaction: an audit row stands or falls with what it tells of; Refused
    when a gate holds that no more records may be opened for now.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit row is written inside the transaction it tells of.")
    _check_plain(detail or {})
    row = _who(by) | {
        "verb": verb,
        "person_ids": sorted(set(persons)),
        "compartments": sorted(set(compartments)),
        "because_ids": sorted(set(because)),
        "about_kind": about.kind if about else "",
        "about_id": about.id if about else None,
        "detail": detail or {},
    }
    row["mac"] = mac.mac_of(row)
    values = [_written(column, row[column]) for column in _COLUMNS]
    if _GATES and by.user_id is not None and states.opens(verb, len(row["person_ids"])):
        _pass_gate(_GATES[0], by, values)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, values)
    guard.mark_recorded(row["person_ids"], row["compartments"])
    written: UUID = row["id"]
    return written


def _written(column: str, value: Any) -> Any:
    """Ids as the text of an array: the driver takes ten times as long to find out that they are ids."""
    if column in _IDS:
        return "{" + ",".join(map(str, value)) + "}"
    return json.dumps(value) if column == "detail" else value


def _who(by: Actor) -> dict[str, Any]:
    """The part of a row that says who, when and how."""
    return {
        "id": new_id(),
        "at": now(),
        "actor_id": by.user_id,
        # A person's own name is a word about them: their record may be erased, and this row may not.
        "actor_name": by.system or (THE_PERSON if Permission.OWN_RECORD in by.permissions else by.name),
        "team_ids": list(by.teams),
        "channel": by.channel,
        "request_id": by.request_id,
        "key_id": mac.current_key_id(),
    }


def record_read(
    *,
    by: Actor,
    verb: str,
    persons: Iterable[UUID],
    compartments: Sequence[str],
    because: Iterable[UUID] = (),
    about: Ref | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """A read: one row naming everybody on the page. Nobody on it, no row, but the guard is told the reader looked."""
    persons = list(persons)
    if persons:
        record(by=by, verb=verb, persons=persons, compartments=compartments, because=because, about=about, detail=detail)
    else:
        guard.mark_recorded()


def record_verification(*, by: Actor, report: Report) -> None:
    """Keep what a verification found: counts, and the first things wrong by key."""
    first = [{"what": f.what, "event": f.event_id, "seal": f.seal} for f in report.findings[:_MOST_KEPT]]
    detail = {"ok": report.ok, "rows": report.rows, "seals": report.seals, "waiting": report.waiting, "findings": len(report.findings)}
    record(by=by, verb=VERIFIED, detail=detail | {"milliseconds": int(report.seconds * 1000), "first": first})


def _check_plain(detail: dict[str, Any]) -> None:
    """Refuse what PostgreSQL would give back in another writing, which would break the MAC (1e20 comes back as a whole number)."""
    if any(isinstance(part, float) for part in _parts(detail)):
        raise TypeError("The detail of an audit row holds counts and codes: no fractions.")


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _parts(part)
    else:
        yield value
