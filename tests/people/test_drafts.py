"""Forms begun and not sent: kept for their author alone, while they may see the person, and after the time-out too."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import Error, connection
from django.test import Client, override_settings

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts import sessions
from throughcare.common.clock import now, today
from throughcare.common.refusals import Invalid, NotFound
from throughcare.people import actions
from throughcare.people.actions.drafts import LARGEST, Thing, keep_draft
from throughcare.people.models import FormDraft
from throughcare.people.queries.drafts import own_drafts

WORDS = "Rang her landlord; he will wait until Friday"


def key_of(page: Any) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', page.content.decode())
    assert found, "the form has nothing to keep its draft by"
    return unescape(found[1])


def note_page(cast: Cast) -> str:
    return f"/people/{cast.person}/notes/add/"


def typed(cast: Cast, browser: Client, **more: str) -> dict[str, str]:
    """What a browser sends of a note half written."""
    return {"draft": key_of(browser.get(note_page(cast))), "kind": "PHONE", "text": WORDS, "at_time": "9:3", **more}


def kept(owner: Owner) -> list[tuple[Any, ...]]:
    return owner.rows("select user_id, form, values->'text'->>0 from people_formdraft order by began_at")


def test_it_is_kept_found_again_and_gone_once_sent(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    assert "unfinished" not in browser.get(note_page(cast)).content.decode()
    answer = browser.post("/drafts/keep", typed(cast, browser))
    assert (answer.status_code, answer["Location"]) == (302, note_page(cast))
    page = unescape(browser.get(note_page(cast)).content.decode())
    assert "Draft saved at" in page and "You have an unfinished case note, from" in page and WORDS in page and 'value="9:3"' in page
    home = browser.get("/").content.decode()
    assert "Forms you have not finished" in home and 'href="/drafts/"' in home
    listed = browser.get("/drafts/").content.decode()
    assert "Case note: Aroha Ngātai" in listed and f'href="{note_page(cast)}"' in listed and WORDS not in listed
    day = today()
    whole = {**typed(cast, browser), "kind": "MEETING", "at_time": "", "happened_on_day": str(day.day), "happened_on_month": str(day.month)}
    sent = browser.post(note_page(cast), {**whole, "happened_on_year": str(day.year)})
    assert sent.status_code == 302, sent.content.decode()
    assert kept(owner) == [] and "Nothing unfinished" in browser.get("/drafts/").content.decode()
    assert owner.rows("select count(*), max(compartments[1]) from audit_auditevent where verb = 'draft.begun'") == [(1, "C9")]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'drafts.listed' and %s = any(person_ids)", cast.person) == [(1,)]


def test_while_one_types_the_answer_is_a_line_and_no_record_is_read(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    data = typed(cast, browser)
    looks = owner.rows("select count(*) from audit_auditevent where verb = 'person.viewed'")
    for text in ("Rang", "Rang her", WORDS):
        answer = browser.post("/drafts/keep", {**data, "text": text}, headers={"HX-Request": "true"})
        assert answer.status_code == 200 and answer.content.decode().startswith("Draft saved at") and b"<html" not in answer.content
    assert kept(owner) == [(cast.users["case_manager"], "note-add", WORDS)]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'person.viewed'") == looks


def test_it_can_be_thrown_away(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    data = typed(cast, browser)
    browser.post("/drafts/keep", data)
    assert browser.post("/drafts/drop", data)["Location"] == note_page(cast)
    assert kept(owner) == [] and "unfinished" not in browser.get(note_page(cast)).content.decode()


def test_nobody_else_sees_it_nor_keeps_one_in_anothers_name(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    data = typed(cast, browser)
    browser.post("/drafts/keep", data)
    colleague = cast.client("officer")
    assert WORDS not in colleague.get(note_page(cast)).content.decode()
    assert colleague.post("/drafts/keep", data).status_code == 404 and colleague.post("/drafts/drop", data).status_code == 404
    for wrong in ("", "nothing", data["draft"][:-2] + "xx"):
        assert browser.post("/drafts/keep", {**data, "draft": wrong}).status_code == 404
    with cast.reading("officer"):
        assert not FormDraft.objects.exists()
    with pytest.raises(Error, match="row-level security"), cast.reading("officer"):
        values = {"person_id": cast.person, "form": "note-add", "about_id": cast.person, "compartment": "C9"}
        FormDraft.objects.create(user_id=cast.users["case_manager"], **values)


def test_it_is_out_of_sight_with_the_person(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    data = typed(cast, browser)
    browser.post("/drafts/keep", data)
    owner.change("update people_involvement set ends_at = greatest(starts_at, now()) where person_id = %s", cast.person)
    assert browser.get(note_page(cast)).status_code == 404 and "Nothing unfinished" in browser.get("/drafts/").content.decode()
    assert browser.post("/drafts/keep", {**data, "text": "more"}).status_code == 404
    assert kept(owner) == [(cast.users["case_manager"], "note-add", WORDS)]  # until its retention ends


def test_somebody_who_does_not_see_the_person_keeps_nothing_about_them(cast: Cast, owner: Owner) -> None:
    thing = Thing("note-add", cast.other_person, cast.other_person, "C9", "/")
    for name in ("case_manager", "partner_worker", "aroha"):
        actor = cast.actor(name)
        with pytest.raises(NotFound), cast.reading(name):
            keep_draft(by=actor, thing=thing, values={"text": [WORDS]})
    actor = cast.actor("other_officer")
    with pytest.raises(Invalid, match="too long"), cast.reading("other_officer"):
        keep_draft(by=actor, thing=thing, values={"text": ["x" * LARGEST]})
    assert kept(owner) == []


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Eleven minutes pass."""

    def pass_by() -> None:
        later = now() + timedelta(minutes=11)
        monkeypatch.setattr(sessions, "now", lambda: later)

    with override_settings(IDLE_MINUTES=10):
        yield pass_by


