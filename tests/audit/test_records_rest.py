"""One person's record erased by two people, and held for a court, over REST: the rules of the pages, and each look in the audit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.config.test_erasing import erase, look
from tests.database import Owner
from tests.people.test_rest import Api
from tests.races import at_once
from throughcare.common.ids import new_id

AUDIT = ["audit.read"]


@pytest.fixture(autouse=True)
def _head(tmp_path: Path) -> Iterator[None]:
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        yield


def asked_for(cast: Cast, api: Api, why: str = "MISTAKE", **headers: str) -> Any:
    """An answer to asking that Aroha's record be erased."""
    look(cast)
    return api.call("POST", "/records/erasures", {"person_id": str(cast.person), "why": why}, **headers)


def listed(owner: Owner, verb: str) -> list[Any]:
    """Whom each look of this kind names, by which way in it came."""
    return owner.rows("select person_ids, channel from audit_auditevent where verb = %s order by at", verb)


def test_one_asks_another_approves_and_the_record_goes(cast: Cast, owner: Owner) -> None:
    auditor, privacy = Api(cast, "auditor", AUDIT), Api(cast, "privacy_officer", AUDIT)
    asked = asked_for(cast, auditor, **{"Idempotency-Key": "a"})
    assert asked.status_code == 201 and asked.json()["verbs"] == ["refuse"]
    again = asked_for(cast, auditor, **{"Idempotency-Key": "a"})
    assert (again.json()["id"], again["Idempotency-Replayed"]) == (asked.json()["id"], "true")
    assert asked_for(cast, privacy).status_code == 409
    path = f"/records/erasures/{asked.json()['id']}"
    assert auditor.call("POST", f"{path}/approve").status_code == 409, "whoever asked approves nothing"
    (line,) = privacy.call("GET", "/records/erasures").json()["items"]
    assert (line["person_id"], line["why"], line["asked_by"], line["verbs"]) == (
        str(cast.person),
        "MISTAKE",
        "Auditor",
        ["approve", "refuse"],
    )
    assert erase() == []
    assert privacy.call("POST", f"{path}/approve").json()["approved_at"]
    assert privacy.call("POST", f"{path}/approve")["Idempotency-Replayed"] == "true"
    assert privacy.call("POST", f"{path}/refuse").status_code == auditor.call("POST", f"{path}/refuse").status_code == 409
    assert [key for key, _ in erase()] == [cast.person]
    gone = auditor.call("GET", path)
    assert gone.json()["done_at"] and gone.json()["rows"] > 0 and gone.json()["verbs"] == []
    assert gone["ETag"] != asked["ETag"]
    body = {"person_id": str(cast.person), "why": "MISTAKE"}
    assert "erased already" in privacy.call("POST", "/records/erasures", body).json()["detail"]


def test_it_is_refused_taken_back_and_asked_for_again(cast: Cast) -> None:
    auditor, privacy = Api(cast, "auditor", AUDIT), Api(cast, "privacy_officer", AUDIT)
    first = asked_for(cast, auditor).json()["id"]
    assert privacy.call("POST", f"/records/erasures/{first}/refuse").json()["answered_by"] == "Privacy officer"
    second = asked_for(cast, auditor, **{"Idempotency-Key": "b"}).json()["id"]
    assert auditor.call("POST", f"/records/erasures/{second}/refuse").status_code == 200
    assert erase() == []
    first_page = auditor.call("GET", "/records/erasures?size=1").json()
    next_page = auditor.call("GET", f"/records/erasures?size=1&cursor={first_page['next']}").json()
    assert [line["id"] for page in (first_page, next_page) for line in page["items"]] == [second, first]


def test_a_courts_hold_wins_until_it_is_lifted(cast: Cast, owner: Owner) -> None:
    auditor, privacy = Api(cast, "auditor", AUDIT), Api(cast, "privacy_officer", AUDIT)
    erasure = f"/records/erasures/{asked_for(cast, auditor).json()['id']}"
    body = {"person_id": str(cast.person), "order_number": "CIV-2026-1"}
    placed = privacy.call("POST", "/records/holds", body, **{"Idempotency-Key": "a"})
    assert placed.status_code == 201 and placed.json()["placed_by"] == "Privacy officer"
    assert privacy.call("POST", "/records/holds", body, **{"Idempotency-Key": "a"})["Idempotency-Replayed"] == "true"
    assert auditor.call("POST", "/records/holds", body).status_code == 409
    assert privacy.call("GET", erasure).json()["held"] is True
    assert privacy.call("POST", f"{erasure}/approve").status_code == 409
    hold = f"/records/holds/{placed.json()['id']}"
    assert auditor.call("GET", hold)["ETag"] == placed["ETag"]
    lifted = auditor.call("POST", f"{hold}/lift")
    assert lifted.json()["lifted_by"] == "Auditor" and lifted["ETag"] != placed["ETag"]
    assert privacy.call("POST", f"{hold}/lift").status_code == 409
    assert [line["id"] for line in privacy.call("GET", "/records/holds").json()["items"]] == [placed.json()["id"]]
    assert privacy.call("POST", f"{erasure}/approve").status_code == 200
    changes = owner.rows(
        "select verb from audit_auditevent where verb ~ '^(erasure|hold)[.]' and %s = any(person_ids) order by at", cast.person
    )
    assert changes == [("erasure.asked",), ("hold.placed",), ("hold.lifted",), ("erasure.approved",)]


