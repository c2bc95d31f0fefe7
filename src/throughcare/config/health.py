"""Is the site well? Asked by balancers and monitors, so it says numbers and names of parts, and nothing about anybody.

`/health/live`: this process answers. `/health/ready`: it can serve, 503 when not (database, migrations); beside that it says whether the
job worker is alive and the audit is being sealed: trouble there needs somebody, but taking the pages away would not help.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from psycopg_pool import PoolTimeout

from throughcare.accounts.decorators import open_to_all

WORKER_SECONDS = 60  # a worker says every 10 s that it lives
SEAL_SECONDS = 30  # the worker seals every second; a long transaction may hold it up


@dataclass(frozen=True)
class Part:
    """One thing looked at."""

    name: str
    ok: bool
    sentence: str
    needed: bool = True  # to serve pages at all


@open_to_all("says that the process answers, and nothing else")
def live(request: HttpRequest) -> HttpResponse:
    """For whoever restarts processes that hang."""
    return _plain(JsonResponse({"ok": True}))


@open_to_all("names parts of the machinery, and whether they work")
def ready(request: HttpRequest) -> HttpResponse:
    """For balancers, by its status; for monitors, by its words."""
    parts = look()
    serves = all(part.ok for part in parts if part.needed)
    told = {part.name: {"ok": part.ok, "say": part.sentence} for part in parts}
    return _plain(JsonResponse({"ok": all(part.ok for part in parts), "serves": serves, "parts": told}, status=200 if serves else 503))


def look() -> list[Part]:
    """Every part. Once the database does not answer, or waits for migrations, the others are not asked."""
    try:
        with transaction.atomic():
            database, migrations = Part("database", True, "It answers."), _migrations()
            # What the other parts ask may not be there until the migrations have run.
            return [database, migrations, *((_worker(), _seals()) if migrations.ok else ())]
    except (DatabaseError, PoolTimeout) as fault:
        return [Part("database", False, f"It does not answer ({type(fault).__name__}).")]


def worker_seconds() -> float | None:
    """Since a worker last said that it lives; None when there is none."""
    return _number("select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers")


def seal_seconds() -> float:
    """Age of the oldest audit row without a seal; 0 when all are sealed."""
    return _number("select throughcare.audit_lag()") or 0.0


def _migrations() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        waiting = _wanted() - set(cursor.fetchall())
    return Part("migrations", not waiting, f"{len(waiting)} wait: run throughcare migrate." if waiting else "None waits.")


def _worker() -> Part:
    seconds = worker_seconds()
    if seconds is None:
        return Part("worker", False, "None runs: start throughcare worker.", needed=False)
    alive = seconds <= WORKER_SECONDS
    return Part("worker", alive, f"Last heard of {seconds:.0f} s ago.", needed=False)


def _seals() -> Part:
    seconds = seal_seconds()
    return Part("audit", seconds <= SEAL_SECONDS, f"The oldest row without a seal is {seconds:.0f} s old.", needed=False)


def _number(query: str) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        (value,) = cursor.fetchone() or (None,)
    return None if value is None else float(value)


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as this process's code knows them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _plain(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


# Answered before anything else, so that they need no host name, no session and, for the first, no database.
PROBES: dict[str, Callable[..., HttpResponseBase]] = {"/health/live": live, "/health/ready": ready}
