"""What raters are asked, and how published instruments would read it: data in this folder, one file for each version of the items."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from throughcare.evaluation.ratings import HIGHEST

FOLDER = Path(__file__).parent
CURRENT = "2026-1"
OWN = "own"  # what the two of a partnership ask beside ours
MOST_OWN = 5


@dataclass(frozen=True)
class Item:
    """One sentence to say how true it is. lenses: dimensions of published instruments it speaks to, "instrument.dimension"."""

    code: str
    words: str
    lenses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Domain:
    """What some items are about together."""

    code: str
    title: str
    items: tuple[Item, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Of its items."""
        return tuple(item.code for item in self.items)


@dataclass(frozen=True)
class Place:
    """A line on which a side says where the partnership stands: its steps are answers 1, 2 and so on. None is the best."""

    code: str
    words: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """One version of all that is asked."""

    version: str
    licence: str
    domains: tuple[Domain, ...]
    profile: tuple[Place, ...]

    def with_own(self, words: list[str]) -> tuple[Domain, ...]:
        """The domains, and after them what the two ask beside ours."""
        own = tuple(Item(f"{OWN}-{number}", text) for number, text in enumerate(words, 1))
        return (*self.domains, Domain(OWN, "What the two of you ask yourselves", own)) if own else self.domains

    def highest(self, own: list[str]) -> dict[str, int]:
        """item → its highest answer, of all that is asked."""
        asked = {item.code: HIGHEST for domain in self.with_own(own) for item in domain.items}
        return asked | {place.code: len(place.steps) for place in self.profile}


@dataclass(frozen=True)
class Band:
    """Means from here up are read so."""

    start: float
    words: str
    colour: str


@dataclass(frozen=True)
class Lens:
    """A published instrument, by its dimensions (code → name), and the bands it reads a mean in (none: it has none we could check)."""

    code: str
    title: str
    source: str
    dimensions: Mapping[str, str]
    bands: tuple[Band, ...]

    def band(self, mean: float) -> Band | None:
        """How it reads a mean."""
        return next((band for band in self.bands if mean >= band.start), None)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def bank(version: str = CURRENT) -> Bank:
    """All that this version asks. Raises FileNotFoundError for one there never was."""
    told = _read(version)
    domains = (
        Domain(one["code"], one["title"], tuple(Item(item["code"], item["words"], tuple(item["lenses"])) for item in one["items"]))
        for one in told["domains"]
    )
    profile = (Place(one["code"], one["words"], tuple(one["steps"])) for one in told["profile"])
    return Bank(told["version"], told["licence"], tuple(domains), tuple(profile))


@cache
def lenses() -> tuple[Lens, ...]:
    """Every published instrument a result can be read through."""
    return tuple(
        Lens(
            one["code"],
            one["title"],
            one["source"],
            one["dimensions"],
            tuple(Band(band["from"], band["words"], band["colour"]) for band in one["bands"]),
        )
        for one in _read("lenses")["lenses"]
    )
