"""The periods of a measure: they begin with the agreement's first day, end with its last, and are worked out, never typed.

One that ended with the agreement, and was reported, stays as it was when the agreement is renewed; what is left of it is a period too.

Said twice, here and in SQL for triggers and counts of referrals; a test holds the two equal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.agreements.days import day_words, months_later
from throughcare.performance.states import MONTHS, Cycle

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """first_on and last_on are days of it; due_on is the last day its report is in time."""

    first_on: date
    last_on: date
    due_on: date

    @property
    def words(self) -> str:
        """1 July to 30 September 2026."""
        if self.first_on.year == self.last_on.year:
            return f"{self.first_on.day} {self.first_on:%B} to {day_words(self.last_on)}"
        return f"{day_words(self.first_on)} to {day_words(self.last_on)}"


def periods(
    starts_on: date | None,
    ends_on: date | None,
    cycle: str,
    within: int,
    *,
    until: date,
    reported: Mapping[date, date] | None = None,
) -> Iterator[Period]:
    """Those that begin by a day, in their order. ends_on: the last day of the agreement (None: open-ended). within: days from a period's end to its
    due day. reported: last day of each report there is, by its first."""
    if starts_on is None:
        return
    told = reported or {}
    months, number = MONTHS[Cycle(cycle)], 0
    last_day = min(until, ends_on) if ends_on else until
    while (first := months_later(starts_on, months * number)) <= last_day:
        number += 1
        last = months_later(starts_on, months * number) - _DAY
        last = min(last, ends_on) if ends_on else last
        while first in told and told[first] < last:
            yield Period(first, told[first], told[first] + timedelta(days=within))
            first = told[first] + _DAY
        if first <= last_day:
            yield Period(first, last, last + timedelta(days=within))


_MONTHS_SQL = " ".join(f"when '{cycle.value}' then {months}" for cycle, months in MONTHS.items())


def is_period_sql(measure: str, agreement: str, first: str, last: str) -> str:
    """SQL that says whether two dates are a period. measure, agreement: aliases of their rows; first, last: SQL dates.

    Nobody is told a whole of which a part was reported: the rest of it, were it small, would be the difference.
    """
    months, start = f"(case {measure}.period {_MONTHS_SQL} end)", f"{agreement}.starts_on"
    apart = (
        f"((extract(year from {first}) - extract(year from {start})) * 12 + extract(month from {first}) - extract(month from {start}))::int"
    )
    whole = f"({apart} - ({start} + make_interval(months => {apart}) > {first})::int)"  # months that are over by then
    begins = f"({whole} % {months} = 0 and {first} = ({start} + make_interval(months => {whole}))::date)"
    ends = f"least(({start} + make_interval(months => {whole} - {whole} % {months} + {months}))::date - 1, {ends_sql(agreement)})"
    told = f"exists (select 1 from performance_report e where e.measure_id = {measure}.id and"
    return (
        f"({first} >= {start} and {last} >= {first} and ({begins} or {told} e.last_on = {first} - 1))"
        f" and ({told} e.first_on = {first} and e.last_on = {last})"
        f" or ({last} = {ends} and not {told} e.first_on = {first} and e.last_on < {last}))))"
    )


def ends_sql(agreement: str) -> str:
    """SQL for the last day an agreement counts: its own, or the day it was terminated. Null: open-ended (`least` leaves nulls out)."""
    return f"(case when {agreement}.state = 'TERMINATED' then least({agreement}.ends_on, {agreement}.state_since) else {agreement}.ends_on end)"


@dataclass(frozen=True, order=True)
class Half:
    """A half of a calendar year. Halves never overlap, so no difference of two of them tells of fewer people than one does."""

    year: int
    number: int  # 1: January to June; 2: July to December

    @property
    def first_on(self) -> date:
        return date(self.year, 6 * self.number - 5, 1)

    @property
    def last_on(self) -> date:
        return date(self.year, *((6, 30) if self.number == 1 else (12, 31)))

    @property
    def code(self) -> str:
        """2026-1."""
        return f"{self.year}-{self.number}"

    @property
    def words(self) -> str:
        return f"{'January to June' if self.number == 1 else 'July to December'} {self.year}"

    def before(self) -> "Half":
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)


def half_of(day: date) -> Half:
    """The half that a day lies in."""
    return Half(day.year, 1 if day.month <= 6 else 2)


def halves_to(day: date, many: int) -> list[Half]:
    """The one a day lies in, and those before it: `many` in all, the newest first."""
    found = [half_of(day)]
    while len(found) < many:
        found.append(found[-1].before())
    return found
