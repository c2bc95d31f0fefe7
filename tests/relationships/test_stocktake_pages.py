"""The pages and REST of stock-takes: whoever keeps the register, from the first word to the close; a site's team; what is said when it can't be."""

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.partners.made import EDITOR
from tests.people.test_rest import Api as Key
from tests.relationships.taken import TEAM, all_said, lines, move, opened, prepared, returns, world
from tests.relationships.test_pages import day_of, text
from throughcare.accounts.permissions import WITHOUT_PEOPLE
from throughcare.common.clock import today
from throughcare.relationships.cli.stocktakes import cli


class Api(Key):
    """Shorter words for the calls here. version: the one that was seen."""

    def __init__(self, cast: Cast, name: str) -> None:
        super().__init__(cast, name, [one.value for one in WITHOUT_PEOPLE])

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, **seen: int) -> Any:
        return self._send("POST", path, body, **seen)

    def put(self, path: str, body: Any, **seen: int) -> Any:
        return self._send("PUT", path, body, **seen)

    def _send(self, verb: str, path: str, body: Any, version: int = 0) -> Any:
        headers = {"If-Match": f'"{version}"'} if version else {}
        return self.call(verb, path, body, **headers)


def test_from_the_first_word_to_the_close(cast: Cast) -> None:
    world(cast)
    client, team = cast.client(EDITOR), cast.client(TEAM)
    assert "Stock-takes of partners" in text(client.get("/"))
    assert "No stock-takes here" in text(client.get(reverse("stocktakes")))
    new = client.get(reverse("stocktake-add"))
    sent = {"name": "Partners 2026", **day_of(new, "deadline", 20), "regions": ["awa"], "own_questions": "Do they come to the hui?\n"}
    wrong = text(client.post(reverse("stocktake-add"), {**sent, "name": ""}))
    assert "Give it a name" in wrong and "Error" in wrong
    path = client.post(reverse("stocktake-add"), sent)["Location"]
    told = text(client.get(path))
    assert "Te Awa Prison" in told and "Awa office" in told and "Being prepared" in told and "Do they come to the hui?" in told
    assert "Returns about partners" not in text(team.get("/"))
    key = path.strip("/").split("/")[-1]
    teams = client.get(reverse("stocktake-teams", args=[key]))
    assert "Partners of no one site" in text(teams)
    body = {"version": "1", "site-awa-prison": str(cast.teams["awa"]), "site-awa-probation": "", "site-": ""}
    assert client.post(reverse("stocktake-teams", args=[key]), body).status_code == 302
    assert client.post(reverse("stocktake-teams", args=[key]), body).status_code == 302  # the very same again is answered as it was
    opening = reverse("stocktake-move", args=[key, "open"])
    assert "Each site gets a line" in text(client.get(opening))
    assert client.post(opening, {"version": "2"}).status_code == 302
    told = text(client.get(path))
    assert "0 of 1 site handed in" in told and "0% covered: of 2 lines" in told
    assert "0 of 1 sites have handed in" in text(client.get("/"))
    site = _answered(cast, team, key)
    told = text(client.get(reverse("stock-return", args=[site])))
    assert "Handed in" in told and "Case manager" in told and "New: the register did not have it" in told
    told = text(client.get(path))
    assert "1 of 1 site handed in" in told and "100% covered: of 2 lines" in told and "1 new partner found" in told
    found = lines(cast, site)["New Trust"]
    settle = reverse("stock-found-settle", args=[found.pk])
    assert settle in client.get(reverse("stock-line", args=[found.pk])).content.decode()
    page = text(client.get(settle))
    assert "Put it on the register" in page and "Set it aside" in page
    assert client.post(settle, {"version": "1", "which": "new", "kind": "NGO"}).status_code == 302
    assert "Put on the register" in text(client.get(reverse("stock-line", args=[found.pk])))
    back = reverse("stock-return-move", args=[site, "hand_back"])
    assert "Say why" in text(client.post(back, {"version": "2", "reason": ""}))
    assert client.post(back, {"version": "2", "reason": "Say more."}).status_code == 302
    assert "Say more." in text(team.get(reverse("stock-return", args=[site])))
    assert client.post(reverse("stocktake-move", args=[key, "close"]), {"version": "3"}).status_code == 302
    assert "Closed" in text(client.get(path)) and "Open this stock-take again" in text(client.get(path))


def _answered(cast: Cast, team: Any, key: str) -> Any:
    """What the team does, from home to handing in."""
    assert "Returns about partners that wait for your team" in text(team.get("/"))
    told = team.get(reverse("stock-returns"))
    assert "Partners 2026: Te Awa Prison" in text(told)
    (path,) = re.findall(r'href="(/stocktakes/returns/[^"/]+/)"', told.content.decode())
    site = path.strip("/").split("/")[-1]
    page = text(team.get(path))
    assert "Mana Trust" in page and "Marae Awa" in page and "2 of 2 partners have no answer yet." in page
    rows = lines(cast, site)
    line = reverse("stock-line", args=[rows["Mana Trust"].pk])
    form = text(team.get(line))
    assert "Is this partner still active here?" in form and "Do they come to the hui?" in form
    assert "We don't know” is an answer too" in text(team.post(line, {"version": "1"}))
    said = {"version": "1", "answer": "CHANGED", "since": "2019", "changed": "They moved.", "own-0": "Yes"}
    assert team.post(line, said).status_code == 302
    stale = text(team.post(line, {**said, "since": "2020"}))
    assert "Somebody changed this while you were writing" in stale
    confirm = reverse("stock-return-confirm", args=[site])
    assert "Tick the partners" in text(team.post(confirm, {"line": ["x"]}, follow=True))
    team.post(confirm, {"line": [str(rows["Marae Awa"].pk)]})
    added = {"version": "1", "name": "New Trust", "since": "2024"}
    assert team.post(reverse("stock-found-add", args=[site]), added).status_code == 302
    told = text(team.get(path))
    assert "New Trust" in told and "no answer yet" not in told
    hand = reverse("stock-return-move", args=[site, "hand_in"])
    assert team.post(hand, {"version": "1"}).status_code == 302
    assert "Returns about partners" not in text(team.get("/"))
    assert "They moved." in text(team.get(line)) and 'name="answer"' not in team.get(line).content.decode()
    assert team.post(line, {**said, "version": "2"}).status_code in (200, 409)
    return site


