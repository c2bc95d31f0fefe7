"""The reentry guide of Maryland, found without being named: one organisation stands in it once for each county."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.shared import shared
from throughcare.services.readers import read

MINE = """
files = "list.csv"
[organization]
name = "who"
[service]
name = "what"
description = "text"
[service_area]
name = "area"
"""


def rows_there() -> list[dict[str, str]]:
    with (shared("data", "services", "maryland-reentry") / "doj-data.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{name: value.strip() for name, value in row.items()} for row in csv.DictReader(file)]


def test_every_row_is_accounted_for_and_counties_are_joined() -> None:
    found = read(shared("data", "services", "maryland-reentry"))
    there = rows_there()
    assert (found.layout, found.read, len(there)) == ("maryland", 1447, 1447)
    refused = {one.row for one in found.rejected}
    repeats = {number for number, row in enumerate(there, start=1) if row["Organization"] == "Organization"}
    assert repeats and repeats <= refused, "headings of a page of the guide are no organisation"
    wanted: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for number, row in enumerate(there, start=1):
        if number not in refused:
            wanted[row["Organization"].casefold(), row["Address"].casefold(), row["Type"].casefold()].add(row["County"].casefold())
    areas: dict[str, set[str]] = defaultdict(set)
    for area in found.tables["service_area"]:
        one: Any = area
        areas[one.service_source_id].add(one.name.casefold())
    named = [sorted(some - {""}) for some in wanted.values() if some - {""}]
    assert sorted(map(sorted, areas.values())) == sorted(named), "no county of a taken row is lost"
    assert len(found.tables["service"]) == len(wanted), "a row without a county is a service all the same"
    assert max(map(len, areas.values())) == 24


def test_what_is_refused_says_which_row_says_otherwise() -> None:
    found = read(shared("data", "services", "maryland-reentry"))
    assert len(found.rejected) < 70
    for one in found.rejected:
        assert one.field in {"", "name", "url", "description"} and one.message
    assert any("with another description" in one.message for one in found.rejected)


def test_a_second_reading_has_the_same_keys() -> None:
    first, second = (read(shared("data", "services", "maryland-reentry")) for _ in range(2))
    assert {name: [row.key for row in rows] for name, rows in first.tables.items()} == {
        name: [row.key for row in rows] for name, rows in second.tables.items()
    }


def test_the_same_service_again_is_joined_differs_or_is_twice(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    rows = ("A,Bed,Warm,North", "A,Bed,Warm,South", "A,Bed,Warm,North", "A,Bed,Cold,East", "who,what,text,area", ",,,")
    (tmp_path / "list.csv").write_text("\n".join(["who,what,text,area", *rows]) + "\n", encoding="utf-8")
    found = read(tmp_path, str(tmp_path / "mine.toml"))
    assert [(one.row, one.field) for one in found.rejected] == [(3, "name"), (4, "description"), (5, ""), (6, "")]
    assert (found.read, len(found.tables["service"])) == (6, 1)
    assert [row.name for row in found.tables["service_area"]] == ["North", "South"]  # type: ignore[attr-defined]
