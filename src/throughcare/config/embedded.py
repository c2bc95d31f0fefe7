"""PostgreSQL without setting anything up: a cluster of its own in THROUGHCARE_HOME, for demo, tests and a small site.

    with start_cluster(home) as cluster:
        psycopg.connect(cluster.app_url)

Several homes run side by side, since a server listens on a socket in its own folder only. Several processes may share a home:
the first starts the server, the last one out stops it; both are decided by file locks, which the kernel lets go of even when a
process is killed. Two log-ins are made once, both by password (SCRAM) only:

* `throughcare_owner` owns the database and its tables (BYPASSRLS, CREATEDB, no superuser);
* `throughcare_app` owns nothing and may only connect; row-level security binds it.
"""

import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from throughcare.config import engine, keys
from throughcare.config.connections import Connection
from throughcare.config.errors import ConfigError

OWNER, APP, SUPERUSER, DATABASE = "throughcare_owner", "throughcare_app", "postgres", "throughcare"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
LONGEST_SOCKET = 103  # bytes; the kernel's limit is 108 on Linux, 104 elsewhere, with the closing zero
_DATABASE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_BIGGEST_LOG = 10_000_000  # bytes

_ALWAYS = {
    "listen_addresses": "",
    "log_min_error_statement": "panic",  # a failing statement holds personal data: it stays out of the log
    "log_error_verbosity": "terse",
    "jit": "off",
    "max_connections": "100",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass
class Cluster:
    """A running server this process may use until it calls `stop`."""

    home: Path
    folder: Path = field(repr=False)
    users: IO[bytes] = field(repr=False)  # holds our share of the lock that keeps the server up

    @property
    def app_url(self) -> str:
        """Address of the app's log-in."""
        return self.url("app")

    @property
    def owner_url(self) -> str:
        """Address of the owner's log-in: migrate, backup and restore only."""
        return self.url("owner")

    @property
    def superuser_url(self) -> str:
        """Address of the superuser: for making clusters, and for tests that must see everything."""
        return self.url("superuser", "postgres")

    def url(self, login: Literal["app", "owner", "superuser"], database: str = DATABASE) -> str:
        """A postgresql:// address of any log-in to any database of this cluster."""
        who = connection(self.home, login)
        return f"postgresql://{who.user}:{who.password}@/{database}?host={quote(who.host, safe='')}&port={who.port}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database the owner owns and the app may connect to, and return the app's address of it.

        A copy of `template` needs nobody to be connected to it. Without one the database has the extensions and no tables.
        """
        if not _DATABASE_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a database: use a-z, 0-9 and _.")
        with psycopg.connect(self.owner_url, autocommit=True) as session:
            _make_database(session, name, template or "template1")
        return self.url("app", name)

    def drop_database(self, name: str) -> None:
        """Take a database away, with whoever is connected to it."""
        with psycopg.connect(self.owner_url, autocommit=True) as session:
            session.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Say that this process is done. The server stops when nobody else uses it. Safe to call twice."""
        if self.users.closed:
            return
        with _turn(self.home):
            if _is_last(self.users):
                _stop(self.folder)
            self.users.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def start_cluster(home: Path, *, durable: bool = True, demo: bool = False) -> Cluster:
    """Attach to the home's server; start it, and first make it, when need be (about a second from nothing).

    `durable=False` is for tests: a power cut may lose everything. `demo=True` marks a home made by this call as holding
    invented data; only such a home may ever run in demo mode. Raises ConfigError with a sentence.
    """
    home = home.absolute()
    try:
        engine.make_folder(home)
        with _turn(home):
            folder = _cluster_folder(home)
            if not (folder / "made").exists():
                _make(home, folder, durable=durable, demo=demo)
            elif engine.running(folder / "data") is None:
                _start(folder, durable=durable)
            users = (home / "postgres.users").open("ab")
            fcntl.flock(users, fcntl.LOCK_SH)
            return Cluster(home, folder, users)
    except OSError as error:
        raise ConfigError(f"The database in {home} can't be started: {error.strerror} ({error.filename}).") from error


def connection(home: Path, login: Literal["app", "owner", "superuser"]) -> Connection:
    """Who logs in to the home's database, and where. Starts nothing; the server need not run."""
    data = home / "postgres" / "data"
    note = engine.read_note(data) or {"socket_folder": str(home / "postgres" / "run"), "port": "5432"}
    if login == "app":
        user, password = APP, keys.app_keys(home).app_password
    else:
        owner = keys.owner_keys(home)
        user, password = (OWNER, owner.owner_password) if login == "owner" else (SUPERUSER, owner.superuser_password)
    return Connection(user=user, name=DATABASE, password=password, host=note["socket_folder"], port=note["port"])


def is_made(home: Path) -> bool:
    """Whether this home has a database."""
    return (home / "postgres" / "made").exists()


def holds_demo(home: Path) -> bool:
    """Whether this home was made for invented data."""
    return (home / "postgres" / "demo").exists()


def remove_cluster(home: Path) -> None:
    """Take the home's database away with its keys. Refuses while another process uses it."""
    with start_cluster(home) as cluster, _turn(home):
        if not _is_last(cluster.users):
            raise ConfigError(f"The database in {home} is in use: stop the other Throughcare first.")
        _stop(cluster.folder)
        shutil.rmtree(cluster.folder)
        (home / "postgres").unlink(missing_ok=True)
        shutil.rmtree(home / "keys")
        cluster.users.close()


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """One process at a time makes, starts or stops the home's server."""
    with (home / "postgres.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[bytes]) -> bool:
    """Whether nobody else uses the server. Inside `_turn` only: changing a share into the whole is not atomic."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cluster_folder(home: Path) -> Path:
    """`postgres` in the home. Where root's server could not reach that, a link there to a folder it can reach."""
    place = home / "postgres"
    if place.exists():
        return place.resolve()
    place.unlink(missing_ok=True)  # a link to what is gone
    if engine.server_uid() is None or engine.passable(home):
        folder = place
    else:
        folder = engine.ROOT_FOLDER / "clusters" / secrets.token_hex(8)
        engine.make_folder(folder.parent)
    folder.mkdir(mode=0o700)
    if folder != place:
        place.symlink_to(folder)
    return folder


def _make(home: Path, folder: Path, *, durable: bool, demo: bool) -> None:
    """Everything up to the mark `made`; a making that was cut short is begun again from nothing."""
    _stop(folder)
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    owner, app = keys.owner_keys(home), keys.app_keys(home)
    engine.initialise(folder / "data", superuser=SUPERUSER, password=owner.superuser_password, durable=durable)
    _start(folder, durable=durable)
    with psycopg.connect(**_superuser(home, "template1"), autocommit=True) as session:
        for extension in EXTENSIONS:
            session.execute(sql.SQL("create extension {}").format(sql.Identifier(extension)))
        session.execute("revoke create on schema public from public")
    with psycopg.connect(**_superuser(home, "postgres"), autocommit=True) as session:
        _make_login(session, OWNER, owner.owner_password, "bypassrls createdb")
        _make_login(session, APP, app.app_password, "nobypassrls nocreatedb")
        _make_database(session, DATABASE, "template1")
        session.execute("revoke all on database postgres, template1 from public")
    if demo:
        (folder / "demo").touch()
    (folder / "made").touch()


def _make_login(session: psycopg.Connection[Any], name: str, password: str, rights: str) -> None:
    session.execute(
        sql.SQL("create role {} login nosuperuser nocreaterole noreplication {} password {}").format(
            sql.Identifier(name), sql.SQL(rights), sql.Literal(password)
        )
    )


def _make_database(session: psycopg.Connection[Any], name: str, template: str) -> None:
    statements = (
        "create database {name} owner {owner} template {template}",
        "revoke all on database {name} from public",
        "grant connect, temporary on database {name} to {app}",
    )
    words = {"name": name, "owner": OWNER, "template": template, "app": APP}
    for statement in statements:
        session.execute(sql.SQL(statement).format(**{key: sql.Identifier(word) for key, word in words.items()}))


def _superuser(home: Path, database: str) -> dict[str, Any]:
    return connection(home, "superuser").libpq() | {"dbname": database}


def _start(folder: Path, *, durable: bool) -> None:
    data, log = folder / "data", folder / "log"
    engine.clear_killed(data)
    if log.exists() and log.stat().st_size > _BIGGEST_LOG:
        log.rename(folder / "log.old")
    engine.start(data, _socket_folder(folder), log, settings=_ALWAYS | ({} if durable else _NOT_DURABLE))


def _stop(folder: Path) -> None:
    data = folder / "data"
    note, pid = engine.read_note(data), engine.running(data)
    if note and pid:
        engine.stop(data, pid)
        engine.forget_socket(note)


def _socket_folder(folder: Path) -> Path:
    """A private folder for the socket: the cluster's own, or a short one of a random name when that path is too long."""
    socket_folder = folder / "run"
    if len(os.fsencode(socket_folder / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET:
        socket_folder = Path(tempfile.mkdtemp(prefix="throughcare-"))
    socket_folder.mkdir(mode=0o700, exist_ok=True)
    if uid := engine.server_uid():
        os.chown(socket_folder, uid, uid)
    return socket_folder
