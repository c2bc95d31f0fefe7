"""Two at once, for real: threads with a connection and a transaction each."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.database import Owner

Step = Callable[[], Any]
_PATIENCE = 60  # seconds; a busy machine is not a failure
_WAITING = """select count(*) from pg_locks where not granted
  and pid in (select pid from pg_stat_activity where datname = current_database())"""


def at_once(*steps: Step) -> list[Any]:
    """Run the steps in threads that start together; what each returned, or the exception it met."""
    gate = threading.Barrier(len(steps))
    found: list[Any] = [None] * len(steps)

    def run(place: int, step: Step) -> None:
        gate.wait()
        try:
            found[place] = step()
        except Exception as met:  # noqa: BLE001 - whoever races looks at what came of it
            found[place] = met
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
    return found


def somebody_waits(owner: Owner, within: float = 20) -> bool:
    """Until a session of this database waits for another's lock."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if owner.rows(_WAITING) != [(0,)]:
            return True
        time.sleep(0.01)
    return False


def served_around(
    ask: Callable[[], bool], end: Callable[[], object], *, chance: random.Random, within: float, enough: int
) -> tuple[int, int]:
    """Ask again and again from another thread while `end` is done at a moment by chance.

    Returns (served before, served by what was asked after `end` was committed): no more than `enough` of the latter are counted.
    """
    ended, served = threading.Event(), [0, 0]

    def run() -> None:
        try:
            for _ in range(200):
                began_after = ended.is_set()
                if ask():
                    served[began_after] += 1
                    if served[1] == enough:
                        return
                elif began_after:
                    return
        finally:
            connection.close()

    asking = threading.Thread(target=run)
    asking.start()
    threading.Event().wait(chance.uniform(0, within))
    end()
    ended.set()
    asking.join(_PATIENCE)
    return served[0], served[1]
