"""Two records of one person are found and said why; strangers with one thing in common are not."""

import csv
import gzip
import importlib
import os
import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from tests.shared import SHARED
from tests.test_repository import SOURCE
from throughcare.matching.linkage import Pair
from throughcare.matching.linkage_people import LOOK_AT, PEOPLE, Record

ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
SEED = 20261123  # of the planted fault alone
MERE = Record("there", ("Mere", "Mere Aroha"), "Ngātai", "1990-05-17", "FEMALE", ("prn:7001234",))
linking = importlib.import_module("throughcare.matching.linking")


def pair_with(**changed: object) -> Pair | None:
    """What is found between Mere and one new record."""
    new = replace(MERE, **{"key": "new", "numbers": (), **changed})  # type: ignore[arg-type]  # each of its field's kind
    found: list[Pair] = linking.links_between(PEOPLE, [new], [MERE])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"family": "Ngatai"}, "same names"),
        ({"family": "NGĀTAI", "given": ("mere",)}, "same names"),
        ({"family": "Ngātia"}, "same first name, family name nearly the same"),
        ({"given": ("Ngātai",), "family": "Mere"}, "same names, the other way round"),
        ({"given": ("Maria",), "born": "1990-05-17"}, "same family name, and another of their names in common"),
        ({"given": ("Meri",)}, "same family name, first name nearly the same"),
        ({"born": "1990-05-71"}, "date of birth with one figure different"),
        ({"born": "1990-06-17"}, "date of birth with one figure different"),
        ({"numbers": ("prn:7001243",), "born": ""}, "a number with one figure different"),
        ({"numbers": ("prn:7001234",), "given": ("X",), "family": "Y"}, "a number in common"),
    ],
)
def test_small_differences_are_found_and_said(changed: dict[str, object], words: str) -> None:
    found = pair_with(**changed)
    assert found is not None and found.probability >= LOOK_AT
    assert words in [one.words for one in found.evidence]
    assert [abs(one.weight) for one in found.evidence] == sorted((abs(one.weight) for one in found.evidence), reverse=True)


def test_day_and_month_exchanged() -> None:
    there, new = Record("a", ("Tai",), "Rua", "1990-05-07"), Record("b", ("Tai",), "Rua", "1990-07-05")
    [found] = linking.links_between(PEOPLE, [new], [there])
    assert "same date of birth, day and month exchanged" in [one.words for one in found.evidence]


@pytest.mark.parametrize(
    "changed",
    [
        {"given": ("Hone",), "family": "Tāmati", "gender": "MALE"},  # the same day of birth alone
        {"born": "1961-02-03"},  # the same name alone
        {"family": "Parata", "born": "1990-11-02"},  # the first name
        {"given": (), "family": "", "born": "1990-05-17"},
        {"born": "1961-02-03", "numbers": ("prn:5550000",)},
    ],
)
def test_one_thing_in_common_is_not_enough(changed: dict[str, object]) -> None:
    assert pair_with(**changed) is None


def test_what_is_not_known_counts_neither_way() -> None:
    known, unknown = pair_with(gender="FEMALE"), pair_with(gender="")
    assert known is not None and unknown is not None
    assert "Gender" in [one.field for one in known.evidence] and "Gender" not in [one.field for one in unknown.evidence]


def test_each_likeness_speaks_for_or_against() -> None:
    for field in PEOPLE.fields:
        assert field.levels[0].weight > 0 > field.levels[-1].weight
        assert sum(level.m for level in field.levels) == pytest.approx(1, abs=0.02)
        assert not field.levels[-1].rule and all(level.rule for level in field.levels[:-1])


