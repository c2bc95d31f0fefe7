"""Opening hours as people write them, where they can be read without guessing; else they stay as text.

Read: "Mon-Fri 9am-5pm, Sat 10am-2pm", or by day {"monday": "9:00 AM - 12:00 PM, 1:00 PM - 4:30 PM", "sunday": "Closed"}.
"""

import re
from collections.abc import Mapping
from datetime import time
from typing import NamedTuple

from throughcare.services.readers.values import DAYS, Bad, clock, day

_PART = re.compile(r"([a-z]+)(?:\s*[-–]\s*([a-z]+))?\s+(\S.*)")
_RANGE = re.compile(r"(\S+(?:\s*[ap]\.?m\.?)?)\s*[-–]\s*(\S+(?:\s*[ap]\.?m\.?)?)")


class Hours(NamedTuple):
    """One line of opening hours: days as HSDS byday, and either two times or a text."""

    byday: str
    opens_at: time | None = None
    closes_at: time | None = None
    text: str = ""


def from_text(text: str) -> list[Hours]:
    """Hours of a whole week in one cell; one line of plain text when any part of it is not understood."""
    lines: list[Hours] = []
    for part in text.lower().split(","):
        found = _PART.fullmatch(part.strip())
        try:
            days = _days(found[1], found[2]) if found else []
        except Bad:
            days = []
        if not found or not days:
            return [Hours("", text=text)]
        if found[3].strip() == "closed":
            continue
        times = _times(found[3])
        if times is None:
            return [Hours("", text=text)]
        lines.append(Hours(",".join(days), *times))
    return lines or [Hours("", text=text)]


def from_days(cells: Mapping[str, str]) -> list[Hours]:
    """Hours by day; days with the same hours share a line. A day that says closed has none."""
    by_text: dict[str, list[str]] = {}
    lines: list[Hours] = []
    for name, text in cells.items():
        if not text or text.lower() == "closed":
            continue
        try:
            by_text.setdefault(text, []).append(day(name, "hours"))
        except Bad:  # "holidays", "notes": no day of the week, but something people were told
            lines.append(Hours("", text=f"{name}: {text}"))
    for text, days in by_text.items():
        if not days:
            continue
        byday = ",".join(code for code in DAYS if code in days)
        ranges = [_times(part) for part in text.split(",")]
        times = [found for found in ranges if found]
        if len(times) == len(ranges):
            lines.extend(Hours(byday, *found) for found in times)
        else:
            lines.append(Hours(byday, text=text))
    return lines


def _days(first: str, last: str | None) -> list[str]:
    start = DAYS.index(day(first, "hours"))
    end = DAYS.index(day(last, "hours")) if last else start
    count = (end - start) % 7 + 1  # Sun-Thu goes round the end of the week
    chosen = {DAYS[(start + step) % 7] for step in range(count)}
    return [code for code in DAYS if code in chosen]


def _times(text: str) -> tuple[time, time] | None:
    found = _RANGE.fullmatch(text.strip().lower())
    if not found:
        return None
    try:
        opens, closes = clock(found[1], "hours"), clock(found[2], "hours")
    except Bad:
        return None
    return (opens, closes) if opens and closes else None
