"""Referrals by access key: the same rules, as problem details."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import Cast
from tests.referrals import walk
from throughcare.accounts.models import ApiToken
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import KEY_PREFIX, digest_of
from throughcare.common.clock import now, today

ROOT = "/api/v1/referrals"


class Machine:
    """A connected system with a member's key."""

    def __init__(self, cast: Cast, name: str) -> None:
        token = KEY_PREFIX + secrets.token_urlsafe(32)
        with cast.reading(name):
            scopes = [p.value for p in Permission]
            ends = now() + timedelta(days=1)
            ApiToken.objects.create(user_id=cast.users[name], digest=digest_of(token), name="test", scopes=scopes, expires_at=ends)
        connection.close()
        self.client, self.key = Client(raise_request_exception=False), f"Bearer {token}"

    def call(self, method: str, path: str, body: object = None, seen: int | None = None) -> Any:
        headers = {"Authorization": self.key} | ({"If-Match": f'"{seen}"'} if seen is not None else {})
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(f"{ROOT}{path}", headers=headers, **more)


def test_the_whole_way_by_machine(cast: Cast) -> None:
    office, partner = Machine(cast, "case_manager"), Machine(cast, "partner_worker")
    offers = office.call("get", f"/needs/{cast.need}/services").json()
    assert [(o["service_id"], o["verdict"]) for o in offers] == [(str(cast.service), "FITS")]
    made = office.call("post", "", {"need_id": str(cast.need), "service_id": str(cast.service)})
    assert made.status_code == 201
    at = f"/{made.json()['id']}"
    by = str(today() + timedelta(days=5))
    for part, body in (
        ("urgency", {"urgency": "SOON", "answer_by": by}),
        ("reason", {"reason": "Needs a room"}),
        ("agreement", {"ground": "AGREEMENT", "how": "Said so"}),
        ("telling", {"codes": ["age"]}),
    ):
        made = office.call("put", f"{at}/{part}", body, made.json()["version"])
        assert made.status_code == 200, made.content
    told = office.call("get", f"{at}/telling").json()
    assert [line["code"] for line in told["lines"]] == ["name", "age", "need", "reason", "ground"]
    sent = office.call("post", f"{at}/send", {"shown": told["shown"]}, made.json()["version"])
    assert (sent.status_code, sent.json()["state"]) == (200, "SENT")

    seen = partner.call("get", at)
    assert [line["value"] for line in seen.json()["told"]][:1] == ["Aroha Ngātai"]
    assert (seen.json()["person_id"], seen.json()["need_id"]) == (None, None)
    assert seen.json()["verbs"] == ["acknowledge", "accept", "decline", "waitlist"]
    assert seen["ETag"] == f'"{seen.json()["version"]}"'
    done = partner.call("post", f"{at}/accept", {"note": "Monday"}, seen.json()["version"])
    assert (done.status_code, done.json()["state"], done.json()["verbs"]) == (200, "ACCEPTED", [])
    assert [row["id"] for row in partner.call("get", "").json()["items"]] == [made.json()["id"]]


def test_a_change_needs_the_version_and_the_right_one(cast: Cast) -> None:
    referral, partner = walk.sent(cast), Machine(cast, "partner_worker")
    at = f"/{referral.pk}/accept"
    assert partner.call("post", at, {}).status_code == 428
    assert partner.call("post", at, {}, referral.version - 1).status_code == 412
    assert partner.call("post", at, {}, referral.version).status_code == 200


def test_a_wrong_move_says_what_may_be_done_instead(cast: Cast) -> None:
    referral, partner = walk.sent(cast), Machine(cast, "partner_worker")
    done = partner.call("post", f"/{referral.pk}/acknowledge", {}, referral.version)
    wrong = partner.call("post", f"/{referral.pk}/acknowledge", {}, done.json()["version"])
    assert (wrong.status_code, wrong["Content-Type"]) == (409, "application/problem+json")
    assert "you can't acknowledge it" in wrong.json()["detail"]
    assert "accept, decline, waitlist, withdraw" in wrong.json()["detail"]
    missing = partner.call("post", f"/{referral.pk}/decline", {}, done.json()["version"])
    assert (missing.status_code, list(missing.json()["errors"])) == (422, ["reason_code"])
    assert partner.call("post", f"/{referral.pk}/explode", {}, 1).status_code == 404


@pytest.mark.parametrize("who", ["other_officer", "other_partner_worker", "auditor", "administrator", "aroha", "stranger", "executive"])
def test_the_wrong_machine_gets_the_answer_of_an_unknown_id(cast: Cast, who: str) -> None:
    referral, machine = walk.sent(cast), Machine(cast, who)
    unknown = "01900000-0000-7000-8000-000000000000"
    for method, path, body in (
        ("get", "/{}", None),
        ("get", "/{}/telling", None),
        ("put", "/{}/reason", {"reason": "x"}),
        ("post", "/{}/send", {"shown": "x"}),
        ("post", "/{}/accept", {}),
        ("post", "/{}/withdraw", {"reason_code": "other"}),
        ("post", "/{}/take", None),
        ("post", "/{}/questions", {"text": "x"}),
    ):
        real = machine.call(method, path.format(referral.pk), body, referral.version)
        other = machine.call(method, path.format(unknown), body, referral.version)
        assert (real.status_code, other.status_code) == (404, 404), (method, path, real.content)
        assert real.content == other.content
    listed = machine.call("get", "")
    assert listed.status_code == 404 or listed.json()["items"] == []
    needs = machine.call("get", f"/needs/{cast.need}/services")
    assert needs.status_code == 404
