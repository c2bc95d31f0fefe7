"""The same sent twice is done once: double clicks, retries, two tabs, keys, strangers, and after a day."""

import os
import random
import secrets
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from tests.races import at_once
from tests.referrals import walk
from throughcare.accounts import jobs
from throughcare.accounts.models import Submission
from throughcare.accounts.repeats import KEY, REPLAYED, Made
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.people.pages import records
from throughcare.people.rest import people

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
ROUNDS = 1000 if LONG else 60
PLANTED = 10
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED") or (secrets.randbelow(10**6) if LONG else 20261122))
SENDS = ["person.view", "need.edit", "referral.send", "referral.answer"]
NEEDS = "select count(*) from people_need where note = %s"


def sent_again(cast: Cast, owner: Owner, rounds: int, chance: random.Random) -> list[tuple[int, list[Any]]]:
    """Each round sends one request two or three times, at once or one after the other, with real threads on the application's login.

    Returns the rounds whose answers differ or that left anything but one need, with their answers.
    """
    page, machine, faults = cast.client("case_manager"), Api(cast, "case_manager"), []
    for number in range(rounds):
        note, times = f"round {number}", chance.choice([2, 3])
        path, body = f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": note}
        keyed = {KEY: str(new_id())} if chance.random() < 0.5 else {}
        by_page = chance.random() < 0.5

        def send(path: str = path, body: Any = body, keyed: Any = keyed, by_page: bool = by_page) -> tuple[int, str]:
            if by_page:
                answer = page.post(f"{path}/add/", body)
                return answer.status_code, answer.headers.get("Location", "")
            answer = machine.call("POST", path, body, **keyed)
            return answer.status_code, answer.json().get("id", "")

        answers = at_once(*[send] * times) if chance.random() < 0.6 else [send() for _ in range(times)]
        assert {answer[0] for answer in answers} == {302 if by_page else 201}, (SEED, number, answers)
        if len(set(answers)) != 1 or owner.rows(NEEDS, note) != [(1,)]:
            faults.append((number, answers))
    return faults


def test_a_thousand_double_clicks_retries_and_tabs_make_a_thousand_needs(cast: Cast, owner: Owner) -> None:
    before = len(owner.rows("select id from people_need"))
    faults = sent_again(cast, owner, ROUNDS, random.Random(SEED))
    print(f"S23: seed {SEED}: {ROUNDS} rounds, each sent two or three times, {len(faults)} doubled")
    assert not faults, (SEED, faults)
    assert owner.rows("select count(*) from people_need") == [(before + ROUNDS,)], f"seed {SEED}"


