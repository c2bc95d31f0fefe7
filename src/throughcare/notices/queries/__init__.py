"""Reads of notices: one's own inbox and settings, who is to be told, and work that failed."""

from throughcare.notices.queries.choices import Choice, own_choices, settings_of, way_of
from throughcare.notices.queries.inbox import (
    CLOSED,
    MOST_SHOWN,
    InboxLine,
    get_line,
    get_notice,
    inbox,
    is_closed,
    is_still_for,
    kept_away,
    mine,
    readers_of,
    told_today,
    unread,
    unread_count,
)

__all__ = [
    "CLOSED",
    "MOST_SHOWN",
    "Choice",
    "InboxLine",
    "get_line",
    "get_notice",
    "inbox",
    "is_closed",
    "is_still_for",
    "kept_away",
    "mine",
    "own_choices",
    "readers_of",
    "settings_of",
    "told_today",
    "unread",
    "unread_count",
    "way_of",
]
