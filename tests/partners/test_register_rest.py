"""The register over REST: found, put there, changed against its version, repeated without harm; and by the command."""

import json
from datetime import timedelta
from typing import Any

from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, contact
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.partners.cli import partners

RIGHTS = ["directory.view", "partner.view", "partner.edit"]


def test_from_nothing_to_an_ended_partnership(cast: Cast, owner: Owner) -> None:
    api = Api(cast, EDITOR, RIGHTS)
    body = {"name": "Te Marae o Awakōwhai", "kind": "MARAE"}
    made = api.call("POST", "/partners", body)
    again = api.call("POST", "/partners", body)
    assert (made.status_code, made["ETag"], again.status_code, again["Idempotency-Replayed"]) == (201, '"1"', 201, "true")
    assert api.call("POST", "/partners", {**body, "name": "te marae o awakowhai"}).status_code == 422
    path = f"/partners/{made.json()['id']}"
    numbers = {"nzbn": "9429 0412 3457 0"}
    assert api.call("PUT", f"{path}/numbers", numbers).status_code == 428
    done = api.call("PUT", f"{path}/numbers", numbers, **{"If-Match": '"1"'})
    assert (done.status_code, done["ETag"], done.json()["nzbn"]) == (200, '"2"', "9429041234570")
    stale = api.call("PUT", f"{path}/roles", {"roles": ["VOICE"]}, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["now"], stale.json()["current"]["nzbn"]) == (412, '"2"', "9429041234570")
    wrong = api.call("PUT", f"{path}/numbers", {"nzbn": "9429041234571"}, **{"If-Match": '"2"'})
    assert wrong.status_code == 422 and list(wrong.json()["errors"]) == ["nzbn"]
    ended = api.call("POST", f"{path}/stand/end", {"reason": "Closed."}, **{"If-Match": '"2"'})
    assert (ended.json()["state"], ended.json()["state_since"], ended.json()["can"]) == ("ENDED", str(today()), ["return"])
    refused = api.call("POST", f"{path}/stand/pause", {"reason": "Closed."}, **{"If-Match": '"3"'})
    assert refused.status_code == 409 and "From here you can: return" in refused.json()["detail"]
    assert owner.rows("select distinct channel from audit_auditevent where verb like 'partner.%%'") == [("rest",)]


def test_a_list_by_filters_and_what_hangs_on_a_partner(cast: Cast) -> None:
    key = add(cast)
    row = accredit(cast, key, expires_on=today() + timedelta(days=3))
    api = Api(cast, EDITOR, RIGHTS)
    listed: Any = api.call("GET", "/partners?accreditation=soon&state=ACTIVE&kind=MARAE").json()
    assert [(one["name"], one["accreditations"][0]["standing"]) for one in listed["items"]] == [("Mana Trust", "ENDS_SOON")]
    assert api.call("GET", "/partners?accreditation=over").json()["items"] == []
    assert api.call("GET", "/partners?owner=somebody").status_code == 422
    path = f"/partners/{key}/accreditations/{row}"
    changed = api.call("PUT", path, {"level": 1, "given_by": "Kaiwhakamana"}, **{"If-Match": '"1"'})
    assert (changed["ETag"], changed.json()["standing"]) == ('"2"', "IN_FORCE")
    off = api.call("POST", f"{path}/end", {"reason": "Withdrawn."}, **{"If-Match": '"2"'})
    assert (off.json()["standing"], off.json()["ended_on"]) == ("OFF", str(today()))
    other = add(cast, "Another Trust", "NGO")
    assert api.call("GET", f"/partners/{other}/accreditations/{row}").status_code == 404
    who = api.call("POST", f"/partners/{key}/contacts", {"name": "Hine", "email": "hine@example.test", "is_lead": True}).json()
    assert [one["name"] for one in api.call("GET", f"/partners/{key}").json()["contacts"]] == ["Hine"]
    assert api.call("GET", f"/partners/{other}/contacts/{who['id']}").status_code == 404
    assert api.call("POST", f"/partners/{key}/contacts/{who['id']}/end", {}, **{"If-Match": '"1"'}).json()["is_lead"] is False


def test_its_own_people_read_theirs_and_change_nothing(cast: Cast) -> None:
    key, other = add(cast), add(cast, "Another Trust", "NGO")
    api = Api(cast, "partner_manager", RIGHTS)
    read = api.call("GET", f"/partners/{key}")
    assert (read.status_code, read.json()["can"], read.json()["owner_name"]) == (200, [], "Partnership manager, Head office")
    assert api.call("GET", f"/partners/{other}").status_code == 404
    assert api.call("GET", "/partners").status_code == 404
    assert api.call("PUT", f"/partners/{key}/roles", {"roles": ["VOICE"]}, **{"If-Match": '"1"'}).status_code == 404


def test_the_command_lists_and_shows(cast: Cast) -> None:
    key = add(cast)
    accredit(cast, key, expires_on=today() - timedelta(days=1))
    contact(cast, key, is_lead=True)
    runner = CliRunner()
    listed = json.loads(runner.invoke(partners, ["list", "mana", "--accreditation", "over", "--json"]).output)
    assert [(one["name"], one["kind"], one["accreditation"][:14]) for one in listed["items"]] == [("Mana Trust", "Marae", "Level 2: ended")]
    assert json.loads(runner.invoke(partners, ["list", "--state", "ENDED", "--json"]).output) == {"items": [], "more": False}
    told = json.loads(runner.invoke(partners, ["show", "mana trust", "--json"]).output)
    assert (told["id"], told["contacts"][0]["name"], told["owner"]) == (str(key), "Hine Kōtare", "Partnership manager, Head office")
    for words in (["list"], ["show", str(key)]):
        done = runner.invoke(partners, words)
        assert done.exit_code == 0 and "Mana Trust" in done.output
    assert "No partners match" in runner.invoke(partners, ["list", "--kind", "EMPLOYER"]).output
