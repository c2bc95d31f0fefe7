"""The scorecard's S1: who may do what, cell by cell, asked of the policies themselves and compared with a table written by hand.

role × compartment × verb × how the reader stands to the person × state of the record. The policies are asked as the application's
login, with a row given in place of one stored, so adding, changing and deleting are asked without being done. What a permission narrows
further (who may write a need, of those who may see it) is the actions', and walked over pages and REST in tests/matrix.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.database import Owner
from throughcare.accounts.permissions import DEFAULT_ROLES
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import Reader, reading_as
from throughcare.config import routes

COMPARTMENTS = tuple(f"C{number}" for number in range(1, 11))
VERBS = ("list", "read", "history", "create", "change", "delete", "export")
STANDINGS = ("stranger", "works with", "worked with", "works with a part", "was sent a referral", "is the person")
STATES = ("open", "excluded", "restricted to others", "restricted to them")
# The table a compartment is asked by, and its history. The others hold nothing yet: a table that did would have to stand here.
TABLES = {"C1": "people_person", "C5": "people_personcontact", "C7": "people_need", "C9": "people_casenote", "C10": "people_disagreement"}
HISTORIES = {"C1": "people_personevent", "C5": "people_personcontactevent", "C7": "people_needevent"}

# -- The table by hand: written from the law of the house, not from the code -----------------------------------------------------
CASE_WORK = {"case_manager", "probation_officer", "team_manager"}
RECORDS_OPEN_TO = CASE_WORK | {"recruitment_consultant"}
PART = "C7"  # all that an involvement with a part holds


def expected(role: str, compartment: str, verb: str, standing: str, state: str) -> bool:
    """Whether this cell is allowed."""
    if verb in ("delete", "export") or compartment not in TABLES:
        return False  # nothing of a record is deleted or taken away by anybody who works here; the rest holds nothing
    if standing == "is the person":  # limits keep nobody from themselves
        if verb in ("list", "read"):
            return compartment in {"C1", "C7", "C10"}
        if verb == "history":
            return compartment in {"C1", "C7"}
        return verb == "create" and compartment == "C10"  # "I don't agree"
    if state in ("excluded", "restricted to others") or standing in ("stranger", "worked with", "was sent a referral"):
        return False
    if role not in RECORDS_OPEN_TO or (standing == "works with a part" and compartment != PART):
        return False
    if compartment == "C5" and role not in CASE_WORK:
        return False  # whānau are for those who work the case
    if compartment == "C1" and verb == "change" and role not in CASE_WORK:
        return False  # who somebody is is changed by those who work the case
    return verb != "history" or compartment in HISTORIES


@dataclass
class Site:
    """A user a role, and a person a standing; `own`: each user's own record."""

    users: dict[str, UUID]
    persons: dict[str, UUID]
    own: dict[str, UUID]


def make_site(owner: Owner) -> Site:
    teams = {name: new_id() for name in ("ours", "other")}
    for name, key in teams.items():
        owner.place("insert into accounts_team (id, code, name, kind, region) values (%s, %s, %s, 'OFFICE', '')", key, name, name)
    users, own = {}, {}
    for role in DEFAULT_ROLES:
        users[role], own[role] = new_id(), new_id()
        owner.place(
            "insert into accounts_user (id, email, name, password, is_active, created_at) values (%s, %s, %s, '!', true, now())",
            users[role],
            f"{role}@example.test",
            role,
        )
        owner.place(
            "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (%s, %s, %s, %s, throughcare.today() - 1)",
            new_id(),
            users[role],
            teams["ours"],
            role,
        )
        owner.place("insert into people_ownaccount (user_id, person_id) values (%s, %s)", users[role], own[role])
    persons = {name: new_id() for name in STANDINGS if name != "is the person"}
    everything, part = list(COMPARTMENTS), [PART]
    _involve(owner, persons["stranger"], teams["other"], everything)
    _involve(owner, persons["works with"], teams["ours"], everything)
    _involve(owner, persons["worked with"], teams["ours"], everything, ended=True)
    _involve(owner, persons["works with a part"], teams["ours"], part)
    _involve(owner, persons["was sent a referral"], teams["ours"], [])
    return Site(users, persons, own)


def _involve(owner: Owner, person: UUID, team: UUID, compartments: list[str], *, ended: bool = False) -> None:
    owner.place(
        "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at, ends_at) "
        "values (%s, %s, %s, 'people.assignment', %s::varchar[], now() - interval '2 days', case when %s then now() - interval '1 day' end)",
        new_id(),
        person,
        team,
        compartments,
        ended,
    )


