"""Invented directories, as a reader gives them."""

from datetime import time

from throughcare.services.rows import (
    AddressRow,
    AttributeRow,
    Directory,
    InputRow,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    Row,
    ScheduleRow,
    ServiceAtLocationRow,
    ServiceRow,
    SourceRow,
    TaxonomyTermRow,
)

WORDS = ("Transitional housing", "Job search help", "Budgeting classes", "Mental health support", "Parenting classes", "Adult education")


def made_directory(organizations: int, *, edition: int = 1) -> Directory:
    """`organizations`, each with a place, two services, phones and hours. A second edition changes some and drops some lines."""
    directory = Directory(layout="made", attribution="Invented")
    for number, word in enumerate(WORDS):
        origin = SourceRow("terms", number + 1)
        _add(directory, TaxonomyTermRow(origin=origin, key=f"t{number}", source_id=f"t{number}", name=word, taxonomy="made"))
    for number in range(organizations):
        _add_organization(directory, number, edition)
    return directory


def _add(directory: Directory, *rows: Row) -> None:
    """One input row with the records it makes."""
    for row in rows:
        directory.tables[row.table].append(row)
    directory.inputs.append(InputRow(rows[0].origin, tuple(row.ref for row in rows)))


def _add_organization(directory: Directory, number: int, edition: int) -> None:
    key, changed = f"o{number}", edition > 1 and number % 3 == 0
    name = f"Trust {number}" + (" renamed" if changed else "")
    parent = f"o{number - 1}" if number % 5 == 4 else None
    origin = SourceRow("organizations", number + 1)
    _add(directory, OrganizationRow(origin=origin, key=key, source_id=key, name=name, parent_source_id=parent))
    place = f"l{number}"
    _add(
        directory,
        LocationRow(
            origin=SourceRow("locations", number + 1),
            key=place,
            source_id=place,
            organization_source_id=key,
            name=f"House {number}",
            latitude=-39.0 - number % 7,
            longitude=175.0,
        ),
        AddressRow(origin=SourceRow("locations", number + 1), key=place, location_source_id=place, address_1=f"{number} Kea Street"),
    )
    for side in range(2):
        _add_service(directory, number, side, edition)


def _add_service(directory: Directory, number: int, side: int, edition: int) -> None:
    key, row = f"s{number}-{side}", SourceRow("services", number * 2 + side + 1)
    word = (number + side + (edition > 1 and number % 4 == 0)) % len(WORDS)
    records: list[Row] = [
        ServiceRow(
            origin=row,
            key=key,
            source_id=key,
            organization_source_id=f"o{number}",
            name=f"{WORDS[word]} {number}",
            description=f"Helps people who leave prison. Edition {edition if number % 2 else 1}.",
        ),
        ServiceAtLocationRow(origin=row, key=key, source_id=key, service_source_id=key, location_source_id=f"l{number}"),
        AttributeRow(origin=row, key=key, service_source_id=key, taxonomy_term_source_id=f"t{word}"),
        ScheduleRow(origin=row, key=key, service_source_id=key, byday="MO,TU", opens_at=time(9), closes_at=time(17)),
    ]
    if edition == 1 or number % 6:
        records.append(PhoneRow(origin=row, key=key, service_source_id=key, number=f"0800 {number:05}"))
    _add(directory, *records)
