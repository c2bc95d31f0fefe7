"""Limited access: who is kept from a record learns nothing of it anywhere, and it takes two to let them see it again."""

import re
import time
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection

from tests.cast import Cast
from tests.database import Owner
from tests.matrix.walk import same
from tests.people.test_caseload import as_, give, hand_over, results
from tests.people.test_rest import Api
from tests.races import at_once
from tests.referrals import walk
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.people.actions import NewContact, NewLimit, NewNote, add_contact, limits, move_limit, set_limit, write_note
from throughcare.people.models import Limit, Person
from throughcare.people.queries import visible_to
from throughcare.people.queries.counts import counts_for_home
from throughcare.people.queries.lists import Filters, caseload
from throughcare.people.search import search_people
from throughcare.referrals.actions.talk import ask_question

WHY = {"reason": "WHANAU", "words": "Their sister."}


def limit(cast: Cast, *users: str, kind: str = "EXCLUSION", by: str = "team_manager", **more: Any) -> Limit:
    values: dict[str, Any] = {"person_id": cast.person, **WHY, **more}
    new = NewLimit(kind=kind, emails=tuple(f"{name}@example.test" for name in users), **values)
    found: Limit = as_(cast, by, set_limit, new=new)
    return found


def sees(cast: Cast, who: str) -> bool:
    actor = cast.actor(who)
    with cast.reading(who):
        by_rows, by_rule = Person.objects.filter(pk=cast.person).exists(), visible_to(actor).filter(pk=cast.person).exists()
    assert by_rows == by_rule
    return by_rows


def move(cast: Cast, who: str, one: Limit, verb: str, seen: int, why: str = "") -> Limit:
    found: Limit = as_(cast, who, move_limit, limit_id=one.id, verb=verb, seen=seen, why=why)
    return found


def busy(cast: Cast) -> dict[str, UUID]:
    """A row in most tables about the person."""
    note = as_(cast, "case_manager", write_note, person_id=cast.person, new=NewNote(kind="MEETING", text="Met.", happened_at=now()))
    new = NewContact(name="Aunt Hine", relation="AUNT_UNCLE", phone="021 555 0001", safety="YES", address="1 Rata Road")
    contact = as_(cast, "case_manager", add_contact, person_id=cast.person, new=new)
    give(cast, "case_manager", "case_manager")
    return {"note": note.note_id, "contact": contact.id}


def test_whoever_is_excluded_finds_nobody_there_in_any_way_in(cast: Cast) -> None:
    made = busy(cast)
    assert sees(cast, "officer")
    limit(cast, "officer")
    assert not sees(cast, "officer") and sees(cast, "case_manager")
    client, api = cast.client("officer"), Api(cast, "officer", ["person.view", "need.edit", "contact.view", "caseload.own"])
    ids = {"/people/{}/": cast.person, "/needs/{}/": cast.need, "/notes/{}/": made["note"], "/contacts/{}/": made["contact"]}
    ids |= {f"/people/{{}}/{page}/": cast.person for page in ("notes", "contacts", "timeline", "print", "needs/add", "contacts/add")}
    for address, key in ids.items():
        assert same(client.get(address.format(key))) == same(client.get(address.format(new_id()))), address
    for address, key in {
        "/people/{}": cast.person,
        "/people/{}/notes": cast.person,
        "/contacts/{}": made["contact"],
        "/needs/{}": cast.need,
    }.items():
        assert same(api.call("GET", address.format(key))) == same(api.call("GET", address.format(new_id()))), address
    assert "Aroha" not in client.get("/people/").content.decode()
    assert client.get("/people/?whose=nobody").status_code == 200
    actor = cast.actor("officer")
    with cast.reading("officer"):
        assert caseload(actor, Filters()).rows == []
        assert search_people(actor, "Ngatai").rows == [] and search_people(actor, "PRN-7001").rows == []
        assert set(counts_for_home(actor).values()) == {0}
    assert results(give(cast, "officer", "officer")) == ["NOT_FOUND"]


