"""HSDS 1.1 rows one by one: a record of a CSV file in, the HSDS 3.1 rows it stands for out, or `Bad`."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughcare.services.readers.builder import Builder
from throughcare.services.readers.sources import Record
from throughcare.services.readers.values import (
    Bad,
    age_range,
    clock,
    day,
    language_code,
    point,
    required,
    service_status,
    stable_key,
    whole_number,
    yes_or_no,
)
from throughcare.services.rows import (
    AccessibilityRow,
    AddressRow,
    AttributeRow,
    ContactRow,
    LanguageRow,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    RequiredDocumentRow,
    Row,
    ScheduleRow,
    ServiceAreaRow,
    ServiceAtLocationRow,
    ServiceRow,
    SourceRow,
    TaxonomyTermRow,
)

FILE_OF = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "services_at_location.csv",
    "contact": "contacts.csv",
    "taxonomy_term": "taxonomy.csv",
}


def _texts(cells: Record, *columns: str) -> dict[str, Any]:
    """Columns whose name and meaning are the same in HSDS 1.1 and 3.1."""
    return {column: cells.get(column, "") for column in columns}


class RowMaker:
    """Makes rows; looks up in the builder whether what they refer to is there."""

    def __init__(self, build: Builder, eligibility: Mapping[str, Sequence[str]]) -> None:
        self.build = build
        self.eligibility = eligibility

    def organization(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        key = required(cells.get("id", ""), "id")
        required(cells.get("name", ""), "name")
        return [
            OrganizationRow(
                origin=origin,
                key=key,
                source_id=key,
                **_texts(cells, "name", "alternate_name", "description", "email", "tax_status", "tax_id", "legal_status"),
                website=cells.get("website") or cells.get("url", ""),
                year_incorporated=whole_number(cells.get("year_incorporated", ""), "year_incorporated", 1000, 2100),
                parent_source_id=cells.get("parent_organization_id") or None,
            )
        ]

    def term(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        key, name = required(cells.get("id", ""), "id"), required(cells.get("name", ""), "name")
        parent, taxonomy = cells.get("parent_id") or None, cells.get("vocabulary", "")
        return [TaxonomyTermRow(origin=origin, key=key, source_id=key, name=name, parent_source_id=parent, taxonomy=taxonomy)]

    def location(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        key = required(cells.get("id", ""), "id")
        latitude, longitude = point(cells.get("latitude", ""), cells.get("longitude", ""))
        return [
            LocationRow(
                origin=origin,
                key=key,
                source_id=key,
                organization_source_id=self._parent("organization", cells),
                **_texts(cells, "name", "alternate_name", "description", "transportation"),
                latitude=latitude,
                longitude=longitude,
            )
        ]

    def service(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        key = required(cells.get("id", ""), "id")
        required(cells.get("name", ""), "name")
        minimum, maximum = age_range(cells.get("minimum_age", ""), cells.get("maximum_age", ""))
        service = ServiceRow(
            origin=origin,
            key=key,
            source_id=key,
            organization_source_id=self._parent("organization", cells),
            **_texts(cells, "name", "alternate_name", "description", "url", "email"),
            **_texts(cells, "interpretation_services", "application_process", "licenses", "wait_time"),
            status=service_status(cells.get("status", "")),
            fees_description=cells.get("fees_description") or cells.get("fees", ""),
            accreditations=cells.get("accreditations") or cells.get("accrediations", ""),  # spelt so in the specification
            eligibility_description="\n".join(self.eligibility.get(key, ())) or cells.get("eligibility_description", ""),
            minimum_age=minimum,
            maximum_age=maximum,
            confidential=yes_or_no(cells.get("confidential", ""), "confidential"),
        )
        terms = [term.strip() for term in cells.get("taxonomy_ids", "").split(",") if term.strip()]
        return [service, *(self._term_on(origin, key, term, "taxonomy_ids") for term in terms)]

    def attribute(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        return [self._term_on(origin, self._parent("service", cells), cells.get("taxonomy_id", ""), "taxonomy_id")]

    def _term_on(self, origin: SourceRow, service: str, term: str, field: str) -> AttributeRow:
        self.build.need("taxonomy_term", term, field, FILE_OF["taxonomy_term"])
        return AttributeRow(origin=origin, key=stable_key(service, term), service_source_id=service, taxonomy_term_source_id=term)

    def service_at_location(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        service, location = self._parent("service", cells), self._parent("location", cells)
        key = cells.get("id") or stable_key(service, location)
        return [
            ServiceAtLocationRow(
                origin=origin,
                key=key,
                source_id=key,
                service_source_id=service,
                location_source_id=location,
                description=cells.get("description", ""),
            )
        ]

    def contact(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        parents = self._parents(cells, "organization", "service", "service_at_location", "location")
        texts = _texts(cells, "name", "title", "department", "email")
        if not any(texts.values()):
            raise Bad("name", "The contact has no name, title, department or email. Fill one in, or leave the row out.")
        key = cells.get("id") or stable_key(*_named(parents), *texts.values())
        return [ContactRow(origin=origin, key=key, source_id=key, **parents, **texts)]

    def phone(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        parents = self._parents(cells, "location", "service", "organization", "contact", "service_at_location")
        required(cells.get("number", ""), "number")
        texts = _texts(cells, "number", "extension", "type", "description")
        key = cells.get("id") or stable_key(*_named(parents), *texts.values())
        return [PhoneRow(origin=origin, key=key, **parents, **texts)]

    def address(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        kind = "postal" if origin.file.startswith("postal") else "physical"
        made: list[LocationRow] = []
        if not cells.get("location_id") and cells.get("organization_id"):
            made.append(self._place_of_organization(origin, cells, kind))
        location = made[0].key if made else self._parent("location", cells)
        lines = [cells.get(f"address_{number}", "") for number in (1, 2, 3, 4)]
        texts = _texts(cells, "attention", "city", "region", "state_province", "postal_code", "country")
        if not any((*lines, texts["city"], texts["postal_code"])):
            raise Bad("address_1", "The address is empty. Fill in at least address_1, city or postal_code.")
        key = cells.get("id") or stable_key(location, *lines, *texts.values())
        address = AddressRow(
            origin=origin,
            key=f"{kind}:{key}",  # the two address files number their rows each for itself
            location_source_id=location,
            address_1=lines[0],
            address_2=", ".join(line for line in lines[1:] if line),
            address_type=kind,
            **texts,
        )
        return [address, *made]

    def _place_of_organization(self, origin: SourceRow, cells: Record, kind: str) -> LocationRow:
        """HSDS 3.1 has addresses of locations only: an organization's own becomes a location of that type."""
        organization = self._parent("organization", cells)
        key = f"{kind}@{organization}"
        return LocationRow(origin=origin, key=key, source_id=key, organization_source_id=organization, location_type=kind)

    def schedule(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        parents = self._parents(cells, "service", "location", "service_at_location")
        weekday = day(required(cells.get("weekday", ""), "weekday"), "weekday")
        opens, closes = clock(cells.get("opens_at", ""), "opens_at"), clock(cells.get("closes_at", ""), "closes_at")
        key = cells.get("id") or stable_key(*_named(parents), weekday, str(opens), str(closes))
        return [ScheduleRow(origin=origin, key=key, **parents, byday=weekday, opens_at=opens, closes_at=closes)]

    def language(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        parents = self._parents(cells, "service", "location")
        name = required(cells.get("language", ""), "language")
        key = cells.get("id") or stable_key(*_named(parents), name.casefold())
        return [LanguageRow(origin=origin, key=key, **parents, name=name, code=language_code(name))]

    def service_area(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        service, name = self._parent("service", cells), required(cells.get("service_area", ""), "service_area")
        key, text = cells.get("id") or stable_key(service, name.casefold()), cells.get("description", "")
        return [ServiceAreaRow(origin=origin, key=key, service_source_id=service, name=name, description=text)]

    def required_document(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        service, document = self._parent("service", cells), required(cells.get("document", ""), "document")
        key = cells.get("id") or stable_key(service, document.casefold())
        return [RequiredDocumentRow(origin=origin, key=key, service_source_id=service, document=document)]

    def accessibility(self, origin: SourceRow, cells: Record) -> Sequence[Row]:
        location, kind = self._parent("location", cells), required(cells.get("accessibility", ""), "accessibility")
        key, details = cells.get("id") or stable_key(location, kind.casefold()), cells.get("details", "")
        return [AccessibilityRow(origin=origin, key=key, location_source_id=location, description=kind, details=details)]

    def _parent(self, table: str, cells: Record) -> str:
        """The one record this row hangs on."""
        return self.build.need(table, cells.get(f"{table}_id", ""), f"{table}_id", FILE_OF[table])

    def _parents(self, cells: Record, *tables: str) -> dict[str, Any]:
        """Whom a row is about: at least one of the tables, each id checked."""
        found = {f"{table}_source_id": self._parent(table, cells) for table in tables if cells.get(f"{table}_id")}
        if not found:
            names = ", ".join(f"{table}_id" for table in tables)
            raise Bad(f"{tables[0]}_id", f"The row joins nothing: {names} are all empty. Fill one in, or leave the row out.")
        return found


def _named(parents: dict[str, Any]) -> list[str]:
    """Parents as parts of a key: location 7 and service 7 are not the same parent."""
    return [f"{field}={value}" for field, value in parents.items()]
