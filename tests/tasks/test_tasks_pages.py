"""Tasks on pages, over REST and by the command."""

import json
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_
from tests.people.test_rest import Api
from tests.tasks.made import get, give, partner
from throughcare.common.clock import today
from throughcare.tasks import actions
from throughcare.tasks.cli import cli

RIGHTS = ["directory.view", "task.do", "partner.view"]


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def typed(cast: Cast, to: str, **more: Any) -> dict[str, Any]:
    day = today()
    due = {"due_on_day": str(day.day), "due_on_month": str(day.month), "due_on_year": str(day.year)}
    return {"what": "Ring them back", "to": f"user:{cast.users[to]}", **due, **more}


def test_from_home_to_a_finished_task(cast: Cast) -> None:
    client = cast.client("case_manager")
    assert "Nothing to do" in text(client.get("/tasks/"))
    path = reverse("task-add")
    assert "Say what is to be done" in text(client.post(path, typed(cast, "officer", what="")))
    page = text(client.post(path, typed(cast, "case_manager"), follow=True))
    assert "Task added." in page and "It is done" in page
    assert "Tasks due today" in text(client.get("/")) and "Ring them back" in text(client.get("/tasks/?due=today"))
    (key,) = _keys("case_manager", cast)
    assert client.post(reverse("task-change", args=[key]), typed(cast, "officer", version="1")).status_code == 302
    stale = text(client.post(reverse("task-change", args=[key]), typed(cast, "case_manager", what="Mine", version="1")))
    assert "Somebody changed this" in stale and "Ring them back" in stale and "Mine" in stale
    other = cast.client("officer")
    assert "There is a task for you" in text(other.get("/notices/"))
    assert "Say why" in text(other.post(reverse("task-move", args=[key, "cancel"]), {"version": "2"}))
    page = text(other.post(reverse("task-move", args=[key, "finish"]), {"version": "2"}, follow=True))
    assert "“Ring them back” is done." in page and "Nothing to do" in page
    page = text(other.get(reverse("task", args=[key])))
    assert "Open it again" in page and "Change it" not in page
    assert client.get(reverse("task-move", args=[key, "finish"])).status_code == 409
    assert client.get(reverse("task-move", args=[key, "delete"])).status_code == 404
    text(client.post(reverse("task-move", args=[key, "reopen"]), {"version": "3"}, follow=True))
    assert "Not needed" in text(
        other.post(reverse("task-move", args=[key, "cancel"]), {"reason": "They came.", "version": "4"}, follow=True)
    )
    assert get(cast, "officer", key).state == "CANCELLED"


def _keys(who: str, cast: Cast) -> list[Any]:
    from throughcare.tasks.models import Task  # noqa: PLC0415 - one helper's

    with cast.reading(who):
        return list(Task.objects.order_by("id").values_list("pk", flat=True))


def test_on_a_partners_page(cast: Cast) -> None:
    key, client = add(cast, kind="NGO"), cast.client(EDITOR)
    href = f"{reverse('task-add')}?about=partners.partner:{key}"
    assert f"about={partner(key)}".replace(":", "%3A") in text(client.get(reverse("partner", args=[key])))
    page = text(client.get(href))
    assert "Mana Trust" in page and "Anybody of Head office" in page
    made = text(client.post(href, typed(cast, EDITOR), follow=True))
    assert "Mana Trust" in made
    assert "Ring them back" in text(client.get(reverse("partner", args=[key])))
    assert "Ring them back" in text(client.get(f"/tasks/?whose=all&state=any&about=partners.partner:{key}"))
    assert "Ring them back" not in text(cast.client("case_manager").get(reverse("partner", args=[key])))
    assert 'id="tasks"' not in text(cast.client("partner_manager").get(reverse("partner", args=[key])))
    for odd, status in ((f"partners.partner:{cast.person}", 404), ("partners.partner:x", 422), (f"people.person:{cast.person}", 422)):
        assert client.get(f"{reverse('task-add')}?about={odd}").status_code == status, odd
    assert client.get("/tasks/?about=odd").status_code == 422


