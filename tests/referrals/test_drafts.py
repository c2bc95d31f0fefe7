"""What either side types at a step of a referral outlives the time-out: kept for its author alone, gone with what it was for."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_drafts import hurry as hurry
from tests.people.test_drafts import kept, key_of
from tests.referrals import walk

WORDS = "Two dogs, and a ramp at the door"
STEPS = [
    ("partner_worker", "ask", "text"),
    ("partner_worker", "acknowledge", "note"),
    ("partner_worker", "accept", "note"),
    ("partner_worker", "decline", "note"),
    ("partner_worker", "waitlist", "note"),
    ("case_manager", "withdraw", "note"),
]


def address(verb: str, referral_id: Any) -> str:
    return reverse("referral-ask", args=[referral_id]) if verb == "ask" else reverse("referral-move", args=[referral_id, verb])


@pytest.mark.parametrize(("who", "verb", "field"), STEPS)
def test_every_step_keeps_what_is_typed_past_the_time_out(cast: Cast, owner: Owner, hurry: Any, who: str, verb: str, field: str) -> None:
    path, browser = address(verb, walk.sent(cast).pk), cast.client(who)
    data = {"draft": key_of(browser.get(path)), field: WORDS, "version": "1"}
    hurry()
    answer = browser.post(path, data)
    assert answer.status_code == 302 and answer["Location"] == f"/account/login/?next={path}"
    form = f"referral-{verb}"
    assert owner.rows("select user_id, form, values->%s->>0 from people_formdraft", field) == [(cast.users[who], form, WORDS)]
    again = cast.client(who)
    page = unescape(again.get(path).content.decode())
    assert WORDS in page and "You have an unfinished" in page
    assert 'href="/drafts/"' in again.get("/").content.decode()
    listed = unescape(again.get("/drafts/").content.decode())
    assert f'href="{path}"' in listed and ("Aroha" in listed) is (who == "case_manager")  # whose record it is a service may not see
    assert owner.rows("select actor_id from audit_auditevent where verb = 'draft.begun'") == [(cast.users[who],)]
    assert again.post("/drafts/drop", data)["Location"] == path and kept(owner) == []


def test_it_goes_with_the_step_even_one_that_ends_the_sight_of_it(cast: Cast, owner: Owner) -> None:
    referral, browser = walk.sent(cast), cast.client("partner_worker")
    path = address("decline", referral.pk)
    data = {"draft": key_of(browser.get(path)), "note": WORDS, "version": str(walk.seen(cast, referral.pk, "partner_worker"))}
    browser.post("/drafts/keep", data)
    connection.close()
    assert browser.post(path, {**data, "reason_code": "nothing of the kind"}).status_code == 200
    assert len(kept(owner)) == 1
    late = browser.post(path, {**data, "reason_code": "no_place", "version": "1"})
    assert late.status_code == 412 and len(kept(owner)) == 1  # refused: the words are still there
    assert browser.post(path, {**data, "reason_code": "no_place"}).status_code == 302
    assert kept(owner) == []


def test_a_question_sent_leaves_no_draft(cast: Cast, owner: Owner) -> None:
    path, browser = address("ask", walk.sent(cast).pk), cast.client("partner_worker")
    data = {"draft": key_of(browser.get(path)), "text": WORDS}
    browser.post("/drafts/keep", data)
    assert len(kept(owner)) == 1
    assert browser.post(path, data).status_code == 302 and kept(owner) == []


def test_a_partners_draft_is_theirs_and_out_of_sight_once_the_referral_is_over(cast: Cast, owner: Owner) -> None:
    referral, browser = walk.sent(cast), cast.client("partner_worker")
    path = address("ask", referral.pk)
    data = {"draft": key_of(browser.get(path)), "text": WORDS}
    browser.post("/drafts/keep", data)
    for other in ("partner_worker_2", "other_partner_worker", "case_manager"):
        stranger = cast.client(other)
        assert WORDS not in stranger.get(path).content.decode() and "Nothing unfinished" in stranger.get("/drafts/").content.decode()
        assert stranger.post("/drafts/keep", data).status_code == 404
    walk.answer(cast, referral.pk, "withdraw", "case_manager", reason_code="other", note="")
    connection.close()
    assert "Nothing unfinished" in browser.get("/drafts/").content.decode()
    assert browser.post("/drafts/keep", {**data, "text": "more"}).status_code == 404
    assert owner.rows("select values->'text'->>0 from people_formdraft") == [(WORDS,)]  # until its retention ends


def test_each_part_of_a_referral_keeps_its_own(cast: Cast, owner: Owner, hurry: Any) -> None:
    """Why, and how they agreed: two drafts of one referral."""
    referral, sent = walk.draft(cast), []
    for part, field in (("reason", "reason"), ("agreement", "how")):
        path, browser = reverse("referral-part", args=[referral.pk, part]), cast.client("case_manager")
        sent.append((browser, path, {"draft": key_of(browser.get(path)), field: f"{WORDS}: {part}", "version": "1"}))
    hurry()
    for browser, path, data in sent:
        assert browser.post(path, data)["Location"] == f"/account/login/?next={path}"
        assert WORDS in unescape(cast.client("case_manager").get(path).content.decode())
    assert owner.rows("select form, compartment from people_formdraft order by 1") == [
        ("referral-agreement", "C10"),
        ("referral-part", "C7"),
    ]
