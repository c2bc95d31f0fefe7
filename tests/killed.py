"""A child that works on the database and is killed with kill -9, at a statement or from outside."""

import gc
import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.database import Owner

POINTS = 200 if os.environ.get("THROUGHCARE_TEST_ALL") else 20
WENT_WRONG = 70
Work = Callable[[], Any]


def let_go() -> None:
    """No connection of our own is left: a pool has threads, which a fork does not take along."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL wrapper has it


class Child:
    """A forked process that works and leaves without putting anything away. On purpose it is killed by `kill`, here or in the child itself."""

    def __init__(self, work: Callable[["Child"], object]) -> None:
        let_go()
        self.purpose, self._said = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(self._said)
            return
        # What the parent has left lying is not the child's to clear away: DuckDB's, cleared where its threads were not taken along, is a fault
        # of memory, at whatever moment the collector comes by.
        gc.freeze()
        # Its one connection, and no pool's threads: two that connect at once in a forked child now and then wait for each other in libpq for ever.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        left = WENT_WRONG
        try:
            work(self)
            left = 0
        except BaseException:  # noqa: BLE001 - said by whoever waits
            os.write(2, traceback.format_exc().encode())  # past whatever the parent has put in place of standard error
        finally:
            os._exit(left)

    def kill(self) -> None:
        """In the child: now, and on purpose."""
        os.write(self._said, b"k")
        os.kill(os.getpid(), signal.SIGKILL)

    def wait(self, *, after: float | None = None) -> bool:
        """Until it is gone; whether it was killed on purpose, else it had done its work. after: seconds, then it is killed from outside.

        Raises DiedByItself for any other end.
        """
        gone, status = 0, 0
        if after is not None:
            time.sleep(after)
            gone, status = os.waitpid(self.pid, os.WNOHANG)
            if not gone:
                os.kill(self.pid, signal.SIGKILL)
        on_purpose = after is not None and not gone
        if not gone:
            _, status = os.waitpid(self.pid, 0)
        on_purpose |= os.read(self.purpose, 1) == b"k"
        os.close(self.purpose)
        if status and not (on_purpose and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            raise DiedByItself(how_it_ended(status))
        return status != 0


class DiedByItself(AssertionError):
    """Not by the blow: nothing is shown by what it left."""


def how_it_ended(status: int) -> str:
    """In words, of what `waitpid` says."""
    if os.WIFSIGNALED(status):
        return f"The child died by itself, of {signal.Signals(os.WTERMSIG(status)).name}."
    return f"The child's work went wrong: it left with {os.WEXITSTATUS(status)}, and said why on standard error."


def wait_until_forgotten(owner: Owner) -> None:
    """The server has noticed that the child is gone, and committed or rolled back."""
    for _ in range(500):
        if owner.rows("select count(*) from pg_stat_activity where datname = current_database() and usename = 'throughcare_app'") == [(0,)]:
            return
        time.sleep(0.01)
    pytest.fail("the killed child's connection is still there")


def killed_at_step(work: Work, step: int, *, after: bool) -> bool:
    """A child that kills itself before or after its `step`th statement; whether it did, or was done before."""

    def counted(child: Child) -> None:
        taken = 0

        def count(execute: Any, *args: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == step and not after:
                child.kill()
            done = execute(*args)
            if taken == step:
                child.kill()
            return done

        with connection.execute_wrapper(count):
            work()

    return Child(counted).wait()


def killed_after(work: Work, seconds: float) -> bool:
    """A child killed from outside, whatever it is doing: COPY, a merge, the commit."""
    return Child(lambda _: work()).wait(after=seconds)


def killed_somewhere(work: Work, dice: random.Random, point: int, *, steps: int, seconds: float) -> bool:
    """At a statement every other time, else from outside."""
    if point % 2:
        return killed_after(work, dice.uniform(0, seconds * 1.3))
    return killed_at_step(work, dice.randint(1, steps), after=dice.random() < 0.5)


def measured(work: Work) -> tuple[Any, int, float]:
    """A clean run: what it returned, its statements and its seconds."""
    steps = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal steps
        steps += 1
        return execute(*args)

    began = time.monotonic()
    with connection.execute_wrapper(count):
        done = work()
    return done, steps, time.monotonic() - began
