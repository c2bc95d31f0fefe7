"""One row of a people file, read and not yet compared with anything."""

from dataclasses import dataclass
from datetime import date

LIST_FIELDS = ("ethnicities", "iwi", "languages")
NAME_FIELDS = ("preferred_name", "given_names", "family_name", "name_mi")
# Columns a file may have, in the order they are documented. A file may also have columns called identifier:<scheme>.
COLUMNS = (
    *("team", "identifiers", *NAME_FIELDS, "birth_date", "age_band", "gender", *LIST_FIELDS, "interpreter"),
    *("site", "site_since", "home_site", "release_date", "release_unknown"),
)


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True)
class BadRow:
    """Why a row can't be taken: which field, and what to do. Never a value of the row."""

    row: int
    field: str
    message: str


@dataclass(frozen=True)
class PeopleFile:
    """A whole file, every row of it either readable or bad."""

    name: str
    rows: list[FileRow]
    bad: list[BadRow]

    @property
    def read(self) -> int:
        """Rows of data in the file."""
        return len(self.rows) + len(self.bad)
