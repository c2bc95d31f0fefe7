"""People: who they are, where they are, which office works with them, and what they need."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from throughcare.accounts.models import User
from throughcare.demo.actions.history import Past
from throughcare.demo.actions.world import HISTORY_DAYS, Life, Span, World
from throughcare.demo.cast import CAST
from throughcare.demo.names import PersonName
from throughcare.people.actions.records import key_of
from throughcare.people.models import Involvement, Person, Whereabouts
from throughcare.people.states import ASSIGNMENT_COMPARTMENTS, AgeBand, WhereaboutsKind
from throughcare.places.models import Site, SiteKind

# By the community a name comes from (names.CULTURES): codes of the vocabularies in places.reference.
ETHNICITIES = {"maori": ("maori",), "pacific": ("samoan", "tongan"), "european": ("european",), "asian": ("chinese", "indian")}
LANGUAGES = {"maori": ("en", "mi"), "pacific": ("en", "sm"), "european": ("en",), "asian": ("en", "zh")}
IWI = ("ngapuhi", "ngati_porou", "ngai_tahu", "waikato", "tuhoe", "te_arawa", "ngati_kahungunu", "not_known")
UNKNOWN_RELEASE = ("parole_board", "remand", "recall")
WOMENS_PRISON = "piwakawaka-bay-prison"
_WOMEN_INSIDE = (5, 7, 9)  # whoever decides at the women's prison has somebody to decide about, however small the demo
_IN_CUSTODY, _HANDOVER = 0.6, timedelta(weeks=6)
_CAST = frozenset(member.name for member in CAST)
_GENDERS = {"MALE": 88, "FEMALE": 11, "ANOTHER_GENDER": 1}


def make_life(world: World, number: int, known_days: int = 0) -> Life:
    """One person with their whereabouts and offices; nothing is written yet. known_days: since they are known (0: it is left to chance)."""
    chance = world.chance
    gender = chance.weighted(_GENDERS) if number not in _WOMEN_INSIDE else "FEMALE"
    prison = _prison(world, gender)
    office = chance.pick([s for s in world.sites.values() if s.kind == SiteKind.PROBATION and s.region_id == prison.region_id])
    recent = HISTORY_DAYS + chance.number(1, 20) if chance.yes(0.8) else chance.number(20, HISTORY_DAYS)
    known_since = chance.days_ago(known_days or recent)
    released = (
        None if chance.yes(_IN_CUSTODY) or number in _WOMEN_INSIDE else chance.today - timedelta(days=chance.number(3, HISTORY_DAYS + 60))
    )
    person = make_person(world, _name(world, gender), gender, known_since)
    person.home_site = office
    if released is None:
        _expect_release(world, person)
    life = place(world, person, prison, office, known_since, released)
    life.numbers = (("prn", f"DEMO-{number:06d}"),)
    return life


def make_person(world: World, name: PersonName, gender: str, known_since: datetime) -> Person:
    """The record itself."""
    chance, culture = world.chance, name.culture
    age = chance.weighted({19: 8, 24: 16, 30: 24, 36: 20, 43: 14, 51: 10, 60: 6, 68: 2}) + chance.number(-1, 3)
    born = chance.today - timedelta(days=age * 365 + chance.number(0, 364))
    ethnicities = [chance.pick(ETHNICITIES[culture])]
    if chance.yes(0.12):
        ethnicities.append("european" if culture != "european" else "maori")
    person = Person(
        id=chance.id(known_since), preferred_name=name.preferred, given_names=name.given, family_name=name.family,
        search_key=key_of(name.family, name.preferred, name.given),
        gender=gender, ethnicities=ethnicities, iwi=[chance.pick(IWI)] if "maori" in ethnicities else [], languages=list(LANGUAGES[culture][: chance.number(1, 2)]),
        interpreter_needed=culture in ("pacific", "asian") and chance.yes(0.1), created_at=known_since,
    )  # fmt: skip
    if chance.yes(0.97):
        person.birth_date = born
    else:
        person.age_band = _band((chance.today - born).days // 365)
    return person


def place(world: World, person: Person, prison: Site, office: Site, known_since: datetime, released: date | None) -> Life:
    """Give the person their whereabouts and the offices that work with them, handed over around release."""
    chance = world.chance
    inside = Whereabouts(
        id=chance.id(known_since), person=person, kind=WhereaboutsKind.CUSTODY, site=prison,
        starts_on=min(known_since.date(), released or chance.today) - timedelta(days=chance.number(30, 700)), ends_on=released,
    )  # fmt: skip
    life = Life(person, prison.region_id, [], [inside])
    if released is None:
        life.spans.append(_span(world, prison.code, known_since))
        soon = person.release_date is not None and person.release_date - chance.today < _HANDOVER
        if soon:
            life.spans.insert(0, _span(world, office.code, chance.days_ago(chance.number(1, 9))))
        return life
    out = datetime.combine(released, time(10, 30), chance.now.tzinfo)
    life.whereabouts.append(Whereabouts(id=chance.id(out), person=person, kind=WhereaboutsKind.COMMUNITY, site=office, starts_on=released))
    if known_since < out:
        life.spans.append(_span(world, prison.code, known_since, out))
    life.spans.append(_span(world, office.code, max(known_since, out - timedelta(days=7))))
    return life


def people_rows(life: Life, past: Past) -> tuple[list[Involvement], list[Person], list[Whereabouts]]:
    """The rows of one person, and their history."""
    person, first = life.person, life.spans[0]
    opener: User = min(life.spans, key=lambda span: span.starts_at).worker
    past.add(person, person.created_at, opener.id)
    involvements = []
    for span in life.spans:
        row = Involvement(
            id=span.involvement, person=person, team=span.team, because_kind="people.assignment", because_id=None,
            compartments=list(ASSIGNMENT_COMPARTMENTS), starts_at=span.starts_at, ends_at=span.ends_at, by=first.worker,
        )  # fmt: skip
        past.add(row, span.starts_at, opener.id, ends_at=None)
        if span.ends_at:
            past.add(row, span.ends_at, span.worker.id, changed=True)
        involvements.append(row)
    for where in life.whereabouts:
        began = datetime.combine(where.starts_on, time(11), person.created_at.tzinfo)
        past.add(where, max(began, person.created_at), opener.id, ends_on=None)
        if where.ends_on:
            ended = datetime.combine(where.ends_on, time(10, 45), person.created_at.tzinfo)
            past.add(where, max(ended, person.created_at), opener.id, changed=True)
    return involvements, [person], life.whereabouts


def _name(world: World, gender: str) -> PersonName:
    """Nobody is called as one of the cast."""
    while True:
        name = world.invent.name_for(gender)
        if f"{name.given} {name.family}" not in _CAST:
            return name


def _prison(world: World, gender: str) -> Site:
    prisons: Sequence[Site] = [site for site in world.sites.values() if site.kind == SiteKind.PRISON]
    if gender == "FEMALE":
        return world.sites[WOMENS_PRISON]
    return world.chance.pick([site for site in prisons if site.code != WOMENS_PRISON])


def _expect_release(world: World, person: Person) -> None:
    chance = world.chance
    if chance.yes(0.12):
        person.release_unknown_because = chance.pick(UNKNOWN_RELEASE)
    else:
        person.release_date = chance.today + timedelta(
            days=chance.weighted({7: 8, 21: 12, 45: 18, 80: 18, 140: 20, 240: 16, 330: 8}) + chance.number(-5, 20)
        )


def _span(world: World, code: str, starts_at: datetime, ends_at: datetime | None = None) -> Span:
    return Span(world.teams[code], world.at_work(code), starts_at, ends_at, world.chance.id(starts_at))


def _band(age: int) -> str:
    """The band that holds the age: bands are named by their first year."""
    return [band.value for band in AgeBand if int(band.value.rstrip("+").partition("-")[0]) <= age][-1]
