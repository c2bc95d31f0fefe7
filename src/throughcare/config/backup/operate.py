"""The two commands from end to end: what is around the file itself. Run with the owner's log-in, Django set up."""

from dataclasses import replace as changed
from pathlib import Path

from django.db import connection

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions, erased
from throughcare.audit.verify import verify
from throughcare.common.reader import reading_as
from throughcare.config import erasing, protect
from throughcare.config.backup import BACKED_UP, make, restore
from throughcare.config.environment import Environment

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
    done = restore.restore(env, where, path, words, files=env.home / "files", replace=replace, keys_lost=keys_lost)
    protect.migrate()
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
    return changed(done, notes=[said, *_erased(len(again)), *_BEFORE_IT_OPENS, *done.notes], ok=report.ok)


def _erased(again: int) -> list[str]:
    """What became of records erased after the backup was made."""
    if not erased.path().exists():
        return [f"There is no {erased.path().name} here: if a record was ever erased, put that file beside the audit's head first."]
    return [f"{again:,} records that were erased since are erased again."] if again else []
