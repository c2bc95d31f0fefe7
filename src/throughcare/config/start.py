"""Makes a process ready to work: environment read, database answering, Django set up, and all of it put away afterwards."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLConnection

from throughcare.config import connections as logins
from throughcare.config import embedded, environment
from throughcare.config.environment import Environment, Login


@contextmanager
def prepared(*, login: Login | None = None, needs_database: bool = True) -> Iterator[Environment]:
    """Everything a command needs that imports models. Without `login` the environment decides, which means the app's."""
    if login is not None:
        os.environ["THROUGHCARE_LOGIN"] = login
        environment.current.cache_clear()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    env = environment.current()
    with ExitStack() as stack:
        if needs_database:
            stack.enter_context(database(env))
        django.setup()
        try:
            yield env
        finally:
            _close_connections()  # before the server stops, or the pool would try to mend them


@contextmanager
def database(env: Environment) -> Iterator[None]:
    """The database answers and is fit for use; an embedded one runs until the last process that uses it leaves."""
    if env.embedded:
        with embedded.start_cluster(env.home, demo=env.demo):
            yield
        return
    logins.check_server(env.connection(), is_app=env.login == "app")
    yield


def _close_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, PostgreSQLConnection):
            connection.close_pool()
