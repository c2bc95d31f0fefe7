"""A site at work: what it starts, that a part which dies is made again or ends everything with a sentence, and that nothing stays behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.config.test_cli import surroundings, throughcare
from throughcare.config import embedded, supervise


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("site")
    try:
        yield folder
    finally:
        embedded.remove_cluster(folder)


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The site, up, and the port it answers on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "throughcare.config.cli", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, env=surroundings(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as site:
        try:
            assert site.stdout is not None
            heard = []
            for line in site.stdout:
                heard.append(line)
                if "answers at" in line:
                    break
            assert heard, "it ended without a word"
            assert f"http://localhost:{port}/" in heard[-1], "".join(heard)
            yield site, port
        finally:
            site.terminate()


def copies(pid: int) -> dict[str, list[int]]:
    """Every process below this one that is not the database's, by the name a list of processes shows."""
    found: dict[str, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words, state = (entry / "cmdline").read_bytes(), (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b"config.serving" in words and state != "Z" and pid in _above(int(entry.name)):
            found.setdefault((entry / "comm").read_text().strip(), []).append(int(entry.name))
    return found


def _above(pid: int) -> list[int]:
    above = []
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except FileNotFoundError:
            break
        above.append(pid)
    return above


def alive(pids: list[int]) -> list[int]:
    """Those that still run: what ended and was not yet asked for by its parent does not."""
    return [
        pid for pid in pids if Path(f"/proc/{pid}").exists() and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    ]


def until(what: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


def answers(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return line.recv(100).startswith(b"HTTP/1.1 200")


def test_from_nothing_to_a_clean_stop(home: Path) -> None:
    """Migrates, answers, makes a web process that died again, and leaves none behind when asked to stop; check then finds nothing to put right."""
    with serving(home) as (site, port):
        assert answers(port)
        before = copies(site.pid)
        assert sorted(before) == ["job worker", "python", "web", "web server"] and len(before["web"]) == 2, before
        killed = before["web"][0]
        os.kill(killed, signal.SIGKILL)
        assert until(lambda: len(copies(site.pid).get("web", [])) == 2 and killed not in copies(site.pid)["web"]), copies(site.pid)
        assert until(lambda: answers(port))
        running = [pid for pids in copies(site.pid).values() for pid in pids]
        began = time.monotonic()
        site.send_signal(signal.SIGTERM)
        assert site.stdout is not None
        rest = site.stdout.read()
        assert site.wait(30) == 0, rest
        assert time.monotonic() - began < 25
        assert alive(running) == []
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=1):
        pass
    assert not ((home / "postgres").resolve() / "data" / "postmaster.pid").exists()
    found = throughcare(home, "check", "--json")
    assert json.loads(found.stdout)["ok"] is True, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("part", "sentence"), [("job worker", "The job worker ended by itself"), ("web server", "The web server ended by itself")]
)
def test_a_part_that_dies_ends_the_site_with_a_sentence(home: Path, part: str, sentence: str) -> None:
    """A site without its jobs would look well and send nothing."""
    with serving(home) as (site, _):
        running = copies(site.pid)
        (pid,) = running[part]
        os.kill(pid, signal.SIGKILL)
        assert site.stdout is not None
        said = site.stdout.read()
        assert site.wait(30) == 1, said
        assert sentence in said and "The site ended by itself" in said and "Traceback" not in said
        assert until(lambda: alive([one for pids in running.values() for one in pids]) == [])


def test_the_process_that_is_copied_holds_no_connection(home: Path) -> None:
    """Two copies of one connection would mix up whose rows are whose. Asked with somebody erased, since only then the start asks the database."""
    erase = "from throughcare.audit import erased; from uuid import uuid4; erased.add(uuid4())"
    assert throughcare(home, "manage", "shell", "-c", erase).returncode == 0
    assert list(home.rglob("erased-records.jsonl")), "nobody was erased"
    with serving(home) as (site, port):
        assert answers(port)
        (loaded,) = copies(site.pid)["python"]
        opened = [str(entry.readlink()) for entry in Path(f"/proc/{loaded}/fd").iterdir()]
        assert [what for what in opened if what.startswith("socket:")] == []
        (web, _) = copies(site.pid)["web"]
        assert any(str(entry.readlink()).startswith("socket:") for entry in Path(f"/proc/{web}/fd").iterdir()), "sockets are not seen here"
        site.send_signal(signal.SIGTERM)
        assert site.wait(30) == 0


_HANGS = """
import os, signal, sys, time
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid(), flush=True)
    time.sleep(600)
time.sleep(600)
"""


def test_what_hangs_is_ended_with_the_site() -> None:
    """A page that never comes to its end, in a process that was asked to stop, would write on while a backup is put in place."""
    with subprocess.Popen([sys.executable, "-c", _HANGS], stdout=subprocess.PIPE, process_group=0) as site:
        assert site.stdout is not None
        hanging = int(site.stdout.readline())
        supervise._stop(site)
    assert until(lambda: alive([hanging]) == [], 5)


def test_nothing_outlives_a_supervisor_that_was_killed(home: Path) -> None:
    with serving(home) as (site, _):
        running = [pid for pids in copies(site.pid).values() for pid in pids]
        assert len(running) == 5
        site.kill()
        assert until(lambda: alive(running) == [], 60), alive(running)
