"""Somebody's work in one team ends, now or after a day: by its manager, by page, key and command; and nothing is served through it after (T19, S14)."""

import json
import os
import random
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import Error, connection
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.notices.test_choices import PLAIN
from tests.notices.test_choices import _kinds as _kinds
from tests.people.test_rest import Api
from tests.races import served_around
from throughcare.accounts import actions
from throughcare.accounts.actors import system_actor
from throughcare.accounts.cli import cli
from throughcare.accounts.models import Membership
from throughcare.accounts.queries import digest_of
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused
from throughcare.notices import jobs
from throughcare.notices.actions import post
from throughcare.people.actions import assign_people, cover_people
from throughcare.people.actions.caseload import CaseRow
from throughcare.people.jobs import let_go_of_those_left
from throughcare.people.models import Person
from throughcare.people.queries.lists import Filters, narrowed

RACES = 1000 if os.environ.get("THROUGHCARE_TEST_ALL") else 30
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED", "20261122"))
ENDER = system_actor("end in a race", channel="command")


def address(cast: Cast, whom: str, team: str = "awa") -> str:
    return f"/teams/{cast.teams[team]}/staff/{cast.users[whom]}/end/"


def end(cast: Cast, who: str, whom: str, team: str = "awa", **more: str) -> Any:
    return cast.client(who).post(address(cast, whom, team), {"reason": "MOVED", **more})


def day(when: Any) -> dict[str, str]:
    return {"last_day_day": str(when.day), "last_day_month": str(when.month), "last_day_year": str(when.year)}


def key_of(cast: Cast, owner: Owner, whom: str, *scopes: str) -> dict[str, str]:
    text = "tc_" + new_id().hex + "k" * 10
    owner.place(
        "insert into accounts_apitoken (id, user_id, name, digest, scopes, created_at, expires_at) values (%s, %s, 'x', %s, %s, now(), now() + interval '1 day')",
        new_id(),
        cast.users[whom],
        digest_of(text),
        list(scopes),
    )
    return {"Authorization": f"Bearer {text}"}


def also(cast: Cast, owner: Owner, whom: str, team: str, role: str) -> None:
    owner.place(
        "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (%s, %s, %s, %s, throughcare.today() - 9)",
        new_id(),
        cast.users[whom],
        cast.teams[team],
        role,
    )


def test_from_the_teams_page_everything_through_this_team_ends_and_the_rest_stays(cast: Cast, owner: Owner) -> None:
    also(cast, owner, "officer", "puke", "probation_officer")
    browser, person = cast.client("officer"), f"/people/{cast.person}/"
    one, both = key_of(cast, owner, "officer", "person.view"), key_of(cast, owner, "officer", "directory.view")
    assert browser.get(person).status_code == 200
    manager = cast.client("team_manager")
    page = manager.get("/teams/")
    assert address(cast, "officer") in page.content.decode() and address(cast, "team_manager") not in page.content.decode()
    form = manager.get(address(cast, "officer"))
    assert form.status_code == 200 and b"on nobody" in form.content
    assert b"Choose why it ends" in manager.post(address(cast, "officer"), {"reason": ""}).content
    done = manager.post(address(cast, "officer"), {"reason": "MOVED"}, follow=True)
    assert b"They no longer work in Awa office" in done.content and address(cast, "officer") not in done.content.decode()
    assert browser.get(person).status_code == 404 and browser.get("/notices/").status_code == 200
    assert Client().get("/api/v1/services", headers=both).status_code == 200
    assert Client().get(f"/api/v1/people/{cast.person}", headers=one).status_code == 404
    ((detail,),) = owner.rows("select detail from audit_auditevent where verb = 'membership.ended'")
    assert detail == {"reason": "MOVED", "team": "awa", "roles": ["probation_officer"], "sessions": 0, "keys": 0, "links": 0}
    assert manager.post(address(cast, "officer"), {"reason": "DUTIES"}).status_code == 404


def test_without_any_role_left_sessions_and_keys_end(cast: Cast, owner: Owner) -> None:
    browser, key = cast.client("officer"), key_of(cast, owner, "officer", "directory.view")
    assert Client().get("/api/v1/services", headers=key).status_code == 200
    assert end(cast, "team_manager", "officer").status_code == 302
    assert browser.get("/notices/").status_code == 302
    assert Client().get("/api/v1/services", headers=key).status_code == 401
    ((detail,),) = owner.rows("select detail from audit_auditevent where verb = 'membership.ended'")
    assert detail == {"reason": "MOVED", "team": "awa", "roles": ["probation_officer"], "sessions": 1, "keys": 1, "links": 0}
    assert owner.rows("select is_active from accounts_user where id = %s", cast.users["officer"]) == [(True,)]


