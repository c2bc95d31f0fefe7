"""A backup is one moment of the whole site, opens for its passphrase alone, and is put in place whole or not at all."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import override_settings

from tests.audit.rows import fill, seal
from tests.cast import Cast
from tests.database import Owner
from throughcare.config import embedded, environment
from throughcare.config.backup import make, programs, restore, snapshot, vault
from throughcare.config.connections import Connection
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError

SEED = int(os.environ.get("THROUGHCARE_TEST_SEED") or 20261122)
WORDS = "kererū over the awa at dawn"
PASSWORD = "a password long enough to keep"
# What an office does first on the restored site: an account logs in, what it does is audited, sealed, and all of it verifies.
_WORK = """
import sys, django
django.setup()
from django.test import Client
from throughcare.audit.actions import record
from throughcare.audit.sealing import seal_all
from throughcare.audit.verify import verify
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
browser = Client(HTTP_HOST="localhost")
browser.get("/account/login/")
browser.post("/account/login/", {"login": sys.argv[1], "password": sys.argv[2]})
print("in" if "_auth_user_id" in browser.session else "out")
seal_all()
with reading_as(system_actor("test").reader):
    report = verify()
print(report.ok, report.waiting, report.rows, [finding.sentence for finding in report.findings])
"""


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second of guessing for each passphrase is right for a thief, not for a test."""
    monkeypatch.setattr(vault, "_COST", 2)


@pytest.fixture
def site(tmp_path: Path) -> Environment:
    """This worker's database as a site: the environment it would have."""
    return environment.Environment.read(
        {
            "THROUGHCARE_HOME": os.environ["THROUGHCARE_HOME"],
            "THROUGHCARE_DEMO": "on",
            "THROUGHCARE_AUDIT_HEAD": str(tmp_path / "audit-head.json"),
        }
    )


@pytest.fixture
def here(site: Environment) -> Connection:
    """The owner's log-in to this worker's database."""
    return Connection.parse("x", embedded.Cluster(site.home, site.home, None).url("owner", settings.DATABASES["default"]["NAME"]))  # type: ignore[arg-type]  # only an address is asked of it


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "letters").mkdir(parents=True)
    (folder / "letters" / "ā.pdf").write_bytes(os.urandom(3 * vault.CHUNK + 17))
    (folder / "empty").touch()
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Environment]:
    """Another machine: a home of its own with an empty database."""
    home = Path("/var/lib" if os.geteuid() == 0 else tmp_path) / f"throughcare-restore-{os.getpid()}"
    with embedded.start_cluster(home, durable=False, demo=True):
        yield environment.Environment.read({"THROUGHCARE_HOME": str(home), "THROUGHCARE_DEMO": "on"})
    embedded.remove_cluster(home)
    shutil.rmtree(home)


def keyed(place: Environment, site: Environment) -> str:
    """THROUGHCARE_AUDIT_KEYS of the first site, carried to the second by hand."""
    return ",".join(f"{key.id}:{key.secret.hex()}" for key in site.audit_keys)


def with_keys_of(place: Environment, site: Environment) -> Environment:
    given = {"THROUGHCARE_HOME": str(place.home), "THROUGHCARE_DEMO": "on", "THROUGHCARE_AUDIT_KEYS": keyed(place, site)}
    return environment.Environment.read(given)


def figures(connection: Connection) -> dict[str, Any]:
    with psycopg.connect(**connection.libpq()) as session:
        return snapshot.figures(session)


@pytest.fixture
def backup(cast: Cast, owner: Owner, site: Environment, here: Connection, files: Path, tmp_path: Path) -> Path:
    """A site with the cast, an audit of 300 sealed rows and 5 that wait, and two files."""
    hashed = make_password(PASSWORD)
    owner.change("update accounts_user set password = %s where id = %s", hashed, cast.users["case_manager"])
    with override_settings(AUDIT_HEAD=site.audit_head):
        fill(300)
        seal()
        fill(5)
    path = tmp_path / "site.backup"
    make.make(site, here, path, WORDS, files=files)
    return path


