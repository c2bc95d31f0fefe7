"""What apps above this one add: parts of an agreement's page (what is measured and paid, say), and lists beside that of agreements.

Registered when Django starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """A template of the app that adds it, which is given `part`: what that app made of the agreement for this reader."""

    template: str
    part: Any


# Given the reader and an agreement from an access-checked getter; nothing where there is nothing to show.
Made = Callable[[Any, Any], Part | None]
_PARTS: dict[str, Made] = {}
_LISTS: dict[str, str] = {}


def register(name: str, made: Made) -> None:
    """Add a part to every agreement's page, in the order they are registered. Raises ValueError when another has the name."""
    if _PARTS.setdefault(name, made) is not made:
        raise ValueError(f"Two apps add a part called {name}.")


def register_list(route: str, text: str) -> None:
    """Lead from the list of agreements to another one, which whoever reads the first may open. route: its name."""
    _LISTS[route] = text


def lists() -> list[tuple[str, str]]:
    """Name of the route and text of each, in the order they are registered."""
    return list(_LISTS.items())


def parts_of(by: Any, agreement: Any) -> list[Part]:
    """All that is to be shown to this reader."""
    return [part for made in _PARTS.values() if (part := made(by, agreement)) is not None]


# Told when the one page of a small grant or MOU was written or changed, in the same transaction: with the reader, the agreement and its light terms.
Follows = Callable[[Any, Any, Any], None]
_FOLLOWERS: dict[str, Follows] = {}


def follow(name: str, follows: Follows) -> None:
    """Have an app above plan what hangs on it: its payment. Raises ValueError when another has the name."""
    if _FOLLOWERS.setdefault(name, follows) is not follows:
        raise ValueError(f"Two apps follow a light agreement as {name}.")


def tell_followers(by: Any, agreement: Any, light: Any) -> None:
    """In the order they are registered."""
    for follows in _FOLLOWERS.values():
        follows(by, agreement, light)
