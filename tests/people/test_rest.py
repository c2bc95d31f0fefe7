"""People and needs over REST: scopes, strangers, versions, and the same refusals as the pages."""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from throughcare.accounts.models import ApiToken
from throughcare.common.clock import now
from throughcare.common.ids import new_id

ALL = ["person.view", "need.edit", "own.record", "person.import"]


class Api:
    """A connected system with the key of one of the cast."""

    def __init__(self, cast: Cast, name: str, scopes: list[str] = ALL) -> None:
        token = "tc_" + secrets.token_urlsafe(32)
        with cast.reading(name):
            ApiToken.objects.create(
                user_id=cast.users[name],
                name="test",
                digest=hashlib.sha256(token.encode()).digest(),
                scopes=scopes,
                expires_at=now() + timedelta(days=1),
            )
        self.client, self.key = Client(raise_request_exception=False), f"Bearer {token}"

    def call(self, verb: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request; the answer, with `.json()`."""
        return self.client.generic(
            verb,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": self.key, **headers},
        )


def test_the_caseload_one_person_and_their_needs(cast: Cast, owner: Owner) -> None:
    api = Api(cast, "case_manager")
    listed = api.call("GET", "/people").json()
    assert [(row["name"], row["site"], row["open_needs"]) for row in listed["items"]] == [("Aroha Ngātai", "awa-prison", 1)]
    answer = api.call("GET", f"/people/{cast.person}")
    assert answer["ETag"] == '"1"'
    assert answer.json()["identifiers"] == [{"scheme": "prn", "value": "PRN-7001"}]
    needs = api.call("GET", f"/people/{cast.person}/needs").json()
    assert [(n["pillar"], n["verbs"]) for n in needs] == [("ACCOMMODATION", ["start", "meet", "decline"])]
    found = api.call("POST", "/people/search", {"words": "ngatai"}).json()
    assert [row["id"] for row in found["items"]] == [str(cast.person)]
    channels = owner.rows("select distinct channel from audit_auditevent where person_ids @> array[%s]", cast.person)
    assert channels == [("rest",)]


def test_a_need_is_added_changed_and_moved_with_its_version(cast: Cast) -> None:
    api = Api(cast, "case_manager")
    made = api.call("POST", f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "note": "Work"})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    path = f"/needs/{made.json()['id']}"
    body = {"pillar": "EMPLOYMENT", "note": "Work outside"}
    assert api.call("PUT", path, body).status_code == 428
    assert api.call("PUT", path, body, **{"If-Match": '"9"'}).status_code == 412
    changed = api.call("PUT", path, body, **{"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"], changed.json()["note"]) == (200, '"2"', "Work outside")
    assert api.call("POST", f"{path}/meet", **{"If-Match": '"2"'}).json()["status"] == "MET"
    wrong = api.call("POST", f"{path}/start", **{"If-Match": '"3"'})
    assert (wrong.status_code, wrong["Content-Type"]) == (409, "application/problem+json")
    assert "From here you can: reopen" in wrong.json()["detail"]
    assert api.call("POST", f"{path}/finish", **{"If-Match": '"3"'}).status_code == 422
    assert api.call("POST", f"/people/{cast.person}/needs", {"pillar": "HOUSE"}).status_code == 422
    assert api.call("POST", f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT", "nota": "x"}).status_code == 422


@pytest.mark.parametrize(
    "name", [name for name in EVERYBODY if name not in ("case_manager", "officer", "team_manager", "recruitment_consultant")]
)
def test_everybody_else_gets_the_answer_of_an_unknown_id(cast: Cast, name: str) -> None:
    api, unknown = Api(cast, name), new_id()
    for verb, mine, nobodys, body in (
        ("GET", f"/people/{cast.person}", f"/people/{unknown}", None),
        ("GET", f"/people/{cast.person}/needs", f"/people/{unknown}/needs", None),
        ("GET", f"/needs/{cast.need}", f"/needs/{unknown}", None),
        ("POST", f"/people/{cast.person}/needs", f"/people/{unknown}/needs", {"pillar": "EMPLOYMENT"}),
        ("PUT", f"/needs/{cast.need}", f"/needs/{unknown}", {"pillar": "EMPLOYMENT"}),
        ("POST", f"/needs/{cast.need}/start", f"/needs/{unknown}/start", None),
    ):
        first = api.call(verb, mine, body, **{"If-Match": '"1"'})
        second = api.call(verb, nobodys, body, **{"If-Match": '"1"'})
        assert first.status_code == second.status_code == 404, (verb, mine)
        assert first.content == second.content, (verb, mine)


def test_a_narrow_key_gives_no_more_than_its_scopes(cast: Cast) -> None:
    reader = Api(cast, "case_manager", ["person.view"])
    assert reader.call("GET", "/people").status_code == 200
    assert reader.call("POST", f"/people/{cast.person}/needs", {"pillar": "EMPLOYMENT"}).status_code == 404
    other = Api(cast, "case_manager", ["directory.view"])
    assert other.call("GET", "/people").status_code == 404
    assert "Set-Cookie" not in reader.call("GET", "/people")
    assert Client().get("/api/v1/people").status_code == 401


def test_pages_by_cursor_hold_no_name(cast: Cast) -> None:
    api = Api(cast, "case_manager")
    assert api.call("GET", "/people?size=1").json()["next"] is None
    assert api.call("GET", "/people?cursor=odd").status_code == 422
    assert api.call("GET", f"/people?cursor={cast.other_person}").status_code == 422
    assert api.call("GET", "/people?sort=odd").status_code == 422
