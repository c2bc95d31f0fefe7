"""Who looked, and what two people dispose of, over REST: as the pages say it, and no further."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from throughcare.audit.models import Why
from throughcare.common.ids import new_id

AUDIT = ["audit.read"]


@pytest.fixture(autouse=True)
def _head(tmp_path: Path) -> Iterator[None]:
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        yield


def test_a_person_reads_who_looked_at_their_own_record_and_nobody_elses(cast: Cast) -> None:
    for _ in range(2):
        assert cast.client("case_manager").get(f"/people/{cast.person}/").status_code == 200
    found = Api(cast, "aroha").call("GET", "/people/own/who-looked").json()
    (line,) = [one for one in found["items"] if one["who"].startswith("Case manager")]
    assert line["times"] == 2 and line["who"] == "Case manager, Awa office" and "record" in line["did"] and line["seen"]
    assert found["withheld"] == [] and found["next"] is None
    assert Api(cast, "tama").call("GET", "/people/own/who-looked").json()["items"] == []
    assert Api(cast, "case_manager").call("GET", "/people/own/who-looked").status_code == 404
    assert Api(cast, "aroha", ["directory.view"]).call("GET", "/people/own/who-looked").status_code == 404


def test_the_auditor_reads_by_person_and_the_reading_is_audited(cast: Cast, owner: Owner) -> None:
    cast.client("case_manager").get(f"/people/{cast.person}/")
    api = Api(cast, "auditor", AUDIT)
    found = api.call("GET", f"/audit?person_id={cast.person}&verb=person.viewed").json()
    assert [(line["actor"], line["person_ids"], line["trusted"]) for line in found["items"]] == [("Case manager", [str(cast.person)], True)]
    assert api.call("GET", f"/audit?actor_id={new_id()}").json()["items"] == []
    assert api.call("GET", "/audit?since=2026-02-02&until=2026-02-01").status_code == 422
    assert owner.rows("select detail ->> 'person', channel from audit_auditevent where verb = 'audit.read' order by at limit 1") == [
        (str(cast.person), "rest")
    ]
    assert Api(cast, "case_manager", AUDIT).call("GET", "/audit").status_code == 404


def test_one_asks_and_another_approves(cast: Cast) -> None:
    auditor, privacy = Api(cast, "auditor", AUDIT), Api(cast, "privacy_officer", AUDIT)
    assert auditor.call("POST", "/audit/retention/nothing/ask").status_code == 404
    asked = auditor.call("POST", "/audit/retention/rejects/ask", **{"Idempotency-Key": "one"})
    assert asked.status_code == 201 and asked.json()["verbs"] == ["refuse"]
    again = auditor.call("POST", "/audit/retention/rejects/ask", **{"Idempotency-Key": "one"})
    assert again.json()["id"] == asked.json()["id"] and again["Idempotency-Replayed"] == "true"
    path = f"/audit/disposals/{asked.json()['id']}"
    assert auditor.call("POST", f"{path}/approve").status_code == 409
    kinds = {one["kind"]: one for one in privacy.call("GET", "/audit/retention").json()}
    assert kinds["rejects"]["last"]["verbs"] == ["approve", "refuse"] and not kinds["rejects"]["may_ask"] and kinds["keys"]["may_ask"]
    assert privacy.call("POST", f"{path}/approve").json()["approved_at"]
    assert privacy.call("POST", f"{path}/refuse").status_code == 409
    assert privacy.call("POST", f"/audit/disposals/{new_id()}/approve").status_code == 404


def test_a_record_is_not_erased_by_way_of_what_passes(cast: Cast, owner: Owner) -> None:
    """Those operations are there in partnership mode too, where nobody has a record: see test_records_rest."""
    cast.client("case_manager").get(f"/people/{cast.person}/")
    cast.client("auditor").post(reverse("records"), {"person": str(cast.person), "why": Why.values[0]})
    ((disposal,),) = owner.rows("select id from audit_disposal")
    assert Api(cast, "privacy_officer", AUDIT).call("POST", f"/audit/disposals/{disposal}/approve").status_code == 404
    assert owner.rows("select count(*) from audit_disposal where approved_at is not null") == [(0,)]
