"""All that may be said in public of an agreement, as it stood after one change. What has no place here is never published."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as the site's settings say. identifier: on a public register, as org-id.guide writes it (NZ-NZBN-…); empty: none.

    site: the site's address with a slash at its end; empty when none is set.
    """

    name: str
    identifier: str
    licence: str
    ocid_prefix: str
    grant_prefix: str
    currency: str
    zone: ZoneInfo
    site: str = ""


@dataclass(frozen=True)
class Body:
    """An organisation: its name, and its numbers on public registers."""

    id: UUID
    name: str
    nzbn: str = ""
    charity_number: str = ""


@dataclass(frozen=True)
class AmendedThen:
    """An amendment in effect: since when, and why."""

    id: UUID
    number: int
    on: date
    why: str


@dataclass(frozen=True)
class Snapshot:
    """An agreement after one change that was kept. version: the number of that change, never used again. at: when it was written down.

    value: the sum of those who contract, in the site's currency; None: nobody said. signed_on: the last of the signatures.
    """

    agreement: UUID
    version: int
    at: datetime
    number: str
    title: str
    purpose: str
    kind: str
    state: str
    starts_on: date | None
    ends_on: date | None
    signed_on: date | None
    value: Decimal | None
    suppliers: tuple[Body, ...]
    amendments: tuple[AmendedThen, ...] = ()


@dataclass(frozen=True)
class Package:
    """What is said of a whole package. uri: where it can be had. before, after: addresses of the pages beside it, of a package that is a page."""

    uri: str
    before: str = ""
    after: str = ""
    paged: bool = False
