"""A measure's values drawn as bars, with its target as a line. The table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughcare.performance.days import Period

WIDTH, HEIGHT = 480, 240
_LEFT, _TOP, _BOTTOM = 46, 20, 206
_MOST_BARS = 8


@dataclass(frozen=True)
class Bar:
    """x, y, width, height in points of the picture; label stands under it, text above it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str
    missed: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 5, 1)


@dataclass(frozen=True)
class Line:
    """A target, at this height."""

    y: float
    text: str

    @property
    def above(self) -> float:
        return round(self.y - 4, 1)


@dataclass(frozen=True)
class Chart:
    """All of it. The lowest line is nought."""

    bars: list[Bar]
    targets: list[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    base: int = _BOTTOM


def chart(values: Sequence[tuple[Period, Decimal | None, str, bool | None]], targets: Sequence[tuple[Decimal, str]]) -> Chart | None:
    """values: period, value, the value in words, and whether it meets the target. The last eight are drawn; None when none has a value."""
    shown = list(values)[-_MOST_BARS:]
    numbers = [value for _, value, _, _ in shown if value is not None]
    if not numbers:
        return None
    top = max([*numbers, *(target for target, _ in targets)]) or Decimal(1)

    def height(value: Decimal) -> float:
        return round(float(value / top) * (_BOTTOM - _TOP), 1)

    step = (WIDTH - _LEFT - 10) / len(shown)
    wide = min(step * 0.7, 60)
    bars = []
    for place, (period, value, text, met) in enumerate(shown):
        tall = height(value) if value is not None else 0.0
        x = round(_LEFT + step * place + (step - wide) / 2, 1)
        bars.append(Bar(x, round(_BOTTOM - tall, 1), round(wide, 1), tall, f"{period.first_on:%b %y}", text, met is False))
    return Chart(bars, [Line(round(_BOTTOM - height(target), 1), text) for target, text in targets])
