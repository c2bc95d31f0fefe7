"""Flat directories by a mapping file: the one that ships, and one a user writes."""

import json
from datetime import time
from pathlib import Path

import pytest

from tests.shared import shared
from throughcare.services.readers import CannotRead, hours, names, read
from throughcare.services.readers.layouts import MAPPINGS
from throughcare.services.readers.mapping import FIELDS, load
from throughcare.services.rows import LanguageRow, ServiceAreaRow, ServiceRow, TaxonomyTermRow

WASHINGTON = """
layout = "washington"
attribution = "Washington State reentry resource guide (MIT licence)"
files = "data.json"

[organization]
name = "name"
website = "web"

[address]
address_1 = "address"
country = { text = "US" }

[service]
name = "name"
description = "description"
email = "email"

[phone]
number = "phone"

[service_area]
name = { first = ["countiesServed", "county"], split = "," }

[attribute]
name = "servicesCategories"
taxonomy = "Washington: categories"
"""

CSV = """
files = "*.csv"
delimiter = ";"
[organization]
source_id = "provider"
name = "provider"
[location]
name = "site"
latitude = "lat"
longitude = "lon"
[service]
source_id = "nr"
name = "what"
description = { join = ["what", "more"] }
minimum_age = "from"
[language]
name = { column = "spoken", split = "/" }
[contact]
email = "mail"
[cost_option]
option = "price"
"""


def written(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_user_can_describe_the_washington_guide(tmp_path: Path) -> None:
    found = read(shared("data", "services", "washington-reentry"), written(tmp_path, WASHINGTON))
    assert (found.layout, found.read, len(found.rejected)) == ("washington", 30, 0)
    assert found.attribution.startswith("Washington State")
    assert len(found.tables["service"]) == 30
    assert len(found.tables["phone"]) == 26
    assert len(found.tables["address"]) == 22
    terms = {row.name for row in found.tables["taxonomy_term"] if isinstance(row, TaxonomyTermRow)}
    assert terms == {"Housing", "Employment", "Health", "Legal", "Education"}
    assert any(isinstance(row, ServiceAreaRow) and row.name for row in found.tables["service_area"])


def test_a_csv_file_with_semicolons_and_ids(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.csv").write_text(
        "nr;provider;site;lat;lon;what;more;from;spoken;mail;price;other\n"
        "1;P;Here;-41;174;Kai;Every day;18;English/te reo Māori;a@b.example;Free;x\n"
        "2;P;;;;Mahi;;;;;;\n"
        "2;P;;;;Mahi;;;;;;\n"
        "3;P;;;;;;;;;;\n"
        "4;P;;;;Ako;;old;;;;\n",
        encoding="utf-8",
    )
    found = read(folder, written(tmp_path, CSV))
    assert [(bad.row, bad.field) for bad in found.rejected] == [(3, "name"), (4, "name"), (5, "minimum_age")]
    assert [row.key for row in found.tables["organization"]] == ["P"]
    first = found.tables["service"][0]
    assert isinstance(first, ServiceRow)
    assert (first.key, first.description, first.minimum_age) == ("1", "Kai\nEvery day", 18)
    assert [(row.name, row.code) for row in found.tables["language"] if isinstance(row, LanguageRow)] == [
        ("English", "en"),
        ("te reo Māori", "mi"),
    ]
    assert {table: len(found.tables[table]) for table in ("location", "address", "contact", "cost_option")} == {
        "location": 1,
        "address": 0,
        "contact": 1,
        "cost_option": 1,
    }
    assert found.notes == ["These columns aren't kept: other."]


def test_the_bay_area_files_one_or_all() -> None:
    folder = shared("data", "services", "bay-area-reentry")
    found = read(folder)
    assert (found.layout, found.read, len(found.rejected)) == ("bay-area", 171, 1)
    assert len(found.tables["service"]) == 170
    assert sum(getattr(row, "opens_at", None) is not None for row in found.tables["schedule"]) > 100
    one = read(folder / "fremont-resources-2025-11-08.json")
    assert (one.layout, one.read) == ("bay-area", 19)
    assert {row.key for row in one.tables["service"]} <= {row.key for row in found.tables["service"]}


def test_a_row_shared_by_two_records_counts_for_both(tmp_path: Path) -> None:
    record = {"name": "A", "city": "Ōtaki", "categories": ["food"]}
    (tmp_path / "x.json").write_text(json.dumps([{**record, "address": "1"}, {**record, "address": "2"}]), encoding="utf-8")
    found = read(tmp_path, "bay-area")
    organization = found.tables["organization"][0].ref
    assert [organization in row.records for row in found.inputs] == [True, True]
    assert found.fates(set(), {organization}) == (2, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("files = ", "isn't valid TOML"),
        ('files = "../x.csv"', "files should name the files in the folder"),
        ('file = "x.csv"', "there is no setting called file. Write one of: attribution, delimiter, files"),
        ('files = 3\n[service]\nname = "a"', "files should be text in quotation marks"),
        ('files = "x"\nmatch = "a"', "match should be a list of column names"),
        ('files = "x"\n[servise]\nname = "a"', "there is no table called servise"),
        ('files = "x"\n[service]\nnmae = "a"', "there is no field of [service] called nmae"),
        ('files = "x"\n[service]\nname = "a"', "say which column is the organization's name"),
        ('files = "x"\n[organization]\nname = 3', "[organization] name should be a column's name"),
        ('files = "x"\n[organization]\nname = { first = "a" }', "[organization] name should be a column's name"),
        ('files = "x"\ndelimiter = ""\n[organization]\nname = "a"\n[service]\nname = "a"', "delimiter should be one character"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CannotRead) as refused:
        read(tmp_path, written(tmp_path, text))
    assert sentence in str(refused.value)


def test_files_the_mapping_names_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"has no file data\.json, which the layout washington reads"):
        read(tmp_path, written(tmp_path, WASHINGTON))
    with pytest.raises(CannotRead, match=r"gone\.toml can't be opened"):
        read(tmp_path, str(tmp_path / "gone.toml"))


def test_every_shipped_mapping_loads_and_can_be_found() -> None:
    shipped = sorted(MAPPINGS.glob("*.toml"))
    assert shipped
    for path in shipped:
        found = load(path)
        assert found.layout == path.stem in names()
        assert found.match
        assert found.attribution


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Mon-Fri 9am-5pm", [("MO,TU,WE,TH,FR", time(9), time(17))]),
        ("Mon 12pm-8pm, Tue 10:30am - 8pm, Sun closed", [("MO", time(12), time(20)), ("TU", time(10, 30), time(20))]),
        ("Sun-Tue 8:00 AM - 12:30 AM", [("MO,TU,SU", time(8), time(0, 30))]),
        ("24/7", []),
        ("Mon-Fri 9am-5pm, walk-in by phone", []),
        ("Month-end 9am-5pm", []),
        ("Call to make an appointment", []),
    ],
)
def test_hours_are_read_without_guessing_or_kept_as_text(text: str, lines: list[tuple[str, time, time]]) -> None:
    expected = [hours.Hours(*line) for line in lines] or [hours.Hours("", text=text)]
    assert hours.from_text(text) == expected


