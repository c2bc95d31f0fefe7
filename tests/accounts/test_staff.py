"""A manager keeps their own team's staff: inviting, joining, closing and opening accounts. By page, by key, by command."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import Error, connection
from django.test import Client
from typer.testing import CliRunner

from tests.accounts.test_log_in import HASHED, PASSWORD, is_in, log_in
from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs, waiting
from throughcare.accounts import actions
from throughcare.accounts.cli import cli
from throughcare.accounts.queries import digest_of
from throughcare.common.ids import new_id
from throughcare.common.refusals import NotFound, Refused

NEW = {"name": "Pita Rimu", "email": "pita@example.test", "role": "case_manager"}


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


def invited(cast: Cast, who: str = "team_manager", team: str = "awa", **changed: str) -> tuple[Any, str]:
    """The answer to an invitation, and the link that was mailed."""
    mail.outbox.clear()
    answer = cast.client(who).post(f"/teams/{cast.teams[team]}/invite/", {**NEW, **changed})
    run_jobs()
    return answer, link_in(str(mail.outbox[-1].body)) if mail.outbox else ""


def accept(link: str, **changed: str) -> Any:
    return Client().post(link, {"name": "Pita Rimu", "password1": PASSWORD, "password2": PASSWORD, **changed})


def test_from_home_to_an_account_that_works(cast: Cast, owner: Owner) -> None:
    manager = cast.client("team_manager")
    assert b'href="/teams/"' in manager.get("/").content
    page = manager.get("/teams/")
    assert page.status_code == 200 and {one.email for one, _ in page.context["staff"]} >= {
        "officer@example.test",
        "team_manager@example.test",
    }
    answer, link = invited(cast)
    assert answer.status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["pita@example.test"] and not re.search("Pita|Rimu|Awa|case|manager", str(sent.subject) + str(sent.body))
    secret = link.split("/")[2]
    assert owner.rows("select digest from accounts_invitation") == [(digest_of(secret),)]
    assert secret not in str(owner.rows("select args from procrastinate_jobs"))
    assert [one["row"].name for one in manager.get("/teams/").context["invitations"]] == ["Pita Rimu"]
    assert b"Awa office" in Client().get(link).content
    assert accept(link).status_code == 302
    assert is_in(log_in("pita@example.test")[0])
    assert accept(link, name="Somebody else").status_code == 200 and b"This link is over" in Client().get(link).content
    assert [one.email for one, _ in manager.get("/teams/").context["staff"] if one.last_login] == ["pita@example.test"]
    verbs = [row[0] for row in owner.rows("select verb from audit_auditevent order by at, id")]
    assert verbs == ["user.invited", "user.joined", "user.logged_in"]


def test_a_password_that_will_not_do_is_said(cast: Cast, owner: Owner) -> None:
    _, link = invited(cast)
    answer = accept(link, password1="too short", password2="too short")
    assert answer.status_code == 200 and b"at least 16" in answer.content
    assert b"not the same" in accept(link, password2="another one altogether").content
    assert owner.rows("select used_at from accounts_invitation") == [(None,)]


def test_an_address_with_an_account_gets_the_same_answer_and_joins_only_logged_in(cast: Cast, owner: Owner) -> None:
    owner.change("update accounts_user set password = %s where id = %s", HASHED, cast.users["volunteer"])
    fresh, _ = invited(cast)
    known, link = invited(cast, email="volunteer@example.test", name="V")
    assert (fresh.status_code, fresh["Location"]) == (known.status_code, known["Location"])
    page = Client().get(link)
    assert b"Log in" in page.content and b"password1" not in page.content
    assert Client().post(link, {"name": "x", "password1": PASSWORD, "password2": PASSWORD}).status_code == 200
    assert b"This link is over" in cast.client("officer").post(link).content
    assert cast.client("volunteer").post(link).status_code == 302
    roles = owner.rows("select role_id from accounts_membership where user_id = %s order by 1", cast.users["volunteer"])
    assert roles == [("case_manager",), ("volunteer",)]


@pytest.mark.parametrize(
    ("who", "team", "gives"),
    [
        ("team_manager", "awa", {"case_manager", "probation_officer", "team_manager", "recruitment_consultant"}),
        ("partner_manager", "mana", {"partner_worker", "partner_manager", "employer_contact", "volunteer", "volunteer_coordinator"}),
        ("partnership_manager", "head", {"partnership_manager", "analyst"}),
        ("administrator", "head", {"administrator", "auditor", "case_manager"}),
    ],
)
def test_no_role_above_ones_own_nor_of_another_kind_of_team(cast: Cast, who: str, team: str, gives: set[str]) -> None:
    form = cast.client(who).get(f"/teams/{cast.teams[team]}/invite/").context["form"]
    offered = {code for code, _ in form.fields["role"].choices}
    never = {"person", "whanau_member"} | ({"partner_worker"} if team != "mana" else {"case_manager"})
    never |= {"administrator", "auditor", "records"} if who != "administrator" else set()
    assert gives <= offered and not offered & never
    answer, link = invited(cast, who, team, role="auditor" if who != "administrator" else "person")
    assert answer.status_code == 200 and "role" in answer.context["form"].errors and not link


def test_the_database_itself_gives_no_role_above(cast: Cast) -> None:
    sql = (
        "insert into accounts_invitation (id, team_id, role_id, email, name, invited_by_id, made_at, expires_at) "
        "values (%s, %s, %s, 'x@example.test', 'x', %s, now(), now())"
    )
    for role, team, by in (
        ("administrator", "awa", "team_manager"),
        ("case_manager", "puke", "team_manager"),
        ("case_manager", "awa", "officer"),
    ):
        with pytest.raises(Error, match="row-level security"), cast.reading("team_manager"), connection.cursor() as cursor:
            cursor.execute(sql, [new_id(), cast.teams[team], role, cast.users[by]])


def test_sent_again_the_old_link_is_dead_and_withdrawn_both_are(cast: Cast, owner: Owner) -> None:
    _, first = invited(cast)
    ((made,),) = owner.rows("select id from accounts_invitation")
    manager = cast.client("team_manager")
    assert manager.post(f"/teams/invitations/{made}/resend/").status_code == 302
    assert b"This link is over" in Client().get(first).content
    run_jobs()
    second = link_in(str(mail.outbox[-1].body))
    assert b"You are invited" in Client().get(second).content
    assert manager.post(f"/teams/invitations/{made}/withdraw/").status_code == 302
    assert b"This link is over" in Client().get(second).content and accept(second).status_code == 200
    assert owner.rows("select 1 from accounts_user where email = 'pita@example.test'") == []
    assert invited(cast)[1]  # and may be invited anew


def test_a_link_ends_after_three_days_and_can_be_sent_again(cast: Cast, owner: Owner) -> None:
    _, link = invited(cast)
    owner.change("update accounts_invitation set expires_at = now() - interval '1 second'")
    assert b"This link is over" in Client().get(link).content and accept(link).status_code == 200
    page = cast.client("team_manager").get("/teams/")
    assert [one["is_over"] for one in page.context["invitations"]] == [True]
    assert cast.client("team_manager").post(f"/teams/invitations/{page.context['invitations'][0]['row'].id}/resend/").status_code == 302


def test_withdrawn_before_the_job_ran_no_mail_leaves(cast: Cast, owner: Owner) -> None:
    cast.client("team_manager").post(f"/teams/{cast.teams['awa']}/invite/", NEW)
    ((made,),) = owner.rows("select id from accounts_invitation")
    cast.client("team_manager").post(f"/teams/invitations/{made}/withdraw/")
    mail.outbox.clear()
    run_jobs()
    assert mail.outbox == [] and waiting(owner) == []


def close(cast: Cast, who: str, whom: str, **more: str) -> Any:
    return cast.client(who).post(f"/teams/staff/{cast.users[whom]}/close/", {"reason": "LEFT", **more})


def test_closing_ends_everything_at_once_and_opening_brings_none_of_it_back(cast: Cast, owner: Owner) -> None:
    officer = cast.users["officer"]
    owner.change("update accounts_user set password = %s where id = %s", HASHED, officer)
    browser, _ = log_in("officer@example.test")
    made = browser.post("/your-account/keys/", {"name": "x", "scopes": ["directory.view"], "days": "30"})
    (key,) = re.findall(r"tc_[\w-]{43}", made.content.decode())
    Client().post("/account/password/reset/", {"email": "officer@example.test"})
    mail.outbox.clear()
    run_jobs()
    reset = link_in(str(mail.outbox[-1].body))
    Client().post("/account/password/reset/", {"email": "officer@example.test"})  # this one waits in the queue
    stolen = browser.cookies["sessionid"].value
    assert close(cast, "team_manager", "officer").status_code == 302
    assert owner.rows("select 1 from accounts_session where user_id = %s", officer) == []
    assert owner.rows("select 1 from accounts_apitoken where revoked_at is null") == [] and waiting(owner) == []
    assert owner.rows("select reason, closed_by_id from accounts_closing") == [("LEFT", cast.users["team_manager"])]
    ((detail,),) = owner.rows("select detail from audit_auditevent where verb = 'user.disabled'")
    assert detail == {"reason": "LEFT", "sessions": 1, "keys": 1, "links": 0, "mails": 1}
    page = cast.client("team_manager").get(f"/teams/staff/{officer}/open/")
    assert b"They no longer work here" in page.content and b"Team manager" in page.content
    assert cast.client("team_manager").post(f"/teams/staff/{officer}/open/").status_code == 302
    browser.cookies["sessionid"] = stolen
    assert not is_in(browser) and not is_in(log_in("officer@example.test")[0])
    assert Client().get("/api/v1/services", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert Client().get(reset).context["token_fail"]
    mail.outbox.clear()
    run_jobs()
    link, browser = link_in(str(mail.outbox[-1].body)), Client()
    assert browser.post(browser.get(link)["Location"], {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert is_in(log_in("officer@example.test")[0])


def test_invitations_of_a_closed_manager_end_too(cast: Cast) -> None:
    _, link = invited(cast)
    assert close(cast, "administrator", "team_manager", anyway="on").status_code == 302
    assert b"This link is over" in Client().get(link).content and accept(link).status_code == 200


def test_who_may_not_be_closed(cast: Cast, owner: Owner) -> None:
    assert b"can&#x27;t close your own account" in close(cast, "team_manager", "team_manager").content
    assert b"ask your administrator" in close(cast, "partnership_manager", "administrator").content
    assert close(cast, "team_manager", "other_officer").status_code == 404
    assert close(cast, "officer", "case_manager").status_code == 404
    last = close(cast, "administrator", "team_manager")
    assert last.status_code == 409 and b"is the last who can invite people to Awa office" in last.content
    owner.place(
        "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (%s, %s, %s, 'case_manager', throughcare.today())",
        new_id(),
        cast.users["officer"],
        cast.teams["puke"],
    )
    assert b"works in another team too" in close(cast, "team_manager", "officer").content
    assert owner.rows("select 1 from accounts_user where not is_active") == []


@pytest.mark.parametrize("whom", ["administrator", "other_officer", "partnership_manager"])
def test_the_database_itself_closes_nobody_out_of_reach(cast: Cast, owner: Owner, whom: str) -> None:
    with pytest.raises(Error, match="not theirs to close"), cast.reading("partnership_manager"), connection.cursor() as cursor:
        cursor.execute("select * from throughcare.account_close(%s, 'LEFT', gen_random_uuid())", [cast.users[whom]])
    owner.change("update accounts_user set is_active = false where id = %s", cast.users["officer"])
    with cast.reading("partnership_manager"), connection.cursor() as cursor:
        cursor.execute("select throughcare.account_open(%s)", [cast.users["officer"]])
        assert cursor.fetchone() == (False,)


def run(*words: str) -> Any:
    done = CliRunner().invoke(cli, [*words], catch_exceptions=False)
    connection.close()
    return done


def test_the_same_by_command(cast: Cast, owner: Owner) -> None:
    made = json.loads(
        run("invite", "--email", "pita@example.test", "--name", "Pita", "--role", "case_manager", "--team", "awa", "--json").stdout
    )
    with pytest.raises(Refused, match="no team nowhere"):
        run("staff", "nowhere")
    connection.close()
    assert "invited" in run("staff", "awa").stdout
    assert "new link" in run("resend", made["id"]).stdout
    assert "withdrawn" in run("withdraw", made["id"]).stdout
    with pytest.raises(Refused, match="last who can invite"):
        run("disable", "team_manager@example.test")
    connection.close()
    assert "no longer" in run("disable", "team_manager@example.test", "--anyway", "--reason", "LOST").stdout
    assert json.loads(run("enable", "team_manager@example.test", "--json").stdout)["active"] is True
    assert owner.rows("select reason, closed_by_id, opened_by_id from accounts_closing") == [("LOST", None, None)]
    with pytest.raises(Refused, match="open already"):
        run("enable", "team_manager@example.test")
    connection.close()
    with pytest.raises(Refused, match="no reason"):
        run("disable", "team_manager@example.test", "--reason", "x")
    connection.close()
    run("disable", "aroha@example.test")  # in no team
    assert owner.rows("select is_active from accounts_user where email = 'aroha@example.test'") == [(False,)]


def test_the_same_by_key(cast: Cast, owner: Owner) -> None:
    key = "tc_" + "k" * 43
    owner.place(
        "insert into accounts_apitoken (id, user_id, name, digest, scopes, created_at, expires_at) values (%s, %s, 'x', %s, %s, now(), now() + interval '1 day')",
        new_id(),
        cast.users["team_manager"],
        digest_of(key),
        ["staff.manage"],
    )
    machine = Client(headers={"Authorization": f"Bearer {key}"})

    def post(where: str, **body: Any) -> Any:
        return machine.post(f"/api/v1/teams/{where}", json.dumps(body), content_type="application/json")

    (team,) = machine.get("/api/v1/teams").json()
    assert team["code"] == "awa"
    made = post(f"{team['id']}/invitations", **NEW)
    assert made.status_code == 201 and "digest" not in made.json()
    assert [i["id"] for i in machine.get(f"/api/v1/teams/{team['id']}/invitations").json()] == [made.json()["id"]]
    assert post(f"invitations/{made.json()['id']}/resend").status_code == 200
    assert post(f"invitations/{made.json()['id']}/withdraw").status_code == 200
    people = {one["email"]: one for one in machine.get(f"/api/v1/teams/{team['id']}/staff").json()}
    officer: UUID = people["officer@example.test"]["user_id"]
    assert post(f"staff/{officer}/close", reason="nonsense").status_code == 422
    closed = post(f"staff/{officer}/close", reason="MISUSE")
    assert closed.status_code == 200 and closed.json()["active"] is False
    assert post(f"staff/{officer}/open").json()["active"] is True
    assert all("Set-Cookie" not in answer for answer in (made, closed))


def test_a_stranger_to_the_team_finds_nothing(cast: Cast) -> None:
    by = cast.actor("partner_manager")
    with pytest.raises(NotFound), cast.reading("partner_manager"):
        actions.close_account(by=by, user_id=cast.users["officer"], reason="LEFT")
    with pytest.raises(NotFound), cast.reading("partner_manager"):
        actions.open_account(by=by, user_id=cast.users["officer"])
    with pytest.raises(NotFound), cast.reading("partner_manager"):
        actions.withdraw_invitation(by=by, invitation_id=new_id())
