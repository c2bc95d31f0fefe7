"""Where each node stands on a map: ties pull, nodes push each other away, and each is drawn a little towards the corner of its group.

T. Fruchterman, E. Reingold, Graph drawing by force-directed placement, Software: Practice and Experience 21 (1991), with two changes. Nodes
begin where their own key and group say, never by chance, so that the same network is laid out alike in every process and on every day. And
each stays tied to where it began by a weak spring, so that a network with one tie more looks like the one before: what changed moves, not all.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    Points = np.ndarray[Any, np.dtype[np.float64]]

from throughcare.evaluation.network.graph import Pair

_KEPT = 8
_FEW = 700  # up to so many, each pushes each; above, a cell of the grid pushes as one
_CELLS = 16  # of a side of the grid
_ROUNDS_FEW, _ROUNDS_MANY = 120, 30
_HOME = 0.25  # of the way back to where it began, in each round
_RATE = 0.1  # of the force, as a step
_FIRST_STEP = 0.03  # of the map's side: the farthest a node moves in the first round
_RING, _SCATTER = 0.34, 0.14  # how far groups lie from the middle, and nodes from their group's corner
_MIDDLE = ""  # the group of those that begin in the middle


class Place(NamedTuple):
    """Where a node stands, 0 to 1 each way."""

    x: float
    y: float


@lru_cache(maxsize=_KEPT)
def layout(keys: tuple[str, ...], groups: tuple[str, ...], pairs: tuple[Pair, ...]) -> tuple[Place, ...]:
    """The place of each node. keys: one for each, no two alike; groups: of each node ("": the middle); pairs: as in `Graph.pairs`.

    The same whichever order nodes come in. Made once while the network stays as it is.
    """
    import numpy as np  # noqa: PLC0415 - no other page needs it

    if not keys:
        return ()
    order = sorted(range(len(keys)), key=keys.__getitem__)
    place_of = {node: place for place, node in enumerate(order)}
    start = np.array(_starts([keys[node] for node in order], [groups[node] for node in order]))
    ties = sorted((min(place_of[a], place_of[b]), max(place_of[a], place_of[b])) for a, b in pairs)
    settled = _fitted(_settled(start, np.array(ties, dtype=np.int64).reshape(-1, 2)))
    return tuple(Place(*settled[place_of[node]].tolist()) for node in range(len(keys)))


def _starts(keys: Sequence[str], groups: Sequence[str]) -> list[tuple[float, float]]:
    """Around the corner of its group, as far and in the direction its key says."""
    corners = sorted({group for group in groups if group != _MIDDLE})
    turn = {group: 2 * math.pi * place / len(corners) for place, group in enumerate(corners)}
    found = []
    for key, group in zip(keys, groups, strict=True):
        said = sha256(key.encode()).digest()
        far, way = (int.from_bytes(part, "big") / 2**64 for part in (said[:8], said[8:16]))
        away = _SCATTER * math.sqrt(far)
        x, y = 0.5 + away * math.cos(2 * math.pi * way), 0.5 + away * math.sin(2 * math.pi * way)
        if group != _MIDDLE:
            x, y = x + _RING * math.cos(turn[group]), y + _RING * math.sin(turn[group])
        found.append((x, y))
    return found


def _settled(start: "Points", ties: Any) -> "Points":
    """After the rounds. start: (n, 2). ties: (m, 2), places in start."""
    import numpy as np  # noqa: PLC0415 - as above

    n = len(start)
    few = n <= _FEW
    rounds, ideal = (_ROUNDS_FEW if few else _ROUNDS_MANY), 0.75 / math.sqrt(n)
    # A tie of a node that has very many pulls less, or all of these would stand on top of it.
    weight = 1 / np.sqrt(np.maximum(np.bincount(ties.ravel(), minlength=n), 1))
    pull = np.minimum(weight[ties[:, 0]], weight[ties[:, 1]])[:, None]
    at = start.copy()
    for left in range(rounds, 0, -1):
        move = _pushed(at, ideal) if few else _pushed_by_cells(at, ideal)
        apart = at[ties[:, 0]] - at[ties[:, 1]]
        drawn = apart * np.linalg.norm(apart, axis=1, keepdims=True) / ideal * pull
        for side, sign in ((0, -1.0), (1, 1.0)):
            for axis in (0, 1):
                move[:, axis] += sign * np.bincount(ties[:, side], weights=drawn[:, axis], minlength=n)
        move += (start - at) * _HOME
        far = np.linalg.norm(move, axis=1, keepdims=True)
        # A small part of the way each round: with great steps nodes jump over each other, and the map is another for every little change.
        at += move / np.maximum(far, 1e-12) * np.minimum(far * _RATE, _FIRST_STEP * left / rounds)
    return at


def _pushed(at: "Points", ideal: float) -> "Points":
    """By every other node: ideal² ÷ distance, away from it."""
    import numpy as np  # noqa: PLC0415 - as above

    apart = at[:, None, :] - at[None, :, :]
    square = np.maximum((apart**2).sum(axis=2, keepdims=True), 1e-9)
    pushed: Points = (apart * (ideal * ideal / square)).sum(axis=1)
    return pushed


def _pushed_by_cells(at: "Points", ideal: float) -> "Points":
    """By every cell of a grid, as strong as nodes are in it, from their middle: of many nodes nearly the same, in a fraction of the time."""
    import numpy as np  # noqa: PLC0415 - as above

    low, high = at.min(axis=0), at.max(axis=0)
    cell = np.minimum(((at - low) / np.maximum(high - low, 1e-9) * _CELLS).astype(np.int64), _CELLS - 1)
    which = cell[:, 0] * _CELLS + cell[:, 1]
    count = np.bincount(which, minlength=_CELLS * _CELLS).astype(np.float64)
    there = np.flatnonzero(count)
    middles = np.stack(
        [np.bincount(which, weights=at[:, axis], minlength=_CELLS * _CELLS)[there] / count[there] for axis in (0, 1)], axis=1
    )
    push = np.zeros_like(at)
    # A cell's own nodes are pushed from its middle too, but never harder than by a neighbour at the ideal distance.
    for middle, many in zip(middles, count[there], strict=True):
        apart = at - middle
        square = np.maximum((apart**2).sum(axis=1, keepdims=True), ideal * ideal)
        push += apart * (many * ideal * ideal / square)
    return push


def _fitted(at: "Points") -> "Points":
    """Into the unit square, both ways by the same measure and in its middle."""
    import numpy as np  # noqa: PLC0415 - as above

    low, high = at.min(axis=0), at.max(axis=0)
    side = max(float((high - low).max()), 1e-9)
    fitted: Points = np.clip((at - (low + high) / 2) / side + 0.5, 0.0, 1.0).round(6)
    return fitted
