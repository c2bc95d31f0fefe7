"""A partner never learns what another said of it: whatever anybody says in a survey, all that its own people can read stays the same, byte by byte."""

import random
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.matrix.walk import same
from tests.partners.made import EDITOR
from tests.relationships.surveyed import NAMES, hand_in, move, opened, prepared, six, surveyed, tell
from tests.relationships.test_stocktake_pages import Api
from throughcare.relationships.states import Flow, Knows

OWN = ("partner_worker", "partner_manager")  # of Mana Trust
ROUNDS = 4
_FILTERS = [
    f"?{'&'.join(part for part in parts if part)}" for parts in product(("", "ties=SAID"), ("", "trust=1", "trust=4"), ("", "flow=MONEY"))
]


def read(cast: Cast, keys: dict[str, UUID], survey: UUID, asked: dict[str, UUID]) -> dict[str, Any]:
    """Everything of the network, and of the survey, that Mana Trust's people may ask for: pages, files, REST, and tables asked straight."""
    found: dict[str, Any] = {}
    for who in OWN:
        client, api = cast.client(who), Api(cast, who)
        paths = [reverse("partner-network", args=[key]) for key in keys.values()]
        paths += [reverse(name) + part for name in ("network", "network-organizations", "network-ties") for part in _FILTERS]
        paths += [reverse("network-export", args=[kind]) + part for kind in ("organisations", "ties", "graphml") for part in _FILTERS]
        paths += [reverse(name, args=[survey]) for name in ("network-survey", "network-survey-result", "network-survey-export")]
        paths += [reverse("survey-own", args=[key]) for key in asked.values()]
        paths += [
            reverse("survey-own-about", args=[asked["Elm House"], keys["Mana Trust"]]),
            reverse("partner", args=[keys["Mana Trust"]]),
            "/",
        ]
        for path in paths:
            answer = client.get(path)
            found[f"{who} {path}"] = same(answer)
        rest = [f"/network/{part}{asks}" for part in ("measures", "organizations", "ties") for asks in _FILTERS]
        rest += [f"/network/organizations/{key}/ties" for key in keys.values()]
        rest += [f"/network/surveys/{survey}{part}" for part in ("", "/result", "/ties")]
        for path in rest:
            answer = api.get(path)
            body = {name: value for name, value in answer.json().items() if name not in ("instance", "request_id", "id")}
            found[f"{who} {path}"] = (answer.status_code, body)
        with cast.reading(who), connection.cursor() as cursor:
            for table in ("tieanswer", "surveyedorganization", "networksurvey", "networksurveyevent"):
                cursor.execute(f"select * from relationships_{table}")
                found[f"{who} {table}"] = cursor.fetchall()
            for key in [*asked.values(), None]:
                cursor.execute("select * from throughcare.survey_others(null, %s)", [key])
                found[f"{who} others {key}"] = cursor.fetchall()
    return found


def test_whatever_others_say_a_partner_reads_the_same(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    survey = prepared(cast)
    links = opened(cast, survey)
    tell(links["Mana Trust"], keys["Elm House"], trust=2)
    for name in NAMES:
        hand_in(links[name])
    asked = surveyed(cast, survey)
    chance = random.Random(20261123)
    before: dict[str, Any] = {}
    for number in range(ROUNDS):
        if number:  # others say something else, of Mana Trust and of each other
            for name in NAMES[1:]:
                for other in chance.sample(sorted(set(NAMES) - {name}), 3):
                    flows = chance.sample(Flow.values, 2)
                    tell(links[name], keys[other], chance.choice(Knows.values), trust=chance.randint(1, 4), gives=flows, gets=flows)
        found = read(cast, keys, survey, asked)
        assert not before or found == before, sorted(key for key in found if found[key] != before[key])
        before = found
    # Published, and with other words standing in it: the same again, whatever they are.
    move(cast, survey, "close")
    move(cast, survey, "publish")
    published = read(cast, keys, survey, asked)
    owner.place("update relationships_tieanswer set knows = 'YES', reliable = 1, gives = '{MONEY}' where reliable is distinct from 2")
    owner.place(
        "update relationships_tieanswer set knows = 'NO', reliable = null, gives = '{}' where organization_id = %s", keys["Mana Trust"]
    )
    assert read(cast, keys, survey, asked) == published
    assert all(
        value == [] for key, value in published.items() if key.rpartition(" ")[2] in ("tieanswer", "surveyedorganization", "networksurvey")
    )


def test_the_check_would_see_it(cast: Cast) -> None:
    """Planted: the same read, by whoever keeps the register, is not the same."""
    keys = six(cast)
    survey = prepared(cast)
    links = opened(cast, survey)
    for name in NAMES:
        hand_in(links[name])
    tell(links["Elm House"], keys["Mana Trust"])
    move(cast, survey, "close")
    move(cast, survey, "publish")
    path = reverse("partner-network", args=[keys["Mana Trust"]])
    assert "said by" in cast.client(EDITOR).get(path).content.decode()
    assert "said by" not in cast.client("partner_worker").get(path).content.decode()
