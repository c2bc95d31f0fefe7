"""Cells into values. Every function refuses a wrong cell with `Bad`: the field, and a sentence with what to do."""

import hashlib
import math
import re
from datetime import time
from functools import lru_cache

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")  # HSDS 3.1 service.status
OLDEST = 130  # years: more than anybody has lived

_DAY_STARTS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_DAY_NAME = re.compile(
    r"(?:mon(?:days?)?|tue(?:s|sdays?)?|wed(?:s|nesdays?)?|thu(?:r|rs|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)\.?"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap]\.?m\.?)?")
_YES = frozenset({"yes", "y", "true", "t", "1"})
_NO = frozenset({"", "no", "n", "false", "f", "0"})
_ARRAY_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}"]+)')

# Names of languages as directories write them. Anything else keeps its name and goes without a code.
LANGUAGE_CODES = {
    "english": "en", "te reo māori": "mi", "māori": "mi", "maori": "mi", "samoan": "sm", "tongan": "to", "hindi": "hi",
    "spanish": "es", "chinese": "zh", "cantonese": "zh", "mandarin": "zh", "tagalog": "tl", "vietnamese": "vi",
    "korean": "ko", "arabic": "ar", "farsi": "fa", "french": "fr", "russian": "ru", "punjabi": "pa", "japanese": "ja",
}  # fmt: skip


class Bad(Exception):
    """A row can't be taken: `field` is the column, `str()` the sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def shown(text: str, most: int = 60) -> str:
    """A cell as it appears in a sentence: on one line, and not whole when it is long."""
    flat = " ".join(text[: most * 4].split())
    return f"“{flat[:most]}…”" if len(flat) > most else f"“{flat}”"


def required(text: str, field: str) -> str:
    """The cell, which may not be empty."""
    if not text:
        raise Bad(field, f"The {field} is empty. Every row needs one: fill it in, or leave the row out.")
    return text


def stable_key(*parts: str | None) -> str:
    """A key for a record without an id: the same content under the same parent gives the same key on every run."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def whole_number(text: str, field: str, least: int, most: int) -> int | None:
    """A whole number between two limits, or None for an empty cell."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise Bad(field, f"{shown(text)} isn't a whole number from {least} to {most}. Correct it, or leave the cell empty.")
    return int(text)


def age_range(youngest: str, oldest: str) -> tuple[int | None, int | None]:
    """HSDS minimum_age and maximum_age in whole years; the first may not be above the second."""
    minimum = whole_number(youngest, "minimum_age", 0, OLDEST)
    maximum = whole_number(oldest, "maximum_age", 0, OLDEST)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise Bad("minimum_age", f"The minimum_age {minimum} is above the maximum_age {maximum}. Swap or correct them.")
    return minimum, maximum


def coordinate(text: str, field: str, limit: int) -> float | None:
    """Decimal degrees from -limit to limit, or None for an empty cell."""
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not -limit <= degrees <= limit:  # also false for nan
        raise Bad(
            field,
            f"{shown(text)} isn't a number of degrees from -{limit} to {limit}. Correct it, or leave both coordinates empty.",
        )
    return degrees


def point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Both coordinates or neither; 0, 0 is in the sea off Africa and is what programs write for "not known"."""
    if not latitude and not longitude:
        return None, None
    lat, lon = coordinate(latitude, "latitude", 90), coordinate(longitude, "longitude", 180)
    if lat is None or lon is None:
        missing = "latitude" if lat is None else "longitude"
        raise Bad(missing, f"The {missing} is empty but the other coordinate isn't. Give both, or leave both empty.")
    return (None, None) if lat == lon == 0 else (lat, lon)


@lru_cache(maxsize=4096)  # a directory has few different times and days, and very many rows of them
def clock(text: str, field: str) -> time | None:
    """A time of day: 9:00, 17:30:00, 9am, 5:30 PM. 24:00 is midnight. None for an empty cell."""
    if not text:
        return None
    found = _CLOCK.fullmatch(text.strip().lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
        if half:
            hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
        elif hour == 24 and minute == 0:
            hour = 0
        if hour < 24 and minute < 60 and (found[2] or half):
            return time(hour, minute)
    raise Bad(field, f"{shown(text)} isn't a time of day. Write it as 09:00 or 17:30, or leave the cell empty.")


@lru_cache(maxsize=256)
def day(text: str, field: str) -> str:
    """One weekday as HSDS writes it (MO); the source may write Monday, Mon, Thur, or 1 for Monday to 7 for Sunday."""
    word = text.strip().lower()
    if _DAY_NAME.fullmatch(word):
        return DAYS[_DAY_STARTS[word[:3]]]
    if len(word) == 1 and word in "1234567":
        return DAYS[int(word) - 1]
    if word.upper() in DAYS:
        return word.upper()
    raise Bad(field, f"{shown(text)} isn't a day of the week. Write Monday, Mon or 1 (Monday) to 7 (Sunday).")


def byday(text: str, field: str) -> str:
    """Several weekdays in one cell ("Mon, Thur") as HSDS byday ("MO,TH"), in the order of the week."""
    found = {day(part, field) for part in text.split(",") if part.strip()}
    return ",".join(code for code in DAYS if code in found)


def service_status(text: str) -> str:
    """HSDS 3.1 service.status. A directory that says nothing lists what is open, so an empty cell is active."""
    word = text.lower().replace("_", " ")
    if not word:
        return "active"
    if word not in STATUSES:
        raise Bad("status", f"{shown(text)} isn't a status. Write one of: {', '.join(STATUSES)}; or leave the cell empty.")
    return word


def yes_or_no(text: str, field: str) -> bool:
    """Yes or no; an empty cell says no. Anything else is refused: a guess may tell where somebody is hiding."""
    word = text.casefold()
    if word not in _YES and word not in _NO:
        raise Bad(field, f"{shown(text)} is neither yes nor no. Write yes or no, or leave the cell empty for no.")
    return word in _YES


def array(text: str, field: str) -> list[str]:
    """A PostgreSQL array in a cell: {a,"b c"} gives a and b c. Escaped quotes are kept; NULL items are dropped."""
    if not text:
        return []
    if not (text.startswith("{") and text.endswith("}")):
        raise Bad(field, f'{shown(text)} isn\'t a list in curly brackets. Write it as {{one,"two words"}}.')
    items, at, body = [], 0, text[1:-1]
    while at < len(body):
        found = _ARRAY_ITEM.match(body, at)
        if not found or (found.end() < len(body) and body[found.end()] != ","):
            raise Bad(field, f'{shown(text)} has a comma, bracket or quotation mark out of place. Write it as {{one,"two words"}}.')
        quoted, bare = found.groups()
        item = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare.strip()
        if item.strip() and not (quoted is None and item.upper() == "NULL"):
            items.append(item.strip())
        at = found.end() + 1
    return items


def language_code(name: str) -> str:
    """ISO 639-1 for a language's English name, or "" when this list doesn't have it."""
    return LANGUAGE_CODES.get(name.strip().casefold(), "")
