"""The rule table of the pillars, by examples."""

from collections import Counter

import pytest

from tests.shared import shared
from throughcare.matching.pillars import PILLAR_LABELS, Pillar
from throughcare.services.pillars import RULES, pillars_for, rule
from throughcare.services.readers import read
from throughcare.services.rows import AttributeRow, ServiceRow, TaxonomyTermRow

A, E, W, S, H, F = Pillar  # accommodation, education, work, skills, health, family

EXAMPLES = [
    # name, description, categories, pillar → the rule that should fire
    ("Sober Living Homes", "", ["substance use"], {A: "housing", H: "addiction"}),
    ("Eviction defense help desk", "Direct representation", [], {A: "home-law", S: "legal-help"}),
    ("Emergency room", "", [], {}),
    ("Te Whare Tūmanako", "He wāhi noho mō ngā tāne", [], {A: "housing"}),
    ("Rapid rehousing", "Rapid rehousing and rental assistance.", [], {A: "housing"}),
    ("Adult School", "GED and English classes.", ["education"], {E: "learning"}),
    ("Special education helpline", "", [], {E: "school-law"}),
    ("Te Wānanga o Awaroa", "Ngā akoranga reo", [], {E: "learning"}),
    ("Oral Education and Prevention", "", ["medical support"], {H: "health"}),
    ("Career centre", "Job search and interview preparation.", [], {W: "work"}),
    ("Temp Agency", "", [], {W: "work"}),
    ("Ngā tūranga mahi", "", [], {W: "work"}),
    ("Clean slate", "Criminal record expungement", ["legal-aid"], {W: "work-law", S: "legal-help"}),
    ("Family resource centre", "Has social workers.", [], {F: "family"}),
    ("Free bankruptcy filing", "", [], {S: "money"}),
    ("Bus passes", "", ["transportation"], {S: "papers"}),
    ("Raihana taraiwa", "", [], {S: "papers"}),
    ("Anger Management", "", [], {S: "life-skills"}),
    ("Lawyer Referral Service", "", [], {S: "legal-help"}),
    ("Free legal information and forms in Cook County", "Legal self-help center", [], {S: "legal-help"}),
    ("Health centre", "Open to all, regardless of immigration status.", [], {H: "health"}),
    ("Mobile Food Pantry", "", [], {H: "food-and-basics"}),
    ("Kai o te hapori", "", [], {H: "food-and-basics", F: "community"}),
    ("Narcotics Anonymous", "", [], {H: "addiction"}),
    ("Āwhina waipiro", "", [], {H: "addiction"}),
    ("He oranga hinengaro", "", [], {H: "health"}),
    ("Divorce clinic", "", [], {F: "family"}),
    ("Ngā pouārahi whānau", "Mō ngā tamariki me ngā mātua", [], {F: "family"}),
    ("Mentorship", "", [], {F: "community"}),
    ("Food bank", "For individuals and families.", [], {H: "food-and-basics"}),
    ("Low-Cost Veterinary Services", "", [], {}),
    ("Policy Services", "", [], {}),
]


@pytest.mark.parametrize(("name", "description", "categories", "expected"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_examples(name: str, description: str, categories: list[str], expected: dict[Pillar, str]) -> None:
    assert {hit.pillar: hit.rule_id for hit in pillars_for(name, description, categories)} == expected


def test_the_words_that_fired_are_shown() -> None:
    (hit,) = pillars_for("Hāuora Māori", "", [])
    assert hit == (H, "health", "hauora")


def test_macrons_and_case_make_no_difference() -> None:
    assert pillars_for("WHĀNAU", "", []) == pillars_for("whanau", "", [])


def test_every_rule_has_an_example_and_can_be_looked_up() -> None:
    fired = {rule_id for *_, expected in EXAMPLES for rule_id in expected.values()}
    assert fired == {each.id for each in RULES}
    assert all(rule(each.id) is each for each in RULES)
    assert rule("gone") is None


def test_every_pillar_has_both_labels_and_a_rule() -> None:
    assert set(PILLAR_LABELS) == set(Pillar) == {each.pillar for each in RULES}
    assert all(pillar.label and pillar.label_mi and pillar.label != pillar.label_mi for pillar in Pillar)


@pytest.mark.parametrize(
    ("folder", "least"), [("illinois-legal-aid/output", 0.98), ("santa-barbara-reentry", 0.98), ("bay-area-reentry", 1.0)]
)
def test_nearly_every_real_service_gets_a_pillar(folder: str, least: float) -> None:
    tables = read(shared("data", "services", *folder.split("/"))).tables
    terms = {row.key: row.name for row in tables["taxonomy_term"] if isinstance(row, TaxonomyTermRow)}
    categories: dict[str, list[str]] = {}
    for row in tables["attribute"]:
        assert isinstance(row, AttributeRow)
        categories.setdefault(row.service_source_id, []).append(terms[row.taxonomy_term_source_id])
    counts: Counter[int] = Counter()
    for row in tables["service"]:
        assert isinstance(row, ServiceRow)
        counts[len(pillars_for(row.name, row.description, categories.get(row.key, [])))] += 1
    share = 1 - counts[0] / counts.total()
    assert share >= least
    assert counts[6] == 0  # a rule that fires on everything says nothing
