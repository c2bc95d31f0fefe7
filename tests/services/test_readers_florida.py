"""The Florida directory of legal help, found without being named."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.shared import shared
from throughcare.services.readers import CannotRead, read


def rows_of(name: str) -> list[dict[str, str]]:
    with (shared("data", "services", "florida") / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(shared("data", "services", "florida"), folder / "florida"))


def test_every_row_is_accounted_for() -> None:
    found = read(shared("data", "services", "florida"))
    counts = {name: len(rows_of(name)) for name in ("organizations", "locations", "services")}
    assert (found.layout, found.read, list(counts.values())) == ("florida", sum(counts.values()), [20, 378, 135])
    # One organization was founded in the year 48, and one row has a comma too many: refused, with all that needs them.
    wrong = [(one.file, one.row, one.field) for one in found.rejected if one.field != "organization_uuid"]
    assert wrong == [("organizations.csv", 11, "organization_year_incorporated"), ("services.csv", 64, "service_min_age")]
    lost = rows_of("organizations")[10]["organization_uuid"]
    for name in ("locations", "services"):
        needs = [number for number, row in enumerate(rows_of(name), start=1) if row["organization_uuid"] == lost]
        assert [one.row for one in found.rejected if one.file == f"{name}.csv" and one.field == "organization_uuid"] == needs
    there = {name: {row.key for row in found.tables[name]} for name in ("location", "service")}
    assert [len(rows) for rows in there.values()] == [378 - 9, 135 - 6]
    addresses = [row for row in rows_of("locations") if row["location_address"] and row["location_uuid"] in there["location"]]
    assert len(found.tables["address"]) == len(addresses)
    areas = {(row["service_uuid"], area.strip().casefold()) for row in rows_of("services") for area in row["service_areas"].split(";")}
    assert len(found.tables["service_area"]) == sum(bool(area) and service in there["service"] for service, area in areas)
    assert any("service_program" in note for note in found.notes), "what isn't kept is named"


def test_whom_a_service_is_for_and_ages_without_end() -> None:
    found: Any = {row.key: row for row in read(shared("data", "services", "florida")).tables["service"]}
    for row in rows_of("services"):
        if row["service_uuid"] not in found:
            continue
        service = found[row["service_uuid"]]
        assert service.maximum_age == (None if row["service_max_age"] in ("", "200", "999") else int(row["service_max_age"]))
        assert ("For veterans alone" in service.eligibility_description) == (row["service_require_veteran"] == "true")
        assert row["service_immigration_status"].strip() in service.eligibility_description


def test_a_second_reading_has_the_same_keys() -> None:
    first, second = (read(shared("data", "services", "florida")) for _ in range(2))
    assert {name: [row.key for row in rows] for name, rows in first.tables.items()} == {
        name: [row.key for row in rows] for name, rows in second.tables.items()
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "says"),
    [
        ("services.csv", "5bc27d12-1b1c-40b5-a798-76cbd0502002", "", "service_uuid", "is empty"),
        ("organizations.csv", "6a84f8e7-f0a8-445d-9abc-d24a7b462f82", "", "organization_uuid", "is empty"),
        ("services.csv", "5b96834b-d6e8-4c41-bc9d-b2b5ac1e02dd", "5bc27d12-1b1c-40b5-a798-76cbd0502002", "id", "already used by row"),
    ],
)
def test_a_row_that_cant_be_taken_says_where_and_why(tmp_path: Path, file: str, old: str, new: str, field: str, says: str) -> None:
    folder = copied(tmp_path)
    text = (folder / file).read_text(encoding="utf-8-sig")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    found, whole = read(folder), read(shared("data", "services", "florida"))
    assert found.read == whole.read
    first, *rest = [one for one in found.rejected if one not in whole.rejected]
    assert (first.file, first.field) == (file, field) and says in first.message
    if file == "organizations.csv":
        assert rest and {one.field for one in rest} == {"organization_uuid"}, "all that needs it is refused with it"
        assert all("6a84f8e7" in one.message for one in rest)
    else:
        assert rest == []


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "locations.csv").unlink()
    with pytest.raises(CannotRead, match=r"locations\.csv is missing"):
        read(folder, "florida")
