"""Does better partnership go with better referral completion? What the few partnerships there are can say of it, and what they can't.

One row for each partnership: the mean of its domains in the last published assessment, as one side sees it; and its place by the share of answered
referrals it accepted. Orders alone are compared, so that no partnership's share is told, and none is named.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.evaluation.association import FEWEST, Association, associated, ranks, smallest_seen, without_one
from throughcare.referrals.queries import accepting_order
from throughcare.relationships.bank import CURRENT, bank
from throughcare.relationships.queries.across import means_of_last
from throughcare.relationships.states import RatingSide


@dataclass(frozen=True)
class Hypothesis:
    """As one side sees the partnership. n: partnerships with both numbers. found: None where they are fewer than FEWEST, or all alike.

    without: the lowest and highest correlation when any one is left out. seen: what a correlation must be in truth for so many to show it four times
    in five. places: of each partnership, its place by score and by referrals, from 1; equal ones share theirs.
    """

    side: RatingSide
    n: int
    found: Association | None
    without: tuple[float, float] | None
    seen: float | None
    places: tuple[tuple[float, float], ...]


def hypotheses(by: Actor) -> list[Hypothesis]:
    """For either side's view. Nothing in partnership mode, where no referral is kept."""
    by.check(Permission.PARTNER_VIEW)
    if settings.PARTNERSHIP:
        return []
    order = accepting_order(by)
    return [_of(side, order) for side in RatingSide]


def _of(side: RatingSide, order: dict[UUID, int]) -> Hypothesis:
    scores = _scores(side)
    both = sorted(scores.keys() & order.keys())
    one, other = [scores[key] for key in both], [float(order[key]) for key in both]
    if len(both) < FEWEST or (found := associated(one, other, seed=f"hypothesis {side}")) is None:
        return Hypothesis(side, len(both), None, None, None, ())
    places = tuple(sorted(zip(ranks(one), ranks(other), strict=True)))
    return Hypothesis(side, len(both), found, without_one(one, other), smallest_seen(len(both)), places)


def _scores(side: RatingSide) -> dict[UUID, float]:
    """The mean of what is told of the domains, by partner."""
    found: dict[UUID, list[float]] = {}
    for partner, seen_by, _, mean in means_of_last(bank(CURRENT).domains):
        if seen_by == side:
            found.setdefault(partner, []).append(mean)
    return {partner: sum(means) / len(means) for partner, means in found.items()}
