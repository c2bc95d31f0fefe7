"""CPU per row, client and server together, of three ways to bring in the same directory, each into an empty database.

ours          `import_directory`: checks, row security, history, pillars by rule, audit; as the application's login
copy          COPY of the same rows, ready made, into tables with the same columns, indexes and checks, and no trigger
bulk_create   the same walk with Django's bulk_create, in batches of 1,000, in place of COPY and merge

Goals: ours takes at most 3 times the CPU of copy, and bulk_create at least 3 times that of ours.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg import sql

from throughcare.config import embedded

ORGANIZATIONS = 12_500  # and twice as many services


@dataclass
class Cost:
    """CPU seconds."""

    client: float = 0.0
    server: float = 0.0

    @property
    def total(self) -> float:
        return self.client + self.server


def server_cpu(pid: int) -> float:
    """CPU seconds a server process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def measured(pid: int) -> Iterator[Cost]:
    """What the block costs here and in the server process."""
    cost, client, server = Cost(), time.process_time(), server_cpu(pid)
    yield cost
    cost.client, cost.server = time.process_time() - client, server_cpu(pid) - server


def main() -> None:
    """Measure and print."""
    count = int(os.environ.get("ORGANIZATIONS", ORGANIZATIONS))
    home = Path(tempfile.mkdtemp(prefix="throughcare-bench-", dir=_parent()))
    home.chmod(0o755)
    os.environ.update(THROUGHCARE_HOME=str(home), DJANGO_SETTINGS_MODULE="throughcare.config.settings", THROUGHCARE_DEMO="on")
    try:
        with embedded.start_cluster(home, durable=False, demo=True) as cluster:
            print(json.dumps(_run(cluster, count), indent=2))
    finally:
        embedded.remove_cluster(home)
        shutil.rmtree(home, ignore_errors=True)


def _parent() -> str | None:
    """Root's clusters run as a user of their own, who must be able to pass."""
    return "/var/lib" if os.geteuid() == 0 else None


def _run(cluster: embedded.Cluster, count: int) -> dict[str, Any]:
    prepare = (
        "import django; django.setup(); from django.core.management import call_command; from throughcare.config.protect import protect; "
        "call_command('migrate', verbosity=0); protect()"
    )
    os.environ["THROUGHCARE_LOGIN"] = "owner"
    if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", prepare]):
        raise SystemExit("The database could not be prepared.")
    os.environ["THROUGHCARE_LOGIN"] = "app"
    django.setup()
    from benchmarks.import_services import contenders  # noqa: PLC0415 - needs Django set up

    ways: dict[str, Callable[[Any], Any]] = {
        "ours": contenders.ours,
        "again": contenders.again,
        "bulk_create": contenders.bulk_create,
    }
    work = contenders.Work(cluster, count)
    costs = {"ours": work.run("ours", ways["ours"]), "again": work.rerun(ways["again"])}
    costs["copy"] = work.copy()
    costs["bulk_create"] = work.run("bulk", ways["bulk_create"])
    rows = work.rows
    return {
        "machine": f"{os.cpu_count()} cores, PostgreSQL {_version(cluster)}",
        "rows": rows,
        "cpu_us_per_row": {
            name: {"client": round(c.client / rows * 1e6, 1), "server": round(c.server / rows * 1e6, 1)} for name, c in costs.items()
        },
        "ours_over_copy": round(costs["ours"].total / costs["copy"].total, 2),
        "bulk_create_over_ours": round(costs["bulk_create"].total / costs["ours"].total, 2),
    }


def _version(cluster: embedded.Cluster) -> str:
    with psycopg.connect(cluster.owner_url) as session:
        row = session.execute(sql.SQL("show server_version")).fetchone()
    return str(row[0]) if row else ""


if __name__ == "__main__":
    main()
