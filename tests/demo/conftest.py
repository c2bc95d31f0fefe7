"""A small demo, for the tests that ask."""

from collections.abc import Iterator

import pytest

from tests.database import Owner

_UNTOUCHED = "select (select count(*) from audit_auditevent), (select count(*) from people_person), (select count(*) from accounts_session)"
_LEFT: list[object] = []


@pytest.fixture
def made(_worker_database: Owner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Owner]:
    """A demo of 60 people as at MOMENT. The one the test before left is used again when nobody has touched it: every look leaves a row."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from tests.demo import small  # noqa: PLC0415 - as above
    from throughcare.demo.actions import making  # noqa: PLC0415 - as above

    if not _LEFT or _worker_database.rows(_UNTOUCHED) != _LEFT:
        _worker_database.empty()
        with monkeypatch.context() as patched:
            patched.setattr(making, "now", lambda: small.MOMENT)
            small.make()
        _LEFT[:] = _worker_database.rows(_UNTOUCHED)
    yield _worker_database
    connection.close()
