"""A directory brought in by a connected system: what it would do, then doing it, then what it did. The page's own rules."""

import base64
from typing import Any

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from tests.services.test_pages import ORGANIZATIONS, SERVICES, packed
from throughcare.common.ids import new_id

IMPORT = ["service.import"]


def body(**more: str) -> dict[str, str]:
    """A zip of two services, of which one is nobody's."""
    content = packed(organizations__csv=ORGANIZATIONS, services__csv=SERVICES).read()
    return {"name": "kea.zip", "content": base64.b64encode(content).decode(), **more}


def counts(found: dict[str, Any]) -> list[int]:
    """read, created, updated, unchanged, rejected."""
    return [found[name] for name in ("read", "created", "updated", "unchanged", "rejected")]


def test_it_is_sent_looked_at_brought_in_and_read_about(cast: Cast, owner: Owner) -> None:
    api = Api(cast, "partnership_manager", IMPORT)
    before = owner.rows("select count(*) from services_service")
    sent = api.call("POST", "/service-imports", body())
    found = sent.json()
    assert sent.status_code == 201 and counts(found) == [3, 2, 0, 0, 1]
    assert (found["source"], [row["file"] for row in found["rows"]]) == ("kea", ["services.csv"]) and found["rows"][0]["message"]
    path = f"/service-imports/{found['id']}"
    assert api.call("GET", path).json() == found and api.call("GET", path)["ETag"] == sent["ETag"]
    assert owner.rows("select count(*) from services_service") == before, "nothing is changed yet"
    done = api.call("POST", f"{path}/start", **{"Idempotency-Key": "a"})
    assert done.status_code == 200 and counts(done.json()) == [3, 2, 0, 0, 1]
    again = api.call("POST", f"{path}/start", **{"Idempotency-Key": "a"})
    assert (again.json()["id"], again["Idempotency-Replayed"]) == (done.json()["id"], "true")
    assert api.call("GET", path).status_code == 404, "what is in is let go of"
    assert api.call("POST", f"{path}/start", **{"Idempotency-Key": "b"}).status_code == 404
    run = f"/service-imports/runs/{done.json()['id']}"
    assert api.call("GET", run).json() == done.json()
    (row,) = api.call("GET", f"{run}/rejects?size=1").json()["items"]
    assert row == found["rows"][0]
    assert owner.rows("select verb, channel from audit_auditevent where verb = 'services.imported'") == [("services.imported", "rest")]
    unchanged = api.call("POST", "/service-imports", body(), **{"Idempotency-Key": "c"}).json()
    assert counts(unchanged) == [3, 0, 0, 2, 1], "found again under the same name"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": "%%"}, "content"),
        ({"content": ""}, "content"),
        ({"name": "kea.exe"}, "name"),
        ({"layout": "nothing"}, "layout"),
        ({"content": base64.b64encode(b"no zip").decode()}, None),
        ({"name": "ā" * 196 + ".csv", "content": base64.b64encode(b"a,b\n1,2\n").decode()}, None),
        ({"name": ".csv"}, None),
    ],
)
def test_what_is_no_directory_is_refused_in_a_sentence(cast: Cast, wrong: dict[str, str], field: str | None) -> None:
    answer = Api(cast, "partnership_manager", IMPORT).call("POST", "/service-imports", body(**wrong))
    assert answer.status_code == 422 and answer.json()["detail"]
    assert field is None or field in answer.json()["errors"]


@pytest.mark.parametrize("who", ["case_manager", "partner_manager", "records", "administrator", "aroha"])
def test_only_importers_may_and_nobody_opens_anothers(cast: Cast, who: str) -> None:
    keeper = Api(cast, "partnership_manager", IMPORT)
    upload = keeper.call("POST", "/service-imports", body()).json()["id"]
    for api in (Api(cast, who, IMPORT), Api(cast, "partnership_manager", ["directory.view"])):
        for key in (upload, str(new_id())):
            asked = (
                ("GET", f"/service-imports/{key}"),
                ("POST", f"/service-imports/{key}/start"),
                ("GET", f"/service-imports/runs/{key}"),
                ("GET", f"/service-imports/runs/{key}/rejects"),
                ("POST", "/service-imports", body()),
            )
            assert [api.call(*one).status_code for one in asked] == [404] * 5
    assert keeper.call("GET", f"/service-imports/{upload}").status_code == 200