def test_the_drill(backup: Path, cast: Cast, site: Environment, here: Connection, files: Path, place: Environment) -> None:
    """Back up, restore to another place: equal figures and files, log-in works, and the audit goes on and verifies."""
    before = figures(here)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHCARE_", "DATABASE_"))} | {
        "THROUGHCARE_HOME": str(place.home),
        "THROUGHCARE_DEMO": "on",
        "THROUGHCARE_AUDIT_KEYS": keyed(place, site),
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
        "PYTHONPATH": str(Path(embedded.__file__).parents[2]),
    }
    env = with_keys_of(place, site)
    done = restore.restore(env, env.connection("owner"), backup, WORDS, files=env.home / "files")
    after = figures(env.connection("owner"))
    emptied = {"accounts_session", *(f"procrastinate_{name}" for name in ("events", "jobs", "periodic_defers", "workers"))}
    assert {name: text for name, text in after["tables"].items() if name not in emptied} == {
        name: text for name, text in before["tables"].items() if name not in emptied
    }
    assert after["objects"] == before["objects"] and min(after["objects"].values()) > 0
    assert done.rows == snapshot.total(before) and done.files == 2
    for name in ("letters/ā.pdf", "empty"):
        assert (env.home / "files" / name).read_bytes() == (files / name).read_bytes()
    assert env.audit_head.read_bytes() == site.audit_head.read_bytes()
    protected = "import django; django.setup(); from throughcare.config.protect import protect; protect()"
    subprocess.run([sys.executable, "-c", protected], env=surroundings | {"THROUGHCARE_LOGIN": "owner"}, check=True)
    work = [sys.executable, "-c", _WORK, "case_manager@example.test", PASSWORD]
    said = subprocess.run(work, env=surroundings, check=True, capture_output=True, text=True).stdout.splitlines()
    assert said[0] == "in"
    ok, waiting, rows, findings = said[1].split(" ", 3)
    assert (ok, waiting, findings) == ("True", "0", "[]"), said
    assert int(rows) > 305