def test_a_key_for_what_no_other_role_allows_ends(cast: Cast, owner: Owner) -> None:
    also(cast, owner, "officer", "mana", "volunteer")
    kept, ended = key_of(cast, owner, "officer", "directory.view"), key_of(cast, owner, "officer", "directory.view", "need.edit")
    assert end(cast, "team_manager", "officer").status_code == 302
    assert [Client().get("/api/v1/services", headers=key).status_code for key in (kept, ended)] == [200, 401]


def test_a_last_day_to_come_ends_nothing_before_it(cast: Cast, owner: Owner) -> None:
    browser, friday = cast.client("officer"), today() + timedelta(days=3)
    assert b"must be today or later" in end(cast, "team_manager", "officer", **day(today() - timedelta(days=1))).content
    assert end(cast, "team_manager", "officer", **day(friday)).status_code == 302
    assert browser.get(f"/people/{cast.person}/").status_code == 200
    assert owner.rows("select ends_on from accounts_membership where user_id = %s", cast.users["officer"]) == [(friday,)]
    owner.change("update accounts_membership set ends_on = throughcare.today() - 1 where user_id = %s", cast.users["officer"])
    assert browser.get(f"/people/{cast.person}/").status_code == 404


def test_put_in_and_taken_out_again_on_one_day(cast: Cast, owner: Owner) -> None:
    for reason in ("MISTAKE", "MOVED", "DUTIES"):
        owner.place(
            "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (%s, %s, %s, 'case_manager', throughcare.today())",
            new_id(),
            cast.users["volunteer"],
            cast.teams["awa"],
        )
        assert end(cast, "team_manager", "volunteer", reason=reason).status_code == 302
    rows = owner.rows(
        "select ends_on < throughcare.today() and starts_on <= ends_on from accounts_membership where role_id = 'case_manager' and user_id = %s",
        cast.users["volunteer"],
    )
    assert rows == [(True,)] * 3


def test_ended_on_its_first_day_nothing_is_left_and_its_versions_and_the_audit_say_the_day(cast: Cast, owner: Owner) -> None:
    """Its row is set before today, since rights count by whole days; when it began and ended stands in its history and in the audit."""
    with reading_as(SYSTEM):
        made = Membership.objects.create(
            user_id=cast.users["volunteer"], team_id=cast.teams["awa"], role_id="case_manager", starts_on=today()
        )
    browser, key = cast.client("volunteer"), key_of(cast, owner, "volunteer", "person.view")
    person, machine = f"/people/{cast.person}/", f"/api/v1/people/{cast.person}"
    assert browser.get(person).status_code == 200 and Client().get(machine, headers=key).status_code == 200
    assert end(cast, "team_manager", "volunteer").status_code == 302
    assert browser.get(person).status_code == 404 and Client().get(machine, headers=key).status_code == 401
    assert b"Volunteer" not in cast.client("team_manager").get("/teams/").content
    versions = owner.rows(
        "select pgh_label, starts_on, ends_on is null, (pgh_created_at at time zone %s)::date from accounts_membershipevent where pgh_obj_id = %s order by pgh_id",
        settings.TIME_ZONE,
        made.id,
    )
    yesterday = today() - timedelta(days=1)
    assert versions == [("insert", today(), True, today()), ("update", yesterday, False, today())]
    ((at,),) = owner.rows("select at from audit_auditevent where verb = 'membership.ended'")
    assert timezone.localdate(at) == today()  # type: ignore[arg-type]  # rows are of objects


def test_who_may_not_be_ended(cast: Cast, owner: Owner) -> None:
    also(cast, owner, "auditor", "awa", "auditor")
    assert b"ask another manager of the team" in end(cast, "team_manager", "team_manager").content
    assert b"may do more than yours" in end(cast, "team_manager", "auditor").content
    assert end(cast, "officer", "case_manager").status_code == 404
    assert end(cast, "team_manager", "other_officer", "puke").status_code == 404
    assert end(cast, "team_manager", "other_officer").status_code == 404
    last = end(cast, "administrator", "team_manager")
    assert last.status_code == 409 and b"is the last who can invite people to Awa office" in last.content
    assert owner.rows("select 1 from accounts_membership where ends_on is not null") == []
    also(cast, owner, "case_manager", "awa", "team_manager")
    assert end(cast, "administrator", "team_manager").status_code == 302


