"""How a process that stays up is asked to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked for an end: Ctrl-C, or SIGTERM from a service manager."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal raise `Stop` once; while things are being stopped, more of them change nothing."""

    def ask(number: int, frame: FrameType | None) -> None:
        go_deaf()
        raise Stop

    before = {number: signal.signal(number, ask) for number in _ENDINGS}
    try:
        yield
    except Stop:  # asked for before anything answered
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def go_deaf() -> None:
    """Signals that ask for an end change nothing from here on: it is coming."""
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def held() -> Iterator[None]:
    """Signals wait, so that a process copied meanwhile can first forget what its parent does when it hears one."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)


def forget() -> None:
    """In the copy: signals do what they do to any process, and are heard again."""
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
