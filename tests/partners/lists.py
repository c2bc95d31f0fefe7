"""Lists of partners for tests, brought in as the command does."""

import gzip
from pathlib import Path

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.partners import actions
from throughcare.partners.forms.importing import ReadSo, read_so
from throughcare.partners.rows import AS_FOUND, Choices

BY = system_actor("partners import", channel="command")


def content(path: Path) -> bytes:
    """What is in the file, unpacked."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def read(data: bytes | str, name: str = "partners.csv", choices: Choices = AS_FOUND) -> ReadSo:
    """The list, read."""
    with reading_as(BY.reader):
        return read_so(BY, data.encode() if isinstance(data, str) else data, name, choices)


def bring(data: bytes | str, name: str = "partners.csv", choices: Choices = AS_FOUND) -> actions.Imported:
    """The list, brought in."""
    return actions.import_partners(by=BY, file=read(data, name, choices).reading.partners())


def check(data: bytes | str, name: str = "partners.csv", choices: Choices = AS_FOUND) -> actions.Imported:
    """What it would do."""
    listed = read(data, name, choices).reading.partners()
    with reading_as(BY.reader):
        return actions.check_partners(by=BY, file=listed)


def counts(done: actions.Imported) -> tuple[int, int, int, int, int]:
    """(read, created, updated, unchanged, rejected)."""
    return done.read, done.created, done.updated, done.unchanged, len(done.rejected)
