"""`throughcare restore`: a backup put in place, compared with what it says of itself, and only then committed.

The file is read once from end to end before anything is touched. The database changes in one transaction, which what was there before
survives when anything goes wrong: clear (only with --replace), pg_restore's script, the comparison, and what a restored site must not
carry on with.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg

from throughcare.config import embedded
from throughcare.config.backup import make, programs, snapshot, vault
from throughcare.config.connections import Connection
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError
from throughcare.config.keys import fingerprint

_PIECE = 1 << 18
# A session that was ended since must not live again, nor a mail that was sent be sent again.
NOT_CARRIED_ON = """delete from public.accounts_session;
delete from public.procrastinate_periodic_defers; delete from public.procrastinate_events; delete from public.procrastinate_jobs;
delete from public.procrastinate_workers;"""
# Transactions count from anew in another cluster, and the audit is sealed in their order: rows to come are numbered above all that are there.
_ORDER_OF_THE_AUDIT = """do $order$
declare above bigint;
begin
  select 1 + greatest((select coalesce(max(tx), 0) from public.audit_auditevent), (select coalesce(max(tx), 0) from public.audit_auditseal))
    into above;
  execute format('alter table public.audit_auditevent alter column tx set default ((pg_current_xact_id()::text)::bigint + %s)', above);
  execute format('create or replace function throughcare.audit_shift() returns bigint language sql immutable as ''select %s::bigint''', above);
