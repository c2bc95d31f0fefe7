"""Rows of a list put together by what they are about: several rows may tell of one organisation, and a branch comes after its national body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace

from throughcare.common.text import search_key
from throughcare.partners.rows import LIST_FIELDS, PartnerList, PartnerRow, Person, Place, Wrong

NUMBERS = ("nzbn", "charity_number", "source_id")
_SCALARS = tuple(one.name for one in fields(PartnerRow) if one.name not in (*LIST_FIELDS, "row", "sheet", "contact"))
Key = tuple[str, ...]


@dataclass
class Subject:
    """One organisation of a list. said: all its rows together. rows: each with whether it told anything the rows before did not."""

    said: PartnerRow
    rows: list[tuple[Place, bool]]
    people: list[Person] = field(default_factory=list)

    @property
    def places(self) -> list[Place]:
        """Where it stands in the file."""
        return [place for place, _ in self.rows]

    @property
    def key(self) -> str:
        """Its name, folded."""
        return search_key(self.said.name)


def subjects_of(file: PartnerList) -> tuple[list[Subject], list[Wrong]]:
    """Every organisation of the file, national bodies before their branches, and the rows that contradict another."""
    found: list[Subject] = []
    wrong: list[Wrong] = []
    strong: dict[Key, Subject] = {}
    named: dict[Key, list[Subject]] = {}
    for row in file.rows:
        place = Place(row.sheet, row.row)
        try:
            subject = _subject_of(row, strong, named)
            if subject is None:
                subject = Subject(row, [(place, True)], [row.contact] if row.contact else [])
                found.append(subject)
            else:
                _add(subject, row, place)
        except _Contradicts as why:
            wrong.append(Wrong(place, why.field, why.message))
            continue
        strong.update(dict.fromkeys(_strong(row), subject))
        for key in _weak(row):
            if subject not in named.setdefault(key, []):
                named[key].append(subject)
    ordered, circles = _in_order(found)
    return ordered, [*wrong, *circles]


class _Contradicts(Exception):
    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = name, message


def _strong(row: PartnerRow) -> list[Key]:
    return [(name, value) for name in NUMBERS if (value := getattr(row, name))]


def _weak(row: PartnerRow) -> list[Key]:
    key = search_key(row.name)
    return [(key, region) for region in row.regions or ("",)]


def _subject_of(row: PartnerRow, strong: dict[Key, Subject], named: dict[Key, list[Subject]]) -> Subject | None:
    """By a number; else by its name where it is, unless a number says that it is another."""
    by_number = {id(strong[key]): strong[key] for key in _strong(row) if key in strong}
    if len(by_number) > 1:
        first, second = sorted(subject.places[0].row for subject in by_number.values())[:2]
        raise _Contradicts(
            "nzbn" if row.nzbn else "charity_number",
            f"Its numbers are those of two organisations of this file, in rows {first} and {second}. Correct them.",
        )
    if by_number:
        return next(iter(by_number.values()))
    candidates = {id(one): one for key in _weak(row) for one in named.get(key, ()) if not _differs(one.said, row)}
    return next(iter(candidates.values()), None)


def _differs(one: PartnerRow, other: PartnerRow) -> bool:
    return any(getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name) for name in NUMBERS)


def _add(subject: Subject, row: PartnerRow, place: Place) -> None:
    """Put what a further row says to what its organisation says already. Raises when the two contradict each other."""
    said, more = subject.said, {}
    for name in _SCALARS:
        old, new = getattr(said, name), getattr(row, name)
        if old and new and _folded(old) != _folded(new):
            raise _Contradicts(
                name, f"Row {subject.places[0].row} of this file says something else of the same organisation. Keep one of the two."
            )
        if new and not old:
            more[name] = new
    for name in LIST_FIELDS:
        both = tuple(dict.fromkeys((*getattr(said, name), *getattr(row, name))))
        if both != getattr(said, name):
            more[name] = both
    told = bool(more)
    if row.contact and row.contact not in subject.people:
        subject.people.append(row.contact)
        told = True
    subject.said = replace(said, **more)
    subject.rows.append((place, told))


def _folded(value: object) -> object:
    return search_key(value) if isinstance(value, str) else value


def _in_order(found: Sequence[Subject]) -> tuple[list[Subject], list[Wrong]]:
    """National bodies of the file first. What stands above itself is left out, and with it whatever stands below that."""
    by_name: dict[str, Subject] = {}
    for subject in found:
        by_name.setdefault(subject.key, subject)
    ordered: list[Subject] = []
    circles: list[Wrong] = []
    done: dict[int, bool] = {}  # True: it is among the ordered ones
    for subject in found:
        chain = list(_chain(subject, by_name, done))
        if chain and chain[-1] is None:
            sentence = "By its national bodies this organisation stands above itself. Correct one of them."
            for one in filter(None, chain):
                done[id(one)] = False
                circles += [Wrong(place, "national_body", sentence) for place in one.places]
            continue
        for one in reversed([one for one in chain if one is not None]):
            done[id(one)] = True
            ordered.append(one)
    return ordered, circles


def _chain(subject: Subject, by_name: dict[str, Subject], done: dict[int, bool]) -> Iterator[Subject | None]:
    """It and what stands above it in the file, up to one that is done. None at the end: it comes back to itself."""
    seen: set[int] = set()
    now: Subject | None = subject
    while now is not None and id(now) not in done:
        if id(now) in seen:
            yield None
            return
        seen.add(id(now))
        yield now
        above = by_name.get(search_key(now.said.national_body)) if now.said.national_body else None
        now = above
    if now is not None and done.get(id(now)) is False:
        yield None