@pytest.mark.parametrize("where", ["pages", "rest"])
def test_without_once_the_doubles_are_found(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Planted: whatever is sent is done, by pages or over REST; the other way in goes on doing it once."""

    def whenever(request: Any, make: Any, again: Any, **how: Any) -> Made[Any]:
        return Made(make(), replayed=False, at=now())

    monkeypatch.setattr({"pages": records, "rest": people}[where], "once", whenever)
    found = sent_again(cast, owner, PLANTED, random.Random(SEED))
    by_page = sum(answers[0][0] == 302 for _, answers in found)
    print(f"S23: seed {SEED}: {PLANTED} rounds without `once` in {where}, {len(found)} doubled")
    assert len(found) > 1 and by_page == (len(found) if where == "pages" else 0)


def test_a_repeat_says_so_and_shows_what_was_made_as_it_is_now(cast: Cast, owner: Owner) -> None:
    api = Api(cast, "case_manager")
    path, body = f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": "a job"}
    first = api.call("POST", path, body)
    assert first.status_code == 201 and REPLAYED not in first
    step = {"If-Match": first["ETag"]}
    moved = [api.call("POST", f"/needs/{first.json()['id']}/start", **step) for _ in range(2)]
    assert [(a.status_code, a["ETag"], a.json()["status"]) for a in moved] == [(200, '"2"', "IN_PROGRESS")] * 2
    assert [a.get(REPLAYED) for a in moved] == [None, "true"]
    again = api.call("POST", path, dict(reversed(body.items())))
    assert (again.status_code, again[REPLAYED], again["ETag"]) == (201, "true", '"2"')
    assert again.json() == moved[0].json()
    looked = "select id from audit_auditevent where verb = 'need.viewed' and about_id = %s"
    assert len(owner.rows(looked, UUID(again.json()["id"]))) >= 2, "a replay is a read, and is audited"
    assert api.call("POST", path, {**body, "note": "another"}).json()["id"] != again.json()["id"]


def test_a_key_names_one_request(cast: Cast, owner: Owner) -> None:
    api = Api(cast, "case_manager", SENDS)
    path, body = f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": "keyed"}
    made = [api.call("POST", path, body, **{KEY: key}).json()["id"] for key in ("first", "first", "second")]
    assert made[0] == made[1] != made[2], "a new key says that it is wanted once more"
    for where, other in ((path, {**body, "note": "changed"}), (f"/people/{new_id()}/needs", body)):
        answer = api.call("POST", where, other, **{KEY: "first"})
        assert answer.status_code == 422 and "another request" in answer.json()["errors"][KEY][0]
    for odd in ("two words", "", "x" * 256):
        answer = api.call("POST", path, body, **{KEY: odd})
        assert answer.status_code == 422 and KEY in answer.json()["errors"], odd
    assert owner.rows(NEEDS, "keyed") == [(2,)]


def test_somebody_elses_same_words_are_no_repeat(cast: Cast, owner: Owner) -> None:
    body = {"pillar": "EMPLOYMENT", "note": "theirs"}
    made = {
        Api(cast, who).call("POST", f"/people/{cast.person}/needs", body, **{KEY: "same"}).json()["id"]
        for who in ("case_manager", "officer")
    }
    assert len(made) == 2 and owner.rows(NEEDS, "theirs") == [(2,)]


def test_what_was_refused_or_undone_is_not_remembered(cast: Cast, owner: Owner) -> None:
    api = Api(cast, "case_manager")
    path, headers = f"/people/{cast.person}/needs", {KEY: "tried"}
    assert api.call("POST", path, {"pillar": "EMPLOYMENT", "note": "x" * 4001}, **headers).status_code == 422
    unknown = api.call("POST", f"/people/{new_id()}/needs", {"pillar": "EMPLOYMENT", "note": "y"}, **headers)
    assert unknown.status_code == 404
    assert owner.rows("select count(*) from accounts_submission") == [(0,)]
    assert api.call("POST", path, {"pillar": "EMPLOYMENT", "note": "z"}, **headers).status_code == 201


def test_when_the_office_no_longer_works_with_somebody_a_repeat_shows_nothing(cast: Cast, owner: Owner) -> None:
    api, page = Api(cast, "case_manager"), cast.client("case_manager")
    path, body = f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": "private words"}
    assert api.call("POST", path, body).status_code == 201
    assert page.post(f"{path}/add/", body).status_code == 302
    owner.change("update people_involvement set ends_at = now() where person_id = %s", cast.person)
    again, stranger = api.call("POST", path, body), api.call("POST", f"/people/{new_id()}/needs", body)
    assert again.status_code == 404 and again.content == stranger.content and REPLAYED not in again
    assert page.post(f"{path}/add/", body).status_code == 404


def test_a_day_later_the_same_words_are_a_new_request_and_the_night_forgets(cast: Cast, owner: Owner) -> None:
    api, page = Api(cast, "case_manager"), cast.client("case_manager")
    path, body = f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": "daily"}
    page.post(f"{path}/add/", body)
    for _ in range(2):
        assert api.call("POST", path, body, **{KEY: "daily"}).status_code == 201
    owner.change("update accounts_submission set at = at - interval '23 hours 59 minutes'")
    assert REPLAYED in api.call("POST", path, body, **{KEY: "daily"})
    owner.change("update accounts_submission set at = at - interval '2 minutes'")
    assert REPLAYED not in api.call("POST", path, body, **{KEY: "daily"})
    assert owner.rows(NEEDS, "daily") == [(3,)]
    jobs.clear_submissions(timestamp=0)
    assert owner.rows("select count(*) from accounts_submission where at < now() - interval '1 day'") == [(0,)]
    assert owner.rows("select count(*) from accounts_submission") == [(1,)], "the fresh one stays"


def test_a_submission_is_its_users_own_and_can_not_be_changed(cast: Cast, owner: Owner) -> None:
    Api(cast, "case_manager").call("POST", f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": "own"})
    with cast.reading("officer"):
        assert not Submission.objects.exists()
        assert Submission.objects.all().delete()[0] == 0
    with pytest.raises(Exception, match="permission denied"), cast.reading("case_manager"):
        Submission.objects.update(made_id=new_id())
    with pytest.raises(Exception, match="row-level security"), cast.reading("officer"):
        Submission(user_id=cast.users["case_manager"], fingerprint=b"f", request_digest=b"d", made_id=new_id()).save(force_insert=True)
    assert "own" not in str(owner.rows("select * from accounts_submission"))


def test_a_page_says_that_it_was_done_already_and_leads_there(cast: Cast, owner: Owner) -> None:
    page = cast.client("case_manager")
    body = {"pillar": "EMPLOYMENT", "note": "on a page"}
    first, second = (page.post(f"/people/{cast.person}/needs/add/", body, follow=True) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain and owner.rows(NEEDS, "on a page") == [(1,)]
    assert "Need recorded" in first.content.decode()
    said = second.content.decode()
    assert "You added this need already, at " in said and "say in its note what is different" in said and "Need recorded" not in said


def test_a_key_is_minted_once_and_shown_once(cast: Cast, owner: Owner) -> None:
    page = cast.client("officer")
    body = {"name": "nightly", "scopes": ["person.view"], "days": "30"}
    first = page.post("/your-account/keys/", body).content.decode()
    second = page.post("/your-account/keys/", body, follow=True).content.decode()
    assert "tc_" in first and "tc_" not in second and "You made this key already" in second and "revoke it below" in second
    assert owner.rows("select count(*) from accounts_apitoken") == [(1,)]
    ((key_id,),) = owner.rows("select id from accounts_apitoken")
    page.post(f"/your-account/keys/{key_id}/revoke")
    assert "tc_" in page.post("/your-account/keys/", body).content.decode(), "the first is gone, so another is meant"


def test_what_a_person_says_is_heard_once(cast: Cast, owner: Owner) -> None:
    page = cast.client("aroha")
    at = f"/own/disagree/need/{cast.need}/"
    first, second = (page.post(at, {"words": "That is not so"}, follow=True) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain and "You told us this already" in second.content.decode()
    assert owner.rows("select count(*) from people_disagreement") == [(1,)]


def test_questions_replies_and_answers_of_a_referral_are_given_once(cast: Cast, owner: Owner) -> None:
    sent = walk.sent(cast)
    partner, office = Api(cast, "partner_worker", SENDS), Api(cast, "case_manager", SENDS)
    at = f"/referrals/{sent.pk}"
    asked = [partner.call("POST", f"{at}/questions", {"text": "Which bus?"}) for _ in range(2)]
    assert [a.status_code for a in asked] == [201, 201] and asked[0].json() == asked[1].json()
    reply = f"{at}/questions/{asked[0].json()['id']}/reply"
    replied = [office.call("POST", reply, {"text": "The 12"}) for _ in range(2)]
    assert [(a.status_code, a.get(REPLAYED)) for a in replied] == [(201, None), (201, "true")]
    seen = {"If-Match": f'"{walk.seen(cast, sent.pk)}"'}
    body = {"reason_code": "no_place", "note": "Sorry"}
    declined = [partner.call("POST", f"{at}/decline", body, **seen) for _ in range(2)]
    assert [(a.status_code, a.get(REPLAYED)) for a in declined] == [(200, None), (200, "true")], declined[1].content
    first, second = ({**answer.json(), "answered_at": ""} for answer in declined)
    assert first == second and "Aroha" not in declined[1].content.decode()
    assert partner.call("POST", f"{at}/decline", {**body, "note": "More"}, **seen).status_code == 412
    assert owner.rows("select count(*) from referrals_question") == [(1,)]
    assert owner.rows("select count(*) from referrals_logentry where kind = 'MOVED' and verb = 'decline'") == [(1,)]


def test_a_withdrawn_referral_may_be_begun_again_and_a_key_still_names_the_first(cast: Cast, owner: Owner) -> None:
    office = Api(cast, "case_manager", SENDS)
    body = {"need_id": str(cast.need), "service_id": str(cast.service)}
    first = office.call("POST", "/referrals", body, **{KEY: "begin"}).json()["id"]
    step = office.call("POST", f"/referrals/{first}/withdraw", {"reason_code": "other"}, **{"If-Match": '"1"'})
    assert step.status_code == 200
    assert office.call("POST", "/referrals", body, **{KEY: "begin"}).json() == step.json()
    assert office.call("POST", "/referrals", body).json()["id"] != first
