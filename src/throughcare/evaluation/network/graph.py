"""Nodes and the ties between them. Ties are of two sorts: mutual ones have no direction, arcs lead from one node to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Pair = tuple[int, int]


@dataclass(frozen=True)
class Graph:
    """n nodes, numbered 0 to n - 1. mutual: (i, j) with i < j; arcs: (from, to). No node is tied to itself, no tie is there twice.

    Made by `Graph.of`, so that two graphs of the same nodes and ties are equal, in whatever order they came.
    """

    n: int
    mutual: tuple[Pair, ...] = ()
    arcs: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, n: int, mutual: Iterable[Pair] = (), arcs: Iterable[Pair] = ()) -> "Graph":
        """From ties in any order, any of them more than once. Raises ValueError for a tie of a node that is not there, or to itself."""
        two, one = sorted({(min(tie), max(tie)) for tie in mutual}), sorted(set(arcs))
        for left, right in (*two, *one):
            if left == right or not (0 <= left < n and 0 <= right < n):
                raise ValueError(f"No such tie in a network of {n}: {left}, {right}")
        return cls(n, tuple(two), tuple(one))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Two nodes with any tie between them, whichever way it leads: (i, j) with i < j, each once, in order."""
        return tuple(sorted({*self.mutual, *((min(arc), max(arc)) for arc in self.arcs)}))

    @property
    def directed(self) -> int:
        """How many (from, to) are tied: a mutual tie leads both ways."""
        return len({*self.arcs, *self.mutual, *((right, left) for left, right in self.mutual)})

    @property
    def degrees(self) -> list[int]:
        """Of each node, how many others it is tied with."""
        found = [0] * self.n
        for left, right in self.pairs:
            found[left] += 1
            found[right] += 1
        return found
