"""The embedded PostgreSQL: two log-ins, several homes, several processes, and whatever a kill leaves behind."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from throughcare.config import embedded, engine, keys
from throughcare.config.connections import check_server
from throughcare.config.errors import ConfigError


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of this module's own, taken away afterwards."""
    folder = tmp_path_factory.mktemp("embedded") / "home"
    yield folder
    embedded.remove_cluster(folder)


@pytest.fixture(scope="module")
def cluster(home: Path) -> Iterator[embedded.Cluster]:
    """Its server, running."""
    with embedded.start_cluster(home, durable=False) as started:
        yield started


def server(home: Path) -> int | None:
    """The process id of the home's server."""
    return engine.running((home / "postgres").resolve() / "data")


def test_roles_are_no_more_than_they_need(cluster: embedded.Cluster) -> None:
    """Row-level security binds the app; the owner is no superuser."""
    with psycopg.connect(cluster.superuser_url) as session:
        rows = session.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolpassword like 'SCRAM-SHA-256$%' "
            "from pg_authid where rolname like 'throughcare%' order by rolname"
        ).fetchall()
        owned = session.execute(
            "select count(*) from pg_class where relowner = 'throughcare_app'::regrole "
            "union all select count(*) from pg_database where datdba = 'throughcare_app'::regrole"
        ).fetchall()
    assert rows == [
        ("throughcare_app", False, False, False, False, False, True),
        ("throughcare_owner", False, True, True, False, False, True),
    ]
    assert owned == [(0,), (0,)]


def test_app_may_only_connect(cluster: embedded.Cluster) -> None:
    """It makes no table, no schema, no database, and takes no other role."""
    statements = ("create table t (id int)", "create schema s", "create database d", "set role throughcare_owner", "set role postgres")
    for statement in statements:
        with psycopg.connect(cluster.app_url, autocommit=True) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)


def test_owner_owns_the_database(cluster: embedded.Cluster) -> None:
    """It can make what migrations make, with the extensions already there."""
    with psycopg.connect(cluster.owner_url) as session:
        session.execute("create table t (name text, exclude using gist (name with =))")
        session.execute("create index on t using gin (name gin_trgm_ops)")
        found = session.execute("select unaccent('whānau'), lower('Ā') = 'ā'").fetchone()
    assert found == ("whanau", True)


@pytest.mark.parametrize("login", ["app", "owner", "superuser"])
def test_nobody_gets_in_without_the_password(cluster: embedded.Cluster, login: str) -> None:
    """Not even the very user the server runs as, through the socket."""
    who = embedded.connection(cluster.home, login)  # type: ignore[arg-type]  # the parameters are the three words it takes
    for password in ("", "wrong"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**who.libpq() | {"password": password})


def test_app_password_opens_no_other_login(cluster: embedded.Cluster) -> None:
    """Three passwords, none of use for another's."""
    app, owner = keys.app_keys(cluster.home), keys.owner_keys(cluster.home)
    assert len({app.app_password, owner.owner_password, owner.superuser_password}) == 3


def test_app_connects_to_its_own_database_only(cluster: embedded.Cluster) -> None:
    """The maintenance databases are closed to it."""
    for name in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(cluster.url("app", name))


def test_no_network(cluster: embedded.Cluster) -> None:
    """A private folder's socket is the only way in."""
    with psycopg.connect(cluster.superuser_url) as session:
        assert session.execute("show listen_addresses").fetchone() == ("",)
        (folder,) = session.execute("show unix_socket_directories").fetchone() or ("",)
    assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700


def test_failing_statements_stay_out_of_the_log(cluster: embedded.Cluster) -> None:
    """A statement that fails holds somebody's data."""
    with psycopg.connect(cluster.app_url) as session, pytest.raises(psycopg.errors.DivisionByZero):
        session.execute("select 1/0 as canary_7f3e")
    assert "canary_7f3e" not in (cluster.home / "postgres" / "log").read_text()


