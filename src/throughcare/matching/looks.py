"""Does somebody's look at a record need to be explained? Every visit is judged by plain facts; each point it gets is a sentence.

A *visit* is all that one user opened of one person's record on one day. Points say how little it looks like work, never that it was not:
a second person asks. Pure: the facts come from the audit, the caseloads and the names, by `people.queries.looks`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

POINTS_TO_ASK = 6
RARE = 0.002  # share of all people who have a surname: with a rarer one, two who bear it are likely related
TOGETHER = timedelta(minutes=30)
SETTLED = timedelta(days=3)  # what follows from a visit is written by then
NEAR = timedelta(hours=36)
MANY_PEOPLE, CROWD, OFTEN, BUSY, STANDS_IN = 8, 4, 3, 4, 2
USUAL = 0.015  # share of a user's visits out of hours from which they are their usual hours
MOSTLY, SOME_DAYS = (
    0.5,
    3,
)  # share of a user's visits to people who are not theirs, on so many days, from which looking people up is their work


@dataclass(frozen=True)
class Visit:
    """What is known of one visit.

    at, until: first and last row, in the site's time. rows: how many the audit has. worked: the user wrote, changed, sent or decided
    something of this person within a week before (of somebody once theirs: after) or three days after. theirs: on their caseload, covered, handed over to them, or to
    be within days. new_here: the office began to work with the person within days. theirs_before: on their caseload once. leads: the
    user's role looks after others' people. worker_in: the person's main worker was at work that day; None: they have none.
    surname, whanau: share of all people who bear the surname the user shares with the person, or with one of their contacts; None: no
    shared name. conflict: found to be close to the person's whānau in the month before. emergency: opened in an emergency. settled: long enough ago for what
    follows from it to be written.
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
        """On a weekend, before seven or after seven."""
        return self.at.weekday() >= 5 or not 7 <= self.at.hour < 19


@dataclass(frozen=True)
class Around:
    """What a visit's neighbours say: of the same user, and of others who opened the same record.

    others: different unexplained users of the record in the three days around. away: people this user opened that
    day whose worker was away. people: unexplained people this user opened within half
    an hour. days: on how many days this user opened it unexplained. next_explained: within three minutes they went on to somebody they
    work with. traced: of their visits that day to people who are not theirs, the share with work; None: too few to say. usual_hours: share
    of their visits that are out of hours, of people they work with. looks_up: most of those they open every day are not theirs.
    """

    others: int = 0
    away: int = 0
    people: int = 0
    days: int = 1
    next_explained: bool = False
    traced: float | None = None
    usual_hours: float = 0.0
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
        return sum(reason.points for reason in self.reasons)

    @property
    def ask(self) -> bool:
        return self.points >= POINTS_TO_ASK


Rule = Callable[[Visit, Around], Reason | None]


