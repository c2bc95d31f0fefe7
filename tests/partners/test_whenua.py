"""Which iwi and hapū hold mana whenua of a site: said by whom, honest where nobody said, theirs to see."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.partners.made import EDITOR, add, as_
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.partners import actions, queries
from throughcare.partners.cli import partners
from throughcare.partners.models import ManaWhenua

SAID = "Hera Kōtare, for the rūnanga, at the hui of 3 May"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", answer.content.decode())


def say(cast: Cast, key: UUID, site: str = "awa-prison", **more: Any) -> ManaWhenua:
    made: ManaWhenua = as_(cast, EDITOR, actions.say_whenua, new=actions.NewWhenua(site=site, partner_id=key, said_by=SAID, **more))
    return made


def test_an_honest_gap_and_who_said_so(cast: Cast) -> None:
    iwi, hapu = add(cast, "Ngāti Awa", "IWI"), add(cast, "Hapū o Awa", "HAPU")
    client = cast.client("case_manager")
    page = text(client.get(reverse("mana-whenua")))
    assert page.count("Nobody said yet") == 4 and "Of 4 sites nobody said yet." in page and "Say who holds" not in page
    say(cast, iwi)
    say(cast, hapu)
    page = text(client.get(reverse("mana-whenua")))
    assert page.count("Nobody said yet") == 3 and "Ngāti Awa" in page and "Hapū o Awa" in page and SAID in page
    assert "Te Awa Prison" in text(client.get(reverse("partner", args=[iwi])))
    assert 'href="/partners/mana-whenua/"' in text(client.get("/partners/"))
    assert "Sites whose mana whenua nobody said" in text(cast.client(EDITOR).get("/"))


def test_what_can_not_be_is_refused(cast: Cast) -> None:
    iwi = add(cast, "Ngāti Awa", "IWI")
    say(cast, iwi)
    with pytest.raises(Refused, match="stands there already"):
        say(cast, iwi)
    with pytest.raises(Refused, match="Iwi and hapū hold mana whenua"):
        say(cast, add(cast, "A trust", "NGO"))
    with pytest.raises(Invalid) as wrong:
        as_(
            cast,
            EDITOR,
            actions.say_whenua,
            new=actions.NewWhenua(site="odd", partner_id=iwi, said_by=" ", starts_on=today() + timedelta(days=1)),
        )
    assert set(wrong.value.errors) == {"site", "said_by", "starts_on"}
    with pytest.raises(NotAllowed):
        as_(cast, "case_manager", actions.say_whenua, new=actions.NewWhenua(site="puke-prison", partner_id=iwi, said_by=SAID))


def test_it_ends_and_stays_to_be_read(cast: Cast) -> None:
    iwi, client = add(cast, "Ngāti Awa", "IWI"), cast.client(EDITOR)
    made = say(cast, iwi)
    where = reverse("mana-whenua-end", args=[made.pk])
    assert "Say why" in text(client.post(where, {"version": "1"}))
    assert client.post(where, {"reason": "They told us it is their cousins'.", "version": "1"}).status_code == 302
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.end_whenua, whenua_id=made.pk, reason="Words", seen=1)
    with pytest.raises(Refused):
        as_(cast, EDITOR, actions.end_whenua, whenua_id=made.pk, reason="Words", seen=2)
    assert "cousins" in text(client.get(reverse("partner", args=[iwi]))) and "cousins" not in text(client.get(reverse("mana-whenua")))
    say(cast, iwi)


def test_its_own_people_see_theirs_and_nobody_elses(cast: Cast) -> None:
    own, other = add(cast, kind="IWI"), add(cast, "Ngāti Puke", "IWI")
    say(cast, own)
    say(cast, other, "puke-prison")
    for who, seen in (("partner_worker", {own}), ("case_manager", {own, other}), ("analyst", set()), ("other_partner_worker", set())):
        with cast.reading(who):
            assert {one.partner_id for one in ManaWhenua.objects.all()} == seen, who
            with pytest.raises(Error), transaction.atomic():
                ManaWhenua.objects.create(site="awa-probation", partner_id=own, said_by="Me")
    assert "Te Awa Prison" in text(cast.client("partner_worker").get(reverse("partner", args=[own])))


def test_the_page_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    actor, asked = cast.actor("case_manager"), []
    for number in range(4):
        say(cast, add(cast, f"Iwi {number}", "IWI"), ("awa-prison", "puke-prison")[number % 2])
        if number in (0, 3):
            with cast.reading("case_manager"), CaptureQueriesContext(connection) as ran:
                queries.sites_and_whenua(actor)
            asked.append(len(ran))
    assert asked[0] == asked[1] > 0


def test_over_rest_and_by_command(cast: Cast) -> None:
    iwi = add(cast, "Ngāti Awa", "IWI")
    api = Api(cast, EDITOR, ["directory.view", "partner.view", "partner.edit"])
    made = api.call("POST", "/partners/mana-whenua", {"site": "awa-prison", "partner_id": str(iwi), "said_by": SAID})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    found = {one["site"]: one["mana_whenua"] for one in api.call("GET", "/partners/mana-whenua").json()["items"]}
    assert [one["partner"] for one in found["awa-prison"]] == ["Ngāti Awa"] and found["puke-prison"] == []
    told = json.loads(CliRunner().invoke(partners, ["mana-whenua", "--json"]).output)["items"]
    assert {one["site"]: len(one["mana_whenua"]) for one in told} == {site: len(rows) for site, rows in found.items()}
    assert "Nobody said yet" in CliRunner().invoke(partners, ["mana-whenua"]).output
    path = f"/partners/mana-whenua/{made.json()['id']}"
    assert api.call("POST", f"{path}/end", {"reason": "Words"}).status_code == 428
    assert api.call("POST", f"{path}/end", {"reason": "Words"}, **{"If-Match": '"1"'}).json()["ended_on"] == str(today())
