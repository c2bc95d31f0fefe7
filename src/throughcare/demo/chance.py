"""Chance that answers the same for the same seed: choices, working hours, keys."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import TypeVar
from uuid import UUID

Choice = TypeVar("Choice")
_OPENS, _CLOSES = time(8, 15), time(16, 45)


class Chance:
    """A seeded source of everything that is left to chance, at a given present moment."""

    def __init__(self, seed: int, now: datetime, zone: tzinfo) -> None:
        self._random = Random(seed)  # noqa: S311 - invented data, nothing secret
        self.now = now.astimezone(zone)

    @property
    def today(self) -> date:
        """The date where the offices are."""
        return self.now.date()

    def pick(self, values: Sequence[Choice]) -> Choice:
        """One of them."""
        return self._random.choice(values)

    def some(self, values: Sequence[Choice], count: int) -> list[Choice]:
        """`count` different ones, or all there are."""
        return self._random.sample(values, min(count, len(values)))

    def weighted(self, weights: Mapping[Choice, int]) -> Choice:
        """One key, as often as its weight says."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self._random.randint(low, high)

    def yes(self, share: float) -> bool:
        """True for this share of the questions."""
        return self._random.random() < share

    def near(self, value: float, spread: float) -> float:
        """A number close by, for points on a map."""
        return round(value + self._random.uniform(-spread, spread), 5)

    def id(self, at: datetime) -> UUID:
        """A key as `common.ids.new_id` makes them (UUID version 7), as if made at that moment."""
        value = (int(at.timestamp() * 1000) & ((1 << 48) - 1)) << 80 | self._random.getrandbits(80)
        return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)

    def days_ago(self, days: int) -> datetime:
        """A moment in working hours, about that many days back; never later than now."""
        day = self.today - timedelta(days=days)
        return self.past([self.working(datetime.combine(day, _OPENS, self.now.tzinfo) + timedelta(minutes=self.number(0, 500)))])[0]

    def later(self, moment: datetime, low_hours: float, high_hours: float) -> datetime:
        """A moment in working hours, low to high hours after."""
        return self.working(moment + timedelta(hours=self._random.uniform(low_hours, high_hours)))

    def working(self, moment: datetime) -> datetime:
        """The moment itself in working hours, else one soon after the next opening."""
        if moment.time() > _CLOSES:
            moment = datetime.combine(moment.date() + timedelta(days=1), time(0), moment.tzinfo)
        while moment.weekday() > 4:
            moment = datetime.combine(moment.date() + timedelta(days=1), time(0), moment.tzinfo)
        if moment.time() < _OPENS:
            moment = datetime.combine(moment.date(), _OPENS, moment.tzinfo) + timedelta(
                minutes=self.number(0, 90), seconds=self.number(0, 59)
            )
        return moment

    def past(self, moments: Sequence[datetime]) -> list[datetime]:
        """The same moments, moved back by whole weeks until the last is not after now."""
        weeks = 0
        while moments[-1] - timedelta(weeks=weeks) > self.now:
            weeks += 1
        return [moment - timedelta(weeks=weeks) for moment in moments]
