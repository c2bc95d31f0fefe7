"""Makes a process ready to work: environment read, database answering, Django set up, and all of it put away afterwards.

Django is loaded by who asks for it: the supervisor, which stays as long as the site, needs the database alone.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module

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
        import_module("django").setup()
        try:
            yield env
        finally:
            close_connections()  # before the server stops, or the pool would try to mend them


@contextmanager
def database(env: Environment) -> Iterator[None]:
    """The database answers and is fit for use; an embedded one runs until the last process that uses it leaves."""
    if env.embedded:
        with embedded.start_cluster(env.home, demo=env.demo):
            yield
        return
    logins.check_server(env.connection(), is_app=env.login == "app")
    yield


def close_connections() -> None:
    """Leave no connection open, nor a pool of them."""
    for connection in import_module("django.db").connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()
