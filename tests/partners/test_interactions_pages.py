"""Being in touch with a partner on pages, over REST and by the command."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.partners.made import EDITOR, add, as_, contact
from tests.partners.test_interactions import correct, found, met, read
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.partners import actions
from throughcare.partners.cli import partners

RIGHTS = ["directory.view", "partner.view", "partner.edit"]


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def typed(**more: Any) -> dict[str, Any]:
    day = today()
    return {"kind": "HUI", "on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year), "said": "Kōrero.", **more}


def test_written_down_read_corrected_and_withdrawn(cast: Cast) -> None:
    key, client = add(cast), cast.client(EDITOR)
    who = contact(cast, key)
    path = reverse("interaction-add", args=[key])
    page = text(client.get(path))
    assert "Hine Kōtare" in page and "Name nobody who is in prison" in page
    for wrong, said in (
        ({"kind": ""}, "Choose how you were in touch"),
        ({"said": ""}, "Write in a few words"),
        ({"starts_at": "noon"}, "Enter a time of 24 hours"),
        ({"starts_at": "12:00", "ends_at": "11:00"}, "Give a time it began"),
        ({"on_year": "2031"}, "not in the future"),
    ):
        assert said in text(client.post(path, typed(**wrong)))
    done = client.post(path, typed(contacts=[str(who)], topics=["IDEAS"], starts_at="10.30", shared="on"), follow=True)
    page = text(done)
    assert "Written down." in page and "Hui: New ideas" in page and "There: Hine Kōtare" in page
    (one,) = found(cast, key)
    assert "Kōrero." in text(client.get(reverse("partner", args=[key])))
    page = text(client.get(reverse("interaction", args=[one])))
    assert "10:30" in page and "Shared with the partner" in page and "What was written before" not in page
    form = reverse("interaction-correct", args=[one])
    assert 'value="10:30"' in text(client.get(form))
    assert client.post(form, typed(said="Kōrero nui.", version="1")).status_code == 302
    stale = text(client.post(form, typed(said="Mine.", version="1")))
    assert "Somebody changed this while you were writing" in stale and "Kōrero nui." in stale and "Mine." in stale
    page = text(client.get(reverse("interaction", args=[one])))
    assert "What was written before" in page and "Ours alone" in page
    form = reverse("interaction-withdraw", args=[one])
    assert "Kōrero nui." in text(client.post(form, {"reason": "No.", "version": "1"}))
    assert client.post(form, {"reason": "Another partner.", "version": "2"}).status_code == 302
    page = text(client.get(reverse("interaction", args=[one])))
    assert "Another partner." in page and "Correct it" not in page
    assert client.post(form, {"reason": "Again.", "version": "3"}).status_code == 409
    assert "Withdrawn" in text(client.get(reverse("partner-interactions", args=[key]) + "?stands=withdrawn"))


def test_the_list_is_filtered_and_paged(cast: Cast) -> None:
    key, client = add(cast), cast.client(EDITOR)
    path = reverse("partner-interactions", args=[key])
    assert "Nothing written down yet" in text(client.get(path))
    for number in range(52):
        met(cast, key, kind="CALL", on=today() - timedelta(days=number), said=f"Call {number:02}")
    page = text(client.get(path))
    assert "Call 00" in page and "Call 49" in page and "Call 50" not in page
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following and "Call 51" in text(client.get(path + following[1]))
    page = text(client.get(path + "?kind=HUI"))
    assert "Nothing matches" in page and "How: Hui" in page
    assert "Call 03" in text(client.get(path + f"?words=call+03&since={today() - timedelta(days=3)}"))
    assert client.get(path + "?after=odd").status_code == 422


def test_its_own_people_read_what_is_shared(cast: Cast) -> None:
    key = add(cast, kind="NGO")
    ours, shared = met(cast, key, said="Between us."), met(cast, key, said="With you.", shared=True)
    client = cast.client("partner_worker")
    for path in (reverse("partner-interactions", args=[key]), reverse("partner", args=[key])):
        page = text(client.get(path))
        assert "With you." in page and "Between us." not in page
    assert "Who reads it" not in text(client.get(reverse("partner-interactions", args=[key])))
    assert client.get(reverse("interaction", args=[ours])).status_code == 404
    page = text(client.get(reverse("interaction", args=[shared])))
    assert "With you." in page and "Correct it" not in page


def test_over_rest(cast: Cast) -> None:
    key, other = add(cast), add(cast, "Another Trust", "NGO")
    who = contact(cast, key)
    api, path = Api(cast, EDITOR, RIGHTS), f"/partners/{key}/interactions"
    body = {"kind": "VISIT", "on": str(today()), "said": "Six rooms.", "contacts": [str(who)], "topics": ["SERVICES"], "starts_at": "10:30"}
    made, again = api.call("POST", path, body), api.call("POST", path, body)
    assert (made.status_code, made["ETag"], again["Idempotency-Replayed"]) == (201, '"1"', "true")
    one = f"{path}/{made.json()['id']}"
    told = api.call("GET", one).json()
    assert (told["contacts"], told["starts_at"], told["written_by_id"]) == ([str(who)], "10:30:00", str(cast.users[EDITOR]))
    assert api.call("PUT", one, body).status_code == 428
    fixed = api.call("PUT", one, {**body, "said": "Nine rooms.", "shared": True}, **{"If-Match": '"1"'})
    assert (fixed.status_code, fixed["ETag"], fixed.json()["shared"]) == (200, '"2"', True)
    stale = api.call("PUT", one, body, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]["said"]) == (412, "Nine rooms.")
    assert api.call("GET", f"{path}?kind=CALL").json()["items"] == []
    assert [row["said"] for row in api.call("GET", f"{path}?words=nine&stands=shared").json()["items"]] == ["Nine rooms."]
    assert api.call("GET", f"/partners/{other}/interactions/{told['id']}").status_code == 404
    assert list(api.call("POST", path, {**body, "on": "2031-01-01"}).json()["errors"]) == ["on"]
    gone = api.call("POST", f"{one}/withdraw", {"reason": "Another partner."}, **{"If-Match": '"2"'})
    assert gone.json()["withdrawn_on"] == str(today())
    assert api.call("PUT", one, body, **{"If-Match": '"3"'}).status_code == 409
    theirs = Api(cast, "partner_manager", RIGHTS)
    assert theirs.call("GET", one).status_code == 200 and theirs.call("POST", path, body).status_code == 404


def test_by_the_command(cast: Cast) -> None:
    key, runner = add(cast), CliRunner()
    again = str(today() + timedelta(days=9))
    done = runner.invoke(
        partners, ["log", "mana trust", "hui", "--said", "Kōrero.", "--topic", "ideas", "--next", again, "--shared", "--json"]
    )
    made = read(cast, json.loads(done.output)["id"])
    assert (made.said, made.topics, str(made.next_on), made.shared, made.written_by_id) == ("Kōrero.", ["IDEAS"], again, True, None)
    assert "Written down of Mana Trust: Call" in runner.invoke(partners, ["log", str(key), "CALL", "--said", "Rang."]).output
    listed = json.loads(runner.invoke(partners, ["interactions", "mana trust", "--kind", "HUI", "--json"]).output)
    assert [(one["said"], one["topics"]) for one in listed["items"]] == [("Kōrero.", ["New ideas"])]
    for words in (["interactions", str(key)], ["interactions", str(key), "--topic", "IDEAS", "--since", str(today())]):
        assert "Kōrero." in runner.invoke(partners, words).output
    assert "Nothing written down" in runner.invoke(partners, ["interactions", str(key), "--kind", "EVENT"]).output


def test_a_keeper_who_left_stays_among_who_was_there(cast: Cast, owner: Any) -> None:
    key = add(cast)
    owner.place(
        "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (gen_random_uuid(), %s, %s, 'partnership_manager', '2026-01-01')",
        cast.users["analyst"],
        cast.teams["head"],
    )
    one = met(cast, key, users=[cast.users["analyst"]])
    owner.place("delete from accounts_membership where user_id = %s and role_id = 'partnership_manager'", cast.users["analyst"])
    assert "Somebody who keeps partners no longer" in text(cast.client(EDITOR).get(reverse("interaction-correct", args=[one])))
    assert correct(cast, one, 1, users=[cast.users["analyst"]]).user_ids == [cast.users["analyst"]]
    as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=one, reason="Twice.", seen=2)
