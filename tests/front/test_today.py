"""What needs me today, all that happened, and a person on paper."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give, hand_over
from tests.people.test_rest import Api
from tests.referrals import walk
from throughcare.common.clock import now, today
from throughcare.front.queries import tasks_of
from throughcare.people.actions import NewNote, add_need, write_note
from throughcare.referrals import actions


def tasks(cast: Cast, who: str, query: str = "") -> dict[str, tuple[str, str]]:
    return {task.title: (task.status, task.href) for task in cast.client(who).get(f"/{query}").context["tasks"]}


def test_home_counts_one_s_own_people_and_each_line_leads_to_its_list(cast: Cast, owner: Owner) -> None:
    before = tasks(cast, "case_manager")
    assert before["Everybody your team works with"][0] == "1"
    assert tasks(cast, "team_manager")["On nobody's caseload"][0] == "1"
    give(cast, "case_manager", "case_manager")
    mine = tasks(cast, "case_manager")
    assert mine["Everybody on your caseload"] == ("1", "/people/?whose=mine")
    assert mine["No contact recorded for 28 days"] == ("1", "/people/?contact=28&whose=mine")
    assert mine["Leaving prison within 4 weeks"][0] == "1"
    assert mine["People without a need recorded"][0] == "None"
    assert tasks(cast, "officer", "?whose=mine")["Everybody on your caseload"][0] == "None"
    assert tasks(cast, "case_manager", "?whose=team")["Everybody your team works with"][0] == "1"
    assert tasks(cast, "team_manager")["On nobody's caseload"][0] == "None"
    note = NewNote(kind="PHONE", text="Rang.", happened_at=now() - timedelta(hours=1))
    as_(cast, "case_manager", write_note, person_id=cast.person, new=note)
    owner.place("delete from people_need where person_id = %s", cast.person)
    after = tasks(cast, "case_manager")
    assert (after["No contact recorded for 28 days"][0], after["People without a need recorded"][0]) == ("None", "1")
    client = cast.client("case_manager")
    for _, href in after.values():
        assert client.get(href).status_code == 200, href


def test_each_count_of_referrals_leads_to_a_list_of_as_many(cast: Cast, owner: Owner) -> None:
    """A draft, late, with open questions, with one replied to, answered, withdrawn: each in some lists and not in others."""
    asked, replied, quiet, late, over = (_sent(cast) for _ in range(5))
    for text in ("Which bus?", "Which day?"):
        _ask(cast, asked, text)
    question = _ask(cast, replied, "Which bus?")
    walk.as_(cast, "case_manager", actions.reply_to_question, referral_id=replied, question_id=question, text="The 12")
    _ask(cast, over, "Which bus?")
    walk.answer(cast, over, "withdraw", "case_manager", reason_code="other")
    owner.place("update referrals_referral set answer_by = throughcare.today() - 1 where id = %s", late)
    walk.answer(cast, quiet, "accept")
    walk.draft(cast)
    client, found = cast.client("case_manager"), {}
    for title, (status, href) in tasks(cast, "case_manager").items():
        if href.startswith("/referrals/"):
            there = [row[0]["href"].split("/")[2] for row in client.get(href).context["rows"]]
            assert len(there) == (0 if status == "None" else int(status)), (title, status, there)
            found[title] = {UUID(key) for key in there}
    assert found["Questions from services"] == {asked} and found["Answers that are late"] == {late}
    assert found["Referrals waiting for an answer"] == {asked, replied, late} and found["New answers from services"] == {quiet}
    assert len(found["Drafts not sent yet"]) == 1 and found["Referrals to services that have closed"] == set()
    (chip,) = client.get("/referrals/?asked=on").context["selected"]
    assert chip == {"text": "Service waits for your reply", "href": "?"}
    # Over REST as many, and the partner's own too.
    for who in ("case_manager", "partner_worker"):
        page = Api(cast, who, ["referral.send", "referral.answer", "person.view"]).call("GET", "/referrals?asked=true").json()
        assert [row["id"] for row in page["items"]] == [str(asked)], who
    assert tasks(cast, "officer")["Questions from services"][0] == "None"


def _sent(cast: Cast) -> UUID:
    """One more; of a need only one to the same service may be open, so each is of a need of its own."""
    need = walk.as_(cast, "case_manager", add_need, person_id=cast.person, pillar="ACCOMMODATION", note="A room")
    return walk.sent(cast, need=need.id).pk


def _ask(cast: Cast, referral_id: UUID, text: str) -> UUID:
    key: UUID = walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral_id, text=text).pk
    return key


def test_who_is_in_no_team_has_a_home_that_counts_nobody(cast: Cast, owner: Owner) -> None:
    for name, manages in {"case_manager": False, "team_manager": True}.items():
        owner.place("update accounts_membership set team_id = null where user_id = %s", cast.users[name])
        found = tasks(cast, name)
        assert found["Everybody your team works with"][0] == "None" and found["Referrals waiting for an answer"][0] == "None"
        assert (found.get("On nobody's caseload", ("",))[0] == "None") is manages
        client = cast.client(name)
        for page in ("/people/", "/people/?sort=release", "/people/?whose=nobody", "/referrals/", "/notices/", "/drafts/"):
            assert client.get(page).status_code == 200, (name, page)
        assert client.get(f"/people/{cast.person}/").status_code == 404


def test_a_handover_waits_on_the_new_worker_s_home_alone(cast: Cast) -> None:
    give(cast, "case_manager", "case_manager")
    hand_over(cast)
    assert tasks(cast, "other_officer")["Handovers waiting for you"] == ("1", "/handovers/")
    assert tasks(cast, "case_manager")["Handovers waiting for you"][0] == "None"


def test_home_asks_no_more_of_the_database_with_more_people(cast: Cast, owner: Owner) -> None:
    def asked() -> int:
        actor = cast.actor("case_manager")
        with cast.reading("case_manager"), CaptureQueriesContext(connection) as caught:
            tasks_of(actor, "")
        return len(caught)

    first = asked()
    for number in range(5):
        owner.place(
            "insert into people_person select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'search_key', %s::text))).* "
            "from people_person p where p.id = %s",
            f"more {number}",
            cast.person,
        )
    owner.place(
        "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at) "
        "select gen_random_uuid(), p.id, %s, 'people.assignment', '{C1,C7,C9}', now() from people_person p where p.search_key like 'more %%'",
        cast.teams["awa"],
    )
    assert tasks(cast, "case_manager")["Everybody your team works with"][0] == "6"
    assert asked() == first


def test_all_that_happened_by_kind_and_day(cast: Cast) -> None:
    give(cast, "case_manager", "case_manager")
    note = NewNote(kind="VISIT", text="Seen at home.", happened_at=now() - timedelta(days=10))
    as_(cast, "case_manager", write_note, person_id=cast.person, new=note)
    secret = NewNote(kind="MEETING", text="Secret.", happened_at=now() - timedelta(days=5), sensitive=True)
    as_(cast, "case_manager", write_note, person_id=cast.person, new=secret)
    hand_over(cast)
    where = f"/people/{cast.person}/timeline/"

    def titles(who: str = "case_manager", query: str = "") -> list[str]:
        return [str(event["title"]) for event in cast.client(who).get(where + query).context["timeline"].events]

    everything = titles()
    assert {"Case note: Visit where they live", "Case note: Meeting", "Handed over to Puke office", "Record made"} <= set(everything)
    assert "Now on the caseload of Case manager" in everything
    assert "Case note: Meeting" not in titles("recruitment_consultant")
    assert titles(query="?kind=notes") == ["Case note: Meeting", "Case note: Visit where they live"]
    day = today() - timedelta(days=7)
    assert titles(query=f"?kind=notes&since={day.isoformat()}") == ["Case note: Meeting"]
    assert titles(query=f"?kind=notes&until={day.isoformat()}") == ["Case note: Visit where they live"]
    assert titles(query="?kind=referrals") == []
    assert set(titles(query="?kind=odd&since=odd")) == set(everything)
    assert cast.client("case_manager").get(f"{where}?before=odd").status_code == 422


def test_a_person_on_paper_holds_no_note_and_no_contact_and_is_audited(cast: Cast, owner: Owner) -> None:
    note = NewNote(kind="VISIT", text="Words of a note.", happened_at=now())
    as_(cast, "case_manager", write_note, person_id=cast.person, new=note)
    page = cast.client("case_manager").get(f"/people/{cast.person}/print/").content.decode()
    assert "Nowhere to live on release" in page and "Words of a note" not in page
    assert owner.rows("select person_ids from audit_auditevent where verb = 'person.printed'") == [([cast.person],)]
    for name in EVERYBODY:
        if name not in ("case_manager", "officer", "team_manager", "recruitment_consultant"):
            assert cast.client(name).get(f"/people/{cast.person}/print/").status_code == 404, name
