"""A published assessment: the gap between the two sides first. Everything here is made of what was published once, at the close."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from throughcare.accounts.actors import Actor
from throughcare.common.clock import today
from throughcare.evaluation.ratings import Cell, fewest_of, mean_of, moved
from throughcare.relationships.bank import Band, Domain, Item, Lens, Place, lenses
from throughcare.relationships.bank import bank as bank_of
from throughcare.relationships.models import Change, Comment, Score, SideGap, Wave
from throughcare.relationships.queries.waves import WaveFilters, page_of_waves
from throughcare.relationships.states import RatingSide, WaveState

OURS, THEIRS = RatingSide.OURS, RatingSide.THEIRS
STRENGTH, CONCERN = 4.0, 3.0  # a mean from here up on both sides; a mean below this on either
Told = Mapping[RatingSide, Mapping[str, Cell]]


class DomainRow(NamedTuple):
    """One domain as both sides see it; a mean is None where fewer than three answered. n: of the item that fewest answered."""

    domain: Domain
    ours: float | None
    theirs: float | None
    n_ours: int
    n_theirs: int
    ours_moved: float | None
    theirs_moved: float | None
    ours_change: Change | None
    theirs_change: Change | None
    sure: SideGap | None

    @property
    def gap(self) -> float | None:
        """Ours less theirs."""
        return None if self.ours is None or self.theirs is None else round(self.ours - self.theirs, 1)

    @property
    def known(self) -> list[float]:
        """Of the sides that may be told."""
        return [mean for mean in (self.ours, self.theirs) if mean is not None]

    @property
    def is_strength(self) -> bool:
        """Both sides say so."""
        return len(self.known) == len(RatingSide) and min(self.known) >= STRENGTH

    @property
    def is_concern(self) -> bool:
        """At least one side says so."""
        return bool(self.known) and min(self.known) < CONCERN


class PlaceRow(NamedTuple):
    """Where each side sees the partnership on a line; None where fewer than three said."""

    place: Place
    ours: float | None
    theirs: float | None


class LensRow(NamedTuple):
    """One dimension of a published instrument, and how it reads each side's mean (None: not told, or it has no bands)."""

    title: str
    items: int
    ours: float | None
    theirs: float | None
    ours_band: Band | None
    theirs_band: Band | None


@dataclass(frozen=True)
class Result:
    """All of a published assessment. before: the one it is compared with."""

    wave: Wave
    before: Wave | None
    domains: list[DomainRow]
    places: list[PlaceRow]
    lenses: list[tuple[Lens, list[LensRow]]]
    comments: list[Comment]

    @property
    def gaps(self) -> list[DomainRow]:
        """Where both sides may be told, the widest gap first."""
        return sorted((row for row in self.domains if row.gap is not None), key=lambda row: (-abs(row.gap or 0), row.domain.code))

    @property
    def strengths(self) -> list[DomainRow]:
        """What both sides find good, the best first."""
        return sorted((row for row in self.domains if row.is_strength), key=lambda row: (-min(row.known), row.domain.code))

    @property
    def concerns(self) -> list[DomainRow]:
        """What either side is not content with, the worst first."""
        return sorted((row for row in self.domains if row.is_concern), key=lambda row: (min(row.known), row.domain.code))

    @property
    def hidden(self) -> list[RatingSide]:
        """Sides of which fewer than three answered."""
        return [side for side in RatingSide if answered(self.wave, side) is None]


def answered(wave: Wave, side: RatingSide) -> int | None:
    """How many of a side answered; None: fewer than three."""
    return wave.answered_ours if side is OURS else wave.answered_theirs


def result_of(by: Actor, wave: Wave) -> Result | None:
    """What a published assessment says; None before. The wave comes from `get_wave`, so the reader may see it."""
    if wave.state != WaveState.PUBLISHED:
        return None
    before = before_of(by, wave)
    asked, told, then = bank_of(wave.bank), told_of(wave), told_of(before) if before else _nothing()
    changes = {(row.side, row.domain): row for row in Change.objects.filter(wave=wave).order_by("id")}
    gaps = {row.domain: row for row in SideGap.objects.filter(wave=wave).order_by("id")}
    comparable = bool(before and before.bank == wave.bank)
    rows = [
        _row(domain, told, then if comparable and domain in asked.domains else _nothing(), changes, gaps)
        for domain in asked.with_own(wave.own_items)
    ]
    places = [PlaceRow(place, mean_of(told[OURS], [place.code]), mean_of(told[THEIRS], [place.code])) for place in asked.profile]
    items = [item for domain in asked.domains for item in domain.items]
    # Their keys are random, and so is their order.
    comments = list(Comment.objects.filter(wave=wave).order_by("side", "kind", "id"))
    return Result(wave, before, rows, places, [(lens, _through(lens, items, told)) for lens in lenses()], comments)


def told_of(wave: Wave) -> dict[RatingSide, dict[str, Cell]]:
    """side → item → what was published of it."""
    found = _nothing()
    for row in Score.objects.filter(wave=wave).order_by("id"):
        found[RatingSide(row.side)][row.item] = Cell(row.n, row.mean)
    return found


def _nothing() -> dict[RatingSide, dict[str, Cell]]:
    return {side: {} for side in RatingSide}


def before_of(by: Actor, wave: Wave) -> Wave | None:
    """The last one published before this one was opened: by days, since two records put together have assessments of both (decision 36)."""
    day = wave.opened_on or today()
    rows = page_of_waves(by, WaveFilters(partner_id=wave.partner_id, state=WaveState.PUBLISHED), size=200).rows
    before = [row for row in rows if row.closed_on and (row.closed_on, row.number) < (day, wave.number)]
    return max(before, key=lambda row: (row.closed_on, row.number), default=None)


def _row(domain: Domain, told: Told, then: Told, changes: Mapping[tuple[str, str], Change], gaps: Mapping[str, SideGap]) -> DomainRow:
    means = {side: mean_of(told[side], domain.codes) for side in RatingSide}
    steps = {side: moved(mean_of(then[side], domain.codes), means[side]) for side in RatingSide}
    return DomainRow(
        domain,
        means[OURS],
        means[THEIRS],
        fewest_of(told[OURS], domain.codes),
        fewest_of(told[THEIRS], domain.codes),
        steps[OURS],
        steps[THEIRS],
        changes.get((OURS.value, domain.code)),
        changes.get((THEIRS.value, domain.code)),
        gaps.get(domain.code),
    )


def _through(lens: Lens, items: list[Item], told: Told) -> list[LensRow]:
    rows = []
    for code, title in lens.dimensions.items():
        ours_of_it = [item.code for item in items if f"{lens.code}.{code}" in item.lenses]
        ours, theirs = (mean_of(told[side], ours_of_it) for side in (OURS, THEIRS))
        bands = (None if mean is None else lens.band(mean) for mean in (ours, theirs))
        rows.append(LensRow(title, len(ours_of_it), ours, theirs, *bands))
    return rows
