"""The rules of fit: each looks at a person and a service and says yes, unknown or no, in a sentence about the service.

A hard rule that says no rules the service out; a soft one only counts against it. A rule answers UNKNOWN rather than
guess, and more information never turns its NO into a YES. The sentences are for the person's own workers: they name
what the service asks for, and of the person only what the rule needed. Orders are never named.

Every rule with examples: docs/matching.md.
"""

from datetime import date
from functools import lru_cache

from throughcare.matching.fit import AgeBand, Outcome, PersonFacts, Reason, Rule, ServiceFacts, ServiceStatus, Setting
from throughcare.matching.geo import nearest_km

YES, UNKNOWN, NO = Outcome.YES, Outcome.UNKNOWN, Outcome.NO

REFER_AHEAD_DAYS = 180  # a community service is offered to someone in custody this long before release
STALE_AFTER_DAYS = 30  # a count of free places older than this is not relied on
TOO_FAR_KM = 100.0
LONGEST_WAIT_DAYS = 180  # a wait this long is worth no more than no place at all

DEGREES = {YES: 1.0, UNKNOWN: 0.4, NO: 0.0}  # what an outcome is worth unless the rule grades it

GENDER_WORDS = {"FEMALE": "women", "MALE": "men", "ANOTHER_GENDER": "people of another gender"}
STATUS_WORDS = {
    ServiceStatus.INACTIVE: "Is not running at the moment.",
    ServiceStatus.DEFUNCT: "Has closed for good.",
    ServiceStatus.TEMPORARILY_CLOSED: "Is closed for a time.",
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
INSIDE_ONLY = frozenset({Setting.CUSTODY})


def status(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Is the service open, and still taking referrals today?"""
    until = service.accepts_referrals_until
    if until is not None and until < person.today:
        return _hard("status", NO, f"Stopped taking referrals after {_day(until)}.")
    if service.status is None:
        return _hard("status", UNKNOWN, "Does not say whether it is open.")
    if service.status is not ServiceStatus.ACTIVE:
        return _hard("status", NO, STATUS_WORDS[service.status])
    return _hard("status", YES, "Takes referrals." if until is None else f"Takes referrals until {_day(until)}.")


def pillar(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Does the service work on the kind of need it is wanted for?"""
    if not service.pillars:
        return _hard("pillar", UNKNOWN, "Does not say which kinds of need it works on.")
    if person.need_pillar in service.pillars:
        return _hard("pillar", YES, "Works on this kind of need.")
    return _hard("pillar", NO, "Works on other kinds of need.")


def need(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Some services take only people who also have a need of another kind."""
    if service.needs is None:
        return _hard("need", UNKNOWN, "Does not say which needs a person must have.")
    if not service.needs:
        return _hard("need", YES, "Asks for no other need.")
    if person.need_pillar in service.needs:
        return _hard("need", YES, "Is for people with this need.")
    if person.other_needs is None:
        return _hard("need", UNKNOWN, "Is only for people who also have another need; this person's are not known.")
    if person.other_needs & service.needs:
        return _hard("need", YES, "Is for people who also have another need; this person has it.")
    return _hard("need", NO, "Is only for people who also have another need; this person has no such need recorded.")


def age(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Is the person's age today within the limits? Leaving or reaching them before release is said, not judged."""
    low, high = service.minimum_age, service.maximum_age
    if low is None and high is None:
        return _hard("age", YES, "Has no age limit.")
    takes = _age_words("Takes people", low, high)
    if person.birth_date is not None:
        now = age_on(person.birth_date, person.today)
        outcome = YES if _within(now, low, high) else NO
        return _hard("age", outcome, f"{takes}; {_age_and_then(person, person.birth_date, low, high)}.")
    if person.age_band is None:
        return _hard("age", UNKNOWN, f"{takes}; this person's age is not known.")
    outcome = _band_outcome(person.age_band, low, high)
    return _hard("age", outcome, f"{takes}; {_age_words('this person is', *person.age_band)}.")


def gender(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Is the service for people of the person's gender?"""
    if service.genders is None:
        return _hard("gender", UNKNOWN, "Does not say whether it is for one gender only.")
    if not service.genders:
        return _hard("gender", YES, "Takes people of any gender.")
    takes = _takes_only(service.genders)
    if person.gender is None:
        return _hard("gender", UNKNOWN, f"{takes}; no gender is recorded for this person.")
    if person.gender in service.genders:
        return _hard("gender", YES, f"{takes}.")
    return _hard("gender", NO, f"{takes}; another gender is recorded for this person.")


def setting(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Does the service work where the person is, or will be soon enough after release?"""
    if service.settings is None:
        return _hard("setting", UNKNOWN, "Does not say whether it works in prison or in the community.")
    if not service.settings or len(service.settings) == len(Setting):
        return _hard("setting", YES, "Works in prison and in the community.")
    where = "in prison" if Setting.CUSTODY in service.settings else "in the community"
    if person.setting is None:
        return _hard("setting", UNKNOWN, f"Works only {where}; it is not known where this person is.")
    if person.setting in service.settings:
        return _hard("setting", YES, f"Works {where}.")
    if person.setting is Setting.COMMUNITY:
        return _hard("setting", NO, "Works only in prison; this person is in the community.")
    return _from_release(person)


def region(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Does the service reach the region where the person would use it: at home, or in prison while there?"""
    if service.regions is None:
        return _hard("region", UNKNOWN, "Does not say which regions it serves.")
    if not service.regions:
        return _hard("region", YES, "Serves every region.")
    possible = _regions_of_use(person, service)
    if not service.regions.isdisjoint(possible):
        return _hard("region", YES, "Serves this person's region.")
    if None in possible:
        return _hard("region", UNKNOWN, "Serves some regions only; this person's region is not known.")
    return _hard("region", NO, "Does not serve this person's region.")


def order_type(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Some services take only people on certain sentences or orders. The sentence never says which."""
    if service.order_types is None:
        return _hard("order_type", UNKNOWN, "Does not say whether it depends on the sentence or order.")
    if not service.order_types:
        return _hard("order_type", YES, "Takes people on any sentence or order.")
    takes = "Takes only people on certain sentences or orders"
    if person.order_types is None:
        return _hard("order_type", UNKNOWN, f"{takes}; this person's are not known.")
    if person.order_types & service.order_types:
        return _hard("order_type", YES, f"{takes}; this person is on one of them.")
    return _hard("order_type", NO, f"{takes}; this person is on none of them.")


def capacity(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Is there a place free, on a count recent enough to rely on? If not, how long is the wait?"""
    free, as_at, wait = service.capacity_available, service.capacity_as_at, service.waiting_days
    waiting = "" if wait is None else f"; waiting time about {_span(wait)}"
    if free is None:
        return _soft("capacity", UNKNOWN, f"Does not say how many places are free{waiting}.")
    count = "1 place" if free == 1 else f"{free or 'no'} places"
    if as_at is None or not 0 <= (person.today - as_at).days <= STALE_AFTER_DAYS:
        when = "on a count with no date" if as_at is None else f"as at {_day(as_at)}"
        return _soft("capacity", UNKNOWN, f"Last said: {count} free {when}, so not to be relied on{waiting}.")
    if free > 0:
        return _soft("capacity", YES, f"{count} free as at {_day(as_at)}.")
    worth = 0.0 if wait is None else DEGREES[UNKNOWN] * max(0.0, 1 - wait / LONGEST_WAIT_DAYS)
    return _soft("capacity", NO, f"No place free as at {_day(as_at)}{waiting}.", worth)


def distance(person: PersonFacts, service: ServiceFacts) -> Reason:
    """How far is the nearest place of the service from where the person lives, or will live after release?"""
    if person.setting is Setting.CUSTODY and service.settings == INSIDE_ONLY:
        return _soft("distance", YES, "Works inside the prison, so the way from home does not count.")
    if not service.points:
        return _soft("distance", UNKNOWN, "Does not say where it is.")
    if person.home_point is None:
        return _soft("distance", UNKNOWN, "It is not known where this person will live.")
    km = nearest_km(person.home_point, service.points)
    away = f"{'Less than 1' if km < 1 else f'About {km:.0f}'} km from where this person lives or will live"
    if km <= TOO_FAR_KM:
        return _soft("distance", YES, f"{away}.", 1 - km / TOO_FAR_KM)
    if person.setting is not Setting.COMMUNITY and service.settings in (None, INSIDE_ONLY):
        return _soft("distance", UNKNOWN, f"{away}; ask whether it comes into the prison.")
    return _soft("distance", NO, f"{away}, which is far.")


def language(person: PersonFacts, service: ServiceFacts) -> Reason:
    """Can the person and the service understand each other?"""
    if person.interpreter_needed is False:
        return _soft("language", YES, "No interpreter is needed.")
    if person.languages and service.languages and person.languages & service.languages:
        return _soft("language", YES, "Works in a language this person speaks.")
    if service.interpretation_services:
        return _soft("language", YES, "Offers an interpreter.")
    if person.interpreter_needed is None:
        return _soft("language", UNKNOWN, "It is not known whether this person needs an interpreter.")
    if service.interpretation_services is None or not service.languages or not person.languages:
        return _soft("language", UNKNOWN, "This person needs an interpreter; ask whether the service has one.")
    return _soft("language", NO, "Offers no interpreter, and does not work in a language this person speaks.")


RULES: tuple[Rule, ...] = (
    *(status, pillar, need, age, gender, setting, region, order_type),
    *(capacity, distance, language),
)
"""In the order the reasons are shown: what rules a service out first, then what makes it better or worse."""


def age_on(birth_date: date, day: date) -> int:
    """Whole years. Someone born on 29 February turns a year older on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


# Reasons are shared between services: over 10,000 of them that halves the time, most of it the garbage collector's.
@lru_cache(maxsize=4096)
def _hard(rule: str, outcome: Outcome, sentence: str) -> Reason:
    return Reason(rule, outcome, sentence, True, DEGREES[outcome])


@lru_cache(maxsize=4096)
def _soft(rule: str, outcome: Outcome, sentence: str, degree: float | None = None) -> Reason:
    return Reason(rule, outcome, sentence, False, DEGREES[outcome] if degree is None else degree)


def _within(years: int, low: int | None, high: int | None) -> bool:
    return (low is None or years >= low) and (high is None or years <= high)


def _band_outcome(band: AgeBand, low: int | None, high: int | None) -> Outcome:
    """YES when the whole band is within the limits, NO when none of it is."""
    below = low is not None and band.oldest is not None and band.oldest < low
    above = high is not None and band.youngest > high
    if below or above:
        return NO
    starts_within = low is None or band.youngest >= low
    ends_within = high is None or (band.oldest is not None and band.oldest <= high)
    return YES if starts_within and ends_within else UNKNOWN


def _age_and_then(person: PersonFacts, birth_date: date, low: int | None, high: int | None) -> str:
    """Age today, and age at release when that would change the answer."""
    now = age_on(birth_date, person.today)
    if person.release_date is None or person.release_date <= person.today:
        return f"this person is {now}"
    then = age_on(birth_date, person.release_date)
    if _within(now, low, high) == _within(then, low, high):
        return f"this person is {now}"
    return f"this person is {now} now and will be {then} at release on {_day(person.release_date)}"


def _from_release(person: PersonFacts) -> Reason:
    """A community service and someone in custody: it turns on when they are released."""
    works = "Works only in the community"
    if person.release_date is None:
        return _hard("setting", UNKNOWN, f"{works}; this person's release date is not known.")
    days = (person.release_date - person.today).days
    if days < 0:
        return _hard("setting", UNKNOWN, f"{works}; the release date recorded has passed. Check where this person is.")
    if days > REFER_AHEAD_DAYS:
        return _hard("setting", NO, f"{works}; this person's release is more than {REFER_AHEAD_DAYS} days away.")
    return _hard("setting", YES, f"{works}, and can start after release on {_day(person.release_date)}.")


def _regions_of_use(person: PersonFacts, service: ServiceFacts) -> set[str | None]:
    """Where the person could use it. Both regions count while it is not known where the person is."""
    inside = person.setting is not Setting.COMMUNITY and (not service.settings or Setting.CUSTODY in service.settings)
    outside = person.setting is not Setting.CUSTODY or not service.settings or Setting.COMMUNITY in service.settings
    return {code for code, counts in ((person.region_now, inside), (person.region, outside)) if counts}


def _age_words(start: str, low: int | None, high: int | None) -> str:
    if high is None:
        return f"{start} aged {low} and over"
    return f"{start} aged {high} and under" if low is None else f"{start} aged {low} to {high}"


def _span(days: int) -> str:
    if days < 14:
        return "1 day" if days == 1 else f"{days} days"
    return f"{round(days / 7)} weeks"


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=256)
def _takes_only(genders: frozenset[str]) -> str:
    *most, last = sorted(GENDER_WORDS.get(code, code.replace("_", " ").lower()) for code in genders)
    return f"Takes {', '.join(most)} and {last} only" if most else f"Takes {last} only"
