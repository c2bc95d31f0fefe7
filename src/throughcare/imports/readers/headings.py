"""Where the headings of a table stand: below a title, after blank lines, on one line or on two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

FIRST_ROWS = 30  # headings stand among these
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Heads:
    """The headings, and the rows they were read from: the first and last line of them, counted from 1."""

    texts: tuple[str, ...]
    first: int
    last: int


def find_headings(rows: Sequence[Row], known: Callable[[str], bool], merged: Sequence[Sequence[int]] = (), chosen: int = 0) -> Heads | None:
    """The row with most headings we know, or two rows when together they say more; else the first that is as wide as the table.

    chosen: the user's word for the last row of the headings. None: nothing here looks like a heading.
    """
    if chosen:
        row = next(((number, cells) for number, cells in rows if number == chosen), None)
        return Heads(tuple(row[1]), chosen, chosen) if row else None
    best, most = None, 0
    for place in range(len(rows)):
        for heads in _readings(rows, place, merged):
            score = len({text.casefold() for text in heads.texts if text and known(text)})
            if score > most:
                best, most = heads, score
    return best or _widest(rows)


def _readings(rows: Sequence[Row], place: int, merged: Sequence[Sequence[int]]) -> list[Heads]:
    number, cells = rows[place]
    alone = Heads(tuple(cells), number, number)
    if place + 1 >= len(rows) or rows[place + 1][0] != number + 1:
        return [alone]
    above, below = _spread(number, cells, merged), rows[place + 1][1]
    width = max(len(above), len(below))
    above, below = above + [""] * (width - len(above)), [*below, *[""] * (width - len(below))]
    if not any(text and text.isalpha() for text in below):
        return [alone]
    joined = tuple(f"{upper} {lower}".strip() for upper, lower in zip(above, below, strict=True))
    return [alone, Heads(joined, number, number + 1)]


def _spread(number: int, cells: list[str], merged: Sequence[Sequence[int]]) -> list[str]:
    """A heading merged over several columns stands over each of them."""
    texts = list(cells)
    for top, left, bottom, right in merged:
        if top <= number - 1 <= bottom and left < len(texts):
            texts += [""] * (right + 1 - len(texts))
            texts[left : right + 1] = [texts[left]] * (right + 1 - left)
    return texts


def _widest(rows: Sequence[Row]) -> Heads | None:
    """Nothing is known: the first row with as many cells as most rows have, none of them a number."""
    counts = [sum(1 for cell in cells if cell) for _, cells in rows]
    if not counts or max(counts) < 2:
        return None
    usual = max(set(counts), key=lambda count: (counts.count(count), count))
    for (number, cells), count in zip(rows, counts, strict=True):
        if count >= min(usual, max(counts)) and count > 1 and not any(cell.replace(".", "").isdigit() for cell in cells):
            return Heads(tuple(cells), number, number)
    return None
