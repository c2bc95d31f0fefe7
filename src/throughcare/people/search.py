"""Finding somebody by name, with or without macrons and with typing errors, or by a number: only within the reader's own caseload."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When

from throughcare.accounts.actors import Actor
from throughcare.common.text import clean, search_key
from throughcare.people.models import Identifier, Person, identifier_value
from throughcare.people.queries import may_see, visible_to
from throughcare.people.queries.lists import PersonRow, record_list, rows_of

MOST_SHOWN = 50
LONGEST_WORDS = 100
# Two letters swapped in a short name leave a third of its trigrams; the best come first, so a looser bound costs only the end of the list.
ALIKE = 0.3
SHORTEST_FUZZY = 4


@dataclass(frozen=True)
class Found:
    """The best matches first. `more`: there were others; type more of the name."""

    rows: list[PersonRow]
    more: bool


def search_people(by: Actor, words: str) -> Found:
    """The people of the caseload whose names or numbers match, audited by who was shown, never by what was typed."""
    found = _matching(visible_to(by), clean(words)[:LONGEST_WORDS])
    people = list(found.order_by("-likeness", "search_key", "id")[: MOST_SHOWN + 1])
    rows = rows_of(people[:MOST_SHOWN])
    record_list(by, "people.searched", rows)
    return Found(rows, len(people) > MOST_SHOWN)


def shown_again(by: Actor, ids: Sequence[UUID], *, more: bool) -> Found:
    """What a search found, in the same order, as far as the reader may still open it; audited as a list."""
    there = {person.id: person for person in Person.objects.filter(may_see(by), pk__in=ids)}
    rows = rows_of([there[key] for key in ids if key in there])
    record_list(by, "people.listed", rows)
    return Found(rows, more)


def _matching(people: QuerySet[Person], words: str) -> Any:
    keys = search_key(words).split()[:6]
    if not keys:
        return people.annotate(likeness=Value(0.0, output_field=FloatField())).none()
    # Asked first and alone: as a condition beside the names it would be tried for everybody of the caseload.
    by_number = list(
        Identifier.objects.filter(value=identifier_value(words)).order_by("scheme").values_list("person_id", flat=True)[:MOST_SHOWN]
    )
    people = people.alias(**{f"like_{i}": TrigramWordSimilarity(key, "search_key") for i, key in enumerate(keys)})
    names = Q()
    for i, key in enumerate(keys):
        near = Q(search_key__contains=key)
        names &= near | Q(**{f"like_{i}__gte": ALIKE}) if len(key) >= SHORTEST_FUZZY else near
    likeness = reduce(add, [F(f"like_{i}") for i in range(len(keys))]) / Value(float(len(keys)))
    best = Case(When(pk__in=by_number, then=Value(2.0)), default=likeness, output_field=FloatField())
    return people.filter(names | Q(pk__in=by_number)).annotate(likeness=best)