def test_copy_of_a_database(cluster: embedded.Cluster) -> None:
    """Tests build once and copy; the app may connect to the copy."""
    cluster.create_database("built")
    with psycopg.connect(cluster.url("owner", "built")) as session:
        session.execute("create table kept as select 7 as seven")
        session.execute("grant select on kept to throughcare_app")
    address = cluster.create_database("copied", template="built")
    with psycopg.connect(address) as session:
        assert session.execute("select seven from kept").fetchone() == (7,)
    for name in ("copied", "built"):
        cluster.drop_database(name)
    with pytest.raises(ValueError, match="no name for a database"):
        cluster.create_database('x"; drop database throughcare; --')


def test_the_last_one_out_stops_it(tmp_path: Path) -> None:
    """The first to come starts the server; it stays for whoever else is there."""
    first = embedded.start_cluster(tmp_path, durable=False)
    pid = server(tmp_path)
    second = embedded.start_cluster(tmp_path, durable=False)
    assert pid == server(tmp_path)
    first.stop()
    first.stop()
    assert server(tmp_path) == pid
    second.stop()
    assert server(tmp_path) is None
    embedded.remove_cluster(tmp_path)


def test_homes_run_side_by_side(cluster: embedded.Cluster, tmp_path: Path) -> None:
    """Two servers at once, each with its own data."""
    with embedded.start_cluster(tmp_path, durable=False) as other:
        with psycopg.connect(other.owner_url) as session:
            session.execute("create table only_here ()")
        with psycopg.connect(cluster.owner_url) as session:
            assert session.execute("select to_regclass('only_here')").fetchone() == (None,)
    embedded.remove_cluster(tmp_path)


def test_after_a_kill_the_data_is_there(tmp_path: Path) -> None:
    """kill -9 leaves a process note, maybe a zombie and shared memory; the next start deals with them."""
    killed = embedded.start_cluster(tmp_path)
    with psycopg.connect(killed.owner_url) as session:
        session.execute("create table kept as select 1 as one")
    pid = server(tmp_path)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while server(tmp_path) is not None and time.monotonic() < deadline:  # on a busy machine the kernel takes its time
        time.sleep(0.02)
    with embedded.start_cluster(tmp_path) as again, psycopg.connect(again.owner_url) as session:
        assert session.execute("select one from kept").fetchone() == (1,)
    killed.stop()
    embedded.remove_cluster(tmp_path)


def test_note_of_a_process_id_in_use_again(tmp_path: Path) -> None:
    """After a restart of the machine the noted id may belong to something else, which is left alone."""
    embedded.start_cluster(tmp_path, durable=False).stop()
    data = (tmp_path / "postgres").resolve() / "data"
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n\n\n\nready\n")
    with embedded.start_cluster(tmp_path, durable=False) as cluster, psycopg.connect(cluster.app_url) as session:
        assert session.execute("select 1").fetchone() == (1,)
    embedded.remove_cluster(tmp_path)


