"""The network in words and numbers, as pages, REST, files and the command line show it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from throughcare.evaluation.network import Measures
from throughcare.partners.models import OrganizationKind
from throughcare.places.queries import regions
from throughcare.relationships.queries.network import Network, Node, Tie
from throughcare.relationships.queries.network_map import href_of
from throughcare.relationships.queries.network_pages import Tied
from throughcare.relationships.queries.ties import DEPARTMENT
from throughcare.relationships.states import DIRECTED, TieKind

MOST_SHOWN = 25  # on the page with the map
NODE_HEAD = ("Organisation", "Kind", "Regions", {"text": "Tied with", "numeric": True}, "By")
BEST_HEAD = ("Organisation", "Kind", {"text": "Tied with", "numeric": True}, {"text": "Between others", "numeric": True})
TIE_HEAD = ("One", "The other", "What ties them")
OWN_HEAD = ("With", "What ties them")
MEASURE_HEAD = ("Measure", {"text": "Value", "numeric": True}, "What it says")
NODE_EXPORT = ("id", "name", "kind", "regions", "tied_with", "between", "cut_point")
TIE_EXPORT = ("one_id", "one", "other_id", "other", "kind", "from_one_to_other", "from_other_to_one", "has_direction", "bridge")
_COUNTED = {
    TieKind.AGREEMENT: ("agreement", "agreements"),
    TieKind.OWED: ("thing owed", "things owed"),
    TieKind.REFERRAL: ("referral", "referrals"),
    TieKind.EVENT: ("event", "events"),
    TieKind.SAID: ("word", "words"),
}
# name of the measure → title, what it says
MEASURES = {
    "nodes": ("Organisations, and the department", "How many are shown, tied or not."),
    "ties": ("Ties", "Pairs of them with anything between them."),
    "density": ("Density", "Ties, of all pairs there could be. 0: nobody works with anybody; 1: everybody with everybody."),
    "density_directed": ("Density, both ways counted", "The same, each pair counted once each way. What has a direction counts one way."),
    "reciprocity": (
        "Reciprocity",
        "Of all that leads one way (referrals, things owed, what one says of the other), the share where something leads back.",
    ),
    "degree_centralisation": (
        "Centralisation by ties",
        "How far ties go through one alone (Freeman). 1: a star, all are tied to one and to nobody else; 0: all have as many.",
    ),
    "betweenness_centralisation": (
        "Centralisation by position",
        "How far shortest ways between others lead through one alone (Freeman). 1: a star; 0: no one is more between than another.",
    ),
    "components": ("Parts", "Groups that hang together, with no tie to another group. One with no tie is a part by itself."),
    "largest": ("In the largest part", "How many hang together there."),
    "isolates": ("With no tie", "How many are tied with nobody shown."),
    "bridges": ("Bridges", "Ties without which a part would fall in two."),
    "cut_points": ("Cut points", "Organisations without which a part would fall in two."),
}


def value_of(found: Measures, name: str) -> float | int | None:
    """One measure; of bridges and cut points, how many."""
    value = getattr(found, name)
    return len(value) if isinstance(value, tuple) else value


def said(value: float | None) -> str:
    """In three decimals; a dash where its definition divides by nothing."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def measure_rows(found: Measures) -> list[list[object]]:
    """Each measure with its meaning."""
    return [[title, said(value_of(found, name)), words] for name, (title, words) in MEASURES.items()]


def _linked(node: Node) -> object:
    href = href_of(node)
    return {"text": node.name, "href": href} if href else node.name


def _kind(node: Node) -> str:
    return str(OrganizationKind(node.kind).label) if node.kind else ""


def best_rows(network: Network) -> list[list[object]]:
    """Those with most ties; of as many, those between most."""
    found = network.measures
    order = sorted(range(len(network.nodes)), key=lambda n: (-found.degree[n], -found.betweenness[n], n))
    return [
        [_linked(network.nodes[n]), _kind(network.nodes[n]), found.degree[n], f"{found.betweenness[n]:.3f}"]
        for n in order[:MOST_SHOWN]
        if found.degree[n]
    ]


def cut_rows(network: Network) -> list[dict[str, Any]]:
    """Organisations without which a part would fall in two, those between most first; the department, which everybody knows of, is left out."""
    found = network.measures
    order = sorted(found.cut_points, key=lambda n: (-found.betweenness[n], n))
    return [{"text": node.name, "href": href_of(node)} for node in (network.nodes[n] for n in order) if node.id != DEPARTMENT]


def node_rows(rows: Iterable[tuple[Node, Tied]]) -> list[list[object]]:
    """A page of organisations."""
    names = {region.code: region.name for region in regions()}
    found = []
    for node, tied in rows:
        there = ", ".join(names.get(code, code) for code in node.regions)
        found.append([_linked(node), _kind(node), there, tied.number, "; ".join(str(kind.label) for kind in tied.kinds)])
    return found


def tie_rows(rows: Iterable[tuple[Tie, Node, Node]]) -> list[list[object]]:
    """A page of ties."""
    return [[_linked(one), _linked(other), tie_words(tie, one.name, other.name)] for tie, one, other in rows]


def own_rows(node: Node, rows: Iterable[tuple[Tie, Node]], *, linked: bool) -> list[list[object]]:
    """One partner's ties. linked: to whom it is tied with, for whoever may look at partners."""
    return [[_linked(other) if linked else other.name, tie_words(tie, node.name, other.name)] for tie, other in rows]


