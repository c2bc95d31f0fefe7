"""The network as a map: lines and circles in pixels, for a picture made on the server. The table beside it says the same."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.urls import reverse

from throughcare.evaluation.network import Place
from throughcare.relationships.queries.network import Network, Node
from throughcare.relationships.queries.ties import DEPARTMENT
from throughcare.relationships.states import TieKind

WIDTH, HEIGHT, EDGE = 960, 720, 40
_SMALLEST, _LARGEST = 3.0, 16.0
_MANY = 25  # ties of the largest circle, at least: where all have few, none is drawn large
_NAMED = 14  # of the best connected, at most
_LETTER, _LINE = 8.2, 18  # roughly how wide a letter and how high a line is
_LONGEST_NAME = 28
# Colour and dashes of a line, by the kind that is drawn; never by colour alone.
_LINES = {
    TieKind.AGREEMENT: ("#1d70b8", ""),
    TieKind.OWED: ("#00703c", "8 3"),
    TieKind.REFERRAL: ("#d4351c", "2 3"),
    TieKind.BRANCH: ("#4c2c92", "12 4 2 4"),
    TieKind.EVENT: ("#b58840", "1 4"),
    TieKind.SAID: ("#912b88", "6 2 1 2"),
}
# Of several kinds between two, the one that is drawn: what is rarer.
_DRAWN_FIRST = (TieKind.BRANCH, TieKind.REFERRAL, TieKind.OWED, TieKind.AGREEMENT, TieKind.EVENT, TieKind.SAID)


class Circle(NamedTuple):
    """One node, in pixels. title: who, and how many ties."""

    x: float
    y: float
    radius: float
    title: str
    is_us: bool


class Name(NamedTuple):
    """Words beside a circle. anchor: start or end."""

    x: float
    y: float
    text: str
    anchor: str


class Line(NamedTuple):
    """All ties of one kind, as one path. ours: those of the department, drawn fainter, since it is tied to most."""

    path: str
    colour: str
    dashes: str
    label: str
    ours: bool


def picture(network: Network) -> dict[str, Any]:
    """Lines below, circles above, names of the best connected on top; the legend."""
    at = {number: _in_pixels(place) for number, place in enumerate(network.places()) if place is not None}
    degree = network.measures.degree
    circles = {number: _circle(network.nodes[number], *at[number], degree[number], max(degree, default=0)) for number in at}
    lines = _lines(network, at)
    drawn = {line.label for line in lines}
    legend = [
        {"label": str(kind.label), "colour": colour, "dashes": dashes}
        for kind, (colour, dashes) in _LINES.items()
        if str(kind.label) in drawn
    ]
    best = sorted(circles, key=lambda number: (network.nodes[number].id != DEPARTMENT, -degree[number], number))
    names = _names(network, circles, [number for number in best if degree[number]])
    undrawn = len(network.nodes) - len(circles)
    return {
        "undrawn": undrawn,
        "width": WIDTH,
        "height": HEIGHT,
        "lines": lines,
        "circles": list(circles.values()),
        "names": names,
        "legend": legend,
    }


def href_of(node: Node) -> str:
    """Its own ties, or the directory's page of one that is not on the register; nothing for the department."""
    if node.id == DEPARTMENT:
        return ""
    return reverse("partner-network" if node.is_partner else "organization", args=[node.id])


def _circle(node: Node, x: float, y: float, degree: int, most: int) -> Circle:
    """As large in area as it has ties."""
    is_us = node.id == DEPARTMENT
    share = (degree / max(most, _MANY)) ** 0.5
    title = f"{node.name}: {degree} tie{'' if degree == 1 else 's'}"
    return Circle(x, y, round(_SMALLEST + share * (_LARGEST - _SMALLEST), 1), title, is_us)


def _in_pixels(place: Place) -> tuple[float, float]:
    return round(EDGE + place.x * (WIDTH - 2 * EDGE), 1), round(EDGE + place.y * (HEIGHT - 2 * EDGE), 1)


def _lines(network: Network, at: dict[int, tuple[float, float]]) -> list[Line]:
    paths: dict[tuple[bool, TieKind], list[str]] = defaultdict(list)
    for tie in network.ties:
        kind = next(kind for kind in _DRAWN_FIRST if kind in tie.there or kind in tie.back)
        (x, y), (to_x, to_y) = at[network.place_of[tie.one]], at[network.place_of[tie.other]]
        paths[DEPARTMENT not in (tie.one, tie.other), kind].append(f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}")
    return [
        Line("".join(parts), *_LINES[kind], str(kind.label), not is_theirs)
        for (is_theirs, kind), parts in sorted(paths.items(), key=lambda row: row[0])
    ]


def _names(network: Network, circles: dict[int, Circle], order: list[int]) -> list[Name]:
    """Of the best connected, those whose words cover no other's."""
    found: list[Name] = []
    taken: list[tuple[float, float, float, float]] = []
    for number in order:
        if len(found) == _NAMED:
            break
        circle, name = circles[number], network.nodes[number].name
        text = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        long = len(text) * _LETTER
        is_right = circle.x + circle.radius + long + 4 > WIDTH
        left = circle.x - circle.radius - 4 - long if is_right else circle.x + circle.radius + 4
        box = (left - 4, circle.y - _LINE / 2, left + long + 4, circle.y + _LINE / 2)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            taken.append(box)
            found.append(Name(round(left + long if is_right else left, 1), circle.y, text, "end" if is_right else "start"))
    return found
