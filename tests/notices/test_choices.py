"""How somebody wants to be told: on the page, over REST, by the link in a mail; what is about safety is always told."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import Error, connection
from django.test import Client

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.notices.machine import Machine
from throughcare.accounts.actors import system_actor
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.notices import actions, kinds
from throughcare.notices.actions import NewSettings
from throughcare.notices.actions.links import off_link
from throughcare.notices.actions.posting import ALWAYS
from throughcare.notices.models import NoticeSettings

PLAIN, SAFETY = "test.plain", "test.safety"


@pytest.fixture(autouse=True)
def _kinds() -> None:
    kinds.register_person("test.thing", kinds.NOBODYS)
    kinds.register(PLAIN, title="A plain thing", url=_nowhere)
    kinds.register(SAFETY, title="Somebody may come to harm", url=_nowhere, safety=True)


def _nowhere(about: Ref) -> str:
    return f"/things/{about.id}"


def post(cast: Cast, kind: str, *names: str) -> None:
    actor = system_actor("test")
    with reading_as(actor.reader):
        for name in names:
            actions.post(by=actor, kind=kind, about=Ref("test.thing", new_id()), to_user=cast.users[name])


def choose(cast: Cast, name: str, way: str, kind: str = PLAIN, seen: int = 0, hour: int = 0) -> None:
    actor = cast.actor(name)
    with cast.reading(name):
        actions.choose(by=actor, new=NewSettings(ways={kind: way}, hour=hour), seen=seen)


def chosen(owner: Owner, cast: Cast, name: str) -> tuple[list[str], list[str], int] | None:
    rows = owner.rows("select daily, off, version from notices_noticesettings where user_id = %s", cast.users[name])
    return rows[0] if rows else None  # type: ignore[return-value]  # three columns


def test_each_is_mailed_as_they_chose_and_the_inbox_has_it_all(cast: Cast, owner: Owner) -> None:
    choose(cast, "officer", "OFF")
    choose(cast, "team_manager", "DAILY")
    mail.outbox.clear()
    post(cast, PLAIN, "case_manager", "officer", "team_manager")
    run_jobs()
    assert [m.to for m in mail.outbox] == [["case_manager@example.test"]]
    states = {user: state for user, state in owner.rows("select user_id, state from notices_noticemail")}  # noqa: C416 - rows, not pairs
    assert states == {cast.users["case_manager"]: "SENT", cast.users["officer"]: "OFF", cast.users["team_manager"]: "DIGEST"}
    for name in ("case_manager", "officer", "team_manager"):
        assert [line.kind for line in cast.client(name).get("/notices/").context["lines"]] == [PLAIN]


def test_what_is_about_safety_is_mailed_at_once_whatever_was_chosen(cast: Cast, owner: Owner) -> None:
    for way in ("OFF", "DAILY"):
        with pytest.raises(Invalid, match="safety"):
            choose(cast, "officer", way, SAFETY)
    # Not even when the row says so: chosen before the kind became one of safety.
    with cast.reading("officer"):
        NoticeSettings.objects.create(user_id=cast.users["officer"], off=[SAFETY])
    connection.close()
    mail.outbox.clear()
    post(cast, SAFETY, "officer")
    run_jobs()
    (sent,) = mail.outbox
    assert ALWAYS in sent.body and "List-Unsubscribe" not in sent.extra_headers and "/off/" not in sent.body


def test_the_page_says_what_may_be_chosen_and_keeps_it(cast: Cast, owner: Owner) -> None:
    browser = cast.client("officer")
    page = browser.get("/your-account/notices/")
    text = page.content.decode()
    assert "Somebody may come to harm" in text and "way-test.safety" not in text and "There is an answer to what you told us" not in text
    form = {name: field.initial for name, field in page.context["form"].fields.items()}
    answer = browser.post("/your-account/notices/", {**form, "way-test.plain": "DAILY", "hour": "9", "time_zone": "Pacific/Chatham"})
    assert answer.status_code == 302
    assert chosen(owner, cast, "officer") == ([PLAIN], [], 1)
    # The same page again, from before: told so, nothing lost.
    stale = browser.post("/your-account/notices/", {**form, "way-test.plain": "OFF"})
    assert "You changed this elsewhere" in stale.content.decode() and chosen(owner, cast, "officer") == ([PLAIN], [], 1)
    wrong = browser.post("/your-account/notices/", {**form, "version": "1", "hour": "99"})
    assert wrong.status_code == 200 and "Error: " in wrong.content.decode()
    assert 'href="/your-account/notices/"' in browser.get("/your-account/").content.decode()
    assert owner.rows("select actor_id, about_id from audit_auditevent where verb = 'notice.settings.changed'") == [
        (cast.users["officer"], cast.users["officer"])
    ]


def test_what_can_not_be_chosen_is_named(cast: Cast) -> None:
    actor = cast.actor("officer")
    wrong: list[dict[str, Any]] = [
        {"ways": {"test.unknown": "OFF"}},
        {"ways": {PLAIN: "SOMETIMES"}},
        {"ways": {"people.disagreement.answered": "OFF"}},  # for people, not for staff
        {"ways": {}, "hour": 24},
        {"ways": {}, "time_zone": "Atlantis/Harbour"},
        {"ways": {}, "language": "xx"},
    ]
    for values in wrong:
        with pytest.raises(Invalid), cast.reading("officer"):
            actions.choose(by=actor, new=NewSettings(**{"hour": 7, **values}), seen=0)
    choose(cast, "officer", "OFF")
    with pytest.raises(Stale):
        choose(cast, "officer", "DAILY", seen=0)
    choose(cast, "officer", "AT_ONCE", seen=1)


def test_the_link_in_a_mail_turns_its_kind_off_and_does_nothing_else(cast: Cast, owner: Owner) -> None:
    mail.outbox.clear()
    post(cast, PLAIN, "officer")
    run_jobs()
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<http://[^/]+(/notices/off/[^>]+)>", sent.extra_headers["List-Unsubscribe"])
    assert link and link[1] in sent.body
    stranger = Client(enforce_csrf_checks=True)
    asked = stranger.get(link[1])
    assert "Turn these mails off?" in asked.content.decode() and chosen(owner, cast, "officer") is None
    done = stranger.post(link[1], {"List-Unsubscribe": "One-Click"})
    assert "Mails turned off" in done.content.decode() and chosen(owner, cast, "officer") == ([], [PLAIN], 1)
    assert stranger.post(link[1]).status_code == 200 and chosen(owner, cast, "officer") == ([], [PLAIN], 1)
    assert "sessionid" not in stranger.cookies and stranger.get("/your-account/notices/").status_code == 302
    assert owner.rows("select actor_id, about_id, detail from audit_auditevent where verb = 'notice.turned_off'") == [
        (None, cast.users["officer"], {"kinds": [PLAIN]})
    ]


def test_it_acts_for_the_one_it_was_sent_to_whoever_follows_it(cast: Cast, owner: Owner) -> None:
    path = off_link(cast.users["officer"], PLAIN).partition("8000")[2]
    page = cast.client("case_manager").post(path)
    assert page.status_code == 200 and "Case manager" in page.content.decode()  # the reader of the page is who they were
    assert chosen(owner, cast, "case_manager") is None and chosen(owner, cast, "officer") == ([], [PLAIN], 1)


def test_no_link_hides_what_is_about_safety_and_a_changed_one_leads_nowhere(cast: Cast, owner: Owner) -> None:
    path = off_link(cast.users["officer"], SAFETY).partition("8000")[2]
    answer = Client().post(path)
    assert "can't be turned off" in answer.content.decode() and chosen(owner, cast, "officer") is None
    broken = path[:-3] + "xx/"
    assert (Client().get(broken).status_code, Client().post(broken).status_code) == (404, 404)
    with pytest.raises(NotFound):
        actions.turn_off(by=cast.actor("officer"), token="nothing")


def test_the_link_of_the_daily_mail_stops_all_of_it(cast: Cast, owner: Owner) -> None:
    choose(cast, "officer", "DAILY")
    Client().post(off_link(cast.users["officer"], "daily").partition("8000")[2])
    assert chosen(owner, cast, "officer") == ([], [PLAIN], 2)


def test_turned_off_between_the_outbox_and_the_mail_it_is_not_sent(cast: Cast, owner: Owner) -> None:
    post(cast, PLAIN, "officer")
    actor = system_actor("deliver notices")
    with reading_as(actor.reader):
        (notice,) = owner.rows("select id from notices_notice")[0]
        actions.spread(by=actor, notice_id=notice)  # type: ignore[arg-type]  # an id
    connection.close()
    choose(cast, "officer", "OFF")
    mail.outbox.clear()
    run_jobs()
    assert mail.outbox == [] and owner.rows("select state from notices_noticemail") == [("OFF",)]


def test_nobody_reads_or_writes_anothers_choice(cast: Cast) -> None:
    choose(cast, "officer", "OFF")
    with cast.reading("case_manager"):
        assert not NoticeSettings.objects.exists()
        assert NoticeSettings.objects.filter(pk=cast.users["officer"]).update(off=[]) == 0
    with pytest.raises(Error, match="row-level security"), cast.reading("case_manager"):
        NoticeSettings.objects.create(user_id=cast.users["analyst"])


def test_the_inbox_is_narrowed_by_kind_and_to_what_is_new(cast: Cast) -> None:
    post(cast, PLAIN, "officer")
    post(cast, SAFETY, "officer")
    browser = cast.client("officer")
    both = browser.get("/notices/")
    assert {line.kind for line in both.context["lines"]} == {PLAIN, SAFETY} and "Safety" in both.content.decode()
    page = browser.get("/notices/", {"kind": SAFETY})
    assert [line.kind for line in page.context["lines"]] == [SAFETY]
    browser.get(f"/notices/{page.context['lines'][0].id}/")
    assert [line.kind for line in browser.get("/notices/?show=unread").context["lines"]] == [PLAIN]
    assert "No notice fits these filters" in browser.get("/notices/", {"kind": SAFETY, "show": "unread"}).content.decode()
    assert len(browser.get("/notices/?kind=odd").context["lines"]) == 2


def test_the_bell_asks_once_a_page(cast: Cast) -> None:
    post(cast, PLAIN, "officer", "officer")
    browser = cast.client("officer")
    asked: list[str] = []

    def listen(execute: Any, sql: Any, *more: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, *more)

    with connection.execute_wrapper(listen):
        page = browser.get("/your-account/").content.decode()
    assert len([sql for sql in asked if "notices_notice" in sql]) == 1
    assert "(2 unread)" in page and "A plain thing" not in page


def test_rest_says_and_keeps_the_choice(cast: Cast) -> None:
    post(cast, PLAIN, "officer")
    machine = Machine(cast, "officer")
    listed = machine.call("GET", "/notices").json()["items"]
    assert [line["kind"] for line in listed] == [PLAIN] and not listed[0]["is_read"]
    assert machine.call("POST", f"/notices/{listed[0]['id']}/read").json()["is_read"]
    assert machine.call("GET", "/notices?unread=true").json()["items"] == []
    assert machine.call("POST", "/notices/read").status_code == 204
    found = machine.call("GET", "/notices/settings")
    ways = {way["kind"]: (way["way"], way["safety"]) for way in found.json()["ways"]}
    assert found["ETag"] == '"0"' and ways[PLAIN] == ("AT_ONCE", False) and ways[SAFETY] == ("AT_ONCE", True)
    body = {"ways": {PLAIN: "DAILY"}, "hour": 8, "time_zone": "Pacific/Chatham"}
    assert machine.call("PUT", "/notices/settings", body).status_code == 428
    kept = machine.call("PUT", "/notices/settings", body, seen=0)
    assert kept["ETag"] == '"1"' and kept.json()["hour"] == 8
    assert {way["kind"]: way["way"] for way in kept.json()["ways"]}[PLAIN] == "DAILY"
    assert machine.call("PUT", "/notices/settings", body, seen=0).status_code == 412
    assert machine.call("PUT", "/notices/settings", {"ways": {SAFETY: "OFF"}}, seen=1).status_code == 422


def test_what_must_always_be_told_is_marked_so() -> None:
    assert kinds.kind_of("people.conflict").safety and not kinds.kind_of("people.handover").safety
