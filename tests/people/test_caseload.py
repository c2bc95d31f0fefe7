"""Caseloads: given, covered, handed over, ended, for one or many; rights come from Involvement alone."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.people.test_rest import Api
from throughcare.accounts.actors import system_actor
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.people.actions import (
    NewPerson,
    assign_people,
    cover_people,
    create_person,
    end_people,
    import_people,
    move_handover,
    transfer_people,
)
from throughcare.people.actions.caseload import CaseRow
from throughcare.people.models import Assignment, Involvement, Person
from throughcare.people.queries import visible_to
from throughcare.people.queries.handovers import get_handover, waiting_for
from throughcare.people.queries.lists import Filters, caseload
from throughcare.people.queries.workers import workers_of
from throughcare.people.readers import read_people

SOON = today() + timedelta(days=7)


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    """One action by one member, in a transaction of its own."""
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


def results(change: Any) -> list[str]:
    return [row["result"] for row in change.results]


def give(cast: Cast, who: str, worker: str, seen: UUID | None = None, person: UUID | None = None) -> Any:
    rows = [CaseRow(person or cast.person, seen)]
    return as_(cast, who, assign_people, rows=rows, worker_id=cast.users[worker])


def main_of(cast: Cast, person: UUID | None = None, team: str = "awa") -> Assignment:
    with reading_as(SYSTEM):
        rows = Assignment.objects.filter(person_id=person or cast.person, team_id=cast.teams[team], kind="MAIN", ends_at=None)
        return rows.get()


def hand_over(cast: Cast, who: str = "case_manager", **more: Any) -> Any:
    values = {"team_id": cast.teams["puke"], "worker_id": cast.users["other_officer"], "note": "Likes early calls.", "last_day": SOON}
    return as_(cast, who, transfer_people, rows=[CaseRow(cast.person, main_of(cast).id)], **{**values, **more})


def test_one_takes_whom_nobody_has_and_a_colleague_can_not_take_them_away(cast: Cast, owner: Owner) -> None:
    assert results(give(cast, "case_manager", "case_manager")) == ["SUCCESS"]
    first = main_of(cast)
    taken = give(cast, "officer", "officer", first.id)
    assert results(taken) == ["VALIDATION_ERROR"]
    assert "your team manager" in taken.results[0]["sentence"]
    assert results(give(cast, "team_manager", "officer", first.id)) == ["SUCCESS"]
    assert main_of(cast).worker_id == cast.users["officer"]
    assert results(give(cast, "team_manager", "case_manager", first.id)) == ["VERSION_CONFLICT"]
    assert results(give(cast, "officer", "officer", main_of(cast).id)) == ["VALIDATION_ERROR"]
    verbs = [
        row[0]
        for row in owner.rows("select verb from audit_auditevent where verb like 'caseload.%%' and verb <> 'caseload.checked' order by at")
    ]
    assert verbs == ["caseload.assigned"] * 2


def test_many_at_once_each_with_its_result(cast: Cast, owner: Owner) -> None:
    by = system_actor("people import", channel="command")
    with reading_as(by.reader):
        more = [create_person(by=by, new=NewPerson(preferred_name=f"Person {n}"), team_id=cast.teams["awa"]).id for n in range(3)]
    give(cast, "team_manager", "officer", person=more[0])
    give(cast, "team_manager", "case_manager", person=more[1])
    rows = [
        CaseRow(cast.person, None),
        CaseRow(more[0], None),  # somebody was faster
        CaseRow(more[1], main_of(cast, more[1]).id),  # is on that caseload already
        CaseRow(cast.other_person, None),  # another office's
        CaseRow(new_id(), None),  # nobody's
        CaseRow(more[2], None),
    ]
    change = as_(cast, "team_manager", assign_people, rows=rows, worker_id=cast.users["case_manager"])
    assert results(change) == ["SUCCESS", "VERSION_CONFLICT", "VALIDATION_ERROR", "NOT_FOUND", "NOT_FOUND", "SUCCESS"]
    assert change.results[3]["sentence"] == change.results[4]["sentence"]
    assert {
        row[0]
        for row in owner.rows(
            "select person_id from people_assignment where ends_at is null and worker_id = %s", cast.users["case_manager"]
        )
    } == {
        cast.person,
        more[1],
        more[2],
    }
    page = caseload_of(cast, "case_manager", Filters(whose="mine"))
    assert set(page) == {cast.person, more[1], more[2]}
    assert caseload_of(cast, "case_manager", Filters(whose="nobody")) == []


def caseload_of(cast: Cast, who: str, filters: Filters) -> list[UUID]:
    actor = cast.actor(who)
    with cast.reading(who):
        return [row.id for row in caseload(actor, filters).rows]


def test_cover_ends_by_itself_and_goes_with_the_worker_it_was_for(cast: Cast, owner: Owner) -> None:
    give(cast, "case_manager", "case_manager")
    days: dict[str, Any] = {"from_on": today(), "until_on": SOON, "worker_id": cast.users["officer"]}
    rows = [CaseRow(cast.person, main_of(cast).id)]
    assert results(as_(cast, "case_manager", cover_people, rows=rows, **days)) == ["SUCCESS"]
    assert results(as_(cast, "case_manager", cover_people, rows=rows, **days)) == ["VALIDATION_ERROR"]
    assert caseload_of(cast, "officer", Filters(whose="mine")) == [cast.person]
    owner.place(
        "update people_assignment set ends_at = now() - interval '1 second', starts_at = now() - interval '8 days' where kind = 'COVER'"
    )
    assert caseload_of(cast, "officer", Filters(whose="mine")) == []
    as_(cast, "case_manager", cover_people, rows=rows, **days)
    assert results(give(cast, "team_manager", "team_manager", main_of(cast).id)) == ["SUCCESS"]
    assert owner.rows("select count(*) from people_assignment where ends_at > now()") == [(0,)]
    for wrong in (
        {"from_on": today() - timedelta(days=1)},
        {"until_on": today() + timedelta(days=900)},
        {"from_on": SOON, "until_on": today()},
    ):
        with pytest.raises(Invalid):
            as_(cast, "team_manager", cover_people, rows=rows, **{**days, **wrong})


def test_a_transfer_opens_what_the_old_office_has_and_closes_it_after_the_day(cast: Cast, owner: Owner) -> None:
    give(cast, "case_manager", "case_manager")
    assert results(hand_over(cast)) == ["SUCCESS"]
    opened = owner.rows(
        "select compartments, ends_at from people_involvement where team_id = %s and person_id = %s", cast.teams["puke"], cast.person
    )
    held = owner.rows("select compartments from people_involvement where team_id = %s and person_id = %s", cast.teams["awa"], cast.person)
    assert opened == [(held[0][0], None)]
    ends = owner.rows("select distinct ends_at::date from people_involvement where team_id = %s and ends_at is not null", cast.teams["awa"])
    assert ends
    actor = cast.actor("other_officer")
    with cast.reading("other_officer"):
        (waiting,) = waiting_for(actor)
        assert {row.team for row in workers_of(cast.person)} == {"Awa office", "Puke office"}
    assert owner.rows("select user_id, kind from notices_notice") == [(cast.users["other_officer"], "people.handover")]
    assert waiting.handover.note == "Likes early calls."
    old = cast.actor("case_manager")
    with cast.reading("case_manager"):
        assert visible_to(old).filter(pk=cast.person).exists()
    owner.change("update people_involvement set ends_at = now() where team_id = %s and person_id = %s", cast.teams["awa"], cast.person)
    with cast.reading("case_manager"):
        assert not Person.objects.filter(pk=cast.person).exists()
        with pytest.raises(NotFound):
            get_handover(old, waiting.handover.id)
    again = as_(cast, "other_officer", move_handover, handover_id=waiting.handover.id, verb="acknowledge", seen=1)
    assert (again.state, again.closed_by_id) == ("ACKNOWLEDGED", cast.users["other_officer"])
    with pytest.raises(Refused):
        as_(cast, "other_officer", move_handover, handover_id=waiting.handover.id, verb="acknowledge", seen=2)


def test_a_handover_is_acknowledged_by_the_new_worker_and_taken_back_by_the_old_office(cast: Cast, owner: Owner) -> None:
    give(cast, "case_manager", "case_manager")
    hand_over(cast)
    ((handover_id,),) = owner.rows("select id from people_handover")
    for who in ("case_manager", "officer"):
        with pytest.raises(Refused, match="not yours"):
            as_(cast, who, move_handover, handover_id=handover_id, verb="acknowledge", seen=1)
    with pytest.raises(Stale):
        as_(cast, "other_officer", move_handover, handover_id=handover_id, verb="acknowledge", seen=7)
    as_(cast, "case_manager", move_handover, handover_id=handover_id, verb="take_back", seen=1)
    with cast.reading("other_officer"):
        assert not Person.objects.filter(pk=cast.person).exists()
    assert main_of(cast).worker_id == cast.users["case_manager"]
    lasting = "select count(*) from people_involvement where team_id = %s and person_id = %s and ends_at is null"
    assert owner.rows(lasting, cast.teams["awa"], cast.person) == [(1,)]


def test_a_transfer_that_can_not_be_is_refused_with_its_reason(cast: Cast) -> None:
    give(cast, "case_manager", "case_manager")
    for wrong in (
        {"team_id": cast.teams["mana"]},
        {"worker_id": cast.users["officer"]},
        {"note": "  "},
        {"last_day": today() - timedelta(days=1)},
        {"team_id": new_id()},
    ):
        with pytest.raises(Invalid):
            hand_over(cast, **wrong)
    assert results(hand_over(cast)) == ["SUCCESS"]
    with reading_as(SYSTEM):
        seen = Assignment.objects.filter(person_id=cast.person, team_id=cast.teams["awa"]).latest("starts_at").id
    values = {"team_id": cast.teams["puke"], "worker_id": cast.users["other_officer"], "note": "x", "last_day": SOON}
    again = as_(cast, "case_manager", transfer_people, rows=[CaseRow(cast.person, seen)], **values)
    assert results(again) == ["VALIDATION_ERROR"]
    assert "handed over already" in again.results[0]["sentence"]


def test_an_office_that_stops_sees_nothing_after_the_day_and_says_why(cast: Cast, owner: Owner) -> None:
    give(cast, "officer", "officer")
    rows = [CaseRow(cast.person, main_of(cast).id)]
    assert results(as_(cast, "officer", end_people, rows=rows, reason="ORDER_ENDED", last_day=today())) == ["SUCCESS"]
    assert results(as_(cast, "officer", end_people, rows=rows, reason="ORDER_ENDED", last_day=today())) == ["VALIDATION_ERROR"]
    assert owner.rows("select reason, last_day from people_ending") == [("ORDER_ENDED", today())]
    assert owner.rows("select count(*) from people_involvement where person_id = %s and ends_at is null", cast.person) == [(0,)]
    assert owner.rows("select count(*) from people_assignment where ends_at is null") == [(0,)]
    with pytest.raises(Invalid):
        as_(cast, "officer", end_people, rows=rows, reason="TIRED", last_day=today())


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in ("case_manager", "officer", "team_manager")])
def test_everybody_else_changes_nothing_and_learns_nothing(cast: Cast, owner: Owner, name: str) -> None:
    rows = [CaseRow(cast.person, None)]
    may = name == "other_officer"
    if may:
        assert results(as_(cast, name, assign_people, rows=rows, worker_id=cast.users[name])) == ["NOT_FOUND"]
    else:
        with pytest.raises(NotAllowed):
            as_(cast, name, assign_people, rows=rows, worker_id=cast.users["officer"])
    assert owner.rows("select count(*) from people_assignment") == [(0,)]
    assert cast.actor(name).may(Permission.CASELOAD_OWN) == may


def test_straight_sql_gives_nobody_anybody(cast: Cast, owner: Owner) -> None:
    insert = "insert into people_assignment (id, person_id, team_id, worker_id, kind, starts_at, by_id) values (gen_random_uuid(), %s, %s, %s, 'MAIN', now(), %s)"
    awa, puke, me = cast.teams["awa"], cast.teams["puke"], cast.users["case_manager"]
    for who, values in (
        ("case_manager", [cast.person, awa, me, cast.users["officer"]]),  # under another's name
        ("case_manager", [cast.person, puke, cast.users["other_officer"], me]),  # an office that does not work with them
        ("case_manager", [cast.person, awa, cast.users["volunteer"], me]),  # somebody without a caseload
        ("case_manager", [cast.other_person, awa, me, me]),
        ("recruitment_consultant", [cast.person, awa, me, cast.users["recruitment_consultant"]]),
    ):
        with (
            pytest.raises(Exception, match=r"assigned within an office|row-level security"),
            cast.reading(who),
            connection.cursor() as cursor,
        ):
            cursor.execute(insert, values)
    give(cast, "case_manager", "case_manager")
    for change in ("worker_id = by_id, person_id = person_id, kind = 'COVER'", "ends_at = null", "team_id = gen_random_uuid()"):
        with pytest.raises(Exception, match="only be ended"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(f"update people_assignment set {change}")
    with pytest.raises(Exception, match="people_assignment_one_main"), cast.reading("case_manager"), connection.cursor() as cursor:
        cursor.execute(insert, [cast.person, awa, cast.users["officer"], me])
    hand_over(cast)
    for change in ("note = 'Else'", "state = 'ACKNOWLEDGED', version = 2, closed_at = now(), closed_by_id = throughcare.reader()"):
        with pytest.raises(Exception, match="its words stay"), cast.reading("case_manager"), connection.cursor() as cursor:
            cursor.execute(f"update people_handover set {change}")


def test_pages_from_the_list_to_the_result(cast: Cast) -> None:
    client = cast.client("team_manager")
    page = client.get("/people/?whose=nobody").content.decode()
    assert f'value="{cast.person}"' in page
    where = f"/caseload/assign/?person={cast.person}&person={cast.other_person}"
    page = client.get(where).content.decode()
    assert "Aroha Ngātai" in page and "Tama" not in page
    sent = {"row": [f"{cast.person}:", f"{cast.other_person}:", "odd"], "worker_id": str(cast.users["officer"])}
    answer = client.post(where, sent)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Now on Officer" in page and "Not found" in page and "Tama" not in page
    assert client.post(where, sent)["Location"] == answer["Location"], "the same sent again is the same change"
    assert cast.client("officer").get(answer["Location"]).status_code == 404
    assert "Officer" in client.get(f"/people/{cast.person}/").content.decode()
    assert "Choose a worker" in client.post(where, {"row": sent["row"]}).content.decode()
    assert "Nobody chosen" in client.get("/caseload/end/").content.decode()


def test_pages_of_a_transfer_and_its_acknowledgement(cast: Cast, owner: Owner) -> None:
    give(cast, "case_manager", "case_manager")
    client, other = cast.client("case_manager"), cast.client("other_officer")
    where = f"/caseload/transfer/?person={cast.person}"
    assert "Puke office" in client.get(where).content.decode()
    where += "&office=puke"
    day = SOON
    sent = {"row": f"{cast.person}:{main_of(cast).id}", "worker_id": str(cast.users["other_officer"]), "note": "Call early."}
    days = {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}
    assert client.post(where, {**sent, **days}).status_code == 302
    assert "being handed over" in client.get(f"/people/{cast.person}/").content.decode()
    assert "Aroha Ngātai" in other.get("/handovers/").content.decode()
    ((handover_id,),) = owner.rows("select id from people_handover")
    page = other.get(f"/handovers/{handover_id}/").content.decode()
    assert "Call early." in page and "take over" in page
    assert other.post(f"/handovers/{handover_id}/acknowledge/", {"version": 1}).status_code == 302
    assert "Acknowledged" in other.get(f"/handovers/{handover_id}/").content.decode()
    assert "No handover waits for you" in other.get("/handovers/").content.decode()
    assert other.get("/handovers/?whose=office").status_code == 200
    assert cast.client("tama").get(f"/handovers/{handover_id}/").status_code == 404


def test_over_rest_each_row_has_its_result_and_a_repeat_is_told(cast: Cast) -> None:
    api = Api(cast, "team_manager", [p.value for p in Permission])
    workers = api.call("GET", f"/caseload/workers/{cast.teams['awa']}").json()
    assert {row["name"] for row in workers} == {"Case manager", "Officer", "Team manager"}
    body = {"rows": [{"person_id": str(cast.person)}, {"person_id": str(cast.other_person)}], "worker_id": str(cast.users["officer"])}
    done = api.call("POST", "/caseload/assign", body)
    assert [row["result"] for row in done.json()] == ["SUCCESS", "NOT_FOUND"]
    assert api.call("POST", "/caseload/assign", body).json() == done.json()
    (main,) = api.call("GET", f"/caseload/people/{cast.person}").json()
    assert (main["worker"], main["kind"]) == ("Officer", "MAIN")
    listed = api.call("GET", "/people?whose=nobody").json()
    assert listed["items"] == []
    body = {"rows": [{"person_id": str(cast.person), "seen": main["id"]}], "team_id": str(cast.teams["puke"]), "note": "Words"}
    more = {"worker_id": str(cast.users["other_officer"]), "last_day": SOON.isoformat()}
    assert [row["result"] for row in api.call("POST", "/caseload/transfer", {**body, **more}).json()] == ["SUCCESS"]
    other = Api(cast, "other_officer", [p.value for p in Permission])
    (waits,) = other.call("GET", "/caseload/handovers").json()
    one = f"/caseload/handovers/{waits['id']}"
    assert other.call("GET", one).json()["verbs"] == ["acknowledge"]
    assert other.call("POST", f"{one}/acknowledge").status_code == 428
    assert other.call("POST", f"{one}/acknowledge", **{"If-Match": '"1"'}).json()["state"] == "ACKNOWLEDGED"
    assert json.dumps(waits).count("Words") == 1


def test_an_import_that_moves_somebody_ends_who_had_them(cast: Cast, owner: Owner) -> None:
    give(cast, "case_manager", "case_manager")
    with reading_as(SYSTEM):
        extra = Involvement(person_id=cast.person, team_id=cast.teams["awa"], because_kind="people.assignment", compartments=["C5"])
        extra.save(force_insert=True)
    by = system_actor("people import", channel="command")
    with reading_as(by.reader):
        import_people(by=by, file=read_people(b"team,identifier:prn\npuke,PRN-7001\n", "x.csv"))
    assert owner.rows("select count(*) from people_involvement where team_id = %s and ends_at is null", cast.teams["awa"]) == [(0,)]
    assert owner.rows("select count(*) from people_assignment where ends_at is null") == [(0,)]
