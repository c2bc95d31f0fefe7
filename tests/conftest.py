"""One PostgreSQL for the run, one database a worker; tests act as the application's login and commit for real."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import database

_CONTROLLER: dict[str, Any] = {}
# A busy machine is not a failure. The long run looks for new examples; the short one repeats its own, so that main stays as it was.
settings.register_profile(
    "throughcare",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("THROUGHCARE_TEST_ALL"),
)
settings.load_profile("throughcare")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        _CONTROLLER["cluster"] = database.start()
    import django  # noqa: PLC0415 - the surroundings must be set before Django reads them

    django.setup()
    from django.test.utils import setup_test_environment  # noqa: PLC0415 - as above

    setup_test_environment()
    from throughcare.config import registered  # noqa: PLC0415 - as above

    registered.load()
    from tests import strict  # noqa: PLC0415 - as above

    strict.install()
    config.pluginmanager.register(strict.TemplatesRendered())


def pytest_unconfigure(config: pytest.Config) -> None:
    if cluster := _CONTROLLER.pop("cluster", None):
        database.stop(cluster)


@pytest.fixture(scope="session")
def _worker_database(worker_id: str) -> Iterator[database.Owner]:
    cluster, owner = database.attach(worker_id)
    yield owner
    owner.close()
    database.detach(cluster)


@pytest.fixture(scope="session")
def worker_id() -> str:
    """gw0, gw1 …, or main without workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture
def owner(_worker_database: database.Owner) -> Iterator[database.Owner]:
    """An empty database; the value looks and acts as its owner."""
    _worker_database.empty()
    yield _worker_database
    from django.db import connection  # noqa: PLC0415 - after set-up

    connection.close()


@pytest.fixture
def cast(owner: database.Owner) -> Any:
    """The whole cast with one person's story: see tests/cast.py."""
    from tests.cast import make_cast  # noqa: PLC0415 - needs Django set up

    return make_cast()
