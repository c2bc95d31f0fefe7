"""A department at work for some weeks, and some who look where they have no reason to: made by what people do, not by what is looked for.

Six offices. Every day each worker who is in sees people of their own caseload; colleagues stand in for those who are away, arranged or not;
one of each office is on duty and takes what comes; one is on call in the evening and at the weekend; managers read files; the front desk
looks people up; new people come; a worker changes; somebody opens the wrong record and goes on. Of all this only a part leaves a trace of
work. Surnames follow a long tail, so that some users share a common one with many people by chance.

Those who snoop do it as people were found to: relatives (by surname, by a contact's, or by neither), the person in the news, a former
partner, neighbour or friend they come back to, a stroll through records in one sitting, people they once worked with, an emergency
that was none, a favour for somebody (one look, no more), and a few who write a line so as not to be seen. How many, when and whom is drawn;
no number here is taken from `matching.looks`.
"""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Pacific/Auckland")
MONDAY = date(2026, 8, 3)
WORK = ("note.written", "need.moved.start", "referral.sent", "contact.changed")
OPENED = ("person.viewed", "notes.viewed", "need.viewed", "contacts.viewed", "person.timeline.viewed", "referral.viewed")
KINDS = ("kin", "news", "comes back", "stroll", "once theirs", "emergency", "favour", "covered up")
# How often each kind is, of a hundred snooping visits; a stroll is many visits of one sitting.
SHARE = {"kin": 24, "news": 18, "comes back": 16, "stroll": 18, "once theirs": 8, "emergency": 4, "favour": 10, "covered up": 2}


