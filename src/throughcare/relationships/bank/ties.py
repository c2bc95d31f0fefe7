"""What organisations are asked of each other. Our own words, under CC BY 4.0: use them, and say where they are from.

The dimensions, not the words, are those of D. M. Varda, A. Chandra, S. A. Stern, N. Lurie, Core dimensions of connectivity in public health
collaboratives, Journal of Public Health Management and Practice 14(5), 2008: trust as being reliable, behind the common purpose and open to talk;
value as influence, involvement and what is brought in. Asked of each tie by each end, as the PARTNER instrument does (docs/network.md).
"""

from typing import NamedTuple

CURRENT = "2026-1"
LOWEST, HIGHEST = 1, 4
SCALE = (("1", "Not at all"), ("2", "A little"), ("3", "Mostly"), ("4", "Fully"))


class Item(NamedTuple):
    """One sentence about another organisation. code: the column of the answer."""

    code: str
    words: str


TRUST = (
    Item("reliable", "They do what they said they would."),
    Item("mission", "They stand behind what all of us are here for."),
    Item("open_to_talk", "We can talk everything over with them, hard things too."),
)
VALUE = (
    Item("influence", "Others listen to them: they can move things."),
    Item("involvement", "They take part: they come, and do their share."),
    Item("resources", "They bring something in: people, money, rooms or knowledge."),
)
ITEMS = TRUST + VALUE