def test_hours_by_day_are_put_together() -> None:
    week = {"monday": "9:00 AM - 12:00 PM, 1:00 PM - 4:30 PM", "tuesday": "By phone", "sunday": "Closed", "wednesday": "By phone"}
    assert hours.from_days(week) == [
        hours.Hours("MO", time(9), time(12)),
        hours.Hours("MO", time(13), time(16, 30)),
        hours.Hours("TU,WE", text="By phone"),
    ]


def test_hours_on_something_that_is_no_day_are_kept_as_text() -> None:
    assert hours.from_days({"holidays": "By phone"}) == [hours.Hours("", text="holidays: By phone")]


def test_the_mapping_in_the_documentation_works(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "import-services.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    folder = tmp_path / "data"
    folder.mkdir()
    record = {"name": "A", "address": "1 Main St", "mobile": "1", "languages": "English, Samoan", "categories": ["food"]}
    (folder / "data.json").write_text(json.dumps([record]), encoding="utf-8")
    found = read(folder, written(tmp_path, example))
    assert (found.layout, found.read, found.rejected) == ("my-list", 1, [])
    assert [row.code for row in found.tables["language"] if isinstance(row, LanguageRow)] == ["en", "sm"]
    assert len(found.tables["attribute"]) == len(found.tables["phone"]) == len(found.tables["address"]) == 1


def test_the_documentation_names_every_field_and_layout() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "import-services.md").read_text(encoding="utf-8")
    missing = [name for name in {*names(), *FIELDS, *(field for fields in FIELDS.values() for field in fields)} if f"`{name}`" not in page]
    assert not missing
