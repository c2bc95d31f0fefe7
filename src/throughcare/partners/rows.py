"""One row of a list of partners, read and not yet compared with anything, and how its sender wants the list read. They know no table."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from throughcare.imports.rows import Chosen

# Fields a column may be read as, in the order they are documented.
FIELDS = (
    *("name", "alternate_name", "kind", "nzbn", "charity_number", "source_id", "national_body", "purpose"),
    *("website", "email", "phone", "address", "regions", "sites", "roles", "expertise", "expertise_words", "languages"),
    *("contact_name", "contact_position", "contact_phone", "contact_email", "owner"),
)
# Of these several columns may be read as one field: parts of an address, one column for each site.
SEVERAL = frozenset({"address", "regions", "sites", "roles", "expertise", "expertise_words", "languages"})
LIST_FIELDS = ("regions", "sites", "roles", "expertise", "languages")
PLAIN_FIELDS = (
    "name",
    "alternate_name",
    "kind",
    "website",
    "email",
    "purpose",
    "phone",
    "address",
    "nzbn",
    "charity_number",
    "expertise_words",
)


class Person(NamedTuple):
    """Somebody who works there."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PartnerRow:
    """What a row says. Empty: the row says nothing, so nothing is changed. Codes are those of the site. sheet: of a workbook with several."""

    row: int
    name: str
    sheet: str = ""
    alternate_name: str = ""
    kind: str = ""
    nzbn: str = ""
    charity_number: str = ""
    source_id: str = ""
    national_body: str = ""
    purpose: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    regions: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    expertise_words: str = ""
    languages: tuple[str, ...] = ()
    contact: Person | None = None
    owner: tuple[UUID, UUID] | None = None


class Place(NamedTuple):
    """Where a row stands: sheet of a workbook with several, and row as a spreadsheet counts."""

    sheet: str
    row: int


class Wrong(NamedTuple):
    """Why a row can't be taken: which field, and what to do. Never a value of the row."""

    place: Place
    field: str
    message: str


def _nothing(places: Collection[Place]) -> dict[Place, list[str]]:
    return {}


@dataclass(frozen=True)
class PartnerList:
    """A whole list, every row of it either readable or wrong. source: what the list is called. originals: rows as they stand in the file."""

    name: str
    source: str
    rows: list[PartnerRow]
    wrong: list[Wrong]
    headings: tuple[str, ...] = ()
    originals: Callable[[Collection[Place]], dict[Place, list[str]]] = _nothing

    @property
    def read(self) -> int:
        """Rows of data in the file."""
        return len(self.rows) + len(self.wrong)

    def called(self, sheet: str) -> str:
        """The file, and the sheet where there are several."""
        return f"{self.name}: {sheet}" if sheet else self.name


@dataclass(frozen=True)
class Choices(Chosen):
    """How the sender of a list wants it read; empty: as found. source, kind, region: of rows that do not say. columns: place (from 1) → field."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_row: int = 0
    source: str = ""
    kind: str = ""
    region: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)


AS_FOUND = Choices()
