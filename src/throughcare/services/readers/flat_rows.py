"""One record of a flat directory as HSDS 3.1 rows, as a mapping says."""

from typing import Any

from throughcare.services.readers import hours
from throughcare.services.readers.mapping import FlatMapping, Spec
from throughcare.services.readers.values import (
    Bad,
    age_range,
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
    CostOptionRow,
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

Cells = dict[str, Any]


def rows(origin: SourceRow, cells: Cells, mapping: FlatMapping) -> list[Row]:
    """The service first, then everything around it."""
    record = _Record(origin, cells, mapping)
    organization = record.organization()
    location = record.location(organization)
    service = record.service(organization, location)
    found: list[Row] = [service, organization]
    if location:
        key = stable_key(service.key, location[0].key)
        found.extend(location)
        found.append(
            ServiceAtLocationRow(
                origin=origin,
                key=key,
                source_id=key,
                service_source_id=service.key,
                location_source_id=location[0].key,
            )
        )
        found.extend(record.accessibility(location[0].key))
    for part in (record.phones, record.contacts, record.schedules, record.lists, record.attributes):
        found.extend(part(service.key))
    return found


class _Record:
    """The record, read field by field."""

    def __init__(self, origin: SourceRow, cells: Cells, mapping: FlatMapping) -> None:
        self.origin, self.cells, self.mapping = origin, cells, mapping

    def _texts(self, table: str, *leave: str) -> dict[str, Any]:
        """Every field of a table the mapping fills, as text."""
        return {name: self._text(spec) for name, spec in self.mapping.specs.get(table, {}).items() if name not in leave}

    def _text(self, spec: Spec) -> str:
        if spec.text:
            return spec.text
        texts = [text for column in spec.columns if (text := _flat(self.cells.get(column)))]
        return spec.by.join(texts) if spec.join else next(iter(texts), "")

    def _items(self, table: str, name: str) -> list[str]:
        """A field that may hold several things: a list in JSON, or a cell the mapping says to split."""
        spec = self.mapping.specs.get(table, {}).get(name)
        if spec is None:
            return []
        value = next((cell for column in spec.columns if (cell := self.cells.get(column))), spec.text)
        if isinstance(value, list):
            items = [_flat(item) for item in value]
        else:
            text = _flat(value)
            items = text.split(spec.split) if spec.split else [text]
        return list(dict.fromkeys(item.strip() for item in items if item.strip()))

    def organization(self) -> OrganizationRow:
        texts = self._texts("organization", "source_id", "year_incorporated")
        name = required(texts["name"], "name")
        given = self._texts("organization")
        key = given.get("source_id") or stable_key("organization", name.casefold())
        year = whole_number(given.get("year_incorporated", ""), "year_incorporated", 1000, 2100)
        return OrganizationRow(origin=self.origin, key=key, source_id=key, year_incorporated=year, **texts)

    def location(self, organization: OrganizationRow) -> list[Row]:
        """The place and its address; nothing when the record gives neither an address nor a point."""
        texts = self._texts("location", "source_id", "latitude", "longitude")
        given, address = self._texts("location"), self._texts("address")
        latitude, longitude = point(given.get("latitude", ""), given.get("longitude", ""))
        if not (latitude is not None or address.get("address_1") or address.get("city") or address.get("postal_code")):
            return []
        parts = (address.get("address_1", ""), address.get("city", ""), address.get("postal_code", ""))
        where = parts if any(parts) else (str(latitude), str(longitude))
        key = given.get("source_id") or stable_key("location", organization.key, *(part.casefold() for part in where))
        place = LocationRow(
            origin=self.origin,
            key=key,
            source_id=key,
            organization_source_id=organization.key,
            latitude=latitude,
            longitude=longitude,
            **texts,
        )
        if not any(parts):
            return [place]
        return [place, AddressRow(origin=self.origin, key=f"location:{key}", location_source_id=key, **address)]

    def service(self, organization: OrganizationRow, location: list[Row]) -> ServiceRow:
        texts = self._texts("service", "source_id", "minimum_age", "maximum_age", "status", "confidential")
        given = self._texts("service")
        name = required(texts["name"], "name")
        minimum, maximum = age_range(given.get("minimum_age", ""), given.get("maximum_age", ""))
        place = location[0].key if location else ""
        key = given.get("source_id") or stable_key("service", organization.key, place, name.casefold())
        return ServiceRow(
            origin=self.origin,
            key=key,
            source_id=key,
            organization_source_id=organization.key,
            minimum_age=minimum,
            maximum_age=maximum,
            status=service_status(given.get("status", "")),
            confidential=yes_or_no(given.get("confidential", ""), "confidential"),
            **texts,
        )

    def phones(self, service: str) -> list[Row]:
        texts = self._texts("phone")
        if not texts.get("number"):
            return []
        return [PhoneRow(origin=self.origin, key=stable_key(service, *texts.values()), service_source_id=service, **texts)]

    def contacts(self, service: str) -> list[Row]:
        texts = self._texts("contact")
        if not any(texts.values()):
            return []
        key = stable_key(service, *texts.values())
        return [ContactRow(origin=self.origin, key=key, source_id=key, service_source_id=service, **texts)]

    def schedules(self, service: str) -> list[Row]:
        spec = self.mapping.specs.get("schedule", {}).get("hours")
        value = next((cell for column in spec.columns if (cell := self.cells.get(column))), None) if spec else None
        if not value:
            return []
        lines = (
            hours.from_days({name: _flat(text) for name, text in value.items()})
            if isinstance(value, dict)
            else hours.from_text(_flat(value))
        )
        return [
            ScheduleRow(
                origin=self.origin,
                key=stable_key(service, line.byday, str(line.opens_at), str(line.closes_at), line.text),
                service_source_id=service,
                freq="WEEKLY" if line.byday else "",
                byday=line.byday,
                opens_at=line.opens_at,
                closes_at=line.closes_at,
                description=line.text,
            )
            for line in dict.fromkeys(lines)
        ]

    def lists(self, service: str) -> list[Row]:
        """Languages, areas, costs and documents: each item a record."""
        common: dict[str, Any] = {"origin": self.origin, "service_source_id": service}
        return [
            *(
                LanguageRow(key=stable_key(service, name.casefold()), name=name, code=language_code(name), **common)
                for name in self._items("language", "name")
            ),
            *(
                ServiceAreaRow(key=stable_key(service, name.casefold()), name=name, **common)
                for name in self._items("service_area", "name")
            ),
            *(
                CostOptionRow(key=stable_key(service, option.casefold()), option=option, **common)
                for option in self._items("cost_option", "option")
            ),
            *(
                RequiredDocumentRow(key=stable_key(service, document.casefold()), document=document, **common)
                for document in self._items("required_document", "document")
            ),
        ]

    def accessibility(self, location: str) -> list[Row]:
        return [
            AccessibilityRow(origin=self.origin, key=stable_key(location, text.casefold()), location_source_id=location, description=text)
            for text in self._items("accessibility", "description")
        ]

    def attributes(self, service: str) -> list[Row]:
        """The source's categories, as terms on the service."""
        found: list[Row] = []
        for name in self._items("attribute", "name"):
            term = f"category:{name.casefold()}"
            found.append(TaxonomyTermRow(origin=self.origin, key=term, source_id=term, name=name, taxonomy=self.mapping.taxonomy))
            found.append(
                AttributeRow(
                    origin=self.origin,
                    key=stable_key(service, term),
                    service_source_id=service,
                    taxonomy_term_source_id=term,
                )
            )
        return found


def _flat(value: Any) -> str:
    """A cell as text: a list becomes its items with semicolons between."""
    if isinstance(value, list):
        return "; ".join(text for item in value if (text := _flat(item)))
    if isinstance(value, dict):
        raise Bad("", "A cell holds a record where text was expected. Correct the file, or the mapping file.")
    return value if isinstance(value, str) else ""
