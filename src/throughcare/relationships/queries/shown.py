"""Assessments put together as pages, REST and the command line show them."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from throughcare.accounts.actors import Actor
from throughcare.common import charts
from throughcare.evaluation.ratings import END, HIGHEST, LOWEST
from throughcare.partners.queries.shown import day_words
from throughcare.relationships.bank import Band, Place
from throughcare.relationships.models import AgreedAction, Change, Wave
from throughcare.relationships.queries.across import Lagging
from throughcare.relationships.queries.results import DomainRow, LensRow, PlaceRow, Result, answered
from throughcare.relationships.queries.waves import enough, fewest_told, may_name, named, raters_of
from throughcare.relationships.states import (
    AGREED_COLOURS,
    AGREED_STATES,
    AGREED_WORDS,
    WAVE_COLOURS,
    AgreedState,
    CommentKind,
    RatingSide,
    WaveState,
)

LIST_HEAD = ("Partner", "Assessment", "Where it stands", "Last day", "Answers shown of")
OWN_HEAD = LIST_HEAD[1:]
ACROSS_HEAD = (
    "Domain",
    "As seen by",
    *({"text": text, "numeric": True} for text in ("Partnerships", "Middle", "Concern", "Between", "Strength")),
)
TOO_FEW = "Fewer than three"
GAP_WORDS = "The gap between the two sides in each domain, the widest first, with how sure it is. The table below says the same."


def tag(wave: Wave) -> dict[str, str]:
    """Where it stands, in a word and a colour."""
    state = WaveState(wave.state)
    return {"text": str(state.label), "colour": WAVE_COLOURS[state]}


def days(wave: Wave) -> str:
    """Since when and until when, in a sentence."""
    until = f"last day for answers: {day_words(wave.deadline)}"
    if wave.closed_on and wave.opened_on:
        return f"Open from {day_words(wave.opened_on)} to {day_words(wave.closed_on)}."
    return f"Open since {day_words(wave.opened_on)}; {until}." if wave.opened_on else f"Not open yet; {until}."


def own_line(wave: Wave) -> list[object]:
    """One assessment in the list of its partnership."""
    told = [f"{RatingSide(side).label}: {n}" for side in RatingSide if (n := answered(wave, side))]
    shown = ", ".join(told) or (TOO_FEW if wave.state == WaveState.PUBLISHED else "")
    return [{"text": f"Number {wave.number}", "href": reverse("assessment", args=[wave.pk])}, tag(wave), day_words(wave.deadline), shown]


def line(wave: Wave) -> list[object]:
    """One assessment in the list of all."""
    return [{"text": wave.partner.organization.name, "href": reverse("partner-assessments", args=[wave.partner_id])}, *own_line(wave)]


def asked(by: Actor, wave: Wave) -> list[dict[str, Any]]:
    """Each side with those who are asked, for those who ask; while it is open, whether there are enough, and never more."""
    rows, counts, is_theirs = raters_of(by, wave), named(wave), may_name(by, wave)
    return [
        {
            "title": side_name(wave, side),
            "rows": [row for row in rows if row.side == side],
            "count": counts[side].all,
            "own": 0 if is_theirs else counts[side].own,
            "fewest": {3: "three", 5: "five"}[fewest_told(wave, side)],
            "enough": enough(wave, side) if wave.state == WaveState.OPEN and not is_theirs else None,
        }
        for side in RatingSide
        if not is_theirs or side is RatingSide.THEIRS
    ]


def side_name(wave: Wave, side: RatingSide) -> str:
    """The department, or the partner's name."""
    return str(side.label) if side is RatingSide.OURS else wave.partner.organization.name


def mean_words(mean: float | None, highest: int = HIGHEST) -> str:
    """4.2; an end of the scale is told as "4.5 or more"."""
    if mean is None:
        return TOO_FEW
    more = " or more" if mean >= highest - END else " or less" if mean <= LOWEST + END else ""
    return f"{mean:.1f}{more}"


def change_words(step: float | None, change: Change | None) -> str:
    """How far a mean moved, and how sure that is."""
    if step is None:
        return ""
    if change is None:
        return f"{step:+.1f}"
    return f"{step:+.1f} (likely between {change.low:+.1f} and {change.high:+.1f}; {change.before} then, {change.now} now)"


def place_words(place: Place, mean: float | None) -> str:
    """The step a side's mean lies at, or the two it lies between."""
    if mean is None:
        return TOO_FEW
    below = int(mean)
    part = mean - below
    if part < 0.3:
        return place.steps[below - 1]
    return place.steps[below] if part > 0.7 else f"Between “{place.steps[below - 1]}” and “{place.steps[below]}”"


