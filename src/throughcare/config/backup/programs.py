"""Which pg_dump, pg_restore and psql to use: those of the server's own version where they are, a newer one otherwise."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from throughcare.config import engine
from throughcare.config.connections import Connection
from throughcare.config.errors import ConfigError

_NEEDED = ("pg_dump", "pg_restore", "psql")
_ENCRYPTED = {"require", "verify-ca", "verify-full"}
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True)
class Programs:
    """A folder that holds all three, and their main version."""

    folder: Path
    version: int

    def command(self, name: str, *options: str) -> list[str]:
        """What to run; `surroundings` gives the surroundings with the password in it."""
        return [str(self.folder / name), *options]


def find(connection: Connection, *, at_least: int, like: int) -> Programs:
    """The programs of version `like` if there are any, else the oldest that are new enough. Raises ConfigError with what to do."""
    encrypted = dict(connection.options).get("sslmode") in _ENCRYPTED
    found = [one for one in _there(encrypted=encrypted) if one.version >= at_least]
    if not found:
        raise ConfigError(
            f"pg_dump, pg_restore and psql of PostgreSQL {at_least} or later are needed here: install your system's client package "
            f"(Debian: postgresql-client-{at_least})."
        )
    return min(found, key=lambda one: (one.version != like, one.version))


def address(connection: Connection) -> str:
    """How the programs are told where to log in: everything but the password, which other users of this machine could read."""
    return make_conninfo(**{name: value for name, value in connection.libpq().items() if name != "password"})


def surroundings(connection: Connection) -> dict[str, str]:
    """Little of ours, and the password."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | ({"PGPASSWORD": connection.password} if connection.password else {})


def last_line(said: str) -> str:
    """Why a program gave up, in its own words."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()] or lines or ["it gave no reason."]
    return telling[0].rstrip(".") + "."


def _there(*, encrypted: bool) -> Iterator[Programs]:
    """Everywhere they usually are. The wheel's own were built without TLS, so they are of no use over an encrypted connection."""
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin")), *sorted(Path("/usr").glob("pgsql-*/bin"))]
    folders += [Path(on_path).parent] if (on_path := shutil.which("pg_dump")) else []
    folders += [] if encrypted else [engine.tools()]
    for folder in folders:
        if all((folder / name).exists() for name in _NEEDED) and (version := _version(folder)):
            yield Programs(folder, version)


def _version(folder: Path) -> int:
    done = subprocess.run([str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\b(\d+)(?:\.\d+|beta|rc|devel)", done.stdout)
    return int(found.group(1)) if done.returncode == 0 and found else 0
