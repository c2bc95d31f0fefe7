"""How many of the caseload home tells of: counts only, nobody is named."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from typing import cast
from uuid import UUID

from django.db.models import Count, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read
from throughcare.common.clock import now, today
from throughcare.common.expressions import all_in_one
from throughcare.people.models import Person
from throughcare.people.queries.caseload import may_see
from throughcare.people.queries.lists import Filters, asked_of, leaves_between, on_caseload, quiet_since
from throughcare.people.queries.workers import mine_now

WEEKS = (1, 4, 12)  # within which somebody leaves prison
QUIET_DAYS = 28  # without contact


def _counted(whose: str, by: Actor, *days: date) -> QuerySet[Person, dict[str, int]]:
    """days: today, in 1, 4 and 12 weeks, and since when nobody was in contact."""
    day, in_1, in_4, in_12, since = days
    wanted = {f"release_{weeks}": leaves_between(day, last) for weeks, last in zip(WEEKS, (in_1, in_4, in_12), strict=True)}
    wanted |= {"not_started": asked_of(Filters(needs="not_started")), "no_need": asked_of(Filters(needs="none"))}
    wanted |= {"no_contact": quiet_since(cast("datetime", since))}
    counts = {name: Count("pk", filter=asked) for name, asked in wanted.items()}
    return all_in_one(on_caseload(by, whose), people=Count("pk"), **counts)


_COUNTED = {whose: OfReader(partial(_counted, whose)) for whose in ("", "mine")}
_NOBODY: OfReader[dict[str, int]] = OfReader(lambda by: all_in_one(on_caseload(by, "nobody"), nobody=Count("pk")))
# The first that may be seen says enough.
_HAS: OfReader[UUID] = OfReader(lambda by: mine_now(by).filter(may_see(by, "person_id"))[:1])


def counts_for_home(by: Actor, whose: str = "") -> dict[str, int]:
    """How many of the caseload leave prison within 1, 4 and 12 weeks, have needs nobody has started on or none recorded, or were not in contact.

    Counts only; no names. One query, however many people, each of whom is judged once for all the counts; and for who manages the office
    another, of those who are on nobody's caseload.
    """
    leaving = [today() + timedelta(weeks=weeks) for weeks in WEEKS]
    # A Counter, since there is no row at all where nothing can be found: for who is in no team.
    counts: Counter[str] = Counter(*_COUNTED[whose](by, today(), *leaving, now() - timedelta(days=QUIET_DAYS)))
    if by.may(Permission.CASELOAD_MANAGE):
        counts.update(*_NOBODY(by))
    record_read(by=by, verb="people.counted", persons=[], compartments=["C1", "C7", "C9"])
    return counts


def has_caseload(by: Actor) -> bool:
    """Is anybody on the reader's own caseload, or covered by them?"""
    return bool(_HAS(by))
