"""What must hold for any person and any services."""

import random
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.examples import HOME, TODAY
from throughcare.matching.fit import (
    AgeBand,
    Fit,
    Outcome,
    PersonFacts,
    Point,
    ServiceFacts,
    ServiceStatus,
    Setting,
    Verdict,
)
from throughcare.matching.pillars import Pillar
from throughcare.matching.rank import ORDER, fit_of, rank
from throughcare.matching.rules import RULES

BANDS = [AgeBand(0, 17), AgeBand(18, 24), AgeBand(25, 34), AgeBand(35, 64), AgeBand(65, None)]
AGES = st.sampled_from([17, 18, 20, 25, 30, 65])
CODES = st.frozensets(st.sampled_from("AB"))
PILLARS = st.frozensets(st.sampled_from(Pillar))
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days))
PLACES = st.builds(Point, st.floats(-46, -35), st.floats(168, 178))


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


FULL_PERSON = st.builds(
    PersonFacts,
    today=st.just(TODAY),
    need_pillar=st.sampled_from(Pillar),
    other_needs=PILLARS,
    birth_date=st.dates(date(1940, 1, 1), date(2012, 1, 1)),
    gender=st.sampled_from("AB"),
    region=st.sampled_from("AB"),
    region_now=st.sampled_from("AB"),
    setting=st.sampled_from(Setting),
    release_date=DAYS,
    order_types=CODES,
    home_point=PLACES,
    languages=CODES,
    interpreter_needed=st.booleans(),
).map(lambda person: replace(person, age_band=_band_of(person)))
FULL_SERVICE = st.builds(
    ServiceFacts,
    id=st.uuids(),
    name=st.sampled_from(["Awhina", "Āwhina", "Bridge"]),
    status=st.sampled_from(ServiceStatus) | st.just(ServiceStatus.ACTIVE),
    accepts_referrals_until=_maybe(DAYS),
    pillars=PILLARS,
    minimum_age=_maybe(AGES),
    maximum_age=_maybe(AGES),
    genders=CODES,
    settings=st.sampled_from([frozenset({one}) for one in Setting] + [frozenset(Setting), frozenset()]),
    regions=CODES,
    order_types=CODES,
    needs=PILLARS,
    capacity_available=st.integers(0, 2),
    capacity_as_at=st.integers(-60, 2).map(lambda days: TODAY + timedelta(days)),
    waiting_days=_maybe(st.integers(0, 400)),
    points=st.lists(PLACES, max_size=2).map(tuple),
    languages=CODES,
    interpretation_services=st.booleans(),
)
REQUIRED = {"id", "name", "today", "need_pillar"}
UNSAID = {"pillars": frozenset[str](), "points": ()}  # where empty, not None, is "not said"
LIMITS = {"minimum_age", "maximum_age", "accepts_referrals_until"}  # where None says "no limit"


def _band_of(person: PersonFacts) -> AgeBand:
    """The band of the person's age, counted the slow way: birthday by birthday."""
    assert person.birth_date
    birthdays = sum(
        date(year, person.birth_date.month, min(person.birth_date.day, 28)) <= TODAY
        for year in range(person.birth_date.year + 1, TODAY.year + 1)
    )
    return next(band for band in reversed(BANDS) if birthdays >= band.youngest)


def _droppable(facts: Any) -> list[str]:
    return [field.name for field in fields(facts) if field.name not in REQUIRED | LIMITS]


def _without(facts: Any, names: Iterable[str]) -> Any:
    """The same facts with some of them not said."""
    return replace(facts, **{name: UNSAID.get(name) for name in names})


@st.composite
def _partly_said(draw: st.DrawFn, full: st.SearchStrategy[Any]) -> Any:
    facts = draw(full)
    return _without(facts, draw(st.sets(st.sampled_from(_droppable(facts)))))


PEOPLE = FULL_PERSON | _partly_said(FULL_PERSON)
SERVICES = FULL_SERVICE | _partly_said(FULL_SERVICE)


@given(PEOPLE, SERVICES)
def test_verdict_follows_the_hard_rules(person: PersonFacts, service: ServiceFacts) -> None:
    fit = fit_of(person, service)
    hard = [reason.outcome for reason in fit.reasons if reason.hard]
    assert (fit.verdict is Verdict.FAILS) == (Outcome.NO in hard) == bool(fit.failed)
    assert fit.fits == all(outcome is Outcome.YES for outcome in hard)
    assert len(fit.reasons) == len(RULES)
    assert len(fit.failed) + len(fit.against) + len(fit.unknown) + len(fit.speaking_for) == len(RULES)


