"""One row of a people file, read and not yet compared with anything."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from throughcare.imports.rows import BadRow, Chosen

LIST_FIELDS = ("ethnicities", "iwi", "languages")
NAME_FIELDS = ("preferred_name", "given_names", "family_name", "name_mi")
# Columns a file may have, in the order they are documented. A file may also have columns called identifier:<scheme>.
COLUMNS = (
    *("team", "identifiers", *NAME_FIELDS, "birth_date", "age_band", "gender", *LIST_FIELDS, "interpreter"),
    *("site", "site_since", "home_site", "release_date", "release_unknown"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRow:
    """What a row says. None, or an empty tuple: the file says nothing, so nothing is changed."""

    row: int
    team: str
    identifiers: tuple[tuple[str, str], ...]
    preferred_name: str | None = None
    given_names: str | None = None
    family_name: str | None = None
    name_mi: str | None = None
    birth_date: date | None = None
    age_band: str | None = None
    gender: str | None = None
    ethnicities: tuple[str, ...] = ()
    iwi: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter: bool | None = None
    site: str | None = None
    site_since: date | None = None
    home_site: str | None = None
    release_date: date | None = None
    release_unknown: str | None = None


def _nothing(numbers: Collection[int]) -> dict[int, list[str]]:
    return {}


@dataclass(frozen=True)
class PeopleFile:
    """A whole file, every row of it either readable or bad. originals: the rows of some numbers as they stand in the file."""

    name: str
    rows: list[FileRow]
    bad: list[BadRow]
    headings: tuple[str, ...] = ()
    originals: Callable[[Collection[int]], dict[int, list[str]]] = _nothing

    @property
    def read(self) -> int:
        """Rows of data in the file."""
        return len(self.rows) + len(self.bad)


@dataclass(frozen=True)
class Choices(Chosen):
    """How the sender of a file wants it read; empty: as found. columns: place (from 1) → field, empty for a column not to be read."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_row: int = 0
    dates: str = ""  # day or month: which stands first
    team: str = ""  # office of every row that names none
    columns: Mapping[int, str] = field(default_factory=dict)


AS_FOUND = Choices()