def test_a_change_by_somebody_else_is_said_and_the_words_are_kept(cast: Cast) -> None:
    key = prepared(cast)
    client = cast.client(EDITOR)
    page = client.get(reverse("stocktake-change", args=[key]))
    sent = {"name": "Another", **day_of(page, "deadline", 20), "regions": ["awa"], "version": "1"}
    assert client.post(reverse("stocktake-change", args=[key]), sent).status_code == 302
    stale = client.post(reverse("stocktake-change", args=[key]), {**sent, "name": "A third"})
    assert "Somebody changed this while you were writing" in text(stale) and 'value="A third"' in stale.content.decode()
    move(cast, key, "open")
    page = client.get(reverse("stocktake-change", args=[key]))
    assert 'name="name"' not in page.content.decode()
    later = {**day_of(page, "deadline", 30), "version": "3"}
    assert client.post(reverse("stocktake-change", args=[key]), later).status_code == 302


def test_over_rest_from_the_first_word_to_the_close(cast: Cast) -> None:
    found = world(cast)
    api, team = Api(cast, EDITOR), Api(cast, TEAM)
    body = {"name": "Over REST", "deadline": str(today() + timedelta(days=9)), "regions": ["awa"], "own_questions": ["Hui?"]}
    made = api.post("/stocktakes", body)
    assert made.status_code == 201 and made["ETag"] == '"1"'
    one = f"/stocktakes/{made.json()['id']}"
    assert {row["site"] for row in made.json()["returns"]} == {"awa-prison", "awa-probation"}
    assert api.put(f"{one}/teams", {"teams": [{"site": "awa-probation", "team_id": None}]}).status_code == 428
    asked = api.put(f"{one}/teams", {"teams": [{"site": "awa-probation", "team_id": None}]}, version=1)
    assert asked.status_code == 200 and len(asked.json()["returns"]) == 1
    assert api.post(f"{one}/stand/open", {}, version=2).json()["state"] == "OPEN"
    (row,) = api.get(one).json()["returns"]
    site = team.get(f"/stocktakes/returns/{row['id']}").json()
    assert site["may_answer"] and {line["name"] for line in site["lines"]} == {"Mana Trust", "Marae Awa"}
    mana = next(line for line in site["lines"] if line["partner_id"] == str(found["mana"]))
    said = {"answer": "STILL", "agreement": "YES", "agreement_words": "MOU 12", "own_answers": ["Yes"]}
    assert team.put(f"/stocktakes/lines/{mana['id']}", said, version=1).json()["agreement_words"] == "MOU 12"
    assert team.put(f"/stocktakes/lines/{mana['id']}", said, version=1).status_code == 412
    assert team.put(f"/stocktakes/lines/{mana['id']}", {"answer": "FOUND"}, version=2).status_code == 422
    others = [line["id"] for line in site["lines"] if line is not mana]
    assert team.post(f"/stocktakes/returns/{row['id']}/confirm", {"line_ids": others}).status_code == 200
    new = team.post(f"/stocktakes/returns/{row['id']}/found", {"name": "New Trust"})
    assert new.status_code == 201 and new.json()["partner_id"] is None
    assert team.post(f"/stocktakes/returns/{row['id']}/stand/hand_in", {}, version=1).json()["state"] == "HANDED_IN"
    settled = api.post(f"/stocktakes/lines/{new.json()['id']}/settle", {"settled": "ADDED", "kind": "NGO"}, version=1)
    assert settled.json()["partner_id"] and settled.json()["settled"] == "ADDED"
    told = api.get(one).json()
    assert (told["coverage"], told["known"], told["lines"], told["found"]) == (100.0, 2, 2, 1)
    assert api.post(f"{one}/remind").status_code == 200
    assert [line["id"] for line in team.get("/stocktakes?state=OPEN").json()["items"]] == [told["id"]]
    assert Api(cast, "partner_worker").get(one).status_code in (403, 404)


def test_commands(cast: Cast) -> None:
    world(cast)
    run = CliRunner()
    assert "No stock-takes" in run.invoke(cli, ["list"]).output
    key = opened(cast)
    site = all_said(cast, key)
    assert '"coverage": 66.7' in run.invoke(cli, ["list", "--json"]).output
    assert "Our partners" in run.invoke(cli, ["list"]).output
    shown = run.invoke(cli, ["show", "our partners"]).output
    assert "Te Awa" in shown and "67% covered: of 3 lines" in " ".join(shown.split())
    assert f'"id": "{key}"' in run.invoke(cli, ["show", str(key), "--json"]).output
    assert '"waiting": 1' in run.invoke(cli, ["remind", "Our partners", "--json"]).output
    assert run.invoke(cli, ["show", "Nothing"]).exit_code == 2
    assert site in {row.pk for row in returns(cast, key).values()}
