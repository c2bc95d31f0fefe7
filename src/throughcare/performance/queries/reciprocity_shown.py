"""How the department does by its partners, put together as pages, REST and the command line show it."""

from typing import Any

from django.urls import reverse

from throughcare.evaluation.rates import Share
from throughcare.evaluation.small_counts import FEWEST_AS_IS
from throughcare.performance.queries.reciprocity import Done, Figure, Reciprocity
from throughcare.performance.states import ANSWER_WITHIN, LOOK_WITHIN, PAY_WITHIN, REVIEW_WITHIN

TITLES = {
    Figure.ANSWERS: "Questions about referrals answered",
    Figure.PAYMENTS: "Payments made on time",
    Figure.REPORTS: "Reports looked at",
    Figure.REVIEWS: "Review days kept up",
    Figure.OBLIGATIONS: "What the department owes, met",
}
DEFINITIONS = {
    Figure.ANSWERS: f"Of questions that services of the partner asked about referrals in the half-year, those answered within {ANSWER_WITHIN} days. "
    "Confidential services, and records some may not see, are left out. Told when the half-year is over.",
    Figure.PAYMENTS: f"Of payments that were due, those paid by their day, or within {PAY_WITHIN} days after what they are for was shown, if that was later. "
    "What is not payable is left out, and so is what waits to be shown.",
    Figure.REPORTS: f"Of reports the partner sent in, those accepted or sent back within {LOOK_WITHIN} days. A report that was sent in again counts from then.",
    Figure.REVIEWS: f"Of days on which an agreement was to be reviewed, those where the next day was set from {REVIEW_WITHIN} days before until "
    f"{REVIEW_WITHIN} days after. A review day that was moved earlier than that is counted on its new day. Whether the two met is not known.",
    Figure.OBLIGATIONS: "Of what the department owed by a day, what is met in full by now, even late. What was waived is left out. The department says what it amounts to; "
    "what the partner sees differently is told beside it.",
}
HEAD = ("What", "Share", "How many", "95% interval", "Half of them within", "How it is counted")
LIST_HEAD = ("Partner", *(TITLES[figure] for figure in Figure))
TOO_FEW = f"Too few people to tell (fewer than {FEWEST_AS_IS})"


def why_untold(one: Done) -> str:
    """Why there is no share."""
    if one.elsewhere:
        return "Not kept here: referrals are kept elsewhere"
    if one.running:
        return "Told when the half-year is over"
    return TOO_FEW if one.withheld else "Nothing was to be done"


def per_cent(share: float) -> str:
    """A share in whole per cent."""
    return f"{100 * share:.0f}%"


def interval(share: Share) -> str:
    """Its two ends."""
    return f"{per_cent(share.low)} to {per_cent(share.high)}"


def days_words(one: Done) -> str:
    """Within how many days half of all were done, where days are measured: before the day is minus."""
    if one.median is None:
        return "" if one.share is None or one.figure == Figure.OBLIGATIONS else "Half are not done"
    if one.median == 0:
        return "On the day" if _after(one.figure) else "The same day"
    days = f"{abs(one.median):.1f}".removesuffix(".0")
    return f"{days} day{'' if days == '1' else 's'}{' before the day' if one.median < 0 else _after(one.figure)}"


def _after(figure: Figure) -> str:
    return "" if figure in (Figure.ANSWERS, Figure.REPORTS) else " after the day"


def lines(found: Reciprocity) -> list[list[object]]:
    """A line for each figure."""
    rows: list[list[object]] = []
    for figure, one in found.done.items():
        told = [why_untold(one), "", "", ""]
        if one.share is not None:
            seen = f"; {one.disputed} seen differently by the partner" if one.disputed else ""
            told = [per_cent(one.share.share), f"{one.share.hits} of {one.share.n}{seen}", interval(one.share), days_words(one)]
        rows.append([TITLES[figure], *told, DEFINITIONS[figure]])
    return rows


def list_lines(found: list[Reciprocity]) -> list[list[object]]:
    """A line for each partner."""
    return [
        [
            {"text": one.organization.name, "href": f"{reverse('reciprocity', args=[one.organization.pk])}?half={one.half.code}"},
            *(_short(done) for done in one.done.values()),
        ]
        for one in found
    ]


def _short(one: Done) -> str:
    if one.share is not None:
        return f"{per_cent(one.share.share)} ({one.share.hits} of {one.share.n}; {interval(one.share)})"
    return "" if not (one.withheld or one.running or one.elsewhere) else why_untold(one)


def as_dict(found: Reciprocity) -> dict[str, Any]:
    """For REST and the command line."""
    return {
        "organization_id": found.organization.pk,
        "organization": found.organization.name,
        "half": found.half.code,
        "first_on": found.half.first_on,
        "last_on": found.half.last_on,
        "figures": [
            {
                "half": found.half.code,
                "figure": figure.value,
                "definition": DEFINITIONS[figure],
                "hits": one.share.hits if one.share else None,
                "n": one.share.n if one.share else None,
                "share": round(one.share.share, 4) if one.share else None,
                "low": round(one.share.low, 4) if one.share else None,
                "high": round(one.share.high, 4) if one.share else None,
                "median_days": one.median,
                "disputed": one.disputed,
                "untold": "" if one.share else why_untold(one),
            }
            for figure, one in found.done.items()
        ],
    }
