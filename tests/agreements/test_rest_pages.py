"""Over REST, on pages and by the command."""

import json
from datetime import timedelta
from uuid import UUID

from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, WRITER, draft, get, offered, signed
from tests.cast import Cast
from tests.people.test_rest import Api
from throughcare.agreements.cli import cli
from throughcare.common.clock import today

RIGHTS = ["directory.view", "agreement.view", "agreement.edit", "agreement.approve"]


def test_from_nothing_to_signed_over_rest(cast: Cast) -> None:
    api, second = Api(cast, WRITER, RIGHTS), Api(cast, EXECUTIVE, RIGHTS)
    body = {"title": "Homes by summer", "kind": "CONTRACT"}
    made, again = api.call("POST", "/agreements", body), api.call("POST", "/agreements", body)
    assert (made.status_code, made["ETag"], again["Idempotency-Replayed"]) == (201, '"1"', "true")
    path = f"/agreements/{made.json()['id']}"
    party = {"organization": "Mana Trust", "part": "PARTNER", "amount": "75000.50"}
    assert api.call("POST", f"{path}/parties", party).status_code == 428
    added = api.call("POST", f"{path}/parties", party, **{"If-Match": '"1"'})
    assert (added.status_code, added["ETag"], added.json()["parties"][1]["amount"]) == (201, '"2"', "75000.50")
    stale = api.call("PUT", f"{path}/term", {"starts_on": str(today())}, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["now"]) == (412, '"2"')
    assert api.call("PUT", f"{path}/term", {"starts_on": str(today())}, **{"If-Match": '"2"'}).json()["standing"] == "DRAFT"
    assert api.call("PUT", f"{path}/coverage", {"services": [str(cast.service)]}, **{"If-Match": '"3"'}).json()["services"] == [
        str(cast.service)
    ]
    assert api.call("POST", f"{path}/stand/offer", {}, **{"If-Match": '"4"'}).json()["can"] == ["sign", "terminate"]
    for number, one in enumerate(api.call("GET", path).json()["parties"]):
        where = f"{path}/parties/{one['id']}/sign"
        assert api.call("POST", where, {"signed_by": "Hine"}, **{"If-Match": f'"{5 + number}"'}).status_code == 200
    refused = api.call("POST", f"{path}/stand/sign", {}, **{"If-Match": '"7"'})
    assert refused.status_code == 409 and "needs a second person" in refused.json()["detail"]
    api.call("POST", f"{path}/approval/ask", {"note": "Please."}, **{"If-Match": '"7"'})
    assert api.call("POST", f"{path}/approval", {"agreed": True}, **{"If-Match": '"8"'}).status_code == 409
    assert second.call("POST", f"{path}/approval", {"agreed": True}, **{"If-Match": '"8"'}).json()["approvals"][0]["agreed"] is True
    done = api.call("POST", f"{path}/stand/sign", {}, **{"If-Match": '"8"'})
    assert (done.json()["state"], done.json()["standing"]) == ("SIGNED", "IN_FORCE")
    listed = api.call("GET", "/agreements?when=in_force&kind=CONTRACT").json()["items"]
    assert [one["title"] for one in listed] == ["Homes by summer"]
    theirs = Api(cast, "partner_worker", RIGHTS).call("GET", path).json()
    assert (theirs["approvals"], theirs["can"], theirs["parties"][1]["amount"]) == ([], [], "75000.50")
    assert Api(cast, "other_partner_worker", RIGHTS).call("GET", path).status_code == 404


def test_on_pages_a_writer_does_it_and_a_party_reads(cast: Cast) -> None:
    writer = cast.client(WRITER)
    made = writer.post("/agreements/add/", {"kind": "MOU", "title": "Hui every month"})
    page = made["Location"]
    key = page.strip("/").split("/")[-1]
    party = {"organization": "Mana Trust", "part": "PARTNER", "does": "Hosts.", "amount": "1200", "version": "1"}
    assert writer.post(f"{page}parties/add/", party)["Location"] == page
    wrong = writer.post(f"{page}parties/add/", {**party, "version": "2"})
    assert b"is a party already" in wrong.content
    faster = writer.post(f"{page}change/details/", {"title": "Other", "number": "1", "kind": "MOU", "version": "1"})
    assert b"Somebody changed this while you were writing" in faster.content and b'value="Other"' in faster.content
    day = today()
    term = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year, "renewals_allowed": "1"}
    assert writer.post(f"{page}change/term/", {**term, "version": "2"}).status_code == 302
    assert writer.post(f"{page}stand/offer/", {"version": "3"}).status_code == 302
    text = writer.get(page).content.decode()
    assert "NZD 1,200.00" in text and "In negotiation" in text and "Say that it is signed" in text
    reader = cast.client("partner_worker")
    assert "Your agreements" in reader.get("/").content.decode()
    assert "Hui every month" in reader.get("/agreements/").content.decode()
    theirs = reader.get(page).content.decode()
    assert "Hosts." in theirs and "Add a party" not in theirs and "Say that it is signed" not in theirs
    assert cast.client("other_partner_worker").get(page).status_code == 404
    assert "Hui every month" not in cast.client("other_partner_worker").get("/agreements/").content.decode()
    assert get(cast, UUID(key)).state == "IN_NEGOTIATION"


def test_home_leads_to_what_ends_soon(cast: Cast) -> None:
    signed(cast, ends_on=today() + timedelta(days=20))
    client = cast.client(WRITER)
    assert "Your agreements that end soon" in client.get("/").content.decode()
    assert "Homes by summer" in client.get("/agreements/?when=soon&owner=mine").content.decode()


def test_the_command_lists_and_shows(cast: Cast) -> None:
    key = offered(cast)
    draft(cast, title="Another")
    runner = CliRunner()
    listed = json.loads(runner.invoke(cli, ["list", "homes", "--json"]).output)
    assert [(one["title"], one["with"], one["state"]) for one in listed["items"]] == [("Homes by summer", "Mana Trust", "IN_NEGOTIATION")]
    told = json.loads(runner.invoke(cli, ["show", str(key), "--json"]).output)
    assert (told["value"], told["owner"], told["parties"][1]["name"]) == ("NZD 20,000.00", "Contract manager, Head office", "Mana Trust")
    for words in (["list"], ["show", told["number"]]):
        done = runner.invoke(cli, words)
        assert done.exit_code == 0 and "Homes" in done.output
    assert "No agreements match" in runner.invoke(cli, ["list", "--kind", "GRANT"]).output
