# ruff: noqa: PLC0415 - Django is set up only once the database is there
"""What the audit costs and how fast it verifies, on a database made for the run and thrown away:

    python -m benchmarks.audit --rows 1000000

Three measurements, each in one process and on one database: a user's audited read beside the same read without its row (`reads`); the time
from a row's commit to its seal, while requests go on; and the verification of every row, with the memory it took.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.people_list.fill import fill as fill_offices

_THROUGHCARE = (sys.executable, "-m", "throughcare.config.cli")


def main() -> None:
    """Make a database, measure, print JSON, throw it away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--people", type=int, default=100_000, help="how many people the site has while reads are compared")
    asked.add_argument("--pairs", type=int, default=500, help="reads with their row, and as many without, of each kind")
    asked.add_argument("--seed", type=int, default=20261123)
    asked.add_argument("--reads-only", action="store_true", help="leave sealing and verification out")
    asked.add_argument("--seconds", type=float, default=20, help="how long to watch the sealing")
    given, _ = asked.parse_known_args()  # `make bench` hands over the names of benchmarks
    parent = "/var/lib" if os.geteuid() == 0 else tempfile.gettempdir()
    home = Path(tempfile.mkdtemp(prefix="throughcare-bench-", dir=parent))
    home.chmod(0o755)
    (home / "static").mkdir()  # else whitenoise warns that it is absent
    os.environ.update(THROUGHCARE_HOME=str(home), THROUGHCARE_DEMO="on", DJANGO_SETTINGS_MODULE="throughcare.config.settings")
    from throughcare.config import embedded

    try:
        with embedded.start_cluster(home, durable=True, demo=True) as cluster:
            make_site(cluster.url("superuser", embedded.DATABASE), given.people)
            import django

            django.setup()
            from benchmarks.audit.reads import compare_reads

            found: dict[str, Any] = {"cores": os.cpu_count(), "people": given.people}
            found["audited read"] = compare_reads(cluster.url("superuser", embedded.DATABASE), given.pairs, given.seed)
            if not given.reads_only:
                found |= measure(cluster.owner_url, given.rows, given.seconds)
            print(json.dumps(found, indent=1))
            from throughcare.config.start import _close_connections

            _close_connections()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def make_site(superuser_url: str, people: int) -> None:
    """The demo's offices, with many more people around them."""
    for words in (("migrate",), ("demo-data", "--people", "100")):
        subprocess.run([*_THROUGHCARE, *words], check=True, stdout=sys.stderr)
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        fill_offices(superuser, people, lambda words: print(words, file=sys.stderr, flush=True))


def measure(owner_url: str, rows: int, seconds: float) -> dict[str, Any]:
    """Sealing and verification."""
    found: dict[str, Any] = {"rows": rows}
    found["sealing lag"] = sealing_lag(owner_url, seconds)
    found["seal a backlog"] = seal_backlog()
    found["fill"] = fill(owner_url, rows)
    found["verify"] = verify_everything()
    return found


def timed(work: Callable[[], int]) -> dict[str, float]:
    """How many, how long, how many a second."""
    began = time.monotonic()
    made = work()
    took = time.monotonic() - began
    return {"rows": made, "seconds": round(took, 2), "a second": round(made / took)}


def sealing_lag(owner_url: str, seconds: float) -> dict[str, float]:
    """From a row's commit to its seal, sealer running each second as in the worker, about 100 audited reads a second."""
    from throughcare.config.worker import seal_until

    stop, committed = threading.Event(), {}
    sealer = threading.Thread(target=seal_until, args=(stop,))
    sealer.start()
    lags: list[float] = []
    end = time.monotonic() + seconds
    with psycopg.connect(owner_url, autocommit=True) as owner:
        while time.monotonic() < end or (committed and time.monotonic() < end + 10):
            if time.monotonic() < end:
                for event in _write(5):
                    committed[event] = time.monotonic()
            time.sleep(0.05)
            sealed = {row[0] for row in owner.execute("select event_id from audit_auditseal where event_id = any(%s)", [list(committed)])}
            lags += [time.monotonic() - committed.pop(event) for event in sealed]
    stop.set()
    sealer.join()
    lags.sort()
    return {
        "rows": len(lags),
        "median s": round(statistics.median(lags), 2),
        "p99 s": round(lags[int(len(lags) * 0.99)], 2),
        "longest s": round(lags[-1], 2),
    }