def key(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


@dataclass
class User:
    id: UUID
    name: str
    role: str
    office: int
    on_call: bool = False


@dataclass
class Person:
    id: UUID
    surname: str
    office: int
    worker: User
    contacts: list[str]
    since: datetime | None = None


@dataclass
class Event:
    user: User
    person: Person
    at: datetime
    verb: str
    snoop: str = ""
    story: int = 0  # of snooping: rows of one story are no independent finds


@dataclass
class Department:
    """Everybody, and everything that happened. assigned: (person, user, kind, from, until). opened: emergencies."""

    users: list[User] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    assigned: list[tuple[Person, User, str, datetime, datetime | None]] = field(default_factory=list)
    emergencies: list[tuple[Person, User, datetime]] = field(default_factory=list)

    def reads(self, *, snoops: bool) -> int:
        return sum(bool(e.snoop) == snoops for e in self.events if e.verb not in WORK)


class Maker:
    """Draws one department from one seed."""

    def __init__(self, seed: int, *, normal: int, snoops: int) -> None:
        self.dice, self.made = random.Random(seed), Department()
        self.normal, self.snoops = normal, snoops
        self.most = max(5, snoops // 10)  # rows of one story, so that a small run has every kind
        self.read: Counter[bool] = Counter()
        self.offices = 6 if normal > 20_000 else 2
        self.surnames = [f"{a}{b}" for a in ("Ta", "Ko", "Re", "Wi", "Ma", "Pu", "Ha", "Ni") for b in _ENDS]
        self.weights = [1 / (rank + 3) ** 1.15 for rank in range(len(self.surnames))]
        self.on_call_of: dict[int, list[User]] = {}

    def surname(self) -> str:
        return self.dice.choices(self.surnames, self.weights)[0]

    def make(self) -> Department:
        self._staff()
        self._people()
        day = MONDAY
        while self.read[False] < self.normal:
            self._day(day)
            day += timedelta(days=1)
        self.last = day - timedelta(days=1)
        self._snoop()
        self.made.events.sort(key=lambda event: event.at)
        return self.made

    def _staff(self) -> None:
        for office in range(self.offices):
            for role, many in (("probation_officer", 20), ("team_manager", 2), ("desk", 1)):
                for _ in range(many):
                    name = f"{self.dice.choice(('Ana', 'Rob', 'Mei', 'Tom', 'Isa'))} {self.surname()}"
                    self.made.users.append(User(key(self.dice), name, role, office))
            workers = self.of(office, "probation_officer")
            self.on_call_of[office] = self.dice.sample(workers, 4)

    def of(self, office: int, role: str) -> list[User]:
        return [user for user in self.made.users if user.office == office and user.role == role]

    def _people(self) -> None:
        before = datetime.combine(MONDAY - timedelta(days=200), time(9), ZONE)
        for office in range(self.offices):
            workers = self.of(office, "probation_officer")
            for number in range(40 * len(workers)):
                self._person(office, workers[number % len(workers)], before, None)

    def _person(self, office: int, worker: User, since: datetime, new: datetime | None) -> Person:
        own = self.surname()
        contacts = [own if self.dice.random() < 0.5 else self.surname() for _ in range(self.dice.randrange(0, 4))]
        person = Person(key(self.dice), own, office, worker, contacts, new)
        self.made.people.append(person)
        self.made.assigned.append((person, worker, "MAIN", since, None))
        return person

    def people_of(self, office: int) -> list[Person]:
        return [person for person in self.made.people if person.office == office]

    def visit(self, user: User, person: Person, at: datetime, *, works: float, rows: tuple[int, int] = (1, 4), snoop: str = "") -> datetime:
        """A few pages, and perhaps some work after; when it was over."""
        # Some need more of the record than is usual.
        many = self.dice.randint(*rows) + (0 if snoop or works == 0 or self.dice.random() < 0.9 else self.dice.randint(1, 4))
        for _ in range(many):
            self.made.events.append(Event(user, person, at, self.dice.choice(OPENED), snoop))
            self.read[bool(snoop)] += 1
            at += timedelta(seconds=self.dice.randint(10, 150))
        if self.dice.random() < works:
            later = timedelta(minutes=self.dice.randint(1, 25)) if self.dice.random() < 0.85 else timedelta(hours=self.dice.randint(4, 50))
            self.made.events.append(Event(user, person, at + later, self.dice.choice(WORK), snoop))
        return at

    def _at(self, day: date, first: float = 8.2, last: float = 17.3) -> datetime:
        return datetime.combine(day, time(), ZONE) + timedelta(hours=self.dice.uniform(first, last))

    def _day(self, day: date) -> None:
        for office in range(self.offices):
            workers = self.of(office, "probation_officer")
            mine: dict[UUID, list[Person]] = {user.id: [] for user in workers}
            everybody = self.people_of(office)
            for person in everybody:
                mine[person.worker.id].append(person)
            self._evening(office, day, everybody)
            if day.weekday() >= 5:
                continue
            away = [user for user in workers if self.dice.random() < 0.1]
            inside = [user for user in workers if user not in away]
            for user in inside:
                self._caseload(user, day, mine[user.id], everybody)
            for user in away:
                self._stand_in(user, self.dice.choice(inside), day, mine[user.id])
            on_duty = self.dice.choice(inside)
            for person in self.dice.sample(everybody, self.dice.randint(7, 15)):
                self.visit(on_duty, person, self._at(day), works=0.75, rows=(1, 3))
            for manager in self.of(office, "team_manager"):
                for person in self.dice.sample(everybody, self.dice.randint(4, 9)):
                    self.visit(manager, person, self._at(day), works=0.25, rows=(2, 5))
            for desk in self.of(office, "desk"):
                for person in self.dice.sample(everybody, self.dice.randint(6, 12)):
                    self.visit(desk, person, self._at(day), works=0.5, rows=(1, 1))
            self._come_and_go(office, day, inside)
            self._asked_along(day, inside, mine)

    def _asked_along(self, day: date, inside: list[User], mine: dict[UUID, list[Person]]) -> None:
        """A home visit by two, a second opinion, somebody who speaks the language: both have the record open."""
        for _ in range(self.dice.randint(0, 2)):
            worker, colleague = self.dice.sample(inside, 2)
            if not mine[worker.id]:
                continue
            person, at = self.dice.choice(mine[worker.id]), self._at(day)
            self.visit(worker, person, at, works=0.6)
            self.visit(colleague, person, at + timedelta(minutes=self.dice.randint(-40, 40)), works=0.4, rows=(1, 2))

    def _caseload(self, user: User, day: date, theirs: list[Person], everybody: list[Person]) -> None:
        if not theirs:
            return
        for person in self.dice.sample(theirs, min(len(theirs), self.dice.randint(9, 19))):
            at = self._at(day)
            if self.dice.random() < 0.007:
                wrong = self.dice.choice(everybody)
                at = self.visit(user, wrong, at, works=0, rows=(1, 1))
            self.visit(user, person, at, works=0.45)

    def _stand_in(self, away: User, colleague: User, day: date, theirs: list[Person]) -> None:
        arranged = self.dice.random() < 0.6
        for person in self.dice.sample(theirs, min(len(theirs), self.dice.randint(2, 6))):
            at = self._at(day)
            if arranged:
                start = datetime.combine(day, time(7), ZONE)
                self.made.assigned.append((person, colleague, "COVER", start, start + timedelta(days=2)))
            self.visit(colleague, person, at, works=0.55)

    def _evening(self, office: int, day: date, everybody: list[Person]) -> None:
        on_call = self.on_call_of[office][day.toordinal() % 4]
        weekend = day.weekday() >= 5
        for person in self.dice.sample(everybody, self.dice.randint(1, 5) if weekend else self.dice.randint(0, 3)):
            at = self._at(day, 9, 22) if weekend else self._at(day, 18, 23.5)
            self.visit(on_call, person, at, works=0.7, rows=(1, 3))

    def _come_and_go(self, office: int, day: date, inside: list[User]) -> None:
        for _ in range(self.dice.randint(0, 3)):
            worker = self.dice.choice(inside)
            at = self._at(day)
            person = self._person(office, worker, at + timedelta(hours=self.dice.randint(1, 60)), at)
            other = self.dice.choice(inside)
            for user in [worker] if other is worker else [worker, other]:
                self.visit(user, person, at + timedelta(minutes=self.dice.randint(5, 200)), works=0.6)
        if self.dice.random() < 0.5:
            person, to = self.dice.choice(self.people_of(office)), self.dice.choice(inside)
            old, at = person.worker, self._at(day)
            if to is old or person.since:
                return
            self._hand_on(person, old, to, at)
            if self.dice.random() < 0.6:
                self.visit(old, person, at + timedelta(hours=self.dice.randint(1, 24)), works=0.3)

    def _hand_on(self, person: Person, old: User, to: User, at: datetime) -> None:
        for place, (who, user, kind, start, end) in enumerate(self.made.assigned):
            if who is person and user is old and kind == "MAIN" and end is None:
                self.made.assigned[place] = (who, user, kind, start, at)
        self.made.assigned.append((person, to, "MAIN", at, None))
        person.worker = to

    # -- Those who snoop ------------------------------------------------------------------------------------------------------
    def _snoop(self) -> None:
        kinds = tuple(SHARE)
        ways = {
            "kin": self._kin,
            "news": self._news,
            "comes back": self._comes_back,
            "stroll": self._stroll,
            "once theirs": self._once_theirs,
            "emergency": self._emergency,
            "favour": self._favour,
            "covered up": self._covered_up,
        }
        done: Counter[str] = Counter()
        while (now := self.read[True]) < self.snoops:
            # The kind that is furthest behind its share, so that few of each are there in a small run too.
            kind = min(kinds, key=lambda one: done[one] / SHARE[one])
            before = len(self.made.events)
            ways[kind]()
            for event in self.made.events[before:]:
                event.story = before + 1
            done[kind] += self.read[True] - now

    def _somebody(self) -> User:
        return self.dice.choice([user for user in self.made.users if user.role != "team_manager" or self.dice.random() < 0.3])

    def _other(self, user: User) -> Person:
        return self.dice.choice([one for one in self.people_of(user.office) if one.worker is not user and one.since is None])

    def _any_day(self) -> date:
        days = (self.last - MONDAY).days
        return MONDAY + timedelta(days=self.dice.randrange(max(days, 1)))

    def _when(self, day: date) -> datetime:
        """Mostly at work; some in the evening, when nobody sees."""
        if self.dice.random() < 0.2:
            return self._at(day, 18, 23)
        while day.weekday() >= 5:
            day -= timedelta(days=1)
        return self._at(day)

    def _kin(self) -> None:
        user = self._somebody()
        last = user.name.split()[-1]
        theirs = [one for one in self.people_of(user.office) if one.worker is not user and one.since is None]
        # A relative may have one's own name, or only their whānau has it, or neither does.
        kind = self.dice.random()
        if kind < 0.55:
            wanted = [one for one in theirs if one.surname == last]
        else:
            wanted = [one for one in theirs if last in one.contacts] if kind < 0.8 else theirs
        for _ in range(self.dice.randint(1, 2)):
            self.visit(user, self.dice.choice(wanted or theirs), self._when(self._any_day()), works=0, snoop="kin")

    def _news(self) -> None:
        office = self.dice.randrange(self.offices)
        person = self.dice.choice([one for one in self.people_of(office) if one.since is None])
        first = self._any_day()
        curious = [one for one in self.made.users if one.office == office and one is not person.worker and one.role != "team_manager"]
        for user in self.dice.sample(curious, min(len(curious), self.dice.randint(5, 16), self.most)):
            day = first + timedelta(days=min(int(self.dice.expovariate(0.8)), 6))
            self.visit(user, person, self._when(day), works=0, rows=(1, 3), snoop="news")

    def _comes_back(self) -> None:
        user = self._somebody()
        person = self._other(user)
        for _ in range(self.dice.randint(2, 6)):
            self.visit(user, person, self._when(self._any_day()), works=0, rows=(1, 2), snoop="comes back")

    def _stroll(self) -> None:
        user = self._somebody()
        at = self._when(self._any_day())
        for _ in range(min(self.dice.randint(5, 25), self.most)):
            at = self.visit(user, self._other(user), at, works=0, rows=(1, 1), snoop="stroll") + timedelta(seconds=self.dice.randint(5, 90))

    def _once_theirs(self) -> None:
        left = [(who, user, end) for who, user, kind, _, end in self.made.assigned if end and kind == "MAIN"]
        if not left:
            return self._favour("once theirs")
        person, user, end = self.dice.choice(left)
        day = end.date() + timedelta(days=self.dice.randint(5, 12))
        self.visit(user, person, self._when(day), works=0, snoop="once theirs")
        return None

    def _emergency(self) -> None:
        user = self._somebody()
        person = self.dice.choice([one for one in self.made.people if one.office != user.office])
        at = self._when(self._any_day())
        self.made.emergencies.append((person, user, at))
        self.made.events.append(Event(user, person, at, "emergency.opened", "emergency"))
        self.read[True] += 1
        self.visit(user, person, at + timedelta(seconds=20), works=0, rows=(1, 3), snoop="emergency")

    def _favour(self, kind: str = "favour") -> None:
        user = self._somebody()
        self.visit(user, self._other(user), self._when(self._any_day()), works=0, rows=(1, 2), snoop=kind)

    def _covered_up(self) -> None:
        user = self._somebody()
        self.visit(user, self._other(user), self._when(self._any_day()), works=1, rows=(1, 2), snoop="covered up")


_ENDS = [
    f"{a}{b}"
    for a in ("ra", "no", "ti", "he", "ku", "pa", "mi", "we", "ho", "la")
    for b in ("ki", "na", "to", "ri", "ma", "hu", "pe", "ta", "wa", "ngi")
]


def fill(owner: object, made: Department) -> None:
    """Into an empty database, as the rows the site would have written."""
    session = owner._superuser  # type: ignore[attr-defined]  # no trigger runs: the time is another
    offices = {office: UUID(int=office + 1) for office in {user.office for user in made.users}}
    began = datetime.combine(MONDAY - timedelta(days=300), time(), ZONE)
    with session.transaction(), session.cursor() as cursor:
        _copy(
            cursor,
            "accounts_team (id, code, name, kind, region)",
            [(key, f"o{n}", f"Office {n}", "OFFICE", "") for n, key in offices.items()],
        )
        _copy(
            cursor,
            "accounts_user (id, email, name, is_active, created_at, password)",
            [(one.id, f"{one.id}@example.test", one.name, True, began, "!") for one in made.users],
        )
        _copy(
            cursor,
            "accounts_membership (id, user_id, team_id, role_id, starts_on)",
            [
                (one.id, one.id, offices[one.office], "probation_officer" if one.role == "desk" else one.role, began.date())
                for one in made.users
            ],
        )
        columns = """people_person (id, preferred_name, given_names, family_name, name_mi, search_key, age_band, gender, ethnicities, iwi, languages,
            interpreter_needed, release_unknown_because, version, created_at)"""
        _copy(
            cursor,
            columns,
            [
                (
                    one.id,
                    "Sam",
                    "",
                    one.surname,
                    "",
                    f"sam {one.surname.lower()}",
                    "25-34",
                    "",
                    [],
                    [],
                    [],
                    False,
                    "",
                    1,
                    one.since or began,
                )
                for one in made.people
            ],
        )
        _copy(
            cursor,
            "people_involvement (id, person_id, team_id, because_kind, compartments, starts_at)",
            [(one.id, one.id, offices[one.office], "people.assignment", ["C1", "C7", "C9"], one.since or began) for one in made.people],
        )
        dice = random.Random(1)
        _copy(
            cursor,
            "people_personcontact (id, person_id, name, relation, phone, email, safety, how, is_emergency, end_note, version, created_at, changed_at)",
            [
                (key(dice), one.id, f"Lee {name}", "SIBLING", "", "", "YES", "", False, "", 1, began, began)
                for one in made.people
                for name in one.contacts
            ],
        )
        _copy(
            cursor,
            "people_assignment (id, person_id, team_id, worker_id, kind, starts_at, ends_at)",
            [(key(dice), who.id, offices[who.office], user.id, kind, start, end) for who, user, kind, start, end in made.assigned],
        )
        _copy(
            cursor,
            "people_emergencyopening (id, person_id, user_id, reason, words, at, verdict, because)",
            [(key(dice), who.id, user.id, "OTHER", "x", at, "", "") for who, user, at in made.emergencies],
        )
        _copy(
            cursor,
            """audit_auditevent (id, at, actor_id, actor_name, team_ids, because_ids, verb, person_ids, compartments, channel, about_kind, detail,
            key_id, mac)""",
            [
                (key(dice), e.at, e.user.id, e.user.name, [], [], e.verb, [e.person.id], ["C1"], "page", "", json.dumps({}), "t", bytes(32))
                for e in made.events
            ],
        )
    session.execute("analyze")


def _copy(cursor: object, table: str, rows: list[tuple[object, ...]]) -> None:
    with cursor.copy(f"copy {table} from stdin") as copy:  # type: ignore[attr-defined]  # psycopg's
        for row in rows:
            copy.write_row(row)
