"""What matching is told and what it answers: facts about a person and a service in, a fit with its reasons out.

Plain data without a database, so that a rule can be read, tested and replayed from its inputs alone.

One convention for everything that may be missing: `None` means *nobody has said*, an empty set means *it was said, and
there is no limit* (a service) or *there are none* (a person). The two give different answers: UNKNOWN and YES or NO.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Setting(StrEnum):
    """Where the person is, or where a service works."""

    CUSTODY = "CUSTODY"
    COMMUNITY = "COMMUNITY"

    __hash__ = str.__hash__  # Enum's own is Python code, and sets of settings are asked a great deal


class ServiceStatus(StrEnum):
    """Open Referral HSDS 3.1 `service.status`, in its own spelling."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Outcome(StrEnum):
    """What one rule found."""

    YES = "YES"
    UNKNOWN = "UNKNOWN"
    NO = "NO"

    __hash__ = str.__hash__


class Verdict(StrEnum):
    """What all hard rules found together."""

    FITS = "FITS"
    UNKNOWN = "UNKNOWN"
    FAILS = "FAILS"


class Point(NamedTuple):
    """A place on the earth in decimal degrees, WGS 84, north and east positive."""

    latitude: float
    longitude: float


class AgeBand(NamedTuple):
    """Whole years, both ends included; `oldest` None is an open end (65 and over)."""

    youngest: int
    oldest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What the reader may know of a person, and the need a service is wanted for."""

    today: date
    need_pillar: str
    other_needs: frozenset[str] | None = None  # pillars of the person's other open needs
    birth_date: date | None = None
    age_band: AgeBand | None = None  # used only when the date of birth is not known
    gender: str | None = None
    region: str | None = None  # where the person lives, or will live after release
    region_now: str | None = None  # of the prison, while in custody
    setting: Setting | None = None
    release_date: date | None = None
    order_types: frozenset[str] | None = None
    home_point: Point | None = None  # where the person lives or will live; a district will do
    languages: frozenset[str] | None = None
    interpreter_needed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What a service's directory entry says about whom it takes, and how soon."""

    id: UUID
    name: str = ""
    status: ServiceStatus | None = None
    accepts_referrals_until: date | None = None  # the last day; None is no end
    pillars: frozenset[str] = frozenset()  # empty: not put to a pillar yet
    minimum_age: int | None = None  # None is no limit: directories leave it out when there is none
    maximum_age: int | None = None  # the last age taken, as in HSDS
    genders: frozenset[str] | None = frozenset()
    settings: frozenset[Setting] | None = None
    regions: frozenset[str] | None = None
    order_types: frozenset[str] | None = frozenset()
    needs: frozenset[str] | None = frozenset()  # takes only people who have a need in one of these pillars
    capacity_available: int | None = None  # places free
    capacity_as_at: date | None = None
    waiting_days: int | None = None
    points: tuple[Point, ...] = ()  # empty: no place recorded
    languages: frozenset[str] | None = None
    interpretation_services: bool | None = None  # offers an interpreter


class Reason(NamedTuple):
    """What one rule found, in a sentence for the reader.

    `degree` is how good it is from 0 to 1 and feeds the score; `hard` says whether a NO rules the service out.
    """

    rule: str
    outcome: Outcome
    sentence: str
    hard: bool
    degree: float


Rule = Callable[[PersonFacts, ServiceFacts], Reason]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a service fits a person, with every reason, in the order of the rules."""

    service_id: UUID
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        """Every hard rule said yes."""
        return self.verdict is Verdict.FITS

    @property
    def failed(self) -> tuple[Reason, ...]:
        """Why the service can't take this person: hard rules that said no."""
        return tuple(reason for reason in self.reasons if reason.hard and reason.outcome is Outcome.NO)

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """What to ask before referring: every rule that could not tell."""
        return tuple(reason for reason in self.reasons if reason.outcome is Outcome.UNKNOWN)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What speaks against it without ruling it out: a waiting list, a long way."""
        return tuple(reason for reason in self.reasons if not reason.hard and reason.outcome is Outcome.NO)

    @property
    def speaking_for(self) -> tuple[Reason, ...]:
        """Why it fits: every rule that said yes."""
        return tuple(reason for reason in self.reasons if reason.outcome is Outcome.YES)
