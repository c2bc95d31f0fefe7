"""Starts what a site is made of, database and pages with their jobs, and stops all of it when one stops or when asked to.

The supervisor itself holds the embedded PostgreSQL and loads no Django, so it starts at once. The owner's log-in is taken out of
the surroundings of pages and jobs: only migrate gets it.
"""

import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

import throughcare
from throughcare.config import start, stopping
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError

THREADS = 8  # requests one web process works on at once; below the pool's size
_READY_SECONDS = 60
_STOP_SECONDS = 20
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - an address to ask at, for each that only listens
_OWNERS_ONLY = ("DATABASE_OWNER_URL", "THROUGHCARE_LOGIN", "THROUGHCARE_BACKUP_KEY", "THROUGHCARE_BACKUP_KEY_FILE")


@dataclass
class Site:
    """What is started, and where it answers."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    with_jobs: bool = True
    when_ready: Callable[[str], None] = field(default=lambda address: print(f"Throughcare answers at {address}", flush=True))

    @property
    def address(self) -> str:
        """What to type into a browser."""
        shown = "localhost" if self.host in ("127.0.0.1", *_EVERYWHERE, "::1") else self.host
        return f"http://{shown}:{self.port}/"


def run(env: Environment, site: Site, prepare: Callable[[], None] | None = None) -> None:
    """Start the site and keep it up until asked to stop. Raises ConfigError when a part ends by itself."""
    check_port_is_free(site.host, site.port)
    with stopping.stopped_by_signals(), start.database(env):
        (env.home / "static").mkdir(parents=True, exist_ok=True)  # looked for at the start, even while it is empty
        if env.embedded:
            migrate_if_changed(env)
        if prepare:
            prepare()
        serving = _start_site(site, _counters_folder(env))
        try:
            _wait_until_answering(site, serving)
            site.when_ready(site.address)
            serving.wait()
            _refuse_ended(serving)
        except stopping.Stop:
            pass
        finally:
            _stop(serving)


def check_port_is_free(host: str, port: int) -> None:
    """Refuse with a sentence, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"Port {port} on {host} can't be used ({error.strerror}): stop what listens there, "
                f"or choose another with --port (make demo PORT=8001)."
            ) from error


def migrate_if_changed(env: Environment) -> None:
    """Migrate in a process of its own, as owner; skipped when neither our code nor a package changed since the last time."""
    note, now = env.home / "postgres" / "migrated", _fingerprint()
    if note.exists() and note.read_text() == now:
        return
    run_command("migrate")
    note.write_text(now)


def run_command(*words: str) -> None:
    """Run another `throughcare` command and wait for it. It has said itself what is wrong when it fails."""
    child = subprocess.Popen(_throughcare(*words), process_group=0)
    try:
        code = child.wait()
    finally:
        _stop(child)
    if code:
        raise ConfigError(f"throughcare {words[0]} did not finish, so the site was not started.")


def _counters_folder(env: Environment) -> Path:
    """Where the web processes keep what they count for /metrics; it begins at nothing with each start."""
    folder = env.home / "counted"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _start_site(site: Site, counters: Path) -> subprocess.Popen[bytes]:
    words = [site.host, str(site.port), str(site.workers), str(THREADS), "yes" if site.with_jobs else "no"]
    surroundings = {name: value for name, value in os.environ.items() if name not in _OWNERS_ONLY}
    surroundings.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    surroundings["PROMETHEUS_MULTIPROC_DIR"] = str(counters)
    # A group of its own: Ctrl-C reaches the supervisor alone, which then stops the site.
    # Should the supervisor be killed outright, the kernel ends it (setpriv belongs to every Linux; others go without).
    tied = [setpriv, "--pdeathsig", "TERM", "--"] if (setpriv := shutil.which("setpriv")) else []
    return subprocess.Popen([*tied, sys.executable, "-m", "throughcare.config.serving", *words], env=surroundings, process_group=0)


def _throughcare(*words: str) -> list[str]:
    return [sys.executable, "-m", "throughcare.config.cli", *words]


def _wait_until_answering(where: Site, serving: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        _refuse_ended(serving)
        if _answers(where):
            return
        time.sleep(0.05)
    raise ConfigError(f"The first page did not answer within {_READY_SECONDS} seconds: read what is printed above.")


def _answers(site: Site) -> bool:
    host = _EVERYWHERE.get(site.host, site.host)
    page = http.client.HTTPConnection(host, site.port, timeout=10)
    try:
        page.request("GET", "/", headers={"Host": "localhost"})
        return page.getresponse().status < 500
    except OSError:
        return False
    finally:
        page.close()


def _refuse_ended(serving: subprocess.Popen[bytes]) -> None:
    if serving.poll() is not None:
        raise ConfigError(f"The site ended by itself (code {serving.returncode}), so everything was stopped: read what is printed above.")


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Ask it, wait, and end by force whatever of its own does not listen: nothing may write on after this."""
    if child.poll() is None:
        child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(_STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _fingerprint() -> str:
    """Changes with our own code (migrations and the SQL of policies) and with any installed package."""
    digest = hashlib.sha256(os.environ.get("THROUGHCARE_MODE", "").encode())  # which decides what is granted
    folder = Path(throughcare.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for name in sorted(f"{package.name} {package.version}" for package in distributions()):
        digest.update(name.encode())
    return digest.hexdigest()
