"""Fifty users mixed on a demo site, browser side and server on the same machine by loopback:

    python -m benchmarks.many_users --minutes 10 --users 50

Told: how many requests, how many errors, their times, and the most memory the web processes, the job worker and the database took.
"""

import argparse
import csv
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import psutil

_THROUGHCARE = (sys.executable, "-m", "throughcare.config.cli")
PORT = 8181
_PARTS = {"web": "web processes", "web server": "loaded site", "job worker": "jobs"}


def main() -> None:
    """Make the demo, let them work, print JSON, throw it away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--people", type=int, default=500)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="web processes")
    given, _ = asked.parse_known_args()  # `make bench` hands over the names of benchmarks
    home = Path(tempfile.mkdtemp(prefix="throughcare-bench-", dir="/var/lib" if os.geteuid() == 0 else None))
    home.chmod(0o755)
    surroundings = os.environ | {"THROUGHCARE_HOME": str(home), "THROUGHCARE_DEMO": "on"}
    try:
        for words in (("migrate",), ("demo-data", "--people", str(given.people))):
            subprocess.run([*_THROUGHCARE, *words], check=True, stdout=sys.stderr, env=surroundings)
        command = [*_THROUGHCARE, "serve", "--port", str(PORT), "--workers", str(given.workers)]
        site = subprocess.Popen(command, env=surroundings, stdout=sys.stderr)
        try:
            _wait()
            print(json.dumps(_work(psutil.Process(site.pid), home, given.users, given.minutes), indent=1))
        finally:
            site.terminate()
            site.wait(60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait() -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("The site did not answer within two minutes.")


def _work(site: psutil.Process, home: Path, users: int, minutes: float) -> dict[str, Any]:
    told = home / "told"
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(Path(__file__).with_name("locustfile.py")),
        "--headless",
        "--host",
        f"http://127.0.0.1:{PORT}",
    ]
    command += ["-u", str(users), "-r", "5", "-t", f"{int(minutes * 60)}s", "--csv", str(told), "--only-summary", "--reset-stats"]
    locust = subprocess.Popen(command, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    most, loads = _watch(site, locust)
    rows = {row["Name"]: row for row in csv.DictReader(told.with_name("told_stats.csv").open())}
    failed = [f"{row['Occurrences']} x {row['Name']}: {row['Error']}" for row in csv.DictReader(told.with_name("told_failures.csv").open())]
    return {
        "users": users,
        "minutes": minutes,
        "cores": os.cpu_count(),
        "load while they work": round(sum(loads) / len(loads), 1),
        "requests": int(rows["Aggregated"]["Request Count"]),
        "errors": int(rows["Aggregated"]["Failure Count"]),
        "which failed": failed,
        "a second": round(float(rows["Aggregated"]["Requests/s"]), 1),
        "p50 ms": float(rows["Aggregated"]["50%"]),
        "p95 ms": float(rows["Aggregated"]["95%"]),
        "p99 ms": float(rows["Aggregated"]["99%"]),
        "pages": {
            name: {"requests": int(row["Request Count"]), "p50": float(row["50%"]), "p95": float(row["95%"])} for name, row in rows.items()
        },
        "most memory, MB": most,
    }


def _watch(site: psutil.Process, locust: subprocess.Popen[bytes]) -> tuple[dict[str, int], list[float]]:
    """Once a second while they work: the most memory each part took, and all but the database together; how busy the machine was."""
    most: dict[str, int] = {}
    loads = []
    while locust.poll() is None:
        parts = _memory(site)
        parts["all but the database"] = sum(size for name, size in parts.items() if name != "database")
        for name, size in parts.items():
            most[name] = max(most.get(name, 0), size)
        loads.append(os.getloadavg()[0])
        time.sleep(1)
    return most, loads


def _memory(site: psutil.Process) -> dict[str, int]:
    """What each part takes: what is its own, and its share of what it holds together with others (PSS), so that shared pages count once."""
    sums: dict[str, float] = defaultdict(float)
    for process in [site, *site.children(recursive=True)]:
        try:
            words, name = " ".join(process.cmdline()), process.name()
            size = process.memory_full_info().pss
        except psutil.Error:
            continue
        sums["supervisor" if process == site else "database" if "postgres" in words else _PARTS.get(name, "loaded site")] += size
    return {kind: round(size / 1e6) for kind, size in sums.items()}


if __name__ == "__main__":
    main()
