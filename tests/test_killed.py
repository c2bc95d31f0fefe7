"""A child that is killed is told apart from one that dies by itself: what the latter leaves shows nothing."""

import faulthandler
import gc
import os
import signal

import pytest

from tests.killed import Child, DiedByItself


def test_killed_on_purpose_or_done_before() -> None:
    assert Child(Child.kill).wait() is True
    assert Child(lambda _: None).wait() is False
    assert Child(lambda _: signal.pause()).wait(after=0.05) is True
    assert Child(lambda _: None).wait(after=0.2) is False


def die_of(number: signal.Signals) -> None:
    """Without a traceback: it is wanted here."""
    faulthandler.disable()
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL], ids=lambda number: number.name)
@pytest.mark.parametrize("after", [None, 0.2])
def test_dead_by_itself_is_an_error_that_names_the_signal(number: signal.Signals, after: float | None) -> None:
    """By the one signal it is killed with, too: a machine short of memory kills like that."""
    with pytest.raises(DiedByItself, match=rf"of {number.name}\."):
        Child(lambda _: die_of(number)).wait(after=after)


def test_work_that_goes_wrong_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DiedByItself, match="left with 70"):
        Child(lambda _: 1 // 0).wait()
    assert "ZeroDivisionError" in capfd.readouterr().err


class Left:
    """What only the process that made it may clear away, as DuckDB's threads."""

    def __init__(self) -> None:
        self.me, self.made_in = self, os.getpid()

    def __del__(self) -> None:
        if os.getpid() != self.made_in:
            die_of(signal.SIGSEGV)


def test_a_child_clears_away_nothing_its_parent_left() -> None:
    gc.disable()
    try:
        Left()
        assert Child(lambda _: gc.collect()).wait() is False
    finally:
        gc.enable()