def _unexplained(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or v.new_here:
        return None
    if v.leads:
        return Reason("no-work", 1, "They wrote nothing, and the person is on nobody's caseload but their team's.")
    if not v.settled:
        return Reason("no-work", 1, "The person is not on their caseload, and they have written nothing about them yet.")
    return Reason("no-work", 4, "The person is not on their caseload, and they wrote nothing about them in the week before or since.")


def _worker_in(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or not v.settled or v.worker_in is None or v.leads or v.out_of_hours:
        return None
    if v.worker_in:
        return Reason("worker-in", 2, "The person's own worker was at work that day.")
    if a.away >= STANDS_IN:
        return Reason("stands-in", -2, "The person's own worker was away, and they saw others of that worker's people too.")
    return Reason("worker-away", 2, "The person's own worker was away, but they saw nobody else whose worker was.")


def _surname(v: Visit, a: Around) -> Reason | None:
    if v.surname is None or v.worked:
        return None
    if v.surname < RARE:
        return Reason("surname", 5, "They have the person's surname, which is rare.")
    return Reason("surname", 1 if v.theirs else 3, "They have the person's surname, which many have.")


def _whanau(v: Visit, a: Around) -> Reason | None:
    if v.whanau is None or v.worked:
        return None
    if v.whanau < RARE:
        return Reason("whanau", 5, "They have the surname of somebody close to the person, and it is rare.")
    return Reason("whanau", 1 if v.theirs else 3, "They have the surname of somebody close to the person, and many have it.")


def _conflict(v: Visit, a: Around) -> Reason | None:
    return Reason("conflict", 6, "They were found to be close to the person's whānau in the month before.") if v.conflict else None


def _emergency(v: Visit, a: Around) -> Reason | None:
    if not v.emergency:
        return None
    if v.worked:
        return Reason("emergency", 1, "They opened the record in an emergency, and wrote about it.")
    return Reason("emergency", 5, "They opened the record in an emergency, and wrote nothing about it.")


def _crowd(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or a.others < CROWD:
        return None
    return Reason("crowd", 5, f"{a.others} users who don't work with the person opened this record within three days.")


def _walk(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or a.people < MANY_PEOPLE or a.traced is not None:
        return None
    return Reason("walk", 5, f"They opened {a.people} people's records within half an hour, and worked with none of them.")


def _again(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or a.days < OFTEN:
        return None
    return Reason("again", 5, f"They come back: opened on {a.days} days, and wrote nothing on any.")


def _hours(v: Visit, a: Around) -> Reason | None:
    if not v.out_of_hours or v.worked:
        return None
    if a.usual_hours >= USUAL:
        return Reason("on-call", -3, "It was out of office hours, when they often work, as somebody on call does.")
    return Reason("hours", 2, "It was out of office hours, when they are rarely at work.")


def _before(v: Visit, a: Around) -> Reason | None:
    return Reason("before", 4, "The person was on their caseload once, and is no longer.") if v.theirs_before and v.unexplained else None


def _passing(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or not a.next_explained or v.rows > 1:
        return None
    return Reason("passing", -3, "Within minutes they went on to somebody they work with: they may have opened the wrong record.")


def _duty(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or a.traced is None:
        return None
    return Reason("duty", -3, "That day they worked with many who are not theirs, as somebody on duty or on intake does.")


def _looks_up(v: Visit, a: Around) -> Reason | None:
    if not v.unexplained or not a.looks_up or v.leads:
        return None
    return Reason("looks-up", -2, "Most of those they open are not theirs, day by day, as at a front desk.")


RULES: Mapping[str, Rule] = {
    "no-work": _unexplained,
    "worker": _worker_in,
    "surname": _surname,
    "whanau": _whanau,
    "conflict": _conflict,
    "emergency": _emergency,
    "crowd": _crowd,
    "walk": _walk,
    "again": _again,
    "hours": _hours,
    "before": _before,
    "passing": _passing,
    "duty": _duty,
    "looks-up": _looks_up,
}


def judge(visits: Iterable[Visit], *, rules: Iterable[Rule] = tuple(RULES.values())) -> list[Judged]:
    """Every visit, in its order. Time grows with the number of visits, and with how many of one user or record lie close together."""
    visits = list(visits)
    every = list(rules)
    found = []
    for visit, around in zip(visits, surroundings(visits), strict=True):
        found.append(Judged(visit, tuple(reason for rule in every if (reason := rule(visit, around)) is not None)))
    return found


def surroundings(visits: Sequence[Visit]) -> list[Around]:
    """What the neighbours of each say, in the same order."""
    of_user: dict[UUID, list[Visit]] = defaultdict(list)
    of_person: dict[UUID, list[Visit]] = defaultdict(list)
    days: Counter[tuple[UUID, UUID]] = Counter()
    for visit in sorted(visits, key=lambda one: (one.at, one.user, one.person)):
        of_user[visit.user].append(visit)
        if visit.unexplained:
            of_person[visit.person].append(visit)
            days[visit.user, visit.person] += 1
    hours = {user: sum(one.out_of_hours and not one.unexplained for one in theirs) / len(theirs) for user, theirs in of_user.items()}
    looking_up = {user for user, theirs in of_user.items() if _mostly_others(theirs)}
    starts = {user: [one.at for one in theirs] for user, theirs in of_user.items()}
    traced = _traced(visits)
    away = Counter((one.user, one.on) for one in visits if one.worker_in is False)
    return [
        Around(
            others=_others(visit, of_person.get(visit.person, [])),
            away=away[visit.user, visit.on],
            people=_people(visit, of_user[visit.user], starts[visit.user]),
            days=days[visit.user, visit.person],
            next_explained=_went_on(visit, of_user[visit.user], starts[visit.user]),
            traced=traced.get((visit.user, visit.on)),
            usual_hours=hours[visit.user],
            looks_up=visit.user in looking_up,
        )
        for visit in visits
    ]


def _traced(visits: Sequence[Visit]) -> dict[tuple[UUID, date], float]:
    """User and day → the share of work among those who are not theirs: of days with enough of it to be duty or intake."""
    others: Counter[tuple[UUID, date]] = Counter()
    worked: Counter[tuple[UUID, date]] = Counter()
    for visit in visits:
        if not visit.theirs:
            others[visit.user, visit.on] += 1
            worked[visit.user, visit.on] += visit.worked
    return {key: worked[key] / count for key, count in others.items() if worked[key] >= BUSY and worked[key] / count >= 0.5}


def _mostly_others(visits: Sequence[Visit]) -> bool:
    others = [one for one in visits if not one.theirs]
    return len(others) >= MOSTLY * len(visits) and len({one.on for one in others if one.worked}) >= SOME_DAYS


def _others(visit: Visit, of_record: Sequence[Visit]) -> int:
    return len({one.user for one in of_record if abs(one.at - visit.at) <= NEAR})


def _people(visit: Visit, theirs: Sequence[Visit], starts: Sequence[datetime]) -> int:
    first, last = bisect_left(starts, visit.at - TOGETHER), bisect_right(starts, visit.at + TOGETHER)
    return len({one.person for one in theirs[first:last] if one.unexplained})


def _went_on(visit: Visit, theirs: Sequence[Visit], starts: Sequence[datetime]) -> bool:
    first, last = bisect_right(starts, visit.at), bisect_right(starts, visit.until + timedelta(minutes=3))
    return any(not one.unexplained for one in theirs[first:last])
