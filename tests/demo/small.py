"""A small demo, for the tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.database import owner_login
from throughcare.demo.actions import make_demo

# A Sunday, so that working hours are put to the proof.
MOMENT = datetime(2026, 11, 22, 15, 30, tzinfo=ZoneInfo("Pacific/Auckland"))


def make(people: int = 60, seed: int = 1) -> list[tuple[str, int, int]]:
    """Make a demo; returns the progress that was told."""
    told: list[tuple[str, int, int]] = []
    with owner_login():
        make_demo(people=people, seed=seed, progress=lambda *step: told.append(step))
    return told
