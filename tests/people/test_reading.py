"""How many people's records one user may open: 60 in an hour, 200 in a day, by whatever way in; a second person lets them open more."""

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import Error, connection
from django.test import Client
from django.utils.timezone import localtime

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give
from tests.people.test_rest import Api
from tests.races import at_once
from throughcare.accounts.actors import Actor
from throughcare.audit.actions import Gate, record, recording
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.people.actions.reading import GATE, lift_reading, tell_of_stop
from throughcare.people.search import search_people
from throughcare.people.states import MOST_A_DAY, MOST_AN_HOUR

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
RUNS, GUESSES = (100, 10_000) if LONG else (3, 150)
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261122"))
PEOPLE = f"""insert into people_person (id, preferred_name, given_names, family_name, name_mi, search_key, age_band, gender, ethnicities, iwi, languages,
    interpreter_needed, release_unknown_because, version, created_at)
  select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Name' || n, '', 'Family' || n, '', 'family' || n || ' name' || n, '25-34', '',
    '{{}}', '{{}}', '{{}}', false, '', 1, now() from generate_series(1, {MOST_A_DAY + 40}) n"""
OFFICE = """insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at)
  select gen_random_uuid(), p.id, %s, 'people.assignment', '{C1,C2,C3,C5,C7,C8,C9,C10}', now() - interval '1 day' from people_person p where p.preferred_name like 'Name%%'"""


def office(cast: Cast, owner: Owner) -> list[UUID]:
    """Everybody the office (Awa) works with besides Aroha: on nobody's caseload."""
    owner.place(PEOPLE)
    owner.place(OFFICE, cast.teams["awa"])
    return [UUID(str(key)) for (key,) in owner.rows("select id from people_person where preferred_name like 'Name%%' order by id")]


def opened(cast: Cast, persons: list[UUID], who: str = "case_manager") -> None:
    """As their pages write it."""
    actor = cast.actor(who)
    with cast.reading(who):
        for person in persons:
            record(by=actor, verb="person.viewed", persons=[person], compartments=["C1"])


def forget(owner: Owner) -> None:
    """As if all of it had been two days ago."""
    owner.place("update audit_auditevent set at = at - interval '2 days'")
    owner.place("update people_reading set at = at - interval '2 days'")
    owner.place("update people_readlift set on_day = on_day - 2, at = at - interval '2 days'")
    owner.place("update people_readstop set at = at - interval '2 days'")


def ways(cast: Cast, client: Client) -> list[Callable[[UUID], Any]]:
    api = Api(cast, "case_manager")
    return [
        lambda person: client.get(f"/people/{person}/"),
        lambda person: client.get(f"/people/{person}/notes/"),
        lambda person: client.get(f"/people/{person}/contacts/"),
        lambda person: client.get(f"/people/{person}/timeline/"),
        lambda person: client.get(f"/people/{person}/print/"),
        lambda person: api.call("GET", f"/people/{person}"),
        lambda person: api.call("GET", f"/people/{person}/needs"),
    ]


def test_read_61_is_refused_in_every_run_whatever_the_way_in(cast: Cast, owner: Owner) -> None:
    persons, dice = office(cast, owner), random.Random(SEED)
    client = cast.client("case_manager")
    doors = ways(cast, client)
    trips: Counter[int] = Counter()
    for _ in range(RUNS):
        forget(owner)
        wanted = dice.sample(persons, MOST_AN_HOUR + 3)
        before = dice.randrange(MOST_AN_HOUR - 12, MOST_AN_HOUR)
        opened(cast, wanted[:before])
        answers = [dice.choice(doors)(person).status_code for person in wanted[before:]]
        trips[before + answers.index(429) + 1] += 1
        assert set(answers[answers.index(429) :]) == {429}
        again = dice.choice(doors)(wanted[0])
        assert again.status_code == 200, "what was opened stays open"
    print(f"seed {SEED}: {RUNS} runs, tripped by read {dict(trips)}")
    assert trips == {MOST_AN_HOUR + 1: RUNS}


