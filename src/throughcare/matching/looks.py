"""Does somebody's look at a record need to be explained? Every visit is judged by plain facts; each is evidence with points and a sentence.

A *visit* is all that one user opened of one person's record on one day. Evidence adds up as in any weighing of odds: the points of a code
are ten times the natural logarithm of how much it raises the odds of a look without a reason, given all else that is found. They say how little a visit looks like
work, never that it was not: a second person asks. Pure: the facts come from the audit, the caseloads and the names, by `people.queries.looks`.

Where the points come from: `tests/people/weigh.py` learns them from made departments (tests/people/office.py), of seeds that no test measures.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.matching.looks_points import BASE, EVIDENCE, NOT_YET, POINTS_TO_ASK, POINTS_TO_WAIT

TOGETHER = timedelta(minutes=30)
SETTLED = timedelta(days=3)  # after a day is over: what follows from its visits is written by then
NEAR = timedelta(hours=36)
SOON = timedelta(minutes=3)
# What is asked about before it is settled, where it is enough: three colleagues' or three days' or seven records' work would have to follow for it
# to pass. All else waits. So does a conflict, which may yet be cleared, and an emergency, whose note is often written the day after.
LASTING = frozenset({"walk-6", "crowd-4", "again-2"})
STANDS_IN = 2
USUAL = 0.015  # share of a user's visits out of hours from which they are their usual hours
MOSTLY, SOME_DAYS = (
    0.5,
    3,
)  # share of a user's visits to people who are not theirs, on so many days, from which looking people up is their work


@dataclass(frozen=True)
class Visit:
    """What is known of one visit.

    at, until: first and last row, in the site's time. rows: how many the audit has. worked: the user wrote, changed, sent or decided
    something of this person within a week before (of somebody once theirs: after) or three days after. theirs: on their caseload, covered,
    handed over to them, or to be within days. new_here: the office began to work with the person within days. theirs_before: on their
    caseload once. leads: the user's role looks after others' people. worker_in: the person's main worker was at work that day; None: they
    have none. beside: somebody whose the person is had the record open within the hour. surname, whanau: share of all people who bear the
    surname the user shares with the person, or with one of their contacts; None: no shared name. conflict: found to be close to the
    person's whānau in the month before or after, and not cleared since. emergency: opened in an emergency. settled: long enough ago for what follows from it to be written.
    """

    user: UUID
    person: UUID
    on: date
    at: datetime
    until: datetime
    rows: int
    worked: bool = False
    theirs: bool = False
    new_here: bool = False
    theirs_before: bool = False
    leads: bool = False
    worker_in: bool | None = None
    beside: bool = False
    surname: float | None = None
    whanau: float | None = None
    conflict: bool = False
    emergency: bool = False
    settled: bool = True

    @property
    def unexplained(self) -> bool:
        """Nothing of the work says why."""
        return not (self.worked or self.theirs)

    @property
    def out_of_hours(self) -> bool:
        """On a weekend, before seven or after six."""
        return self.at.weekday() >= 5 or not 7 <= self.at.hour < 18


@dataclass(frozen=True)
class Around:
    """What a visit's neighbours say: of the same user, and of others who opened the same record.

    others: other users with nothing to do with the person who opened the record in the three days around. busy: other people who are not
    theirs with whom this user worked that day. stood_in: of other people whose worker was away this user saw so many that day. people:
    others this user opened unexplained within half an hour. days: on how many other days this user opened it unexplained. went_on: within
    three minutes they went on to somebody they work with. usual_hours: they often work out of hours. looks_up: most of those they open
    every day are not theirs.
    """

    others: int = 0
    busy: int = 0
    stood_in: int = 0
    people: int = 0
    days: int = 0
    went_on: bool = False
    usual_hours: bool = False
    looks_up: bool = False


@dataclass(frozen=True)
class Reason:
    """One thing that was found. points: less than nothing for what speaks for work."""

    code: str
    points: int
    sentence: str


@dataclass(frozen=True)
class Judged:
    """A visit with its reasons; `ask`: somebody asks the user about it."""

    visit: Visit
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return BASE + sum(reason.points for reason in self.reasons)

    @property
    def enough(self) -> bool:
        """What is known by now would be enough to ask."""
        return bool(self.reasons) and self.points >= POINTS_TO_ASK

    @property
    def ask(self) -> bool:
        """Enough, and either settled or of a kind that rarely passes."""
        return self.enough and (self.visit.settled or any(reason.code in LASTING for reason in self.reasons))

    @property
    def waits(self) -> bool:
        """Nobody asks yet, but would if it stayed so: work may still explain it."""
        worth = self.points + (NOT_YET if self.visit.unexplained else 0)
        return bool(self.reasons) and not self.ask and not self.visit.settled and worth >= POINTS_TO_WAIT


def settled(on: date, at: datetime) -> bool:
    """Whether what follows from a day's visits is written. From the day's end: what else was done that day says whether it was a day of duty."""
    return at.date() - on > SETTLED


Rule = Callable[[Visit, Around], str]
_BUSY = ("", "-1", "-2", "-2", "-4", "-4", "-6")  # one more makes less and less difference
_PEOPLE = ("", "", "-2", "-2", "-4", "-4", "-6")
_RARE = ((0.01, "rare"), (0.03, "some"), (1.1, "many"))  # share of all people who have a name → how it is said


def _step(steps: Sequence[str], many: int) -> str:
    return steps[min(many, len(steps) - 1)]


def _state(v: Visit, a: Around) -> str:
    """Whether there was work; and whether opening others' people is what they do all day."""
    role = "-leads" if v.leads else "-looks-up" if a.looks_up else ""
    if v.worked:
        return f"wrote{role}"
    return f"{'no-work' if v.settled else 'not-yet'}{role}"


