"""Who saw whose record, in one command: everybody, nobody twice, and the look itself is in the audit."""

import csv
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from typer.testing import CliRunner

from tests.audit.rows import SYSTEM
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.actors import Actor
from throughcare.audit import actions, cli, queries, search
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed

PEOPLE = [new_id() for _ in range(7)]


def looked(who: Actor, looks: list[list[int]]) -> None:
    with reading_as(SYSTEM.reader):
        for number, shown in enumerate(looks):
            persons = [PEOPLE[index] for index in shown]
            actions.record(by=who, verb="person.viewed", persons=persons, compartments=["C1"] if number % 2 else ["C1", "C7"])
    connection.close()


@pytest.fixture
def story(cast: Cast) -> Actor:
    """One who looked at five people, some of them in lists, and a colleague who looked at others and at one of them."""
    nosy, other = cast.actor("officer"), cast.actor("case_manager")
    looked(nosy, [[0, 1], [1], [2, 3, 4], [1]])
    looked(other, [[5], [0, 6]])
    return nosy


def run(*words: str) -> str:
    done = CliRunner().invoke(cli.cli, ["incident", *words])
    connection.close()
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_everybody_one_user_looked_at(story: Actor, owner: Owner, tmp_path: Path) -> None:
    lines = json.loads(run("--user", "officer@example.test", "--json"))
    assert Counter({line["person_id"]: line["times"] for line in lines}) == Counter(str(PEOPLE[n]) for n in (0, 1, 1, 1, 2, 3, 4))
    assert {line["actor_id"] for line in lines} == {str(story.user_id)}
    assert {line["person_id"]: line["compartments"] for line in lines}[str(PEOPLE[1])] == ["C1", "C7"]
    ((persons,),) = owner.rows("select person_ids from audit_auditevent where verb = 'audit.read'")
    assert set(persons) == set(PEOPLE[:5])  # type: ignore[call-overload]  # an array of keys
    run("--user", str(story.user_id), "--csv", str(tmp_path / "all.csv"))
    with (tmp_path / "all.csv").open() as file:
        assert {row["person_id"] for row in csv.DictReader(file)} == {str(key) for key in PEOPLE[:5]}


def test_everybody_who_looked_at_one_person_and_when(story: Actor) -> None:
    assert len(json.loads(run("--person", str(PEOPLE[0]), "--json"))) == 2
    assert len(json.loads(run("--person", str(PEOPLE[0]), "--user", str(story.user_id), "--json"))) == 1
    today = now().date()
    recent = json.loads(run("--from", str(today - timedelta(days=1)), "--json"))
    assert len([line for line in recent if line["actor_id"]]) == 8  # beside them, these commands themselves
    assert json.loads(run("--from", str(today + timedelta(days=2)), "--json")) == []
    assert "2 people, 1 who looked" not in run("--user", str(story.user_id))


def test_it_is_for_auditors(cast: Cast, story: Actor) -> None:
    worker = cast.actor("case_manager")
    with reading_as(worker.reader), pytest.raises(NotAllowed):
        search.incident(by=worker, filters=queries.Filters(actor=story.user_id))
    connection.close()
    with reading_as(worker.reader):
        assert queries.seen(queries.Filters(actor=story.user_id)) == []
    connection.close()
    assert CliRunner().invoke(cli.cli, ["incident"]).exit_code == 2
