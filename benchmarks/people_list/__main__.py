"""A caseload's pages with a million people on the site, both safeguards and the audit on, beside plain Django with none of them:

    python -m benchmarks.people_list --people 1000000 [--home FOLDER]

Each server has one process and answers one request at a time on loopback, blocks of fifty turn by turn. Told are the CPU of server and
database for each request, which other people's load hardly moves, and the time on the clock. A home that is named is kept and used again.
"""

import argparse
import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import psycopg

from benchmarks.people_list.fill import READER, fill, in_the_office, reader
from throughcare.config import embedded

_THROUGHCARE = (sys.executable, "-m", "throughcare.config.cli")
_GRANIAN = (
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--no-ws",
    "--workers",
    "1",
    "--blocking-threads",
    "1",
    "--log-level",
    "error",
)
OURS, PEER, BARE = 8171, 8172, 8173
_BLOCK = 50


@dataclass
class Page:
    """One page asked for again and again: how often, what it cost."""

    name: str
    port: int
    address: Callable[[random.Random], str]
    cookie: str
    app: float = 0
    database: float = 0
    times: list[float] = field(default_factory=list)
    size: int = 0

    def figures(self) -> dict[str, float]:
        """Milliseconds a request."""
        n = len(self.times)
        return {
            "requests": n,
            "app CPU ms": round(self.app / n * 1000, 2),
            "database CPU ms": round(self.database / n * 1000, 2),
            "p50 ms": round(statistics.median(self.times) * 1000, 1),
            "p95 ms": round(statistics.quantiles(self.times, n=20)[18] * 1000, 1),
            "bytes": self.size,
        }