@pytest.mark.parametrize(
    ("who", "whom", "team"),
    [("officer", "case_manager", "awa"), ("team_manager", "other_officer", "puke"), ("team_manager", "team_manager", "awa")],
)
def test_the_database_itself_ends_nobody_out_of_reach(cast: Cast, who: str, whom: str, team: str) -> None:
    with pytest.raises(Error, match="not theirs to end"), cast.reading(who), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.membership_end(%s, %s, null)", [cast.users[whom], cast.teams[team]])


def on_nobodys(cast: Cast) -> list[Any]:
    by = cast.actor("team_manager")
    with cast.reading("team_manager"):
        return list(narrowed(by, Filters(whose="nobody")).values_list("pk", flat=True))


def given(cast: Cast, worker: str, cover: str = "") -> None:
    by = cast.actor("team_manager")
    with cast.reading("team_manager"):
        assign_people(by=by, rows=[CaseRow(cast.person, None)], worker_id=cast.users[worker])
    if cover:
        with cast.reading("team_manager"):
            seen = Person.objects.get(pk=cast.person).assignments.get().id
            days = {"from_on": today(), "until_on": today() + timedelta(days=9)}
            cover_people(by=by, rows=[CaseRow(cast.person, seen)], worker_id=cast.users[cover], **days)


def test_their_caseload_is_on_nobodys_and_their_cover_ends(cast: Cast, owner: Owner) -> None:
    given(cast, "case_manager", cover="officer")
    live = "select worker_id from people_assignment where ends_at is null or ends_at > now() order by kind"
    assert owner.rows(live) == [(cast.users["officer"],), (cast.users["case_manager"],)] and not on_nobodys(cast)
    assert end(cast, "team_manager", "officer").status_code == 302
    assert owner.rows(live) == [(cast.users["case_manager"],)]
    assert end(cast, "team_manager", "case_manager").status_code == 302
    assert owner.rows(live) == [] and on_nobodys(cast) == [cast.person]
    persons = owner.rows("select person_ids, actor_id from audit_auditevent where verb = 'caseload.left'")
    assert persons == [([cast.person], cast.users["team_manager"])] * 2


def test_after_the_last_day_a_job_does_so_and_a_closed_account_keeps_its_own(cast: Cast, owner: Owner) -> None:
    given(cast, "officer")
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    let_go_of_those_left(0)
    assert not on_nobodys(cast)
    owner.change("update accounts_membership set ends_on = throughcare.today() - 1 where user_id = %s", cast.users["officer"])
    let_go_of_those_left(0)
    let_go_of_those_left(0)
    assert on_nobodys(cast) == [cast.person]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'caseload.left'") == [(1,)]


def test_who_is_closed_because_they_left_has_nobody_and_who_is_away_keeps_their_own(cast: Cast, owner: Owner) -> None:
    """On the manager's home, the list it leads to, and over REST alike."""

    def nobodys() -> list[Any]:
        manager = cast.client("team_manager")
        (line,) = [task for task in manager.get("/").context["tasks"] if task.title == "On nobody's caseload"]
        rows = Api(cast, "team_manager", ["person.view"]).call("GET", "/people?whose=nobody").json()["items"]
        many = 0 if line.status == "None" else int(line.status)
        assert len(manager.get("/people/?whose=nobody").context["page"].rows) == many == len(rows)
        return on_nobodys(cast)

    given(cast, "case_manager", cover="officer")
    live = "select worker_id from people_assignment where ends_at is null or ends_at > now() order by kind"
    for reason in ("AWAY", "LOST", "MISUSE"):
        close(cast, "officer", reason)
        let_go_of_those_left(0)
        assert owner.rows(live) == [(cast.users["officer"],), (cast.users["case_manager"],)] and nobodys() == []
        open_again(cast, "officer")
    close(cast, "officer", "LEFT")
    assert owner.rows(live) == [(cast.users["case_manager"],)] and nobodys() == []
    close(cast, "case_manager", "LEFT")
    assert owner.rows(live) == [] and nobodys() == [cast.person]
    persons = owner.rows("select person_ids, actor_id from audit_auditevent where verb = 'caseload.left'")
    assert persons == [([cast.person], cast.users["team_manager"])] * 2


def test_who_left_before_this_was_so_is_let_go_of_by_the_job_and_who_came_back_is_not(cast: Cast, owner: Owner) -> None:
    given(cast, "officer")
    close(cast, "officer", "AWAY")
    owner.place("update accounts_closing set reason = 'LEFT'")
    let_go_of_those_left(0)
    assert on_nobodys(cast) == [cast.person]
    open_again(cast, "officer")
    given(cast, "officer")
    let_go_of_those_left(0)
    assert on_nobodys(cast) == []


