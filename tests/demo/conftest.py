"""A small demo, made for the test that asks."""

import pytest

from tests.database import Owner


@pytest.fixture
def made(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> Owner:
    """A demo of 60 people as at MOMENT."""
    from tests.demo import small  # noqa: PLC0415 - needs Django set up
    from throughcare.demo.actions import making  # noqa: PLC0415 - as above

    monkeypatch.setattr(making, "now", lambda: small.MOMENT)
    small.make()
    return owner