end $order$;
"""
OTHER_HEAD = (
    "The file of the audit's head is not the backup's: what was audited after the backup is gone. Keep a copy of that file, look with "
    "throughcare audit verify, then run throughcare audit accept-head."
)


@dataclass(frozen=True)
class Restored:
    """What was put in place, and what whoever did it must know."""

    at: str
    tables: int
    rows: int
    files: int
    notes: list[str] = field(default_factory=list)
    ok: bool = True

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


def restore(
    env: Environment, connection: Connection, path: Path, words: str, *, files: Path, replace: bool = False, keys_lost: bool = False
) -> Restored:
    """Check the file, the place and the keys; put all of it in place. Raises ConfigError, and then nothing has changed."""
    sizes = vault.check(path, words)
    manifest = _manifest(path, words, sizes)
    _check_keys(env, manifest, keys_lost=keys_lost)
    if env.embedded and embedded.holds_demo(env.home) != manifest["demo"]:
        kind, other = ("invented", "real") if manifest["demo"] else ("real", "invented")
        raise ConfigError(f"The backup holds {kind} data, and {env.home} is for {other} data: set THROUGHCARE_HOME to another folder.")
    found = _programs(connection, manifest)
    _check_place(connection, files, replace=replace)
    draft = files.with_name(f"{files.name}.restoring")
    try:
        head, number = _unpack(path, words, draft)
        _fill(connection, found, _database(path, words), manifest, replace=replace)
        if replace or number:
            shutil.rmtree(files, ignore_errors=True)
        if number:
            draft.rename(files)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Restored(manifest["at"], len(manifest["tables"]), snapshot.total(manifest), number, _put_head(env, head))


def _manifest(path: Path, words: str, sizes: dict[str, int]) -> dict[str, Any]:
    if list(sizes)[:3] != [make.MANIFEST, make.HEAD, make.DATABASE]:
        raise vault.Spoilt("This backup does not hold what a site is made of: take another.")
    with path.open("rb") as file:
        _, pieces = next(vault.Reader(file, words).parts())
        manifest: dict[str, Any] = json.loads(b"".join(pieces))
    if manifest["format"] != make.FORMAT:
        raise ConfigError(f"The backup was written by Throughcare {manifest['throughcare']}: use that version or a later one.")
    return manifest


def _check_keys(env: Environment, manifest: dict[str, Any], *, keys_lost: bool) -> None:
    here = {key.id: fingerprint(key) for key in env.audit_keys}
    missing = [f"{key} ({mark})" for key, mark in manifest["audit_keys"].items() if here.get(key) != mark]
    if missing and not keys_lost:
        raise ConfigError(
            f"The audit in this backup was written with keys that are not here: {', '.join(missing)}, told apart by the digits in brackets. "
            f"Set THROUGHCARE_AUDIT_KEYS to them (they are kept apart from backups), or say --keys-lost: then the audit can't be verified."
        )


def _programs(connection: Connection, manifest: dict[str, Any]) -> programs.Programs:
    with psycopg.connect(**connection.libpq()) as session:
        version = session.info.server_version // 10000
    if version < manifest["server"]:
        raise ConfigError(f"The backup comes from PostgreSQL {manifest['server']} and this server is {version}: use one as new.")
    return programs.find(connection, at_least=manifest["programs"], like=version)


def check_alone(session: psycopg.Connection[Any]) -> None:
    """Raise ConfigError while anybody else is logged in to this database."""
    others = session.execute(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
    ).fetchone()
    if others and others[0]:
        raise ConfigError("Somebody is working with this database: stop throughcare serve and worker everywhere, then try again.")


def _check_place(connection: Connection, files: Path, *, replace: bool) -> None:
    with psycopg.connect(**connection.libpq()) as session:
        check_alone(session)
        if replace:
            return
        if not snapshot.is_empty(session):
            raise ConfigError("This database is not empty: restore into an empty one, or say --replace to put the backup in its place.")
    if files.exists() and any(files.iterdir()):
        raise ConfigError(f"{files} is not empty: restore into another THROUGHCARE_HOME, or say --replace to put the backup in its place.")


def _unpack(path: Path, words: str, draft: Path) -> tuple[bytes, int]:
    """The head of the audit, and how many files were written below `draft`."""
    head, number = b"", 0
    with path.open("rb") as file:
        for name, pieces in vault.Reader(file, words).parts():
            if name == make.HEAD:
                head = b"".join(pieces)
            elif name.startswith(make.FILES):
                _write(draft, PurePosixPath(name.removeprefix(make.FILES)), pieces)
                number += 1
    return head, number


def _write(draft: Path, name: PurePosixPath, pieces: Iterable[bytes]) -> None:
    if name.is_absolute() or ".." in name.parts:
        raise vault.Spoilt("The backup names a file outside its folder, so nothing of it is used.")
    target = draft / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("wb") as file:
        file.writelines(pieces)


def _database(path: Path, words: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        for name, pieces in vault.Reader(file, words).parts():
            if name == make.DATABASE:
                yield from pieces
                return


def _fill(connection: Connection, found: programs.Programs, dump: Iterator[bytes], manifest: dict[str, Any], *, replace: bool) -> None:
    """One transaction, ended by the last word sent: whatever dies on the way, psql's connection is lost and nothing has changed."""
    before = "begin;\nset local client_min_messages = warning;\n" + (snapshot.CLEAR if replace else "") + "\n"
    after = "\n".join(("", snapshot.compared(manifest), NOT_CARRIED_ON, _ORDER_OF_THE_AUDIT, "commit;\n"))
    psql = found.command("psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse", "-d", programs.address(connection))
    writer = found.command("pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--file=-")
    pipe, surroundings = subprocess.PIPE, programs.surroundings(connection)
    with (
        subprocess.Popen(psql, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, env=surroundings) as target,
        subprocess.Popen(writer, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings) as script,
    ):
        assert target.stdin and target.stderr and script.stdin and script.stdout and script.stderr  # noqa: S101 - asked for above
        feeder = threading.Thread(target=_feed, args=(script.stdin, dump), daemon=True)
        feeder.start()
        try:
            target.stdin.write(before.encode())
            _pump(script.stdout, target.stdin)
            if script.wait() == 0:
                target.stdin.write(after.encode())
        except BrokenPipeError:  # psql has given up, and says below why
            script.kill()
        with suppress(BrokenPipeError):
            target.stdin.close()
        said, why = target.stderr.read().decode(errors="replace"), script.stderr.read().decode(errors="replace")
        feeder.join()
    if target.returncode or script.returncode:
        raise ConfigError(f"The backup was not restored, and nothing has changed: {programs.last_line(said or why)}")


def _feed(target: IO[bytes], pieces: Iterator[bytes]) -> None:
    with suppress(BrokenPipeError), target:
        for piece in pieces:
            target.write(piece)


def _pump(script: IO[bytes], target: IO[bytes]) -> None:
    # The programs of 17 and later begin with a setting that older servers do not know; a transaction has no time-out anyway.
    first = script.read(_PIECE)
    target.write(first.replace(b"\nSET transaction_timeout = 0;\n", b"\n", 1))
    while piece := script.read(_PIECE):
        target.write(piece)


def _put_head(env: Environment, head: bytes) -> list[str]:
    """The head file of the backup, where there is none; one that is there knows more, and a person decides."""
    if env.audit_head.exists() and env.audit_head.read_bytes() != head:
        return [OTHER_HEAD]
    if head and not env.audit_head.exists():
        env.audit_head.parent.mkdir(parents=True, exist_ok=True)
        env.audit_head.write_bytes(head)
    return []
