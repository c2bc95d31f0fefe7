"""`throughcare import people`: what it answers, as words and as JSON, and its exit codes."""

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from throughcare.common.refusals import Invalid
from throughcare.people.cli import cli

FILE = "team,identifiers,preferred_name\nawa,prn:9001,Hēmi\nzzz,prn:9002,Mereana\n"
group = typer.Typer()
group.add_typer(cli, name="import")


def test_each_row_is_accounted_for_in_json(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(FILE, encoding="utf-8")
    dry = CliRunner().invoke(group, ["import", "people", str(file), "--dry-run", "--json"])
    done = CliRunner().invoke(group, ["import", "people", str(file), "--json"])
    assert (dry.exit_code, done.exit_code) == (0, 0), done.output
    told = json.loads(done.output)
    assert json.loads(dry.output) == told
    assert {name: told[name] for name in ("read", "created", "updated", "unchanged", "held")} == {
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "held": 0,
    }
    assert told["rejected"] == [
        {
            "file": "people.csv",
            "row": 3,
            "field": "team",
            "message": "There is no office with this team code. Use the code as it is shown under teams.",
        }
    ]


def test_words_for_people_name_nobody(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(FILE, encoding="utf-8")
    done = CliRunner().invoke(group, ["import", "people", str(file)])
    assert "2 rows read: 1 created, 0 updated, 0 unchanged, 1 rejected." in done.output
    assert "Hēmi" not in done.output
    assert "Mereana" not in done.output
    assert owner.rows("select actor_name, channel from audit_auditevent where verb = 'people.import.created'") == [
        ("people import", "command")
    ]


def test_a_file_that_can_not_be_used_fails_with_a_sentence(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"\xff\xfe")
    failed = CliRunner().invoke(group, ["import", "people", str(file)])
    assert isinstance(failed.exception, Invalid)
    assert "The file is empty" in str(failed.exception)
    assert CliRunner().invoke(group, ["import", "people", str(tmp_path / "absent.csv")]).exit_code == 2
