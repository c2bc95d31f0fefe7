"""Partnership mode: nobody's record in pages, REST, search, commands, grants, navigation or home; and the demo runs."""

import inspect
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from ninja.operation import Operation

from tests.database import Owner
from throughcare.accounts.permissions import WITHOUT_PEOPLE, Permission
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.config import cli, embedded, modes, supervise, worker
from throughcare.config.routes import addresses
from throughcare.notices import kinds

REST = tuple(
    f"/api/v1/{name}"
    for name in (
        "services",
        "service-imports",
        "organizations",
        "partners",
        "partner-imports",
        "assessments",
        "documents",
        "agreements",
        "reports",
        "payments",
        "contributions",
        "performance",
        "stocktakes",
        "gaps",
        "network",
        "survey",
        "tasks",
        "notices",
        "jobs",
        "teams",
        "views",
        "audit",
    )
)  # nobody's record in any
# What the names of pages about somebody begin with.
WORDS = (
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
_AGAIN = (
    _BEGIN
    + """
from throughcare.config import foreign
from throughcare.config.protect import protect
from django.db import transaction
print(json.dumps({"gone": protect(), "told": [one.sentence for one in foreign.found()]}))
"""
)
# Whatever the application's log-in may call, and how.
_CALLABLE = """select p.oid::regprocedure::text, p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.prokind in ('f', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and has_function_privilege('throughcare_app', p.oid, 'execute')"""
_SOURCES = "select proname, prosrc from pg_proc where prokind in ('f', 'p') and pronamespace in ('public'::regnamespace, 'throughcare'::regnamespace)"
_FIRED = """select distinct p.proname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
  where not t.tgisinternal and split_part(c.relname, '_', 1) <> all(%s)"""
_WALK = (
    _BEGIN
    + """
from django.test import Client
from django.urls import reverse
from throughcare.accounts import events
from throughcare.config import worker
from throughcare.config.api import api
from throughcare.config.routes import addresses, check_routes
from throughcare.demo.cast import cast
check_routes()
names = sorted({name for _, name, _ in addresses() if name})
told = {"due": worker.due(), "hearing": [one.__module__ for one in events._LISTENERS], "names": names, "rest": sorted(api.get_openapi_schema()["paths"]), "pages": {}, "gone": {}}
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

# What is sent to an address that is in ASKED: a form, or a body.
_SEND = (
    _BEGIN
    + """
import os
from django.test import Client
from django.urls import reverse
told = {}
for key in os.environ["SENDERS"].split(","):
    browser = Client(HTTP_HOST="localhost", raise_request_exception=False)
    if key:
        assert browser.post(reverse("demo-log-in"), {"as": key}).status_code == 302, key
    told[key] = {}
    for method, path in json.load(open(os.environ["ASKED"])):
        body, kind = ("{}", "application/json") if path.startswith("/api/") else ("version=1", "application/x-www-form-urlencoded")
        told[key][f"{method} {path}"] = browser.generic(method, path, body, content_type=kind).status_code
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
def cluster() -> Iterator[embedded.Cluster]:
    """A site set up in this mode, with the demo's data."""
    made = embedded.start_cluster(Path(os.environ["THROUGHCARE_HOME"]), durable=False, demo=True)
    made.create_database(NAME, template="throughcare")
    try:
        run(_MAKE, THROUGHCARE_LOGIN="owner")
        yield made
    finally:
        made.drop_database(NAME)
        made.stop()


@pytest.fixture(scope="module")
def address(cluster: embedded.Cluster) -> str:
    """Of the application's login."""
    return cluster.url("app", NAME)


@pytest.fixture
def its_owner(cluster: embedded.Cluster) -> Iterator[Owner]:
    """Of that site's database."""
    owner = Owner(cluster.url("owner", NAME), cluster.url("superuser", NAME))
    yield owner
    owner.close()


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


def about_people(owner: Owner) -> set[str]:
    """Names of functions whose text names a table about people, or a function that does: by PostgreSQL's catalogue alone."""
    tables = [
        table for (table,) in owner.rows("select relname from pg_class where split_part(relname, '_', 1) = any(%s)", [*modes.ABOUT_PEOPLE])
    ]
    named = re.compile(rf"\b({'|'.join(str(table) for table in tables)})\b")
    texts = dict[str, str]()
    for name, text in owner.rows(_SOURCES):
        texts[str(name)] = texts.get(str(name), "") + str(text)
    found = {name for name, text in texts.items() if named.search(text)}
    while more := {name for name, text in texts.items() if found & set(re.findall(r"\w+(?=\s*\()", text))} - found:
        found |= more
    return found


def callable_about_people(owner: Owner) -> set[str]:
    """Those of them the application's log-in may call."""
    found = about_people(owner)
    return {str(signature) for signature, name, _ in owner.rows(_CALLABLE) if name in found}


def test_no_right_to_any_function_about_people(its_owner: Owner, owner: Owner) -> None:
    assert callable_about_people(its_owner) == set()
    assert {"throughcare.stand()", "throughcare.may_tell(text,uuid,uuid,uuid)", "throughcare.audit_lag()"} <= {
        str(signature) for signature, *_ in its_owner.rows(_CALLABLE)
    }
    # Nor to one that their apps declare and that reads of accounts alone.
    assert its_owner.rows("select has_function_privilege('throughcare_app', 'throughcare.case_workers(uuid)', 'execute')") == [(False,)]
    # What fires on a table of something else: keeps the keys of an account's own name, and tells nobody.
    fired = {str(name) for (name,) in its_owner.rows(_FIRED, [*modes.ABOUT_PEOPLE])}
    assert fired & about_people(its_owner) == {"match_account"}
    # With people, the same question finds them: it can fail.
    assert len(callable_about_people(owner)) > 40


PLANTED = {
    "declared with a grant": "create function throughcare.{name}() returns text {as_owner} as 'select max(family_name) from people_person'",
    "somewhere else": "create function public.{name}() returns text {as_owner} as 'select max(family_name) from people_person'",
    "by way of another": "create function throughcare.{name}() returns boolean {as_owner} as 'select throughcare.involved(null)'",
}


@pytest.mark.parametrize("how", sorted(PLANTED))
def test_a_function_about_people_with_a_right_is_found(its_owner: Owner, how: str) -> None:
    as_owner = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
    its_owner.change(PLANTED[how].format(name="planted", as_owner=as_owner))
    schema = "public" if how == "somewhere else" else "throughcare"
    try:
        its_owner.change(f"grant execute on function {schema}.planted() to throughcare_app")
        assert [signature.rpartition(".")[2] for signature in callable_about_people(its_owner)] == ["planted()"]
    finally:
        its_owner.change(f"drop function {schema}.planted()")


def test_every_kind_of_thing_somebody_may_be_told_of_is_about_people_or_said_to_be_about_nobody() -> None:
    """So `may_tell` may say no of the first in this mode; of the others it asks what their apps said of them."""
    others = {kind for kind in (*kinds.audiences(), *kinds.persons()) if kind.partition(".")[0] not in modes.ABOUT_PEOPLE}
    assert (
        others
        == set(kinds.audiences_without_people())
        == {
            *("tasks.task", "partners.change", "partners.campaign", "agreements.agreement"),
            *("relationships.sitereturn", "relationships.wave", "relationships.surveyedorganization"),
        }
    )
    assert {kinds.persons()[kind] for kind in others} == {kinds.NOBODYS}


_TASK = """insert into tasks_task (id, what, words, about_kind, user_id, made_by_id, given_by_id, made_at, state, state_at, reason, rule, occasion,
    closed_by_rule, version) values (%(task)s, 'Words', '', '', %(user)s, %(user)s, %(user)s, now(), 'OPEN', now(), '', '', '', false, 1)"""
_TELLING = "insert into notices_notice (id, user_id, kind, about_kind, about_id, created_at) values (%(id)s, %(user)s, 'x', %(about)s, %(task)s, now())"


def test_who_is_signed_in_tells_of_a_task_and_of_nobodys_record(its_owner: Owner, address: str) -> None:
    ((user,),) = its_owner.rows("select id from accounts_user where name like 'Kahu%%'")
    values = {"user": user, "task": new_id(), "id": new_id()}
    with psycopg.connect(address) as session:
        session.execute("select set_config('throughcare.reader', %s, true)", [str(user)])
        session.execute("select throughcare.stand()")
        session.execute(_TASK, values)
        session.execute(_TELLING, {**values, "about": "tasks.task"})
        with pytest.raises(psycopg.errors.InsufficientPrivilege), session.transaction():
            session.execute(_TELLING, {**values, "id": new_id(), "about": "people.disagreement"})
        session.rollback()


# As the application's log-in, in the name of somebody signed in: each finds something, with people.
TELLS = {
    "whose record is theirs": "select nullif(current_setting('throughcare.my_person', true), '') is not null",
    "whom they are kept from": "select current_setting('throughcare.excluded', true) not in ('', '{}')",
    "notices of it": "select exists (select 1 from notices_notice where about_kind = 'people.disagreement')",
    "the audit's own lines": "select exists (select 1 from throughcare.audit_about_me(null, null, 10))",
    "who is whose": "select exists (select 1 from throughcare.excluded_from())",
    "what was put together": "select cardinality(throughcare.records_of(%(loser)s)) > 1",
}
_KNOWS = """select o.name from (values ('person_with(text,date)'), ('looks(timestamptz,timestamptz)'), ('involved(uuid)')) o (name)
  where has_function_privilege('throughcare_app', 'throughcare.' || o.name, 'execute')"""


def put_records(owner: Owner) -> tuple[str, str]:
    """Records from before: one is the account's own, one they are excluded from, and one was merged. Returns the account and the merged."""
    ((user,),) = owner.rows("select min(id::text) from accounts_user where is_active")
    own, other, loser, thing = (str(new_id()) for _ in range(4))
    for person in (own, other, loser):
        put(owner, "people_person", id=person)
    put(owner, "people_ownaccount", user_id=user, person_id=own)
    put(owner, "people_limit", id=new_id(), person_id=other, kind="EXCLUSION", reason="KNOWN", users=[user])
    put(owner, "people_merge", id=new_id(), winner_id=own, loser_id=loser, state="MERGED")
    put(owner, "people_disagreement", id=thing, person_id=own)
    put(owner, "notices_notice", id=new_id(), about_kind="people.disagreement", about_id=thing, user_id=user, team_id=None)
    put(owner, "audit_auditevent", id=new_id(), verb="person.read", person_ids=[own], mac=bytes(32))
    return str(user), loser


_SOMETHING: dict[str, Callable[[], object]] = {
    "uuid": new_id,
    "bool": lambda: False,
    "int4": lambda: 1,
    "timestamptz": now,
    "date": today,
    "jsonb": lambda: "{}",
}


def put(owner: Owner, table: str, **values: object) -> None:
    """A row: what isn't named and must be there gets anything."""
    columns = "select column_name, udt_name from information_schema.columns where table_name = %s and is_nullable = 'NO' and column_default is null"
    for column, kind in owner.rows(columns, table):
        values.setdefault(str(column), "{}" if str(kind).startswith("_") else _SOMETHING.get(str(kind), str)())
    owner.place(f"insert into {table} ({', '.join(values)}) values ({', '.join(['%s'] * len(values))})", *values.values())


def told_as(address: str, user: str, loser: str) -> dict[str, bool | str]:
    """What the application's log-in is told in this user's name, and what it may ask."""
    found: dict[str, bool | str] = {}
    with psycopg.connect(address) as session:
        session.execute("select set_config('throughcare.reader', %s, true)", [user])
        session.execute("select throughcare.stand()")
        for what, asks in TELLS.items():
            try:
                with session.transaction():
                    found[what] = (session.execute(asks, {"loser": loser}).fetchone() or (False,))[0]
            except psycopg.errors.InsufficientPrivilege:
                found[what] = False
        for (name,) in session.execute(_KNOWS).fetchall():
            found[name] = True
    return found


def test_rights_are_given_back_with_people_and_taken_away_again(its_owner: Owner, address: str) -> None:
    """By `migrate` alone; a process that only says another mode is told by `throughcare check`."""
    user, loser = put_records(its_owner)
    nothing = dict.fromkeys(TELLS, False)
    assert told_as(address, user, loser) == nothing
    try:
        full = json.loads(run(_AGAIN, THROUGHCARE_LOGIN="owner", THROUGHCARE_MODE="full"))
        assert full == {"gone": [], "told": []}
        found = told_as(address, user, loser)
        assert set(found) > set(TELLS) and set(found.values()) == {True}
        assert len(callable_about_people(its_owner)) > 40
    finally:
        partners = json.loads(run(_AGAIN, THROUGHCARE_LOGIN="owner"))
    assert partners == {"gone": [], "told": []}
    assert told_as(address, user, loser) == nothing
    assert callable_about_people(its_owner) == set()


def test_no_address_is_about_people(told: dict[str, Any]) -> None:
    assert {"home", "services", "audit", "retention"} <= set(told["names"])
    assert [name for name in told["names"] if name.startswith(WORDS)] == []
    assert [path for path in told["rest"] if not path.startswith(REST)] == []
    assert told["rest"]
    for member, statuses in told["gone"].items():
        assert set(statuses) == {404}, member


def about_somebody() -> list[tuple[str, str]]:
    """(method, address) of all there is with people and must not be there without: of pages what a form is sent to, of REST every operation."""
    found = set()
    for path, name, view in addresses():
        address = "/" + re.sub(
            r"<(\w+):\w+>", lambda part: str(new_id()) if part[1].startswith("uuid") else "confirm", re.sub(r"<(\w+)>", r"<str:\1>", path)
        )
        if isinstance(view, Operation):
            found |= {(method, address) for method in view.methods if not address.startswith(REST)}
        elif modes.is_about_people(inspect.unwrap(view).__module__) or name.startswith(WORDS):
            found.add(("POST", address))
    return sorted(found)


def sent(tmp_path: Path, asked: list[tuple[str, str]], senders: str = "", **more: str) -> dict[str, dict[str, int]]:
    """Who of the demo's cast → method and address → status. senders: between commas; an empty one is nobody signed in."""
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    found: dict[str, dict[str, int]] = json.loads(run(_SEND, ASKED=str(tmp_path / "asked.json"), SENDERS=senders, **more).splitlines()[-1])
    return found


@pytest.mark.usefixtures("address")
def test_nothing_about_people_can_be_sent_to(tmp_path: Path) -> None:
    asked = about_somebody()
    methods = Counter(method for method, _ in asked)
    assert methods["POST"] > 100 and methods["PUT"] > 5 and methods["DELETE"] > 1 and methods["GET"] > 30
    for who, statuses in sent(tmp_path, asked, ",peter,grace,wiremu").items():
        assert {what: status for what, status in statuses.items() if status != 404} == {}, who
    # Planted: a process that says it is of the other mode has them all.
    there = sent(tmp_path, asked, THROUGHCARE_MODE="full")[""]
    assert [what for what, status in there.items() if status == 404] == [] and Counter(there.values()).keys() >= {302, 401}


def test_an_erasure_asked_for_before_is_answered_by_nobody(its_owner: Owner, tmp_path: Path) -> None:
    """The page that answers what passes is there; whose record is erased is no longer this site's to say."""
    ((user,),) = its_owner.rows("select min(id::text) from accounts_user where is_active")
    asked = {"asked_by_id": user, "approved_at": None, "refused_at": None, "done_at": None}
    passing, record = new_id(), new_id()
    put(its_owner, "audit_disposal", id=record, rule="record", person_id=new_id(), why="MISTAKE", **asked)
    put(its_owner, "audit_disposal", id=passing, rule="rejects", **asked)
    found = sent(
        tmp_path, [("POST", f"/audit/retention/{verb}/{key}/") for key in (record, passing) for verb in ("approve", "refuse")], "peter"
    )
    assert list(found["peter"].values()) == [404, 404, 302, 409]


def test_nothing_about_people_is_due_by_the_clock_or_listens(told: dict[str, Any]) -> None:
    """Their jobs and what they do when somebody leaves an office need rights there are none of."""
    assert {
        "accounts.clear_submissions",
        "audit.verify",
        "notices.daily",
        "partners.remind",
        "agreements.remind",
        "performance.remind",
    } <= set(told["due"])
    assert [name for name in told["due"] if name.startswith(modes.ABOUT_PEOPLE)] == []
    assert told["hearing"] and not any(map(modes.is_about_people, told["hearing"]))
    assert {"people.let_go", "people.looks", "people.conflicts"} <= set(worker.due())


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
    assert told["pages"]["kahu"]["tasks/"][0] == 200 and "Get in touch with" in told["pages"]["kahu"]["tasks/"][1]
    assert told["pages"]["kahu"]["partners/"][0] == 200 and told["pages"]["hemi"]["partners/"][0] == 404
    assert told["pages"]["kahu"]["agreements/"][0] == 200 and told["pages"]["mere"]["agreements/"][0] == 404
    assert told["pages"]["peter"]["audit/"][0] == 200


def test_no_command_is_about_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHCARE_MODE", "partnership")
    assert {name for group in ("import", "search") for name in commands_of(group)} == {"services", "partners"}
    before = supervise._fingerprint()
    monkeypatch.delenv("THROUGHCARE_MODE")
    assert {"people", "services"} <= {name for group in ("import", "search") for name in commands_of(group)}
    assert supervise._fingerprint() != before  # so that an embedded site gives and takes the grants at its next start


def commands_of(group: str) -> set[str]:
    return {str(command.name or (command.callback and command.callback.__name__)) for command in cli._filled(group).registered_commands}


def test_no_permission_is_about_people() -> None:
    about = ("person", "need", "caseload", "note", "contact", "referral", "own", "limit", "privacy", "emergency")
    assert {permission for permission in Permission if not permission.value.startswith(about)} == set(WITHOUT_PEOPLE)
