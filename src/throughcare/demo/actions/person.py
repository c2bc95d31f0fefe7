"""Aroha, the person whose log-in is in the cast: her record, her needs, and where each stands."""

from datetime import datetime, timedelta

from throughcare.demo.actions.history import Past
from throughcare.demo.actions.needs import add_need
from throughcare.demo.actions.people import WOMENS_PRISON, make_person
from throughcare.demo.actions.stories import S, Story, tell
from throughcare.demo.actions.traces import Traces
from throughcare.demo.actions.world import HISTORY_DAYS, Life, Span, World
from throughcare.demo.cast import MEMBERS, PERSON
from throughcare.demo.names import PersonName
from throughcare.matching.pillars import Pillar
from throughcare.people.models import Person, Whereabouts
from throughcare.people.states import NeedStatus, WhereaboutsKind
from throughcare.referrals.states import ReferralState, Urgency

AROHA = "DEMO-AROHA"  # her number, to find her by
_HOME, _SINAS = "tui-valley-probation", "te-whare-manaaki"
_NEEDS = (
    (Pillar.ACCOMMODATION, NeedStatus.IN_PROGRESS, "Wants a place near Tūī Valley, where her daughter goes to school."),
    (Pillar.HEALTH_WELLBEING, NeedStatus.IN_PROGRESS, "Has been well for a year and wants somebody to talk to after release."),
    (Pillar.FAMILY_COMMUNITY, NeedStatus.IN_PROGRESS, "Wants visits with her daughter to go well. Her aunt Hinemoa will help."),
    (Pillar.EDUCATION_TRAINING, NeedStatus.IN_PROGRESS, "Likes working with timber and would like a recognised qualification."),
    (Pillar.EMPLOYMENT, NeedStatus.NOT_STARTED, "Has a good report from the prison kitchen. Looking for day shifts."),
    (
        Pillar.SKILLS_FOR_LIFE,
        NeedStatus.NOT_STARTED,
        "Old fines, and a loan she was talked into. Wants to know her rights and start paying.",
    ),
)
# Pillar, where it stands, how urgent, whether Sina's service has it. In the order they were made.
_PLANS: tuple[tuple[Pillar, ReferralState, Urgency, bool], ...] = (
    (Pillar.ACCOMMODATION, S.DECLINED, Urgency.SOON, False),
    (Pillar.ACCOMMODATION, S.SENT, Urgency.ROUTINE, True),
    (Pillar.HEALTH_WELLBEING, S.ACCEPTED, Urgency.ROUTINE, True),
    (Pillar.FAMILY_COMMUNITY, S.WAITLISTED, Urgency.ROUTINE, False),
    (Pillar.EDUCATION_TRAINING, S.DRAFT, Urgency.ROUTINE, False),
)


def make_aroha(world: World, past: Past, traces: Traces) -> tuple[Life, list[Story]]:
    """A woman 25 days from release, known to Mere in prison and to Tevita outside, with a referral waiting for Sina's answer."""
    chance = world.chance
    known_since = chance.days_ago(HISTORY_DAYS + 6)
    person = _record(world, known_since)
    inside = Whereabouts(
        id=chance.id(known_since), person=person, kind=WhereaboutsKind.CUSTODY, site=world.sites[WOMENS_PRISON],
        starts_on=known_since.date() - timedelta(days=300),
    )  # fmt: skip
    spans = [_known_to(world, "tevita", chance.days_ago(8)), _known_to(world, "mere", known_since)]
    life = Life(person, "north", spans, [inside], (("prn", AROHA),))
    stories = _stories(world, life)
    for pillar, status, note in _NEEDS:
        add_need(world, life, pillar, [s for s in stories if s.pillar == pillar], past, traces, note=note, status=status)
    return life, stories


def _record(world: World, known_since: datetime) -> Person:
    given, family = PERSON.name.split()
    person = make_person(world, PersonName(given, given, family, "maori"), "FEMALE", known_since)
    person.birth_date, person.age_band = world.chance.today - timedelta(days=31 * 365 + 140), ""
    person.ethnicities, person.iwi, person.languages, person.interpreter_needed = ["maori"], ["not_known"], ["en", "mi"], False
    person.release_date, person.home_site = world.chance.today + timedelta(days=25), world.sites[_HOME]
    return person


def _known_to(world: World, key: str, since: datetime) -> Span:
    return Span(world.teams[MEMBERS[key].team], world.users[key], since, None, world.chance.id(since))


def _stories(world: World, life: Life) -> list[Story]:
    """Declined by one and waiting for another; accepted; on a waiting list; a draft begun."""
    sinas = world.organizations[_SINAS].id
    stories: list[Story] = []
    for pillar, state, urgency, hers in _PLANS:
        service = next(s for s in world.offered["north", pillar.value] if (s.organization_id == sinas) == hers)
        before = next((s.closed_at for s in stories if s.pillar == pillar), None)
        story = None
        # Made up anew while it would begin before anybody worked with her, or before the service asked first had said no.
        while story is None or (before is not None and story.began < before):
            story = tell(world, life, service, pillar.value, state, urgency)
        story.referrer = world.users["mere"]
        story.worker = world.users["sina"] if hers else story.worker
        stories.append(story)
    return stories
