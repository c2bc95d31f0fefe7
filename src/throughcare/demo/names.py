"""Invented people, organisations and what they write, the same for the same seed.

Given and family names are drawn apart from one another; pairs we know to be a public figure's are never made.
Organisations are built from words of the land and of welcome, around place names that are invented too.
"""

from collections.abc import Iterable
from random import Random
from typing import NamedTuple, TypeVar

from throughcare.demo import words
from throughcare.matching.pillars import Pillar

Choice = TypeVar("Choice")


class PersonName(NamedTuple):
    """What the person is called, the name on record, and the community it comes from (a key of CULTURES)."""

    preferred: str
    given: str
    family: str
    culture: str


class InventedService(NamedTuple):
    """A service as a directory entry says it. Ages None: no limit."""

    name: str
    description: str
    eligibility_description: str
    minimum_age: int | None
    maximum_age: int | None


def _each(text: str) -> tuple[str, ...]:
    """One value a word."""
    return tuple(text.split())


# Each row: given names, family names, weight. Family names are plain words of plants, birds and places, or very widespread.
CULTURES: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "maori": (
        _each(
            "Aroha Mārama Hēmi Tāne Wiremu Rāwiri Mere Hōne Ngaire Tama Kahurangi Anahera Mānaia Rāhera Pāora Hinemoa Tīmoti Kiri Mātiu Ataahua Nikau Tūmanako"
        ),
        _each("Tāwhara Pōhatu Kererū Hīnau Mānuka Tōtara Wairere Kōkiri Pāhautea Rimurapa Māhoe Pūriri Tīeke Hōkioi Kāpuka Wharangi"),
        9,
    ),
    "pacific": (
        _each("Sione Mele Tevita Ana Losa Semisi Talia Ioane Lupe Viliami Sina Mālia Pita Leilani Filipo Salote Tomasi"),
        _each("Faleolo Tuiafi'a Matagi Lotu'ai Vaimoso Siaosi Talanoa Moana Lauti Fonua'a Masina Savali"),
        4,
    ),
    "european": (
        _each("James Sarah Daniel Emma Michael Kate Thomas Rachel Liam Grace Peter Helen Jack Olivia Craig Donna Luke Megan Shane Tracey"),
        _each("Hartwell Brindle Ashcombe Fernley Marlow Thornby Kerridge Penrose Oakden Larkham Whitcombe Staveley Dunmore Halliwell"),
        6,
    ),
    "asian": (
        _each("Wei Mei Jun Priya Arjun Anita Minh Linh Hana Kenji Ravi Sunita Jin Soo-ah Rafael Maricel"),
        _each("Chen Patel Nguyen Kim Singh Santos Wong Sharma Tanaka Reyes Liu Rao Tran Park"),
        2,
    ),
}
# Given names mostly of women, and those anybody may have; the rest are mostly men's.
WOMEN = frozenset(
    _each(
        "Aroha Mārama Mere Ngaire Anahera Rāhera Hinemoa Kiri Ataahua Mele Ana Losa Talia Lupe Sina Mālia Leilani Salote "
        "Sarah Emma Kate Rachel Grace Helen Olivia Donna Megan Tracey Mei Priya Anita Linh Hana Sunita Soo-ah Maricel"
    )
)
ANYBODY = frozenset(_each("Kahurangi Tūmanako Mānaia Wei Jun Minh"))
SHORT = {
    "Michael": "Mike",
    "Daniel": "Dan",
    "Thomas": "Tom",
    "Rachel": "Rach",
    "Wiremu": "Wī",
    "Rāwiri": "Rā",
    "Kahurangi": "Kahu",
    "Anahera": "Ana",
    "Viliami": "Vili",
    "Hinemoa": "Hine",
    "Tūmanako": "Tū",
    "Megan": "Meg",
    "Leilani": "Lani",
}
WELL_KNOWN = frozenset(
    {("Mei", "Chen"), ("Wei", "Chen"), ("Priya", "Sharma"), ("Arjun", "Patel"), ("Jin", "Park"), ("Anita", "Singh"), ("Ravi", "Singh")}
)

PLACES_MI = _each("Awakōwhai Wainīkau Pukemānuka Rotokākā Manupiri Awatīeke Waipūriri Ōtūmārō Pukerātāiti Waikōtuku Rangikāpua Ōmātaiata")
PLACES_EN = (
    "Fernbrook",
    "Larch Hill",
    "Gullhaven",
    "Stonebridge Flat",
    "Ambrook Vale",
    "Kingfisher Bay",
    "Clearwater Gap",
    "Millrace",
    "Tussock Ridge",
    "Harrow Point",
)
PLACES = {"IWI": PLACES_MI, "HAPU": PLACES_MI, "MARAE": PLACES_MI}

