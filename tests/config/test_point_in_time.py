"""Back to a moment by PostgreSQL's own log, as docs/running.md says: to the last transaction before it, the erased erased again, the audit in order."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from throughcare.config import embedded, engine

LONG = pytest.mark.skipif(not os.environ.get("THROUGHCARE_TEST_ALL"), reason="long: make test-all")
_BEGIN = "import sys, time, django\ndjango.setup()\nfrom throughcare.accounts.actors import system_actor\nfrom throughcare.common.reader import reading_as\n"
# As the owner: an audited transaction every hundredth of a second, each with when it was begun and done; then two people agree, a record goes,
# and the day goes on.
_DAY = (
    _BEGIN
    + """
from throughcare.accounts.models import Team, User
from throughcare.audit.actions import record
from throughcare.audit.models import Disposal
from throughcare.audit.sealing import seal_all
from throughcare.common.clock import now
from throughcare.config import erasing
from throughcare.people.models import Involvement, Person
actor = system_actor("test")
def work(seconds):
    until = time.time() + seconds
    while time.time() < until:
        began = time.time()
        with reading_as(actor.reader):
            made = record(by=actor, verb="person.viewed")
        print(made, began, time.time())
        time.sleep(0.01)
    seal_all()
def made(model, **values):
    row = model(**values)
    row.save(force_insert=True)
    return row.pk
with reading_as(actor.reader):
    team = made(Team, code="awa", name="Awa office", kind="OFFICE")
    one, two = (made(User, email=name + "@example.test", name=name, password="!") for name in ("one", "two"))
    somebody = Person(preferred_name="Aroha", search_key="aroha", age_band="25-34")
    made(Involvement, person_id=somebody.pk, team_id=team, because_kind="people.assignment", compartments=["C1"])
    somebody.save(force_insert=True)
    person = somebody.pk
work(8)
with reading_as(actor.reader):
    asked = {"rule": "record", "why": "MISTAKE", "person_id": person, "asked_by_id": one, "asked_at": now(), "before": now()}
    Disposal(**asked, approved_by_id=two, approved_at=now()).save(force_insert=True)