def result(found: Result) -> dict[str, Any]:
    """A result as its page shows it."""
    wave = found.wave
    sides = [side_name(wave, side) for side in RatingSide]
    numbers = [{"side": side_name(wave, side), "n": n} for side in RatingSide if (n := answered(wave, side))]
    has_before = found.before is not None
    head = ["Domain", *({"text": side, "numeric": True} for side in sides), {"text": "Gap", "numeric": True}]
    moved = ["Domain", *(f"{side}: since number {found.before.number}" for side in sides)] if found.before else []
    return {
        "numbers": numbers,
        "hidden": [side_name(wave, side) for side in found.hidden],
        "gap_head": [*head, {"text": "Likely between", "numeric": True}] if any(row.sure for row in found.gaps) else head,
        "gap_chart": gap_chart(found) if found.gaps else None,
        "gaps": [_gap(row)[: 5 if any(one.sure for one in found.gaps) else 4] for row in found.gaps],
        "all_head": head,
        "all": [_gap(row)[:4] for row in found.domains if row.gap is None and row.known],
        "strengths": [row.domain.title for row in found.strengths],
        "concerns": [_concern(row, sides) for row in found.concerns],
        "moved_head": moved,
        "moved": [_moved(row) for row in found.domains if _has_moved(row)] if has_before else [],
        "place_head": ["What", *sides],
        "places": [_place(row) for row in found.places],
        "lenses": [_lens(lens, rows, sides) for lens, rows in found.lenses],
        "comments": _comments(found),
    }


def _gap(row: DomainRow) -> list[object]:
    gap = "" if row.gap is None else f"{row.gap:+.1f}"
    sure = f"{row.sure.low:+.1f} and {row.sure.high:+.1f}" if row.sure else ""
    return [row.domain.title, mean_words(row.ours), mean_words(row.theirs), gap, sure]


def gap_chart(found: Result) -> SafeString:
    """The gap of each domain on a line: to the left the partner sees it better, to the right we do; how sure, as a bar."""
    drawn = [
        charts.Span(row.domain.title, row.gap or 0, row.sure.low if row.sure else None, row.sure.high if row.sure else None)
        for row in found.gaps
    ]
    furthest = max([2.0, *(abs(end) for one in drawn for end in (one.value, one.low or 0, one.high or 0))])
    ends = (f"{charts.short(side_name(found.wave, RatingSide.THEIRS), 24)} higher", "The department higher")
    return charts.spans(drawn, GAP_WORDS, lowest=-furthest, highest=furthest, ends=ends)


def _concern(row: DomainRow, sides: list[str]) -> str:
    low = [f"{side} {mean_words(mean)}" for side, mean in zip(sides, (row.ours, row.theirs), strict=True) if mean is not None]
    return f"{row.domain.title} ({', '.join(low)})"


def _has_moved(row: DomainRow) -> bool:
    return row.ours_moved is not None or row.theirs_moved is not None


def _moved(row: DomainRow) -> list[object]:
    return [row.domain.title, change_words(row.ours_moved, row.ours_change), change_words(row.theirs_moved, row.theirs_change)]


def _place(row: PlaceRow) -> list[object]:
    return [row.place.words, place_words(row.place, row.ours), place_words(row.place, row.theirs)]


def _lens(lens: Any, rows: list[LensRow], sides: list[str]) -> dict[str, Any]:
    head = ["Dimension", {"text": "Our questions", "numeric": True}, *sides]
    told = [[row.title, row.items, _read(row.ours, row.ours_band), _read(row.theirs, row.theirs_band)] for row in rows]
    return {"title": lens.title, "source": lens.source, "head": head, "rows": told}


def _read(mean: float | None, band: Band | None) -> object:
    words = mean_words(mean)
    return {"text": f"{words}: {band.words}"} if band else words


def _comments(found: Result) -> list[dict[str, Any]]:
    """By side and kind; within these their order is that of random keys."""
    return [
        {"title": f"{side_name(found.wave, side)}: {kind.label.lower()}", "rows": rows}
        for side in RatingSide
        for kind in CommentKind
        if (rows := [row.words for row in found.comments if row.side == side and row.kind == kind])
    ]


def agreed(row: AgreedAction, *, may_edit: bool) -> dict[str, Any]:
    """One agreed action, with the steps open to the reader."""
    state = AgreedState(row.state)
    return {
        "row": row,
        "due": day_words(row.due),
        "tag": {"text": str(state.label), "colour": AGREED_COLOURS[state]},
        "verbs": [(verb, AGREED_WORDS[verb]) for verb in AGREED_STATES.verbs_from(row.state)] if may_edit else [],
    }


def lagging(row: Lagging) -> list[object]:
    """One line of all partnerships together."""
    if row.middle is None:
        return [row.domain.title, row.side.label, TOO_FEW, "", "", "", ""]
    return [row.domain.title, row.side.label, row.n, mean_words(row.middle), row.concerns, row.between, row.strengths]
