"""Pages about people: what each shows, to whom, and what the address never holds."""

import re

import pytest
from django.test import Client

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from throughcare.common.ids import new_id
from throughcare.people.models import Need

OFFICE = {"case_manager", "officer", "team_manager", "recruitment_consultant"}


def without_token(page: bytes) -> bytes:
    """The page without the token that is new in each."""
    return re.sub(rb'(content|value)="[A-Za-z0-9]{64}"', b"", page)


def text(client: Client, address: str, status: int = 200) -> str:
    """The page as text."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def test_the_caseload_shows_the_team_s_people_only(cast: Cast) -> None:
    page = text(cast.client("case_manager"), "/people/")
    assert "Aroha Ngātai" in page
    assert "Tama" not in page
    page = text(cast.client("other_officer"), "/people/")
    assert "Tama Wīremu" in page
    assert "Aroha" not in page


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_office_opens_its_person_s_pages_and_a_stranger_learns_nothing(cast: Cast, name: str) -> None:
    client = cast.client(name)
    unknown = new_id()
    for mine, nobodys in (
        (f"/people/{cast.person}/", f"/people/{unknown}/"),
        (f"/needs/{cast.need}/", f"/needs/{unknown}/"),
        (f"/people/{cast.person}/needs/add/", f"/people/{unknown}/needs/add/"),
        (f"/needs/{cast.need}/change/", f"/needs/{unknown}/change/"),
    ):
        answer, stranger = client.get(mine), client.get(nobodys)
        assert stranger.status_code == 404, nobodys
        may = name in OFFICE and not (name == "recruitment_consultant" and ("add" in mine or "change" in mine))
        assert answer.status_code == (200 if may else 404), mine
        if not may:
            assert without_token(answer.content) == without_token(stranger.content), mine


def test_a_name_searched_for_stands_in_no_address(cast: Cast) -> None:
    client = cast.client("case_manager")
    answer = client.post("/people/search/", {"words": "aroha ngatai"})
    assert (answer.status_code, answer["Location"]) == (302, "/people/search/")
    assert "Aroha Ngātai" in text(client, "/people/search/")
    assert "ngatai" not in str(dict(client.session.items()))
    client.post("/people/search/", {"words": "wiremu"})
    assert "Nobody found" in text(client, "/people/search/")
    assert "Enter a name or a number" in client.post("/people/search/", {"words": " "}).content.decode()


def test_going_back_to_what_was_found_shows_nobody_who_is_hidden_meanwhile(cast: Cast, owner: Owner) -> None:
    client = cast.client("case_manager")
    client.post("/people/search/", {"words": "aroha ngatai"})
    text(client, "/people/search/")
    verbs = owner.rows("select verb, person_ids from audit_auditevent order by at, id")
    assert verbs == [("people.searched", [cast.person]), ("people.listed", [cast.person])]
    owner.change("update people_involvement set ends_at = now() where person_id = %s", cast.person)
    assert "Aroha" not in text(client, "/people/search/")


def test_filters_stand_in_the_address_and_odd_ones_count_as_not_chosen(cast: Cast) -> None:
    client = cast.client("case_manager")
    assert "Aroha" in text(client, "/people/?site=awa-prison&setting=CUSTODY&needs=not_started&pillar=ACCOMMODATION&sort=release")
    assert "Nobody matches" in text(client, "/people/?site=puke-prison")
    page = text(client, "/people/?site=nowhere&sort=odd&release=many&needs=%00")
    assert "Aroha" in page
    assert "Select a valid choice" not in page
    assert client.get("/people/?after=odd").status_code == 422


def test_a_need_is_added_changed_and_moved_on_pages(cast: Cast, owner: Owner) -> None:
    client = cast.client("case_manager")
    answer = client.post(f"/people/{cast.person}/needs/add/", {"pillar": "EMPLOYMENT", "note": "Orchard work"})
    address = answer["Location"]
    page = text(client, address)
    assert "Orchard work" in page
    assert "Mark as met" in page
    client.post(f"{address}change/", {"pillar": "EMPLOYMENT", "note": "Any work outside", "version": 1})
    client.post(f"{address}move/start/", {"version": 2})
    assert owner.rows("select note, status, version from people_need where pillar = 'EMPLOYMENT'") == [
        ("Any work outside", "IN_PROGRESS", 3)
    ]
    assert "Choose what the need is about" in client.post(f"/people/{cast.person}/needs/add/", {"note": "x"}).content.decode()


def test_who_comes_second_sees_both_texts_and_keeps_their_own(cast: Cast, owner: Owner) -> None:
    first, second = cast.client("case_manager"), cast.client("officer")
    address = f"/needs/{cast.need}/change/"
    first.post(address, {"pillar": "ACCOMMODATION", "note": "Near the river", "version": 1})
    page = second.post(address, {"pillar": "ACCOMMODATION", "note": "Near the school", "version": 1}).content.decode()
    assert "Near the river" in page
    assert "Near the school" in page
    assert 'name="version" value="2"' in page
    assert owner.rows("select note from people_need where id = %s", cast.need) == [("Near the river",)]
    second.post(address, {"pillar": "ACCOMMODATION", "note": "Near both", "version": 2})
    assert owner.rows("select note, version from people_need where id = %s", cast.need) == [("Near both", 3)]
    assert second.post(f"/needs/{cast.need}/move/start/", {"version": 1}).status_code == 412
    assert second.post(f"/needs/{cast.need}/move/reopen/", {"version": 3}).status_code == 409
    assert second.post(f"/needs/{cast.need}/move/start/", {}).status_code == 422
    assert second.get(f"/needs/{cast.need}/move/start/").status_code == 405


def test_every_page_leaves_an_audit_row_naming_the_person(cast: Cast, owner: Owner) -> None:
    client = cast.client("case_manager")
    for address in (
        "/people/",
        f"/people/{cast.person}/",
        f"/needs/{cast.need}/",
        f"/people/{cast.person}/needs/add/",
        f"/needs/{cast.need}/change/",
    ):
        before = owner.rows("select count(*) from audit_auditevent where person_ids @> array[%s]", cast.person)[0][0]
        text(client, address)
        after = owner.rows("select count(*) from audit_auditevent where person_ids @> array[%s]", cast.person)[0][0]
        assert int(str(after)) > int(str(before)), address


def test_a_note_is_shown_as_text(cast: Cast) -> None:
    with cast.reading("case_manager"):
        Need.objects.filter(pk=cast.need).update(note="<script>alert(1)</script>")
    for address in (f"/people/{cast.person}/", f"/needs/{cast.need}/"):
        assert "<script>alert(1)" not in text(cast.client("case_manager"), address)
