"""Which of the six pillars a service helps with, by a table of rules anyone can read; the rule that fired is shown.

A manager's correction wins over the table. To change what a word means, change the table and its examples in the tests.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from throughcare.common.text import search_key, search_words
from throughcare.matching.pillars import Pillar

Answer = TypeVar("Answer")


class PillarHit(NamedTuple):
    """A pillar, the rule that gave it, and the words it fired on (lower case, without macrons)."""

    pillar: Pillar
    rule_id: str
    matched_text: str


@dataclass(frozen=True)
class Rule:
    """Words that put a service to a pillar. A word ending in * stands for every word that starts so."""

    id: str
    pillar: Pillar
    why: str  # shown beside the pillar: "… because it offers {why}"
    anywhere: str = ""  # words that count in the name, the categories and the description; a comma between
    titles: str = ""  # words that count in the name and the categories only: descriptions use them loosely
    unless: str = ""  # phrases that are taken out of the text first: they hold one of the words but mean another thing

    @cached_property
    def _in_title(self) -> "Phrases":
        return Phrases(", ".join(words for words in (self.titles, self.anywhere) if words))

    @cached_property
    def _in_text(self) -> "Phrases":
        return Phrases(self.anywhere)

    @cached_property
    def _taken_out(self) -> "Phrases":
        return Phrases(self.unless)

    def fires_on(self, title: "Words", text: "Words") -> str:
        """The words found, or ""."""
        found = self._in_title.first_in(title) or self._in_text.first_in(text)
        if found and self.unless:  # taking phrases out can only lose a word, so it is done where one was found
            title, text = self._taken_out.out_of(title), self._taken_out.out_of(text)
            found = self._in_title.first_in(title) or self._in_text.first_in(text)
        return found

    def starts_with(self, word: str) -> bool:
        """May one of its words or phrases begin with this word, or one of those taken out?"""
        return self._in_title.may_begin(word) or self._taken_out.may_begin(word)


class Words(NamedTuple):
    """The words of a search key, and the places in it where a rule's phrase may begin."""

    words: list[str]
    places: Sequence[int]


