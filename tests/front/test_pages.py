"""Home by role, the person's own pages, and “I don't agree” from the first word to the answer."""

import pytest
from django.urls import reverse

from tests.cast import EVERYBODY, MEMBERS, Cast
from tests.database import Owner
from throughcare.accounts.permissions import Permission
from throughcare.common.ids import new_id
from throughcare.front.queries import ACT, QUIET, SOON, WORK
from throughcare.people.actions import add_need, move_need


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_s_home_answers_and_names_only_themselves(cast: Cast, name: str) -> None:
    response = cast.client(name).get("/")
    page = response.content.decode()
    assert response.status_code == 200
    for person, owner in (("Ngātai", "aroha"), ("Wīremu", "tama")):
        assert (person in page) is False, (name, owner)
    assert ("Nowhere to live on release" in page) == (name in ("aroha", "tama"))
    assert ("What needs you today" in page) == bool(response.context.get("tasks"))
    assert ("What you can do here" in page) == (name not in ("aroha", "tama") and not response.context["tasks"])


def test_a_visitor_meets_the_front_door(cast: Cast) -> None:
    page = cast.client(None).get("/").content.decode()
    assert "/account/login/" in page
    assert "Log out" not in page


def test_navigation_leads_only_where_the_reader_may_go(cast: Cast) -> None:
    for name in MEMBERS:
        client = cast.client(name)
        response = client.get("/")
        for item in response.context["nav"]:
            assert client.get(item.href, follow=True).status_code == 200, (name, item.href)


def test_a_case_manager_s_home_counts_what_waits(cast: Cast) -> None:
    tasks = {task.title: task.status for task in cast.client("case_manager").get("/").context["tasks"]}
    assert tasks["People with a need nobody has started on"] == "1"
    assert tasks["Everybody your team works with"] == "1"
    assert tasks["Referrals waiting for an answer"] == "None"


def test_a_home_without_work_says_what_there_is_and_where(cast: Cast) -> None:
    page = cast.client("administrator").get("/").content.decode()
    assert "throughcare user" in page and "record is open to you: your role (Administrator)" in page
    for name in ("services", "your-account", "notices"):
        assert f'href="{reverse(name)}"' in page
    assert "No person" not in cast.client("auditor").get("/").content.decode()


def test_a_partner_s_manager_is_led_to_their_own_services(cast: Cast) -> None:
    tasks = {task.title: task for task in cast.client("partner_manager").get("/").context["tasks"]}
    mine = tasks["Places free at our services"]
    assert mine.status == "1" and mine.href == "/services/?mine=on"
    assert "Places free at our services" not in {task.title for task in cast.client("partner_worker").get("/").context["tasks"]}


def test_every_task_of_every_home_leads_somewhere(cast: Cast) -> None:
    for name in MEMBERS:
        client = cast.client(name)
        for task in client.get("/").context.get("tasks") or []:
            assert client.get(task.href).status_code == 200, (name, task)


def test_i_do_not_agree_reaches_the_office_and_the_answer_comes_back(cast: Cast, owner: Owner) -> None:
    person, worker = cast.client("aroha"), cast.client("case_manager")
    answer = person.post(f"/own/disagree/need/{cast.need}/", {"words": "I have a place with my aunt."})
    assert answer.status_code == 302
    address = answer["Location"]
    assert "I have a place with my aunt." in person.get(address).content.decode()
    assert owner.rows("select team_id, kind from notices_notice") == [(cast.teams["awa"], "people.disagreement")]

    assert (
        "don&#x27;t agree" in worker.get(f"/people/{cast.person}/").content.decode()
        or address in worker.get(f"/people/{cast.person}/").content.decode()
    )
    page = worker.get(address).content.decode()
    assert "I have a place with my aunt." in page
    assert worker.post(address, {"answer": "Thank you, we took the need away."}).status_code == 302
    assert "we took the need away" in person.get(address).content.decode()
    assert owner.rows("select user_id from notices_notice where kind = 'people.disagreement.answered'") == [(cast.users["aroha"],)]

    late = cast.client("officer")
    assert "Your answer" not in late.get(address).content.decode()
    for name in ("other_officer", "tama", "partner_worker", "auditor", "stranger"):
        stranger = cast.client(name)
        assert stranger.get(address).status_code == 404, name
        assert stranger.post(address, {"answer": "x"}).status_code == 404, name


def test_a_person_disagrees_with_their_own_things_only(cast: Cast, owner: Owner) -> None:
    client = cast.client("aroha")
    for kind, about in (("need", cast.other_need), ("record", cast.other_person), ("referral", new_id()), ("other", cast.person)):
        assert client.get(f"/own/disagree/{kind}/{about}/").status_code == 404, kind
        assert client.post(f"/own/disagree/{kind}/{about}/", {"words": "x"}).status_code == 404, kind
    assert cast.client("case_manager").get(f"/own/disagree/need/{cast.need}/").status_code == 404
    assert "Write what you don" in client.post(f"/own/disagree/record/{cast.person}/", {"words": " "}).content.decode()
    assert client.post(f"/own/disagree/record/{cast.person}/", {"words": "My name has a macron."}).status_code == 302
    assert owner.rows("select about_kind, words from people_disagreement") == [("people.person", "My name has a macron.")]


def test_the_timeline_tells_every_step_once_page_by_page(cast: Cast) -> None:
    actor = cast.actor("case_manager")
    for _ in range(15):
        with cast.reading("case_manager"):
            need = add_need(by=actor, person_id=cast.person, pillar="EMPLOYMENT", note="")
        with cast.reading("case_manager"):
            move_need(by=actor, need_id=need.id, verb="start", seen=1)
    client, told = cast.client("case_manager"), []
    address = f"/people/{cast.person}/"
    for _ in range(10):
        timeline = client.get(address).context["timeline"]
        told += [event["title"] for event in timeline.events]
        if not timeline.earlier:
            break
        address = f"/people/{cast.person}/?before={timeline.earlier.replace('+', '%2B')}"
    assert told.count("Need recorded: Employment") == 15
    assert told.count("Need in progress: Employment") == 15
    assert told.count("Record made") == 1
    assert told[-1] in ("Record made", "Need recorded: Accommodation", "In prison: Te Awa Prison, since 1 March 2026")
    assert client.get(f"/people/{cast.person}/?before=odd").status_code == 422


def test_what_presses_stands_first_and_what_is_empty_last(cast: Cast) -> None:
    tasks = cast.client("case_manager").get("/").context["tasks"]
    assert [task.group for task in tasks] == sorted((task.group for task in tasks), key=(ACT, SOON, WORK, QUIET).index)
    assert {task.group for task in tasks if task.status == "None"} == {QUIET}
    assert "People with a need nobody has started on" in {task.title for task in tasks if task.group == SOON}


def test_only_who_may_see_people_can_search_for_one_at_home(cast: Cast) -> None:
    search = f'action="{reverse("people-search")}"'
    found = {name for name in MEMBERS if search in cast.client(name).get("/").content.decode()}
    assert found == {name for name in MEMBERS if cast.actor(name).may(Permission.PERSON_VIEW)}
    assert found


def test_the_person_s_own_page_speaks_plainly(cast: Cast) -> None:
    page = cast.client("aroha").get("/").content.decode()
    assert "A place to live" in page
    assert "Accommodation" not in page
    assert "We have not started on this yet." in page
    assert "whenever somebody opens your record, it is written down" in page
    asked = cast.client("aroha").get(reverse("disagree", args=["need", cast.need])).content.decode()
    assert "A place to live" in asked