ORGANIZATIONS: dict[str, tuple[str, ...]] = {
    "PUBLIC_AGENCY": ("{} Local Services Office", "{} Community Housing Office", "{} Employment Service"),
    "NGO": ("{} Second Start Trust", "Open Gate {}", "{} Prisoner and Whānau Support", "New Steps {}"),
    "IWI": ("Te Whare Manaaki o {}", "Te Rūnaka Āwhina o {}", "Ngā Uri o {} Trust", "Te Ara Hou ki {}"),
    "HAPU": ("{} Hapū Services", "Ngā Hapū o {}"),
    "MARAE": ("{} Marae", "Te Marae o {}"),
    "URBAN_MAORI": ("{} Urban Māori Authority", "Te Kāinga Hou o {}"),
    "PACIFIC": ("{} Pasifika Families", "Fale Alofa {}", "Vaka Moana {}"),
    "TRAINING": ("{} Trades Training", "{} Learning Centre", "Skills Workshop {}"),
    "COMMUNITY": ("{} Neighbours", "{} Community House", "{} Community Garden"),
    "FAITH": ("{} Parish Outreach", "House of Welcome {}", "{} Interfaith Circle"),
    "HEALTH": ("{} Family Practice", "Hauora {}", "{} Wellbeing Clinic"),
    "SPORT": ("{} Boxing and Fitness", "{} Rugby and Netball Club", "Waka Ama {}"),
    "EMPLOYER": ("{} Orchards", "{} Joinery", "{} Roading and Civil", "{} Foods"),
    "VOLUNTEER": ("{} Volunteer Visitors", "Walk Beside {}", "{} Mentors"),
    "OTHER": ("{} Collective", "Friends of {}"),
}
SUFFIXES = ("", " Charitable Trust", " Incorporated", " (North)", " (South)", " Central", " East", " West", " Network")
AGES = ((None, None), (None, None), (18, None), (18, None), (18, 25), (17, 24), (55, None))


class Invent:
    """Makes up a believable small world. Two with the same seed, asked the same, answer the same."""

    def __init__(self, seed: int, *, taken: Iterable[str] = ()) -> None:
        """taken: names of organisations that are there already."""
        self._chance = Random(seed)  # noqa: S311 - invented data, nothing secret
        self._organizations = set(taken)

    def person_name(self) -> PersonName:
        """A name from one of the country's communities; one in six people goes by a shorter one where there is one."""
        culture = self._chance.choices(list(CULTURES), [weight for *_, weight in CULTURES.values()])[0]
        givens, families, _ = CULTURES[culture]
        given, family = self._chance.choice(givens), self._chance.choice(families)
        if (given, family) in WELL_KNOWN:
            return self.person_name()
        preferred = SHORT.get(given, given) if self._chance.random() < 1 / 6 else given
        return PersonName(preferred, given, family, culture)

    def name_for(self, gender: str) -> PersonName:
        """A name somebody of this gender (FEMALE, MALE or another code) may have."""
        while True:
            name = self.person_name()
            if gender not in ("FEMALE", "MALE") or name.given in ANYBODY or (name.given in WOMEN) == (gender == "FEMALE"):
                return name

    def organization(self, kind: str) -> str:
        """A name never given before by this Invent. `kind` is a code of partners.OrganizationKind."""
        while True:
            place = self._pick(PLACES.get(kind, PLACES_EN + PLACES_MI))
            name = self._pick(ORGANIZATIONS[kind]).format(place)
            # A plain name while there is one; with a suffix when it is taken, with a number when those are too.
            free = [name + suffix for suffix in SUFFIXES if name + suffix not in self._organizations]
            name = free[0] if free else f"{name} {len(self._organizations)}"
            if name not in self._organizations:
                self._organizations.add(name)
                return name

    def service(self, pillar: Pillar) -> InventedService:
        """What an organisation offers for this pillar, and to whom."""
        name, description = self._pick(words.SERVICES[pillar])
        low, high = self._pick(AGES)
        return InventedService(name, description, _who(low, high), low, high)

    def need_note(self, pillar: Pillar) -> str:
        """What a case manager notes about a need."""
        return self._pick(words.NEEDS[pillar])

    def referral_reason(self, pillar: Pillar) -> str:
        """Why the person is referred, as the partner reads it: no offence, no diagnosis."""
        return self._pick(words.REFERRAL_REASONS[pillar])

    def question(self) -> str:
        """What a partner asks before answering."""
        return self._pick(words.QUESTIONS)

    def reply(self) -> str:
        """What the referrer answers."""
        return self._pick(words.REPLIES)

    def accept_note(self) -> str:
        """A partner's word on accepting."""
        return self._pick(words.ACCEPT_NOTES)

    def decline_note(self) -> str:
        """A partner's word on declining, beside the coded reason."""
        return self._pick(words.DECLINE_NOTES)

    def waitlist_note(self) -> str:
        """A partner's word on the waiting list, beside the expected date."""
        return self._pick(words.WAITLIST_NOTES)

    def objection(self) -> str:
        """A person's own words on a referral they do not agree with."""
        return self._pick(words.OBJECTIONS)

    def _pick(self, values: tuple[Choice, ...]) -> Choice:
        return self._chance.choice(values)


def _who(low: int | None, high: int | None) -> str:
    if low is None:
        return "Open to everybody." if high is None else f"For people up to {high}."
    return f"For people of {low} and over." if high is None else f"For people aged {low} to {high}."
