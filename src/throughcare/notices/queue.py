"""How the job queue starts. Jobs are declared and enqueued through accounts.queue, given on here for the apps above."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from procrastinate import App
from procrastinate.job_context import JobContext

from throughcare.accounts.actors import system_actor
from throughcare.accounts.queue import BACK_OFF as BACK_OFF
from throughcare.accounts.queue import enqueue as enqueue
from throughcare.accounts.queue import job as job
from throughcare.common.mail import MailNotSent
from throughcare.common.reader import reading_as

log = logging.getLogger(__name__)
_NOTE = (
    "insert into notices_jobfault (job_id, task, error, at) values (%s, %s, %s, now()) "
    "on conflict (job_id) do update set error = excluded.error, at = excluded.at"
)


def ready(queue: App) -> None:
    """Called by procrastinate when Django is up; tasks are found in each app's `jobs`."""
    logging.getLogger("procrastinate.worker").setLevel(logging.WARNING)
    queue.worker_defaults["task_middleware"] = [note_faults]


def note_faults(work: Callable[[], Any], context: JobContext, worker: object) -> Any:
    """Around every job: how it failed is kept, as a code, for the list of what failed for good."""
    try:
        return work()
    except Exception as error:
        note_fault(context.job.id, context.job.task_name, code_of(error))
        raise


def code_of(error: BaseException) -> str:
    """The kind of error. A mail's says which kind the mail server's was, and no more."""
    kind = type(error).__name__
    return f"{kind} {error}"[:120] if isinstance(error, MailNotSent) else kind[:120]


def note_fault(job_id: int | None, task: str, code: str) -> None:
    """Keep it in a transaction of its own: the job's is rolled back."""
    try:
        with reading_as(system_actor("note a failed job").reader), connection.cursor() as cursor:
            cursor.execute(_NOTE, [job_id, task, code])
    except DatabaseError as fault:
        log.warning("How a job of %s failed could not be kept: %s", task, type(fault).__name__)
    finally:
        connection.close()
