"""The two commands, and going on after PostgreSQL's own recovery, from end to end: what is around the file itself. Run with the owner's log-in, Django set up."""

from dataclasses import replace as changed
from pathlib import Path

import psycopg
from django.db import connection

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions, erased
from throughcare.audit.verify import verify
from throughcare.common.reader import reading_as
from throughcare.config import erasing, protect
from throughcare.config.backup import BACKED_UP, make, restore
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError

_BEFORE_IT_OPENS = (
    "Everybody is logged out, and mail that waited when the backup was made will not be sent.",
    "Accounts, access keys, consents and involvements are as they were then: end again what was ended since, before the site opens.",
)


def back_up(env: Environment, path: Path) -> make.Made:
    """Make it, and say so in the audit: `throughcare check` reads there how old the last one is."""
    made = make.make(env, env.connection("owner"), path, make.passphrase(), files=env.home / "files")
    actor = system_actor("make a backup", channel="command")
    with reading_as(actor.reader):
        actions.record(by=actor, verb=BACKED_UP, detail={"at": made.at, "rows": made.rows, "files": made.files, "bytes": made.size})
    return made


def put_back(env: Environment, path: Path, *, replace: bool, keys_lost: bool) -> restore.Restored:
    """Restore, bring up to date, protect, write it into the audit, and verify that."""
    where, words = env.connection("owner"), make.passphrase()
    return _brought_up(restore.restore(env, where, path, words, files=env.home / "files", replace=replace, keys_lost=keys_lost))


def go_on(env: Environment) -> restore.Restored:
    """After PostgreSQL's own recovery to a moment: what must not be carried on with is forgotten, and the rest is as after `put_back`."""
    with psycopg.connect(**env.connection("owner").libpq()) as session:
        restore.check_alone(session)
        (recovering, at) = session.execute("select pg_is_in_recovery(), (select max(at) from audit_auditevent)").fetchone() or (True, None)
        if recovering:
            raise ConfigError(
                "PostgreSQL is still bringing the database back: wait until it has come to the moment it was told, then try again."
            )
        session.execute(restore.NOT_CARRIED_ON)
    done = _brought_up(restore.Restored(f"{at}", 0, 0, 0))
    return done if done.ok else changed(done, notes=[*done.notes, restore.OTHER_HEAD])


def _brought_up(done: restore.Restored) -> restore.Restored:
    """Migrated and protected, the erased erased again, audited, verified."""
    taken = protect.migrate()
    again = erasing.erase_again()
    actor = system_actor("restore a backup", channel="command")
    with reading_as(actor.reader):
        actions.record(by=actor, verb="site.restored", detail={"at": done.at, "rows": done.rows, "files": done.files})
    with reading_as(actor.reader):
        report = verify()
        actions.record_verification(by=actor, report=report)
    connection.close()
    said = (
        "The audit verifies."
        if report.ok
        else f"The audit does not verify: {len(report.findings):,} findings. See throughcare audit verify."
    )
    return changed(done, notes=[said, *taken, *_erased(len(again)), *_BEFORE_IT_OPENS, *done.notes], ok=report.ok)


def _erased(again: int) -> list[str]:
    """What became of records erased after the backup was made."""
    if not erased.path().exists():
        return [f"There is no {erased.path().name} here: if a record was ever erased, put that file beside the audit's head first."]
    return [f"{again:,} records that were erased since are erased again."] if again else []
