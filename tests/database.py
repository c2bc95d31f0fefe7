"""The test database: built as owner once, copied for each worker, used as the application's login."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from throughcare.config import embedded

# Kept between tests: made by `migrate`.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "accounts_role", "accounts_rolepermission", "places_term"}
_MADE_FROM = {
    "apps.py",
    "merging.py",
    "relations.py",
    "models.py",
    "states.py",
    "sql.py",
    "reference.py",
    "permissions.py",
    "protection.py",
    "protect.py",
    "guards.py",
    "functions.py",
    "tables.py",
    "history.py",
    "days.py",
    "small_counts.py",
    "kept_from.py",
}
_PREPARE = """
import django
django.setup()
from django.core.management import call_command
from throughcare.config.protect import protect
call_command("migrate", verbosity=0)
protect()
"""


def _digest() -> str:
    """Changes when anything the prepared database is made from changes."""
    source = Path(__file__).resolve().parents[1] / "src"
    made_from = [p for p in sorted(source.rglob("*.py")) if p.parent.name in ("migrations", "models", "sql") or p.name in _MADE_FROM]
    return hashlib.sha256(b"".join(p.read_bytes() for p in made_from)).hexdigest()[:12]


def _home() -> Path:
    """A throw-away folder; with THROUGHCARE_TEST_KEEP set, one that later runs find again while nothing it is made from changed."""
    parent = Path("/var/lib") if os.geteuid() == 0 else Path(tempfile.gettempdir())
    if os.environ.get("THROUGHCARE_TEST_KEEP"):
        return parent / f"throughcare-kept-{_digest()}"
    return Path(tempfile.mkdtemp(prefix="throughcare-test-", dir=parent))


def start() -> embedded.Cluster:
    """Start a cluster, migrate it as owner, and leave its address in the environment for the workers."""
    home = _home()
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    (home / "static").mkdir(exist_ok=True)  # else whitenoise warns that it is absent
    os.environ.update(THROUGHCARE_HOME=str(home), THROUGHCARE_DEMO="on", DJANGO_SETTINGS_MODULE="throughcare.config.settings")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    with (home / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = embedded.start_cluster(home, durable=False, demo=True)
        if not (home / "prepared").exists():
            subprocess.run([sys.executable, "-c", _PREPARE], check=True, env={**os.environ, "THROUGHCARE_LOGIN": "owner"})
            (home / "prepared").touch()
    return cluster


def stop(cluster: embedded.Cluster) -> None:
    """Stop it and leave nothing behind, unless it is to be kept."""
    cluster.stop()
    if not os.environ.get("THROUGHCARE_TEST_KEEP"):
        shutil.rmtree(cluster.home, ignore_errors=True)


def attach(worker: str) -> tuple[embedded.Cluster, "Owner"]:
    """Give this worker a copy of the prepared database; returns the cluster and the copy's owner."""
    cluster = embedded.start_cluster(Path(os.environ["THROUGHCARE_HOME"]), durable=False, demo=True)
    name = f"test_{worker}_{os.getpid()}"
    with (cluster.home / "prepare.lock").open("w") as lock:  # a database can't be copied while another copy is made
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster.create_database(name, template="throughcare")
    settings.DATABASES["default"]["NAME"] = name
    return cluster, Owner(cluster.url("owner", name), cluster.url("superuser", name))


def detach(cluster: embedded.Cluster) -> None:
    """Drop this worker's copy and let go of the cluster."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL wrapper has it
    with psycopg.connect(cluster.superuser_url, autocommit=True) as session:
        session.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(settings.DATABASES["default"]["NAME"])))
    cluster.stop()


@contextmanager
def owner_login() -> Iterator[None]:
    """Act as the owner's login on this worker's database: for set-up steps that a site runs as owner too."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL wrapper has it
    kept = dict(connection.settings_dict)
    who = embedded.connection(Path(os.environ["THROUGHCARE_HOME"]), "owner")
    options = {name: value for name, value in kept["OPTIONS"].items() if name != "pool"}
    connection.settings_dict.update(USER=who.user, PASSWORD=who.password, OPTIONS=options)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


class Owner:
    """The owner's own connection: empties tables between tests, and looks where the application may not."""

    def __init__(self, address: str, superuser_address: str) -> None:
        self.session = psycopg.connect(address, autocommit=True)
        self._superuser = psycopg.connect(superuser_address, autocommit=True)
        # A tenth of what TRUNCATE takes on tables of a few rows; as replica, so no trigger or foreign key runs.
        self._superuser.execute("set session_replication_role = replica")
        rows = self.session.execute("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'").fetchall()
        self._emptied = "; ".join(f'delete from "{name}"' for (name,) in rows if name not in KEPT)

    def empty(self) -> None:
        """Remove everything a test left."""
        connection.close()
        self._superuser.execute(self._emptied)

    def close(self) -> None:
        """Both connections."""
        self.session.close()
        self._superuser.close()

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Every row, row-level security or not."""
        return self.session.execute(query, values).fetchall()

    def change(self, query: str, *values: object) -> int:
        """Do what an attacker with the owner's login could do; returns the rows touched."""
        return self.session.execute(query, values).rowcount

    def place(self, query: str, *values: object) -> None:
        """Put a row into a state no rule would let it reach: no trigger and no foreign key runs."""
        self._superuser.execute(query, values)


def plain(value: object) -> object:
    """JSON text parsed, for comparing."""
    return json.loads(value) if isinstance(value, str) else value
