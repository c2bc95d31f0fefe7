"""Looking after work that failed for good: try it again, or let it go. One or many, with a result for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.refusals import Invalid
from throughcare.notices.models import JobFault
from throughcare.notices.queries.failed import PAGE, named
from throughcare.notices.states import WORKER_DIED

MOST = PAGE
_MOST_DEATHS = 10  # tries
_GONE = "It is not among those that failed any more: somebody else has seen to it."
_RETRY = "select procrastinate_retry_job_v2(%s, now(), null, null, null)"
_STALLED = """
select j.id, j.task_name, j.attempts from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - interval '60 seconds') order by j.id"""


@dataclass(frozen=True)
class JobResult:
    """What became of one."""

    id: int
    kind: str
    done: bool
    sentence: str


def retry_jobs(*, by: Actor, ids: Sequence[int]) -> list[JobResult]:
    """Put them back in the queue; each is tried once more, now. Raises Invalid for none or too many."""
    return _each(by, ids, "job.retried", _retry, "It is tried again now.")


def drop_jobs(*, by: Actor, ids: Sequence[int]) -> list[JobResult]:
    """Take them off the list for good: what they were to do is not done."""
    return _each(by, ids, "job.dropped", _drop, "It is taken off: what it was to do is not done.")


@transaction.atomic
def _each(by: Actor, ids: Sequence[int], verb: str, act: Callable[[int], bool], said: str) -> list[JobResult]:
    by.check(Permission.USER_MANAGE)
    wanted = sorted(set(ids))
    if not 1 <= len(wanted) <= MOST:
        ask = f"Choose from 1 to {MOST} jobs."
        raise Invalid(ask, {"ids": [ask]})
    there = named(wanted)
    results = [_one(number, there[number].kind, act, said) if number in there else JobResult(number, "", False, _GONE) for number in wanted]
    done = [row.id for row in results if row.done]
    if done:
        record(by=by, verb=verb, detail={"jobs": done, "tasks": sorted({there[number].task for number in done})})
    return results


def _one(number: int, kind: str, act: Callable[[int], bool], said: str) -> JobResult:
    try:
        with transaction.atomic():
            return JobResult(number, kind, True, said) if act(number) else JobResult(number, kind, False, _GONE)
    except DatabaseError:
        return JobResult(number, kind, False, "The same work waits in the queue already. Drop this one.")


def _retry(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_RETRY, [number])
    return True


def _drop(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where id = %s and status = 'failed'", [number])
        gone = cursor.rowcount
    JobFault.objects.filter(pk=number).delete()
    return bool(gone)


def pick_up_jobs(*, by: Actor) -> int:
    """Jobs whose worker died go back into the queue; one that outlived too many workers has failed. Returns how many there were.

    Every job may run twice, so this is safe.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STALLED)
        stalled = cursor.fetchall()
    for number, task, tries in stalled:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if tries < _MOST_DEATHS:
                    cursor.execute(_RETRY, [number])
                else:
                    _has_failed(number, task)
        except DatabaseError:  # the same work waits already
            _has_failed(number, task)
    with connection.cursor() as cursor:
        cursor.execute("delete from notices_jobfault f where not exists (select 1 from procrastinate_jobs j where j.id = f.job_id)")
    return len(stalled)


def _has_failed(number: int, task: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select procrastinate_finish_job_v1(%s, 'failed', false)", [number])
    JobFault.objects.update_or_create(pk=number, defaults={"task": task, "error": WORKER_DIED})
