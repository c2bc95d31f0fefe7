"""What a stock-take found, as pictures: a map of its sites, and bars. Tables beside them say the same."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from throughcare.common import charts
from throughcare.places.models import Site
from throughcare.places.queries import sites_by_code
from throughcare.relationships.queries.stocktake_result import Result

MAP_WORDS = "Sites, as large as they have active partners. The table below says the same."
_WIDTH, _HEIGHT, _EDGE, _LARGEST = charts.WIDTH, 420, 60, 26


class Dot(NamedTuple):
    """Sites on the map, in pixels: where, how large, what they are called, how many partners are active at any of them."""

    x: float
    y: float
    radius: float
    name: str
    partners: int

    @property
    def is_right(self) -> bool:
        """Lies so far right that its name stands before it."""
        return self.x > _WIDTH / 2

    @property
    def beside(self) -> float:
        """Where its name begins, or ends."""
        return self.x - self.radius - 6 if self.is_right else self.x + self.radius + 6


def dots(result: Result) -> list[Dot]:
    """Sites asked that have a place on earth, those that would lie upon each other as one. East and west are shortened as the earth is there."""
    points = _points(list(sites_by_code([code for row in result.partners for code in row.asked]).values()))
    at: dict[str, set[UUID]] = defaultdict(set)
    for row in result.active:
        for code in row.sites:
            at[code].add(row.partner_id)
    groups: list[list[tuple[Site, float, float]]] = []
    for one in sorted(points, key=lambda point: (-len(at[point[0].code]), point[0].code)):
        near = (group for group in groups if math.dist(group[0][1:], one[1:]) < 2 * _LARGEST)
        group = next(near, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    counts = [len(set[UUID]().union(*(at[site.code] for site, _, _ in group))) for group in groups]
    most = max(counts, default=0) or 1
    return [
        Dot(
            x=round(group[0][1], 1),
            y=round(group[0][2], 1),
            radius=round(10 + (_LARGEST - 10) * math.sqrt(count / most), 1),
            name=group[0][0].name + (f" and {len(group) - 1} more" if len(group) > 1 else ""),
            partners=count,
        )
        for group, count in zip(groups, counts, strict=True)
    ]


def map_of(result: Result) -> SafeString | None:
    """The map as a picture; none when no site has a place."""
    found = dots(result)
    if not found:
        return None
    drawn = format_html_join("", "{}", ((_dot(dot),) for dot in found))
    frame = format_html('<rect x="0.5" y="0.5" width="{}" height="{}" fill="#f3f8f8" stroke="{}"/>', _WIDTH - 1, _HEIGHT - 1, charts.LINE)
    return charts.svg(_HEIGHT, MAP_WORDS, format_html("{}{}", frame, drawn))


def _dot(dot: Dot) -> SafeString:
    return format_html(
        '<circle cx="{x}" cy="{y}" r="{r}" fill="{blue}" stroke="{ink}"><title>{name}: {count} active</title></circle>'
        '<text x="{x}" y="{y}" dy="4" text-anchor="middle" font-size="13" fill="{paper}">{count}</text>'
        '<text x="{beside}" y="{y}" dy="4" text-anchor="{anchor}" font-size="15" fill="{ink}">{name}</text>',
        x=dot.x,
        y=dot.y,
        r=dot.radius,
        name=dot.name,
        count=dot.partners,
        beside=dot.beside,
        blue=charts.BLUE,
        ink=charts.INK,
        paper=charts.PAPER,
        anchor="end" if dot.is_right else "start",
    )


def bars_of(rows: Iterable[list[Any]], what: str) -> SafeString:
    """A table's first three columns (words, active, asked about) as bars. what: of what they are."""
    drawn = [charts.Bar(str(words), active, asked) for words, active, asked in rows]
    return charts.bars(drawn, f"Active partners of those asked about, {what}. The table says the same.")


def _points(known: list[Site]) -> list[tuple[Site, float, float]]:
    """Where sites lie on the picture, north above."""
    placed = [(site, site.latitude, site.longitude) for site in known if site.latitude is not None and site.longitude is not None]
    if not placed:
        return []
    narrow = math.cos(math.radians(sum(latitude for _, latitude, _ in placed) / len(placed)))
    left, top = min(east for _, _, east in placed) * narrow, max(north for _, north, _ in placed)
    wide, high = max(east for _, _, east in placed) * narrow - left, top - min(north for _, north, _ in placed)
    scale = min((_WIDTH - 2 * _EDGE) / (wide or 1e-6), (_HEIGHT - 2 * _EDGE) / (high or 1e-6), 1e6)
    return [(site, _EDGE + (east * narrow - left) * scale, _EDGE + (top - north) * scale) for site, north, east in placed]
