"""Grants of the past, brought in on pages and over REST."""

import base64
import json

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.agreements.made import SECOND, WRITER
from tests.agreements.test_past_grants import ABOUT, file_of, grant
from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from throughcare.agreements.models import GrantFile

RIGHTS = ["directory.view", "agreement.view", "agreement.edit", "partner.view", "partner.edit"]


def test_on_pages_one_sees_first_what_it_would_do(cast: Cast, owner: Owner) -> None:
    keeper = cast.client(SECOND)
    assert "Bring in grants of the past" in keeper.get("/agreements/").content.decode()
    content = file_of(grant(1), grant(2, currency="GBP"), grant(3, recipientOrganization=[{"id": "x", "name": "Mana Trust"}]))

    def sent(content: bytes, **more: str) -> dict[str, object]:
        return {"file": SimpleUploadedFile("grants.json", content), **more}

    assert b"Say who published the file" in keeper.post("/agreements/past-grants/", sent(content)).content
    assert b"holds no grants" in keeper.post("/agreements/past-grants/", sent(b"{}", **ABOUT)).content
    page = keeper.post("/agreements/past-grants/", sent(content, **ABOUT))["Location"]
    text = keeper.get(page).content.decode()
    assert "What this file would do" in text and "another currency" in text and "called so already" in text and "A fund" in text
    assert cast.client(WRITER).get("/agreements/past-grants/").status_code == 404
    assert keeper.post(f"{page}start/", {"version": "9"}).status_code == 412
    done = keeper.post(f"{page}start/", {"version": "1"})["Location"]
    text = keeper.get(done).content.decode()
    assert "2 new, 0 updated, 0 unchanged." in text and "Look for duplicates" in text
    assert keeper.post(f"{page}start/", {"version": "1"})["Location"] == done
    assert owner.rows("select count(*) from agreements_agreement where is_history") == [(2,)]
    assert owner.rows("select length(content), stage from agreements_grantfile") == [(0, "DONE")]
    again = keeper.post("/agreements/past-grants/", sent(file_of(grant(1)), **ABOUT))["Location"]
    assert "Unchanged" in keeper.get(again).content.decode()
    assert keeper.post(f"{again}drop/", {"version": "1"})["Location"] == "/agreements/past-grants/"
    with cast.reading(SECOND):
        assert GrantFile.objects.count() == 1
    told = owner.rows("select verb from audit_auditevent where starts_with(verb, 'agreements.grants') order by id")
    assert [verb for (verb,) in told] == [f"agreements.grants.{word}" for word in ("sent", "brought", "sent", "dropped")]


def test_over_rest(cast: Cast) -> None:
    api = Api(cast, SECOND, RIGHTS)
    content = base64.b64encode(file_of(grant(1), grant(2, amountAwarded="much"))).decode()
    body = {"name": "grants.json", "content": content, **ABOUT}
    checked = api.call("POST", "/agreements/past-grants/check", body).json()
    assert (checked["created"], [(one["row"], one["field"]) for one in checked["rejected"]]) == (1, [(2, "amountAwarded")])
    made, again = api.call("POST", "/agreements/past-grants", body), api.call("POST", "/agreements/past-grants", body)
    assert (made.status_code, made.json()["created"], again["Idempotency-Replayed"]) == (201, 1, "true")
    run = api.call("GET", f"/agreements/past-grants/runs/{made.json()['id']}")
    assert run.json() == made.json() and json.loads(run.content)["rejected"] == 1
    assert api.call("POST", "/agreements/past-grants", {**body, "source": "Another fund"}).json()["updated"] == 1
    assert Api(cast, WRITER, ["agreement.edit"]).call("POST", "/agreements/past-grants", body).status_code == 404
    assert api.call("POST", "/agreements/past-grants/check", {**body, "content": "!"}).status_code == 422