def test_what_the_reader_is_told_and_who_else(cast: Cast, owner: Owner) -> None:
    persons = office(cast, owner)
    client = cast.client("case_manager")
    opened(cast, persons[:MOST_AN_HOUR])
    answer = client.get(f"/people/{persons[60]}/")
    page = answer.content.decode()
    at = [f"at {localtime(now() + timedelta(minutes=minutes)):%H}:" for minutes in (58, 60)]
    assert (
        answer.status_code == 429 and "You have opened 60 people&#x27;s records within an hour" in page and any(said in page for said in at)
    )
    assert "manager can let you open more today, and so can the privacy officer: they have been told" in page
    assert 3300 < int(answer["Retry-After"]) <= 3600
    assert "Name61" not in page and "Family61" not in page
    problem = Api(cast, "case_manager").call("GET", f"/people/{persons[60]}")
    assert (problem.status_code, problem.json()["type"]) == (429, "urn:throughcare:too-many") and "Name61" not in problem.content.decode()
    told = owner.rows("select user_id, team_id from notices_notice where kind = 'people.readstop'")
    assert told == [(cast.users["team_manager"], None)], "once an hour"
    assert "opened as many people" in cast.client("team_manager").get("/notices/").content.decode()
    rows = owner.rows("select person_ids, detail->>'hour' from audit_auditevent where verb = 'reading.stopped'")
    assert rows == [([], "60")] * 2
    stopped = owner.rows("select count(*) from audit_auditevent where %s = any(person_ids)", persons[60])
    assert stopped == [(0,)], "the person's own log tells of those who opened it, and of nobody else"


def test_what_is_kept_of_a_stop_is_what_was_opened_before_it(cast: Cast, owner: Owner) -> None:
    """Also when several new ones were asked for at once, and when one of them had been opened earlier that day."""
    persons, actor = office(cast, owner), cast.actor("case_manager")
    opened(cast, persons[:10])
    owner.place(
        "update people_reading set at = greatest(at - interval '2 hours', date_trunc('day', at at time zone 'Pacific/Auckland') at time zone 'Pacific/Auckland')"
    )
    earlier = owner.rows("select count(*) from people_reading where at > now() - interval '1 hour'")[0][0]
    opened(cast, persons[10:60])
    with pytest.raises(Refused) as refused, cast.reading("case_manager"):
        record(by=actor, verb="people.exported", persons=[*persons[:3], *persons[60:75]], compartments=["C1"])
    figures = refused.value.opened  # type: ignore[attr-defined]  # it is TooManyRecords
    assert (figures.had_hour, figures.had_day) == (50 + int(str(earlier)), 60)
    with cast.reading("case_manager"):
        tell_of_stop(actor, refused.value)
    assert owner.rows("select in_hour, in_day from people_readstop") == [(figures.had_hour, 60)]
    said = owner.rows("select detail->>'hour', detail->>'day' from audit_auditevent where verb = 'reading.stopped'")
    assert said == [(str(figures.had_hour), "60")]