class Answers(dict[str, Answer], Generic[Answer]):
    """What is known of a word, worked out once: words are few and texts many. Emptied when it has grown too large to keep."""

    def __init__(self, work_out: Callable[[str], Answer]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> Answer:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        answer = self[word] = self._work_out(word)
        return answer


class Phrases:
    """A list of words and phrases, folded as the searched text is; longer ones are tried first."""

    def __init__(self, words: str) -> None:
        listed = [
            (search_key(phrase.replace("*", "")).split(), phrase.rstrip().endswith("*")) for phrase in words.split(",") if phrase.strip()
        ]
        self._listed = sorted(listed, key=lambda phrase: len(" ".join(phrase[0])), reverse=True)
        self._firsts = {words[0] for words, _ in self._listed}
        self._stems = tuple(words[0] for words, stem in self._listed if stem and len(words) == 1)
        self.beginning = Answers(self._beginning)  # those that may begin with a word

    def may_begin(self, word: str) -> bool:
        """Does any begin with this word?"""
        return word in self._firsts or word.startswith(self._stems)

    def _beginning(self, word: str) -> list[tuple[list[str], bool]]:
        if not self.may_begin(word):
            return []
        return [p for p in self._listed if p[0][0] == word or (p[1] and len(p[0]) == 1 and word.startswith(p[0][0]))]

    def _found(self, text: list[str], places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """(place, number of words) of every phrase that begins at one of these places; one may lie in another."""
        for place in places:
            for words, stem in self.beginning[text[place]]:
                here = text[place : place + len(words)]
                ends_so = stem and len(here) == len(words) and here[:-1] == words[:-1] and here[-1].startswith(words[-1])
                if here == words or ends_so:
                    yield place, len(words)
                    break

    def first_in(self, text: Words) -> str:
        """The first phrase found, as the text has it, or ""."""
        words = text.words
        return next((" ".join(words[place : place + length]) for place, length in self._found(words, text.places)), "")

    def out_of(self, text: Words) -> Words:
        """The text with "" where a phrase was, so that what stood on its two sides does not become one phrase."""
        left, end = text.words, 0
        for place, length in self._found(left, text.places):
            if place >= end:
                left = left.copy() if left is text.words else left
                end = place + length
                left[place:end] = [""] * length
        return Words(left, text.places)


_MOST_KNOWN = 50_000


P = Pillar

# In the order they are tried; the first rule of each pillar that fires is the one shown.
RULES: tuple[Rule, ...] = (
    Rule(
        "housing", P.ACCOMMODATION, "a place to live, or help to find or keep one",
        anywhere="transitional housing, affordable housing, supportive housing, permanent housing, emergency housing, housing assistance,"
        " housing navigation, housing placement, housing support, housing search, rapid rehousing, rental assistance, shelter, shelters, sober living,"
        " halfway house, safe parking, motel voucher*, accommodation, tenancy, tenancies, whare noho, wāhi noho, nohoanga, kāinga, noho kāinga",
        titles="housing, shelter*, home repair, homeless*, room, rental, rent, lodging, recovery residence, warming center, single room occupants",
        unless="housing for animals, animal shelter, animal shelters, emergency room",
    ),
    Rule(
        "home-law", P.ACCOMMODATION, "legal help to keep a home",
        anywhere="eviction*, foreclosure*, landlord*, tenant*, housing defense, housing rights, fair housing, homeowner*, renter*",
    ),
    Rule(
        "learning", P.EDUCATION_TRAINING, "learning, training or a qualification",
        anywhere="ged, high school diploma, literacy class*, literacy program*, adult education, college, vocational training, apprenticeship*, tutoring,"
        " scholarship*, esl, english classes, computer classes, certificate program*, trade training, numeracy, polytechnic, mātauranga, akoranga,"
        " ako, whakangungu, kura, wānanga, te reo",
        titles="education, training, literacy, school, schools, academic, learning, tutor*, head start, vocational, vocational rehabilitation, library, libraries",
        unless="health education, parenting education, parent education, driver education, oral education*, financial literacy, nutrition education,"
        " high school students, legal information and education, community education, service provider training, school fee*, special education",
    ),
    Rule(
        "school-law", P.EDUCATION_TRAINING, "legal help to take part in school",
        anywhere="special education, school discipline, school fee*, school enrollment, school enrolment",
    ),
    Rule(
        "work", P.EMPLOYMENT, "help to find or keep work",
        anywhere="job training, job search, job placement, job readiness, job center*, job seekers, employment services, employment assistance,"
        " employment readiness, employment support, employment training, employment program*, resume*, résumé*, interview preparation, workforce, career*,"
        " vocational rehabilitation, supported employment, temp agency, whiwhinga mahi, tūranga mahi, mahi",
        titles="employment, job, jobs, worker*, work, hiring, employer*",
        unless="employment rights, social work, social worker*, clean up work, community work, unemployment, employment barriers, employer hotline",
    ),
    Rule(
        "work-law", P.EMPLOYMENT, "legal help that opens the way to work",
        anywhere="expunge*, expungement, record clearing, records clearing, record cleaning, record sealing, clean slate, blank slate, criminal record*,"
        " employment rights, employment barriers, wage theft, wage claim*, unemployment",
    ),
    Rule(
        "money", P.SKILLS_FOR_LIFE, "handling money, debts and benefits",
        anywhere="financial literacy, financial planning, financial coaching, budgeting, money management, credit counsel*, debt*, bankruptc*,"
        " public benefits, benefits enrollment, benefits assistance, social security, calfresh, cal fresh, medi cal application*, ebt, loans, tax clinic,"
        " pension*, whakahaere pūtea, pūtea",
        titles="benefits, financial, consumer*, insurance, collection defense, collection self help, phone services, lifeline, energy, utility, internet,"
        " compensation, claims",
    ),
    Rule(
        "papers", P.SKILLS_FOR_LIFE, "identity papers, licences and getting about",
        anywhere="birth certificate*, id cards, identification card*, id assistance, id documents, id and documentation, driver s license*, drivers license*,"
        " driver licence*, drivers licence*, license reinstatement, raihana",
        titles="id documents, documents, transportation, transport, bus, shuttle, transit, bus passes, fare*, driving, dui, licensing",
        unless="child transportation",
    ),
    Rule(
        "life-skills", P.SKILLS_FOR_LIFE, "skills for everyday life",
        anywhere="life skills, anger management, independent living, cognitive behavioral, cognitive behavioural, thinking skills, leadership development,"
        " computer access, internet access, digital literacy, pūkenga, pukenga ora",
        titles="technology, skills",
    ),
    Rule(
        "food-and-basics", P.HEALTH_WELLBEING, "food, clothing and washing, which health begins with",
        anywhere="food bank*, food pantr*, food distribution*, food assistance, free meals, hot meals, groceries, grocery voucher*, showers,"
        " hygiene products, hygiene kit*, laundry",
        titles="food, meal, meals, breakfast, lunch, dinner, pantry, kitchen, soup, farmers market, nutrition, wic, clothing, clothes, thrift store*,"
        " in kind donations, haircuts, lockers, kai, pātaka",
    ),
    Rule(
        "addiction", P.HEALTH_WELLBEING, "help with alcohol, drugs or other addictions",
        anywhere="substance use, substance abuse, addiction*, alcoholics anonymous, narcotics anonymous, detox*, sober living, harm reduction,"
        " recovery program*, recovery support, 12 step, twelve step, syringe*, drug treatment, alcohol and drug, drug and alcohol, waipiro, tarukino",
        titles="anonymous, rehab, recovery, sober*, residential treatment*, treatment, dual diagnosis, smokefree, smoking cessation",
    ),
    Rule(
        "health", P.HEALTH_WELLBEING, "care for body and mind",
        anywhere="mental health, behavioral health, behavioural health, primary care, health care, healthcare, medical care, dental care, dental services,"
        " counseling, counselling, therapy, psychiatr*, crisis stabilization, trauma informed, hiv, aids, mental illness, hauora, oranga, hinengaro, rongoā",
        titles="health, medical, medicine, medi cal, dental, dentist*, denture*, clinic, vision, wellness, wellbeing, hospital*, pharmacy, prescription*,"
        " laborator*, crisis, emergency services, psychological testing, pregnan*, birth control, contraception, abortion, obgyn, pap services, breast exam*,"
        " immunization*, std, tuberculosis, hospice, end of life care, pediatric*, fitness, sports, swim, root canal*, fillings, chronic care*,"
        " family planning, disabilit*, long term care, walk in services, specialty clinics, nurse*",
        unless="career counseling, career counselling, financial counseling, housing counseling, credit counseling, academic counseling,"
        " legal clinic, legal clinics, tax clinic, bankruptcy clinic, divorce clinic, order of protection clinic, environmental law, law clinic,"
        " walk in clinic, wellness court, affected by hiv*, living with hiv*, emergency food",
    ),
    Rule(
        "family", P.FAMILY_COMMUNITY, "support for family, whānau and children",
        anywhere="family reunification, family support, family services, family law, parenting, child care, childcare, child support, child custody,"
        " custody and visitation, domestic violence, domestic abuse, order of protection, orders of protection, divorce, guardianship*, incarcerated mothers,"
        " incarcerated parents, dcfs, whānau, tamariki, mātua, tikanga whānau",
        titles="family, families, couples, parent, parents, parentage, child, children*, mothers, fathers, youth, camp, domestic relations, survivors,"
        " women and children",
        unless="family medicine, family planning, children s medicine",
    ),
    Rule(
        "community", P.FAMILY_COMMUNITY, "people to belong to, and somebody at one's side",
        anywhere="mentor*, peer support, support group*, case management, hapori, marae, tikanga, manaakitanga, hapū, iwi, kaumātua",
        titles="community support, general support, social services, faith based, reentry, re entry, reintegration, church, resource directory,"
        " advocacy*, older adult services, senior*, veteran*, lgbtq services, lgbt, referrals, case management, group therapy, resource center, one stop, ministry,"
        " ministries, salvation army, probation, parole",
        unless="veterans legal clinic",
    ),
    # Legal help is no pillar of its own. What it is about is (rules above); help whose subject isn't said goes to skills for life,
    # because knowing one's rights and dealing with courts and offices is what it leaves a person able to do.
    Rule(
        "legal-help", P.SKILLS_FOR_LIFE, "legal help: knowing one's rights and dealing with courts and offices",
        anywhere="legal aid, legal help, legal advice, legal services, legal information, legal assistance, legal self help, law center, legal clinic,"
        " direct representation, lawyer referral*, pro bono, immigration, asylum, public defender, ratonga ture, āwhina ture",
        titles="legal, law, lawyer*, attorney*, court, courthouse, advice desk, help desk, civil rights, self help desk",
        unless="immigration status",
    ),
)  # fmt: skip

_BY_ID = {rule.id: rule for rule in RULES}


def rule(rule_id: str) -> Rule | None:
    """The rule of that id, for the page that shows why; None when a newer table has dropped it."""
    return _BY_ID.get(rule_id)


def pillars_for(name: str, description: str, categories: Iterable[str]) -> tuple[PillarHit, ...]:
    """The pillars of a service, each with the first rule that gave it, in the order of the table."""
    title, text = search_words(" | ".join((name, *categories))), search_words(description)
    in_title, in_text = _places(title), _places(text)
    hits: dict[Pillar, PillarHit] = {}
    for number in sorted(in_title.keys() | in_text.keys()):
        each = RULES[number]
        if each.pillar not in hits:
            words = each.fires_on(Words(title, in_title.get(number, ())), Words(text, in_text.get(number, ())))
            if words:
                hits[each.pillar] = PillarHit(each.pillar, each.id, words)
    return tuple(hits.values())


def _places(text: list[str]) -> dict[int, list[int]]:
    """Number of each rule that could fire → where. Nearly all words begin no rule's phrase."""
    beginning = [_RULES_BEGINNING[word] for word in text]
    found: dict[int, list[int]] = {}
    if any(beginning):
        for place, numbers in enumerate(beginning):
            for number in numbers:
                found.setdefault(number, []).append(place)
    return found


def _rules_beginning(word: str) -> tuple[int, ...]:
    if not _ANY_RULE.may_begin(word):
        return ()
    return tuple(number for number, each in enumerate(RULES) if each.starts_with(word))


_ANY_RULE = Phrases(", ".join(words for each in RULES for words in (each.titles, each.anywhere, each.unless) if words))
_RULES_BEGINNING = Answers(_rules_beginning)
