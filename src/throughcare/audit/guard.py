"""No read of a personal table without an audit row: watches the SQL of a request and refuses to answer otherwise.

A net under the getters, not a replacement: a getter that forgets the audit is a bug that shows as an error, never as a quiet read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.common.protection import REGISTRY
from throughcare.common.refusals import Refused


class UnauditedRead(Exception):
    """Personal rows were read and no audit row was written: nothing may be sent."""


@dataclass
class Watch:
    """What one transaction read and recorded."""

    tables: set[str] = field(default_factory=set)
    recorded: bool = False
    persons: set[UUID] = field(default_factory=set)
    compartments: set[str] = field(default_factory=set)
    stopped: Refused | None = None  # what a gate said to a row that was to be written
    kept: list[Callable[[], object]] = field(default_factory=list)  # what is written whatever becomes of the request

    def check(self) -> None:
        """Raise UnauditedRead when something was read and nothing recorded."""
        if self.tables and not self.recorded:
            raise UnauditedRead(f"Read without an audit row: {', '.join(sorted(self.tables))}")


_WATCH: ContextVar[Watch | None] = ContextVar("audit_watch", default=None)


@lru_cache
def _personal_tables() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, REGISTRY.personal), key=len, reverse=True))
    return re.compile(rf'\b(?:from|join)\s+(?:only\s+)?"?({names})"?(?![\w])', re.IGNORECASE) if names else re.compile(r"(?!)")


def mark_recorded(persons: Iterable[UUID] = (), compartments: Iterable[str] = ()) -> None:
    """Called by the writer of audit rows."""
    watch = _WATCH.get()
    if watch is not None:
        watch.recorded = True
        watch.persons.update(persons)
        watch.compartments.update(compartments)


def mark_stopped(why: Refused) -> None:
    """Called when a gate refused to have somebody's record opened."""
    watch = _WATCH.get()
    if watch is not None:
        watch.stopped = why


def keep(write: Callable[[], object]) -> None:
    """Have `write` called in a transaction of its own, as the same reader, once the request is over: also when all it did is undone.

    It may raise Refused where the request has done nothing: its reader is then told that instead.
    """
    watch = _WATCH.get()
    if watch is not None:
        watch.kept.append(write)


def _wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    watch = _WATCH.get()
    if watch is not None and isinstance(sql, str):
        watch.tables.update(name.lower() for name in _personal_tables().findall(sql))
    return execute(sql, params, many, context)


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch the SQL of this thread's connection until the block ends. The caller calls `check`."""
    watch = Watch()
    token = _WATCH.set(watch)
    try:
        with connection.execute_wrapper(_wrapper):
            yield watch
    finally:
        _WATCH.reset(token)