def close(cast: Cast, whom: str, reason: str) -> None:
    by = cast.actor("team_manager")
    with cast.reading("team_manager"):
        actions.close_account(by=by, user_id=cast.users[whom], reason=reason)


def open_again(cast: Cast, whom: str) -> None:
    by = cast.actor("team_manager")
    with cast.reading("team_manager"):
        actions.open_account(by=by, user_id=cast.users[whom])


def test_mail_to_the_team_that_waits_is_not_sent(cast: Cast, owner: Owner) -> None:
    by = system_actor("tell a team")
    with reading_as(by.reader):
        post(by=by, kind=PLAIN, about=Ref("test.thing", new_id()), to_team=cast.teams["awa"])
    ((notice,),) = owner.rows("select id from notices_notice")
    jobs.spread(notice_id=str(notice))
    mail.outbox.clear()
    assert end(cast, "team_manager", "officer").status_code == 302
    run_jobs()
    to = {message.to[0] for message in mail.outbox}
    assert "case_manager@example.test" in to and "officer@example.test" not in to


def test_the_same_by_key_and_by_command(cast: Cast, owner: Owner) -> None:
    machine = Client(headers=key_of(cast, owner, "team_manager", "staff.manage"))
    where, friday = f"/api/v1{address(cast, 'officer')[:-1]}", (today() + timedelta(days=3)).isoformat()

    def send(**body: Any) -> Any:
        return machine.post(where, json.dumps(body), content_type="application/json")

    assert send(reason="nonsense").status_code == 422
    assert send(reason="MOVED", last_day="2020-01-01").status_code == 422
    assert send(reason="MOVED", last_day=friday).json()["last_day"] == friday
    ended = send(reason="MOVED")
    assert ended.status_code == 200 and ended.json()["last_day"] is None and "Set-Cookie" not in ended
    assert send(reason="MISUSE").status_code == 404

    def run(*words: str) -> Any:
        done = CliRunner().invoke(cli, ["leave", *words], catch_exceptions=False)
        connection.close()
        return done

    assert f"until {friday}" in run("case_manager@example.test", "--team", "awa", "--last-day", friday).stdout
    assert json.loads(run("case_manager@example.test", "--team", "awa", "--json").stdout)["last_day"] is None
    with pytest.raises(Refused, match="last who can invite"):
        run("team_manager@example.test", "--team", "awa")
    connection.close()
    with pytest.raises(NotFound):
        run("case_manager@example.test", "--team", "awa")
    connection.close()


WAYS = ("page", "rest")


class Colleague:
    """Somebody of the office with what could still be served through it: a session, a key."""

    def __init__(self, cast: Cast, owner: Owner) -> None:
        self.cast, self.owner, self.id = cast, owner, cast.users["officer"]
        also(cast, owner, "officer", "puke", "volunteer")  # so that the session lives on, and only what it may see changes

    def renew(self) -> None:
        self.owner.change(
            "update accounts_membership set ends_on = null, starts_on = '2026-01-01' where user_id = %s and role_id <> 'volunteer'", self.id
        )
        self.owner.change("delete from accounts_apitoken")
        self.browser, self.key = self.cast.client("officer"), key_of(self.cast, self.owner, "officer", "person.view")

    def page(self) -> bool:
        return bool(self.browser.get(f"/people/{self.cast.person}/").status_code == 200)

    def rest(self) -> bool:
        return bool(Client().get(f"/api/v1/people/{self.cast.person}", headers=self.key).status_code == 200)

    def end(self) -> None:
        with reading_as(ENDER.reader):
            actions.end_membership(by=ENDER, team_id=self.cast.teams["awa"], user_id=self.id, reason="MOVED")
        connection.close()


def test_races_of_requests_against_an_ending(cast: Cast, owner: Owner) -> None:
    colleague, chance, before, after = Colleague(cast, owner), random.Random(SEED), 0, 0
    for number in range(RACES):
        colleague.renew()
        ask = getattr(colleague, WAYS[number % len(WAYS)])
        early, late = served_around(ask, colleague.end, chance=chance, within=0.06, enough=3)
        before, after = before + early, after + late
    print(f"S14: {RACES} races, seed {SEED}: {before} served before the ending, {after} after")
    assert after == 0 and before >= RACES // 4


def test_the_race_finds_an_ending_that_does_not_end(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: it says that it ended and leaves the membership."""
    colleague = Colleague(cast, owner)
    monkeypatch.setattr(Colleague, "end", lambda self: None)
    colleague.renew()
    _, late = served_around(colleague.page, colleague.end, chance=random.Random(SEED), within=0.06, enough=3)
    assert late > 0