def test_a_row_the_gate_lets_pass_and_its_sql_does_not_is_a_fault(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each says no by itself: the policy in Python, what the statement asks, and the trigger under both."""
    persons, actor = office(cast, owner), cast.actor("case_manager")
    opened(cast, persons[:MOST_AN_HOUR])

    def look(gate: Gate) -> None:
        monkeypatch.setattr(recording, "_GATES", [gate])
        with cast.reading("case_manager"):
            record(by=actor, verb="person.viewed", persons=[persons[70]], compartments=["C1"])

    with pytest.raises(RuntimeError, match="No audit row was written"):
        look(replace(GATE, check=lambda *_: None))
    with pytest.raises(Error, match="more records than may be opened"):
        look(replace(GATE, lets="true", check=lambda *_: None))
    with pytest.raises(Refused):
        look(GATE)
    assert owner.rows("select count(*) from audit_auditevent where %s = any(person_ids)", persons[70]) == [(0,)]
    with pytest.raises(ValueError, match="There is a gate already"):
        recording.register_gate(replace(GATE, lets="true"))


def test_a_list_of_referrals_and_who_is_open_in_an_emergency_are_not_counted(cast: Cast, owner: Owner) -> None:
    """A partner's inbox names everybody on the page, and a page is longer than what one may open in an hour."""
    persons = office(cast, owner)
    opened(cast, persons[: MOST_AN_HOUR - 1])
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        for verb in ("referral.inbox.viewed", "referral.list.viewed"):
            record(by=actor, verb=verb, persons=persons[: MOST_AN_HOUR + 20], compartments=["C1"])
    client = cast.client("case_manager")
    assert client.get(f"/people/{persons[MOST_AN_HOUR]}/").status_code == 200
    assert client.get(f"/people/{persons[MOST_AN_HOUR + 1]}/").status_code == 429
    owner.place("update people_involvement set only_id = %s where person_id = %s", cast.users["case_manager"], persons[MOST_AN_HOUR + 1])
    assert client.get(f"/people/{persons[MOST_AN_HOUR + 1]}/").status_code == 200
    assert client.get(f"/people/{persons[MOST_AN_HOUR + 2]}/").status_code == 429


def test_two_at_once_are_never_both_the_last(cast: Cast, owner: Owner) -> None:
    persons = office(cast, owner)
    opened(cast, persons[: MOST_AN_HOUR - 1])
    clients = [cast.client("case_manager") for _ in range(6)]

    def get(place: int) -> int:
        try:
            return clients[place].get(f"/people/{persons[100 + place]}/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = Counter(pool.map(get, range(6)))
    assert found == {200: 1, 429: 5}


def test_lists_and_the_own_caseload_are_not_counted_and_a_walk_by_name_is(cast: Cast, owner: Owner) -> None:
    persons = office(cast, owner)
    give(cast, "team_manager", "case_manager")
    client = cast.client("case_manager")
    opened(cast, persons[:MOST_AN_HOUR])
    assert client.get("/people/").status_code == 200 and client.get(f"/people/{cast.person}/").status_code == 200
    assert client.get("/").status_code == 200
    # Given to oneself today, it counts: else whoever puts everybody on their own caseload could open everybody.
    give(cast, "officer", "officer", person=persons[100])
    opened(cast, persons[:MOST_AN_HOUR], "officer")
    assert cast.client("officer").get(f"/people/{persons[100]}/").status_code == 429
    owner.place("update people_assignment set starts_at = starts_at - interval '1 day'")
    assert cast.client("officer").get(f"/people/{persons[100]}/").status_code == 200
    # By name.
    forget(owner)
    opened(cast, persons[: MOST_AN_HOUR - 1])
    many = as_(cast, "case_manager", search_people, words="name")
    assert len(many.rows) > 1
    for person, name in ((persons[150], "zebedee wolf"), (persons[151], "quentin xylo")):
        owner.place("update people_person set search_key = %s where id = %s", name, person)
    assert len(as_(cast, "case_manager", search_people, words="Zebedee").rows) == 1
    with pytest.raises(Refused, match="within an hour"):
        as_(cast, "case_manager", search_people, words="Quentin")


def test_a_day_has_its_end_too(cast: Cast, owner: Owner) -> None:
    if localtime().hour < 2:
        pytest.skip("the site's day has just begun: nothing can have been opened an hour ago that counts for it")
    persons = office(cast, owner)
    for first in range(0, MOST_A_DAY, MOST_AN_HOUR):
        opened(cast, persons[first : min(first + MOST_AN_HOUR, MOST_A_DAY)])
        owner.place("update people_reading set at = at - interval '61 minutes' where at > now() - interval '1 hour'")
        owner.place("update people_reading set at = greatest(at, %s)", localtime().replace(hour=0, minute=0, second=1))
    answer = cast.client("case_manager").get(f"/people/{persons[MOST_A_DAY]}/")
    assert answer.status_code == 429
    assert "You have opened 200 people&#x27;s records today" in answer.content.decode() and "another tomorrow" in answer.content.decode()


def stop(cast: Cast, owner: Owner, who: str = "case_manager") -> tuple[list[UUID], UUID]:
    persons = office(cast, owner)
    opened(cast, persons[:MOST_AN_HOUR], who)
    assert cast.client(who).get(f"/people/{persons[60]}/").status_code == 429
    ((found,),) = owner.rows("select id from people_readstop")
    return persons, found  # type: ignore[return-value]  # a key


def test_a_supervisor_lets_them_open_as_many_again_that_day(cast: Cast, owner: Owner) -> None:
    persons, stopped = stop(cast, owner)
    manager = cast.client("team_manager")
    assert "Users who opened as many records as they may" in manager.get("/").content.decode()
    assert "Case manager" in manager.get("/reading-stops/").content.decode()
    page = manager.post(f"/reading-stops/{stopped}/", {"why": ""})
    assert "Error: Many records opened" in page.content.decode()
    assert manager.post(f"/reading-stops/{stopped}/", {"why": "She is on intake today."}).status_code == 200, "it says what it saw"
    assert owner.rows("select count(*) from people_readlift") == [(0,)]
    page = manager.post(f"/reading-stops/{stopped}/", {"why": "She is on intake today.", "version": "1"}, follow=True)
    assert (
        "Case manager can open as many records again today" in page.content.decode() and "She is on intake today." in page.content.decode()
    )
    client = cast.client("case_manager")
    assert {client.get(f"/people/{person}/").status_code for person in persons[60:63]} == {200}
    opened(cast, persons[63:120])
    assert client.get(f"/people/{persons[121]}/").status_code == 429
    rows = owner.rows("select actor_id, detail->>'user' from audit_auditevent where verb = 'reading.lifted'")
    assert rows == [(cast.users["team_manager"], str(cast.users["case_manager"]))]
    assert len(owner.rows("select 1 from people_readstop")) == 2, "stopped again, told again"
    owner.place("update people_readlift set on_day = on_day - 1")
    assert client.get(f"/people/{persons[122]}/").status_code == 429


def test_who_comes_second_sees_what_the_first_said_and_adds_nothing_unseen(cast: Cast, owner: Owner) -> None:
    """Both had the page open: the second lift would allow twice what each meant."""
    _, stopped = stop(cast, owner)
    where, first, second = f"/reading-stops/{stopped}/", cast.client("team_manager"), cast.client("privacy_officer")
    versions = [re.findall(r'name="version" value="(\d+)"', one.get(where).content.decode()) for one in (first, second)]
    assert versions == [["1"], ["1"]]
    assert first.post(where, {"why": "Intake day.", "version": "1"}).status_code == 302
    page = second.post(where, {"why": "An audit.", "version": "1"}).content.decode()
    assert "Error: Many records opened" in page and "since you looked" in page
    assert "Intake day." in page and ">An audit.</textarea>" in page.replace("\n", ""), "what was said, and what was typed"
    assert re.findall(r'name="version" value="(\d+)"', page) == ["2"]
    assert owner.rows("select why from people_readlift") == [("Intake day.",)]
    assert second.post(where, {"why": "An audit.", "version": "2"}).status_code == 302
    assert owner.rows("select count(*) from people_readlift") == [(2,)]


def test_nobody_lets_themselves_and_nobody_else_does(cast: Cast, owner: Owner) -> None:
    _, stopped = stop(cast, owner, "team_manager")
    told = owner.rows("select user_id from notices_notice where kind = 'people.readstop'")
    assert told == [(cast.users["privacy_officer"],)], "a manager without one of their own"
    with pytest.raises(Refused, match="It is you"):
        as_(cast, "team_manager", lift_reading, stop_id=stopped, why="I need it.", seen=1)
    for who in ("case_manager", "other_officer", "administrator", "partner_manager"):
        with pytest.raises(NotFound):
            as_(cast, who, lift_reading, stop_id=stopped, why="They need it.", seen=1)
    with pytest.raises(Invalid):
        as_(cast, "privacy_officer", lift_reading, stop_id=stopped, why=" ", seen=1)
    api = Api(cast, "privacy_officer", ["privacy.manage"])
    assert api.call("GET", "/reading-stops").json()["items"][0]["in_hour"] == MOST_AN_HOUR
    assert api.call("GET", f"/reading-stops/{stopped}").json()["user"] == "Team manager"
    seen = {"If-Match": api.call("GET", f"/reading-stops/{stopped}")["ETag"]}
    lifted = api.call("POST", f"/reading-stops/{stopped}/lift", {"why": "Audit of the office."}, **seen)
    assert (lifted["ETag"], lifted.json()["lifts"][0]["why"]) == ('"2"', "Audit of the office.")
    # Somebody who knew of no lift, whatever they say for it: it would add to the first unseen.
    other = api.call("POST", f"/reading-stops/{stopped}/lift", {"why": "Busy day."}, **seen)
    assert other.status_code == 412 and len(other.json()["current"]["lifts"]) == 1
    assert api.call("POST", f"/reading-stops/{stopped}/lift", {"why": "Busy day."}).status_code == 428
    forget(owner)
    with pytest.raises(Refused, match="day is over"):
        as_(cast, "privacy_officer", lift_reading, stop_id=stopped, why="Late.", seen=2)


def test_of_two_stops_of_one_user_only_one_is_lifted_unseen(cast: Cast, owner: Owner) -> None:
    """Their manager and the privacy officer at once, each from a stop of their own: as many again, and not twice as many."""
    _, first = stop(cast, owner)
    second = new_id()
    owner.place(
        "insert into people_readstop (id, user_id, at, in_hour, in_day) select %s::uuid, user_id, at, in_hour, in_day from people_readstop where id = %s",
        second,
        first,
    )
    apis = Api(cast, "team_manager", ["staff.manage"]), Api(cast, "privacy_officer", ["privacy.manage"])
    for _ in range(5):
        answers = at_once(
            *[
                lambda api=api, one=one: (
                    api.call("POST", f"/reading-stops/{one}/lift", {"why": "Intake."}, **{"If-Match": '"1"'}).status_code
                )
                for api, one in zip(apis, (first, second), strict=True)
            ]
        )
        assert sorted(answers) == [200, 412]
        assert owner.rows("select count(*) from people_readlift") == [(1,)]
        owner.place("delete from people_readlift")


def test_straight_sql_neither_forgets_nor_lifts_nor_opens_one_more(cast: Cast, owner: Owner) -> None:
    persons = office(cast, owner)
    opened(cast, persons[:MOST_AN_HOUR])
    me, manager = cast.users["case_manager"], cast.users["team_manager"]
    lift = "insert into people_readlift (id, user_id, on_day, why, by_id, at) values (gen_random_uuid(), %s, throughcare.today(), 'x', %s, now())"
    tried: list[tuple[str, list[UUID]]] = [
        ("delete from audit_auditevent", []),
        ("update audit_auditevent set at = at - interval '1 day'", []),
        (lift, [me, manager]),
        (lift, [me, me]),
        (lift, [manager, me]),
        ("delete from people_readstop", []),
        ("delete from people_reading", []),
        ("update people_reading set at = at - interval '1 day'", []),
        ("drop trigger reading_kept on audit_auditevent", []),
    ]
    for sql, values in tried:
        with pytest.raises(Error), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(sql, values)
    # The net: with the policy taken away, the row that must be written can't be.
    with mock.patch.object(recording, "_GATES", []), pytest.raises(Error, match="more records than may be opened"):
        opened(cast, [persons[61]])
    opened(cast, [persons[3]])


def test_guessed_and_neighbouring_ids_open_nothing(cast: Cast, owner: Owner) -> None:
    """By somebody of another office and by a partner's worker: every answer is that of an unknown id."""
    office(cast, owner)
    dice = random.Random(SEED)
    clients = [cast.client("other_officer"), cast.client("partner_worker")]
    api = Api(cast, "other_officer")
    known = str(cast.person)
    bodies: Counter[int] = Counter()
    for number in range(GUESSES):
        near = f"{known[:-4]}{dice.randrange(16**4):04x}"
        there = f"00000000-0000-7000-8000-{dice.randrange(1, MOST_A_DAY):012d}"
        guess = dice.choice([near, there, str(new_id()), known])
        answer = api.call("GET", f"/people/{guess}") if number % 3 == 0 else dice.choice(clients).get(f"/people/{guess}/")
        bodies[answer.status_code] += 1
        text = answer.content.decode()
        assert "Name" not in text.replace("Name or", "") or "Family" not in text
        assert "Aroha" not in text
    print(f"seed {SEED}: {GUESSES} guesses, {dict(bodies)}")
    assert bodies == {404: GUESSES}


def test_what_a_read_costs(cast: Cast, owner: Owner) -> None:
    """Milliseconds in PostgreSQL after a long day: said, and only a gross slip fails."""
    persons = office(cast, owner)
    for _ in range(20 if LONG else 3):
        opened(cast, persons[: MOST_AN_HOUR - 1])
    took: dict[str, list[float]] = {"somebody new": [], "somebody opened before": []}
    with cast.reading("case_manager"), connection.cursor() as cursor:
        for name, person in (("somebody new", persons[100]), ("somebody opened before", persons[5])):
            for _ in range(20):
                cursor.execute("explain (analyze, format json) select * from throughcare.openings(%s)", [[person]])
                took[name].append(cursor.fetchone()[0][0]["Execution Time"])
    median = {name: sorted(times)[len(times) // 2] for name, times in took.items()}
    print(", ".join(f"{name}: {value:.2f} ms" for name, value in median.items()), f"load {os.getloadavg()[0]:.1f}")
    assert max(median.values()) < 20


def test_systems_are_not_counted(cast: Cast, owner: Owner) -> None:
    persons = office(cast, owner)
    actor = Actor(system="test", channel="job")
    with cast.reading("case_manager"):
        for person in persons[: MOST_AN_HOUR + 5]:
            record(by=actor, verb="person.viewed", persons=[person], compartments=["C1"])
