"""What a people file would change: every row compared with the record it names, before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from uuid import UUID

from throughcare.accounts.models import Team, TeamKind
from throughcare.common.ids import new_id
from throughcare.common.text import search_key
from throughcare.imports.rows import BadRow
from throughcare.matching.linkage import Pair
from throughcare.people.actions.records import NAMES, key_after
from throughcare.people.actions.rows import LIST_FIELDS, NAME_FIELDS, FileRow, PeopleFile
from throughcare.people.models import Identifier, Involvement, Person, Whereabouts
from throughcare.people.states import AgeBand, WhereaboutsKind
from throughcare.places.models import Scheme, Site, SiteKind
from throughcare.places.queries import sites_by_code, terms

ASSIGNMENT = "people.assignment"
PLAIN = ("birth_date", "age_band", "gender", "release_date")
KINDS = {SiteKind.PRISON: WhereaboutsKind.CUSTODY, SiteKind.PROBATION: WhereaboutsKind.COMMUNITY}


@dataclass
class Words:
    """What codes a file may use, each found by its code or its label, with or without macrons."""

    teams: dict[str, UUID]
    sites: dict[str, Site]
    schemes: set[str]
    codes: dict[tuple[str, str], str]

    @classmethod
    def now(cls) -> "Words":
        """As they stand today. Seven queries."""
        teams = Team.objects.filter(kind=TeamKind.OFFICE).order_by("code").values_list("code", "id")
        codes = {
            (scheme.value, key): term.code
            for scheme in (Scheme.GENDER, Scheme.ETHNICITY, Scheme.IWI, Scheme.LANGUAGE, Scheme.UNKNOWN_RELEASE)
            for term in terms(scheme)
            for key in (search_key(term.code), search_key(term.label))
        }
        return cls(dict(teams), sites_by_code(), {term.code for term in terms(Scheme.IDENTIFIER)}, codes)


@dataclass
class There:
    """The records the file names, as they are now. Locked until the end of the transaction, but for a dry run."""

    persons: dict[UUID, Person]
    owner: dict[tuple[str, str], UUID]
    whereabouts: dict[UUID, Whereabouts]
    teams: dict[UUID, dict[UUID, list[UUID]]]  # person → team → involvements: of one reason, or of several

    @classmethod
    def named_in(cls, file: PeopleFile, *, lock: bool = True) -> "There":
        """Found by any of their numbers. Four queries, however long the file."""
        values = {value for row in file.rows for _, value in row.identifiers}
        numbers = Identifier.objects.filter(value__in=values).order_by("id").values_list("scheme", "value", "person_id")
        owner = {(scheme, value): person for scheme, value, person in numbers}
        ids = sorted({owner[pair] for row in file.rows for pair in row.identifiers if pair in owner})
        found = Person.objects.select_for_update() if lock else Person.objects.all()
        persons = {p.id: p for p in found.filter(pk__in=ids).order_by("id")}
        now = {w.person_id: w for w in Whereabouts.objects.filter(person_id__in=ids, ends_on__isnull=True).order_by("id")}
        teams: dict[UUID, dict[UUID, list[UUID]]] = {}
        # Not by the start of this transaction: it may have begun, and waited, before the import whose work it finds.
        assigned = Involvement.objects.filter(ends_at__isnull=True, person_id__in=ids, because_kind=ASSIGNMENT).order_by("id")
        for person, team, involvement in assigned.values_list("person_id", "team_id", "id"):
            teams.setdefault(person, {}).setdefault(team, []).append(involvement)
        return cls(persons, owner, now, teams)


@dataclass(frozen=True)
class NewRow:
    """A row of somebody who is not there yet, checked, and the record it would make."""

    row: FileRow
    person: Person
    team_id: UUID


@dataclass
class Plan:
    """Everything to write, in one switch."""

    new: list[NewRow] = field(default_factory=list)
    changed: list[Person] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)  # of those there before: changed in any way
    unchanged: set[UUID] = field(default_factory=set)
    identifiers: list[Identifier] = field(default_factory=list)
    arrivals: list[Whereabouts] = field(default_factory=list)
    departures: dict[UUID, date] = field(default_factory=dict)  # whereabouts → last day
    assign: list[tuple[UUID, UUID]] = field(default_factory=list)  # (person, team)
    unassign: list[UUID] = field(default_factory=list)  # involvements
    left: list[tuple[UUID, UUID]] = field(default_factory=list)  # (person, team) these were of
    bad: list[BadRow] = field(default_factory=list)
    rejected: set[UUID] = field(default_factory=set)  # of those there before: every row about them is among the bad
    held: list[NewRow] = field(default_factory=list)
    alike: dict[str, list[Pair]] = field(default_factory=dict)  # key of the record a held row would make → whom it is like

    @property
    def created(self) -> list[Person]:
        """The records to make."""
        return [new.person for new in self.new]

    @property
    def unwritten(self) -> set[UUID]:
        """Keys of whoever is not there yet."""
        return {new.person.id for new in (*self.new, *self.held)}

    def hold(self, alike: dict[str, list[Pair]]) -> None:
        """Write nothing of these: somebody looks at them first."""
        ids = {UUID(key) for key in alike}
        if not ids:
            return
        self.alike, self.held = alike, [new for new in self.new if new.person.id in ids]
        self.new = [new for new in self.new if new.person.id not in ids]
        self.identifiers = [number for number in self.identifiers if number.person_id not in ids]
        self.arrivals = [stay for stay in self.arrivals if stay.person_id not in ids]
        self.assign = [(person, team) for person, team in self.assign if person not in ids]


class _Bad(Exception):
    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def make_plan(file: PeopleFile, words: Words, there: There) -> Plan:
    """Each row either planned whole, or rejected with a sentence."""
    plan = Plan(bad=list(file.bad))
    first: dict[tuple[str, str], int] = {}
    rows_of: dict[UUID, int] = {}
    for row in file.rows:
        try:
            _check_codes(row, words)
            person_id = _person_of(row, there, first, rows_of)
            _plan_row(plan, row, words, there, person_id)
        except _Bad as wrong:
            plan.bad.append(BadRow(row.row, wrong.name, str(wrong)))
            continue
        first.update(dict.fromkeys(row.identifiers, row.row))
        if person_id:
            rows_of[person_id] = row.row
    plan.rejected = there.persons.keys() - plan.touched - plan.unchanged
    plan.bad.sort(key=lambda bad: (bad.row, bad.field))
    return plan


def _person_of(row: FileRow, there: There, first: Mapping[tuple[str, str], int], rows_of: Mapping[UUID, int]) -> UUID | None:
    found = {there.owner[pair] for pair in row.identifiers if pair in there.owner}
    if len(found) > 1:
        raise _Bad("identifiers", "The numbers of this row belong to two different people. Find out which is right, and correct the row.")
    person_id = next(iter(found), None)
    earlier = [first[pair] for pair in row.identifiers if pair in first]
    if person_id in rows_of and person_id is not None:
        earlier.append(rows_of[person_id])
    if earlier:
        raise _Bad("identifiers", f"Row {min(earlier)} of this file is about the same person. Keep one of the two rows.")
    if person_id is None and not _called(row):
        raise _Bad("preferred_name", "This person is new, so a name is needed. Fill in preferred_name, or given_names.")
    return person_id


def _called(row: FileRow) -> str:
    """What somebody new is called until they say otherwise: the first of their given names, when the file has no more."""
    return row.preferred_name or (row.given_names or "").partition(" ")[0]


def _check_codes(row: FileRow, words: Words) -> None:
    if row.team not in words.teams:
        raise _Bad("team", "There is no office with this team code. Use the code as it is shown under teams.")
    for scheme, _ in row.identifiers:
        if scheme not in words.schemes:
            raise _Bad("identifiers", f"One of the schemes is not known. Use one of: {', '.join(sorted(words.schemes))}.")
    for name in ("site", "home_site"):
        code = getattr(row, name)
        if code is not None and code not in words.sites:
            raise _Bad(name, "There is no site with this code. Use the code as it is shown under sites.")
    if row.home_site and words.sites[row.home_site].kind != SiteKind.PROBATION:
        raise _Bad("home_site", "The home of a person is a community probation district, not a prison.")
    if row.age_band and row.age_band not in AgeBand.values:
        raise _Bad("age_band", f"Write one of: {', '.join(AgeBand.values)}.")


def _code(words: Words, scheme: Scheme, name: str, text: str) -> str:
    code = words.codes.get((scheme.value, search_key(text)))
    if code is None:
        raise _Bad(name, "This word is not in the vocabulary. Use a code or a name from the list shown with the import page.")
    return code


def _plan_row(plan: Plan, row: FileRow, words: Words, there: There, person_id: UUID | None) -> None:
    person = there.persons[person_id] if person_id else Person(id=new_id())
    values = _values(row, words)
    if person_id is None:
        values["preferred_name"] = _called(row)
    arrival, departure = _move(row, words, there.whereabouts.get(person.id), person.id)
    numbers = [Identifier(person_id=person.id, scheme=s, value=v) for s, v in row.identifiers if (s, v) not in there.owner]
    assigned, team = there.teams.get(person.id, {}), words.teams[row.team]
    # Nothing raises below this line: a row is planned whole or not at all.
    differs = {name for name, value in values.items() if getattr(person, name) != value}
    person.search_key = key_after(person, {name: str(values.get(name, getattr(person, name))) for name in NAMES})
    for name in differs:
        setattr(person, name, values[name])
    if person_id is None:
        plan.new.append(NewRow(row, person, team))
    elif differs:
        plan.changed.append(person)
    plan.identifiers += numbers
    plan.arrivals += [arrival] if arrival else []
    plan.departures |= departure
    if team not in assigned:
        plan.assign.append((person.id, team))
        plan.unassign += chain.from_iterable(assigned.values())
        plan.left += [(person.id, office) for office in assigned]
    if person_id is not None:
        (plan.touched if differs or numbers or arrival or team not in assigned else plan.unchanged).add(person.id)


def _values(row: FileRow, words: Words) -> dict[str, object]:
    """The columns of the person the row speaks about."""
    values: dict[str, object] = {name: getattr(row, name) for name in (*NAME_FIELDS, *PLAIN) if getattr(row, name) is not None}
    for name, scheme in zip(LIST_FIELDS, (Scheme.ETHNICITY, Scheme.IWI, Scheme.LANGUAGE), strict=True):
        if getattr(row, name):
            values[name] = _once(_code(words, scheme, name, text) for text in getattr(row, name))
    if row.gender:
        values["gender"] = _code(words, Scheme.GENDER, "gender", row.gender)
    if row.birth_date is not None:
        values["age_band"] = ""  # the date says it
    if row.interpreter is not None:
        values["interpreter_needed"] = row.interpreter
    if row.home_site:
        values["home_site_id"] = words.sites[row.home_site].id
    if row.release_unknown:
        values |= {
            "release_unknown_because": _code(words, Scheme.UNKNOWN_RELEASE, "release_unknown", row.release_unknown),
            "release_date": None,
        }
    elif row.release_date:
        values["release_unknown_because"] = ""
    return values


def _once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _move(row: FileRow, words: Words, now: Whereabouts | None, person_id: UUID) -> tuple[Whereabouts | None, dict[UUID, date]]:
    """Where the person came to, and the last day where they were. Nothing when they are recorded there already."""
    if row.site is None or row.site_since is None:
        return None, {}
    site = words.sites[row.site]
    if now is not None and now.site_id == site.id:
        return None, {}
    if now is not None and row.site_since < now.starts_on:
        raise _Bad("site_since", "The day is before the day the person came to where they are recorded now. Check the date.")
    arrival = Whereabouts(person_id=person_id, kind=KINDS[SiteKind(site.kind)], site_id=site.id, starts_on=row.site_since)
    return arrival, {now.id: row.site_since} if now else {}
