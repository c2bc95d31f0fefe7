"""Whoever's data an answer holds is named in the audit rows of that request, and nobody else is: reads − audit rows = 0."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tests.canaries import content_of
from tests.database import Owner
from tests.matrix.table import _R, ACCOUNT, OPERATIONS, PAGES, WITH_CASELOAD, Row
from tests.matrix.test_operations import keyed
from tests.matrix.walk import allowed, ask, sides_of
from tests.matrix.world import SIDES, Side, World
from throughcare.people.models import Person
from throughcare.people.pages import records

# Log-in pages are the visitor's own account.
READS = tuple(row for row in (*PAGES, *OPERATIONS) if 200 in row.ok and not row.post and row not in ACCOUNT)
# One of each who shows somebody, and of those who might by mistake.
READERS = (
    *("case_manager", "officer", "other_officer", "recruitment_consultant", "partner_worker", "partner_manager", "other_partner_worker"),
    *("aroha", "tama", "auditor", "privacy_officer", "partnership_manager", "records", "administrator", "analyst"),
)
# Words of a side that are no person's: the directory's, the register's, and what workers keep of their own.
NOT_OF_A_PERSON = (
    "safe house",
    "on the register",
    "of an assessment",
    "of an agreement",
    "a party's value",
    "of a stock-take",
    "of a survey",
    "saved view",
    "tells of themselves",
    "invited",
    "may open more records",
)
THINGS = ("person_id", "need_id", "second_need", "referral_id", "draft", "disagreement_id", "question_id")
# The answer rests on somebody's record and shows none of its words: the audit names them, and it may be only the reader's own people.
RESTS_ON = {
    "home": "counts of the caseload",
    "disagree": "the person's own record, which the form is about",
    f"GET {_R}/needs/<need_id>/services": "who is fit for what, worked out from the record",
    "GET /api/v1/caseload/people/<person_id>": "whose caseload the person is on: workers' names alone",
}


def persons(world: World) -> dict[str, UUID]:
    """Side → the one person on it."""
    return {side.name: world.ids[side.name]["person_id"] for side in SIDES}


def shown(world: World, answer: Any) -> set[UUID]:
    """Whose data is in an answer: found by their canaries, or by the id of something of theirs."""
    text = content_of(answer).decode("utf-8", "replace")
    of = {f"({side})": person for side, person in persons(world).items()}
    words = (canary.what.rpartition(" ") for canary in world.canaries.found(text) if not any(own in canary.what for own in NOT_OF_A_PERSON))
    things = {of[f"({side.name})"] for side in SIDES if any(str(world.ids[side.name][thing]) in text for thing in THINGS)}
    return {of[side] for _, _, side in words if side in of} | things


def unlike(world: World, owner: Owner, client: Any, row: Row, side: Side, name: str) -> tuple[set[UUID], str]:
    """One read: whom it showed, and how that differs from what the audit says of it."""
    ((last,),) = owner.rows("select coalesce(max(tx), 0) from audit_auditevent")
    answer = ask(client, row, world.ids[side.name])
    if answer.status_code != 200:
        return set(), ""
    seen = shown(world, answer)
    rows = owner.rows("select person_ids from audit_auditevent where tx > %s", last)
    named = {person for (ids,) in rows for person in ids}  # type: ignore[attr-defined]  # arrays
    named &= set(persons(world).values())  # others of the world carry no token by which to see whether they were shown
    of, sides = {person: side for side, person in persons(world).items()}, {side.name: side for side in SIDES}
    rests = {person for person, its_side in of.items() if row.name in RESTS_ON and name in sides[its_side].record}
    missing, too_many = ({of.get(person, "?") for person in found} for found in (seen - named, named - seen - rests))
    words = f"{row} of the {side.name} side: " + "; ".join(
        f"{what} {sorted(who)}" for what, who in (("shown and not audited", missing), ("audited and not shown", too_many)) if who
    )
    return seen, words if missing or too_many else ""


@pytest.mark.parametrize("name", READERS)
def test_the_audit_names_exactly_those_an_answer_shows(world: World, _worker_database: Owner, name: str) -> None:
    browser, machine = world.client(name), keyed(world, name)
    faults, read = [], 0
    for row in READS:
        for side in sides_of(row):
            if name in allowed(row, side):
                seen, fault = unlike(world, _worker_database, machine if " " in row.name else browser, row, side, name)
                faults += [fault] if fault else []
                read += bool(seen)
    assert not faults, "\n".join(faults)
    assert read or not any(name in side.record | side.answer for side in SIDES), "an answer that shows nobody proves nothing"


SEARCHES = ("people-search", "POST /api/v1/people/search")


def word_of(world: World, side: Side) -> str:
    """What the side's person is found by."""
    return next(one.spellings[0] for one in world.canaries.all if one.what == f"preferred name ({side.name})")


def hit(world: World, client: Any, side: Side, name: str) -> Row:
    """The row of a search that finds the side's person by their name; the page of one shows what was looked for last."""
    (row,) = (row for row in READS if row.name == name)
    if row.body is not None:
        return replace(row, body={"words": word_of(world, side)})
    assert client.post(reverse(name), {"words": word_of(world, side)}).status_code == 302
    return row


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("name", WITH_CASELOAD)
def test_the_audit_names_whom_a_search_finds(world: World, _worker_database: Owner, name: str, search: str) -> None:
    """The walk above looks for nobody."""
    (side,) = (side for side in SIDES if name in side.record)
    client = keyed(world, name) if " " in search else world.client(name)
    row = hit(world, client, side, search)
    assert unlike(world, _worker_database, client, row, side, name) == ({persons(world)[side.name]}, "")


def test_a_page_that_reads_one_person_more_is_found(world: World, _worker_database: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row security lets the reader see both, the page is audited, and the guard is content: only this comparison finds it."""
    awa, puke = SIDES
    other, row = persons(world)[puke.name], next(row for row in PAGES if row.name == "need")
    involved = "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at) "
    since = "values (gen_random_uuid(), %s, %s, 'planted', '{C1}', now() - interval '1 day')"
    _worker_database.place(involved + since, other, world.cast.teams["awa"])
    try:
        client = world.cast.client("officer")  # not watched: the reader may see both
        assert unlike(world, _worker_database, client, row, awa, "officer") == ({persons(world)[awa.name]}, "")

        def planted(*asked: Any) -> HttpResponse:
            answer = render(*asked)
            answer.content += Person.objects.get(pk=other).full_name.encode()
            return answer

        monkeypatch.setattr(records, "render", planted)
        seen, fault = unlike(world, _worker_database, client, row, awa, "officer")
        assert seen == set(persons(world).values())
        assert fault.endswith("shown and not audited ['puke']")
    finally:
        _worker_database.place("delete from people_involvement where because_kind = 'planted'")
