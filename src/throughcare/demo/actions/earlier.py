"""The half-year before: referrals every partner with staff here answered, and questions about them, for what is told of quarters and halves that are over.

Half-years and quarters are what the site counts by. Each partner accepts as it is inclined, which is drawn apart from how its partnership goes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from random import Random
from uuid import UUID

from throughcare.demo.actions.history import Past
from throughcare.demo.actions.needs import add_need
from throughcare.demo.actions.stories import S, Story, tell
from throughcare.demo.actions.traces import Traces
from throughcare.demo.actions.world import Life, World
from throughcare.demo.chance import Chance
from throughcare.matching.pillars import Pillar
from throughcare.performance.days import half_of
from throughcare.services.models import Service

# Referrals of the half-year, at least; where there are more people, so many each.
_ALL, _EACH = 400, 0.8
_LAST_DAYS = 25  # of the half: what begins earlier is answered before the quarter is over
_FIRST_DAYS = 4


class Earlier:
    """What was before the three months that are told in full. people: how many the demo has."""

    def __init__(self, world: World, people: int, seed: int) -> None:
        now = world.chance.now
        self._world = replace(world, chance=Chance(seed + 31, now, now.tzinfo or UTC))
        self._half = half_of(world.chance.today).before()
        self._each = max(_EACH, _ALL / people)
        self._asked: Counter[UUID] = Counter()
        inclined = Random(seed + 37)  # noqa: S311 - invented data, nothing secret
        self._accepts = {key: inclined.uniform(0.5, 0.92) for key in world.team_of}

    def days(self) -> int:
        """Since when somebody of that time is known."""
        return (self._world.chance.today - self._half.first_on).days + self._world.chance.number(1, 20)

    def many(self) -> int:
        """How many referrals the next person has from then: as many on average as each is to have."""
        whole = int(self._each)
        return whole + self._world.chance.yes(self._each - whole)

    def stories(self, life: Life, many: int, past: Past, traces: Traces) -> list[Story]:
        """Needs beside those of today, a referral each: to whichever partners had fewest so far."""
        chance, today, told = self._world.chance, self._world.chance.today, list[Story]()
        there = {need.pillar for need in life.needs}
        for pillar in chance.some([one for one in Pillar if one.value not in there], many):
            service = self._next(life, pillar, told)
            if service is None:
                continue
            state = S.ACCEPTED if chance.yes(self._accepts[service.organization_id]) else S.DECLINED
            days = chance.number(_LAST_DAYS + (today - self._half.last_on).days, (today - self._half.first_on).days - _FIRST_DAYS)
            story = tell(self._world, life, service, pillar.value, state, days=days, talks=0.9)
            if story is None:
                continue
            self._asked[service.organization_id] += 1
            add_need(self._world, life, pillar, [story], past, traces)
            told.append(story)
        return told

    def _next(self, life: Life, pillar: Pillar, told: Sequence[Story]) -> Service | None:
        """Of a partner that has not been asked about this person yet."""
        done = {story.service.organization_id for story in told}
        offered = [one for one in self._world.offered.get((life.region, pillar.value), []) if one.organization_id not in done]
        return min(offered, key=lambda one: self._asked[one.organization_id], default=None)
