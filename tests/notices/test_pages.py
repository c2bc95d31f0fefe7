"""The inbox."""

import re
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from throughcare.accounts.actors import system_actor
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.notices import actions, kinds, queries

KIND = "test.page"
WHERE = "/things/here"


@pytest.fixture(autouse=True)
def _kind() -> None:
    kinds.register_person("test.thing", kinds.NOBODYS)
    kinds.register(KIND, title="Ngā kōrero hou", url=_where)


def _where(about: Ref) -> str:
    return WHERE


def post(cast: Cast, number: int = 1) -> None:
    actor = system_actor("test")
    with reading_as(actor.reader):
        for _ in range(number):
            actions.post(by=actor, kind=KIND, about=Ref("test.thing", new_id()), to_team=cast.teams["mana"])


def unread(cast: Cast, *names: str) -> list[int]:
    found = []
    for name in names:
        actor = cast.actor(name)
        with reading_as(actor.reader):
            found.append(queries.unread_count(actor))
    return found


def test_each_member_reads_a_teams_notice_for_themselves(cast: Cast) -> None:
    post(cast)
    browser = cast.client("partner_worker")
    page = browser.get("/notices/")
    assert "Ngā kōrero hou" in page.content.decode() and page["Cache-Control"].startswith("max-age=0")
    line = page.context["lines"][0]
    answer = browser.get(f"/notices/{line.id}/")
    assert (answer.status_code, answer["Location"]) == (302, WHERE)
    assert browser.get(f"/notices/{line.id}/").status_code == 302
    assert unread(cast, "partner_worker", "partner_worker_2", "officer") == [0, 1, 0]
    assert browser.get("/notices/?show=unread").context["lines"] == []


def test_anothers_notice_is_like_an_unknown_one(cast: Cast) -> None:
    post(cast)
    theirs = cast.client("partner_worker").get("/notices/").context["lines"][0].id
    browser = cast.client("officer")
    other, unknown = browser.get(f"/notices/{theirs}/"), browser.get(f"/notices/{new_id()}/")
    assert (other.status_code, _without_token(other)) == (404, _without_token(unknown))
    assert browser.get("/notices/").context["lines"] == []


def test_pages_go_on_to_the_end_and_all_can_be_marked(cast: Cast) -> None:
    post(cast, 120)
    browser = cast.client("partner_worker")
    seen: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = browser.get("/notices/", {"after": cursor}).context
        seen += [line.id for line in page["lines"]]
        cursor = page["page"].next
    assert len(seen) == len(set(seen)) == 120 and seen == sorted(seen, reverse=True)
    assert unread(cast, "partner_worker") == [queries.MOST_SHOWN]
    assert browser.get("/notices/read-all").status_code == 405
    assert browser.post("/notices/read-all").status_code == 302
    assert unread(cast, "partner_worker", "partner_worker_2") == [0, queries.MOST_SHOWN]


def test_nobody_logged_in_is_sent_to_log_in(cast: Cast) -> None:
    answer = cast.client(None).get("/notices/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def _without_token(page: Any) -> str:
    """The token against forged requests is new on each page."""
    return re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode())


def test_the_headers_link_ends_with_its_word(cast: Cast) -> None:
    """A space before the count would be underlined; the hidden words begin with one of their own."""
    post(cast)
    header = cast.client("partner_worker").get("/notices/").content.decode()
    assert re.search(r'</svg>Notices<span class="app-header__count"><span aria-hidden="true">1</span>', header)
