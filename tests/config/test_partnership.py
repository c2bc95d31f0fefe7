"""Partnership mode: nobody's record in pages, REST, search, commands, grants, navigation or home; and the demo runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps

from tests.database import Owner
from throughcare.accounts.permissions import WITHOUT_PEOPLE, Permission
from throughcare.common.protection import REGISTRY
from throughcare.config import cli, embedded, modes, supervise

REST = tuple(
    f"/api/v1/{name}" for name in ("services", "organizations", "notices", "jobs", "teams", "views", "audit")
)  # nobody's record in any
NAME = f"partnership_{os.getpid()}"
_BEGIN = """
import json, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from throughcare.config import registered
registered.load()
"""
_MAKE = (
    _BEGIN
    + """
from throughcare.config.protect import protect
from throughcare.demo.actions import make_demo
protect()
for _ in range(2):
    make_demo(people=5, seed=1, progress=lambda what, done, total: None)
"""
)
_WALK = (
    _BEGIN
    + """
from django.test import Client
from django.urls import reverse
from throughcare.config.api import api
from throughcare.config.routes import addresses, check_routes
from throughcare.demo.cast import cast
check_routes()
names = sorted({name for _, name, _ in addresses() if name})
told = {"names": names, "rest": sorted(api.get_openapi_schema()["paths"]), "pages": {}, "gone": {}}
plain = [path for path, name, _ in addresses() if name and "<" not in path and "(?P" not in path and "^" not in path and not path.startswith(("account/", "api/", "metrics", "health"))]
for member in (None, *cast()):
    browser = Client(HTTP_HOST="localhost")
    if member:
        assert browser.post(reverse("demo-log-in"), {"as": member.key}).status_code == 302, member.key
    key = member.key if member else ""
    told["pages"][key] = {path: [(answer := browser.get("/" + path)).status_code, answer.content.decode()] for path in plain}
    told["gone"][key] = [browser.get(path).status_code for path in ("/people/", "/referrals/", "/people/search/", "/referrals/inbox/", "/my-record/who-looked/", "/people/import/", "/api/v1/people")]
print(json.dumps(told))
"""
)


def surroundings(**more: str) -> dict[str, str]:
    source = str(Path(embedded.__file__).parents[2])
    return {**os.environ, "THROUGHCARE_MODE": "partnership", "PYTHONPATH": source, **more}


def run(program: str, **more: str) -> str:
    done = subprocess.run([sys.executable, "-c", program, NAME], env=surroundings(**more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A site set up in this mode, with the demo's data: the address of the application's login."""
    cluster = embedded.start_cluster(Path(os.environ["THROUGHCARE_HOME"]), durable=False, demo=True)
    made = cluster.create_database(NAME, template="throughcare")
    try:
        run(_MAKE, THROUGHCARE_LOGIN="owner")
        yield made
    finally:
        cluster.drop_database(NAME)
        cluster.stop()


@pytest.fixture(scope="module")
def told(address: str) -> dict[str, Any]:
    """What is at every address, for everybody of the cast."""
    found: dict[str, Any] = json.loads(run(_WALK).splitlines()[-1])
    return found


def test_every_app_that_holds_something_about_a_person_is_named() -> None:
    holding = {model._meta.app_label for model in apps.get_models(include_auto_created=True) if model._meta.db_table in REGISTRY.personal}
    assert holding and holding <= set(modes.ABOUT_PEOPLE)


def test_no_right_to_any_table_about_people(address: str, owner: Owner) -> None:
    tables = {table for table in REGISTRY.rules if table in REGISTRY.personal or modes.table_is_about_people(table)}
    assert {"people_person", "people_involvement", "referrals_referral", "disclosure_disclosedline", "people_personevent"} <= tables
    asked = "select c from unnest(%s::text[]) c where has_any_column_privilege(c, 'select, insert, update') or has_table_privilege(c, 'delete, truncate')"
    with psycopg.connect(address) as session:
        assert session.execute(asked, [sorted(tables)]).fetchall() == []
        assert session.execute(asked, [["services_service", "notices_notice"]]).fetchall() != []
        for table in sorted(tables):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), session.transaction():
                session.execute(f'select 1 from "{table}"')
    # With people, the same question finds each: it can fail.
    assert (
        len(owner.rows("select c from unnest(%s::text[]) c where has_any_column_privilege('throughcare_app', c, 'select')", sorted(tables)))
        > 10
    )


def test_no_address_is_about_people(told: dict[str, Any]) -> None:
    assert {"home", "services", "audit", "retention"} <= set(told["names"])
    words = (
        "people",
        "person",
        "need",
        "referral",
        "disagree",
        "who-looked",
        "record",
        "limit",
        "emergenc",
        "held",
        "merge",
        "duplicate",
        "reading",
        "look",
    )
    assert [name for name in told["names"] if name.startswith(words)] == []
    assert [path for path in told["rest"] if not path.startswith(REST)] == []
    assert told["rest"]
    for member, statuses in told["gone"].items():
        assert set(statuses) == {404}, member


def test_everybody_finds_their_way_and_nobody_a_record(told: dict[str, Any]) -> None:
    assert {"mere", "kahu", "peter", "sina"} <= set(told["pages"]) and "aroha" not in told["pages"]
    for member, pages in told["pages"].items():
        assert pages[""][0] == 200
        for path, (status, text) in pages.items():
            assert status in (200, 302, 404, 405), (member, path, status)
            if path == "gallery/":  # every component, with words of its own
                continue
            for word in ('href="/people', 'href="/referrals', 'href="/needs', "Aroha Kererū", "caseload", "People you work with"):
                assert word not in text, (member, path, word)
    assert told["pages"]["kahu"]["services/"][0] == 200
    assert told["pages"]["peter"]["audit/"][0] == 200


def test_no_command_is_about_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHCARE_MODE", "partnership")
    assert {name for group in ("import", "search") for name in commands_of(group)} == {"services"}
    before = supervise._fingerprint()
    monkeypatch.delenv("THROUGHCARE_MODE")
    assert {"people", "services"} <= {name for group in ("import", "search") for name in commands_of(group)}
    assert supervise._fingerprint() != before  # so that an embedded site gives and takes the grants at its next start


def commands_of(group: str) -> set[str]:
    return {str(command.name or (command.callback and command.callback.__name__)) for command in cli._filled(group).registered_commands}


def test_no_permission_is_about_people() -> None:
    about = ("person", "need", "caseload", "note", "contact", "referral", "own", "limit", "privacy", "emergency")
    assert {permission for permission in Permission if not permission.value.startswith(about)} == set(WITHOUT_PEOPLE)