def test_what_is_sent_must_be_somebodys_and_have_a_reason(cast: Cast) -> None:
    api = Api(cast, "auditor", AUDIT)
    look(cast)
    wrong = (
        ("erasures", {"person_id": str(new_id()), "why": "MISTAKE"}),
        ("erasures", {"person_id": str(cast.person), "why": "BORED"}),
        ("erasures", {"person_id": str(cast.person)}),
        ("holds", {"person_id": str(new_id()), "order_number": "CIV-1"}),
        ("holds", {"person_id": str(cast.person), "order_number": "   "}),
        ("holds", {"person_id": str(cast.person), "order_number": "9" * 61}),
    )
    assert [api.call("POST", f"/records/{what}", body).status_code for what, body in wrong] == [422] * len(wrong)
    for path in ("erasures", "holds"):
        assert api.call("GET", f"/records/{path}").json() == {"items": [], "next": None}
        assert api.call("GET", f"/records/{path}/{new_id()}").status_code == 404


def test_whoever_reads_of_it_is_in_the_audit_by_both_ways(cast: Cast, owner: Owner) -> None:
    auditor = Api(cast, "auditor", AUDIT)
    assert cast.client("auditor").get("/audit/records/").status_code == 200
    erasure = asked_for(cast, auditor).json()["id"]
    hold = auditor.call("POST", "/records/holds", {"person_id": str(cast.person), "order_number": "CIV-1"}).json()["id"]
    before = {verb: len(listed(owner, verb)) for verb in ("erasures.listed", "holds.listed")}
    auditor.call("GET", "/records/erasures")
    auditor.call("GET", f"/records/erasures/{erasure}")
    auditor.call("GET", "/records/holds")
    auditor.call("GET", f"/records/holds/{hold}")
    cast.client("auditor").get("/audit/records/")
    for verb, number in before.items():
        assert listed(owner, verb)[number:] == [([cast.person], "rest")] * 2 + [([cast.person], "page")], verb
    told = cast.client("aroha").get("/my-record/who-looked/").content.decode()
    assert "Read which records a court needs kept, yours among them" in told


def test_of_two_at_the_same_moment_one_is_told_and_nothing_is_done_twice(cast: Cast, owner: Owner) -> None:
    """Whoever is faster: the other gets a sentence, not a fault of ours."""
    auditor, privacy = Api(cast, "auditor", AUDIT), Api(cast, "privacy_officer", AUDIT)
    look(cast)
    for number in range(8):
        hold = {"person_id": str(cast.person), "order_number": f"CIV-{number}"}
        placed = _both(auditor, privacy, "/records/holds", hold)
        assert sorted(placed) == [201, 409], (number, placed)
        ((key,),) = owner.rows("select id from audit_hold where order_number = %s", f"CIV-{number}")
        assert sorted(_both(auditor, privacy, f"/records/holds/{key}/lift")) == [200, 409]
        asked = _both(auditor, privacy, "/records/erasures", {"person_id": str(cast.person), "why": "MISTAKE"})
        assert sorted(asked) == [201, 409], (number, asked)
        ((key,),) = owner.rows("select id from audit_disposal where refused_at is null")
        assert sorted(_both(auditor, privacy, f"/records/erasures/{key}/refuse")) == [200, 409]


def _both(one: Api, other: Api, path: str, body: Any = None) -> list[int]:
    """The statuses two get who send the same at once, each under a name of their own."""
    steps = [lambda api=api: api.call("POST", path, body, **{"Idempotency-Key": str(new_id())}).status_code for api in (one, other)]
    return at_once(*steps)


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "records", "administrator", "partner_worker", "aroha"])
def test_nobody_else_hears_of_it(cast: Cast, who: str) -> None:
    """Nor does an auditor's key without the scope: a thing that is there is answered as one that is not."""
    auditor = Api(cast, "auditor", AUDIT)
    erasure = asked_for(cast, auditor).json()["id"]
    hold = auditor.call("POST", "/records/holds", {"person_id": str(cast.person), "order_number": "CIV-1"}).json()["id"]
    for api in (Api(cast, who, ["audit.read", "person.import", "person.view"]), Api(cast, "auditor", ["directory.view"])):
        there, unknown = (
            [_plain(api.call(*one)) for one in _each(*keys)]
            for keys in ((erasure, hold, str(cast.person)), [str(new_id()) for _ in range(3)])
        )
        assert there == unknown and {status for status, _ in there} == {404}


def _each(erasure: str, hold: str, person: str) -> list[tuple[Any, ...]]:
    return [
        ("GET", "/records/erasures"),
        ("POST", "/records/erasures", {"person_id": person, "why": "MISTAKE"}),
        ("GET", f"/records/erasures/{erasure}"),
        ("POST", f"/records/erasures/{erasure}/approve"),
        ("GET", "/records/holds"),
        ("POST", "/records/holds", {"person_id": person, "order_number": "CIV-9"}),
        ("GET", f"/records/holds/{hold}"),
        ("POST", f"/records/holds/{hold}/lift"),
    ]


def _plain(answer: Any) -> tuple[int, dict[str, Any]]:
    return answer.status_code, {name: value for name, value in answer.json().items() if name != "instance"}
