"""A directory of invented organisations and services, with the lengths of texts real directories have."""

import random
from collections.abc import Callable
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

SYLLABLES = [consonant + vowel for consonant in "kmnprtw" for vowel in "aeiou"]
KINDS = (
    *("Transitional housing", "Job training", "Budgeting advice", "Counselling", "Parenting classes", "Adult education"),
    *("Food bank", "Legal advice", "Peer support", "Sober living", "Apprenticeships", "Health clinic"),
)


def made_directory(organizations: int, seed: int = 1) -> Directory:
    """Each organisation has one place with an address, and two services with hours, a phone and a category."""
    dice = random.Random(seed)
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(3000)]
    directory = Directory(layout="made", attribution="Invented")

    def add(*rows: Row) -> None:
        for row in rows:
            directory.tables[row.table].append(row)
        directory.inputs.append(InputRow(rows[0].origin, tuple(row.ref for row in rows)))

    def text(count: int) -> str:
        return " ".join(dice.choices(words, k=count)).capitalize()

    for number, kind in enumerate(KINDS):
        key = f"t{number}"
        add(TaxonomyTermRow(origin=SourceRow("terms", number), key=key, source_id=key, name=kind, taxonomy="made"))
    for number in range(organizations):
        org, place = f"o{number}", f"l{number}"
        at = SourceRow("organizations", number)
        add(OrganizationRow(origin=at, key=org, source_id=org, name=f"{text(2)} trust", description=text(25), website=f"{org}.example"))
        at = SourceRow("locations", number)
        add(
            LocationRow(origin=at, key=place, source_id=place, organization_source_id=org, name=text(2), latitude=-36.8, longitude=174.7),
            AddressRow(origin=at, key=place, location_source_id=place, address_1=f"{number} {text(1)} Road", city=text(1)),
        )
        for side in range(2):
            _add_service(add, f"s{number}-{side}", org, place, (number + side) % len(KINDS), text)
    return directory


def _add_service(add: Callable[..., None], key: str, org: str, place: str, kind: int, text: Callable[[int], str]) -> None:
    at = SourceRow("services", int(key[1:-2]) * 2 + int(key[-1]))
    add(
        ServiceRow(
            origin=at,
            key=key,
            source_id=key,
            organization_source_id=org,
            name=f"{KINDS[kind]} {text(1)}",
            description=text(40),
            eligibility_description=text(8),
            application_process=text(6),
        ),
        ServiceAtLocationRow(origin=at, key=key, source_id=key, service_source_id=key, location_source_id=place),
        PhoneRow(origin=at, key=key, service_source_id=key, number="0800 123 456"),
        ScheduleRow(origin=at, key=key, service_source_id=key, byday="MO,TU,WE", opens_at=time(9), closes_at=time(17)),
        AttributeRow(origin=at, key=key, service_source_id=key, taxonomy_term_source_id=f"t{kind}"),
    )