def main() -> None:
    """Make, or find, the site; ask; print JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--requests", type=int, default=300)
    asked.add_argument("--home", type=Path, default=None, help="a folder for the site; without it, one that is thrown away")
    given, _ = asked.parse_known_args()  # `make bench` hands over the names of benchmarks
    home = given.home or Path(tempfile.mkdtemp(prefix="throughcare-bench-", dir="/var/lib" if os.geteuid() == 0 else None))
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    (home / "static").mkdir(exist_ok=True)  # else whitenoise warns that it is absent
    os.environ.update(THROUGHCARE_HOME=str(home), THROUGHCARE_DEMO="on", DJANGO_SETTINGS_MODULE="throughcare.config.settings")
    try:
        with embedded.start_cluster(home, durable=True, demo=True) as cluster:
            print(json.dumps(_measure(cluster, _made(cluster, given.people), given.requests), indent=1, ensure_ascii=False))
    finally:
        if given.home is None:
            shutil.rmtree(home, ignore_errors=True)


def _made(cluster: embedded.Cluster, people: int) -> dict[str, Any]:
    """What the run needs to know of the site, which is made unless an earlier run left it."""
    note = cluster.home / "people_list.json"
    if note.exists():
        return dict(json.loads(note.read_text()))
    for words in (("migrate",), ("demo-data", "--people", "100")):
        subprocess.run([*_THROUGHCARE, *words], check=True, stdout=sys.stderr)
    with psycopg.connect(cluster.url("superuser", embedded.DATABASE), autocommit=True) as superuser:
        on_caseload = fill(superuser, people, lambda words: print(words, file=sys.stderr, flush=True))
    cluster.create_database("peer")
    prepare = f"from benchmarks.people_list import peer; print(peer.prepare({people}))"
    done = subprocess.run([sys.executable, "-c", prepare], check=True, text=True, stdout=subprocess.PIPE, env=os.environ | _peers(cluster))
    made = {"people": people, "on the caseload": on_caseload, "peer session": done.stdout.strip()}
    note.write_text(json.dumps(made))
    return made


def _peers(cluster: embedded.Cluster) -> dict[str, str]:
    return {"PEER_DATABASE": cluster.url("owner", "peer")}


def _measure(cluster: embedded.Cluster, made: Mapping[str, Any], requests: int) -> dict[str, Any]:
    with (
        _server(OURS, "throughcare.config.wsgi:application", {}) as ours,
        _server(BARE, "benchmarks.people_list.unguarded:application", {}) as bare,
        _server(PEER, "benchmarks.people_list.peer:application", _peers(cluster)) as peer,
    ):
        session = _log_in()
        with psycopg.connect(cluster.url("superuser", embedded.DATABASE), autocommit=True) as superuser:
            markers, user = in_the_office(superuser), reader(superuser)
        theirs = f"sessionid={made['peer session']}"
        last = int(made["people"] * 0.9)  # so that a whole page comes after it
        pages = [
            Page("ours: first page", OURS, lambda _: "/people/", session),
            Page("ours: a later page", OURS, lambda pick: f"/people/?after={pick.choice(markers)}", session),
            Page("ours, unguarded: a later page", BARE, lambda pick: f"/people/?after={pick.choice(markers)}", session),
            # Nobody opens more than sixty records an hour.
            Page("ours: a record", OURS, lambda pick: f"/people/{pick.choice(markers[:40])}/", session),
            Page("ours: home", OURS, lambda _: "/", session),
            Page("peer: bare", PEER, lambda pick: f"/bare?after={pick.randrange(last)}", ""),
            Page("peer: logged in", PEER, lambda pick: f"/in?after={pick.randrange(last)}", theirs),
        ]
        servers = {OURS: ours, BARE: bare, PEER: peer}
        # Once without counting: who first asks for a part of the list reads it from disk, for those that ask after it too. Then there and back, so that none is always first.
        for counted in (False, True):
            for block in range(requests // _BLOCK):
                for page in pages if block % 2 == 0 else reversed(pages):
                    _ask(page, servers[page.port], cluster, block, count=counted)
        memory = sum(child.memory_info().rss for child in _tree(ours)) // 1_000_000
    found = _figures(made, pages)
    found["web process MB"] = memory
    found["audited reads"] = _reads(markers[:40], user)
    return found


def _figures(made: Mapping[str, Any], pages: list[Page]) -> dict[str, Any]:
    found: dict[str, Any] = {
        **{k: v for k, v in made.items() if "session" not in k},
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    found |= {page.name: page.figures() for page in pages}
    cost = {page.name: page.app + page.database for page in pages}
    for words, beside in (
        ("the same unguarded", "ours, unguarded: a later page"),
        ("bare peer", "peer: bare"),
        ("logged-in peer", "peer: logged in"),
    ):
        found[f"later page ÷ {words}, CPU"] = round(cost["ours: a later page"] / cost[beside], 2)
    return found


def _reads(persons: list[str], user: str, seconds: int = 10) -> dict[str, float]:
    """Records opened a second by two processes a core, without pages: the read, row security and the audit row."""
    command = [sys.executable, "-m", "benchmarks.people_list.reads", user, str(seconds), *persons]
    before = psutil.cpu_times()
    started = [subprocess.Popen(command, text=True, stdout=subprocess.PIPE) for _ in range(2 * (os.cpu_count() or 1))]
    said = [json.loads(process.communicate()[0]) for process in started]
    spent = {name: now - then for name, now, then in zip(before._fields, psutil.cpu_times(), before, strict=True)}
    return {
        # What other machines on the same host took of these cores; Linux alone says.
        "taken by the host %": round(100 * spent.get("steal", 0) / max(sum(spent.values()), 0.001), 1),
        "a second": round(sum(one["reads"] for one in said) / seconds),
        "p50 ms": round(statistics.median(one["p50 ms"] for one in said), 2),
        "p95 ms": round(max(one["p95 ms"] for one in said), 2),
    }


def _ask(page: Page, server: psutil.Process, cluster: embedded.Cluster, block: int, *, count: bool) -> None:
    """A block of requests: each page is asked for the same people in the same block."""
    pick = random.Random(block + 1)
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=60)
    app, database = _cpu(_tree(server)), _cpu(_backends(cluster))
    for _ in range(_BLOCK):
        began = time.perf_counter()
        connection.request("GET", page.address(pick), headers={"Cookie": page.cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{page.name} answered {answer.status}: {answer.headers.get('Location')} {body[:300]!r}")
        if count:
            page.times.append(time.perf_counter() - began)
            page.size = len(body)
    connection.close()
    if count:
        page.app += _cpu(_tree(server)) - app
        page.database += _cpu(_backends(cluster)) - database


def _tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _backends(cluster: embedded.Cluster) -> list[psutil.Process]:
    """The database server and all it started. Nobody else asks it anything meanwhile."""
    (pidfile,) = cluster.home.glob("postgres/**/postmaster.pid")
    return _tree(psutil.Process(int(pidfile.read_text().split()[0])))


def _cpu(processes: list[psutil.Process]) -> float:
    """Seconds of all, with what children that ended have used."""
    total = 0.0
    for process in processes:
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system + (spent.children_user + spent.children_system if process is processes[0] else 0)
    return total


@contextmanager
def _server(port: int, application: str, surroundings: Mapping[str, str]) -> Iterator[psutil.Process]:
    started = subprocess.Popen([*_GRANIAN, "--port", str(port), application], env=os.environ | dict(surroundings))
    try:
        for _ in range(300):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/bare" if port == PEER else "/health/live")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
        yield psutil.Process(started.pid)
    finally:
        started.terminate()
        started.wait(30)


def _log_in() -> str:
    """Cookies of the demo's case manager, by the demo's own page."""
    connection = http.client.HTTPConnection("127.0.0.1", OURS, timeout=30)
    connection.request("GET", "/demo/")
    page = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    first = _cookies(page)
    if token is None:
        raise SystemExit(f"The page Demo answered {page.status}.")
    form = urlencode({"csrfmiddlewaretoken": token[1], "as": READER})
    headers = {"Cookie": first, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{OURS}/demo/"}
    connection.request("POST", "/demo/log-in/", form, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"Logging in answered {answer.status}.")
    return _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")


if __name__ == "__main__":
    main()
