"""A query about very many is answered from a list of everybody the reader may see, made once, and says of each row what asking one by one does."""

import random
import re
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.people.models import Need, Person

SEED = 20261123
READERS = (
    "case_manager",
    "officer",
    "other_officer",
    "partner_worker",
    "recruitment_consultant",
    "administrator",
    "auditor",
    "aroha",
    "stranger",
)
_PERSON = """insert into people_person (id, preferred_name, given_names, family_name, name_mi, search_key, age_band, gender, ethnicities, iwi, languages,
    interpreter_needed, release_unknown_because, version, created_at)
  values (%s, 'P', '', '', '', 'p', '', '', '{}', '{}', '{}', false, '', 1, now())"""
_INVOLVE = """insert into people_involvement (id, person_id, team_id, only_id, because_kind, compartments, starts_at, ends_at)
  values (%s, %s, %s, %s, 'people.assignment', %s::varchar[], now() + %s::interval, now() + %s::interval)"""
_NEED = """insert into people_need (id, person_id, pillar, note, status, version, created_at, changed_at)
  values (%s, %s, 'EMPLOYMENT', '', 'NOT_STARTED', 1, now(), now())"""
_LIMIT = """insert into people_limit (id, person_id, kind, users, reason, words, starts_at, ends_at, withheld, made_at, lift_why, version)
  values (%s, %s, %s, %s::uuid[], 'KNOWN', 'x', now() - interval '1 hour', now() + %s::interval, '', now(), '', 1)"""
# In one message PostgreSQL takes both for one statement, as it does what a query asks while it runs.
_TOGETHER = "select set_config('throughcare.of_many', statement_timestamp()::text, true);"


def _mixed(cast: Cast, owner: Owner) -> None:
    """Sixty people, each involved with some teams in ways that count and ways that don't, and some with limits."""
    pick = random.Random(SEED)
    teams = [cast.teams[team] for team in ("awa", "puke", "mana")]
    users = [cast.users[name] for name in ("case_manager", "other_officer", "partner_worker")]
    for _ in range(60):
        person = new_id()
        owner.place(_PERSON, person)
        owner.place(_NEED, new_id(), person)
        for _ in range(pick.randrange(3)):
            codes, only = pick.choice(["{C1,C7}", "{C1}", "{C7}", "{}", "{C1,C2,C7,C9}"]), pick.choice([None, None, None, *users])
            starts, ends = pick.choice(["-2 days", "-2 days", "-2 days", "1 day"]), pick.choice([None, None, "-1 day", "3 days"])
            ends = "3 days" if starts == "1 day" and ends else ends
            owner.place(_INVOLVE, new_id(), person, pick.choice(teams), only, codes, starts, ends)
        if pick.random() < 0.4:
            owner.place(
                _LIMIT, new_id(), person, pick.choice(["EXCLUSION", "RESTRICTION"]), [pick.choice(users)], pick.choice([None, "0", "1 day"])
            )


def _rows(table: str, *, together: bool) -> tuple[list[tuple[str]], str]:
    """A digest of each row the reader sees, and what was found by asking of one person."""
    with psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute("select throughcare.stand()")
        cursor.execute(f"{_TOGETHER if together else 'select 1;'} select md5(t::text) from {table} t order by 1")
        assert cursor.nextset()
        rows: list[tuple[str]] = cursor.fetchall()
        cursor.execute("select current_setting('throughcare.opened', true)")
        (asked,) = cursor.fetchone() or ("",)
    return rows, asked


@pytest.mark.parametrize("reader", READERS)
def test_of_every_row_of_every_table_both_say_the_same(cast: Cast, owner: Owner, reader: str) -> None:
    _mixed(cast, owner)
    seen = 0
    with cast.reading(reader):
        for table in (*sorted(REGISTRY.personal), "people_involvement"):
            if REGISTRY.rules[table].see is None:
                continue
            one_by_one, _ = _rows(table, together=False)
            listed, asked = _rows(table, together=True)
            assert listed == one_by_one, f"seed {SEED}, {table}"
            assert not asked, "nothing of one person was asked, so it was the list that told"
            seen += len(listed)
    assert (seen > 0) == (reader not in {"administrator", "auditor", "stranger"}), seen


