"""Two records of one organisation are found and said why; two organisations with a word in common are not."""

import importlib
import math
import os
import random
from dataclasses import replace

import pytest

from tests.matching.charities import Charities
from throughcare.matching.linkage import Pair
from throughcare.matching.linkage_organizations import LOOK_AT, ORGANIZATIONS, Organization, host_of, phone_of, words_of

ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
SEED = 20261123
THERE = Organization(
    "there", ("Te Whare Āwhina o Ōtautahi Trust",), ("charity:CC10123",), ("03 555 0123",), ("https://www.whare-awhina.example/",)
)
linking = importlib.import_module("throughcare.matching.linking")


def pair_with(*names: str, there: Organization = THERE, changed: dict[str, tuple[str, ...]] | None = None) -> Pair | None:
    """What is found between one that is there and a new record."""
    new = replace(Organization("new", names or there.names), **(changed or {}))  # type: ignore[arg-type]  # each of its field's kind
    found: list[Pair] = linking.links_between(ORGANIZATIONS, [new], [there])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Te Whare Awhina o Otautahi Charitable Trust",), "the same name, but for what it is by law"),
        (("Whare Aawhina Ootautahi Incorporated",), "the same name, but for what it is by law"),
        (("Ōtautahi Whare Āwhina",), "the same words in another order"),
        (("Christchurch House of Support",), "the same words, in English and te reo"),
        (("House of Support (Te Whare Āwhina o Ōtautahi)",), "the same name, but for what it is by law"),
        (("Something Else / Te Whare Āwhina o Ōtautahi",), "the same name, but for what it is by law"),
        (("Te Whare Āwhinaa o Ōtautahi",), "the same name, but for what it is by law"),
        (("Te Whare Āwhin o Ōtautahi",), "one or two letters different, and other words in common"),
    ],
)
def test_one_name_written_in_several_ways(names: tuple[str, ...], words: str) -> None:
    found = pair_with(*names)
    assert found is not None and found.probability >= LOOK_AT
    assert words in [one.words for one in found.evidence]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"numbers": ("charity:CC10123",)}, "a number in common"),
        ({"websites": ("whare-awhina.example/about",), "phones": ("+64 3 555 0123",)}, "the same website"),
        ({"emails": ("office@whare-awhina.example",), "phones": ("(03) 555-0123",)}, "a phone number in common"),
    ],
)
def test_another_name_with_the_same_number_or_website_and_phone(changed: dict[str, tuple[str, ...]], words: str) -> None:
    found = pair_with("Quite Another Name", changed=changed)
    assert found is not None
    assert words in [one.words for one in found.evidence] and "different names" in [one.words for one in found.evidence]


@pytest.mark.parametrize(
    ("names", "changed"),
    [
        (("Te Whare Kura o Ōtautahi",), {}),  # a word or two in common
        (("Te Whare Āwhina o Ōtautahi South",), {}),  # a branch has its mark
        (("Another Trust",), {"phones": ("03 555 0123",)}),  # one phone for a house of several
        (("Another Trust",), {"websites": ("whare-awhina.example",)}),
        ((), {"numbers": ("charity:CC55555",), "websites": ("elsewhere.example",)}),  # the same name, and all else differs
        (("",), {}),
    ],
)
def test_one_thing_in_common_is_not_enough(names: tuple[str, ...], changed: dict[str, tuple[str, ...]]) -> None:
    assert pair_with(*names, changed=changed) is None


def test_initials_and_a_word_in_common() -> None:
    there = Organization("there", ("Prisoners Aid and Rehabilitation Society of Tarawera",))
    found = pair_with("PARS Tarawera", there=there)
    assert found is not None and [one.level for one in found.evidence] == ["initials"]


def test_one_of_three_branches_is_not_the_others() -> None:
    records = [Organization(str(n), (f"Manaaki Puke {where}",)) for n, where in enumerate(["North", "South", "East"])]
    assert linking.duplicates_among(ORGANIZATIONS, records) == []


def test_what_is_compared_is_folded() -> None:
    assert words_of("Te Rōpū Māori o Waikato") == words_of("Ropu Maaori Waikato") == ["ropu", "maori", "waikato"]
    assert {host_of("https://WWW.Awa.example/x?y"), host_of("mailto:me@awa.example"), host_of("awa.example")} == {"awa.example"}
    assert not any(map(host_of, ("me@gmail.com", "https://facebook.com/awa", "awa.wordpress.com", "nothing", "")))
    assert {phone_of("03 555 0123"), phone_of("+64 (3) 555-0123"), phone_of("0064 3 5550123 ext 4")} == {"+6435550123"}
    assert not phone_of("0123") and phone_of("+44 20 7946 0000") == "+442079460000"


def test_each_likeness_speaks_for_or_against() -> None:
    for field in ORGANIZATIONS.fields:
        assert field.levels[0].weight > 0 > field.levels[-1].weight
        assert sum(level.m for level in field.levels) == pytest.approx(1, abs=0.02)
        assert not field.levels[-1].rule and all(level.rule for level in field.levels[:-1])


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's, at 95 %."""
    z, share = 1.96, hits / of
    middle, spread = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def told(what: str, hits: int, of: int) -> float:
    low, high = interval(hits, of)
    print(f"    {what} {hits / of:.3f} ({low:.3f} to {high:.3f}; {hits} of {of})")
    return hits / of


def test_precision_and_recall_in_registers_drawn_from_charities_it_was_not_counted_from() -> None:
    """By names alone, in registers of a thousand with thirty twice; docs/partners.md has the figures of ten (make test-all).

    A pair of two numbers counts as wrong, but where the register of mergers says that one went into the other.
    """
    charities, draw = Charities(), random.Random(SEED)
    numbers = charities.half(held_out=True)
    twice = [number for number in numbers if len(charities.names[number]) > 1]
    once = [number for number in numbers if len(charities.names[number]) == 1]
    found: list[tuple[float, bool, bool]] = []
    there = 0
    for _ in range(10 if ALL else 2):
        drawn = [*draw.sample(twice, 30), *draw.sample(once, 940)]
        there += sum(math.comb(len(charities.names[number]), 2) for number in drawn)
        for pair in linking.duplicates_among(ORGANIZATIONS, charities.records(drawn), least=0.02):
            one, other = (key.partition("#")[0] for key in (pair.left, pair.right))
            found.append((pair.probability, one == other, charities.stands_for(one) == charities.stands_for(other)))
    figures = {}
    for least in (0.02, 0.1, LOOK_AT, 0.5, 0.8):
        above = [(same, merged) for probability, same, merged in found if probability >= least]
        print(f"from {least}:")
        figures[least] = (
            told("precision", sum(merged for _, merged in above), len(above)),
            told("recall", sum(same for same, _ in above), there),
        )
    assert figures[LOOK_AT][0] >= 0.45 and figures[LOOK_AT][1] >= (0.35 if ALL else 0.2)  # of two draws, a wide interval


def test_the_truth_can_be_missed() -> None:
    """Planted: numbers dealt out anew, so that hardly a pair is right."""
    charities = Charities()
    numbers = [number for number in charities.half(held_out=True) if len(charities.names[number]) > 1]
    pairs = linking.duplicates_among(ORGANIZATIONS, charities.records(numbers))
    dealt = dict(zip(numbers, random.Random(SEED).sample(numbers, len(numbers)), strict=True))
    right = sum(dealt[pair.left.partition("#")[0]] == pair.right.partition("#")[0] for pair in pairs)
    assert pairs and right / len(pairs) < 0.1