def test_a_killed_user_does_not_keep_it_up(tmp_path: Path) -> None:
    """Who uses the server is known by locks the kernel lets go of, not by a list somebody must tidy."""
    program = (
        "import sys, time; from pathlib import Path; from throughcare.config import embedded;"
        "embedded.start_cluster(Path(sys.argv[1]), durable=False); print('up', flush=True); time.sleep(60)"
    )
    surroundings = os.environ | {"PYTHONPATH": str(Path(embedded.__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=surroundings) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "up\n"
        other.kill()
    pid = server(tmp_path)
    assert pid is not None
    with embedded.start_cluster(tmp_path, durable=False):
        assert server(tmp_path) == pid
    assert server(tmp_path) is None
    embedded.remove_cluster(tmp_path)


def test_a_making_cut_short_is_begun_again(tmp_path: Path) -> None:
    """Without the mark at the end, nothing that was made is trusted."""
    embedded.start_cluster(tmp_path, durable=False).stop()
    (tmp_path / "postgres" / "made").unlink()
    with embedded.start_cluster(tmp_path, durable=False) as cluster, psycopg.connect(cluster.app_url) as session:
        assert session.execute("select current_user").fetchone() == ("throughcare_app",)
    embedded.remove_cluster(tmp_path)


def test_removing_waits_for_nobody(cluster: embedded.Cluster) -> None:
    """A database somebody works in is not taken away under them."""
    with pytest.raises(ConfigError, match="is in use"):
        embedded.remove_cluster(cluster.home)
    with psycopg.connect(cluster.app_url) as session:
        assert session.execute("select 1").fetchone() == (1,)


def test_removing_leaves_nothing_secret(tmp_path: Path) -> None:
    """Data and keys go; a new start is a new site."""
    with embedded.start_cluster(tmp_path, durable=False, demo=True) as cluster:
        folder, before = cluster.folder, cluster.app_url
    assert embedded.holds_demo(tmp_path)
    embedded.remove_cluster(tmp_path)
    assert not folder.exists()
    assert not (tmp_path / "keys").exists()
    with embedded.start_cluster(tmp_path, durable=False) as cluster:
        assert cluster.app_url != before
    assert not embedded.holds_demo(tmp_path)
    embedded.remove_cluster(tmp_path)


def test_a_long_home(tmp_path: Path) -> None:
    """A socket's path has little room; a home may be as deep as it likes."""
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    with embedded.start_cluster(deep, durable=False) as cluster, psycopg.connect(cluster.app_url) as session:
        assert session.execute("select 1").fetchone() == (1,)
    embedded.remove_cluster(deep)


def test_no_folder_is_opened_to_others(tmp_path: Path) -> None:
    """Neither the folders above the home nor the programs change their mode, as root too."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    programs = engine._programs()
    watched = [closed, *closed.parents, programs, *programs.parents]
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in watched]
    with embedded.start_cluster(closed / "home", durable=False) as cluster, psycopg.connect(cluster.app_url) as session:
        assert session.execute("select 1").fetchone() == (1,)
        assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
    assert before == [(path, path.stat().st_mode, path.stat().st_uid) for path in watched]
    embedded.remove_cluster(closed / "home")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can't run PostgreSQL as itself")
def test_root_runs_it_as_somebody_who_has_no_account(cluster: embedded.Cluster) -> None:
    """No OS user is made, and the server is not root."""
    pid = server(cluster.home)
    assert Path(f"/proc/{pid}").stat().st_uid == engine.SERVER_UID
    surroundings = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"THROUGHCARE" not in surroundings
    assert b"DATABASE_URL" not in surroundings
    assert f":{engine.SERVER_UID}:" not in Path("/etc/passwd").read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a copy of the programs")
def test_root_copies_programs_it_could_not_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project under a closed folder, such as root's own."""
    monkeypatch.setattr(engine, "ROOT_FOLDER", tmp_path / "engine")
    monkeypatch.setattr(engine, "passable", lambda folder: False)
    programs = engine._programs()
    assert programs.is_relative_to(tmp_path / "engine")
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("postgres (PostgreSQL)")
    assert engine._programs() == programs


def test_app_login_that_passes_by_row_security_is_refused(cluster: embedded.Cluster) -> None:
    """Any database: the app's log-in must be bound."""
    check_server(embedded.connection(cluster.home, "app"), is_app=True)
    with pytest.raises(ConfigError, match="may pass by row-level security"):
        check_server(embedded.connection(cluster.home, "owner"), is_app=True)


def test_it_starts_fast(tmp_path: Path) -> None:
    """A later start is part of every command: far below a second, even on a busy machine."""
    embedded.start_cluster(tmp_path, durable=False).stop()
    began = time.process_time()
    embedded.start_cluster(tmp_path, durable=False).stop()
    assert time.process_time() - began < 0.5
    embedded.remove_cluster(tmp_path)
