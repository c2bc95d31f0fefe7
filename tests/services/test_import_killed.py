"""An import that is killed with kill -9, wherever it stands, leaves all or nothing; the next one completes."""

import random
import time
from functools import partial
from typing import Any

from django.db import connection

from tests.database import Owner
from tests.killed import POINTS, killed_at_step, killed_somewhere, wait_until_forgotten
from tests.services.made import made_directory
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.services.actions import import_directory
from throughcare.services.rows import Directory, Fates

BY = system_actor("services import", channel="command")
TABLES = (
    *("partners_organization", "services_taxonomyterm", "services_location", "services_service", "services_serviceatlocation"),
    *("services_phone", "services_address", "services_schedule", "services_serviceattribute"),
)
EDITIONS = (made_directory(12), made_directory(12, edition=2))


def bring_in(directory: Directory) -> Fates:
    """The whole import, committed."""
    with reading_as(BY.reader):
        return import_directory(by=BY, directory=directory, source="made").fates


def state_of(owner: Owner) -> list[object]:
    """What the database says of the directory: every record with its digest, every pillar, and no run without its rows."""
    found: list[object] = [owner.rows(f"select source_id, source_digest from {table} order by 1") for table in TABLES]
    found.append(
        owner.rows(
            "select s.source_id, p.pillar, p.rule from services_servicepillar p join services_service s on s.id = p.service_id order by 1, 2"
        )
    )
    return found


def measured(owner: Owner) -> tuple[list[list[object]], list[Fates], int, float]:
    """Clean runs: the state after each edition, what a whole run counts, its statements and seconds."""
    steps = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal steps
        steps += 1
        return execute(*args)

    bring_in(EDITIONS[0])
    states = [state_of(owner)]
    began = time.monotonic()
    with connection.execute_wrapper(count):
        forth = bring_in(EDITIONS[1])
    seconds = time.monotonic() - began
    states.append(state_of(owner))
    back = bring_in(EDITIONS[0])
    return states, [back, forth], steps, seconds


def test_a_killed_import_leaves_all_or_nothing_and_the_next_completes(owner: Owner) -> None:
    states, whole, steps, seconds = measured(owner)
    assert states[0] != states[1]
    assert state_of(owner) == states[0]
    dice, standing, outcomes = random.Random(20261122), 0, {"all": 0, "nothing": 0}
    for point in range(POINTS):
        wanted = 1 - standing
        killed_somewhere(partial(bring_in, EDITIONS[wanted]), dice, point, steps=steps, seconds=seconds)
        wait_until_forgotten(owner)
        found = state_of(owner)
        assert found in states, f"point {point}: neither what was there before nor what should be there"
        kept = found == states[wanted]
        outcomes["all" if kept else "nothing"] += 1
        again = bring_in(EDITIONS[wanted])
        read = whole[wanted].read
        assert again == (Fates(read, 0, 0, read, 0) if kept else whole[wanted])
        assert state_of(owner) == states[wanted]
        standing = wanted
    assert outcomes["nothing"] > POINTS // 4, outcomes


def test_a_first_import_that_is_killed_leaves_nothing(owner: Owner) -> None:
    _, _, steps, _ = measured(owner)
    dice = random.Random(7)
    for _ in range(POINTS // 4):
        owner.empty()
        killed_at_step(lambda: bring_in(EDITIONS[0]), dice.randint(2, steps), after=True)
        wait_until_forgotten(owner)
        assert not any(state_of(owner))
        assert owner.rows("select count(*) from imports_importrun") == [(0,)]
        assert bring_in(EDITIONS[0]).created == len(EDITIONS[0].inputs)
