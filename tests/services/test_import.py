"""Bringing in directories: every row accounted for, nothing written twice, a manager's word kept."""

from pathlib import Path

import pytest

from tests.database import Owner
from tests.shared import shared
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.services.actions import Imported, import_directory
from throughcare.services.readers import read

BY = system_actor("services import", channel="command")
REAL = {
    "illinois-legal-aid/output": (4490, 3629),
    "santa-barbara-reentry": (5858, 125),
    "bay-area-reentry": (171, 1),
}


def bring_in(path: Path, *, source: str = "test", dry_run: bool = False) -> Imported:
    """Read and import a directory as the command does."""
    directory = read(path)
    with reading_as(BY.reader):
        return import_directory(by=BY, directory=directory, source=source, dry_run=dry_run)


def state_of(owner: Owner) -> dict[str, object]:
    """How many rows every table of the directory and its history holds."""
    names = owner.rows("select relname from pg_class where relkind = 'r' and relname ~ '^(services|partners)_' order by relname")
    return {str(name): owner.rows(f'select count(*) from "{name}"')[0][0] for (name,) in names}


@pytest.mark.parametrize("name", REAL)
def test_a_real_directory_is_accounted_for_and_a_second_run_writes_nothing(owner: Owner, name: str) -> None:
    path = shared("data", "services", *name.split("/"))
    first = bring_in(path)
    assert (first.fates.read, first.fates.rejected) == REAL[name]
    assert first.fates.created + first.fates.updated == first.fates.read - first.fates.rejected
    assert first.fates.created > 0
    before = state_of(owner)
    second = bring_in(path)
    assert second.fates == (first.fates.read, 0, 0, first.fates.read - first.fates.rejected, first.fates.rejected)
    assert state_of(owner) == before
