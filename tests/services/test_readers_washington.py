"""The mapping that ships for the Washington guide, found without being named."""

import json

from tests.shared import shared
from throughcare.services.readers import read


def test_the_washington_guide_is_found_and_every_row_accounted_for() -> None:
    folder = shared("data", "services", "washington-reentry")
    records = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    found = read(folder)
    assert (found.layout, found.read, found.rejected) == ("washington", len(records), [])
    assert [getattr(row, "name", "") for row in found.tables["service"]] == [record["name"].strip() for record in records]
    assert len(found.tables["phone"]) == sum(bool(record.get("phone")) for record in records)


def test_a_second_reading_has_the_same_keys() -> None:
    file = shared("data", "services", "washington-reentry") / "data.json"
    first, second = read(file), read(file)
    assert first.layout == "washington"
    assert {name: [row.key for row in rows] for name, rows in first.tables.items()} == {
        name: [row.key for row in rows] for name, rows in second.tables.items()
    }
