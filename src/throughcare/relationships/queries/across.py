"""All partnerships together: how each domain is spread, and which lag. No partner is named, and nothing is said of fewer than three."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.evaluation.ratings import FEWEST, Cell, mean_of
from throughcare.relationships.bank import CURRENT, Domain, bank
from throughcare.relationships.models import Score, Wave
from throughcare.relationships.queries.results import CONCERN, STRENGTH
from throughcare.relationships.states import RatingSide, WaveState


class Lagging(NamedTuple):
    """One domain as one side of `n` partnerships sees it: how many are concerns, between, strengths; the middle of their means.

    None of it when fewer than three partnerships have a mean.
    """

    domain: Domain
    side: RatingSide
    n: int
    concerns: int
    between: int
    strengths: int
    middle: float | None


def across(by: Actor) -> list[Lagging]:
    """Of each partnership its last published assessment; what lags most first."""
    by.check(Permission.PARTNER_VIEW)
    means = _means()
    rows = [_lagging(domain, side, means[side, domain.code]) for domain in bank(CURRENT).domains for side in RatingSide]
    return sorted(rows, key=lambda row: (row.middle is None, row.middle or 0, row.domain.code, row.side))


def _means() -> dict[tuple[RatingSide, str], list[float]]:
    found: dict[tuple[RatingSide, str], list[float]] = defaultdict(list)
    for _, side, domain, mean in means_of_last(bank(CURRENT).domains):
        found[side, domain.code].append(mean)
    return found


def means_of_last(domains: Iterable[Domain]) -> Iterator[tuple[UUID, RatingSide, Domain, float]]:
    """Of each partner's last published assessment: the mean of each domain, as either side sees it, where it is told."""
    published = Wave.objects.filter(state=WaveState.PUBLISHED, bank=CURRENT)
    last = dict(published.order_by("partner_id", "-closed_on", "-number").distinct("partner_id").values_list("pk", "partner_id"))
    told: dict[tuple[UUID, RatingSide], dict[str, Cell]] = defaultdict(dict)
    for row in Score.objects.filter(wave__in=list(last)).order_by("id"):
        told[row.wave_id, RatingSide(row.side)][row.item] = Cell(row.n, row.mean)
    for (wave, side), cells in told.items():
        for domain in domains:
            if (mean := mean_of(cells, domain.codes)) is not None:
                yield last[wave], side, domain, mean


def _lagging(domain: Domain, side: RatingSide, means: list[float]) -> Lagging:
    if len(means) < FEWEST:
        return Lagging(domain, side, 0, 0, 0, 0, None)
    concerns, strengths = _count(mean < CONCERN for mean in means), _count(mean >= STRENGTH for mean in means)
    return Lagging(domain, side, len(means), concerns, len(means) - concerns - strengths, strengths, round(median(means), 1))


def _count(found: Iterable[bool]) -> int:
    return sum(1 for one in found if one)
