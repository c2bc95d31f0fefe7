"""HSDS 1.1 packages: what is kept, what is refused, and that every row is accounted for."""

import csv
from datetime import time
from pathlib import Path

import pytest

from tests.shared import shared
from throughcare.services.readers import Directory, read
from throughcare.services.rows import (
    TABLES,
    AddressRow,
    LocationRow,
    OrganizationRow,
    RecordRef,
    ScheduleRow,
    ServiceRow,
    SourceRow,
)


def package(folder: Path, **files: str) -> Directory:
    content = {"organizations": "id,name\no1,One\n", **files}
    for name, text in content.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read(folder, "hsds11")


def refusals(found: Directory) -> list[tuple[str, int, str, str]]:
    return [(bad.file.removesuffix(".csv"), bad.row, bad.field, bad.message) for bad in found.rejected]


def only(found: Directory, table: str) -> object:
    (row,) = found.tables[table]
    return row


def test_a_small_package_is_read_whole(tmp_path: Path) -> None:
    found = package(
        tmp_path,
        organizations="id,name,url,year_incorporated\no1,One,https://one.example,1997\n",
        locations="id,organization_id,name,latitude,longitude\nl1,o1,Here,-41.3,174.8\n",
        services="id,organization_id,name,status,fees\ns1,o1,Help,,Free\n",
        services_at_location="id,service_id,location_id,description\n,s1,l1,\n",
        eligibility="id,service_id,eligibility\ne1,s1,Adults\ne2,s1,Living here\n",
        regular_schedules="id,service_id,location_id,service_at_location_id,weekday,opens_at,closes_at\n,,l1,,1,9:00,17:30:00\n",
        phones="id,location_id,service_id,organization_id,contact_id,service_at_location_id,number\n,l1,,,,,04 000 0000\n",
    )
    assert (found.read, len(found.inputs), found.rejected) == (8, 8, [])
    service, schedule = only(found, "service"), only(found, "schedule")
    assert isinstance(service, ServiceRow)
    assert (service.status, service.fees_description, service.eligibility_description) == ("active", "Free", "Adults\nLiving here")
    assert isinstance(schedule, ScheduleRow)
    assert (schedule.byday, schedule.opens_at, schedule.closes_at, schedule.freq) == ("MO", time(9), time(17, 30), "WEEKLY")
    organization = only(found, "organization")
    assert isinstance(organization, OrganizationRow)
    assert (organization.website, organization.year_incorporated) == ("https://one.example", 1997)


