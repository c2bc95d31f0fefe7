"""A crowd beside the story of each side: people with every sensitive field filled, each word a canary of its own. Nobody of the other side, and
no partner, may read one of them.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from tests.cast import EVERYBODY, SYSTEM
from tests.database import Owner
from tests.matrix.table import OPERATIONS, PAGES, Row
from tests.matrix.walk import Nothing, allowed, fault, parts_of
from tests.matrix.world import SIDES, Side, World
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.text import search_key
from throughcare.matching.pillars import Pillar
from throughcare.people.models import CaseNote, ContactAddress, Disagreement, Identifier, Involvement, Need, Person, PersonContact
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS

EACH = 75  # people a side
PAGES_OF_A_LIST = 40  # the audit's grows with every look at it
_OURS = {"person_id", "need_id", "note_id", "sensitive_note", "contact_id", "disagreement_id"}


def gather(world: World) -> dict[str, list[dict[str, UUID]]]:
    """Make them; returns the ids of each side's people, as the walk fills them into addresses."""
    made: dict[str, list[dict[str, UUID]]] = {}
    with reading_as(SYSTEM):
        for side in SIDES:
            rows: list[list[Any]] = []
            made[side.name] = [_one(world, side, number, rows) for number in range(EACH)]
            for alike in zip(*rows, strict=True):
                type(alike[0]).objects.bulk_create(alike)
    connection.close()
    return made


def _one(world: World, side: Side, number: int, rows: list[list[Any]]) -> dict[str, UUID]:
    """One person's rows, in the order they are to be added."""

    def word(what: str, readers: frozenset[str]) -> str:
        return world.canaries.token(f"{what} of somebody in the crowd ({side.name} {number})", readers)

    office, case = side.case | side.look, side.case
    names = {name: word(name, office) for name in ("preferred_name", "given_names", "family_name", "name_mi")}
    person = Person(
        **names,
        search_key=search_key(" ".join(names.values())),
        birth_date=date(1960 + number % 40, 2, 1),
        release_date=today() + timedelta(days=90 + number),
    )
    because = {"because_kind": "people.assignment", "compartments": list(ASSIGNMENT_COMPARTMENTS)}
    need = Need(person=person, pillar=Pillar.ACCOMMODATION.value, note=word("need", office))
    note, secret = _note(person, word("case note", office)), _note(person, word("sensitive note", case), sensitive=True)
    told = {"safety": "CARE", "relation": "PARTNER", "how": word("how to contact their whānau", case)}
    contact = PersonContact(
        person=person, name=word("contact", case), phone=word("phone", case), email=f"{word('e-mail', case)}@example.test", **told
    )
    about = {"about_kind": "people.need", "about_id": need.id}
    said = Disagreement(person=person, words=word("disagreement", office), **about, answer=word("answer to it", office), answered_at=now())
    rows.append(
        [
            Involvement(person_id=person.id, team_id=world.cast.teams[side.name], **because),
            person,
            Identifier(person=person, scheme="prn", value=word("number", office).upper()),
            need,
            note,
            secret,
            contact,
            ContactAddress(contact=contact, person=person, address=word("address", case), hidden=True),
            said,
        ]
    )
    ids = {"person_id": person.id, "need_id": need.id, "note_id": note.note_id, "sensitive_note": secret.note_id}
    return ids | {"contact_id": contact.id, "disagreement_id": said.id}


def _note(person: Person, text: str, *, sensitive: bool = False) -> CaseNote:
    made = new_id()
    return CaseNote(
        id=made, note_id=made, person=person, kind="MEETING", text=text, sensitive=sensitive, happened_at=now() - timedelta(days=1)
    )


# -- The walk -----------------------------------------------------------------------------------------------------------------
def rows_about_one() -> list[Row]:
    """Every page and operation that shows something of one of them."""
    named = [(row, {row.ids.get(part, part) for part in parts_of(row) - set(row.fixed)}) for row in (*PAGES, *OPERATIONS)]
    return [row for row, ids in named if ids and ids <= _OURS and row.body is None and (" " not in row.name or row.name.startswith("GET "))]


def walk(world: World, owner: Owner, crowd: dict[str, list[dict[str, UUID]]], people: int, dice: Random) -> tuple[int, list[str]]:
    """That many of each side: every page of theirs, as one who may and one who may not. Returns requests and faults.

    Nobody opens so many records in an hour: what counts that is emptied before each, or they would be stopped and others told of it.
    """
    doors = cache(lambda name: _doors(world, name))
    asked, faults = 0, list[str]()
    for side in SIDES:
        here = replace(side, own=frozenset(), answer=frozenset())  # nobody of the crowd has an account, or was referred
        for ids in crowd[side.name][:people]:
            owner.place("delete from people_reading")
            then, order = replace(world, ids={side.name: ids}), dice.sample(EVERYBODY, len(EVERYBODY))
            for row in rows_about_one():
                may = allowed(row, here)
                inside, outside = [name for name in order if name in may], [name for name in order if name not in may]
                for name in (*inside[:1], *outside[:1]):
                    client, nothing = doors(name)[" " in row.name]
                    asked += 1
                    if found := fault(then, client, name, row, here, nothing):
                        faults.append(found)
    return asked, faults


def walk_lists(world: World) -> tuple[int, int]:
    """Everybody's lists, page after page: how many answers, and how many of the crowd's words stood in them."""
    asked = seen = 0
    for name in EVERYBODY:
        for is_operation, (client, _) in enumerate(_doors(world, name)):
            ways = (
                ["/api/v1/people", "/api/v1/people?words=kanari"] if is_operation else ["/", "/people/", "/people/?words=kanari", "/audit/"]
            )
            for way in ways:
                following, seen_here = way, set[str]()
                while following and following not in seen_here and len(seen_here) < PAGES_OF_A_LIST:
                    seen_here.add(following)
                    answer = client.get(following)
                    asked += 1
                    body = answer.content.decode("utf-8", "replace")
                    seen += len(world.canaries.found(body))
                    following = _next(way, body) if answer.status_code == 200 else ""
    return asked, seen


def _next(way: str, body: str) -> str:
    found = re.search(r'[?&;]cursor=([^"&]+)"|"next": ?"([^"]+)"', body)
    return f"{way}{'&' if '?' in way else '?'}cursor={found[1] or found[2]}" if found else ""


def _doors(world: World, name: str) -> tuple[tuple[Any, Nothing], tuple[Any, Nothing]]:
    """A browser and a machine of this member, every answer searched, and what they are answered where nothing is."""
    machine = world.cast.client(None)
    machine.defaults["HTTP_AUTHORIZATION"] = world.key(name)["Authorization"]
    both = world.client(name), world.canaries.watch(machine, name)
    return (both[0], Nothing(both[0])), (both[1], Nothing(both[1]))
