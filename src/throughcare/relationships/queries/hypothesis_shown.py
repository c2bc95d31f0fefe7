"""The hypothesis page in words, for the page, REST and the command alike."""

from typing import Any

from throughcare.common.charts import dots
from throughcare.evaluation.association import FEWEST
from throughcare.relationships.queries.hypothesis import Hypothesis
from throughcare.relationships.states import RatingSide

SIDES = {RatingSide.OURS: "As the department sees the partnership", RatingSide.THEIRS: "As partners see the partnership"}
LIMITS = (
    "Throughcare does not yet know whether a referral was completed. Whether it was accepted stands for it here: of those answered, in eight quarters.",
    "Only partnerships with a published assessment, and with at least ten people whose referrals were answered, are in it. Those without are not like those with.",
    "It does not say that one makes the other. A partner that accepts much may be liked for it; who is referred differs from partner to partner.",
    "Orders are compared, not sizes, and every partnership counts as much as another. Two views are looked at, so one of them shows something by chance more often.",
)
HEAD = ("Place by assessment", "Place by referrals accepted")


def number(value: float) -> str:
    """0.21, −0.15."""
    return f"{value:.2f}".replace("-", "\u2212")


def title(one: Hypothesis) -> str:
    """Whose view it is."""
    return SIDES[one.side]


def reading(one: Hypothesis) -> str:
    """What it says, in one sentence."""
    if one.found is None:
        return f"{one.n} partnerships have both numbers. Nothing is said of fewer than {FEWEST}, or of such that are all alike."
    if one.found.low <= 0 <= one.found.high:
        return f"These {one.n} partnerships do not show whether the two go together."
    way = "more" if one.found.rho > 0 else "fewer"
    return f"Among these {one.n} partnerships, those that go better have {way} of their referrals accepted. That is no proof that one makes the other."


def numbers(one: Hypothesis) -> list[dict[str, str]]:
    """Each with what it is."""
    if one.found is None or one.without is None or one.seen is None:
        return []
    found, times = one.found, max(1, round(100 * one.found.chance))
    return [
        {"key": "Partnerships", "value": str(one.n)},
        {
            "key": "Rank correlation (Spearman)",
            "value": f"{number(found.rho)}, 95% interval {number(found.low)} to {number(found.high)}. 0: no order; 1: the same order; \u22121: the opposite.",
        },
        {"key": "By chance alone", "value": f"Orders that are drawn go together at least as much {times} times in a hundred."},
        {"key": "Without any one of them", "value": f"{number(one.without[0])} to {number(one.without[1])}"},
        {"key": "What so few could show", "value": f"Four times in five only a correlation beyond {number(one.seen)}, either way."},
    ]


def shown(one: Hypothesis) -> dict[str, Any]:
    """A part of the page."""
    alt = f"{one.n} partnerships by their place in the assessment and their place by referrals accepted. {reading(one)}"
    picture = dots(one.places, alt, across="Goes better", up="More accepted") if one.places else ""
    rows = [[f"{x:g}", f"{y:g}"] for x, y in one.places]
    return {"title": title(one), "reading": reading(one), "numbers": numbers(one), "picture": picture, "rows": rows}


def as_dict(one: Hypothesis) -> dict[str, Any]:
    """For machines. places: pairs of places, of no partner in particular."""
    found = one.found
    return {
        "side": one.side,
        "n": one.n,
        "rho": found.rho if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "chance": found.chance if found else None,
        "without_one": list(one.without) if one.without else None,
        "smallest_seen": one.seen,
        "places": [list(pair) for pair in one.places],
        "reading": reading(one),
    }