def _worker(v: Visit, a: Around) -> str:
    if v.leads or a.looks_up or v.out_of_hours or v.worker_in is None:
        return ""
    with_work = "wrote-" if v.worked else ""
    if v.worker_in:
        return f"{with_work}worker-in"
    return f"{with_work}{'stands-in' if a.stood_in >= STANDS_IN else 'worker-away'}"


def _busy(v: Visit, a: Around) -> str:
    step = _step(_BUSY, a.busy)
    if v.leads or a.looks_up or not step:
        return ""
    return f"wrote-duty{step}" if v.worked else f"duty{step}"


def _hours(v: Visit, a: Around) -> str:
    if not v.out_of_hours:
        return ""
    if v.leads or a.looks_up or not a.usual_hours:
        return "wrote-hours" if v.worked else "hours"
    return "wrote-on-call" if v.worked else "on-call"


def _name(share: float | None) -> str:
    return "" if share is None else next(word for below, word in _RARE if share < below)


def _surname(v: Visit, a: Around) -> str:
    return "" if v.worked or v.surname is None else f"surname-{_name(v.surname)}"


def _whanau(v: Visit, a: Around) -> str:
    return "" if v.worked or v.whanau is None else f"whanau-{_name(v.whanau)}"


def _people_at_once(v: Visit, a: Around) -> str:
    step = _step(_PEOPLE, a.people)
    return f"walk{step}" if step and not v.worked else ""


def _crowd(v: Visit, a: Around) -> str:
    return "" if v.worked or a.others < 2 else "crowd-2" if a.others < 4 else "crowd-4"


def _again(v: Visit, a: Around) -> str:
    if v.worked or not a.days:
        return ""
    return "again-1" if a.days == 1 else "again-2"


def _passing(v: Visit, a: Around) -> str:
    return "passing" if not v.worked and a.went_on and v.rows == 1 else ""


def _before(v: Visit, a: Around) -> str:
    return "before" if v.theirs_before and not v.worked else ""


def _new(v: Visit, a: Around) -> str:
    return "new-here" if v.new_here else ""


