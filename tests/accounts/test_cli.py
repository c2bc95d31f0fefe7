"""`throughcare user …`."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from typer.testing import CliRunner

from tests.accounts.test_log_in import PASSWORD, is_in, log_in
from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.cli import cli
from throughcare.common.refusals import Refused

ADD = ["add", "--email", "Mere@Example.test", "--name", "Mere Pōtiki", "--role", "case_manager", "--team", "awa"]


def run(*words: str, given: str = "") -> Any:
    done = CliRunner().invoke(cli, [*words], input=given, catch_exceptions=False)
    connection.close()
    return done


def test_a_new_user_sets_a_password_by_the_printed_link_and_sees_their_teams_people(cast: Cast) -> None:
    added = json.loads(run(*ADD, "--json").stdout)
    path = "/" + added["link"].split("/", 3)[3]
    browser = Client()
    form = browser.get(path)
    assert browser.post(form["Location"], {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    browser, _ = log_in("mere@example.test")
    assert is_in(browser)
    assert Client().get(path).status_code == 200  # used up


def test_a_password_can_come_from_standard_input(cast: Cast) -> None:
    assert "link" not in run(*ADD, "--password-stdin", given=f"{PASSWORD}\n").stdout
    assert is_in(log_in("mere@example.test")[0])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--role": "boss"}, "There is no role boss: use one of administrator"),
        ({"--team": "nowhere"}, "There is no team nowhere: use one of awa"),
        ({"--email": "mere"}, "mere is not an e-mail address"),
        ({"--email": "OFFICER@example.test"}, "already"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, owner: Owner, changed: dict[str, str], sentence: str) -> None:
    words = list(ADD)
    for option, value in changed.items():
        words[words.index(option) + 1] = value
    before = owner.rows("select count(*) from accounts_user")
    with pytest.raises(Refused, match=sentence):
        run(*words)
    connection.close()
    assert owner.rows("select count(*) from accounts_user") == before


def test_a_short_password_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least 16"):
        run(*ADD, "--password-stdin", given="short\n")
    connection.close()


def test_the_list_shows_roles_and_teams(cast: Cast) -> None:
    listed = {u["email"]: u for u in json.loads(run("list", "--json").stdout)}
    assert listed["officer@example.test"] == {
        "email": "officer@example.test",
        "name": "Officer",
        "active": True,
        "roles": ["probation_officer@awa"],
    }
    assert listed["aroha@example.test"]["roles"] == ["person"] and listed["stranger@example.test"]["roles"] == []


def test_a_disabled_users_session_and_keys_are_dead(cast: Cast) -> None:
    key = run("token", "officer@example.test", "--name", "export", "--scope", "directory.view").stdout.strip()
    browser = cast.client("officer")
    assert is_in(browser)
    run("disable", "officer@example.test")
    assert not is_in(browser)
    assert Client().get("/api/v1/", headers={"Authorization": f"Bearer {key}"}).status_code == 404


def test_a_key_is_only_kept_as_a_hash(cast: Cast, owner: Owner) -> None:
    made = json.loads(
        run("token", "officer@example.test", "--name", "export", "--scope", "person.view", "--scope", "directory.view", "--json").stdout
    )
    assert made["key"].startswith("tc_") and made["scopes"] == ["directory.view", "person.view"]
    kept = owner.rows("select t::text from accounts_apitoken t")
    assert made["key"][3:] not in str(kept) and len(kept) == 1
    for words, sentence in ((("--scope", "everything"), "everything is no scope"), (("--scope", "person.view", "--days", "0"), "1 to 366")):
        with pytest.raises(Refused, match=sentence):
            run("token", "officer@example.test", "--name", "x", *words)
        connection.close()
