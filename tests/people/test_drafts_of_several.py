"""A handover of several people keeps its note: one draft about all of them, out of sight with any of them, gone when one is erased."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection

from tests.cast import SYSTEM, Cast
from tests.config.test_erasing import _head as _head
from tests.config.test_erasing import agree, ask, erase
from tests.database import Owner
from tests.people.pairs import second_officer
from tests.people.test_drafts import hurry as hurry
from tests.people.test_drafts import key_of
from tests.people.test_merging import put_together, take_apart
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound
from throughcare.people.actions.drafts import Thing, keep_draft
from throughcare.people.models import FormDraft, Involvement, Person
from throughcare.people.policies import MOST_ROWS
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS

WORDS = "All of them know; the two brothers go to the same hostel"


def more_people(cast: Cast, how_many: int, *, team: str = "awa") -> list[UUID]:
    """Others of the same office, on nobody's caseload."""
    with reading_as(SYSTEM):
        people = [Person(preferred_name=f"Hēmi{n}", family_name="Zed", search_key=f"hemi{n} zed") for n in range(how_many)]
        opened = {"team_id": cast.teams[team], "because_kind": "people.assignment", "compartments": list(ASSIGNMENT_COMPARTMENTS)}
        Involvement.objects.bulk_create(Involvement(person_id=person.id, **opened) for person in people)
        Person.objects.bulk_create(people)
    connection.close()
    return [person.id for person in people]


def page_of(persons: list[UUID]) -> str:
    """The address under which a draft of them is found."""
    return f"/caseload/transfer/?{'&'.join(f'person={key}' for key in sorted(persons))}&office=puke"


def typed(browser: Any, persons: list[UUID], **more: str) -> dict[str, Any]:
    """What a browser sends of the page."""
    page = browser.get(page_of(persons))
    rows = re.findall(r'name="row" value="([^"]+)"', page.content.decode())
    assert len(rows) == len(persons)
    return {"draft": key_of(page), "row": rows, "note": WORDS, **more}


def begun(cast: Cast, persons: list[UUID], who: str = "case_manager") -> Any:
    browser = cast.client(who)
    assert browser.post("/drafts/keep", typed(browser, persons))["Location"] == page_of(persons)
    return browser


def kept(owner: Owner) -> list[tuple[Any, ...]]:
    return owner.rows("select user_id, values->'note'->>0, cardinality(with_person_ids) + 1 from people_formdraft")


