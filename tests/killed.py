"""A child that works on the database and is killed with kill -9, at a statement or from outside."""

import os
import random
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.database import Owner

POINTS = 200 if os.environ.get("THROUGHCARE_TEST_ALL") else 20
Work = Callable[[], Any]


def let_go() -> None:
    """No connection of our own is left: a pool has threads, which a fork does not take along."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL wrapper has it


def in_child(work: Work) -> int:
    """Fork a child that works and leaves without putting anything away; returns its process id."""
    let_go()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    finally:
        os._exit(0)


def wait_until_forgotten(owner: Owner) -> None:
    """The server has noticed that the child is gone, and committed or rolled back."""
    for _ in range(500):
        if owner.rows("select count(*) from pg_stat_activity where datname = current_database() and usename = 'throughcare_app'") == [(0,)]:
            return
        time.sleep(0.01)
    pytest.fail("the killed child's connection is still there")


def killed_at_step(work: Work, step: int, *, after: bool) -> None:
    """A child that kills itself before or after its `step`th statement."""

    def counted() -> None:
        taken = 0

        def count(execute: Any, *args: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == step and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            done = execute(*args)
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        with connection.execute_wrapper(count):
            work()

    os.waitpid(in_child(counted), 0)


def killed_after(work: Work, seconds: float) -> None:
    """A child killed from outside, whatever it is doing: COPY, a merge, the commit."""
    pid = in_child(work)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def killed_somewhere(work: Work, dice: random.Random, point: int, *, steps: int, seconds: float) -> None:
    """At a statement every other time, else from outside."""
    if point % 2:
        killed_after(work, dice.uniform(0, seconds * 1.3))
    else:
        killed_at_step(work, dice.randint(1, steps), after=dice.random() < 0.5)


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
