# ruff: noqa: E402 - only once the log-in is chosen
"""Our own pages with neither safeguard, so that what they cost can be told apart from what the page costs.

The owner's log-in, which row security does not bind; no audit row. Which involvements there are is asked all the same: the page ticks by them.
"""

import os
from typing import Any

os.environ["THROUGHCARE_LOGIN"] = "owner"

from throughcare.config import settings
from throughcare.config.environment import current

# Kept between requests as the app's is; the owner's usually is not.
settings.DATABASES["default"] = current().connection("owner").django(pooled=True)

from throughcare.audit import guard
from throughcare.config.wsgi import application
from throughcare.people.queries import lists


def _nothing(**_: Any) -> None:
    guard.mark_recorded()


setattr(lists, "record_read", _nothing)  # noqa: B010 - a name of another module's

__all__ = ["application"]
