"""The worker: runs jobs from the queue and, beside them, seals the audit once a second. Stops cleanly on SIGTERM and Ctrl-C.

Any number of workers may run: the queue hands out each job once, and one sealer at a time gets the turn.
"""

import logging
import threading

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connection
from procrastinate.contrib.django import app

from throughcare.audit import sealing
from throughcare.audit.head import HeadAlarm
from throughcare.config.modes import is_about_people

log = logging.getLogger(__name__)
EVERY = 1.0  # seconds between two sealings
_PATIENCE = 15.0  # seconds a job at work gets to finish when the worker is stopped


def run() -> None:
    """Work until a signal says stop."""
    stop = threading.Event()
    sealer = threading.Thread(target=seal_until, args=(stop,), name="sealer", daemon=True)
    sealer.start()
    try:
        due()
        with app.replace_connector(app.connector.get_worker_connector()) as queue:  # type: ignore[attr-defined]  # Django's connector has it
            queue.run_worker(name="throughcare", delete_jobs="successful", shutdown_graceful_timeout=_PATIENCE)
    finally:
        stop.set()
        sealer.join(_PATIENCE)


def due() -> list[str]:
    """Names of the jobs that come by the clock. In partnership mode none about people: the log-in has no right to what they work on."""
    registered = app.periodic_registry.periodic_tasks
    for key in [key for key, one in registered.items() if settings.PARTNERSHIP and is_about_people(one.task.func.__module__)]:
        del registered[key]
    return sorted(name for name, _ in registered)


def seal_until(stop: threading.Event) -> None:
    """Seal once a second until `stop` is set. Trouble is logged when it begins, and once more when it is over."""
    trouble = ""
    while not stop.is_set():
        now = _seal_once()
        if now != trouble:
            log.critical("The audit is not being sealed: %s", now) if now else log.warning("The audit is being sealed again.")
            trouble = now
        stop.wait(EVERY)
    connection.close()


def _seal_once() -> str:
    """What is wrong, or nothing."""
    try:
        sealing.seal_all()
    except (HeadAlarm, OSError) as alarm:  # OSError: the head file's disk
        return str(alarm)
    except DatabaseFault as fault:
        connection.close()  # a new one next time
        return f"the database does not answer ({type(fault).__name__})"
    except Exception as fault:  # noqa: BLE001 - whatever it is, the next second may do better, and somebody must hear of it
        connection.close()
        return f"{type(fault).__name__}: {fault}"
    return ""