def test_both_are_asked_by_every_policy_of_what_is_shown() -> None:
    both = re.compile(r"open_to_me\('(C\d+)'\)\) else throughcare\.shows\([a-z_.]+, '\1'\) end")
    assert all(both.search(REGISTRY.rules[table].see or "") for table in REGISTRY.personal)
    for table, rule in REGISTRY.rules.items():
        assert "of_many" not in " ".join(filter(None, (rule.add, rule.change, rule.delete))), table


def _many(cast: Cast, owner: Owner, people: int) -> list[UUID]:
    persons = [new_id() for _ in range(people)]
    owner.place(
        _PERSON.replace("values (%s,", "select p,").replace("now())", "now() from unnest(%s::uuid[]) p"),
        persons,
    )
    owner.place(
        "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at) "
        "select gen_random_uuid(), p, %s, 'people.assignment', '{C1,C7}', now() - interval '1 day' from unnest(%s::uuid[]) p",
        cast.teams["awa"],
        persons,
    )
    return persons


def _state() -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(nullif(current_setting('throughcare.asked', true), '')::int, 0), current_setting('throughcare.of_many', true) <> ''"
        )
        asked, many = cursor.fetchone()
    return asked, many


def test_who_asks_of_many_goes_on_with_the_list_and_who_asks_of_few_does_not(cast: Cast, owner: Owner) -> None:
    persons = _many(cast, owner, 700)
    kept = [*persons[:2], *persons[-5:]]
    for number, person in enumerate(kept):
        kind, user = ("RESTRICTION", "officer") if number % 2 else ("EXCLUSION", "case_manager")
        owner.place(_LIMIT, new_id(), person, kind, [cast.users[user]], None)
    with cast.reading("case_manager"):
        assert Person.objects.filter(pk__in=persons[:60]).count() == 58
        assert _state()[1] is False and _state()[0] < 5, "a page is remembered, but for who is closed"
        assert Person.objects.filter(pk__in=persons).count() == 693
        asked, many = _state()
        assert many and 256 <= asked < 300, "the rest was not asked one by one"
        assert Person.objects.filter(pk__in=kept).count() == 0, "nor does the next statement"
    with cast.reading("other_officer"):
        assert Person.objects.filter(pk__in=persons).count() == 0
        assert _state()[1], "of whom one sees nobody, too"


def test_what_changes_is_in_the_list_of_the_next_statement(cast: Cast, owner: Owner) -> None:
    persons = _many(cast, owner, 600)
    with cast.reading("case_manager"):
        assert Person.objects.filter(pk__in=persons).count() == 600
        owner.place("update people_involvement set ends_at = starts_at where person_id = any(%s)", persons[300:])
        assert 300 <= Person.objects.filter(pk__in=persons).count() < 400, "whom it remembers it sees to its end (decision 31)"
    with cast.reading("case_manager"):
        assert Person.objects.filter(pk__in=persons).count() == 300


def test_an_odd_compartment_opens_no_other(cast: Cast, owner: Owner) -> None:
    """What is remembered is looked through as text: a code that is none must not read like two."""
    person = new_id()
    owner.place(_PERSON, person)
    owner.place(_NEED, new_id(), person)
    for odd in (["C1", ",C7"], ["C1", "C7,"], ["C1", " C7"], ["C1,", "C7 "]):
        owner.place("delete from people_involvement where person_id = %s", person)
        owner.place(_INVOLVE, new_id(), person, cast.teams["awa"], None, odd, "-1 day", None)
        with cast.reading("case_manager"):
            for _ in range(2):
                assert Person.objects.filter(pk=person).count() == ("C1" in odd)
                assert Need.objects.filter(person_id=person).count() == 0


def test_the_list_tells_nobody_what_the_involvement_does_not(cast: Cast, owner: Owner) -> None:
    _mixed(cast, owner)
    for reader in READERS:
        with cast.reading(reader), connection.cursor() as cursor:
            cursor.execute("select person_id from people_involvement where team_id = any(throughcare.my_teams())")
            sees = {person for (person,) in cursor.fetchall()}
            for code in ("", "C1", "C7", "C99"):
                cursor.execute("select throughcare.open_to_me(%s)", [code])
                assert {person for (person,) in cursor.fetchall()} <= sees, (reader, code)
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.open_to_me('')")
        assert cursor.fetchall() == []
