"""The demo's invented world: the same for a seed, varied, and nobody's and nowhere's real name."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Mapping

import pytest

from tests.shared import SHARED
from throughcare.demo import words
from throughcare.demo.names import ORGANIZATIONS, PLACES_EN, PLACES_MI, WELL_KNOWN, Invent
from throughcare.demo.places_data import REGIONS, SITES
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import OrganizationKind

GAZETTEER = SHARED / "data" / "geo" / "geonames-places-NZ.csv"
BY_PILLAR: dict[str, Mapping[Pillar, tuple[object, ...]]] = {
    "services": words.SERVICES,
    "needs": words.NEEDS,
    "reasons": words.REFERRAL_REASONS,
}


def _world(seed: int) -> list[object]:
    invent = Invent(seed)
    world: list[object] = [invent.person_name() for _ in range(50)]
    world += [invent.organization(kind) for kind in ORGANIZATIONS]
    world += [(invent.service(pillar), invent.need_note(pillar), invent.referral_reason(pillar)) for pillar in Pillar]
    world += [invent.question(), invent.reply(), invent.accept_note()]
    return [*world, invent.decline_note(), invent.waitlist_note(), invent.objection()]


def test_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    assert _world(7) == _world(7)
    assert _world(7) != _world(8)


def test_five_hundred_people_are_varied_and_keep_their_macrons() -> None:
    invent = Invent(1)
    names = [invent.person_name() for _ in range(500)]
    pairs = Counter((name.given, name.family) for name in names)
    assert len(pairs) > 300
    assert max(pairs.values()) <= 8
    macrons = [name for name in names if "\u0304" in unicodedata.normalize("NFD", f"{name.given} {name.family}")]
    assert len(macrons) > 100
    assert any(name.preferred != name.given for name in names)


def test_names_of_well_known_people_are_never_made() -> None:
    invent = Invent(2)
    made = {(name.given, name.family) for name in (invent.person_name() for _ in range(20_000))}
    assert not made & WELL_KNOWN
    assert ("Wei", "Patel") in made  # the rest of those given names is still there


def test_every_kind_of_organization_can_be_named() -> None:
    assert set(ORGANIZATIONS) == set(OrganizationKind.values)


def test_organization_names_are_never_given_twice() -> None:
    invent = Invent(3)
    names = [invent.organization(kind) for _ in range(100) for kind in ORGANIZATIONS]
    assert len(set(names)) == len(names)


def test_first_three_hundred_organizations_need_no_number() -> None:
    invent = Invent(4)
    kinds = sorted(ORGANIZATIONS)
    names = [invent.organization(kinds[turn % len(kinds)]) for turn in range(300)]
    assert not any(character.isdigit() for name in names for character in name)


def test_iwi_providers_belong_to_invented_places_only() -> None:
    invent = Invent(5)
    assert all(any(place in name for place in PLACES_MI) for name in (invent.organization("IWI") for _ in range(60)))


def test_service_says_its_age_limits() -> None:
    invent = Invent(6)
    for service in (invent.service(pillar) for pillar in Pillar for _ in range(20)):
        limits = [str(age) for age in (service.minimum_age, service.maximum_age) if age is not None]
        assert all(limit in service.eligibility_description for limit in limits)
        assert limits or service.eligibility_description == "Open to everybody."


@pytest.mark.parametrize("name", BY_PILLAR)
def test_every_pillar_has_several_words(name: str) -> None:
    assert set(BY_PILLAR[name]) == set(Pillar)
    assert all(len(set(BY_PILLAR[name][pillar])) >= 2 for pillar in Pillar)


def test_two_regions_have_eight_sites_in_new_zealand() -> None:
    assert Counter(site.kind for site in SITES) == {"PRISON": 4, "PROBATION": 4}
    assert {site.region for site in SITES} == {region.code for region in REGIONS}
    assert len({site.code for site in SITES}) == 8
    assert all(-47.3 < site.latitude < -34.4 and 166.4 < site.longitude < 178.6 for site in SITES)


@pytest.mark.skipif(not GAZETTEER.exists(), reason="the shared gazetteer is not on this machine")
def test_invented_places_are_not_in_the_gazetteer() -> None:
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        real = {_folded(name) for row in csv.DictReader(file) for name in [row["name"], *row["alternatenames"].split("|")]}
    districts = {district for region in REGIONS for district in region.districts}
    assert not [place for place in {*PLACES_MI, *PLACES_EN, *districts} if _folded(place) in real]


def _folded(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one)).casefold()
