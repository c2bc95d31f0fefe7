"""Who is like whom: records as the linkage compares them, and those near enough to be worth comparing. Read as the system, never shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib import import_module
from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.matching.linkage import Pair
from throughcare.matching.linkage_people import PEOPLE, Record, columns_of
from throughcare.people.models import Identifier, Person
from throughcare.people.queries.merges import not_merged

# Up to so many new people are compared with those the database finds near; a longer file with everybody.
FEW = 100


def record_of(person: Person, numbers: Iterable[tuple[str, str]]) -> Record:
    """Somebody, there or new. numbers: (scheme, value)."""
    return Record(
        key=str(person.id),
        given=tuple(name for name in (person.preferred_name, person.given_names, person.name_mi) if name),
        family=person.family_name,
        born=person.birth_date.isoformat() if person.birth_date else "",
        gender=person.gender,
        numbers=tuple(f"{scheme}:{value}" for scheme, value in numbers),
    )


def everybody() -> list[Record]:
    """All whose record stands for itself."""
    return _records(not_merged())


def links(new: Sequence[Record]) -> dict[str, list[Pair]]:
    """Key of a new record → those there it is like, the likeliest first. The linkage is loaded only when there is somebody to compare."""
    there = near(new) if len(new) <= FEW else everybody()
    if not new or not there:
        return {}
    found: dict[str, list[Pair]] = defaultdict(list)
    # Half a second and 150 MB to load: not for every process.
    for pair in import_module("throughcare.matching.linking").links_between(PEOPLE, new, there):
        found[pair.left].append(pair)
    return dict(found)


def among(new: Sequence[Record]) -> list[Pair]:
    """Pairs of new records that are likely one person, the likeliest first."""
    if len(new) < 2 or (len(new) <= FEW and not _near_each_other(new)):
        return []
    found: list[Pair] = import_module("throughcare.matching.linking").duplicates_among(PEOPLE, new)  # as above
    return found


def _near_each_other(new: Sequence[Record]) -> bool:
    """Whether two of these are near, as `near` has it."""
    names: set[str] = set()
    days: set[str] = set()
    for record in new:
        said = set(_names(record))
        if said & names or record.born in days:
            return True
        names |= said
        days |= {day.isoformat() for day in _days_like(date.fromisoformat(record.born))} if record.born else set()
    return False


def near(new: Sequence[Record]) -> list[Record]:
    """Those of the same day of birth, or one typed wrongly, and those with one of the names: nobody else comes near the threshold."""
    days = {day for record in new if record.born for day in _days_like(date.fromisoformat(record.born))}
    wanted = Q(birth_date__in=days)
    for word in {word for record in new for word in _names(record)}:
        wanted |= Q(search_key__contains=word)
    return _records(not_merged().filter(wanted))


def _names(record: Record) -> Iterator[str]:
    folded = columns_of(record)
    yield from (str(folded[name]) for name in ("given", "family") if folded[name])


def _days_like(born: date) -> Iterator[date]:
    """The day, with day and month exchanged, and with one figure wrong or two exchanged."""
    text = f"{born:%Y%m%d}"
    likely = {text, text[:4] + text[6:] + text[4:6]}
    for n, figure in enumerate(text):
        likely |= {text[:n] + other + text[n + 1 :] for other in "0123456789" if other != figure}
        likely.add(text[:n] + text[n + 1 : n + 2] + figure + text[n + 2 :])
    for one in likely:
        try:
            yield date(int(one[:4]), int(one[4:6]), int(one[6:]))
        except ValueError:
            continue


def _records(people: QuerySet[Person]) -> list[Record]:
    found = list(people.only("id", "preferred_name", "given_names", "name_mi", "family_name", "birth_date", "gender").order_by("id"))
    numbers: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = Identifier.objects.order_by("id")
    if len(found) <= 5000:
        rows = rows.filter(person_id__in=[person.id for person in found])
    for person_id, scheme, value in rows.values_list("person_id", "scheme", "value"):
        numbers[person_id].append((scheme, value))
    return [record_of(person, numbers[person.id]) for person in found]