def test_no_personal_table_shows_an_excluded_reader_one_row(cast: Cast, owner: Owner) -> None:
    busy(cast)
    limit(cast, "officer")
    shown = dict.fromkeys(("officer", "case_manager"), 0)
    for who in shown:
        with cast.reading(who), connection.cursor() as cursor:
            for table, rule in REGISTRY.personal.items():
                cursor.execute(f"select count(*) from {table} where {rule.column} = %s", [cast.person])
                shown[who] += cursor.fetchone()[0]
            cursor.execute("select count(*) from people_involvement")
            shown[who] += cursor.fetchone()[0]
    assert shown["officer"] == 0 and shown["case_manager"] > 10


def test_only_those_of_a_restriction_see_the_record_and_two_narrow_each_other(cast: Cast) -> None:
    limit(cast, "officer", "case_manager", kind="RESTRICTION")
    assert [sees(cast, who) for who in ("case_manager", "officer", "team_manager", "recruitment_consultant")] == [True, True, False, False]
    limit(
        cast, "officer", "team_manager", kind="RESTRICTION", by="privacy_officer", person_id=None, number="prn-7001", born=date(1994, 5, 17)
    )
    assert [sees(cast, who) for who in ("case_manager", "officer", "team_manager")] == [False, True, False]


def test_the_person_sees_their_own_record_and_the_other_office_nothing_new(cast: Cast) -> None:
    limit(cast, "officer", kind="RESTRICTION")
    assert sees(cast, "aroha") and not sees(cast, "other_officer")
    assert cast.client("aroha").get("/").status_code == 200


def test_a_limit_counts_between_its_days(cast: Cast, owner: Owner) -> None:
    one = limit(cast, "officer", from_on=today() + timedelta(days=2), until_on=today() + timedelta(days=4))
    assert sees(cast, "officer")
    owner.place("update people_limit set starts_at = now() - interval '1 second' where id = %s", one.id)
    assert not sees(cast, "officer")
    owner.place("update people_limit set ends_at = now() where id = %s", one.id)
    assert sees(cast, "officer")


def test_one_asks_another_agrees(cast: Cast, owner: Owner) -> None:
    one = limit(cast, "officer", by="privacy_officer", person_id=None, number="PRN-7001", born=date(1994, 5, 17))
    with pytest.raises(Invalid):
        move(cast, "team_manager", one, "ask", 1)
    move(cast, "team_manager", one, "ask", 1, "They never met.")
    with pytest.raises(Refused, match="Somebody else"):
        move(cast, "team_manager", one, "lift", 2)
    with pytest.raises(Stale):
        move(cast, "privacy_officer", one, "lift", 1)
    assert not sees(cast, "officer")
    move(cast, "privacy_officer", one, "keep", 2)
    move(cast, "team_manager", one, "ask", 3, "Really never.")
    move(cast, "privacy_officer", one, "lift", 4)
    assert sees(cast, "officer")
    with pytest.raises(Refused):
        move(cast, "team_manager", one, "ask", 5, "Again.")
    verbs = [
        row[0]
        for row in owner.rows("select verb from audit_auditevent where about_id = %s and verb not like '%%viewed' order by at, id", one.id)
    ]
    assert verbs == ["limit.set", "limit.lift.asked", "limit.kept", "limit.lift.asked", "limit.lifted"]


def test_straight_sql_lifts_nothing_alone(cast: Cast) -> None:
    one = limit(cast, "officer")
    me = cast.users["team_manager"]
    tries: list[dict[str, Any]] = [
        {"ends_at": now()},
        {"users": [cast.users["chaplain"]]},
        {"lift_asked_by_id": me, "lifted_by_id": me, "lifted_at": now()},
        {"lift_asked_by_id": cast.users["privacy_officer"]},
    ]
    for values in tries:
        with cast.reading("team_manager"), pytest.raises(Error):
            Limit.objects.filter(pk=one.pk).update(version=2, **values)
    with cast.reading("team_manager"):
        assert Limit.objects.filter(pk=one.pk).update(version=2, lift_asked_by_id=me, lift_why="x") == 1
    with cast.reading("team_manager"), pytest.raises(Error, match="two people"):
        Limit.objects.filter(pk=one.pk).update(version=3, lifted_by_id=me)
    with cast.reading("officer"):
        assert Limit.objects.count() == 0 == Limit.objects.update(ends_at=now())
    with cast.reading("team_manager"), pytest.raises(Error):
        Limit.objects.filter(pk=one.pk).delete()