def test_it_is_kept_listed_by_name_and_number_and_goes_once_sent(cast: Cast, owner: Owner) -> None:
    persons = [cast.person, *more_people(cast, 11)]
    browser = begun(cast, persons)
    assert kept(owner) == [(cast.users["case_manager"], WORDS, 12)]
    listed = unescape(browser.get("/drafts/").content.decode())
    assert "Handover: Aroha Ngātai and 11 others" in listed and f'href="{page_of(persons)}"' in listed
    for verb, compartments in (("draft.begun", ["C9"]), ("drafts.listed", ["C1", "C9"])):
        rows = owner.rows("select person_ids, compartments from audit_auditevent where verb = %s", verb)
        assert [(set(people), codes) for people, codes in rows] == [(set(persons), compartments)]  # type: ignore[call-overload]  # lists
    shuffled = f"/caseload/transfer/?office=puke&{'&'.join(f'person={key}' for key in sorted(persons, reverse=True))}"
    page = unescape(browser.get(shuffled).content.decode())
    assert "You have an unfinished handover" in page and WORDS in page
    assert "unfinished" not in browser.get(page_of(persons[:-1])).content.decode()  # of others together nothing was begun
    day = today()
    whole = {f"last_day_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    data = typed(browser, persons, worker_id=str(cast.users["other_officer"]), **whole)
    assert browser.post(page_of(persons), {**data, "worker_id": ""}).status_code == 200 and len(kept(owner)) == 1
    assert browser.post(page_of(persons), data).status_code == 302 and kept(owner) == []
    assert owner.rows("select count(*) from people_handover") == [(12,)]


def test_it_stays_when_nobody_could_be_handed_over(cast: Cast, owner: Owner) -> None:
    persons = [cast.person, *more_people(cast, 1)]
    browser = begun(cast, persons)
    day = today()
    whole = {f"last_day_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    data = typed(browser, persons, worker_id=str(cast.users["other_officer"]), **whole)
    stale = [f"{key}:{new_id()}" for key in persons]
    assert browser.post(page_of(persons), {**data, "row": stale}).status_code == 302
    assert owner.rows("select count(*) from people_handover") == [(0,)] and len(kept(owner)) == 1


def test_as_many_as_one_may_change_at_once_outlive_the_time_out(cast: Cast, owner: Owner, hurry: Any) -> None:
    persons = more_people(cast, MOST_ROWS)
    browser = cast.client("case_manager")
    data = typed(browser, persons)
    hurry()
    answer = browser.post(page_of(persons), data)
    assert answer["Location"] == "/account/login/?next=/drafts/"  # in a header, and longer than some proxies take
    assert kept(owner) == [(cast.users["case_manager"], WORDS, MOST_ROWS)] and owner.rows("select 1 from people_handover") == []
    again = cast.client("case_manager")
    listed = again.get("/drafts/").content.decode()
    assert f"and {MOST_ROWS - 1} others" in listed and f'href="{page_of(persons)}"' in unescape(listed)
    assert WORDS in unescape(again.get(page_of(persons)).content.decode())


def test_it_is_its_author_s_alone(cast: Cast, owner: Owner) -> None:
    persons = [cast.person, *more_people(cast, 2)]
    browser = cast.client("case_manager")
    data = typed(browser, persons)
    browser.post("/drafts/keep", data)
    colleague = cast.client("officer")
    page = colleague.get(page_of(persons)).content.decode()
    assert WORDS not in unescape(page) and "unfinished" not in page and "Nothing unfinished" in colleague.get("/drafts/").content.decode()
    assert colleague.post("/drafts/keep", data).status_code == 404 and colleague.post("/drafts/drop", data).status_code == 404
    with cast.reading("officer"):
        assert not FormDraft.objects.exists()


def test_it_is_out_of_sight_with_any_of_them(cast: Cast, owner: Owner) -> None:
    persons = [cast.person, *more_people(cast, 2)]
    browser = cast.client("case_manager")
    data = typed(browser, persons)
    browser.post("/drafts/keep", data)
    limit = "insert into people_limit (id, person_id, kind, users, reason, words, starts_at, withheld, made_at, lift_why, version) "
    limit += "values (gen_random_uuid(), %s, '{kind}', array[%s::uuid], 'KNOWN', 'x', now(), '', now(), '', 1)"
    ways: list[tuple[str, list[UUID], str]] = [
        ("update people_involvement set ends_at = now() where person_id = %s", [], "update people_involvement set ends_at = null"),
        (limit.format(kind="EXCLUSION"), [cast.users["case_manager"]], "delete from people_limit"),
        (limit.format(kind="RESTRICTION"), [cast.users["officer"]], "delete from people_limit"),
    ]
    for gone, (change, values, back) in zip(persons, ways, strict=True):
        owner.place(change, gone, *values)
        assert "Nothing unfinished" in browser.get("/drafts/").content.decode(), change
        assert browser.post("/drafts/keep", {**data, "note": "more"}).status_code == 404
        with cast.reading("case_manager"):
            assert not FormDraft.objects.exists()
        connection.close()
        owner.place(back)
        assert "and 2 others" in browser.get("/drafts/").content.decode(), change
    assert kept(owner) == [(cast.users["case_manager"], WORDS, 3)]  # until its retention ends


def test_nothing_is_kept_of_several_one_of_whom_is_not_the_author_s_to_see(cast: Cast, owner: Owner) -> None:
    """Whichever of them comes first; nor by SQL."""
    actor = cast.actor("case_manager")
    for one, other in ((cast.person, cast.other_person), (cast.other_person, cast.person)):
        thing = Thing("caseload-do", new_id(), one, "C9", "/", (other,))
        with pytest.raises(NotFound), cast.reading("case_manager"):
            keep_draft(by=actor, thing=thing, values={"note": [WORDS]})
    thing = Thing("caseload-do", cast.other_person, cast.other_person, "C9", "/", (cast.other_person,))
    aroha = cast.actor("aroha")
    with pytest.raises(NotFound), cast.reading("aroha"):  # their own record opens to the person, and nobody's beside it
        keep_draft(by=aroha, thing=Thing("disagree", cast.person, cast.person, "C10", "/", (cast.other_person,)), values={})
    for persons in ([cast.other_person], [None]):
        with pytest.raises(Error, match="row-level security"), cast.reading("case_manager"):
            row = {"person_id": cast.person, "form": "caseload-do", "about_id": new_id(), "compartment": "C9", "with_person_ids": persons}
            FormDraft.objects.create(user_id=cast.users["case_manager"], **row)
    with pytest.raises(Error, match="row-level security"), cast.reading("case_manager"):  # about nobody is nobody's handover
        FormDraft.objects.create(user_id=cast.users["case_manager"], form="caseload-do", about_id=new_id(), compartment="C9")
    connection.close()
    begun(cast, [cast.person, *more_people(cast, 1)])
    with pytest.raises(Error, match="row-level security"), cast.reading("case_manager"):
        FormDraft.objects.update(with_person_ids=[cast.other_person])
    connection.close()
    assert len(kept(owner)) == 1


def test_it_is_erased_with_any_of_them(cast: Cast, owner: Owner) -> None:
    others = more_people(cast, 2)
    for persons in ([cast.person, *others], others, [cast.person, others[0]]):
        begun(cast, persons)
    assert len(kept(owner)) == 3
    agree(cast, ask(cast, others[1]))  # named first by none of them
    erase()
    assert kept(owner) == [(cast.users["case_manager"], WORDS, 2)]
    stays = sorted([cast.person, others[0]])
    assert owner.rows("select array_append(with_person_ids, person_id) @> %s from people_formdraft", stays) == [(True,)]


def test_it_follows_a_merge_and_comes_back(cast: Cast, owner: Owner) -> None:
    """Found again from its list, under the record that stays; taken apart, it is as it was."""
    second_officer(cast)
    stays, goes, third = more_people(cast, 3)
    begun(cast, [goes, third])
    before = owner.rows("select t::text from people_formdraft t")
    merge = put_together(cast, stays, goes)
    connection.close()
    browser, where = cast.client("case_manager"), page_of([stays, third])
    listed = unescape(browser.get("/drafts/").content.decode())
    assert f'href="{where}"' in listed and str(goes) not in listed
    page = unescape(browser.get(where).content.decode())
    assert "You have an unfinished handover" in page and WORDS in page
    browser.post("/drafts/keep", typed(browser, [stays, third], note="And more"))
    assert owner.rows("select values->'note'->>0 from people_formdraft") == [("And more",)]
    take_apart(cast, merge)
    ((after,),) = owner.rows("select t::text from people_formdraft t")
    assert [str(key) in str(after) for key in (stays, goes, third)] == [False, True, True]
    assert str(before[0][0]).split(",")[:3] == str(after).split(",")[:3]


def test_of_two_records_that_become_one_it_is_about_the_one(cast: Cast, owner: Owner) -> None:
    second_officer(cast)
    one, other = more_people(cast, 2)
    for winner, loser in ((one, other), (other, one)):
        owner.change("delete from people_formdraft")
        begun(cast, [one, other])
        before = owner.rows("select t::text from people_formdraft t")
        merge = put_together(cast, winner, loser)
        connection.close()
        browser = cast.client("case_manager")
        assert "Handover: Hēmi" in browser.get("/drafts/").content.decode()
        page = browser.get(page_of([winner]))
        assert WORDS in unescape(page.content.decode())
        take_apart(cast, merge)
        connection.close()
        assert owner.rows("select t::text from people_formdraft t") == before