erased = erasing.erase_approved()[0][0]
work(1)
print(erased)
"""
)
_OPENS = _BEGIN + "from throughcare.config import erasing\nerasing.refuse_the_erased()"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = Path("/var/lib" if os.geteuid() == 0 else tmp_path) / f"throughcare-moment-{os.getpid()}"
    yield home
    if embedded.is_made(home):
        embedded.remove_cluster(home)
    shutil.rmtree(home, ignore_errors=True)
    for left in home.parent.glob(f"{home.name}-*"):
        shutil.rmtree(left)


def run(home: Path, *words: str, fails: bool = False, login: str = "") -> str:
    """A command of ours, or a program (-c), on that site."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHCARE_", "DATABASE_"))}
    clean |= {name: os.environ[name] for name in ("THROUGHCARE_TEST_PROGRAMS",) if name in os.environ}
    clean |= {"THROUGHCARE_HOME": str(home), "THROUGHCARE_DEMO": "on", "DJANGO_SETTINGS_MODULE": "throughcare.config.settings"}
    clean |= {"PYTHONPATH": str(Path(embedded.__file__).parents[2])} | ({"THROUGHCARE_LOGIN": login} if login else {})
    asked = list(words) if words[0] == "-c" else ["-m", "throughcare.config.cli", *words]
    done = subprocess.run([sys.executable, *asked], env=clean, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def keep_a_log(home: Path, archive: Path) -> Path:
    """The settings of the docs, and a server started with them; returns the folder of its data."""
    archive.mkdir()
    uid = engine.server_uid()
    if uid is not None:
        engine.give(archive, uid)
    with embedded.start_cluster(home, demo=True) as cluster:
        data = cluster.folder / "data"
        with psycopg.connect(cluster.superuser_url, autocommit=True) as session:
            session.execute("alter system set archive_mode = 'on'")
            session.execute(f"alter system set archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'".encode())
    return data


def copied(cluster: embedded.Cluster, base: Path) -> None:
    """pg_basebackup, as the docs say."""
    programs = engine.tools()
    there = embedded.connection(cluster.home, "superuser")
    command = [str(programs / "pg_basebackup"), "-D", str(base), "-c", "fast", "-X", "none", "-w", "--no-manifest"]
    asked = [*command, "-h", str(there.host), "-p", str(there.port), "-U", there.user]
    done = subprocess.run(asked, env={**os.environ, "PGPASSWORD": there.password}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def put_in_place(data: Path, base: Path, archive: Path, moment: str) -> None:
    """The copy instead of the folder, told how far to go."""
    data.rename(data.with_name("data.lost"))
    shutil.copytree(base, data)
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (data / "recovery.signal").touch()
    data.chmod(0o700)
    uid = engine.server_uid()
    if uid is not None:
        engine.give(data, uid)


def wait_until_it_is_back(cluster: embedded.Cluster) -> None:
    for _ in range(600):
        with psycopg.connect(cluster.superuser_url) as session:
            if session.execute("select pg_is_in_recovery()").fetchone() == (False,):
                return
        time.sleep(0.1)
    pytest.fail("the server is still recovering after a minute")


@LONG
def test_back_to_a_moment(home: Path) -> None:
    archive, base = home.with_name(f"{home.name}-archive"), home.with_name(f"{home.name}-base")
    run(home, "migrate")
    data = keep_a_log(home, archive)
    with embedded.start_cluster(home, demo=True) as cluster:
        copied(cluster, base)
        *told, person = run(home, "-c", _DAY, login="owner").splitlines()
        lines = [line.split() for line in told]
        with psycopg.connect(cluster.url("superuser"), autocommit=True) as session:
            session.execute(
                "insert into accounts_session (session_key, session_data, expire_date) values ('x', '', now() + interval '1 day')"
            )
            session.execute("select pg_switch_wal()")
            (wanted,) = session.execute("select pg_walfile_name(pg_current_wal_lsn() - 1)").fetchone() or ("",)
        for _ in range(300):
            if (archive / str(wanted)).exists():
                break
            time.sleep(0.1)
    moment = float(lines[len(lines) // 2][2]) + 0.005
    put_in_place(data, base, archive, time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment)) + f"{moment % 1:.6f}"[1:] + "+00")
    with embedded.start_cluster(home, demo=True) as cluster:
        wait_until_it_is_back(cluster)
        with psycopg.connect(cluster.url("superuser")) as session:
            there = {str(key) for (key,) in session.execute("select id from audit_auditevent").fetchall()}
            back = session.execute("select count(*) from people_person where id = %s", [person]).fetchone()
        before, after = [line for line in lines if float(line[2]) <= moment], [line for line in lines if float(line[1]) > moment]
        lost, too_much = [line for line in before if line[0] not in there], [line for line in after if line[0] in there]
        last = max(float(line[2]) for line in lines if line[0] in there)
        print(f"\n  {len(before)} committed before the moment, {len(lost)} of them lost; {len(after)} after it, {len(too_much)} there; ")
        print(f"  the last that is there was committed {1000 * (moment - last):.0f} ms before it")
        assert not lost and not too_much and len(before) > 50 and len(after) > 50
        assert abs(moment - last) <= 1
        assert back == (1,)
        assert "1 erased record is back" in run(home, "-c", _OPENS, fails=True)
        said = run(home, "restore", "--recovered", fails=True)
        for words in ("1 records that were erased since are erased again", "The audit does not verify", "accept-head"):
            assert words in said, said
        with psycopg.connect(cluster.url("superuser")) as session:
            assert session.execute("select count(*) from people_person where id = %s", [person]).fetchone() == (0,)
            assert session.execute(
                "select (select count(*) from accounts_session), (select count(*) from procrastinate_jobs)"
            ).fetchone() == (0, 0)
        run(home, "audit", "accept-head")
        assert "Nothing was changed" in run(home, "audit", "verify")


def test_a_file_or_recovered_and_not_both(home: Path) -> None:
    for words in (["restore"], ["restore", "x.backup", "--recovered"]):
        assert "not both" in run(home, *words, fails=True)
