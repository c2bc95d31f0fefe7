"""Jobs of the queue that failed for good. Never what they were told to do it with: that may say whom it was about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Invalid
from throughcare.notices.states import error_words, job_words

PAGE = 100
_FAILED = """
select j.id, j.task_name, j.attempts, f.error, coalesce(f.at, (select max(e.at) from procrastinate_events e where e.job_id = j.id))
from procrastinate_jobs j left join notices_jobfault f on f.job_id = j.id
where j.status = 'failed'"""


@dataclass(frozen=True)
class FailedJob:
    """One job: what it does, how often it was tried, when it failed last, and why in plain words."""

    id: int
    task: str
    kind: str
    tries: int
    at: datetime | None
    error: str
    code: str


def failed_jobs(by: Actor, *, before: int | None = None, size: int = PAGE) -> tuple[list[FailedJob], int | None]:
    """The newest first, and where the next page begins. before: only older ones."""
    by.check(Permission.USER_MANAGE)
    with connection.cursor() as cursor:
        cursor.execute(f"{_FAILED} and (%s::bigint is null or j.id < %s) order by j.id desc limit %s", [before, before, size + 1])
        rows = [_failed(row) for row in cursor.fetchall()]
    return rows[:size], rows[size - 1].id if len(rows) > size else None


def named(ids: list[int]) -> dict[int, FailedJob]:
    """Of these, those that failed."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_FAILED} and j.id = any(%s)", [ids])
        return {row[0]: _failed(row) for row in cursor.fetchall()}


def count_failed(by: Actor) -> int:
    """How many there are, up to PAGE."""
    if not by.may(Permission.USER_MANAGE):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from (select 1 from procrastinate_jobs where status = 'failed' limit %s) as given", [PAGE])
        (number,) = cursor.fetchone() or (0,)
        return int(number)


def marker(given: str) -> int | None:
    """Where a page begins. Raises Invalid for a marker that is not one of ours."""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 19):
        raise Invalid("The page marker in the address is not one of ours. Start again from the first page.")
    return int(given)


def _failed(row: tuple[Any, ...]) -> FailedJob:
    number, task, tries, error, at = row
    return FailedJob(number, task, job_words(task), tries, at, error_words(error), error or "")