def test_the_list_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    client, asked = cast.client(EDITOR), []
    for number in range(6):
        give(cast, EDITOR, what=f"Task {number}", about=partner(add(cast, f"Partner {number}", "NGO")))
        if number in (1, 5):
            text(client.get("/tasks/"))
            with CaptureQueriesContext(connection) as reads:
                assert f"Partner {number}" in text(client.get("/tasks/"))
            asked.append(len(reads))
    assert asked[0] == asked[1] > 0


def test_over_rest(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    api = Api(cast, "case_manager", RIGHTS)
    body = {"what": "Ring them back", "due_on": str(today()), "about": f"partners.partner:{key}"}
    made, again = api.call("POST", "/tasks", body), api.call("POST", "/tasks", body)
    assert (made.status_code, made["ETag"], again["Idempotency-Replayed"]) == (201, '"1"', "true")
    one = f"/tasks/{made.json()['id']}"
    told = api.call("GET", one).json()
    assert (told["user_id"], told["about"], told["can"]) == (str(cast.users["case_manager"]), body["about"], ["finish", "cancel"])
    change = {"what": "Write", "user_id": str(cast.users[EDITOR])}
    assert api.call("PUT", one, change).status_code == 428
    changed = api.call("PUT", one, change, **{"If-Match": '"1"'})
    assert (changed["ETag"], changed.json()["user_id"], changed.json()["due_on"]) == ('"2"', str(cast.users[EDITOR]), None)
    assert api.call("PUT", one, change, **{"If-Match": '"1"'}).status_code == 412
    wrong = api.call("PUT", one, {"what": "Write", "user_id": str(cast.users["officer"])}, **{"If-Match": '"2"'})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["for"])
    assert api.call("GET", "/tasks").json()["items"] == []
    assert [row["what"] for row in api.call("GET", "/tasks?whose=given&due=none").json()["items"]] == ["Write"]
    keeper = Api(cast, EDITOR, RIGHTS)
    assert keeper.call("POST", f"{one}/cancel", {}, **{"If-Match": '"2"'}).status_code == 422
    assert keeper.call("POST", f"{one}/finish", {}, **{"If-Match": '"2"'}).json()["state"] == "DONE"
    assert keeper.call("POST", f"{one}/finish", {}, **{"If-Match": '"3"'}).status_code == 409
    assert api.call("POST", "/tasks", {"what": "x", "about": f"people.person:{cast.person}"}).status_code == 422
    assert Api(cast, "other_officer", RIGHTS).call("GET", one).status_code == 404
    assert Api(cast, "case_manager", ["directory.view"]).call("GET", "/tasks").status_code == 404
    assert owner.rows("select distinct channel from audit_auditevent where verb like 'task.%%'") == [("rest",)]


def test_by_the_command(cast: Cast) -> None:
    key, runner = add(cast), CliRunner()
    due = str(today() - timedelta(days=1))
    said = ["add", "Ring them", "--user", f"{EDITOR}@example.test", "--due", due, "--about", f"partners.partner:{key}", "--json"]
    made = json.loads(runner.invoke(cli, said).output)["id"]
    assert "Added: Write" in runner.invoke(cli, ["add", "Write", "--team", "awa"]).output
    listed = json.loads(runner.invoke(cli, ["list", "--due", "overdue", "--json"]).output)["items"]
    assert [(one["what"], one["for"], one["about"], one["due_on"]) for one in listed] == [
        ("Ring them", "Partnership manager", "Mana Trust", due)
    ]
    assert "Awa office" in runner.invoke(cli, ["list", "write"]).output
    assert "ring them: done" in runner.invoke(cli, ["do", made, "finish"]).output.lower()
    assert json.loads(runner.invoke(cli, ["do", made, "reopen", "--json"]).output)["state"] == "OPEN"
    assert "No tasks match" in runner.invoke(cli, ["list", "--state", "DONE"]).output
    for wrong in (
        ["add", "x"],
        ["add", "x", "--user", "nobody@example.test"],
        ["do", made, "cancel"],
        ["list", "--about", "people.person:1"],
    ):
        assert runner.invoke(cli, wrong).exit_code == 1, wrong
    as_(cast, EDITOR, actions.move_task, task_id=UUID(made), verb="finish", seen=3)
