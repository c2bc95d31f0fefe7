"""Entries of caseloads: in step with what they follow, whoever changes it; and a list made of them shows what the Involvement opens."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from psycopg import connect

from tests.cast import Cast
from tests.database import Owner
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.people.actions.caseload import list_everybody
from throughcare.people.models import CaseloadEntry
from throughcare.people.queries.counts import counts_for_home
from throughcare.people.queries.lists import Filters, caseload, narrowed

SEED = 20261122
_PERSON = """insert into people_person (id, preferred_name, given_names, family_name, name_mi, search_key, age_band, gender, ethnicities, iwi, languages,
    interpreter_needed, release_date, release_unknown_because, version, created_at)
  values (%s, %s, '', '', '', %s, '', '', '{}', '{}', '{}', false, %s, '', 1, now())"""
_INVOLVE = """insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at, ends_at)
  values (%s, %s, %s, 'people.assignment', %s::varchar[], now() - interval '1 day', %s::timestamptz)"""
_ASSIGN = """insert into people_assignment (id, person_id, team_id, worker_id, kind, starts_at, ends_at)
  values (%s, %s, %s, %s, 'MAIN', now() - interval '1 day', %s::timestamptz) on conflict do nothing"""
# The definition again, written another way than the triggers'.
_SHOULD = """select distinct i.team_id, i.person_id, p.search_key, coalesce(p.release_date, '9999-12-31'),
    (select case when bool_or(a.ends_at is null) then 'infinity' else max(a.ends_at) end from people_assignment a
      where (a.person_id, a.team_id, a.kind) = (i.person_id, i.team_id, 'MAIN') and coalesce(a.ends_at > now(), true))
  from people_involvement i join people_person p on p.id = i.person_id where i.compartments @> '{C1}' and coalesce(i.ends_at > now(), true)"""
_ARE = "select team_id, person_id, sort_key, released, main_until from people_caseloadentry"
_STRAYS = f"select count(*) from ((({_SHOULD}) except ({_ARE})) union all (({_ARE}) except ({_SHOULD}))) differ"
LATER = "now() + interval '1 hour'"


def _person(owner: Owner, name: str, release: str | None = None) -> UUID:
    key = new_id()
    owner.change(_PERSON, key, name, name.lower(), release)
    return key


def test_whatever_changes_them_entries_are_as_defined(cast: Cast, owner: Owner) -> None:
    pick = random.Random(SEED)
    teams, workers = [cast.teams["awa"], cast.teams["puke"]], [cast.users["case_manager"], cast.users["officer"]]
    persons = [_person(owner, f"P{n}", pick.choice([None, "2027-03-01"])) for n in range(8)]
    moves = [
        lambda p, t: owner.change(_INVOLVE, new_id(), p, t, pick.choice(["{C1,C7}", "{C7}", "{}"]), pick.choice([None, "2040-01-01"])),
        lambda p, t: owner.change(_ASSIGN, new_id(), p, t, pick.choice(workers), pick.choice([None, "2040-01-01"])),
        lambda p, t: owner.change(
            "update people_involvement set ends_at = now() where person_id = %s and team_id = %s and coalesce(ends_at > now(), true)", p, t
        ),
        lambda p, t: owner.change(
            "update people_assignment set ends_at = now() where person_id = %s and team_id = %s and coalesce(ends_at > now(), true)", p, t
        ),
        lambda p, t: owner.change("update people_person set search_key = %s where id = %s", f"k{pick.random()}", p),
        lambda p, t: owner.change("update people_person set release_date = %s where id = %s", pick.choice([None, "2028-05-05"]), p),
        lambda p, t: owner.change(
            "update people_involvement set ends_at = now() where person_id = any(%s) and ends_at is null", persons[:3]
        ),
        lambda p, t: owner.change("delete from people_involvement where person_id = %s", p),
        lambda p, t: owner.change("delete from people_assignment where person_id = %s", p),
    ]
    made = 0
    for step in range(150):
        pick.choice(moves if step % 3 else moves[:2])(pick.choice(persons), pick.choice(teams))
        assert owner.rows(_STRAYS) == [(0,)], f"seed {SEED}, step {step}"
        made += int(str(owner.rows("select count(*) from people_caseloadentry")[0][0]))
    assert made > 300
    owner.place("delete from people_caseloadentry where person_id = %s", cast.person)
    assert owner.rows(_STRAYS) != [(0,)], "planted: an entry that is missing is seen by this comparison"


@pytest.mark.parametrize(("first", "then"), [("begins", "ends"), ("ends", "begins"), ("renamed", "begins"), ("begins", "renamed")])
def test_two_changes_of_one_person_at_once_are_both_in_the_entries(cast: Cast, owner: Owner, first: str, then: str) -> None:
    """The second is made while the first is not committed yet."""
    person = _person(owner, "Both")
    owner.change(_INVOLVE, new_id(), person, cast.teams["puke"], "{C1,C7}", None)
    changes: dict[str, tuple[str, tuple[object, ...]]] = {
        "begins": (_INVOLVE, (new_id(), person, cast.teams["awa" if "renamed" in (first, then) else "puke"], "{C1,C7}", "2040-01-01")),
        "ends": ("update people_involvement set ends_at = now() where person_id = %s and ends_at is null", (person,)),
        "renamed": ("update people_person set search_key = 'another' where id = %s", (person,)),
    }
    with connect(owner.session.info.dsn, password=owner.session.info.password) as other, ThreadPoolExecutor(1) as beside:
        other.execute(*changes[first])
        waits = beside.submit(owner.change, changes[then][0], *changes[then][1])
        with suppress(TimeoutError):
            waits.result(0.5)
        other.commit()
        assert waits.result(20) == 1
    assert owner.rows(_STRAYS) == [(0,)]
    assert owner.rows("select count(*) from people_caseloadentry where person_id = %s", person) == [
        (2 if "renamed" in (first, then) else 1,)
    ]


def _leave() -> None:
    """This thread's own connection."""
    connection.close()


