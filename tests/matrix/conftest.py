"""One world a module: the walks only look, or are turned away."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import Owner


@pytest.fixture(scope="module")
def world(_worker_database: Owner) -> Iterator[Any]:
    """Both sides with their stories; what is kept of all that is done with them is searched at the end."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    from tests.matrix.world import make_world  # noqa: PLC0415 - needs Django set up

    _worker_database.empty()
    made = make_world()
    with made.canaries.listening():
        yield made
    made.canaries.sweep(_worker_database)
    connection.close()