def test_nobody_loads_it_but_by_name_where_it_is_used() -> None:
    """Half a second and 150 MB that only a job needs: an import of the module would load it with the site."""
    heavy = re.compile(
        r"^\s*(?:from|import)\s+(?:splink|duckdb|pyarrow|throughcare\.matching\.linking\b|throughcare\.matching import .*\blinking)",
        re.MULTILINE,
    )
    assert heavy.search("from throughcare.matching.linking import x") and heavy.search("import duckdb")
    assert [path.name for path in SOURCE.rglob("*.py") if heavy.search(path.read_text())] == ["linking.py"]


def febrl(name: str, most: int) -> tuple[list[Record], dict[str, str]]:
    """A FEBRL file, in place: (records, record → person)."""
    path = SHARED / "data" / "linkage" / "febrl" / f"{name}.csv.gz"
    if not path.exists():
        pytest.skip("the shared data is not here")
    records, truth = [], {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            said = {key: (value or "").strip() for key, value in row.items()}
            person = said["rec_id"].split("-")[1]
            if int(person) >= most:
                continue
            day = said["date_of_birth"]
            born = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else day
            numbers = (f"ssn:{said['soc_sec_id']}",) if said["soc_sec_id"] else ()
            records.append(Record(said["rec_id"], (said["given_name"],), said["surname"], born, "", numbers))
            truth[said["rec_id"]] = person
    return records, truth


@pytest.mark.parametrize(("name", "recall"), [("dataset1", 0.96), ("dataset3", 0.94)])
def test_precision_and_recall_on_records_whose_truth_is_known(name: str, recall: float) -> None:
    """The file its m and u were not counted from (dataset2 was): docs/import-people.md has the figures."""
    records, truth = febrl(name, 10**6 if ALL else 300)
    found = linking.duplicates_among(PEOPLE, records)
    hits = sum(truth[pair.left] == truth[pair.right] for pair in found)
    there = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    print(f"{name}: {len(records)} records, precision {hits / len(found):.4f}, recall {hits / there:.4f} at {LOOK_AT}")
    assert hits / len(found) >= 0.99 and hits / there >= recall


def historical() -> tuple[list[Record], dict[str, str]]:
    """The 50,578 historical figures of Splink, in place: names, date of birth and gender, as a people file has them; the rest is left out."""
    path = SHARED / "data" / "linkage" / "splink" / "historical_figures_with_errors_50k.parquet"
    if not path.exists():
        pytest.skip("the shared data is not here")
    asked = f"select unique_id, cluster, first_name, surname, dob, gender from '{path}' order by unique_id"
    records, truth = [], {}
    for key, person, given, family, born, gender in importlib.import_module("duckdb").sql(asked).fetchall():
        names = tuple((given or "").split())
        records.append(Record(key, names, family or "", str(born or ""), (gender or "").upper()))
        truth[key] = person
    return records, truth


@pytest.mark.skipif(not ALL, reason="long: make test-all")
def test_precision_and_recall_on_fifty_thousand_historical_figures() -> None:
    """Of pairs: two records are one person when the file's `cluster` says so; recall is of all such pairs, whether or not anything compared them."""
    records, truth = historical()
    there = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    pairs = linking.duplicates_among(PEOPLE, records, least=0.5)
    print(f"historical_50k: {len(records)} records, {there} pairs of one person")
    figures = {}
    for least in (0.5, LOOK_AT, 0.99):
        found = [truth[pair.left] == truth[pair.right] for pair in pairs if pair.probability >= least]
        precision, recall = sum(found) / len(found), sum(found) / there
        figures[least] = precision, recall
        print(
            f"from {least}: {len(found)} found, precision {precision:.4f}, recall {recall:.4f}, F1 {2 * precision * recall / (precision + recall):.4f}"
        )
    assert figures[LOOK_AT][0] >= 0.95 and figures[LOOK_AT][1] >= 0.33
    mixed = dict(zip(truth, random.Random(SEED).sample(list(truth.values()), len(truth)), strict=True))  # the planted fault
    assert sum(mixed[pair.left] == mixed[pair.right] for pair in pairs) / len(pairs) < 0.1
