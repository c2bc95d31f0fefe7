"""Examples of every rule: run by the tests and printed in docs/matching.md.

Each example changes a plain person (31 years old, in the community) or a plain service that says nothing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from throughcare.matching.fit import AgeBand, Outcome, PersonFacts, Point, ServiceFacts, ServiceStatus, Setting

TODAY = date(2026, 3, 2)
SERVICE_ID = UUID(int=1)
HOME = Point(-38.0, 176.0)
NEAR = Point(-38.1, 176.0)  # 11.1 km south of home
FAR = Point(-40.0, 176.0)  # 222 km south of home
YES, UNKNOWN, NO = Outcome.YES, Outcome.UNKNOWN, Outcome.NO
CUSTODY, COMMUNITY = Setting.CUSTODY, Setting.COMMUNITY


class Example(NamedTuple):
    """What is said of the person and of the service, and what the rule must answer, to the letter."""

    rule: str
    person: Mapping[str, Any]
    service: Mapping[str, Any]
    outcome: Outcome
    sentence: str

    @property
    def person_facts(self) -> PersonFacts:
        """The person of this example, on 2 March 2026, with a need for employment."""
        return PersonFacts(**{"today": TODAY, "need_pillar": "EMPLOYMENT", **self.person})

    @property
    def service_facts(self) -> ServiceFacts:
        """The service of this example."""
        return ServiceFacts(**{"id": SERVICE_ID, **self.service})


def _codes(*codes: str) -> frozenset[str]:
    return frozenset(codes)


BORN_1995 = {"birth_date": date(1995, 1, 15)}
YOUNG_ADULTS = {"minimum_age": 18, "maximum_age": 25}
INSIDE = {"setting": CUSTODY}
OUTSIDE_ONLY = {"settings": frozenset({COMMUNITY})}
INSIDE_ONLY = {"settings": frozenset({CUSTODY})}
COUNTED = {"capacity_as_at": date(2026, 2, 20)}
NEEDS_INTERPRETER = {"interpreter_needed": True, "languages": _codes("sm")}

STATUS_AND_NEED = (
    Example("status", {}, {"status": ServiceStatus.ACTIVE}, YES, "Takes referrals."),
    Example(
        "status",
        {},
        {"status": ServiceStatus.ACTIVE, "accepts_referrals_until": TODAY},
        YES,
        "Takes referrals until 2 March 2026.",
    ),
    Example(
        "status",
        {},
        {"status": ServiceStatus.ACTIVE, "accepts_referrals_until": date(2026, 3, 1)},
        NO,
        "Stopped taking referrals after 1 March 2026.",
    ),
    Example("status", {}, {}, UNKNOWN, "Does not say whether it is open."),
    Example("status", {}, {"status": ServiceStatus.TEMPORARILY_CLOSED}, NO, "Is closed for a time."),
    Example("status", {}, {"status": ServiceStatus.INACTIVE}, NO, "Is not running at the moment."),
    Example("status", {}, {"status": ServiceStatus.DEFUNCT}, NO, "Has closed for good."),
    Example("pillar", {}, {"pillars": _codes("EMPLOYMENT", "SKILLS_FOR_LIFE")}, YES, "Works on this kind of need."),
    Example("pillar", {}, {"pillars": _codes("ACCOMMODATION")}, NO, "Works on other kinds of need."),
    Example("pillar", {}, {}, UNKNOWN, "Does not say which kinds of need it works on."),
    Example("need", {}, {}, YES, "Asks for no other need."),
    Example("need", {}, {"needs": _codes("EMPLOYMENT")}, YES, "Is for people with this need."),
    Example(
        "need",
        {"other_needs": _codes("HEALTH_WELLBEING")},
        {"needs": _codes("HEALTH_WELLBEING")},
        YES,
        "Is for people who also have another need; this person has it.",
    ),
    Example(
        "need",
        {},
        {"needs": _codes("HEALTH_WELLBEING")},
        UNKNOWN,
        "Is only for people who also have another need; this person's are not known.",
    ),
    Example(
        "need",
        {"other_needs": _codes()},
        {"needs": _codes("HEALTH_WELLBEING")},
        NO,
        "Is only for people who also have another need; this person has no such need recorded.",
    ),
    Example("need", {}, {"needs": None}, UNKNOWN, "Does not say which needs a person must have."),
)

AGE = (
    Example("age", BORN_1995, {}, YES, "Has no age limit."),
    Example("age", BORN_1995, YOUNG_ADULTS, NO, "Takes people aged 18 to 25; this person is 31."),
    Example("age", BORN_1995, {"minimum_age": 18}, YES, "Takes people aged 18 and over; this person is 31."),
    Example("age", BORN_1995, {"maximum_age": 31}, YES, "Takes people aged 31 and under; this person is 31."),
    Example("age", BORN_1995, {"maximum_age": 30}, NO, "Takes people aged 30 and under; this person is 31."),
    Example("age", {}, YOUNG_ADULTS, UNKNOWN, "Takes people aged 18 to 25; this person's age is not known."),
    Example(
        "age",
        {"age_band": AgeBand(20, 24)},
        YOUNG_ADULTS,
        YES,
        "Takes people aged 18 to 25; this person is aged 20 to 24.",
    ),
    Example(
        "age",
        {"age_band": AgeBand(25, 34)},
        YOUNG_ADULTS,
        UNKNOWN,
        "Takes people aged 18 to 25; this person is aged 25 to 34.",
    ),
    Example(
        "age",
        {"age_band": AgeBand(26, 34)},
        YOUNG_ADULTS,
        NO,
        "Takes people aged 18 to 25; this person is aged 26 to 34.",
    ),
    Example(
        "age",
        {"age_band": AgeBand(65, None)},
        {"minimum_age": 55},
        YES,
        "Takes people aged 55 and over; this person is aged 65 and over.",
    ),
    Example(
        "age",
        {"age_band": AgeBand(65, None)},
        {"maximum_age": 70},
        UNKNOWN,
        "Takes people aged 70 and under; this person is aged 65 and over.",
    ),
    Example(
        "age",
        {"birth_date": date(2000, 4, 1), "release_date": date(2026, 5, 4)},
        YOUNG_ADULTS,
        YES,
        "Takes people aged 18 to 25; this person is 25 now and will be 26 at release on 4 May 2026.",
    ),
    Example(
        "age",
        {"birth_date": date(2008, 4, 1), "release_date": date(2026, 5, 4)},
        YOUNG_ADULTS,
        NO,
        "Takes people aged 18 to 25; this person is 17 now and will be 18 at release on 4 May 2026.",
    ),
    Example("age", {"birth_date": date(2008, 3, 2)}, YOUNG_ADULTS, YES, "Takes people aged 18 to 25; this person is 18."),
    Example("age", {"birth_date": date(2008, 3, 3)}, YOUNG_ADULTS, NO, "Takes people aged 18 to 25; this person is 17."),
)

GENDER_AND_PLACE = (
    Example("gender", {}, {}, YES, "Takes people of any gender."),
    Example("gender", {"gender": "FEMALE"}, {"genders": _codes("FEMALE")}, YES, "Takes women only."),
    Example(
        "gender",
        {"gender": "MALE"},
        {"genders": _codes("FEMALE")},
        NO,
        "Takes women only; another gender is recorded for this person.",
    ),
    Example(
        "gender",
        {},
        {"genders": _codes("FEMALE", "ANOTHER_GENDER")},
        UNKNOWN,
        "Takes people of another gender and women only; no gender is recorded for this person.",
    ),
    Example("gender", {"gender": "MALE"}, {"genders": None}, UNKNOWN, "Does not say whether it is for one gender only."),
    Example("setting", INSIDE, {}, UNKNOWN, "Does not say whether it works in prison or in the community."),
    Example("setting", INSIDE, {"settings": frozenset(Setting)}, YES, "Works in prison and in the community."),
    Example("setting", INSIDE, INSIDE_ONLY, YES, "Works in prison."),
    Example("setting", {"setting": COMMUNITY}, OUTSIDE_ONLY, YES, "Works in the community."),
    Example("setting", {"setting": COMMUNITY}, INSIDE_ONLY, NO, "Works only in prison; this person is in the community."),
    Example("setting", {}, OUTSIDE_ONLY, UNKNOWN, "Works only in the community; it is not known where this person is."),
    Example(
        "setting",
        {**INSIDE, "release_date": date(2026, 8, 29)},
        OUTSIDE_ONLY,
        YES,
        "Works only in the community, and can start after release on 29 August 2026.",
    ),
    Example(
        "setting",
        {**INSIDE, "release_date": date(2026, 8, 30)},
        OUTSIDE_ONLY,
        NO,
        "Works only in the community; this person's release is more than 180 days away.",
    ),
    Example(
        "setting",
        INSIDE,
        OUTSIDE_ONLY,
        UNKNOWN,
        "Works only in the community; this person's release date is not known.",
    ),
    Example(
        "setting",
        {**INSIDE, "release_date": date(2026, 3, 1)},
        OUTSIDE_ONLY,
        UNKNOWN,
        "Works only in the community; the release date recorded has passed. Check where this person is.",
    ),
    Example("region", {"region": "NORTH"}, {}, UNKNOWN, "Does not say which regions it serves."),
    Example("region", {}, {"regions": _codes()}, YES, "Serves every region."),
    Example("region", {"region": "NORTH"}, {"regions": _codes("NORTH", "SOUTH")}, YES, "Serves this person's region."),
    Example(
        "region",
        {"setting": COMMUNITY, "region": "NORTH"},
        {"regions": _codes("SOUTH")},
        NO,
        "Does not serve this person's region.",
    ),
    Example(
        "region",
        {},
        {"regions": _codes("SOUTH")},
        UNKNOWN,
        "Serves some regions only; this person's region is not known.",
    ),
    Example(
        "region",
        {**INSIDE, "region_now": "SOUTH", "region": "NORTH"},
        {"regions": _codes("SOUTH"), **INSIDE_ONLY},
        YES,
        "Serves this person's region.",
    ),
    Example(
        "region",
        {**INSIDE, "region_now": "SOUTH", "region": "NORTH"},
        {"regions": _codes("SOUTH"), **OUTSIDE_ONLY},
        NO,
        "Does not serve this person's region.",
    ),
    Example(
        "region",
        {"region_now": "SOUTH"},
        {"regions": _codes("NORTH"), **INSIDE_ONLY},
        UNKNOWN,
        "Serves some regions only; this person's region is not known.",
    ),
    Example("order_type", {}, {}, YES, "Takes people on any sentence or order."),
    Example(
        "order_type",
        {"order_types": _codes("PAROLE")},
        {"order_types": _codes("PAROLE")},
        YES,
        "Takes only people on certain sentences or orders; this person is on one of them.",
    ),
    Example(
        "order_type",
        {"order_types": _codes()},
        {"order_types": _codes("PAROLE")},
        NO,
        "Takes only people on certain sentences or orders; this person is on none of them.",
    ),
    Example(
        "order_type",
        {},
        {"order_types": _codes("PAROLE")},
        UNKNOWN,
        "Takes only people on certain sentences or orders; this person's are not known.",
    ),
    Example("order_type", {}, {"order_types": None}, UNKNOWN, "Does not say whether it depends on the sentence or order."),
)

SOFT = (
    Example("capacity", {}, {**COUNTED, "capacity_available": 3}, YES, "3 places free as at 20 February 2026."),
    Example(
        "capacity",
        {},
        {"capacity_available": 1, "capacity_as_at": date(2026, 1, 31)},
        YES,
        "1 place free as at 31 January 2026.",
    ),
    Example(
        "capacity",
        {},
        {"capacity_available": 1, "capacity_as_at": date(2026, 1, 30)},
        UNKNOWN,
        "Last said: 1 place free as at 30 January 2026, so not to be relied on.",
    ),
    Example(
        "capacity",
        {},
        {**COUNTED, "capacity_available": 0, "waiting_days": 42},
        NO,
        "No place free as at 20 February 2026; waiting time about 6 weeks.",
    ),
    Example("capacity", {}, {**COUNTED, "capacity_available": 0}, NO, "No place free as at 20 February 2026."),
    Example(
        "capacity",
        {},
        {"capacity_available": 0, "waiting_days": 1},
        UNKNOWN,
        "Last said: no places free on a count with no date, so not to be relied on; waiting time about 1 day.",
    ),
    Example(
        "capacity",
        {},
        {"waiting_days": 10},
        UNKNOWN,
        "Does not say how many places are free; waiting time about 10 days.",
    ),
    Example(
        "distance",
        {"home_point": HOME},
        {"points": (FAR, NEAR)},
        YES,
        "About 11 km from where this person lives or will live.",
    ),
    Example(
        "distance",
        {"home_point": HOME},
        {"points": (HOME,)},
        YES,
        "Less than 1 km from where this person lives or will live.",
    ),
    Example(
        "distance",
        {"home_point": HOME, "setting": COMMUNITY},
        {"points": (FAR,)},
        NO,
        "About 222 km from where this person lives or will live, which is far.",
    ),
    Example(
        "distance",
        {"home_point": HOME, **INSIDE},
        {"points": (FAR,)},
        UNKNOWN,
        "About 222 km from where this person lives or will live; ask whether it comes into the prison.",
    ),
    Example(
        "distance",
        {"home_point": HOME, **INSIDE},
        {"points": (FAR,), **INSIDE_ONLY},
        YES,
        "Works inside the prison, so the way from home does not count.",
    ),
    Example("distance", {"home_point": HOME}, {}, UNKNOWN, "Does not say where it is."),
    Example("distance", {}, {"points": (NEAR,)}, UNKNOWN, "It is not known where this person will live."),
    Example("language", {"interpreter_needed": False}, {}, YES, "No interpreter is needed."),
    Example("language", NEEDS_INTERPRETER, {"languages": _codes("en", "sm")}, YES, "Works in a language this person speaks."),
    Example("language", NEEDS_INTERPRETER, {"interpretation_services": True}, YES, "Offers an interpreter."),
    Example(
        "language",
        NEEDS_INTERPRETER,
        {"languages": _codes("en")},
        UNKNOWN,
        "This person needs an interpreter; ask whether the service has one.",
    ),
    Example(
        "language",
        NEEDS_INTERPRETER,
        {"languages": _codes("en"), "interpretation_services": False},
        NO,
        "Offers no interpreter, and does not work in a language this person speaks.",
    ),
    Example("language", {}, {}, UNKNOWN, "It is not known whether this person needs an interpreter."),
)

EXAMPLES = STATUS_AND_NEED + AGE + GENDER_AND_PLACE + SOFT
