"""The command: quick where it can be, one sentence where it must refuse, and clean at its end."""

import os
import socket
import subprocess
import sys
import types
from pathlib import Path

import psycopg
import pytest
import typer
from django.db import OperationalError
from typer.main import get_group

from throughcare import __version__
from throughcare.common.refusals import Refused
from throughcare.config import cli, embedded, failures, supervise
from throughcare.config.errors import ConfigError

SOURCE = str(Path(embedded.__file__).parents[2])


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """A clean environment with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHCARE_", "DATABASE_", "DJANGO_"))}
    return kept | {"THROUGHCARE_HOME": str(home), "PYTHONPATH": SOURCE} | more


def throughcare(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as anybody would."""
    return subprocess.run(
        [sys.executable, "-m", "throughcare.config.cli", *words],
        env=surroundings(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def refuse(error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What the command answers when its work raises `error`."""

    def fail(**given: object) -> int:
        raise error

    monkeypatch.setattr(cli, "get_group", lambda app: types.SimpleNamespace(main=fail))
    code = cli.main(["anything"])
    return code, capsys.readouterr().err


def test_version_loads_nothing(tmp_path: Path) -> None:
    """Asked for the version, it needs no Django and no database, and writes nothing."""
    program = (
        "import sys; from throughcare.config import cli; cli.main(['--version']); print('django' in sys.modules, 'psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=surroundings(tmp_path / "h"), capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["throughcare", __version__, "False", "False"]
    assert not (tmp_path / "h").exists()


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with a line that says what it does; nothing is loaded for it."""
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, line in cli.OWN.items():
        assert (f" {name} " in shown) == bool(line)


@pytest.mark.parametrize("words", [["nonsense"], ["serve", "--prt", "1"], ["serve", "--port", "0"], ["serve", "--port", "x"], []])
def test_wrong_use_is_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence that says where to look."""
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == (1 if words else 0)
    assert words == [] or said.err.endswith("Try throughcare --help.\n")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("This service is closed."), "This service is closed."),
        (ConfigError("THROUGHCARE_HOSTS is not set."), "THROUGHCARE_HOSTS is not set."),
        (psycopg.OperationalError("connection refused\nmore"), "The database does not answer: connection refused."),
        (OperationalError("connection refused"), "The database does not answer: connection refused."),
        (psycopg.errors.UndefinedTable("no such table"), "run throughcare migrate"),
        (FileNotFoundError(2, "No such file or directory", "people.csv"), "people.csv: No such file or directory."),
    ],
)
def test_failure_is_a_sentence(error: Exception, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 1, one line, nothing of Python in it."""
    code, said = refuse(error, monkeypatch, capsys)
    assert code == 1
    assert words in said
    assert said.count("\n") == 1


def test_a_fault_shows_no_data(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An error of ours may hold somebody's name; only where it happened is told."""
    monkeypatch.delenv("THROUGHCARE_DEBUG", raising=False)
    code, said = refuse(KeyError("Aroha Example"), monkeypatch, capsys)
    assert code == 1
    assert "Aroha" not in said
    assert "KeyError at test_cli.py:" in said


def test_database_errors_of_django_are_read_through_to_their_cause() -> None:
    """Django wraps psycopg's errors; the sentence is the same."""
    wrapped = OperationalError("x")
    wrapped.__cause__ = psycopg.errors.UndefinedTable("no such table")
    assert "run throughcare migrate" in failures.sentence_of(wrapped)


def test_several_apps_fill_one_group(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Also when there is only one command, it keeps its name; a part that is missing is passed over."""
    part = types.ModuleType("part")
    added = typer.Typer()
    added.command("one")(lambda: print("ran one"))
    vars(part)["cli"] = added
    monkeypatch.setitem(sys.modules, "json.part", part)
    monkeypatch.setattr(cli, "_exists", lambda module: module == "json.part")
    monkeypatch.setitem(cli.SHARED, "audit", cli.Shared("Help.", ("json.part:cli", "json.absent:cli")))
    filled = get_group(cli._filled("audit"))
    assert list(filled.commands) == ["one"]
    filled.main(args=["one"], standalone_mode=False)
    assert capsys.readouterr().out == "ran one\n"


def test_a_taken_port_is_a_sentence() -> None:
    """Found before anything is started."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match=r"Port \d+ on 127\.0\.0\.1 can't be used"):
            supervise.check_port_is_free("127.0.0.1", taken.getsockname()[1])


def test_an_unreachable_database_is_a_sentence(tmp_path: Path) -> None:
    """Also with a real database: what is wrong, and what to check; never the password."""
    done = throughcare(
        tmp_path,
        "check",
        DATABASE_URL="postgresql://app:canary@127.0.0.1:1/site",
        DATABASE_OWNER_URL="postgresql://owner:canary@127.0.0.1:1/site",
        THROUGHCARE_SECRET_KEY="s" * 50,
        THROUGHCARE_AUDIT_KEYS="k1:" + "ab" * 32,
        THROUGHCARE_HOSTS="localhost",
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: ")
    assert "canary" not in done.stderr + done.stdout


def test_odd_surroundings_are_a_sentence(tmp_path: Path) -> None:
    """The same for every command."""
    done = throughcare(tmp_path, "check", THROUGHCARE_DEMO="maybe")
    assert (done.returncode, done.stderr) == (1, "THROUGHCARE_DEMO is 'maybe': write on or off.\n")
