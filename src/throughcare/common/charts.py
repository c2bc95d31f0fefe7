"""Charts drawn on the server as SVG, for a page and for paper alike. What they say stands in a table beside them, and never in colour alone.

Every word is escaped; numbers are pixels of a picture `WIDTH` wide, which the page makes as wide as there is room.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 480
FONT = "Noto Sans, Liberation Sans, Libertinus Serif, arial, sans-serif"
INK, LINE, PAPER, QUIET = "#0b0c0c", "#b1b4b6", "#ffffff", "#f3f2f1"
BLUE, PALE, ORANGE = "#1d70b8", "#d2e2f1", "#f47738"
_ROW, _BAR, _END = 46, 16, 74  # pixels: of a row, of its bar, left free after the longest for its number
_LONGEST = 52  # letters of a label


@dataclass(frozen=True)
class Bar:
    """One row: `part` of `whole` (part <= whole), in the same unit."""

    label: str
    part: int
    whole: int


@dataclass(frozen=True)
class Span:
    """One row: where something lies on a scale, and between which ends it may lie; low and high are None when nobody can say."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


def svg(height: float, alt: str, inside: SafeString, *, width: int = WIDTH) -> SafeString:
    """A picture with words for whoever can't see it."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="{}" role="img" aria-label="{}" class="app-map__picture">{}</svg>',
        width,
        height,
        FONT,
        alt,
        inside,
    )


def bars(rows: Sequence[Bar], alt: str) -> SafeString:
    """A bar a row, as long as its whole, filled as far as its part; the label above it, "3 of 5" after it."""
    most = max((row.whole for row in rows), default=0) or 1
    scale = (WIDTH - _END) / most
    return svg(
        len(rows) * _ROW or 1, alt, format_html_join("", "{}", ((_bar(row, place * _ROW, scale),) for place, row in enumerate(rows)))
    )


def _bar(row: Bar, top: float, scale: float) -> SafeString:
    whole, part = max(1.0, round(row.whole * scale, 1)), round(row.part * scale, 1)
    return format_html(
        '<text x="0" y="{}" font-size="15" fill="{}">{}</text>'
        '<rect x="0.5" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/><rect x="0.5" y="{}" width="{}" height="{}" fill="{}"/>'
        '<text x="{}" y="{}" font-size="15" fill="{}">{} of {}</text>',
        *(top + 16, INK, short(row.label)),
        *(top + 23.5, whole, _BAR, PALE, BLUE, top + 23.5, part, _BAR, BLUE),
        *(whole + 7, top + 37, INK, row.part, row.whole),
    )


def spans(rows: Sequence[Span], alt: str, *, lowest: float, highest: float, ends: tuple[str, str]) -> SafeString:
    """A line a row from one end to the other, the value as a dot on it, the interval as a bar with stops; zero as an upright line.

    ends: what lies to the left and to the right, said above. A row without an interval has an open dot.
    """
    left, right = 20.0, WIDTH - 20.0
    scale = (right - left) / (highest - lowest)
    zero = round(left - lowest * scale, 1)
    top, bottom = 30, 30 + len(rows) * _ROW
    head = format_html(
        '<text x="{}" y="16" font-size="14" fill="{}">← {}</text><text x="{}" y="16" font-size="14" text-anchor="end" fill="{}">{} →</text>'
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-dasharray="4 3"/>',
        *(0, INK, ends[0], WIDTH, INK, ends[1]),
        *(zero, top - 6, zero, bottom, INK),
    )
    drawn = format_html_join("", "{}", ((_span(row, top + place * _ROW, left - lowest * scale, scale),) for place, row in enumerate(rows)))
    return svg(bottom + 4, alt, format_html("{}{}", head, drawn))


def _span(row: Span, top: float, zero: float, scale: float) -> SafeString:
    """The label stands on the paper's own colour, so that the upright line does not cross its letters."""
    middle, at = top + 32, round(zero + row.value * scale, 1)
    line = SafeString("")
    if row.low is not None and row.high is not None:
        low, high = (round(min(max(zero + end * scale, 2), WIDTH - 2), 1) for end in (row.low, row.high))
        line = format_html(
            '<path d="M{0} {1}V{2}M{0} {3}H{4}M{4} {1}V{2}" stroke="{5}" stroke-width="2" fill="none"/>',
            *(low, middle - 6, middle + 6, middle, high, INK),
        )
    fill = BLUE if line else PAPER
    label = short(row.label)
    return format_html(
        '<rect x="0" y="{}" width="{}" height="19" fill="{}"/><text x="0" y="{}" font-size="15" fill="{}">{}</text>{}'
        '<circle cx="{}" cy="{}" r="6" fill="{}" stroke="{}" stroke-width="2"/>',
        *(top + 1, len(label) * 8, PAPER, top + 16, INK, label, line),
        *(at, middle, fill, BLUE),
    )


def dots(places: Sequence[tuple[float, float]], alt: str, *, across: str, up: str) -> SafeString:
    """A dot for each pair of places, from 1 in the lower left corner. across, up: what the two ends of each axis are, low → high."""
    most = max((max(pair) for pair in places), default=1.0)
    left, top, side = 44.0, 24.0, WIDTH - 64.0
    step = side / max(most - 1, 1)
    drawn = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="5" fill="{}" fill-opacity="0.55" stroke="{}"/>',
        ((round(left + (x - 1) * step, 1), round(top + side - (y - 1) * step, 1), BLUE, INK) for x, y in places),
    )
    frame = format_html(
        '<rect x="30" y="10" width="{}" height="{}" fill="none" stroke="{}"/><text x="{}" y="{}" font-size="14" text-anchor="middle" fill="{}">{} →</text>'
        '<text x="18" y="{}" font-size="14" text-anchor="middle" fill="{}" transform="rotate(-90 18 {})">{} →</text>',
        *(side + 28, side + 28, LINE, left + side / 2, side + 58, INK, across),
        *(top + side / 2, INK, top + side / 2, up),
    )
    return svg(side + 68, alt, format_html("{}{}", frame, drawn))


def short(text: str, most: int = _LONGEST) -> str:
    """As much of a label as there is room for, in letters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
