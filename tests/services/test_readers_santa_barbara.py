"""The Santa Barbara layout: link tables joined, lists in cells, two languages."""

from datetime import time
from pathlib import Path

import pytest

from tests.shared import shared
from throughcare.services.readers import CannotRead, Directory, read
from throughcare.services.readers.values import Bad, array, byday
from throughcare.services.rows import OrganizationRow, ScheduleRow, ServiceRow

FILES = {
    "organizations": "id,name_english,name_spanish,languages_spoken_english,categories_english\n"
    '1,Bank,Banco,"English, Spanish","{food}"\n2,Home,Hogar,English,"{housing,""mental health""}"\n',
    "locations": "id,city,address,zip,state,phone,email,latitude,longitude\n5,Lompoc,1 A St,93436,ca,805,a@b.example,34.6,-120.4\n6,,,,,,,,\n",
    "schedules": 'id,open_time,close_time,days,notes\n8,9:00,17:00 ,"Mon, Thur",\n9,32:10,,Mon,\n10,,,,Closed in July\n',
    "services": "id,name_english,name_spanish\n3,Food Bank,Banco de comida\n4,Shelter,Refugio\n",
    "locations_organizations": "locations_id,organizations_id\n5,1\n5,2\n6,\n",
    "services_organizations": "services_id,organizations_id\n3,1\n3,\n",
    "services_locations": "services_id,locations_id\n3,5\n4,5\n3,6\n",
    "schedules_locations": "schedules_id,locations_id\n8,5\n9,5\n",
    "schedules_organizations": "schedules_id,organizations_id\n8,1\n8,2\n10,1\n",
}


def directory(folder: Path, **changed: str) -> Directory:
    for name, text in (FILES | changed).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read(folder)


def test_kinds_become_services_of_the_organizations_that_offer_them(tmp_path: Path) -> None:
    found = directory(tmp_path)
    services = {row.key: row for row in found.tables["service"] if isinstance(row, ServiceRow)}
    assert set(services) == {"3@1", "4@1"}  # nobody says who runs the shelter at place 5, so its keeper does
    assert (services["3@1"].name, services["3@1"].alternate_name) == ("Food Bank", "Banco de comida")
    assert [row.key for row in found.tables["service_at_location"]] == ["3@1@5", "4@1@5"]
    terms = {getattr(row, "taxonomy_term_source_id", "") for row in found.tables["attribute"]}
    assert terms == {"service:3", "service:4", "category:food"}
    (organization, _) = found.tables["organization"]
    assert isinstance(organization, OrganizationRow)
    assert organization.alternate_name == "Banco"


def test_every_row_is_accounted_for_and_says_what_is_wrong(tmp_path: Path) -> None:
    found = directory(tmp_path)
    assert found.read == 2 + 2 + 3 + 2 + 3 + 2 + 3 + 2 + 3
    assert [(bad.file.removesuffix(".csv"), bad.row, bad.message.split(".")[0]) for bad in found.rejected] == [
        ("locations_organizations", 3, "The organizations_id is empty, so the row joins nothing"),
        ("services_organizations", 2, "The organizations_id is empty, so the row joins nothing"),
        ("services_locations", 3, "Location “6” belongs to no organization, so nobody runs the service there"),
        (
            "locations_organizations",
            2,
            "Location “5” already belongs to organization “1”, and this one offers no service there",
        ),
        ("schedules", 2, "“32:10” isn't a time of day"),
        ("schedules_locations", 2, "It needs schedule “9”, which was refused: see row 2 of schedules"),
        ("schedules", 3, "No location uses schedule “10”"),
        ("schedules_organizations", 3, "No location of organization “1” has schedule “10”"),
    ]


def test_a_second_organization_at_a_place_counts_when_it_offers_a_service_there(tmp_path: Path) -> None:
    found = directory(tmp_path, services_organizations="services_id,organizations_id\n3,1\n4,2\n")
    assert [row.key for row in found.tables["service_at_location"]] == ["3@1@5", "4@2@5"]
    assert not [bad for bad in found.rejected if bad.file == "locations_organizations.csv" and bad.row == 2]


def test_hours_belong_to_the_place(tmp_path: Path) -> None:
    (schedule,) = directory(tmp_path).tables["schedule"]
    assert isinstance(schedule, ScheduleRow)
    assert (schedule.key, schedule.location_source_id) == ("8@5", "5")
    assert (schedule.byday, schedule.opens_at, schedule.closes_at) == ("MO,TH", time(9), time(17))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    directory(tmp_path)
    (tmp_path / "schedules.csv").unlink()
    with pytest.raises(CannotRead, match=r"schedules\.csv is missing from"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("", []),
        ("{}", []),
        ('{a,"b c"}', ["a", "b c"]),
        ('{"say \\"hi\\"","back\\\\slash","a,b","{x}"}', ['say "hi"', "back\\slash", "a,b", "{x}"]),
        ('{NULL,"NULL", b }', ["NULL", "b"]),
    ],
)
def test_lists_in_cells(cell: str, items: list[str]) -> None:
    assert array(cell, "tags") == items


@pytest.mark.parametrize("cell", ["a", "{a", '{"a}', '{a"b"}', "{a,,b}", '{"a"b}', "{{a}}"])
def test_lists_that_are_not_lists(cell: str) -> None:
    with pytest.raises(Bad) as bad:
        array(cell, "tags")
    assert bad.value.field == "tags"


def test_days_in_the_order_of_the_week() -> None:
    assert byday("Sun, Tues, Mon, Thur", "days") == "MO,TU,TH,SU"


def test_the_real_directory() -> None:
    found = read(shared("data", "services", "santa-barbara-reentry"))
    assert (found.layout, found.read, len(found.rejected)) == ("santa-barbara", 5858, 125)
    assert {table: len(found.tables[table]) for table in ("organization", "location", "service", "service_at_location")} == {
        "organization": 392,
        "location": 712,
        "service": 712,
        "service_at_location": 1163,
    }
    assert "Recuperación Santa Bárbara" in {row.alternate_name for row in found.tables["organization"] if isinstance(row, OrganizationRow)}
