"""Assessments over REST and by the command: the same rules, the same numbers, and no way to answer with a key."""

import json
from datetime import timedelta
from typing import Any

from django.core import mail
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add
from tests.people.test_rest import Api
from tests.relationships.made import OURS, THEIRS, answer, links, prepared, published, told
from throughcare.common.clock import today
from throughcare.config.api import api as whole
from throughcare.relationships.cli.assessments import cli

RIGHTS = ["directory.view", "partner.view", "partner.edit"]


def test_from_nothing_to_a_result(cast: Cast, owner: Owner) -> None:
    mail.outbox.clear()
    api, partner = Api(cast, EDITOR, RIGHTS), add(cast, kind="NGO")
    body = {"partner_id": str(partner), "deadline": str(today() + timedelta(days=9))}
    made, again = api.call("POST", "/assessments", body), api.call("POST", "/assessments", body)
    assert (made.status_code, made["ETag"], again["Idempotency-Replayed"]) == (201, '"1"', "true")
    path = f"/assessments/{made.json()['id']}"
    assert api.call("POST", "/assessments", {**body, "purpose": "Another"}).status_code == 409
    assert api.call("PUT", path, {"deadline": body["deadline"], "own_items": ["x"] * 6}, **{"If-Match": '"1"'}).status_code == 422
    assert api.call("POST", f"{path}/stand/open", {}, **{"If-Match": '"1"'}).status_code == 409
    for side in (OURS, THEIRS):
        for number in range(3):
            rater = {"side": side, "name": f"Rater {number}", "email": f"{side}-{number}@example.test"}
            assert api.call("POST", f"{path}/raters", rater).status_code == 201
    assert api.call("POST", f"{path}/stand/open", {}).status_code == 428
    done = api.call("POST", f"{path}/stand/open", {}, **{"If-Match": '"1"'})
    assert (done.json()["state"], done.json()["can"], done.json()["result"]) == ("OPEN", ["close", "give_up"], None)
    run_jobs()
    for email, key in links().items():
        answer(key, 4 if email.startswith("ours") else 2, GOOD="We meet." if email.startswith("theirs") else "")
    raters: Any = api.call("GET", f"{path}/raters").json()
    assert len(raters) == 6 and set(raters[0]) == {"id", "side", "name", "email", "withdrawn"}, "nothing of who answered"
    assert api.call("POST", f"{path}/raters/{raters[0]['id']}/resend", {}).status_code == 200
    assert api.call("GET", path).json()["answered_ours"] is None
    assert api.call("POST", f"{path}/stand/publish", {}, **{"If-Match": '"2"'}).status_code == 409
    assert api.call("POST", f"{path}/stand/close", {}, **{"If-Match": '"2"'}).json()["state"] == "CLOSED"
    run_jobs()
    result: Any = api.call("GET", path).json()["result"]
    assert result["domains"][0]["gap"] == 2.0 and result["domains"][0]["ours"] == {"mean": 4.0, "n": 3, "change": None}
    assert [one["words"] for one in result["comments"]] == ["We meet."] * 3 and "trust" in result["concerns"]
    assert {one["ours_band"] for one in result["lenses"] if one["lens"] == "wilder"} == {"a strength"}
    agreed = {"words": "Meet.", "side": OURS, "owner": "Mere", "due": str(today())}
    one: Any = api.call("POST", f"{path}/agreed", agreed).json()
    moved = api.call("POST", f"{path}/agreed/{one['id']}/finish", {}, **{"If-Match": '"1"'})
    assert (moved.json()["state"], moved["ETag"], moved.json()["can"]) == ("DONE", '"2"', ["reopen"])
    verbs = {verb for (verb,) in owner.rows("select verb from audit_auditevent where verb like 'assessment%%'")}
    assert verbs == {
        f"assessment.{verb}" for verb in ["added", "asked", "open", "rater.resend", "close", "publish", "action.added", "action.finish"]
    }


def test_another_partner_reads_nothing_and_its_own_people_change_nothing(cast: Cast) -> None:
    wave = published(cast, [4, 4, 4], [2, 2, 2])
    own, other = Api(cast, "partner_manager", RIGHTS), Api(cast, "other_partner_worker", RIGHTS)
    assert own.call("GET", f"/assessments/{wave}").json()["can"] == []
    assert [one["id"] for one in own.call("GET", "/assessments").json()["items"]] == [str(wave)]
    assert other.call("GET", "/assessments").json()["items"] == []
    assert other.call("GET", f"/assessments/{wave}").status_code == 404
    for api in (own, other):
        assert api.call("GET", f"/assessments/{wave}/raters").status_code == 404
        assert api.call("GET", "/assessments/across").status_code == 404


def test_every_outlet_tells_the_same_and_none_takes_an_answer(cast: Cast) -> None:
    """Numbers rounded in two ways would tell together what neither tells alone."""
    wave = published(cast, [4, 3, 3], [2, 2, 3])
    result = told(cast, wave)
    over_rest: Any = Api(cast, EDITOR, RIGHTS).call("GET", f"/assessments/{wave}").json()["result"]
    shown = json.loads(CliRunner().invoke(cli, ["show", "Mana Trust", "--json"]).output)
    means = {row.domain.title: (row.ours, row.theirs) for row in result.domains}
    assert means == {row["title"]: (row["ours"]["mean"], row["theirs"]["mean"]) for row in over_rest["domains"]}
    assert means == {row["domain"]: (row["ours"], row["theirs"]) for row in shown["domains"]}
    paths = [path for path in whole.get_openapi_schema()["paths"] if "assessment" in path]
    assert len(paths) == 12 and not [path for path in paths if "answer" in path or "rate/" in path]


def test_the_commands(cast: Cast, owner: Owner) -> None:
    runner = CliRunner()
    assert "No assessments." in runner.invoke(cli, ["list"]).output
    wave = published(cast, [4, 4, 4], [2, 2, 2])
    prepared(cast, partner=add(cast, "Awa Marae"))
    listed = json.loads(runner.invoke(cli, ["list", "--state", "published", "--json"]).output)
    assert [(one["id"], one["answered_ours"]) for one in listed["items"]] == [(str(wave), 3)]
    assert "Awa Marae" in runner.invoke(cli, ["list"]).output
    assert "+2.0" in runner.invoke(cli, ["show", "Mana Trust"]).output
    assert "is published yet" in str(runner.invoke(cli, ["show", "Awa Marae"], standalone_mode=False).exception)
    assert "Fewer" in runner.invoke(cli, ["across"]).output
    assert json.loads(runner.invoke(cli, ["across", "--json"]).output)[0]["n"] == 0
    owner.place(
        "update relationships_wave set state = 'OPEN', opened_on = deadline, deadline = throughcare.today() - 1 where state = 'DRAFT'"
    )
    assert json.loads(runner.invoke(cli, ["close", "--json"]).output) == {"closed": 1}
    assert runner.invoke(cli, ["close"]).output.startswith("0 closed.")