@settings(max_examples=200)
@given(PEOPLE, SERVICES)
def test_learning_more_never_turns_a_no_into_a_yes(person: PersonFacts, service: ServiceFacts) -> None:
    """Each single fact is taken away in turn: what was a no without it may not become a yes with it."""
    known = fit_of(person, service).reasons
    before = [fit_of(_without(person, [name]), service) for name in _droppable(person)]
    before += [fit_of(person, _without(service, [name])) for name in _droppable(service)]
    for fit in before:
        for less, more in zip(fit.reasons, known, strict=True):
            assert not (less.outcome is Outcome.NO and more.outcome is Outcome.YES), (less, more)


@given(PEOPLE, SERVICES)
def test_score_and_degrees_stay_between_nothing_and_all(person: PersonFacts, service: ServiceFacts) -> None:
    fit = fit_of(person, service)
    assert 0 <= fit.score <= 1
    assert all(0 <= reason.degree <= 1 for reason in fit.reasons)
    assert all(reason.sentence.endswith(".") and "None" not in reason.sentence for reason in fit.reasons)


@given(PEOPLE, st.lists(SERVICES, unique_by=lambda service: service.id), st.randoms())
def test_rank_is_one_permutation_whatever_the_order_given(person: PersonFacts, services: list[ServiceFacts], chance: random.Random) -> None:
    ranked = rank(person, services)
    assert sorted(fit.service_id for fit in ranked) == sorted(service.id for service in services)
    names = {service.id: service.name.casefold() for service in services}
    keys = [(ORDER[fit.verdict], -fit.score, names[fit.service_id], fit.service_id) for fit in ranked]
    assert keys == sorted(keys)
    chance.shuffle(services)
    assert rank(person, services) == ranked


def test_score_of_a_service_worked_out_by_hand() -> None:
    """Hard rules met 0.55; no place and 90 days to wait 0.2 x 0.4 / 2; at the door 0.15; no interpreter needed 0.1."""
    fit = fit_of(_ready_person(), _open_service(capacity_available=0, waiting_days=90))
    assert fit.fits
    assert fit.score == 0.84
    assert [reason.rule for reason in fit.against] == ["capacity"]


def test_nearer_and_sooner_come_first() -> None:
    near = _open_service(id=UUID(int=4), points=(HOME,))
    far = _open_service(id=UUID(int=3), points=(Point(-38.5, 176.0),))
    waits = _open_service(id=UUID(int=2), capacity_available=0, waiting_days=14)
    full = _open_service(id=UUID(int=1), capacity_available=0)
    unclear = _open_service(id=UUID(int=5), settings=None)
    closed = _open_service(id=UUID(int=6), status=ServiceStatus.DEFUNCT)
    ranked = rank(_ready_person(), [closed, unclear, full, waits, far, near])
    assert [fit.service_id.int for fit in ranked] == [4, 3, 2, 1, 5, 6]
    assert _verdicts(ranked) == ["FITS"] * 4 + ["UNKNOWN", "FAILS"]


def test_equal_scores_go_by_name_then_id() -> None:
    services = [_open_service(id=UUID(int=n), name=name) for n, name in [(1, "beta"), (3, "Alpha"), (2, "Alpha")]]
    assert [fit.service_id.int for fit in rank(_ready_person(), services)] == [2, 3, 1]


def _verdicts(fits: list[Fit]) -> list[str]:
    return [fit.verdict.value for fit in fits]


def _ready_person() -> PersonFacts:
    return PersonFacts(
        today=TODAY,
        need_pillar=Pillar.EMPLOYMENT,
        region="NORTH",
        setting=Setting.COMMUNITY,
        home_point=HOME,
        interpreter_needed=False,
    )


def _open_service(**changes: Any) -> ServiceFacts:
    plain = ServiceFacts(
        id=UUID(int=9),
        status=ServiceStatus.ACTIVE,
        pillars=frozenset({Pillar.EMPLOYMENT}),
        settings=frozenset({Setting.COMMUNITY}),
        regions=frozenset({"NORTH"}),
        capacity_available=1,
        capacity_as_at=TODAY,
        points=(HOME,),
    )
    return replace(plain, **changes)
