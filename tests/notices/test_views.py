"""Lists as somebody likes to see them: saved, opened, renamed, deleted, opened first; nobody else's business."""

from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection

from tests.cast import Cast
from tests.database import Owner
from tests.notices.machine import Machine
from throughcare.common.refusals import Invalid
from throughcare.notices import actions
from throughcare.notices.actions.views import MOST, filters_of
from throughcare.notices.models import SavedView
from throughcare.notices.states import LISTS

LEAVING = {"page": "people", "name": "Leaving soon", "query": "release=4&sort=release&after=abc", "path": "/people/"}


def save(cast: Cast, who: str = "case_manager", **values: str) -> UUID:
    actor = cast.actor(who)
    with cast.reading(who):
        made = actions.save_view(by=actor, **{"page": "people", "name": "Leaving soon", "query": "release=4", **values})
    connection.close()
    return made.pk


def test_saved_on_the_list_opened_from_it_and_from_home(cast: Cast, owner: Owner) -> None:
    browser = cast.client("case_manager")
    assert "Save these filters as" not in browser.get("/people/").content.decode()
    assert "Save these filters as" in browser.get("/people/?release=4").content.decode()
    answer = browser.post("/views/add", LEAVING)
    assert (answer.status_code, answer["Location"]) == (302, "/people/?release=4&sort=release&after=abc")
    ((key, query),) = owner.rows("select id, query from notices_savedview")
    assert query == "release=4&sort=release"
    for page in ("/people/", "/", "/views/"):
        assert f'href="/views/{key}/"' in browser.get(page).content.decode(), page
    assert "People: Leaving soon" in browser.get("/").content.decode()
    assert browser.get(f"/views/{key}/")["Location"] == "/people/?release=4&sort=release"
    assert owner.rows("select verb, detail from audit_auditevent where verb = 'view.saved'") == [("view.saved", {"list": "people"})]


def test_what_can_not_be_saved_is_said_and_no_address_leads_away(cast: Cast) -> None:
    browser = cast.client("case_manager")
    wrong: list[dict[str, str]] = [{"name": ""}, {"name": "x" * 81}, {"query": ""}, {"query": "after=x"}, {"page": "home"}]
    for change in wrong:
        answer = browser.post("/views/add", {**LEAVING, **change})
        assert answer.status_code == 200 and "Error: " in answer.content.decode(), change
    assert browser.post("/views/add", {**LEAVING, "path": "https://elsewhere.example/"})["Location"] == "/views/"
    assert browser.post("/views/add", {**LEAVING, "name": "Another", "path": "/referrals/"})["Location"] == "/views/"
    with pytest.raises(Invalid, match="another name"):
        save(cast)
    for number in range(MOST - 2):
        save(cast, name=f"View {number}")
    with pytest.raises(Invalid, match="delete one"):
        save(cast, name="One more")
    assert filters_of("a=&b=%00&c=1&c=2&from=x") == "c=1&c=2"


def test_renamed_made_first_and_deleted(cast: Cast, owner: Owner) -> None:
    first, second = save(cast), save(cast, name="No need", query="needs=none")
    browser = cast.client("case_manager")
    for key, name in ((first, "Leaving in four weeks"), (second, "Nothing written")):
        answer = browser.post(f"/views/{key}/change/", {"name": name, "is_default": "on", "version": "1"})
        assert answer.status_code == 302
    assert owner.rows("select name, is_default from notices_savedview order by name") == [
        ("Leaving in four weeks", False),
        ("Nothing written", True),
    ]
    assert browser.post(f"/views/{first}/change/", {"name": "Nothing written", "version": "2"}).status_code == 200
    assert browser.post(f"/views/{first}/change/", {"name": "Stale", "version": "1"}).status_code == 412
    # From elsewhere the list opens so; with filters taken off on the list itself, it shows all.
    assert browser.get("/people/")["Location"] == "/people/?needs=none"
    assert browser.get("/people/", headers={"Referer": "http://testserver/people/?needs=none"}).status_code == 200
    assert browser.get("/people/?sort=name").status_code == 200 and cast.client("officer").get("/people/").status_code == 200
    shown = browser.get(f"/views/{second}/change/").content.decode()
    assert "Delete this view" in shown and shown.count('name="version" value="2"') == 2
    assert browser.post(f"/views/{second}/delete").status_code == 422
    # Renamed in another tab since: it is not what was to be deleted.
    late = browser.post(f"/views/{second}/delete", {"version": "1"})
    assert late.status_code == 412 and "since you opened it" in late.content.decode()
    assert owner.rows("select count(*) from notices_savedview") == [(2,)]
    assert browser.post(f"/views/{second}/delete", {"version": "2"}).status_code == 302
    assert browser.get("/people/").status_code == 200
    assert browser.post(f"/views/{second}/delete", {"version": "2"}).status_code == 404


