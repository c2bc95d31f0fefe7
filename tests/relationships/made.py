"""Assessments for tests, made as people make them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import mail
from django.db import connection

from tests.cast import Cast
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add, as_
from throughcare.accounts.actors import ANONYMOUS
from throughcare.common.clock import today
from throughcare.common.reader import NOBODY, reading_as
from throughcare.relationships import actions, queries
from throughcare.relationships.bank import bank
from throughcare.relationships.models import Wave
from throughcare.relationships.states import RatingSide

OURS, THEIRS = RatingSide.OURS.value, RatingSide.THEIRS.value
ITEMS = [item.code for domain in bank().domains for item in domain.items]
_LINK = re.compile(r"/rate/([\w-]+)/")


def prepared(cast: Cast, ours: int = 3, theirs: int = 3, partner: UUID | None = None, **values: Any) -> UUID:
    """A wave with so many asked on each side: ours-1@example.test and so on. Mana Trust's without a partner."""
    partner = partner or add(cast, kind="NGO")
    new = actions.NewWave(deadline=today() + timedelta(days=14), **values)
    wave: UUID = as_(cast, EDITOR, actions.add_wave, partner_id=partner, new=new).pk
    for side, count in ((OURS, ours), (THEIRS, theirs)):
        for number in range(1, count + 1):
            ask(cast, wave, side, f"{side.lower()}-{number}@example.test")
    return wave


def ask(cast: Cast, wave: UUID, side: str, email: str) -> UUID:
    """One more is asked."""
    new = actions.NewRater(side=side, name=f"Rater {email}", email=email)
    key: UUID = as_(cast, EDITOR, actions.add_rater, wave_id=wave, new=new).pk
    return key


def move(cast: Cast, wave: UUID, verb: str) -> Wave:
    """A step, as the wave stands now."""
    found: Wave = as_(cast, EDITOR, actions.move_wave, wave_id=wave, verb=verb, seen=get(cast, wave).version)
    return found


def get(cast: Cast, wave: UUID, who: str = EDITOR) -> Wave:
    """As this member sees it."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_wave(actor, wave)


def opened(cast: Cast, wave: UUID) -> dict[str, str]:
    """Open it and deliver the mail: address → the secret of its link."""
    mail.outbox.clear()
    move(cast, wave, "open")
    run_jobs()
    return links()


def links() -> dict[str, str]:
    """Of the mails there are."""
    return {one.to[0]: found[1] for one in mail.outbox if (found := _LINK.search(str(one.body)))}


def answer(key: str, answers: dict[str, int | None] | int, **comments: str) -> None:
    """By a link. answers: the same to every item, or what is said."""
    said: dict[str, int | None] = dict.fromkeys(ITEMS, answers) if isinstance(answers, int) else answers
    with reading_as(NOBODY):
        actions.give_answer(by=ANONYMOUS, given=actions.Given(answers=said, comments=comments), key=key)
    connection.close()


def closed(cast: Cast, wave: UUID) -> Wave:
    """Close it, and let the result be put together."""
    move(cast, wave, "close")
    run_jobs()
    return get(cast, wave)


def told(cast: Cast, wave: UUID, who: str = EDITOR) -> queries.Result:
    """The result, as this member reads it."""
    actor = cast.actor(who)
    with cast.reading(who):
        found = queries.result_of(actor, queries.get_wave(actor, wave))
        assert found is not None
        return found


def published(cast: Cast, ours: list[int], theirs: list[int], partner: UUID | None = None) -> UUID:
    """A whole wave in which each rater gave every item one answer."""
    wave = prepared(cast, max(len(ours), 3), max(len(theirs), 3), partner)
    keys = opened(cast, wave)
    for side, said in ((OURS, ours), (THEIRS, theirs)):
        for number, value in enumerate(said, 1):
            answer(keys[f"{side.lower()}-{number}@example.test"], value)
    closed(cast, wave)
    return wave
