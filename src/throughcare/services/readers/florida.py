"""The Florida directory of legal help: organizations, locations and services in three CSV files, tied by the organization's id.

Which service is at which location isn't said, so none is put at one.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from throughcare.services.readers.builder import Builder
from throughcare.services.readers.sources import CannotRead, CsvFile, Record, inside
from throughcare.services.readers.values import OLDEST, Bad, required, stable_key, whole_number
from throughcare.services.rows import (
    AddressRow,
    AttributeRow,
    Directory,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    RecordRef,
    Row,
    ServiceAreaRow,
    ServiceRow,
    SourceRow,
    TaxonomyTermRow,
)

NAME = "florida"
ATTRIBUTION = "Florida legal services, examples of the Open Referral HSDS transformer (MIT licence)"
TAXONOMY = "Florida legal services: problem codes"

_OF = {"organizations": "organization", "locations": "location", "services": "service"}
_KEPT = {
    "organizations": "uuid name email tax_id legal_status url alternate_name year_incorporated description",
    "locations": "name uuid address url",
    "services": "uuid name alternate_name description email url additional_information min_age max_age income_limit problem_codes require_veteran"
    " military_status immigration_status incarceration_status areas",
}
# What a service says of whom it is for, in the words of the source.
_FOR_WHOM = (
    ("service_income_limit", "Income limit"),
    ("service_require_veteran", "For veterans alone"),
    ("service_military_status", "Military status"),
    ("service_immigration_status", "Immigration status"),
    ("service_incarceration_status", "Incarceration status"),
)
_NO_LIMIT = f"services.csv: a greatest age above {OLDEST} is read as none."
_ENDLESS = 999
_FALSE = frozenset({"", "false"})


def matches(folder: Path) -> bool:
    """Is this that directory? Its files name their ids after themselves."""
    found = [(inside(folder, f"{name}.csv"), f"{table}_uuid") for name, table in _OF.items()]
    return all(path is not None and column in CsvFile(folder, path).header for path, column in found)


def read(folder: Path) -> Directory:
    """All three files, organizations first."""
    build = Builder(NAME, ATTRIBUTION)
    for name, make in (("organizations", _organization), ("locations", _location), ("services", _service)):
        _read(build, folder, name, make)
    build.directory.notes.append(_NO_LIMIT)
    return build.directory


def _read(build: Builder, folder: Path, name: str, make: Callable[[SourceRow, Record], Sequence[Row]]) -> None:
    path, table = inside(folder, f"{name}.csv"), _OF[name]
    if path is None:
        raise CannotRead(f"{name}.csv is missing from {folder.name}. The {NAME} layout needs it: add the file.")
    file = CsvFile(folder, path)
    build.note_columns(file, [*(f"{table}_{column}" for column in _KEPT[name].split()), "organization_name", "organization_uuid", "phones"])
    for origin, cells in build.records(file):
        try:
            if table != "organization":
                build.need("organization", cells.get("organization_uuid", ""), "organization_uuid", "organizations.csv")
            first, *rest = make(origin, cells)
            known = build.known["taxonomy_term"]
            fresh = [row for row in rest if row.table != "taxonomy_term" or row.key not in known]
            build.accept(origin, (first, *fresh), also=[row.ref for row in rest if row not in fresh])
        except Bad as bad:
            build.reject(origin, bad, RecordRef(table, cells.get(f"{table}_uuid", "")))


def _organization(origin: SourceRow, cells: Record) -> list[Row]:
    key = required(cells.get("organization_uuid", ""), "organization_uuid")
    return [
        OrganizationRow(
            origin=origin,
            key=key,
            source_id=key,
            name=required(cells.get("organization_name", ""), "organization_name"),
            website=cells.get("organization_url", ""),
            year_incorporated=whole_number(cells.get("organization_year_incorporated", ""), "organization_year_incorporated", 1000, 2100),
            **{
                name: cells.get(f"organization_{name}", "") for name in ("alternate_name", "description", "email", "tax_id", "legal_status")
            },
        )
    ]


def _location(origin: SourceRow, cells: Record) -> list[Row]:
    key = required(cells.get("location_uuid", ""), "location_uuid")
    name, url = cells.get("location_name", ""), cells.get("location_url", "")
    found: list[Row] = [
        LocationRow(origin=origin, key=key, source_id=key, organization_source_id=cells["organization_uuid"], name=name, url=url)
    ]
    if address := cells.get("location_address", ""):
        found.append(AddressRow(origin=origin, key=stable_key(key, address), location_source_id=key, address_1=address))
    for part in _several(cells.get("phones", "")):
        kind, _, number = part.rpartition(": ")
        found.append(PhoneRow(origin=origin, key=stable_key(key, part), location_source_id=key, number=number, description=kind))
    return found


def _service(origin: SourceRow, cells: Record) -> list[Row]:
    key = required(cells.get("service_uuid", ""), "service_uuid")
    youngest, oldest = _ages(cells)
    texts = [cells.get("service_description", ""), cells.get("service_additional_information", "")]
    service = ServiceRow(
        origin=origin,
        key=key,
        source_id=key,
        organization_source_id=cells["organization_uuid"],
        name=required(cells.get("service_name", ""), "service_name"),
        description="\n".join(filter(None, texts)),
        eligibility_description="\n".join(_for_whom(cells)),
        minimum_age=youngest,
        maximum_age=oldest,
        alternate_name=cells.get("service_alternate_name", ""),
        email=cells.get("service_email", ""),
        url=cells.get("service_url", ""),
    )
    areas = [
        ServiceAreaRow(origin=origin, key=stable_key(key, name.casefold()), service_source_id=key, name=name)
        for name in _several(cells.get("service_areas", ""))
    ]
    return [service, *areas, *_terms(origin, key, cells)]


def _terms(origin: SourceRow, service: str, cells: Record) -> Iterator[Row]:
    for name in _several(cells.get("service_problem_codes", "")):
        term = f"problem:{name.casefold()}"
        yield TaxonomyTermRow(origin=origin, key=term, source_id=term, name=name, taxonomy=TAXONOMY)
        yield AttributeRow(origin=origin, key=stable_key(service, term), service_source_id=service, taxonomy_term_source_id=term)


def _for_whom(cells: Record) -> Iterator[str]:
    for column, label in _FOR_WHOM:
        said = cells.get(column, "")
        if said.casefold() not in _FALSE:
            yield label if said.casefold() == "true" else f"{label}: {said}"


def _ages(cells: Record) -> tuple[int | None, int | None]:
    """In whole years. 200 and 999 are how the source says that there is no greatest age."""
    youngest = whole_number(cells.get("service_min_age", ""), "service_min_age", 0, OLDEST)
    oldest = whole_number(cells.get("service_max_age", ""), "service_max_age", 0, _ENDLESS)
    oldest = None if oldest is None or oldest > OLDEST else oldest
    if youngest is not None and oldest is not None and youngest > oldest:
        raise Bad("service_min_age", f"The service_min_age {youngest} is above the service_max_age {oldest}. Swap or correct them.")
    return youngest, oldest


def _several(text: str) -> list[str]:
    """What stands in one cell with semicolons between, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))