def _beside(v: Visit, a: Around) -> str:
    return "beside" if v.beside else ""


def _emergency(v: Visit, a: Around) -> str:
    return "" if not v.emergency else "wrote-emergency" if v.worked else "emergency"


RULES: Mapping[str, Rule] = {
    "state": _state,
    "worker": _worker,
    "duty": _busy,
    "hours": _hours,
    "surname": _surname,
    "whanau": _whanau,
    "walk": _people_at_once,
    "crowd": _crowd,
    "again": _again,
    "passing": _passing,
    "before": _before,
    "new": _new,
    "beside": _beside,
    "emergency": _emergency,
}


def codes(visit: Visit, around: Around, *, rules: Iterable[Rule] = tuple(RULES.values())) -> list[str]:
    """What is found of one visit. Of somebody's own people only what is found by itself: a conflict."""
    found = ["conflict"] if visit.conflict else []
    if visit.theirs:
        return found
    return found + [code for rule in rules if (code := rule(visit, around))]


def judge(visits: Iterable[Visit], *, rules: Iterable[Rule] = tuple(RULES.values())) -> list[Judged]:
    """Every visit, in its order. Time grows with the number of visits, and with how many of one user or record lie close together."""
    visits, every = list(visits), list(rules)
    return [
        Judged(visit, tuple(Reason(code, *EVIDENCE[code]) for code in codes(visit, around, rules=every)))
        for visit, around in zip(visits, surroundings(visits), strict=True)
    ]


def surroundings(visits: Sequence[Visit]) -> list[Around]:
    """What the neighbours of each say, in the same order."""
    of_user: dict[UUID, list[Visit]] = defaultdict(list)
    of_person: dict[UUID, list[Visit]] = defaultdict(list)
    days, busy, away = Counter[tuple[UUID, UUID]](), Counter[tuple[UUID, date]](), Counter[tuple[UUID, date]]()
    for visit in sorted(visits, key=lambda one: (one.at, one.user, one.person)):
        of_user[visit.user].append(visit)
        if visit.unexplained:
            of_person[visit.person].append(visit)
            days[visit.user, visit.person] += 1
        busy[visit.user, visit.on] += visit.worked and not visit.theirs
        away[visit.user, visit.on] += visit.worker_in is False
    known = {user: _User(theirs) for user, theirs in of_user.items()}
    found = []
    for visit in visits:
        user = known[visit.user]
        around = Around(
            others=_others(visit, of_person.get(visit.person, [])),
            busy=busy[visit.user, visit.on] - (visit.worked and not visit.theirs),
            stood_in=away[visit.user, visit.on] - (visit.worker_in is False),
            people=user.people(visit),
            days=days[visit.user, visit.person] - visit.unexplained,
            went_on=user.went_on(visit),
            usual_hours=user.usual_hours,
            looks_up=user.looks_up,
        )
        found.append(around)
    return found


class _User:
    """What one user's visits, in their order, say of how they work."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits, self.starts = visits, [one.at for one in visits]
        others = [one for one in visits if not one.theirs]
        out = sum(one.out_of_hours and not one.unexplained for one in visits)
        self.usual_hours = out >= USUAL * len(visits) and out > 0
        self.looks_up = len(others) >= MOSTLY * len(visits) and len({one.on for one in others if one.worked}) >= SOME_DAYS

    def people(self, visit: Visit) -> int:
        first, last = bisect_left(self.starts, visit.at - TOGETHER), bisect_right(self.starts, visit.at + TOGETHER)
        return len({one.person for one in self.visits[first:last] if one.unexplained} - {visit.person})

    def went_on(self, visit: Visit) -> bool:
        first, last = bisect_right(self.starts, visit.at), bisect_right(self.starts, visit.until + SOON)
        return any(not one.unexplained for one in self.visits[first:last])


def _others(visit: Visit, of_record: Sequence[Visit]) -> int:
    return len({one.user for one in of_record if abs(one.at - visit.at) <= NEAR and not one.leads} - {visit.user})