def test_what_is_over_is_taken_away_and_not_what_begins_meanwhile(cast: Cast, owner: Owner) -> None:
    person = _person(owner, "Again")
    owner.change(_INVOLVE, new_id(), person, cast.teams["puke"], "{C1,C7}", None)
    owner.place("update people_involvement set starts_at = '2020-01-01', ends_at = '2021-01-01' where person_id = %s", person)
    with connect(owner.session.info.dsn, password=owner.session.info.password) as other, ThreadPoolExecutor(1) as beside:
        other.execute(_INVOLVE, (new_id(), person, cast.teams["puke"], "{C1,C7}", None))
        waits = beside.submit(list_everybody)
        with suppress(TimeoutError):
            waits.result(0.5)
        other.commit()
        assert waits.result(20) > 0
        beside.submit(_leave).result()
    assert owner.rows(_STRAYS) == [(0,)]


def test_a_page_after_a_page_is_the_whole_list_in_its_order(cast: Cast, owner: Owner) -> None:
    pick = random.Random(SEED)
    for _ in range(25):
        key = _person(owner, f"{pick.choice('abc')}{pick.randrange(9)}", pick.choice([None, f"2027-0{pick.randrange(1, 9)}-01"]))
        for team in pick.choice([[cast.teams["awa"]], [cast.teams["puke"]], [cast.teams["awa"], cast.teams["puke"]]]):
            owner.change(_INVOLVE, new_id(), key, team, "{C1,C7}", None)
    both = replace(cast.actor("case_manager"), teams=(cast.teams["awa"], cast.teams["puke"]))
    for by in (cast.actor("case_manager"), both):
        if by is both:
            owner.change(
                "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (%s, %s, %s, 'case_manager', '2020-01-01')",
                new_id(),
                by.user_id,
                cast.teams["puke"],
            )
        for sort in ("name", "release"):
            with reading_as(by.reader):
                people = list(narrowed(by, Filters(sort=sort)))
                people.sort(key=lambda p: (*((p.release_date is None, p.release_date),) * (sort == "release"), p.search_key, p.id))
                page = caseload(by, Filters(sort=sort), size=4)
                shown = [row.id for row in page.rows]
                while page.next:
                    page = caseload(by, Filters(sort=sort), after=page.next, size=4)
                    shown += [row.id for row in page.rows]
            assert shown == [p.id for p in people] and len(shown) > 10


def test_an_entry_opens_nothing(cast: Cast, owner: Owner) -> None:
    by = cast.actor("case_manager")
    hidden = _person(owner, "Hidden")
    owner.place(
        "insert into people_caseloadentry (id, person_id, team_id, sort_key, released) values (%s, %s, %s, 'a', '9999-12-31')",
        new_id(),
        hidden,
        cast.teams["awa"],
    )
    with reading_as(by.reader):
        before = [row.id for row in caseload(by, Filters()).rows]
        assert before and hidden not in before
        assert not CaseloadEntry.objects.filter(person_id=hidden).exists()
    owner.place(
        "update people_involvement set starts_at = now() - interval '1 day', ends_at = now() - interval '1 minute' where person_id = %s",
        before[0],
    )  # by the clock: no trigger runs
    with reading_as(by.reader):
        assert before[0] not in [row.id for row in caseload(by, Filters()).rows]
        assert CaseloadEntry.objects.filter(person_id=before[0]).count() == 0
    assert list_everybody() > 0
    assert owner.rows(_STRAYS) == [(0,)]
    assert owner.rows("select count(*) from people_caseloadentry where person_id = any(%s)", [before[0], hidden]) == [(0,)]


def test_whom_nobody_has_is_found_when_the_worker_s_time_ran_out(cast: Cast, owner: Owner) -> None:
    by = cast.actor("team_manager")
    alone = _person(owner, "Alone")
    owner.change(_INVOLVE, new_id(), alone, cast.teams["awa"], "{C1,C7}", None)
    owner.change(_ASSIGN, new_id(), alone, cast.teams["awa"], cast.users["officer"], "2040-01-01")

    def nobodys() -> tuple[set[UUID], int]:
        with reading_as(by.reader):
            return {row.id for row in caseload(by, Filters(whose="nobody")).rows}, counts_for_home(by)["nobody"]

    before, count = nobodys()
    assert alone not in before and count == len(before)
    for table, column in (("people_assignment", "ends_at"), ("people_caseloadentry", "main_until")):
        owner.place(f"update {table} set {column} = now() - interval '1 minute' where person_id = %s", alone)
    assert nobodys() == (before | {alone}, count + 1)


@pytest.mark.parametrize("who", ["case_manager", "partner_worker", "aroha"])
def test_nobody_writes_one(cast: Cast, who: str) -> None:
    with reading_as(cast.actor(who).reader), pytest.raises(Exception, match="permission denied"):
        CaseloadEntry(person_id=cast.person, team_id=cast.teams["awa"], sort_key="x", released="2030-01-01").save(force_insert=True)


@pytest.mark.parametrize(("who", "shown"), [("case_manager", 1), ("other_officer", 0), ("partner_worker", 0)])
def test_what_an_entry_should_say_is_told_to_nobody_who_may_not_see_the_person(cast: Cast, who: str, shown: int) -> None:
    with reading_as(cast.actor(who).reader), connection.cursor() as cursor:
        cursor.execute("select count(*) from throughcare.entries_due(%s)", [[cast.person]])
        assert cursor.fetchone() == (shown,)
