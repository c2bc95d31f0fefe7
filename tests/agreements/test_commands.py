"""Obligations and amendments by command: listed and written down; judging, signing and putting into effect stay a person's."""

import json
from datetime import timedelta
from typing import Any

from typer.testing import CliRunner

from tests.agreements.made import get, signed
from tests.agreements.test_obligations import owe
from tests.cast import Cast
from tests.database import Owner
from throughcare.agreements.cli import cli
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, Refused


def run(*words: str) -> Any:
    return CliRunner().invoke(cli, list(words))


def test_what_a_side_does_is_listed_and_written_down(cast: Cast) -> None:
    key = signed(cast)
    number, due = get(cast, key).number, today() + timedelta(days=30)
    assert "Nothing is written down" in run("obligations", number).stdout
    owe(cast, key)
    made = json.loads(run("owe", number, "mana trust", "A room.", "--due", str(due), "--repeats", "MONTHLY", "--json").stdout)
    assert (made["what"], made["who"], made["for"], made["state"]) == ("A room.", "The department", "Mana Trust", "OPEN")
    told = json.loads(run("obligations", number, "--json").stdout)["items"]
    assert made in told and len(told) == 2
    assert "A room." in run("obligations", number).stdout
    for words, wrong in (
        ((number, "Nobody", "A room.", "--due", str(due)), "party"),
        ((number, "Mana Trust", "A room.", "--due", "soon"), "due"),
        ((number, "Mana Trust", " ", "--due", str(due)), "what"),
    ):
        said = run("owe", *words).exception
        assert isinstance(said, Invalid) and wrong in said.errors


def test_an_amendment_is_drafted_and_listed(cast: Cast) -> None:
    key = signed(cast)
    number, until = get(cast, key).number, str(today() + timedelta(days=900))
    assert "Nothing was changed" in run("amendments", number).stdout
    made = json.loads(
        run("amend", number, "--why", "More homes.", "--new", "Twenty.", "--old", "Twelve.", "--until", until, "--json").stdout
    )
    assert (made["number"], made["state"], made["ends_on"]) == (1, "DRAFT", until)
    assert json.loads(run("amendments", number, "--json").stdout)["items"] == [made]
    assert "Twenty." in run("amendments", number).stdout
    assert get(cast, key).state == "SIGNED"  # nothing changed yet
    assert (made["values"], made["services"]) == ([], [])
    assert isinstance(run("amend", number, "--why", "Again.", "--new", "Thirty.").exception, Refused)  # one is open
    assert isinstance(run("amend", number, "--why", "x", "--new", "x", "--until", "soon").exception, Invalid)


def test_an_amendment_by_command_says_what_parties_get_and_what_is_covered(cast: Cast, owner: Owner) -> None:
    number = get(cast, signed(cast)).number
    name = str(owner.rows("select name from services_service where id = %s", cast.service)[0][0])
    said = ("amend", number, "--why", "More homes.", "--new", "Twenty.")
    for words, field in (
        (("--value", "Mana Trust=many"), "value"),
        (("--value", "Mana Trust=NaN"), "value"),
        (("--value", "Nobody=1"), "party"),
        (("--covers", "Nothing"), "covers"),
        (("--value", "Mana Trust=-1"), "values"),
    ):
        wrong = run(*said, *words).exception
        assert isinstance(wrong, Invalid) and field in wrong.errors
    made = json.loads(run(*said, "--value", "mana trust=120000.50", "--covers", name, "--json").stdout)
    assert made["values"] == [{"party": "Mana Trust", "amount": "120000.50"}]
    assert made["services"] == [{"name": name, "joins": True}]
    assert json.loads(run("amendments", number, "--json").stdout)["items"] == [made]