@pytest.mark.parametrize(
    ("file", "text", "field", "sentence"),
    [
        ("services", "id,organization_id,name\n,o1,Help\n", "id", "The id is empty."),
        ("services", "id,organization_id,name\ns1,o1,\n", "name", "The name is empty."),
        ("services", "id,organization_id,name\ns1,,Help\n", "organization_id", "The organization_id is empty, so the row joins nothing."),
        (
            "services",
            "id,organization_id,name\ns1,o9,Help\n",
            "organization_id",
            "It names organization “o9”, which isn't in organizations.csv. Add it there, or correct the organization_id.",
        ),
        ("services", "id,organization_id,name,status\ns1,o1,Help,shut\n", "status", "“shut” isn't a status."),
        ("services", "id,organization_id,name,minimum_age\ns1,o1,Help,-3\n", "minimum_age", "“-3” isn't a whole number from 0 to 130."),
        (
            "services",
            "id,organization_id,name,minimum_age,maximum_age\ns1,o1,Help,60,18\n",
            "minimum_age",
            "The minimum_age 60 is above the maximum_age 18.",
        ),
        ("services", "id,organization_id,name,taxonomy_ids\ns1,o1,Help,t1\n", "taxonomy_ids", "It names taxonomy term “t1”"),
        ("locations", "id,organization_id,latitude,longitude\nl1,o1,91,0\n", "latitude", "“91” isn't a number of degrees from -90 to 90."),
        ("locations", "id,organization_id,latitude,longitude\nl1,o1,nan,0\n", "latitude", "“nan” isn't a number of degrees"),
        ("locations", "id,organization_id,latitude,longitude\nl1,o1,5,\n", "longitude", "The longitude is empty but the other"),
        ("phones", "id,organization_id,number\n,o1,\n", "number", "The number is empty."),
        ("phones", "id,organization_id,number\n,,1\n", "location_id", "The row joins nothing: location_id, service_id, organization_id"),
        ("contacts", "id,organization_id,name\n,o1,\n", "name", "The contact has no name, title, department or email."),
        ("postal_addresses", "id,organization_id,address_1\n,o1,\n", "address_1", "The address is empty."),
        ("programs", "id,organization_id,name\np1,o1,P\n", "", "Throughcare doesn't keep programmes yet."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(tmp_path: Path, file: str, text: str, field: str, sentence: str) -> None:
    found = package(tmp_path, **{file: text})
    ((where, row, column, message),) = refusals(found)
    assert (where, row, column) == (file, 1, field)
    assert message.startswith(sentence)
    assert message.endswith(".")


@pytest.mark.parametrize("bad", ["25:00", "9", "12:75", "noon", "13pm"])
def test_bad_times(tmp_path: Path, bad: str) -> None:
    found = package(
        tmp_path,
        locations="id,organization_id\nl1,o1\n",
        regular_schedules=f"location_id,weekday,opens_at,closes_at\nl1,Monday,{bad},17:00\nl1,Someday,9:00,17:00\n",
    )
    assert [(row, field) for _, row, field, _ in refusals(found)] == [(1, "opens_at"), (2, "weekday")]


def test_the_second_of_two_rows_with_one_id_is_refused(tmp_path: Path) -> None:
    found = package(tmp_path, organizations="id,name\no1,One\no1,Other\n")
    assert refusals(found) == [
        ("organizations", 2, "id", "The id “o1” is already used by row 1. Give this row an id of its own, or leave it out.")
    ]
    assert [row.name for row in found.tables["organization"] if isinstance(row, OrganizationRow)] == ["One"]


def test_the_second_of_two_equal_rows_without_id_is_refused(tmp_path: Path) -> None:
    found = package(tmp_path, phones="organization_id,number,extension\no1,1,\no1,1,\no1,1,5\n")
    assert refusals(found) == [("phones", 2, "", "The row says the same as row 1. Leave one of them out.")]


def test_a_row_that_needs_a_refused_row_says_which(tmp_path: Path) -> None:
    found = package(
        tmp_path,
        locations="id,organization_id\nl1,o9\n",
        phones="location_id,number\nl1,1\n",
    )
    assert refusals(found)[1][3] == "It needs location “l1”, which was refused: see row 1 of locations.csv."


def test_parents_missing_in_loops_and_hanging_on_loops(tmp_path: Path) -> None:
    rows = "a,A,\nb,B,a\nc,C,d\nd,D,e\ne,E,c\nf,F,c\ng,G,g\nh,H,zz\ni,I,h\nj,J,i\n"
    found = package(tmp_path, organizations=f"id,name,parent_organization_id\n{rows}")
    assert [row.key for row in found.tables["organization"]] == ["a", "b"]
    messages = {row: message for _, row, _, message in refusals(found)}
    assert (
        messages[3] == messages[4] == messages[5] == ("The parents form a loop (c → d → e → c). Give one of them another parent, or none.")
    )
    assert messages[6] == "Its parent “c” was refused. Correct that row first."
    assert messages[7].startswith("The parents form a loop (g → g).")
    assert messages[8].startswith("Its parent “zz” isn't in organizations.csv.")
    assert messages[9] == "Its parent “h” was refused. Correct that row first."
    assert messages[10] == "Its parent “i” was refused. Correct that row first."


def test_a_chain_of_parents_of_any_length_is_walked_once(tmp_path: Path) -> None:
    count = 30_000
    rows = "".join(f"{n},N{n},{(n + 1) % count}\n" for n in range(count))
    found = package(tmp_path, organizations=f"id,name,parent_organization_id\n{rows}")
    assert len(found.rejected) == count


def test_an_address_of_an_organization_gets_a_postal_location(tmp_path: Path) -> None:
    found = package(tmp_path, postal_addresses="organization_id,address_1,city\no1,PO Box 1,Ōtaki\n")
    location, address = only(found, "location"), only(found, "address")
    assert isinstance(location, LocationRow)
    assert isinstance(address, AddressRow)
    assert (location.location_type, location.organization_source_id) == ("postal", "o1")
    assert (address.location_source_id, address.address_type, address.city) == (location.source_id, "postal", "Ōtaki")


def test_keys_are_the_same_on_every_run_and_follow_the_content(tmp_path: Path) -> None:
    phones = "organization_id,number\no1,1\no1,2\n"
    first = {row.ref for row in package(tmp_path, phones=phones).rows()}
    assert first == {row.ref for row in package(tmp_path, phones=phones).rows()}
    changed = {row.ref for row in package(tmp_path, phones=phones.replace("o1,2", "o1,3")).rows()}
    assert len(first & changed) == 2


def test_fates_add_up(tmp_path: Path) -> None:
    found = package(
        tmp_path,
        services="id,organization_id,name\ns1,o1,Help\ns2,o9,Lost\n",
        eligibility="service_id,eligibility\ns1,Adults\n",
        phones="organization_id,number\no1,1\n",
    )
    service, phone = RecordRef("service", "s1"), only(found, "phone").ref  # type: ignore[attr-defined]  # every kind of row but links has one
    every = {row.ref for row in found.rows()}
    assert found.fates(every, set()) == (5, 4, 0, 0, 1)
    assert found.fates(set(), set()) == (5, 0, 0, 4, 1)
    assert found.fates({phone}, {service}) == (5, 1, 2, 1, 1)  # the services row and the eligibility row changed the service


def test_illinois_is_accounted_for_row_by_row() -> None:
    folder = shared("data", "services", "illinois-legal-aid", "output")
    found = read(folder)
    assert found.layout == "hsds11"
    places = [row.origin for row in found.inputs] + [SourceRow(bad.file, bad.row) for bad in found.rejected]
    expected = []
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            expected += [(path.name, number) for number, _ in enumerate(csv.DictReader(file), start=1)]
    assert sorted(places) == sorted(expected)
    assert {table: len(rows) for table, rows in found.tables.items() if rows} == {
        "organization": 33,
        "location": 72 + 33,
        "service": 89,
        "phone": 193,
        "address": 33,
        "schedule": 441,
    }
    assert not found.tables["service_at_location"]  # the package doesn't say which service is where


def test_a_package_that_is_whole_loses_nothing() -> None:
    found = read(shared("data", "services", "hsds11-sample", "simple"))
    assert (found.read, found.rejected) == (51, [])
    assert len(found.tables["service_at_location"]) == 13


def test_every_table_of_the_full_sample_has_its_place() -> None:
    found = read(shared("data", "services", "hsds11-sample", "all_resources"))
    not_kept = {"programs.csv", "funding.csv", "payments_accepted.csv", "holiday_schedules.csv", "taxonomy.csv"}
    assert {bad.file for bad in found.rejected} == not_kept  # the sample's one term names a parent that isn't there
    assert {table for table, rows in found.tables.items() if not rows} == {"taxonomy_term", "attribute", "cost_option"}


def test_references_never_lead_into_nothing() -> None:
    for name in ("illinois-legal-aid/output", "santa-barbara-reentry", "bay-area-reentry", "hsds11-sample/all_resources"):
        found = read(shared("data", "services", *name.split("/")))
        keys = {table: {row.key for row in rows} for table, rows in found.tables.items()}
        assert all(len(keys[table]) == len(rows) for table, rows in found.tables.items())
        for row in found.rows():
            for table in TABLES:
                value = getattr(row, f"{table}_source_id", None)
                assert value is None or value in keys[table], (row, table)
        assert all(ref.key in keys[ref.table] for accepted in found.inputs for ref in accepted.records)
        assert all(accepted.records for accepted in found.inputs)


def test_files_the_specification_does_not_know_are_refused_row_by_row(tmp_path: Path) -> None:
    """A package of a later version looks like one of this: what isn't read of it is told, not lost in silence."""
    found = package(tmp_path, schedules="id,service_id,freq\n1,s1,WEEKLY\n2,s1,WEEKLY\n", addresses="id\na1\n", metadata="id\nm1\n")
    assert [(file, row) for file, row, _, _ in refusals(found)] == [("addresses", 1), ("schedules", 1), ("schedules", 2)]
    assert all("isn't read" in message for *_, message in refusals(found))
    assert (found.read, len(found.inputs)) == (4, 1)


def test_a_stranger_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    found = package(tmp_path, odd="")
    assert found.rejected == [] and any(note.startswith("odd.csv: not read. odd.csv is empty") for note in found.notes)
