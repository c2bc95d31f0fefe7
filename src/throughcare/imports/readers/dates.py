"""Dates as people write them. Which of two numbers is the day is decided for a whole column, and never guessed where it contradicts itself."""

import re
from dataclasses import dataclass
from datetime import date

DAY, MONTH, MIXED = "day", "month", "mixed"
WRITE = "Write day/month/year, such as 27/03/2026, or 2026-03-27."
ENOUGH = 3  # dates that can only be read month first, before a column is taken to be written so
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-.]+([a-z]{3,9})\.?[ \-,]+(\d{4})", re.IGNORECASE)
_WORD_DAY = re.compile(r"([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[\-/.](\d{1,2})[\-/.](\d{1,2})")
_PLAIN = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MIDNIGHT = re.compile(r"[T ]+0{1,2}:00(?::00(?:\.0+)?)?(?: ?AM)?(?:Z|[+-]00:?00)?$", re.IGNORECASE)
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.\d+)?")


class Bad(Exception):
    """What is wrong with one cell."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass
class Order:
    """What the dates of a column say of its order, counted. either: both readings are days; clear: no question (2026-03-27, 27 March 2026)."""

    day_only: int = 0
    month_only: int = 0
    either: int = 0
    clear: int = 0
    unread: int = 0

    def count(self, text: str) -> None:
        """One cell of the column."""
        text = _MIDNIGHT.sub("", text)
        if numbers := _NUMBERS.fullmatch(text):
            first, second = int(numbers[1]), int(numbers[2])
            if first > 12 >= second:
                self.day_only += 1
            elif second > 12 >= first:
                self.month_only += 1
            elif first == second:
                self.clear += 1
            else:
                self.either += 1
        elif _shape(text):
            self.clear += 1
        else:
            self.unread += 1

    @property
    def dates(self) -> int:
        """Cells that are dates one way or another."""
        return self.day_only + self.month_only + self.either + self.clear

    @property
    def order(self) -> str:
        """As the column says by itself: day first unless enough of it can only be month first."""
        if self.month_only and (self.day_only or self.month_only < ENOUGH):
            return MIXED
        return MONTH if self.month_only else DAY

    def say(self, chosen: str = "") -> str:
        """The decision and its reason, for the user. Nothing when there was nothing to decide."""
        if chosen:
            return f"You chose {chosen} first."
        if self.order == MIXED:
            return (
                f"{self.day_only:,} dates can only be day first, {self.month_only:,} only month first, and {self.either:,} could be either: "
                "those are rejected unless you choose the order."
            )
        if self.order == MONTH:
            return f"Read month first: {self.month_only:,} dates can be read no other way, and none is day first."
        if self.either and not self.day_only:
            return f"Read day first, but no date of this column says so: {self.either:,} could be read month first too. Check them."
        if self.day_only == 1:
            return "Read day first, as 1 date shows."
        return f"Read day first, as {self.day_only:,} dates show." if self.day_only else ""


def _shape(text: str) -> tuple[int, int, int] | None:
    """(year, month, day) of what can be read one way only."""
    for pattern in (_ISO, _PLAIN):
        if found := pattern.fullmatch(text):
            return int(found[1]), int(found[2]), int(found[3])
    if (found := _DAY_WORD.fullmatch(text)) and found[2][:3].lower() in _MONTHS:
        return int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1])
    if (found := _WORD_DAY.fullmatch(text)) and found[1][:3].lower() in _MONTHS:
        return int(found[3]), _MONTHS.index(found[1][:3].lower()) + 1, int(found[2])
    return None


def read_date(field: str, text: str, order: str = DAY) -> date:
    """One cell, in the order of its column. Raises Bad with what to write."""
    text = _MIDNIGHT.sub("", text)
    parts = _shape(text)
    if parts is None:
        numbers = _NUMBERS.fullmatch(text)
        if numbers is None:
            raise Bad(field, _unreadable(text))
        parts = _ordered(field, int(numbers[1]), int(numbers[2]), int(numbers[3]), order)
    try:
        return date(*parts)
    except ValueError:
        raise Bad(field, f"There is no such day. {WRITE}") from None


def _unreadable(text: str) -> str:
    if _SERIAL.fullmatch(text):
        return "This is a number, as spreadsheets count days. Format the column as dates, and save the file again."
    return f"This is not a date we can read. {WRITE}"


def _ordered(field: str, first: int, second: int, year: int, order: str) -> tuple[int, int, int]:
    if order == MONTH:
        if first > 12 >= second:
            raise Bad(field, f"The day stands where the month should be. {WRITE}")
        return year, first, second
    if second > 12 >= first:
        raise Bad(field, f"The month stands where the day should be. {WRITE}")
    if order == MIXED and first <= 12 and second <= 12 and first != second:
        raise Bad(
            field, "This date can be read two ways, and its column holds both orders. Choose the order of dates, or write 27 March 2026."
        )
    return year, second, first
