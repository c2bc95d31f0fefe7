"""From the reasons to a verdict, a score and an order.

The verdict comes from the hard rules alone: one NO fails, one UNKNOWN leaves it open. The score only orders services
within a verdict, and is the weighted sum of the reasons' degrees, so the reasons shown are all there is to it.
"""

from collections.abc import Iterable
from operator import itemgetter

from throughcare.matching.fit import Fit, Outcome, PersonFacts, Reason, ServiceFacts, Verdict
from throughcare.matching.rules import RULES

WEIGHTS = {
    "status": 0.05,
    "pillar": 0.10,
    "need": 0.05,
    "age": 0.05,
    "gender": 0.05,
    "setting": 0.10,
    "region": 0.10,
    "order_type": 0.05,
    "capacity": 0.20,
    "distance": 0.15,
    "language": 0.10,
}
"""Part of the score each rule decides; they add up to 1. A place free now outweighs a shorter way.

The hard rules carry 0.55: among services that fit they are all met and make no difference, among the others they put
first what has least to ask about or comes closest to fitting.
"""

ORDER = {Verdict.FITS: 0, Verdict.UNKNOWN: 1, Verdict.FAILS: 2}


def fit_of(person: PersonFacts, service: ServiceFacts) -> Fit:
    """Judge one service for one person by every rule."""
    reasons = tuple([rule(person, service) for rule in RULES])
    return Fit(service.id, _verdict(reasons), _score(reasons), reasons)


def rank(person: PersonFacts, services: Iterable[ServiceFacts]) -> list[Fit]:
    """Every service once: what fits, then what is unknown, then what fails; in each the best score first.

    Equal scores go by name, then id, so the same facts always give the same list.
    """
    keyed = []
    for service in services:
        fit = fit_of(person, service)
        keyed.append(((ORDER[fit.verdict], -fit.score, service.name.casefold(), service.id), fit))
    keyed.sort(key=itemgetter(0))
    return [fit for _, fit in keyed]


def _verdict(reasons: tuple[Reason, ...]) -> Verdict:
    outcomes = {reason.outcome for reason in reasons if reason.hard}
    if Outcome.NO in outcomes:
        return Verdict.FAILS
    return Verdict.UNKNOWN if Outcome.UNKNOWN in outcomes else Verdict.FITS


def _score(reasons: tuple[Reason, ...]) -> float:
    """From 0 to 1, to four places: finer differences mean nothing and would hide equal services."""
    return round(sum([WEIGHTS[reason.rule] * reason.degree for reason in reasons]), 4)
