"""Surveys of a network for tests, made as people make them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import mail

from tests.cast import Cast
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add, as_
from throughcare.accounts.actors import ANONYMOUS
from throughcare.common.clock import today
from throughcare.common.reader import NOBODY, reading_as
from throughcare.relationships import actions
from throughcare.relationships.actions import SaidOfTie
from throughcare.relationships.models import NetworkSurvey
from throughcare.relationships.queries import surveys as queries

NAMES = ("Mana Trust", "Aroha House", "Bright Start", "Cedar Trust", "Dawn Trust", "Elm House")
_LINK = re.compile(r"/survey/([\w-]+)/")


def six(cast: Cast) -> dict[str, UUID]:
    """Six partners by name. The people of the first have accounts."""
    return {name: add(cast, "" if name == "Mana Trust" else name, "NGO") for name in NAMES}


def prepared(cast: Cast, **values: Any) -> UUID:
    """A survey of every partner there is."""
    new = actions.NewSurvey(**{"name": "Who works with whom", "deadline": today() + timedelta(days=20), **values})
    key: UUID = as_(cast, EDITOR, actions.add_survey, new=new).pk
    return key


def get(cast: Cast, survey: UUID) -> NetworkSurvey:
    """As it stands."""
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        return queries.get_survey(actor, survey)


def move(cast: Cast, survey: UUID, verb: str) -> NetworkSurvey:
    """A step, as the survey stands now."""
    found: NetworkSurvey = as_(cast, EDITOR, actions.move_survey, survey_id=survey, verb=verb, seen=get(cast, survey).version)
    return found


def surveyed(cast: Cast, survey: UUID) -> dict[str, UUID]:
    """Name → key of what is asked of it."""
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        return {row.organization.name: row.pk for row in queries.surveyed_of(actor, queries.get_survey(actor, survey))}


def opened(cast: Cast, survey: UUID, names: Any = NAMES) -> dict[str, str]:
    """Each of these at an address; opened, and mailed: name → the secret of its link."""
    for name in names:
        as_(cast, EDITOR, actions.ask_organization, survey_id=survey, new=actions.NewSurveyed(organization=name, email=address(name)))
    mail.outbox.clear()
    move(cast, survey, "open")
    run_jobs()
    sent = {one.to[0]: _LINK.findall(str(one.body))[0] for one in mail.outbox}
    return {name: sent[address(name)] for name in names}


def address(name: str) -> str:
    """Of whoever answers."""
    return f"{name.lower().replace(' ', '.')}@example.test"


def tell(key: str, about: UUID, knows: str = "YES", trust: int | None = 3, **more: Any) -> None:
    """By a link: all items of trust alike."""
    points = dict.fromkeys(("reliable", "mission", "open_to_talk"), trust) | more.pop("points", {})
    with reading_as(NOBODY):
        actions.say_of_tie(by=ANONYMOUS, said=SaidOfTie(knows=knows, points=points, **more), about=about, key=key)


def hand_in(key: str) -> None:
    """By a link."""
    with reading_as(NOBODY):
        actions.hand_in_survey(by=ANONYMOUS, key=key)


def published(cast: Cast, keys: dict[str, UUID]) -> UUID:
    """All but the last reply: each knows the one after it, Aroha House knows Mana Trust too, and of Elm House three say how it is."""
    survey = prepared(cast)
    links = opened(cast, survey)
    for number, name in enumerate(NAMES[:-1]):
        tell(links[name], keys[NAMES[number + 1]], trust=4, gives=["REFERRALS"])
        if number < 2:
            tell(links[name], keys["Elm House"], trust=2, gets=["MONEY"])
    tell(links["Aroha House"], keys["Mana Trust"], trust=1, gets=["REFERRALS"])
    tell(links["Bright Start"], keys["Mana Trust"], "UNSURE")
    for name in NAMES[:-1]:
        hand_in(links[name])
    move(cast, survey, "close")
    move(cast, survey, "publish")
    return survey
