"""Two records of one person, a new row like them, and a merge that waits: for the records role alone, every name of them a canary.

And what auditors decided about the two.
"""

from datetime import date
from typing import Any

from throughcare.audit.models import RECORD, Disposal, Hold
from throughcare.common.clock import now
from throughcare.common.text import search_key
from throughcare.people.models import HeldCandidate, HeldRow, LikelyPair, Merge, Person

EVIDENCE = [{"field": "Date of birth", "level": "same", "words": "same date of birth", "weight": 13.9}]


def make(world: Any) -> None:
    """As the system; nobody's office works with them."""
    put, cast = world.canaries.token, world.cast
    readers = frozenset({"records"})
    people = []
    for which in ("first", "second"):
        names = {name: put(f"{name} of the {which} double", readers) for name in ("preferred_name", "family_name")}
        key = search_key(" ".join(names.values()))
        people.append(Person.objects.create(**names, search_key=key, birth_date=date(1971, 8, 9)))
    one, other = sorted(people, key=lambda person: person.id)
    pair = LikelyPair.objects.create(one=one, other=other, probability=0.97, evidence=EVIDENCE)
    said = {"row": 2, "team": "awa", "identifiers": [], "preferred_name": put("name of a held row", readers)}
    held = HeldRow.objects.create(
        said=said, team_id=cast.teams["awa"], state="WAITING", note=put("what was asked about a held row", readers)
    )
    HeldCandidate.objects.create(held=held, person=one, probability=0.97, evidence=EVIDENCE)
    merge = Merge.objects.create(winner=one, loser=other, reason=put("why a merge", readers), proposed_by_id=cast.users["records"])
    for ids in world.ids.values():
        ids |= {"pair_id": pair.id, "held_id": held.id, "merge_id": merge.id, "double_one": one.id, "double_two": other.id}


def over(world: Any) -> None:
    """An erasure that was refused, and a court's hold that was lifted, of these two: nothing can be done with either."""
    cast, at = world.cast, now()
    person, number = (
        world.ids["awa"]["double_one"],
        world.canaries.token("number of a court's order", frozenset({"auditor", "privacy_officer"})),
    )
    with cast.reading("auditor"):
        asked = {"asked_by_id": cast.users["auditor"], "asked_at": at}
        erasure = Disposal.objects.create(rule=RECORD, before=at, person_id=person, why="MISTAKE", **asked)
        placed = {"placed_by_id": cast.users["auditor"], "placed_at": at}
        hold = Hold.objects.create(person_id=person, order_number=number, **placed)
    with cast.reading("privacy_officer"):
        Disposal.objects.filter(pk=erasure.pk).update(refused_by_id=cast.users["privacy_officer"], refused_at=at)
        Hold.objects.filter(pk=hold.pk).update(lifted_by_id=cast.users["privacy_officer"], lifted_at=at)
    for ids in world.ids.values():
        ids |= {"erasure_id": erasure.id, "hold_id": hold.id}
