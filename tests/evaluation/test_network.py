"""Measures of a network: published answers, and networkx as the slow obvious one. Places on its map: the same network, the same map."""

import random
import statistics

import networkx as nx
import pytest

from throughcare.evaluation.network import Graph, layout, measured

CLOSE = 1e-9


def _of(graph: "nx.Graph[int]") -> Graph:
    number = {node: place for place, node in enumerate(graph)}
    return Graph.of(len(number), mutual=[(number[a], number[b]) for a, b in graph.edges])


def _centralisation(values: list[float], of: float) -> float:
    """Freeman 1979, said once more and as plainly as it goes."""
    return sum(max(values) - value for value in values) / of


def _mixed(seed: int) -> tuple[Graph, "nx.Graph[int]", "nx.DiGraph[int]", "nx.DiGraph[int]"]:
    """Ours; both sorts of tie without direction; both with; and those that have one alone."""
    chance = random.Random(seed)
    n = chance.randint(3, 40)
    every = [(a, b) for a in range(n) for b in range(n) if a != b]
    mutual = chance.sample(every, chance.randint(0, min(len(every), 2 * n)) // 2)
    arcs = chance.sample(every, chance.randint(0, min(len(every), 3 * n)))
    plain, all_arcs, own_arcs = nx.Graph(), nx.DiGraph(), nx.DiGraph()
    for made in (plain, all_arcs, own_arcs):
        made.add_nodes_from(range(n))
    plain.add_edges_from([*mutual, *arcs])
    all_arcs.add_edges_from([*mutual, *[(b, a) for a, b in mutual], *arcs])
    own_arcs.add_edges_from(arcs)
    return Graph.of(n, mutual, arcs), plain, all_arcs, own_arcs


@pytest.mark.parametrize("seed", range(200))
def test_random_networks_measure_as_networkx_has_them(seed: int) -> None:
    graph, plain, all_arcs, own_arcs = _mixed(seed)
    found, n = measured(graph), graph.n
    degree, between = [float(plain.degree[node]) for node in range(n)], nx.betweenness_centrality(plain)
    assert found.density == pytest.approx(nx.density(plain), abs=CLOSE)
    assert found.density_directed == pytest.approx(nx.density(all_arcs), abs=CLOSE)
    if own_arcs.edges:
        assert found.reciprocity == pytest.approx(nx.overall_reciprocity(own_arcs), abs=CLOSE)
    else:
        assert found.reciprocity is None
    assert list(found.degree) == degree
    assert list(found.betweenness) == pytest.approx([between[node] for node in range(n)], abs=CLOSE)
    assert found.degree_centralisation == pytest.approx(_centralisation(degree, (n - 1) * (n - 2)), abs=CLOSE)
    assert found.betweenness_centralisation == pytest.approx(_centralisation(list(between.values()), n - 1), abs=CLOSE)
    parts = [len(part) for part in nx.connected_components(plain)]
    assert (found.components, found.largest, found.isolates) == (len(parts), max(parts), nx.number_of_isolates(plain))
    assert set(found.bridges) == {(min(tie), max(tie)) for tie in nx.bridges(plain)}
    assert set(found.cut_points) == set(nx.articulation_points(plain))


def test_krackhardts_kite() -> None:
    """Krackhardt 1990: one has the most ties (6 of 9), another lies between most (14 of 36 pairs)."""
    found = measured(_of(nx.krackhardt_kite_graph()))
    assert (found.nodes, found.ties) == (10, 18)
    assert found.density == pytest.approx(0.4)
    assert (max(found.degree), found.degree.index(6)) == (6, 3)
    assert found.betweenness[7] == max(found.betweenness) == pytest.approx(14 / 36)
    assert found.degree_centralisation == pytest.approx(24 / 72)
    assert found.bridges == ((7, 8), (8, 9))
    assert found.cut_points == (7, 8)


def test_zacharys_karate_club() -> None:
    """Zachary 1977: 34 members, 78 ties. The instructor's betweenness is published as 0.438, the president's as 0.304; density as 0.139.

    Centralisation by degree follows from the published degrees: 34 × 17 less 156, of 33 × 32.
    """
    found = measured(_of(nx.karate_club_graph()))
    assert (found.nodes, found.ties, found.components) == (34, 78, 1)
    assert found.density == pytest.approx(0.139, abs=5e-4)
    assert found.betweenness[0] == pytest.approx(0.438, abs=5e-4)
    assert found.betweenness[33] == pytest.approx(0.304, abs=5e-4)
    assert found.degree_centralisation == pytest.approx(422 / 1056)


def test_marriages_of_florentine_families() -> None:
    """Padgett's families with the one that married none, as Wasserman and Faust (1994, chapter 5) have them: 16 families, 20 marriages.

    Published: six ties and a betweenness of 0.452 of the Medici, and a centralisation of 0.267 by degree.
    """
    families = nx.florentine_families_graph()
    families.add_node("Pucci")
    found = measured(_of(families))
    medici = list(families).index("Medici")
    assert (found.nodes, found.ties, found.isolates, found.components) == (16, 20, 1, 2)
    assert found.degree[medici] == 6
    assert found.betweenness[medici] == pytest.approx(0.452, abs=5e-4)
    assert found.degree_centralisation == pytest.approx(0.267, abs=5e-4)


def test_a_star_is_as_central_as_can_be_and_a_ring_not_at_all() -> None:
    star = measured(Graph.of(9, mutual=[(0, node) for node in range(1, 9)]))
    ring = measured(Graph.of(9, mutual=[(node, (node + 1) % 9) for node in range(9)]))
    assert (star.degree_centralisation, star.betweenness_centralisation) == pytest.approx((1, 1))
    assert (ring.degree_centralisation, ring.betweenness_centralisation) == pytest.approx((0, 0))
    assert (len(star.bridges), ring.bridges) == (8, ())


@pytest.mark.parametrize("n", [0, 1, 2])
def test_what_divides_by_nothing_is_not_said(n: int) -> None:
    found = measured(Graph.of(n, mutual=[(0, 1)] if n == 2 else []))
    assert (found.degree_centralisation, found.betweenness_centralisation, found.reciprocity) == (None, None, None)
    assert found.density == (1 if n == 2 else None)
    assert len(found.degree) == len(found.betweenness) == n


def test_a_tie_with_nobody_is_refused() -> None:
    for tie in ((0, 0), (0, 3), (-1, 0)):
        with pytest.raises(ValueError, match="No such tie"):
            Graph.of(3, arcs=[tie])


def _network(n: int, ties: int, seed: int) -> tuple[tuple[str, ...], tuple[str, ...], Graph]:
    chance = random.Random(seed)
    keys = tuple(f"organisation {number}" for number in range(n))
    groups = ("", *(chance.choice(("north", "middle", "south")) for _ in range(n - 1)))
    pairs = [(0, chance.randrange(1, n)) for _ in range(n // 2)] + [tuple(chance.sample(range(n), 2)) for _ in range(ties)]
    return keys, groups, Graph.of(n, mutual=[(a, b) for a, b in pairs])


def test_the_same_network_has_the_same_map_whatever_order_it_comes_in() -> None:
    keys, groups, graph = _network(120, 200, 1)
    there = dict(zip(keys, layout(keys, groups, graph.pairs), strict=True))
    layout.cache_clear()
    turned = list(range(120))
    random.Random(2).shuffle(turned)
    place = {node: at for at, node in enumerate(turned)}
    other = Graph.of(120, mutual=[(place[a], place[b]) for a, b in graph.mutual])
    again = layout(tuple(keys[node] for node in turned), tuple(groups[node] for node in turned), other.pairs)
    assert dict(zip([keys[node] for node in turned], again, strict=True)) == there
    assert all(0 <= at.x <= 1 and 0 <= at.y <= 1 for at in there.values())
    assert len(set(there.values())) == 120


@pytest.mark.parametrize("n", [300, 900])
def test_one_tie_more_moves_the_map_little(n: int) -> None:
    keys, groups, graph = _network(n, n, 3)
    before = layout(keys, groups, graph.pairs)
    after = layout(keys, groups, Graph.of(n, mutual=[*graph.mutual, (n // 2, n - 1)]).pairs)
    moved = [((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 for one, other in zip(before, after, strict=True)]
    assert statistics.median(moved) < 0.01
    assert sum(far > 0.05 for far in moved) < n / 20


def test_a_map_of_nothing_and_of_one() -> None:
    assert layout((), (), ()) == ()
    assert layout(("one",), ("",), ()) == ((0.5, 0.5),)
