"""The site at work: loaded once, then copied: a web server with as many processes as asked for and, unless told not to, a job worker.

    python -m throughcare.config.serving HOST PORT PROCESSES THREADS yes|no

Run by the supervisor. A copy of a process takes memory only for what it changes. So the site and its addresses are loaded before
the first copy is made, and what is loaded is put out of reach of the collector of garbage, which would write into all of it.
"""

import ctypes
import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from granian.constants import Interfaces  # the web server: WSGI in several processes, without Python between it and the network
from granian.log import LogLevels
from granian.server import Server

from throughcare.config import start, stopping
from throughcare.config.errors import ConfigError

_HANGING_SECONDS = 15  # a web process gets to finish what it answers
_STOP_SECONDS = 18  # less than the supervisor waits; more than web processes and jobs at work get
_PARENT_DIED, _NAME = 1, 15  # prctl(2)
Application = Callable[..., Any]


def main(host: str, port: str, processes: str, threads: str, jobs: str) -> None:
    """Serve until a signal says stop. Raises ConfigError when a part ends by itself."""
    gc.disable()  # while it loads nothing is thrown away, which would leave holes to be written into later
    application = _load()
    gc.collect()
    gc.freeze()
    parts: dict[str, Callable[[], None]] = {"web server": partial(_serve, application, host, int(port), int(processes), int(threads))}
    if jobs == "yes":
        parts["job worker"] = import_module("throughcare.config.worker").run
    copies = [_copy(name, part) for name, part in parts.items()]
    with stopping.stopped_by_signals():
        try:
            for one in copies:
                with stopping.held():
                    one.start()
            ended = wait([one.sentinel for one in copies])
            _refuse_ended([one for one in copies if one.sentinel in ended])
        finally:
            stopping.go_deaf()  # nothing comes between what is being stopped and the reason for it
            _stop([one for one in copies if one.pid is not None])


def _load() -> Application:
    application: Application = import_module("throughcare.config.wsgi").application
    import_module("django.urls").get_resolver()._populate()  # noqa: SLF001 - else each process does it for its first page
    # A connection that two processes hold is mixed up by both. Nothing asks the database from here on but copies, each on its own.
    start.close_connections()
    return application


def _serve(application: Application, host: str, port: int, processes: int, threads: int) -> None:
    server = Server(
        "throughcare.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        workers_kill_timeout=_HANGING_SECONDS,
    )

    def loaded() -> Application:
        _tie("web")
        gc.enable()
        return application

    gc.disable()
    multiprocessing.set_start_method("fork", force=True)  # by which the server makes its processes; not every system's first choice
    server.serve(target_loader=loaded, wrap_loader=False)


def _copy(name: str, part: Callable[[], None]) -> BaseProcess:
    """A process like this one, which does only `part`. It ends when this one does, even when this one is killed."""

    def begin() -> None:
        stopping.forget()
        _tie(name)
        gc.enable()
        part()

    return multiprocessing.get_context("fork").Process(target=begin, name=name)


def _tie(name: str) -> None:
    """Linux ends this process when the one it is a copy of is gone, and lists of processes show its name. Elsewhere neither happens."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(_PARENT_DIED, signal.SIGTERM)
        system.prctl(_NAME, name.encode())


def _refuse_ended(ended: list[BaseProcess]) -> None:
    one = ended[0]
    one.join()  # its end is heard before its code can be read
    raise ConfigError(f"The {one.name} ended by itself (code {one.exitcode}), so everything was stopped: read what it printed.")


def _stop(copies: list[BaseProcess]) -> None:
    """Ask everybody at once, wait, and end by force who does not listen."""
    for one in copies:
        one.terminate()
    for one in copies:
        one.join(_STOP_SECONDS)
        if one.is_alive():
            one.kill()
            one.join()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ConfigError as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(1)