def test_a_view_of_a_persons_notes_is_of_no_person(cast: Cast, owner: Owner) -> None:
    browser, where = cast.client("case_manager"), f"/people/{cast.person}/notes/"
    sent = {"page": "notes", "name": "Visits", "query": "kind=VISIT", "path": where}
    assert browser.post("/views/add", sent)["Location"] == f"{where}?kind=VISIT"
    ((key, query),) = owner.rows("select id, query from notices_savedview")
    assert query == "kind=VISIT" and 'href="?kind=VISIT"' in unescape(browser.get(where).content.decode())
    assert browser.get(f"/views/{key}/").status_code == 404 and f"/views/{key}/" not in browser.get("/").content.decode()
    assert "Visits" in browser.get("/views/").content.decode()


@pytest.mark.parametrize(
    ("who", "page", "where"),
    [
        ("case_manager", "people", "/people/?needs=none"),
        ("case_manager", "referrals", "/referrals/?late=on"),
        ("partner_worker", "referral-inbox", "/referrals/inbox/?tab=due"),
        ("analyst", "services", "/services/?words=housing"),
        ("auditor", "audit", "/audit/?verb=person.viewed"),
    ],
)
def test_every_list_with_filters_offers_it(cast: Cast, who: str, page: str, where: str) -> None:
    assert page in LISTS
    text = cast.client(who).get(where).content.decode()
    assert f'name="page" value="{page}"' in text and "Save these filters as" in text


def test_nobody_else_sees_opens_or_changes_it(cast: Cast) -> None:
    key = save(cast, name="Everybody I worry about")
    other: Any = cast.client("officer")
    for path in (f"/views/{key}/", f"/views/{key}/change/"):
        assert other.get(path).status_code == 404
    assert other.post(f"/views/{key}/delete", {"version": "1"}).status_code == 404
    assert "worry" not in other.get("/views/").content.decode() + other.get("/people/?sort=name").content.decode()
    with cast.reading("officer"):
        assert not SavedView.objects.exists()
    with pytest.raises(Error, match="row-level security"), cast.reading("officer"):
        SavedView.objects.create(user_id=cast.users["case_manager"], page="people", name="x", query="a=b")


def test_over_rest(cast: Cast) -> None:
    machine = Machine(cast, "case_manager")
    made = machine.call("POST", "/views", {"page": "people", "name": "Leaving", "query": "release=4"})
    assert made.status_code == 201 and made["ETag"] == '"1"'
    where = f"/views/{made.json()['id']}"
    assert [view["name"] for view in machine.call("GET", "/views").json()["items"]] == ["Leaving"]
    assert machine.call("PUT", where, {"name": "Soon", "is_default": True}).status_code == 428
    changed = machine.call("PUT", where, {"name": "Soon", "is_default": True}, seen=1)
    assert changed.json()["is_default"] and changed["ETag"] == '"2"'
    assert machine.call("PUT", where, {"name": "Later"}, seen=1).status_code == 412
    assert machine.call("POST", "/views", {"page": "home", "name": "x", "query": "a=b"}).status_code == 422
    assert machine.call("POST", f"{where}/delete").status_code == 428
    assert machine.call("POST", f"{where}/delete", seen=1).status_code == 412 and machine.call("GET", where).status_code == 200
    assert machine.call("POST", f"{where}/delete", seen=2).status_code == 204
    assert machine.call("POST", f"{where}/delete", seen=2).status_code == 404
    assert machine.call("GET", where).status_code == 404


def test_deleted_with_a_key_and_sent_again_is_deleted(cast: Cast) -> None:
    """An answer that was lost on its way: not a 404 for what was done."""
    machine = Machine(cast, "case_manager")
    made = machine.call("POST", "/views", {"page": "people", "name": "Leaving", "query": "release=4"}).json()
    headers = {"Authorization": machine.key, "If-Match": '"1"', "Idempotency-Key": "gone-1"}
    first, again = (machine.client.post(f"/api/v1/views/{made['id']}/delete", headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers.get("Idempotency-Replayed")) == (204, 204, "true")
