"""What can be told, to whom, and in which words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.disclosure.fields import CODES, FIELDS, PILLAR_COMPARTMENTS, Source, chosen, digest_of, lines_for
from throughcare.disclosure.states import COMPARTMENT_WORDS, NEVER_TOLD, TOLD_TO_KIND, may_be_told
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import OrganizationKind
from throughcare.people.models import Need, Person, Whereabouts
from throughcare.places.models import Site

DAY = date(2026, 3, 27)


def source(pillar: str = "ACCOMMODATION", **person: object) -> Source:
    """Somebody of whom everything is known."""
    known = {
        "preferred_name": "Aroha",
        "family_name": "Ngātai",
        "name_mi": "Aroha",
        "birth_date": date(1994, 3, 28),
        "gender": "woman",
        "ethnicities": ["maori"],
        "iwi": ["other"],
        "languages": ["en", "mi"],
        "interpreter_needed": True,
        "release_date": date(2026, 5, 1),
    }
    return Source(
        person=Person(**{**known, **person}),
        need=Need(pillar=pillar, note="A room"),
        today=DAY,
        whereabouts=Whereabouts(kind="CUSTODY", site=Site(name="Te Awa Prison")),
        identifiers=(("prn", "7001"),),
        reason="Wants to be near whānau",
        more="Has a dog",
        ground="The person agreed to this on 27 March 2026",
        words={("language", "en"): "English", ("language", "mi"): "Te reo Māori", ("identifier", "prn"): "Record number"},
    )


def values(of: Source, kind: str = "NGO") -> dict[str, str]:
    return {line.code: line.value for line in lines_for(of, kind)}


def test_each_line_reads_as_a_partner_would_read_it() -> None:
    assert values(source()) == {
        "name": "Aroha Ngātai",
        "name_mi": "Aroha",
        "age": "31",
        "birth_date": "28 March 1994",
        "gender": "woman",
        "where": "In prison: Te Awa Prison",
        "release": "1 May 2026",
        "languages": "English, Te reo Māori",
        "interpreter": "Needs an interpreter",
        "ethnicity": "maori",
        "iwi": "other",
        "identifiers": "Record number 7001",
        "need": "Accommodation",
        "need_note": "A room",
        "reason": "Wants to be near whānau",
        "more": "Has a dog",
        "ground": "The person agreed to this on 27 March 2026",
    }


def test_what_is_not_known_is_no_line() -> None:
    bare = Source(person=Person(preferred_name="Aroha"), need=Need(pillar="EMPLOYMENT"), today=DAY)
    assert values(bare) == {"name": "Aroha", "need": "Employment"}


def test_an_age_band_stands_in_for_an_unknown_birthday() -> None:
    told = values(source(birth_date=None, age_band="25-34"))
    assert told["age"] == "25 to 34"
    assert "birth_date" not in told


def test_a_release_date_nobody_knows_says_why() -> None:
    of = source(release_date=None, release_unknown_because="parole")
    assert values(replace(of, words={("unknown_release", "parole"): "Waits for the Board"}))["release"] == "Not known: Waits for the Board"


def test_a_birthday_counts_from_its_own_day() -> None:
    of = source()
    assert values(replace(of, today=date(2026, 3, 28)))["age"] == "32"


@pytest.mark.parametrize("pillar", list(Pillar))
def test_an_employer_is_offered_who_the_person_is_and_work_and_nothing_else(pillar: Pillar) -> None:
    lines = lines_for(source(pillar.value), OrganizationKind.EMPLOYER.value)
    assert {line.compartment for line in lines} <= {"C1", "C8", "C10"}
    assert any(line.code == "reason" for line in lines) is (PILLAR_COMPARTMENTS[pillar] == "C8")


@given(st.sampled_from(OrganizationKind.values), st.sampled_from(sorted(COMPARTMENT_WORDS)))
def test_nobody_is_ever_told_offences_risk_victims_or_case_notes(kind: str, compartment: str) -> None:
    if compartment in NEVER_TOLD:
        assert not may_be_told(compartment, kind)
    if kind == "EMPLOYER" and compartment in {"C2", "C3", "C4", "C5", "C6", "C7", "C9"}:
        assert not may_be_told(compartment, kind)


def test_the_kinds_named_are_kinds_there_are() -> None:
    assert set(TOLD_TO_KIND) <= set(OrganizationKind.values)
    assert set(PILLAR_COMPARTMENTS) == set(Pillar)


def test_health_and_the_like_are_never_ticked_beforehand() -> None:
    ticked = [field.code for field in FIELDS if field.default and not field.always]
    assert ticked == ["age", "where", "release", "interpreter", "more"]


@given(st.sets(st.sampled_from(sorted(CODES))))
def test_what_is_told_is_what_was_chosen_and_what_every_referral_needs(codes: set[str]) -> None:
    lines = lines_for(source(), "NGO")
    told = {line.code for line in chosen(lines, codes)}
    assert told == codes | {"name", "need", "reason", "ground"}


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_digest_names_exactly_these_words(first: str, second: str) -> None:
    digests = [digest_of(lines_for(replace(source(), reason=text), "NGO")) for text in (first, second)]
    assert (digests[0] == digests[1]) is (first.strip() == second.strip())
