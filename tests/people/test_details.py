"""Who somebody is and where they are, changed by the office that works with them: checked, versioned, audited, in the timeline and the lists."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_caseload import as_
from tests.people.test_drafts import key_of
from tests.people.test_emergency import open_ as open_it
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.people import actions, queries
from throughcare.people.actions import Details, Where
from throughcare.people.actions.rows import FileRow, PeopleFile
from throughcare.people.models import Person, Whereabouts
from throughcare.people.queries.history import history_of
from throughcare.people.queries.lists import Filters, caseload
from throughcare.people.search import search_people

AROHA = Details(preferred_name="Aroha", given_names="Aroha", family_name="Ngātai", birth_date=date(1994, 5, 17), gender="woman")
HERE = Where(site="awa-prison", since=date(2026, 3, 1))


def change(cast: Cast, new: Details, who: str = "case_manager", seen: int = 1) -> Any:
    return as_(cast, who, actions.change_details, person_id=cast.person, new=new, seen=seen)


def move(cast: Cast, new: Where, who: str = "case_manager", seen: int = 1) -> Any:
    return as_(cast, who, actions.change_whereabouts, person_id=cast.person, new=new, seen=seen)


def stays(owner: Owner) -> list[tuple[object, ...]]:
    return owner.rows(
        "select s.code, w.kind, w.starts_on, w.ends_on from people_whereabouts w join places_site s on s.id = w.site_id "
        "join people_person p on p.id = w.person_id where p.preferred_name <> 'Tama' order by w.starts_on, w.ends_on nulls last"
    )


def test_who_they_are_is_searched_sorted_and_told_by_the_timeline(cast: Cast, owner: Owner) -> None:
    new = replace(AROHA, preferred_name=" Ari ", family_name="Tūhoro", languages=("mi", "en", "mi"), iwi=(), interpreter_needed=True)
    changed = change(cast, new)
    assert (changed.full_name, changed.version, changed.languages) == ("Ari Tūhoro", 2, ["mi", "en"])
    actor = cast.actor("officer")
    with cast.reading("officer"):
        assert [row.id for row in search_people(actor, "tuhoro").rows] == [cast.person]
        assert [row.person.full_name for row in caseload(actor, Filters()).rows] == ["Ari Tūhoro"]
        assert "Who they are was changed" in [line.sentence for line in history_of(actor, cast.person)]
    connection.close()
    assert owner.rows("select actor_id, person_ids, compartments from audit_auditevent where verb = 'person.changed'") == [
        (cast.users["case_manager"], [cast.person], ["C1"])
    ]
    page = unescape(cast.client("aroha").get("/my-record/who-looked/").content.decode())
    assert "Changed your record" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"preferred_name": " "}, "preferred_name"),
        ({"family_name": "x" * 201}, "family_name"),
        ({"birth_date": today() + timedelta(days=1)}, "birth_date"),
        ({"birth_date": date(1850, 1, 1)}, "birth_date"),
        ({"birth_date": None, "age_band": "17"}, "age_band"),
        ({"gender": "nothing we know"}, "gender"),
        ({"languages": ("en", "klingon")}, "languages"),
        ({"iwi": ("nowhere",)}, "iwi"),
    ],
)
def test_what_cant_be_is_said_of_its_field_and_nothing_is_changed(cast: Cast, owner: Owner, wrong: dict[str, Any], field: str) -> None:
    before = owner.rows("select * from people_person order by id")
    with pytest.raises(Invalid) as raised:
        change(cast, replace(AROHA, **wrong))
    assert list(raised.value.errors) == [field]
    assert owner.rows("select * from people_person order by id") == before


def test_a_word_that_has_ended_stays_where_it_is(cast: Cast, owner: Owner) -> None:
    owner.change("update people_person set ethnicities = '{left-of-an-old-list}' where id = %s", cast.person)
    assert change(cast, replace(AROHA, ethnicities=("left-of-an-old-list",))).ethnicities == ["left-of-an-old-list"]
    with pytest.raises(Invalid):
        change(cast, replace(AROHA, ethnicities=("left-of-another",)), seen=2)


def test_a_move_ends_the_stay_and_a_correction_changes_it(cast: Cast, owner: Owner) -> None:
    move(cast, replace(HERE, since=date(2026, 3, 2), why="WRONG"))
    assert stays(owner) == [("awa-prison", "CUSTODY", date(2026, 3, 2), None)]
    move(cast, Where(site="puke-prison", since=date(2026, 3, 2), why="WRONG"), seen=2)
    assert stays(owner) == [("puke-prison", "CUSTODY", date(2026, 3, 2), None)]
    move(cast, Where(site="awa-probation", since=date(2026, 9, 1), home_site="awa-probation", why="MOVED"), seen=3)
    gone, now = ("puke-prison", "CUSTODY", date(2026, 3, 2), date(2026, 9, 1)), ("awa-probation", "COMMUNITY", date(2026, 9, 1), None)
    assert stays(owner) == [gone, now]
    move(cast, Where(site="awa-probation", since=date(2026, 9, 1)), seen=4)
    assert stays(owner) == [gone, now]
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        told = [line.sentence for line in history_of(actor, cast.person, groups=["record"])]
        assert [row.id for row in caseload(actor, Filters(setting="COMMUNITY")).rows] == [cast.person]
    assert told[0] == "In the community: Te Awa Community Probation, since 1 September 2026"
    assert [t.partition(":")[0] for t in told if "since" in t] == ["In the community", "Corrected", "Corrected", "In prison"]
    why = owner.rows("select detail ->> 'why' from audit_auditevent where verb = 'person.whereabouts' order by at")
    assert why == [("WRONG",), ("WRONG",), ("MOVED",), (None,)]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (Where(), "site"),
        (Where(site="nowhere", since=date(2026, 3, 1)), "site"),
        (Where(site="awa-prison"), "since"),
        (replace(HERE, since=today() + timedelta(days=1)), "since"),
        (replace(HERE, since=date(206, 3, 1), why="WRONG"), "since"),
        (replace(HERE, release_date=date(9999, 1, 1)), "release_date"),
        (Where(site="puke-prison", since=date(2026, 2, 1), why="MOVED"), "since"),
        (Where(site="puke-prison", since=date(2026, 3, 1), why="MOVED"), "since"),
        (replace(HERE, since=date(2026, 4, 1), why="MOVED"), "site"),
        (replace(HERE, since=date(2026, 4, 1)), "why"),
        (Where(site="puke-prison", since=date(2026, 4, 1), why="BOTH"), "why"),
        (replace(HERE, home_site="awa-prison"), "home_site"),
        (replace(HERE, home_site="nowhere"), "home_site"),
        (replace(HERE, release_unknown_because="no such reason"), "release_unknown_because"),
        (replace(HERE, release_date=date(2027, 1, 1), release_unknown_because="remand"), "release_unknown_because"),
    ],
)
def test_where_somebody_cant_be_is_said_of_its_field(cast: Cast, owner: Owner, new: Where, field: str) -> None:
    before = stays(owner)
    with pytest.raises(Invalid) as raised:
        move(cast, new)
    assert list(raised.value.errors) == [field] and stays(owner) == before


def test_a_correction_does_not_reach_into_the_stay_before(cast: Cast) -> None:
    move(cast, Where(site="awa-probation", since=date(2026, 9, 1), why="MOVED"))
    with pytest.raises(Invalid, match="kept as it is"):
        move(cast, Where(site="awa-probation", since=date(2026, 8, 31), why="WRONG"), seen=2)


def test_the_release_date_is_what_home_counts_by(cast: Cast) -> None:
    soon = today() + timedelta(days=5)
    move(cast, replace(HERE, release_date=soon))
    home = cast.client("case_manager").get("/?whose=team").content.decode()
    assert "Leaving prison within a week" in home
    page = cast.client("case_manager").get("/people/?release=1&sort=release").content.decode()
    assert "Aroha" in page


def test_stays_never_overlap_and_one_is_now(cast: Cast, owner: Owner) -> None:
    """Any row of moves and corrections, right or refused."""
    dice, seen, day = random.Random(20261123), 1, date(2026, 3, 1)
    print("seed 20261123")
    taken = 0
    for _ in range(60):
        since = day + timedelta(days=dice.randint(-3, 6))
        new = Where(site=dice.choice(["awa-prison", "puke-prison", "awa-probation"]), since=since, why=dice.choice(["MOVED", "WRONG"]))
        with suppress(Invalid):
            seen, day, taken = move(cast, new, seen=seen).version, since, taken + 1
        rows = stays(owner)
        assert all(one[3] is not None and one[3] <= other[2] for one, other in pairwise(rows)), (new, rows)  # type: ignore[operator]  # days
        assert [row[3] for row in rows].count(None) == 1
    assert 5 < taken < 60


def test_only_who_works_with_them_and_may(cast: Cast, owner: Owner) -> None:
    for who in ("other_officer", "partner_worker", "aroha"):
        with pytest.raises((NotFound, NotAllowed)):
            change(cast, AROHA, who)
        with pytest.raises((NotFound, NotAllowed)):
            move(cast, HERE, who)
    open_it(cast)
    with pytest.raises(Refused, match="doesn't work with"):
        change(cast, AROHA, "other_officer")
    assert cast.client("other_officer").get(f"/people/{cast.person}/details/").status_code == 409
    assert "/details/" not in cast.client("other_officer").get(f"/people/{cast.person}/").content.decode()
    assert owner.rows("select version from people_person where id = %s", cast.person) == [(1,)]


def test_on_the_page_both_changes_are_shown_and_nothing_typed_is_lost(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    assert f'href="/people/{cast.person}/details/"' in browser.get(f"/people/{cast.person}/").content.decode()
    path = f"/people/{cast.person}/details/"
    sent = {
        "preferred_name": "Ari",
        "family_name": "Ngātai",
        "languages": ["en"],
        "version": "1",
        "birth_date_day": "17",
        "birth_date_month": "5",
    }
    sent |= {"birth_date_year": "1994", "gender": "woman", "ethnicities": ["maori"]}
    change(cast, replace(AROHA, preferred_name="Theirs"), "officer")
    both = unescape(browser.post(path, sent).content.decode())
    assert "Theirs" in both and 'value="Ari"' in both and "Somebody changed this while you were writing" in both
    done = browser.post(path, sent | {"version": "2"})
    assert done.status_code == 302
    assert owner.rows("select preferred_name, birth_date, version from people_person where id = %s", cast.person) == [
        ("Ari", date(1994, 5, 17), 3)
    ]
    wrong = unescape(browser.post(path, sent | {"version": "3", "preferred_name": ""}).content.decode())
    assert "Enter what the person is called" in wrong


def test_where_they_are_on_the_page(cast: Cast, owner: Owner) -> None:
    browser, path = cast.client("case_manager"), f"/people/{cast.person}/whereabouts/"
    page = browser.get(path).content.decode()
    assert 'value="awa-prison" selected' in page
    sent = {
        "site": "awa-probation",
        "since_day": "1",
        "since_month": "9",
        "since_year": "2026",
        "home_site": "awa-probation",
        "version": "1",
    }
    assert "Say whether they moved" in browser.post(path, sent).content.decode()
    assert browser.post(path, sent | {"why": "MOVED"}).status_code == 302
    assert stays(owner)[-1] == ("awa-probation", "COMMUNITY", date(2026, 9, 1), None)
    assert owner.rows("select release_date, version from people_person where id = %s", cast.person) == [(None, 2)]


def test_a_connected_system_changes_what_it_saw(cast: Cast) -> None:
    api = Api(cast, "case_manager", ["person.view", "person.edit"])
    path = f"/people/{cast.person}"
    seen = api.call("GET", path)["ETag"]
    read = api.call("GET", path).json()
    written = {
        name: read[name] for name in ("given_names", "family_name", "name_mi", "age_band", "gender", "ethnicities", "iwi", "languages")
    }
    body = {**written, "preferred_name": "Ari", "birth_date": read["birth_date"], "interpreter_needed": read["interpreter_needed"]}
    assert api.call("PUT", path, body).status_code == 428
    changed = api.call("PUT", path, body, **{"If-Match": seen})
    assert (changed.status_code, changed.json()["preferred_name"], changed["ETag"]) == (200, "Ari", '"2"')
    stale = api.call("PUT", f"{path}/whereabouts", {"site": "awa-probation", "since": "2026-09-01"}, **{"If-Match": seen})
    assert stale.status_code == 412 and stale.json()["current"]["preferred_name"] == "Ari"
    moved = api.call("PUT", f"{path}/whereabouts", {"site": "awa-probation", "since": "2026-09-01", "why": "MOVED"}, **{"If-Match": '"2"'})
    assert (moved.json()["site"], moved.json()["setting"], moved.json()["version"]) == ("awa-probation", "COMMUNITY", 3)
    wrong = api.call("PUT", path, body | {"gender": "x"}, **{"If-Match": '"3"'})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["gender"])


def test_two_at_once_one_is_told(cast: Cast) -> None:
    change(cast, AROHA)
    with pytest.raises(Stale, match="Read it again"):
        change(cast, replace(AROHA, preferred_name="Later"), "officer")
    actor = cast.actor("officer")
    with cast.reading("officer"):
        assert queries.get_person(actor, cast.person).preferred_name == "Aroha"


def test_a_date_of_birth_drops_the_age_and_what_is_the_same_is_not_written(cast: Cast, owner: Owner) -> None:
    owner.change("update people_person set age_band = '25-34', birth_date = null where id = %s", cast.person)
    assert change(cast, replace(AROHA, ethnicities=("maori",), languages=("en",), age_band="25-34")).age_band == ""
    again = change(cast, replace(AROHA, ethnicities=("maori",), languages=("en",)), seen=2)
    assert again.version == 2
    assert move(cast, HERE, seen=2).version == 3  # the release date goes: nothing was said of it
    assert move(cast, HERE, seen=3).version == 3
    assert owner.rows("select count(*) from audit_auditevent where verb in ('person.changed', 'person.whereabouts')") == [(2,)]


def test_a_draft_kept_before_a_colleagues_change_does_not_undo_it(cast: Cast, owner: Owner) -> None:
    browser, path = cast.client("case_manager"), f"/people/{cast.person}/details/"
    sent = {"draft": key_of(browser.get(path)), "preferred_name": "Ari", "version": "1"}
    browser.post("/drafts/keep", sent)
    change(cast, replace(AROHA, family_name="Theirs"), "officer")
    page = browser.get(path).content.decode()
    assert 'value="Ari"' in page and 'name="version" value="1"' in page
    both = unescape(browser.post(path, sent).content.decode())
    assert "Somebody changed this while you were writing" in both and "Aroha Theirs" in both
    assert owner.rows("select family_name, version from people_person where id = %s", cast.person) == [("Theirs", 2)]


def test_names_that_came_by_a_merge_still_find_them(cast: Cast, owner: Owner) -> None:
    owner.change("update people_person set search_key = search_key || ' maiden ari' where id = %s", cast.person)
    assert change(cast, replace(AROHA, interpreter_needed=True)).search_key.endswith(" maiden ari")
    assert change(cast, replace(AROHA, family_name="Rewi"), seen=2).search_key == "rewi aroha aroha maiden ari"


def test_an_import_that_only_moves_somebody_makes_an_open_form_an_old_one(cast: Cast, owner: Owner) -> None:
    row = FileRow(row=1, team="awa", identifiers=(("prn", "PRN-7001"),), site="puke-prison", site_since=date(2026, 6, 1))
    as_(cast, "records", actions.import_people, file=PeopleFile("moved", [row], []))
    assert stays(owner)[-1][0] == "puke-prison"
    with pytest.raises(Stale):
        move(cast, replace(HERE, release_date=date(2027, 1, 1)))


def test_the_table_itself_refuses_who_may_only_look(cast: Cast, owner: Owner) -> None:
    """A planted fault in Python would still change nothing: the policy of the table asks for the right."""
    for who, found in (("officer", 1), ("recruitment_consultant", 0)):
        with cast.reading(who):
            assert Person.objects.filter(pk=cast.person).exists()
            assert Person.objects.filter(pk=cast.person).update(name_mi="Planted") == found
            assert Whereabouts.objects.filter(person_id=cast.person).update(starts_on=date(2026, 3, 3)) == found
        connection.close()


def test_a_team_that_works_with_them_for_other_parts_changes_nothing(cast: Cast, owner: Owner) -> None:
    owner.change(
        "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at) "
        "select gen_random_uuid(), %s, id, 'people.assignment', '{C7}', now() - interval '1 day' from accounts_team where code = 'puke'",
        cast.person,
    )
    open_it(cast)
    with pytest.raises(Refused, match="doesn't work with"):
        change(cast, AROHA, "other_officer")
