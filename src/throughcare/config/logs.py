"""How the log is written: a line for people or JSON for machines, and in neither a word about anybody.

The text of an error may quote a record ("Key (email)=(…) already exists"), so of an error only its kind and its places are written.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

# The request this thread works on; every line it writes carries it.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
_OURS = ("route", "method", "status", "milliseconds")  # what a line about a request carries beside its words

# What follows one of these in an address opens something for whoever holds it: links of mails. Django's own lines quote addresses.
_SECRET = re.compile(r"/(join|sign|survey|rate|key|confirm-email)/[^/\s\"']+")

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Line(logging.Formatter):
    """One line for people; an error's kind and places below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s%(of_request)s")

    def format(self, record: logging.LogRecord) -> str:
        record.of_request = f" [{REQUEST_ID.get()}]" if REQUEST_ID.get() else ""
        record.exc_text = None  # another handler may have left the whole of it there
        text = without_secrets(super().format(record))
        record.exc_text = None
        return text

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name logging gives it
        return "\n".join(_places(ei[1]))


class Json(Line):
    """One JSON object a line: time, level, logger, message, and what is known of the request."""

    def format(self, record: logging.LogRecord) -> str:
        held: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if request_id := REQUEST_ID.get():
            held["request_id"] = request_id
        held |= {name: getattr(record, name) for name in _OURS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            held["error"] = _places(record.exc_info[1])
        return json.dumps(held, ensure_ascii=False)


def without_secrets(text: str) -> str:
    """The same, with nothing left of a link that opens something by itself."""
    return _SECRET.sub(r"/\1/…", text)


def _places(error: BaseException | None) -> list[str]:
    """Each error of the chain, the first cause last: its kind, and file:line from the outermost call to the innermost."""
    found: list[str] = []
    while error is not None and len(found) < 10:
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        found.append(f"{type(error).__name__} at {' > '.join(places) or 'an unknown place'}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found
