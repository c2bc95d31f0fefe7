"""What its audit row adds to a read: a case manager's, of real records, under row security, with the budget of records counted.

The same transaction is done with the row and without it, fifty of each a second, in an order drawn by chance; each begins at its time
whether or not the one before was quick. Told are the time on the clock, and the processor's, ours and the database's together, which what else
the machine does hardly moves. The control is a row that takes a few thousandths of a second more: it must show.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil  # type: ignore[import-untyped]  # has no types
import psycopg
from django.db import connection

from benchmarks.people_list import fill
from throughcare.accounts.queries import actor_of
from throughcare.common.reader import Reader, reading_as
from throughcare.people.queries import caseload

EACH_SECOND = 50
CONTROL_MS = 5
_DRAWS = 1000
# Nobody opens more than sixty records an hour.
_PERSONS = 40

Read = Callable[[UUID], None]


def compare_reads(superuser_url: str, pairs: int, seed: int) -> dict[str, Any]:
    """Of each kind of record: already counted within the hour, counted for the first time, on the reader's own caseload (not counted)."""
    dice, before = random.Random(seed), psutil.cpu_times()
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        user = fill.reader(superuser)
        office, own = fill.in_the_office(superuser)[:_PERSONS], fill.on_own_caseload(superuser, user)[:_PERSONS]

        def forget() -> None:
            superuser.execute("delete from people_reading where user_id = %s", [user])

        with reading_as(Reader(user_id=UUID(user))):
            actor = actor_of(UUID(user))
        plain, audited, slower = ways(actor)
        found: dict[str, Any] = {"seed": seed, "of each, a second": EACH_SECOND, "load before": round(os.getloadavg()[0], 1)}
        kinds = {
            "opened before in that hour": (office, None),
            "opened first in that hour": (office, forget),
            "on one's own caseload": (own, None),
        }
        for name, (persons, between) in kinds.items():
            found[name] = paced(plain, audited, list(map(UUID, persons)), pairs, dice, between)
        found[f"control: {CONTROL_MS} ms slower"] = paced(plain, slower, list(map(UUID, office)), pairs, dice)
    return found | {"taken by the host %": _taken(before)}


def ways(actor: Any) -> tuple[Read, Read, Read]:
    """To read one person in a transaction of its own: without the row, as every page does it, and with a row that takes longer."""

    def plain(person: UUID) -> None:
        with reading_as(Reader(user_id=actor.user_id)):
            if not caseload._PERSON(actor, person):  # noqa: SLF001 - what get_person asks before it writes the row
                raise SystemExit("The reader may not open that record.")

    def audited(person: UUID) -> None:
        with reading_as(Reader(user_id=actor.user_id)):
            caseload.get_person(actor, person)

    def slower(person: UUID) -> None:
        with reading_as(Reader(user_id=actor.user_id)):
            caseload.get_person(actor, person)
            until = time.process_time() + CONTROL_MS / 1000
            while time.process_time() < until:
                pass

    return plain, audited, slower


def paced(
    plain: Read, audited: Read, persons: Sequence[UUID], pairs: int, dice: random.Random, between: Callable[[], None] | None = None
) -> dict[str, Any]:
    """`pairs` of each, everybody in turn. between: done, outside the time, before anybody comes round again."""
    clock: dict[bool, list[float]] = {True: [], False: []}
    processor: dict[bool, list[float]] = {True: [], False: []}
    for person in persons:  # plans and caches warm
        plain(person)
        audited(person)
    servers, late, slot = _servers(), 0, 1 / EACH_SECOND / 2
    due = time.perf_counter()
    for number in range(pairs):
        if between and number % len(persons) == 0:
            between()
            due = time.perf_counter()
        for with_row in dice.sample([True, False], 2):
            due += slot
            if (early := due - time.perf_counter()) > 0:
                time.sleep(early)
            late += early <= 0
            spent, began = _spent(servers), time.perf_counter()
            (audited if with_row else plain)(persons[number % len(persons)])
            clock[with_row].append((time.perf_counter() - began) * 1000)
            processor[with_row].append((_spent(servers) - spent) * 1000)
    return {
        "persons": len(persons),
        "of each": pairs,
        "on the clock": _figures(clock[False], clock[True], dice),
        "processor": _figures(processor[False], processor[True], dice),
        "begun late": late,
    }


def _servers() -> list[int]:
    """The processes of the database that answer us. Connections live on between reads, so they stay the same."""
    with psycopg.connect(**connection.get_connection_params()) as session:
        asked = "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        return [pid for (pid,) in session.execute(asked).fetchall()]


def _spent(servers: list[int]) -> float:
    """Seconds of processor, ours and theirs; theirs are 0 where the kernel does not say."""
    return time.process_time() + sum(map(_of_server, servers))


def _of_server(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError):
        return 0.0


def _figures(plain: list[float], audited: list[float], dice: random.Random) -> dict[str, Any]:
    """Milliseconds; the interval is of resampled reads."""

    def added(one: Sequence[float], other: Sequence[float]) -> float:
        return p95(other) - p95(one)

    drawn = sorted(added(dice.choices(plain, k=len(plain)), dice.choices(audited, k=len(audited))) for _ in range(_DRAWS))
    return {
        "plain p50": round(statistics.median(plain), 2),
        "plain p95": round(p95(plain), 2),
        "audited p50": round(statistics.median(audited), 2),
        "audited p95": round(p95(audited), 2),
        "added p50": round(statistics.median(audited) - statistics.median(plain), 2),
        "added p95": round(added(plain, audited), 2),
        "added p95, 95 of 100 between": [round(drawn[int(_DRAWS * share)], 2) for share in (0.025, 0.975)],
    }


def p95(times: Sequence[float]) -> float:
    """What 19 of 20 stay under."""
    return float(statistics.quantiles(times, n=20)[18])


def _taken(before: Any) -> float:
    """What other machines on the same host took of these cores since; Linux alone says."""
    spent = {name: now - then for name, now, then in zip(before._fields, psutil.cpu_times(), before, strict=True)}
    return round(100 * float(spent.get("steal", 0)) / max(float(sum(spent.values())), 0.001), 1)
