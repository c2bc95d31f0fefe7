"""What is said of a whole network. Each is None where its definition divides by nothing.

Sources. Density and reciprocity: S. Wasserman, K. Faust, Social Network Analysis (1994), sections 4.2, 4.3 and 13.2 (reciprocity as the share of
arcs that are answered). Degree and betweenness of a node, and the centralisation of a network by either: L. C. Freeman, Centrality in social
networks: conceptual clarification, Social Networks 1 (1978/79) 215-239. Bridges and cut points: F. Harary, Graph Theory (1969), chapter 3.
rustworkx counts paths, components, bridges and cut points; the rest is ours. `tests/evaluation/test_network.py` holds all of it equal to networkx.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from throughcare.evaluation.network.graph import Graph, Pair

_KEPT = 8  # networks whose measures a process remembers: a page asked for again, another page of its table


@dataclass(frozen=True)
class Measures:
    """nodes, ties: counts; ties are pairs of nodes with any tie between them. density: ties ÷ pairs of nodes; density_directed: (from, to) tied
    ÷ (from, to) there could be, a mutual tie leading both ways. reciprocity: of arcs, the share with one the other way.

    degree, betweenness: of each node; betweenness is the share of pairs of others it lies between, on shortest paths. *_centralisation: 0 where
    all nodes are alike, 1 in a star. components: how many parts hang together; largest: nodes of the largest; isolates: nodes with no tie.
    bridges: ties, (i, j) with i < j, without which a part would fall in two; cut_points: nodes without which it would.
    """

    nodes: int
    ties: int
    density: float | None
    density_directed: float | None
    reciprocity: float | None
    degree_centralisation: float | None
    betweenness_centralisation: float | None
    components: int
    largest: int
    isolates: int
    bridges: tuple[Pair, ...]
    cut_points: tuple[int, ...]
    degree: tuple[int, ...]
    betweenness: tuple[float, ...]


@lru_cache(maxsize=_KEPT)
def measured(graph: Graph) -> Measures:
    """All measures of one network; made once while it stays as it is."""
    n, pairs, degree = graph.n, graph.pairs, graph.degrees
    betweenness, parts, bridges, cut_points = _paths(n, pairs)
    return Measures(
        nodes=n,
        ties=len(pairs),
        density=_share(len(pairs), n * (n - 1) // 2),
        density_directed=_share(graph.directed, n * (n - 1)),
        reciprocity=reciprocity(graph.arcs),
        degree_centralisation=_share(_short_of_most(degree), (n - 1) * (n - 2) if n > 2 else 0),
        betweenness_centralisation=_share(_short_of_most(betweenness), n - 1 if n > 2 else 0),
        components=len(parts),
        largest=max(parts, default=0),
        isolates=degree.count(0),
        bridges=bridges,
        cut_points=cut_points,
        degree=tuple(degree),
        betweenness=tuple(betweenness),
    )


def reciprocity(arcs: Sequence[Pair]) -> float | None:
    """The share of arcs (i, j) for which (j, i) is there too."""
    there = set(arcs)
    return _share(sum((right, left) in there for left, right in there), len(there))


def _share(part: float, of: int) -> float | None:
    return part / of if of else None


def _short_of_most(values: Sequence[float]) -> float:
    """Freeman's sum: by how much each falls short of the largest."""
    most = max(values, default=0)
    return sum(most - value for value in values)


def _paths(n: int, pairs: Sequence[Pair]) -> tuple[list[float], list[int], tuple[Pair, ...], tuple[int, ...]]:
    """(betweenness, sizes of the parts, bridges, cut points). Betweenness of a node is 2 × Freeman's count ÷ ((n - 1)(n - 2))."""
    import rustworkx  # noqa: PLC0415 - a compiled library no other page needs

    whole, both_ways = rustworkx.PyGraph(multigraph=False), rustworkx.PyDiGraph()
    for made, ties in ((whole, list(pairs)), (both_ways, sorted([*pairs, *((right, left) for left, right in pairs)]))):
        made.add_nodes_from(range(n))
        made.add_edges_from_no_data(ties)
    # The same as of `whole`, in four fifths of the time: a node's arcs lie beside each other in memory.
    between = rustworkx.betweenness_centrality(both_ways, normalized=True)
    parts = sorted((len(part) for part in rustworkx.connected_components(whole)), reverse=True)
    bridges = sorted((min(tie), max(tie)) for tie in rustworkx.bridges(whole))
    return (
        [between[node] if n > 2 else 0.0 for node in range(n)],
        parts,
        tuple(bridges),
        tuple(sorted(rustworkx.articulation_points(whole))),
    )
