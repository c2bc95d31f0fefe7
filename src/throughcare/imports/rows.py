"""Shapes every import of a table shares: a row that can't be taken, and how the sender of a file wants it read. They know no table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self

LARGEST_FILE = 20 * 1024 * 1024
FILES_KEPT = timedelta(days=7)  # waiting to be imported
REJECTED_ROWS_KEPT = timedelta(days=30)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class BadRow:
    """Why a row can't be taken: which field, and what to do. Never a value of the row."""

    row: int
    field: str
    message: str


def plain_cell(text: str) -> str:
    """A cell for a file that goes out: a spreadsheet would run one that begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class Chosen:
    """Of a dataclass that says how a file is to be read: kept with the file. columns: place (from 1) → field; empty: not to be read."""

    columns: Mapping[int, str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """To be kept with the file."""
        return {**asdict(self), "columns": {str(place): name for place, name in self.columns.items()}}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As kept."""
        return cls(**{**kept, "columns": {int(place): name for place, name in kept.get("columns", {}).items()}})
