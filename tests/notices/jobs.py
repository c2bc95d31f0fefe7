"""Runs what waits in the queue as the worker would, in this thread, so that a test sees what a job did."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from tests.database import Owner


def waiting(owner: Owner) -> list[tuple[Any, ...]]:
    """(task, arguments) of each job still to do."""
    return owner.rows("select task_name, args from procrastinate_jobs where status = 'todo' order by id")


def run_jobs() -> None:
    """Work until the queue is empty. Retries wait for their time, and nothing runs because of the hour the test happens to run at."""
    connection.close()
    periodic, app.periodic_registry.periodic_tasks = app.periodic_registry.periodic_tasks, {}
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # Django's connector has it

        async def work() -> None:
            async with worker.open_async():
                await worker.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

        try:
            with ThreadPoolExecutor(1) as aside:  # where a browser is at work, this thread's loop is its own
                aside.submit(lambda: asyncio.run(work())).result()
        finally:
            app.periodic_registry.periodic_tasks = periodic
