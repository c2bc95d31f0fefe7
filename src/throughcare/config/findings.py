"""What `throughcare check` looks at: the set-up of a site, told in sentences."""

import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from throughcare.config.environment import Environment


@dataclass(frozen=True)
class Finding:
    """One thing that must, or should, be put right."""

    code: str
    must: bool
    sentence: str

    def as_dict(self) -> dict[str, str | bool]:
        """For --json."""
        return asdict(self)


def find(env: Environment) -> list[Finding]:
    """Everything found, what must be put right first."""
    found = [*_migrations(), *_keys(env), *_head(env), *_mail(env), *_django(env)]
    return sorted(found, key=lambda item: (not item.must, item.code))


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("migrations", True, f"{len(waiting)} changes of the database wait: run throughcare migrate.")


def _keys(env: Environment) -> Iterator[Finding]:
    for path in sorted((env.home / "keys").glob("*.json")) if env.embedded else ():
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("keys", True, f"{path} can be read by others: run chmod 600 on it, then change the keys in it.")


def _head(env: Environment) -> Iterator[Finding]:
    if not _nearest(env.audit_head).is_dir():
        yield Finding("audit-head", True, f"THROUGHCARE_AUDIT_HEAD ({env.audit_head}) is under something that is not a folder.")
    elif not env.embedded and env.audit_head.is_relative_to(env.home):
        yield Finding("audit-head", False, "THROUGHCARE_AUDIT_HEAD is in the site's own folder: put it on another machine's disk.")


def _mail(env: Environment) -> Iterator[Finding]:
    if env.mail is None and not env.embedded:
        yield Finding("mail", False, "THROUGHCARE_MAIL_URL is not set: notices stay in the inbox and no mail goes out.")


def _django(env: Environment) -> Iterator[Finding]:
    """Django's own findings. Those about TLS are not asked of an embedded site, which answers on this machine only."""
    for message in checks.run_checks(include_deployment_checks=not env.embedded):
        if not message.is_silenced():
            must = message.level >= checks.ERROR
            yield Finding(message.id or "django", must, " ".join(str(message.msg).split()))


def _nearest(path: Path) -> Path:
    """The lowest folder above `path` that exists."""
    return next(parent for parent in path.parents if parent.exists())