def _write(number: int, *, together: bool = False) -> list[Any]:
    """Audit rows, each in its own transaction or all in one."""
    from throughcare.accounts.actors import system_actor
    from throughcare.audit.actions import record
    from throughcare.common.ids import new_id
    from throughcare.common.reader import reading_as

    actor = system_actor("benchmark")
    made = []
    for _ in range(1 if together else number):
        with reading_as(actor.reader):
            made += [
                record(by=actor, verb="person.viewed", persons=[new_id()], compartments=["C1"], because=[new_id()])
                for _ in range(number if together else 1)
            ]
    return made


def fill(owner_url: str, rows: int) -> dict[str, float]:
    """Rows as `record` makes them, with true codes, and their seals with true links: put in by COPY as the owner.

    What the sealer does to a backlog is measured on its own; here the audit is to be long, and soon.
    """
    from throughcare.audit import sealing

    def put() -> int:
        with psycopg.connect(owner_url) as owner:
            last = owner.execute("select number, hash, tx from audit_auditseal order by number desc limit 1").fetchone() or (0, b"", 0)
            owner.execute("drop index audit_event_person")  # an index on a million lists, filled at once
            with psycopg.connect(owner_url) as other:  # beside it, so that nothing has to be kept
                _copy_seals(other, _copy_events(owner, rows, last[2]), *last)
            owner.execute("create index audit_event_person on audit_auditevent using gin (person_ids)")
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute("vacuum analyze audit_auditevent, audit_auditseal")
        sealing.accept_head()
        return rows

    return timed(put)


def _copy_events(owner: Any, rows: int, tx: int) -> Iterator[tuple[Any, bytes]]:
    """Put rows in; their ids and codes, in order."""
    from throughcare.audit import mac
    from throughcare.common.clock import now
    from throughcare.common.ids import new_id

    columns = (*mac.COLUMNS, "mac", "tx")
    people = [new_id() for _ in range(1000)]
    with owner.cursor() as cursor, cursor.copy(f"copy audit_auditevent ({', '.join(columns)}) from stdin") as copy:
        for number in range(rows):
            row: dict[str, Any] = {
                "id": new_id(), "at": now(), "actor_id": people[number % 50], "actor_name": "Hēmi Pōtiki", "team_ids": [people[number % 20]],
                "because_ids": [people[number % 900]], "verb": "person.viewed", "person_ids": [people[number % 1000]], "compartments": ["C1", "C7"],
                "channel": "page", "about_kind": "", "about_id": None, "detail": {}, "request_id": new_id(), "key_id": mac.current_key_id(),
            }  # fmt: skip
            row |= {"mac": mac.mac_of(row), "tx": tx}
            yield row["id"], row["mac"]
            row["detail"] = "{}"
            copy.write_row([row[c] for c in columns])


def _copy_seals(owner: Any, events: Iterable[tuple[Any, bytes]], number: int, before: bytes, tx: int) -> None:
    from throughcare.audit import mac

    key = mac.current_key_id()
    with owner.cursor() as cursor, cursor.copy("copy audit_auditseal (number, event_id, tx, hash, key_id) from stdin") as copy:
        for event, code in events:
            number += 1
            before = mac.link(before, number, event, code, tx, key) or b""
            copy.write_row((number, event, tx, before, key))


def seal_backlog(rows: int = 20_000) -> dict[str, float]:
    """Rows committed in transactions of twenty while nothing sealed, as after a stop; then sealed."""
    from throughcare.audit import sealing

    for _ in range(rows // 20):
        _write(20, together=True)
    return timed(sealing.seal_all)


def verify_everything() -> dict[str, Any]:
    """Every row, seal and the head."""
    from throughcare.accounts.actors import system_actor
    from throughcare.audit.verify import verify
    from throughcare.common.reader import reading_as

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    busy, client = os.getloadavg()[0], time.process_time()
    with reading_as(system_actor("benchmark").reader):
        report = verify()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    return {
        "rows": report.rows,
        "ok": report.ok,
        "seconds": report.seconds,
        "a second": round(report.rows / report.seconds),
        "client CPU seconds": round(time.process_time() - client, 2),
        "load before": round(busy, 1),
        "memory grew by MB": grown,
    }


if __name__ == "__main__":
    main()
