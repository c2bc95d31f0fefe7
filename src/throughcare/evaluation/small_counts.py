"""Counts of people that may leave: none under six, all others rounded to threes by chance, so that nobody is told from them.

Source of the rules: Stats NZ's and MSD's practice of random rounding to base 3 with suppression under 6 (never more than 2 away; unbiased).
What is added here, because sums of separately rounded counts give suppressed ones away at the ends of their ranges: one draw of chance for
a total and all its parts, so that rounded parts add up to the rounded total, and every split of one total (by age, by gender) tells the
same total. `tests/properties/test_small_counts.py` solves for what was withheld, from all that is told, on 10,000 tables.

Chance is drawn from a key the site keeps: asked again the same count gives the same answer, so asking often wears nothing away.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 6  # people in a count that is told
FEWEST_AS_IS = 5  # people in a count that is told as it is, not rounded, to those who work together (decisions 45 and 47)
BASE = 3
_THIRDS = 3  # of one, which is as fine as rounding to base 3 can tell


@dataclass(frozen=True)
class Told:
    """A total and its parts as they may be told; None for what is withheld (none to five people, or one more part, so that it can't be worked out)."""

    total: int | None
    parts: dict[str, int | None]


def told(parts: Mapping[str, int], *, key: bytes, cell: str, splits: str) -> Told:
    """One split of a total into parts that each person is in exactly one of.

    parts: name → people. cell: which total this is, such as "2026-11-23|northland|HEALTH": the same for every split of it. splits: by what
    ("age"). Raises ValueError for a count below nothing.
    """
    if any(count < 0 for count in parts.values()):
        raise ValueError("People are counted from nothing upwards.")
    start = _draw(key, cell)
    order = sorted(parts, key=lambda name: _mac(key, f"{cell}|{splits}|{name}"))
    running, rounded = 0, {}
    for name in order:
        before, running = running, running + parts[name]
        rounded[name] = _threes(running, start) - _threes(before, start)
    if running < FEWEST:
        return Told(None, dict.fromkeys(parts))
    withheld = {name for name in parts if parts[name] < FEWEST}
    if len(withheld) == 1 and len(parts) > 1:
        withheld.add(min((name for name in parts if name not in withheld), key=lambda name: (parts[name], order.index(name))))
    return Told(_threes(running, start), {name: None if name in withheld else rounded[name] for name in parts})


def told_each(parts: Mapping[str, int], *, key: bytes, cell: str, splits: str) -> dict[str, int | None]:
    """Groups somebody may be in several of, or in none (ethnicities): each by itself, with a draw of its own. How many are in none is never told,
    or those in the smallest group could be worked out from the total."""
    return {name: _threes(count, _draw(key, f"{cell}|{splits}|{name}")) if count >= FEWEST else None for name, count in parts.items()}


def _threes(count: int, start: int) -> int:
    """`count` to a multiple of three: up or down by chance, upwards as likely as it is near."""
    return BASE * ((count + start) // BASE)


def _draw(key: bytes, cell: str) -> int:
    """0, 1 or 2 with equal chances (2**64 is no multiple of three: wrong by less than 1 in 10**19)."""
    return int.from_bytes(_mac(key, cell)[:8], "big") % _THIRDS


def _mac(key: bytes, words: str) -> bytes:
    return hmac.new(key, words.encode(), hashlib.sha256).digest()
