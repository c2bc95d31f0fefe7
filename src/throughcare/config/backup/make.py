"""`throughcare backup`: one moment of the database, the files, and the head of the audit, in one encrypted file that was read again."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from throughcare import __version__
from throughcare.config import embedded
from throughcare.config.backup import programs, snapshot, vault
from throughcare.config.connections import Connection
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError
from throughcare.config.keys import AuditKey, fingerprint

FORMAT = 1
FEWEST_CHARACTERS = 20
_PIECE = 1 << 18
MANIFEST, DATABASE, HEAD, FILES = "manifest", "database", "audit-head", "file:"


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    path: Path
    size: int
    tables: int
    rows: int
    files: int
    at: str

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self) | {"path": str(self.path)}


def passphrase(environ: Mapping[str, str] = os.environ) -> str:
    """From THROUGHCARE_BACKUP_KEY or the file THROUGHCARE_BACKUP_KEY_FILE names. Raises ConfigError."""
    given, file = environ.get("THROUGHCARE_BACKUP_KEY", ""), environ.get("THROUGHCARE_BACKUP_KEY_FILE", "")
    if given and file:
        raise ConfigError("THROUGHCARE_BACKUP_KEY and THROUGHCARE_BACKUP_KEY_FILE are both set: keep one of them.")
    try:
        words = (Path(file).read_text(encoding="utf-8") if file else given).strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(f"THROUGHCARE_BACKUP_KEY_FILE names {file}, which can't be read as text: {wrong}.") from wrong
    if not words:
        raise ConfigError("THROUGHCARE_BACKUP_KEY is not set: a backup is always encrypted. Set a passphrase, and keep it elsewhere.")
    if len(words) < FEWEST_CHARACTERS:
        raise ConfigError(f"The passphrase of the backup is shorter than {FEWEST_CHARACTERS} characters: make a longer one, at random.")
    return words


def make(env: Environment, connection: Connection, path: Path, words: str, *, files: Path) -> Made:
    """Write the backup, read it again from the disk, and only then give it its name."""
    head = env.audit_head.read_bytes() if env.audit_head.exists() else b""  # before the snapshot: it may know less, never more
    with psycopg.connect(**connection.libpq()) as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        version = session.info.server_version // 10000
        found = programs.find(connection, at_least=version, like=version)
        manifest = _manifest(env, session, found, version)
        names = [FILES + one.relative_to(files).as_posix() for one in sorted(files.rglob("*")) if one.is_file()]
        with vault.written(path, words, lambda draft: _prove(draft, words, [MANIFEST, HEAD, DATABASE, *names])) as writer:
            writer.part(MANIFEST, [json.dumps(manifest, sort_keys=True).encode()])
            writer.part(HEAD, [head])
            writer.part(DATABASE, _dump(connection, found, manifest["snapshot"]))
            for name in names:
                writer.part(name, _pieces_of(files / name.removeprefix(FILES)))
    return Made(path, path.stat().st_size, len(manifest["tables"]), snapshot.total(manifest), len(names), manifest["at"])


def _prove(draft: Path, words: str, names: list[str]) -> None:
    sizes = vault.check(draft, words)
    if list(sizes) != names or not sizes[DATABASE]:
        raise ConfigError("The backup did not read back as it was written, so it was taken away: check the disk, then try again.")


def _manifest(env: Environment, session: psycopg.Connection[Any], found: programs.Programs, version: int) -> dict[str, Any]:
    (name,) = session.execute("select pg_export_snapshot()").fetchone() or ("",)
    return {
        "format": FORMAT,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "throughcare": __version__,
        "server": version,
        "programs": found.version,
        "snapshot": name,
        "demo": env.embedded and embedded.holds_demo(env.home),
        "audit_keys": _fingerprints(env.audit_keys),
        **snapshot.figures(session),
    }


def _fingerprints(keys: tuple[AuditKey, ...]) -> dict[str, str]:
    return {key.id: fingerprint(key) for key in keys}


def _dump(connection: Connection, found: programs.Programs, name: str) -> Iterator[bytes]:
    """pg_dump's own archive of the moment `name`. Owners and grants stay out: migrate makes them for whoever runs the new place."""
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--no-password", f"--snapshot={name}"]
    command = found.command("pg_dump", *options, f"--dbname={programs.address(connection)}")
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=programs.surroundings(connection)
    ) as dump:
        assert dump.stdout is not None and dump.stderr is not None  # noqa: S101 - asked for above
        while piece := dump.stdout.read(_PIECE):
            yield piece
        said = dump.stderr.read().decode(errors="replace")
    if dump.returncode:
        raise ConfigError(f"pg_dump could not read the database: {programs.last_line(said)}")


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