def test_who_may_limit_whom(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        limit(cast, "officer", by="case_manager")
    with pytest.raises(NotFound):
        limit(cast, "officer", person_id=cast.other_person)
    with pytest.raises(NotAllowed):  # by number: the privacy officer alone
        limit(cast, "officer", person_id=None, number="PRN-7002", born=date(1994, 5, 17))
    with pytest.raises(Invalid):
        limit(cast, "officer", by="privacy_officer", person_id=None, number="PRN-7001", born=date(1994, 5, 18))
    wrongs: list[dict[str, Any]] = [
        {"words": " "},
        {"reason": "X"},
        {"withheld": "x"},
        {"until_on": today() - timedelta(days=1)},
        {"kind": "X"},
    ]
    for wrong in wrongs:
        with pytest.raises(Invalid):
            limit(cast, "officer", **{"kind": "EXCLUSION", **wrong})
    with pytest.raises(Invalid, match="limit"):
        limit(cast, "nobody")
    one = limit(cast, "team_manager", by="privacy_officer", person_id=cast.person)
    with pytest.raises(NotFound):  # who is kept from the person learns of no limit either
        move(cast, "team_manager", one, "ask", 1, "Let me in.")


BODY = {"kind": "EXCLUSION", "reason": "KNOWN", "words": "x"}


def test_a_manager_names_those_near_and_learns_of_no_other_account(cast: Cast, owner: Owner) -> None:
    """Neither by the answer nor by what follows it; what was tried is in the audit although the request is undone."""
    manager, body = Api(cast, "team_manager", ["limit.set", "person.view"]), {**BODY, "person_id": str(cast.person)}
    elsewhere, nobody = "other_officer@example.test", "nobody.here@example.test"
    answers = [manager.call("POST", "/limits", {**body, "emails": ["officer@example.test", email]}) for email in (elsewhere, nobody)]
    told = [(a.status_code, re.sub(r'"request_id": *"[^"]*"', "", a.content.decode())) for a in answers]
    assert told[0][0] == 422 and told[0][1].replace(elsewhere, "X") == told[1][1].replace(nobody, "X")
    assert "for anybody else ask the privacy officer" in told[0][1]
    page = cast.client("team_manager")
    shown = [page.post(f"/people/{cast.person}/limit/", {**BODY, "emails": email}).content.decode() for email in (elsewhere, nobody)]
    assert all("for anybody else ask the privacy officer" in one for one in shown)
    kept = owner.rows("select actor_id, person_ids, detail from audit_auditevent where verb = 'limit.tried' order by at")
    assert kept == [(cast.users["team_manager"], [], {"named": number, "refused": 1}) for number in (2, 2, 1, 1)]
    with cast.reading("team_manager"), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.users_named(%s)", [["officer@example.test", elsewhere]])
        assert cursor.fetchall() == []
        cursor.execute("select email from throughcare.users_near(%s, %s)", [cast.person, ["officer@example.test", elsewhere]])
        assert cursor.fetchall() == [("officer@example.test",)]
        cursor.execute("select email from throughcare.users_near(%s, %s)", [cast.other_person, ["officer@example.test"]])
        assert cursor.fetchall() == [], "of somebody the team does not work with"
    with pytest.raises(Invalid):
        limit(cast, "partner_worker")
    walk.sent(cast)
    assert limit(cast, "partner_worker").users == [cast.users["partner_worker"]], "their team works with the person now"
    assert limit(cast, "other_officer", by="privacy_officer").users == [cast.users["other_officer"]]


def test_ten_names_that_are_not_theirs_are_enough_for_an_hour(cast: Cast, owner: Owner) -> None:
    manager, body = Api(cast, "team_manager", ["limit.set", "person.view"]), {**BODY, "person_id": str(cast.person)}
    for number in range(10):
        assert manager.call("POST", "/limits", {**body, "emails": [f"no{number}@example.test"]}).status_code == 422
    over = manager.call("POST", "/limits", {**body, "emails": ["officer@example.test"]})
    assert over.status_code == 409 and "Ask the privacy officer" in over.json()["detail"] and sees(cast, "officer")
    assert cast.client("team_manager").post(f"/people/{cast.person}/limit/", {**BODY, "emails": "officer@example.test"}).status_code == 409
    owner.place("update audit_auditevent set at = at - interval '61 minutes'")
    assert manager.call("POST", "/limits", {**body, "emails": ["officer@example.test"]}).status_code == 201 and not sees(cast, "officer")


def test_ten_are_ten_when_they_come_at_once(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was tried is noted after its request was undone: whoever looks in between finds nothing noted, and is told nothing all the same."""

    def slowly(**what: Any) -> None:
        record(**what)
        time.sleep(0.05)  # noted, and not committed yet

    monkeypatch.setattr(limits, "record", slowly)
    body = {**BODY, "person_id": str(cast.person)}
    apis = [Api(cast, "team_manager", ["limit.set", "person.view"]) for _ in range(16)]
    pages = [cast.client("team_manager") for _ in range(4)]
    over_rest = [partial(api.call, "POST", "/limits", {**body, "emails": [f"no{n}@example.test"]}) for n, api in enumerate(apis)]
    typed = [partial(page.post, f"/people/{cast.person}/limit/", {**BODY, "emails": "no@example.test"}) for page in pages]
    found = at_once(*over_rest, *typed)
    told = sum("ask the privacy officer" in one.content.decode() for one in found)
    over = [one for one in found if one.status_code == 409]
    assert (told, len(over)) == (10, 10)
    assert all("Ten times within an hour" in one.content.decode() and "example.test" not in one.content.decode() for one in over)
    assert all(one["X-Frame-Options"] == "DENY" and int(one["Content-Length"]) == len(one.content) for one in over)
    assert owner.rows("select count(*) from audit_auditevent where verb = 'limit.tried'") == [(10,)]


def test_whoever_is_kept_away_is_given_nobody(cast: Cast) -> None:
    limit(cast, "officer")
    done = give(cast, "case_manager", "officer")
    assert results(done) == ["VALIDATION_ERROR"] and "limited" in done.results[0]["sentence"]
    give(cast, "case_manager", "case_manager")
    limit(cast, "other_officer", by="privacy_officer")
    assert results(hand_over(cast)) == ["VALIDATION_ERROR"]


def test_a_partner_who_is_excluded_sees_no_referral(cast: Cast) -> None:
    sent = walk.sent(cast).pk
    assert cast.client("partner_worker").get(f"/referrals/{sent}/").status_code == 200
    limit(cast, "partner_worker")
    client = cast.client("partner_worker")
    assert same(client.get(f"/referrals/{sent}/")) == same(client.get(f"/referrals/{new_id()}/"))
    assert str(sent) not in client.get("/referrals/inbox/").content.decode()
    assert cast.client("partner_worker_2").get(f"/referrals/{sent}/").status_code == 200


def test_a_partner_a_record_is_restricted_from_neither_sees_nor_writes_what_was_sent(cast: Cast) -> None:
    """By SQL alone: the policies of every table a partner sees rows of without an involvement that opens the record."""
    sent = walk.sent(cast).pk
    ask = as_(cast, "partner_worker", ask_question, referral_id=sent, text="When can she start?")
    tables = sorted(table for table, rule in REGISTRY.personal.items() if rule.also_see and "history" not in table)
    assert "referrals_referral" in tables and ask

    def rows(who: str) -> dict[str, int]:
        with cast.reading(who), connection.cursor() as cursor:
            found = {}
            for table in tables:
                cursor.execute(f'select count(*) from "{table}"')
                found[table] = cursor.fetchone()[0]
            return found

    def changes(who: str) -> int:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("update referrals_referral set version = version + 1 where id = %s", [sent])
            return int(cursor.rowcount)

    def adds(who: str) -> None:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(
                "insert into referrals_question (id, referral_id, person_id, text, asked_at, asked_by_id, reply) select gen_random_uuid(), %s, %s, 'x', now(), %s, ''",
                [sent, cast.person, cast.users[who]],
            )

    before = rows("partner_worker")
    assert {table for table, number in before.items() if number} >= {"referrals_referral", "referrals_question"}
    assert changes("partner_worker") == 1
    adds("partner_worker")
    limit(cast, "partner_worker_2", kind="RESTRICTION")
    assert set(rows("partner_worker").values()) == {0}
    assert changes("partner_worker") == 0
    with pytest.raises(Error, match=r"row-level security|about its person"):  # its trigger sees no referral either
        adds("partner_worker")
    more = {table: before[table] + 1 for table in ("referrals_question", "referrals_referralevent")}  # what was added and changed above
    assert rows("partner_worker_2") == {**before, **more}
    assert changes("partner_worker_2") == 1


def test_a_limit_on_pages_and_rest(cast: Cast) -> None:
    client = cast.client("privacy_officer")
    sent = {"number": "PRN-7001", "kind": "EXCLUSION", "emails": "officer@example.test", "reason": "KNOWN", "words": "Neighbours."}
    born = {"born_day": "17", "born_month": "5", "born_year": "1994"}
    assert "Enter their date of birth" in client.post("/limited-access/new/", sent).content.decode()
    assert "Nobody has this number" in client.post("/limited-access/new/", {**sent, **born, "born_day": "18"}).content.decode()
    shown = client.post("/limited-access/new/", {**sent, **born, "withheld": "privacy-53-b"}, follow=True)
    assert "Access is limited." in shown.content.decode() and "Officer" in shown.content.decode()
    assert "Aroha Ngātai" in client.get("/limited-access/").content.decode()
    assert not sees(cast, "officer")
    manager = Api(cast, "team_manager", ["limit.set", "person.view"])
    (one,) = manager.call("GET", "/limits").json()["items"]
    assert one["verbs"] == ["ask"]
    path = f"/limits/{one['id']}"
    assert manager.call("POST", f"{path}/ask", {"why": "x"}).status_code == 428
    assert manager.call("POST", f"{path}/ask", {"why": "No longer."}, **{"If-Match": '"1"'}).json()["lift_why"] == "No longer."
    assert "Agree: it ends now" in client.get(f"/limited-access/{one['id']}/").content.decode()
    client.post(f"/limited-access/{one['id']}/lift/", {"version": "2"})
    assert sees(cast, "officer")
    assert "Ended by two people" in client.get(f"/limited-access/{one['id']}/").content.decode()
    assert "Aroha" in client.get("/limited-access/?which=over").content.decode()
    body = {"kind": "EXCLUSION", "emails": ["officer@example.test"], "reason": "KNOWN", "words": "x", "person_id": str(cast.person)}
    assert manager.call("POST", "/limits", body).status_code == 201 and not sees(cast, "officer")
    assert Api(cast, "case_manager", ["person.view"]).call("POST", "/limits", body).status_code == 404
    assert "Limit who sees this record" in cast.client("team_manager").get(f"/people/{cast.person}/").content.decode()
    form = {**sent, "until_on_day": "1", "until_on_month": "1", "until_on_year": "2020"}
    assert "past" in cast.client("team_manager").post(f"/people/{cast.person}/limit/", form).content.decode()


def test_why_a_limit_should_end_is_asked_for_and_said_at_its_field(cast: Cast) -> None:
    one = limit(cast, "officer")
    client, page = cast.client("team_manager"), f"/limited-access/{one.id}/"
    asked = client.get(page).content.decode()
    assert "Why should it end?" in asked and "(optional)" not in asked
    missing = client.post(f"{page}ask/", {"version": "1", "why": " "})
    said = missing.content.decode()
    assert (missing.status_code, said.count("Write why it should end")) == (200, 2) and "<title>Error: " in said
    assert client.post(f"{page}ask/", {"version": "1", "why": "They have moved."}).status_code == 302
    assert cast.client("privacy_officer").post(f"{page}lift/", {"version": "2"}).status_code == 302
