"""What somebody was told of a person they no longer work with leads nowhere, and says so: the same whether it is over, gone or never was."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give, hand_over
from tests.people.test_rest import Api
from tests.referrals import walk
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.ref import Ref
from throughcare.notices import kinds
from throughcare.notices.queries import CLOSED
from throughcare.people.actions.disagreements import disagree
from throughcare.referrals.actions import ask_question


def asked(cast: Cast) -> tuple[str, str, str]:
    as_(cast, "partner_worker", ask_question, referral_id=walk.sent(cast).pk, text="From which day?")
    return "case_manager", "awa", "referrals_referral"


def handed(cast: Cast) -> tuple[str, str, str]:
    give(cast, "case_manager", "case_manager")
    hand_over(cast)
    return "other_officer", "puke", "people_handover"


def disagreed(cast: Cast) -> tuple[str, str, str]:
    as_(cast, "aroha", disagree, about=Ref("people.person", cast.person), words="It was not so.")
    return "officer", "awa", "people_disagreement"


TOLD = pytest.mark.parametrize("tell", [asked, handed, disagreed])
Tell = Callable[[Cast], tuple[str, str, str]]


def leave(owner: Owner, team: object) -> None:
    owner.place("update people_involvement set ends_at = now() where team_id = %s", team)


def shown(answer: Any) -> str:
    """The page but for what is another at each request."""
    return unescape(answer.content.decode()).partition("<main")[2].partition("csrfmiddlewaretoken")[0]


@TOLD
def test_after_the_last_day_no_link_is_offered(cast: Cast, owner: Owner, tell: Tell) -> None:
    who, team, table = tell(cast)
    browser, api = cast.client(who), Api(cast, who, ["caseload.own", "need.edit", "referral.send"])
    (line,) = browser.get("/notices/").context["lines"]
    opened = browser.get(f"/notices/{line.id}/")
    assert not line.closed and browser.get(opened["Location"]).status_code == 200
    leave(owner, cast.teams[team])
    page = browser.get("/notices/")
    assert page.context["lines"][0].closed and CLOSED in shown(page) and line.title in shown(page)
    assert f"/notices/{line.id}/" not in shown(page) and "Aroha" not in shown(page)
    assert not line.sentence or line.sentence not in shown(page)
    back = browser.get(f"/notices/{line.id}/", follow=True)
    assert back.redirect_chain == [("/notices/", 302)] and shown(back).count(CLOSED) == 2, "as a message, and in the list"
    assert browser.get(opened["Location"]).status_code == 404
    (told,) = api.call("GET", "/notices").json()["items"]
    assert (told["closed"], told["sentence"]) == (True, CLOSED)
    assert api.call("POST", f"/notices/{line.id}/read").json() == {**told, "is_read": True}
    before = shown(browser.get("/notices/"))
    owner.place(f"delete from {table}")
    assert shown(browser.get("/notices/")) == before, "gone is as over"


def test_one_sentence_for_every_kind(cast: Cast, owner: Owner) -> None:
    for tell in (asked, disagreed):
        tell(cast)
    leave(owner, cast.teams["awa"])
    lines = cast.client("case_manager").get("/notices/").context["lines"]
    assert len(lines) == 2 and {(line.closed, line.sentence) for line in lines} == {(True, CLOSED)}


def test_what_is_asked_of_the_database_tells_no_more_than_the_page(cast: Cast) -> None:
    referral = walk.sent(cast).pk
    for who, there in (("case_manager", [referral]), ("partner_worker", [referral]), ("other_officer", []), ("administrator", [])):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select * from throughcare.open_things(%s, %s)", [["referrals.referral"] * 2, [referral, new_id()]])
            assert [row[0] for row in cursor.fetchall()] == there, who


def test_each_thing_of_a_person_says_where_it_stands() -> None:
    about_people = {kind for kind, person in kinds.persons().items() if person != kinds.NOBODYS and not kind.startswith("test.")}
    assert about_people == set(kinds.tables()) and set(kinds.tables().values()) <= set(REGISTRY.rules)
