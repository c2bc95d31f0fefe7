"""What organisations say of each other, counted: who says it knows whom, whether both ends say the same, and how those with enough raters are rated.

Density and reciprocity are Wasserman and Faust's (1994, 4.3 and 13.2), of arcs that could have been said: an organisation that did not reply has said
nothing, so only those that replied are counted as ends from which an arc leads, and reciprocity and agreement are of pairs that both replied.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from throughcare.evaluation.network.measures import reciprocity

FEWEST = 3  # raters of a mean of one organisation
Points = tuple[int | None, ...]


@dataclass(frozen=True)
class Reply:
    """One says of another. knows: None is "I don't know". trust, value: points of each item, None where it doesn't know. gives, gets: codes of what flows."""

    one: int
    other: int
    knows: bool | None
    trust: Points = ()
    value: Points = ()
    gives: frozenset[str] = frozenset()
    gets: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Agreed:
    """Of n, the share both ends say alike; None of none."""

    n: int
    share: float | None


@dataclass(frozen=True)
class ReplyMeasures:
    """asked, answered: organisations. yes, no, unsure: replies. density: yes ÷ (answered × (asked - 1)). reciprocity: of "yes" between two that both
    replied, the share the other says too.

    ties: of pairs that both said yes or no of each other, those of one mind. flows: of all that either end says goes from one to the other, between two that
    both say they know each other, what both say.
    """

    asked: int
    answered: int
    yes: int
    no: int
    unsure: int
    density: float | None
    reciprocity: float | None
    ties: Agreed
    flows: Agreed


@dataclass(frozen=True)
class Rated:
    """What others say of one organisation. known_by: how many say they know it. trust, value: (raters, mean), None under three raters."""

    known_by: int
    trust: tuple[int, float] | None
    value: tuple[int, float] | None


def mean_of(points: Points) -> float | None:
    """Of the items that were answered; None of none."""
    said = [point for point in points if point is not None]
    return sum(said) / len(said) if said else None


def reply_measures(asked: int, answered: Collection[int], replies: Sequence[Reply]) -> ReplyMeasures:
    """Of one survey. answered: numbers of those that replied. Replies of others, and of one about itself, are not counted."""
    there = set(answered)
    counted = [row for row in replies if row.one in there and row.one != row.other]
    said = {(row.one, row.other): row for row in counted}
    arcs = [ends for ends, row in said.items() if row.knows]
    could = len(there) * (asked - 1)
    return ReplyMeasures(
        asked=asked,
        answered=len(there),
        yes=len(arcs),
        no=sum(row.knows is False for row in counted),
        unsure=sum(row.knows is None for row in counted),
        density=len(arcs) / could if could > 0 else None,
        reciprocity=reciprocity([arc for arc in arcs if arc[1] in there]),
        ties=_share([there.knows == back.knows for there, back in _both(said) if there.knows is not None and back.knows is not None]),
        flows=_share([alike for there, back in _both(said) if there.knows and back.knows for alike in _flows(there, back)]),
    )


def _both(said: dict[tuple[int, int], Reply]) -> Iterable[tuple[Reply, Reply]]:
    for (one, other), row in sorted(said.items()):
        if one < other and (other, one) in said:
            yield row, said[other, one]


def _flows(one: Reply, other: Reply) -> Iterable[bool]:
    """Of each thing that either says goes one way: do both say so?"""
    for given, got in ((one.gives, other.gets), (other.gives, one.gets)):
        yield from (flow in given and flow in got for flow in sorted(given | got))


def _share(alike: Sequence[bool]) -> Agreed:
    return Agreed(len(alike), sum(alike) / len(alike) if alike else None)


def rated(replies: Iterable[Reply]) -> dict[int, Rated]:
    """Of each that anybody says it knows: each rater's mean of the items it answered, and the mean of these, to one decimal, from three raters on."""
    known: dict[int, list[Reply]] = defaultdict(list)
    for row in replies:
        if row.knows and row.one != row.other:
            known[row.other].append(row)
    return {number: Rated(len(rows), _told(row.trust for row in rows), _told(row.value for row in rows)) for number, rows in known.items()}


def _told(points: Iterable[Points]) -> tuple[int, float] | None:
    means = [mean for mean in map(mean_of, points) if mean is not None]
    return (len(means), round(sum(means) / len(means), 1)) if len(means) >= FEWEST else None
