"""The job queue: a job is enqueued in the transaction that causes it, and run as a named system actor in a transaction of its own.

A job's arguments are ids and codes only: the queue's tables hold no word about anybody.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.reader import reading_as

# Tried again seven times within about six hours: after seconds, 1, 3, 7 and 21 minutes, an hour, and near five.
BACK_OFF = RetryStrategy(max_attempts=7, exponential_wait=4, linear_wait=60)


def job(name: str, *, purpose: str, retry: RetryStrategy = BACK_OFF) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorator: the task `name`, run with `by` (a system actor with this purpose) in a transaction that stands or falls with it.

    A job may run twice: when its worker dies between the act and the commit. So it must find out whether it is still needed.
    """

    def wrap(work: Callable[..., None]) -> Callable[..., None]:
        @wraps(work)
        def inner(**arguments: Any) -> None:
            actor: Actor = system_actor(purpose)
            try:
                with reading_as(actor.reader):
                    work(by=actor, **arguments)
            finally:
                connection.close()  # back to the pool: the next job may run in another thread

        app.task(name=name, retry=retry)(inner)
        return inner

    return wrap


def enqueue(name: str, **arguments: str) -> None:
    """Put a job in the queue by its task's name, so that a lower app can ask for what an upper one does.

    Raises RuntimeError outside a transaction: a job and what it is about come into being together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A job is enqueued inside the transaction that causes it.")
    # Django's own connection, also inside a worker, where `app` has one to itself: else the job would be there before its cause.
    configure_task(name=name, job_manager=JobManager(DjangoConnector())).defer(**arguments)