def tie_words(tie: Tie, one: str, other: str) -> str:
    """2 agreements; 3 things owed by One; branch of a national body."""
    parts = []
    for kind in tie.kinds:
        if kind == TieKind.BRANCH:
            parts.append(str(kind.label))
        elif kind == TieKind.SAID:
            parts.append(f"said by {' and by '.join(whose for _, whose in _ways(tie, kind, one, other))}")
        elif kind not in DIRECTED:
            parts.append(_number(kind, tie.there[kind]))
        else:
            parts += [
                f"{_number(kind, ways[kind])} {'from' if kind == TieKind.REFERRAL else 'by'} {whose}"
                for ways, whose in _ways(tie, kind, one, other)
            ]
    return "; ".join(parts)


def _ways(tie: Tie, kind: TieKind, one: str, other: str) -> list[tuple[dict[TieKind, int], str]]:
    return [(ways, _in_a_sentence(whose)) for ways, whose in ((tie.there, one), (tie.back, other)) if kind in ways]


def _in_a_sentence(name: str) -> str:
    return "the department" if name == "The department" else name


def _number(kind: TieKind, number: int) -> str:
    single, many = _COUNTED[kind]
    return f"{number:,} {single if number == 1 else many}"


def key_of(node_id: UUID) -> str | None:
    """As REST and files say it: None is the department."""
    return None if node_id == DEPARTMENT else str(node_id)


def as_dict(network: Network) -> dict[str, Any]:
    """Measures, for --json and REST."""
    found, nodes = network.measures, network.nodes
    told = {name: value_of(found, name) for name in MEASURES if name not in ("bridges", "cut_points")}
    return told | {
        "bridges": [[key_of(nodes[one].id), key_of(nodes[other].id)] for one, other in found.bridges],
        "cut_points": [key_of(nodes[number].id) for number in found.cut_points],
    }


def node_dict(node: Node, tied: Tied) -> dict[str, Any]:
    """One organisation, for REST."""
    return {
        "id": node.id,
        "name": node.name,
        "kind": node.kind,
        "regions": list(node.regions),
        "tied_with": tied.number,
        "ties": tied.kinds,
    }


def tie_dict(tie: Tie, one: Node, other: Node) -> dict[str, Any]:
    """One tie, for REST."""
    return {
        "one_id": key_of(one.id),
        "one_name": one.name,
        "other_id": key_of(other.id),
        "other_name": other.name,
        "ties": [{"kind": kind, "from_one": tie.there.get(kind, 0), "from_other": tie.back.get(kind, 0)} for kind in tie.kinds],
    }


def node_lines(network: Network) -> list[list[str]]:
    """Under NODE_EXPORT."""
    found, cut = network.measures, set(network.measures.cut_points)
    return [
        [
            key_of(node.id) or "",
            node.name,
            node.kind,
            " ".join(node.regions),
            str(found.degree[n]),
            f"{found.betweenness[n]:.6f}",
            "yes" if n in cut else "no",
        ]
        for n, node in enumerate(network.nodes)
    ]


def tie_lines(network: Network) -> list[list[str]]:
    """Under TIE_EXPORT: a row for each kind of each tie."""
    at, bridges = network.place_of, set(network.measures.bridges)
    found = []
    for tie in network.ties:
        one, other = at[tie.one], at[tie.other]
        ends = [part for n in (one, other) for part in (key_of(network.nodes[n].id) or "", network.nodes[n].name)]
        bridge = "yes" if (min(one, other), max(one, other)) in bridges else "no"
        found += [
            [*ends, kind.value, str(tie.there.get(kind, 0)), str(tie.back.get(kind, 0)), "yes" if kind in DIRECTED else "no", bridge]
            for kind in tie.kinds
        ]
    return found


def graphml(network: Network) -> str:
    """GraphML 1.0 of the same nodes and ties, with no places: others lay it out as they like. A tie without direction is two edges."""
    node_keys, edge_keys = ("name", "kind", "regions"), ("tie", "number")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'<key id="{key}" for="node" attr.name="{key}" attr.type="string"/>' for key in node_keys]
    lines += [f'<key id="{key}" for="edge" attr.name="{key}" attr.type="{"int" if key == "number" else "string"}"/>' for key in edge_keys]
    lines.append('<graph id="network" edgedefault="directed">')
    for number, node in enumerate(network.nodes):
        told = zip(node_keys, (node.name, node.kind, " ".join(node.regions)), strict=True)
        lines.append(f'<node id="n{number}">{"".join(_data(key, value) for key, value in told)}</node>')
    for tie in network.ties:
        lines += _edges(tie, network.place_of)
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _edges(tie: Tie, at: dict[UUID, int]) -> list[str]:
    found = []
    for kind in tie.kinds:
        for one, other, numbers in ((tie.one, tie.other, tie.there), (tie.other, tie.one, tie.back)):
            if kind in numbers:
                told = _data("tie", kind.value) + _data("number", str(numbers[kind]))
                found.append(f'<edge source="n{at[one]}" target="n{at[other]}">{told}</edge>')
    return found


def _data(key: str, value: str) -> str:
    """Without control characters, which XML has no place for."""
    plain = "".join(letter for letter in value if letter >= " " or letter in "\n\t")
    return f"<data key={quoteattr(key)}>{escape(plain)}</data>"
