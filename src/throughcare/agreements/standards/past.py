"""A grant of the past, read from a file of the standard and not yet compared with anything. What it says of people at work is never read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple


class Recipient(NamedTuple):
    """An organisation by its identifier in the standard, and by its numbers on public registers where that or the file says one."""

    id: str
    name: str
    nzbn: str = ""
    charity_number: str = ""


@dataclass(frozen=True)
class Grant:
    """row: its place in the file. said: what the standard has room for and we keep, as it is published again."""

    row: int
    id: str
    title: str
    description: str
    amount: Decimal
    awarded_on: date
    starts_on: date | None
    ends_on: date | None
    recipients: tuple[Recipient, ...]
    funder_id: str
    said: dict[str, Any]

    @property
    def begins(self) -> date:
        """Its first day; the day it was awarded where nobody said one."""
        return self.starts_on or self.awarded_on


@dataclass(frozen=True)
class WrongGrant:
    """Why a row can't be taken: which field, and what to do. Never a value of the row."""

    row: int
    field: str
    message: str


@dataclass(frozen=True)
class GrantList:
    """A whole file, every row of it either readable or wrong. source, licence: who published it, under which, as the file says."""

    name: str
    grants: list[Grant]
    wrong: list[WrongGrant]
    source: str = ""
    licence: str = ""

    @property
    def read(self) -> int:
        """Rows of data in the file."""
        return len(self.grants) + len(self.wrong)