def limit(owner: Owner, site: Site, state: str) -> None:
    """Put every person into the state, for every user."""
    owner.place("delete from people_limit")
    if state == "open":
        return
    kind = "EXCLUSION" if state == "excluded" else "RESTRICTION"
    named = [new_id()] if state == "restricted to others" else list(site.users.values())
    for person in (*site.persons.values(), *site.own.values()):
        owner.place(
            "insert into people_limit (id, person_id, kind, users, reason, words, starts_at, withheld, made_at, lift_why, version) "
            "values (%s, %s, %s, %s, 'OTHER', '', now() - interval '1 day', '', now(), '', 1)",
            new_id(),
            person,
            kind,
            named,
        )


def asked(table: str, persons: list[UUID]) -> list[tuple[bool, bool, bool, bool]]:
    """see, add, change, delete: what the policies of a table say of a row about each person, to the reader of the open transaction."""
    rule, column = REGISTRY.rules[table], REGISTRY.personal[table].column
    words = ", ".join(
        f"coalesce(({condition}), false)" if condition else "false" for condition in (rule.see, rule.add, rule.change, rule.delete)
    )
    rows = [{"place": place, "id": str(new_id()), "sensitive": False, column: str(person)} for place, person in enumerate(persons)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {words} from jsonb_array_elements(%s::jsonb) r, lateral jsonb_populate_record(null::{table}, r) {table} "
            "order by (r ->> 'place')::int",
            [json.dumps(rows)],
        )
        return [(see, add, change, delete) for see, add, change, delete in cursor.fetchall()]


def answers(persons: list[UUID]) -> Iterator[tuple[str, int, dict[str, bool]]]:
    """Compartment, which person, what is so by verb: for the reader of the open transaction."""
    for compartment in COMPARTMENTS:
        none = [(False, False, False, False)] * len(persons)
        rights = asked(TABLES[compartment], persons) if compartment in TABLES else none
        past = asked(HISTORIES[compartment], persons) if compartment in HISTORIES else none
        for place, ((see, add, change, delete), (history, *_)) in enumerate(zip(rights, past, strict=True)):
            yield compartment, place, {"list": see, "read": see, "history": history, "create": add, "change": change, "delete": delete}


def cells(owner: Owner, site: Site, states: tuple[str, ...]) -> Iterator[tuple[tuple[str, str, str, str, str], bool]]:
    """Every cell with what is so."""
    exports = any(
        "export" in name and not name.startswith(("stocktake", "network", "gaps")) for _, name, _ in routes.addresses()
    )  # a stock-take is about nobody
    for state in states:
        limit(owner, site, state)
        for role, user in site.users.items():
            persons = [site.own[role] if standing == "is the person" else site.persons[standing] for standing in STANDINGS]
            with reading_as(Reader(user_id=user)):
                for compartment, place, so in answers(persons):
                    yield from (
                        ((role, compartment, verb, STANDINGS[place], state), bool((so | {"export": exports})[verb])) for verb in VERBS
                    )


def differences(owner: Owner, states: tuple[str, ...] = STATES) -> tuple[int, dict[tuple[str, str, str, str, str], bool]]:
    """How many cells were asked, and those that are not as the table by hand says."""
    number, wrong = 0, {}
    for cell, so in cells(owner, make_site(owner), states):
        number += 1
        if so != expected(*cell):
            wrong[cell] = so
    connection.close()
    return number, wrong


def test_every_cell_is_as_the_table_by_hand_says(owner: Owner) -> None:
    number, wrong = differences(owner)
    print(f"{number:,} cells")
    assert number == len(DEFAULT_ROLES) * len(COMPARTMENTS) * len(VERBS) * len(STANDINGS) * len(STATES) >= 20_160
    assert wrong == {}
    allowed = Counter(cell[1] for cell in product(DEFAULT_ROLES, COMPARTMENTS, VERBS, STANDINGS, STATES) if expected(*cell))
    assert set(allowed) == set(TABLES)  # a table that allows nothing proves nothing


def test_a_compartment_without_a_table_holds_none() -> None:
    """Should one come, it must be asked too."""
    held = {rule.compartment for rule in REGISTRY.personal.values()}
    assert held <= set(TABLES) | {""}, "Put a table of this compartment into TABLES."


@pytest.mark.parametrize(
    ("table", "planted"),
    [
        ("people_need", {"see": "true"}),
        ("people_casenote", {"delete": "true"}),
        ("people_personcontact", {"change": "(select throughcare.may('person.view'))"}),
        ("people_personevent", {"see": "(select throughcare.may('person.view'))"}),
    ],
)
def test_a_policy_that_opens_more_is_found(owner: Owner, monkeypatch: pytest.MonkeyPatch, table: str, planted: dict[str, Any]) -> None:

    monkeypatch.setitem(REGISTRY.rules, table, replace(REGISTRY.rules[table], **planted))
    assert differences(owner, ("open",))[1] != {}