def test_a_hundred_spoilt_files_are_refused(tmp_path: Path) -> None:
    """Flipped, cut off, lengthened, moved about and foreign: 100 of 100, each with a sentence."""
    chance = random.Random(SEED)
    path, spoilt = tmp_path / "whole", tmp_path / "spoilt"
    with vault.written(path, WORDS, lambda draft: None) as writer:
        writer.part("one", [chance.randbytes(3 * vault.CHUNK)])
        writer.part("two", [])
    whole = path.read_bytes()
    assert vault.check(path, WORDS) == {"one": 3 * vault.CHUNK, "two": 0}
    chunk, head = vault.CHUNK + 16, len(vault.MARK) + 16
    damages: list[bytes] = []
    for _ in range(50):
        at = chance.randrange(len(whole))
        damages.append(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
    damages += [whole[: chance.randrange(len(whole))] for _ in range(37)]
    damages += [whole[: head + n * chunk] for n in range(4)]  # cut between two chunks
    damages += [whole + chance.randbytes(n) for n in (1, chunk)]
    damages += [whole[:head] + whole[head + chunk :], whole[:head] + whole[head + chunk : head + 2 * chunk] + whole[head : head + chunk]]
    damages += [b"", b"PGDMP" + whole, chance.randbytes(5000), vault.MARK, vault.MARK + b"0" * 16]
    refused = []
    for damaged in damages:
        spoilt.write_bytes(damaged)
        with pytest.raises(vault.Spoilt) as said:
            vault.check(spoilt, WORDS)
        refused.append(str(said.value))
    print(f"S28: seed {SEED}: {len(refused)} of {len(damages)} spoilt files refused")
    assert len(refused) == 100
    assert all(sentence.endswith(".") for sentence in refused)
    with pytest.raises(vault.Spoilt, match="another passphrase"):
        vault.check(path, WORDS + "!")


def test_a_whole_file_is_never_written_over_and_half_a_file_never_left(tmp_path: Path) -> None:
    path = tmp_path / "x.backup"
    with pytest.raises(ZeroDivisionError), vault.written(path, WORDS, lambda draft: None) as writer:
        writer.part("one", (bytes(1 // number) for number in (1, 0)))
    assert list(tmp_path.iterdir()) == []
    path.write_text("another")
    with pytest.raises(ConfigError, match="exists already"), vault.written(path, WORDS, lambda draft: None):
        pass
    assert path.read_text() == "another"


def test_what_differs_is_not_committed(
    backup: Path, site: Environment, place: Environment, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that says of itself what is not so: the old site stays, to the row."""
    env = with_keys_of(place, site)
    login = env.connection("owner")
    restore.restore(env, login, backup, WORDS, files=env.home / "files")
    with psycopg.connect(**login.libpq()) as session:
        session.execute("update accounts_user set name = 'Kept'")
    before = figures(login)
    true = restore._manifest
    for change in ({"tables": {"accounts_user": "1:2:3"}}, {"objects": {"policies": 1}}):

        def lie(*given: Any, change: dict[str, Any] = change) -> dict[str, Any]:
            told = true(*given)
            return told | {key: told[key] | value for key, value in change.items()}

        monkeypatch.setattr(restore, "_manifest", lie)
        with pytest.raises(ConfigError, match=r"nothing has changed: .*(accounts_user|policies)"):
            restore.restore(env, login, backup, WORDS, files=env.home / "files", replace=True)
        assert figures(login) == before
    monkeypatch.setattr(restore, "_manifest", true)
    restore.restore(env, login, backup, WORDS, files=env.home / "files", replace=True)
    assert figures(login) != before
    bare = backup.with_name("bare.backup")
    make.make(env, login, bare, WORDS, files=env.home / "none")
    restore.restore(env, login, bare, WORDS, files=env.home / "files", replace=True)
    assert not (env.home / "files").exists()  # what the replaced site held is not the restored one's


def test_a_place_that_is_not_fit_is_refused(backup: Path, site: Environment, place: Environment, tmp_path: Path) -> None:
    login = place.connection("owner")
    with pytest.raises(ConfigError, match=r"written with keys that are not here: k1 \([0-9a-f]{8}\)"):
        restore.restore(place, login, backup, WORDS, files=tmp_path / "none")
    real = environment.Environment.read({"THROUGHCARE_HOME": str(place.home), "THROUGHCARE_AUDIT_KEYS": keyed(place, site)})
    (place.home / "postgres" / "demo").unlink()
    with pytest.raises(ConfigError, match="holds invented data"):
        restore.restore(real, login, backup, WORDS, files=tmp_path / "none")
    (place.home / "postgres" / "demo").touch()
    env = with_keys_of(place, site)
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "file").touch()
    with pytest.raises(ConfigError, match="is not empty"):
        restore.restore(env, login, backup, WORDS, files=tmp_path / "some")
    with psycopg.connect(**login.libpq(), autocommit=True) as session:
        with pytest.raises(ConfigError, match="Somebody is working"):
            restore.restore(env, login, backup, WORDS, files=tmp_path / "none")
        session.execute("create table mine (x int)")
    with pytest.raises(ConfigError, match="database is not empty"):
        restore.restore(env, login, backup, WORDS, files=tmp_path / "none")


def test_the_passphrase_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(WORDS + "\n")
    assert make.passphrase({"THROUGHCARE_BACKUP_KEY": WORDS}) == make.passphrase({"THROUGHCARE_BACKUP_KEY_FILE": str(tmp_path / "key")})
    for given, words in (({}, "is not set"), ({"THROUGHCARE_BACKUP_KEY": "short"}, "shorter than 20")):
        with pytest.raises(ConfigError, match=words):
            make.passphrase(given)
    with pytest.raises(ConfigError, match="THROUGHCARE_BACKUP_KEY_FILE names"):
        make.passphrase({"THROUGHCARE_BACKUP_KEY_FILE": str(tmp_path / "gone")})


def test_programs_too_old_are_not_used(here: Connection) -> None:
    with pytest.raises(ConfigError, match="postgresql-client-99"):
        programs.find(here, at_least=99, like=99)
    assert programs.find(here, at_least=15, like=18).version >= 15
    assert "password" not in programs.address(here)