def test_a_form_that_comes_after_the_time_out_is_kept_and_not_sent(cast: Cast, owner: Owner, hurry: Any) -> None:
    browser = cast.client("case_manager")
    data = typed(cast, browser)
    hurry()
    answer = browser.post(note_page(cast), {**data, "happened_on_day": "1", "happened_on_month": "1", "happened_on_year": "2026"})
    assert answer.status_code == 302 and answer["Location"] == f"/account/login/?next={note_page(cast)}"
    assert kept(owner) == [(cast.users["case_manager"], "note-add", WORDS)] and owner.rows("select 1 from people_casenote") == []
    page = unescape(browser.get(answer["Location"]).content.decode())
    assert "you did nothing here for 10 minutes" in page and "What you had typed is kept as a draft" in page and WORDS not in page
    assert WORDS in cast.client("case_manager").get(note_page(cast)).content.decode()
    assert owner.rows("select actor_id from audit_auditevent where verb = 'draft.begun'") == [(cast.users["case_manager"],)]


def test_what_is_typed_after_the_time_out_sends_the_window_to_log_in(cast: Cast, owner: Owner, hurry: Any) -> None:
    browser = cast.client("case_manager")
    data = typed(cast, browser)
    hurry()
    answer = browser.post("/drafts/keep", data, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer["HX-Redirect"] == f"/account/login/?next={note_page(cast)}" and answer.content == b""
    assert len(kept(owner)) == 1


def test_a_late_form_of_a_closed_account_or_with_anothers_key_is_not_kept(cast: Cast, owner: Owner, hurry: Any) -> None:
    browser, colleague = cast.client("case_manager"), cast.client("officer")
    data, foreign = typed(cast, browser), typed(cast, colleague)
    hurry()
    browser.post(note_page(cast), foreign)
    assert kept(owner) == []
    other = cast.client("case_manager")
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["case_manager"])
    other.post(note_page(cast), data)
    Client().post(note_page(cast), data)
    assert kept(owner) == []


def test_an_open_page_keeps_nobody_logged_in(cast: Cast) -> None:
    """Only what somebody does asks the site for anything: nothing on the page does so by the clock."""
    page = cast.client("case_manager").get(note_page(cast)).content.decode()
    assert (
        re.findall(r'hx-trigger="([^"]*)"', page) == ["click, input delay:3s from:main"]
        and "every " not in page
        and "load" not in re.findall(r'hx-trigger="([^"]*)"', page)[0]
    )


@pytest.mark.parametrize(
    ("who", "where", "field"),
    [
        ("case_manager", "/people/{person}/needs/add/", "note"),
        ("case_manager", "/needs/{need}/change/", "note"),
        ("case_manager", "/people/{person}/contacts/add/", "how"),
        ("case_manager", "/people/{person}/details/", "given_names"),
        ("case_manager", "/people/{person}/whereabouts/", "since_year"),
        ("case_manager", "/caseload/transfer/?person={person}&office=puke", "note"),
        ("aroha", "/own/disagree/record/{person}/", "words"),
    ],
)
def test_every_long_form_keeps_itself(cast: Cast, owner: Owner, who: str, where: str, field: str) -> None:
    path = where.format(person=cast.person, need=cast.need)
    browser = cast.client(who)
    data = {"draft": key_of(browser.get(path)), field: WORDS}
    assert browser.post("/drafts/keep", data)["Location"] == path
    page = unescape(browser.get(path).content.decode())
    assert WORDS in page and "You have an unfinished" in page
    actor = cast.actor(who)
    with cast.reading(who):
        assert [line.path for line in own_drafts(actor)] == [path]
    connection.close()
    home = browser.get("/").content.decode()
    assert 'href="/drafts/"' in home


def test_a_draft_of_what_changed_meanwhile_is_shown_both_ways(cast: Cast, owner: Owner) -> None:
    path, browser = f"/needs/{cast.need}/change/", cast.client("case_manager")
    form = {"draft": key_of(browser.get(path)), "pillar": "ACCOMMODATION", "note": WORDS, "version": "1"}
    browser.post("/drafts/keep", form)
    actor = cast.actor("officer")
    with cast.reading("officer"):
        actions.edit_need(by=actor, need_id=cast.need, pillar="ACCOMMODATION", note="Theirs", seen=1)
    connection.close()
    page = browser.get(path).content.decode()
    assert WORDS in page and 'name="version" value="1"' in page
    both = browser.post(path, form).content.decode()
    assert WORDS in both and "Theirs" in both
