"""Two colleagues change one thing at once, from the same version: one wins, the other is told, and no words that were taken are lost.

`make test-all` makes a thousand rounds of each kind; the seed is printed, and set by THROUGHCARE_TEST_SEED.
"""

import os
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from tests.races import at_once
from tests.referrals import walk
from throughcare.people.rest import contacts, needs, notes
from throughcare.referrals.rest import referrals

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED") or (secrets.randbelow(10**6) if LONG else 23))
ROUNDS = 1000 if LONG else 15
PLANTED = 5
SCOPES = ["person.view", "need.edit", "contact.view", "contact.edit", "note.write", "referral.send"]
HAPPENED = "2026-11-01T10:00:00Z"


@dataclass(frozen=True)
class Thing:
    """Something two people change: its id, how a change says its words, and where words and version stand."""

    id: str
    change: str
    body: Callable[[str], dict[str, Any]]
    now: str
    rest: Any
    method: str = "PUT"


def _need(cast: Cast, api: Api) -> Thing:
    now = "select note, version from people_need where id = %s"
    return Thing(str(cast.need), "/needs/{id}", lambda words: {"pillar": "ACCOMMODATION", "note": words}, now, needs)


def _contact(cast: Cast, api: Api) -> Thing:
    body = {"relation": "FRIEND", "safety": "YES", "name": "Hine"}
    made = api.call("POST", f"/people/{cast.person}/contacts", body).json()["id"]
    now = "select how, version from people_personcontact where id = %s"
    return Thing(made, "/contacts/{id}", lambda words: {**body, "how": words}, now, contacts)


def _note(cast: Cast, api: Api) -> Thing:
    """What is lost here is not the words, which stay, but their place: a correction nobody sees as the last."""
    body = {"kind": "MEETING", "text": "We met", "happened_at": HAPPENED}
    made = api.call("POST", f"/people/{cast.person}/notes", body).json()["note_id"]
    now = "select text, number from people_casenote where note_id = %s and is_current"
    return Thing(made, "/notes/{id}/corrections", lambda words: {**body, "text": words, "why": "Misheard"}, now, notes, "POST")


def _draft(cast: Cast, api: Api) -> Thing:
    now = "select n.reason, r.version from referrals_referral r join referrals_referralnote n on n.referral_id = r.id where r.id = %s"
    return Thing(str(walk.complete(cast).pk), "/referrals/{id}/reason", lambda words: {"reason": words}, now, referrals)


THINGS = {"need": _need, "contact": _contact, "case note": _note, "referral draft": _draft}


def lost(owner: Owner, apis: tuple[Api, Api], thing: Thing, rounds: int, chance: random.Random) -> list[tuple[Any, ...]]:
    """Each round in which not exactly one change was taken and the other told, or in which what was taken isn't there, with its number."""
    faults = []
    for number in range(rounds):
        ((_, version),) = owner.rows(thing.now, thing.id)
        words = [f"{who} {number}" for who in ("one", "two")]
        seen = {"If-Match": f'"{version}"'}
        steps = [
            lambda api=api, said=said, seen=seen: (
                api.call(thing.method, thing.change.format(id=thing.id), thing.body(said), **seen).status_code
            )
            for api, said in zip(chance.sample(apis, 2), words, strict=True)
        ]
        answers = at_once(*steps)
        taken = [said for said, status in zip(words, answers, strict=True) if status in (200, 201)]
        there = owner.rows(thing.now, thing.id)
        if sorted(answers)[1:] != [412] or there != [(*taken, int(str(version)) + 1)]:
            faults.append((number, answers, there))
    return faults


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_of_changes_made_at_once_none_is_lost(cast: Cast, owner: Owner, kind: str) -> None:
    apis = Api(cast, "case_manager", SCOPES), Api(cast, "officer", SCOPES)
    thing = THINGS[kind](cast, apis[0])
    faults = lost(owner, apis, thing, ROUNDS, random.Random(SEED))
    print(f"S23: seed {SEED}: {ROUNDS} rounds of two changes of a {kind}, {len(faults)} lost")
    assert not faults, (SEED, faults)


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_without_the_version_every_round_loses_one(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Planted: a change is made against the version there is, whichever the client saw."""
    apis = Api(cast, "case_manager", SCOPES), Api(cast, "officer", SCOPES)
    thing = THINGS[kind](cast, apis[0])

    def whichever_there_is(request: HttpRequest) -> int:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(23)")
            cursor.execute(thing.now, [thing.id])
            ((_, version),) = cursor.fetchall()
        return int(version)

    monkeypatch.setattr(thing.rest, "seen_version", whichever_there_is)
    found = lost(owner, apis, thing, PLANTED, random.Random(SEED))
    assert [number for number, *_ in found] == list(range(PLANTED)), found
