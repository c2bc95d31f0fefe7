"""Rows of the Santa Barbara directory as HSDS 3.1 rows."""

from dataclasses import replace

from throughcare.services.readers.sources import Record
from throughcare.services.readers.values import Bad, array, byday, clock, language_code, point, required, stable_key
from throughcare.services.rows import (
    AddressRow,
    AttributeRow,
    ContactRow,
    LanguageRow,
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

TAXONOMY_KINDS = "Santa Barbara reentry: services"
TAXONOMY_CATEGORIES = "Santa Barbara reentry: categories"


def kind_key(key: str) -> str:
    """The term a kind of service becomes."""
    return f"service:{key}"


def service_key(kind: str, organization: str) -> str:
    """The service that is one kind, offered by one organization."""
    return f"{kind}@{organization}"


def organization(origin: SourceRow, cells: Record) -> tuple[list[Row], list[TaxonomyTermRow]]:
    """The organization, and the categories it is under."""
    key = required(cells.get("id", ""), "id")
    row = OrganizationRow(
        origin=origin,
        key=key,
        source_id=key,
        name=required(cells.get("name_english", ""), "name_english"),
        alternate_name=cells.get("name_spanish", ""),
        description=cells.get("notes_english", ""),
        website=cells.get("website", ""),
    )
    return [row], [
        TaxonomyTermRow(origin=origin, key=f"category:{name}", source_id=f"category:{name}", name=name, taxonomy=TAXONOMY_CATEGORIES)
        for name in dict.fromkeys(array(cells.get("categories_english", ""), "categories_english"))
    ]


def kind(origin: SourceRow, cells: Record) -> TaxonomyTermRow:
    """A kind of service, as a category."""
    key = kind_key(required(cells.get("id", ""), "id"))
    name = required(cells.get("name_english", ""), "name_english")
    return TaxonomyTermRow(origin=origin, key=key, source_id=key, name=name, taxonomy=TAXONOMY_KINDS)


def service(origin: SourceRow, of_kind: Record, by: Record) -> list[Row]:
    """One kind, offered by one organization: with that organization's languages, customers and sole category."""
    key = service_key(of_kind["id"], by["id"])
    row = ServiceRow(
        origin=origin,
        key=key,
        source_id=key,
        organization_source_id=by["id"],
        name=of_kind["name_english"],
        alternate_name=of_kind.get("name_spanish", ""),
        eligibility_description=by.get("customers_served_english", ""),
    )
    categories = array(by.get("categories_english", ""), "categories_english")
    # A category of the organization is one of this service only when it has no other: which of several is meant isn't said.
    terms = [kind_key(of_kind["id"]), *(f"category:{name}" for name in categories[:1] if len(categories) == 1)]
    languages = dict.fromkeys(name.strip() for name in by.get("languages_spoken_english", "").split(",") if name.strip())
    return [
        row,
        *(AttributeRow(origin=origin, key=stable_key(key, term), service_source_id=key, taxonomy_term_source_id=term) for term in terms),
        *(
            LanguageRow(origin=origin, key=stable_key(key, name), service_source_id=key, name=name, code=language_code(name))
            for name in languages
        ),
    ]


def location(origin: SourceRow, cells: Record, keeper: str | None) -> list[Row]:
    """The place, its address, phone and address for mail."""
    key = required(cells.get("id", ""), "id")
    latitude, longitude = point(cells.get("latitude", ""), cells.get("longitude", ""))
    rows: list[Row] = [
        LocationRow(
            origin=origin,
            key=key,
            source_id=key,
            organization_source_id=keeper,
            url=cells.get("website", ""),
            name=cells.get("name", ""),
            description=cells.get("notes", ""),
            latitude=latitude,
            longitude=longitude,
        )
    ]
    parts = {column: cells.get(column, "") for column in ("address", "address_2", "city", "state", "zip")}
    if any(parts.values()):
        rows.append(
            AddressRow(
                origin=origin,
                key=f"location:{key}",
                location_source_id=key,
                address_1=parts["address"],
                address_2=parts["address_2"],
                city=parts["city"],
                state_province=parts["state"].upper(),
                postal_code=parts["zip"],
            )
        )
    if number := cells.get("phone", ""):
        rows.append(PhoneRow(origin=origin, key=stable_key(key, number), location_source_id=key, number=number))
    if email := cells.get("email", ""):
        contact = stable_key(key, email)
        rows.append(ContactRow(origin=origin, key=contact, source_id=contact, location_source_id=key, email=email))
    return rows


def service_at_location(origin: SourceRow, of_kind: str, by: str, place: str) -> ServiceAtLocationRow:
    """A kind of service one organization offers at one place."""
    offered = service_key(of_kind, by)
    key = f"{offered}@{place}"
    return ServiceAtLocationRow(origin=origin, key=key, source_id=key, service_source_id=offered, location_source_id=place)


def schedule(origin: SourceRow, cells: Record) -> ScheduleRow:
    """Hours, before it is known where: the key is the source's id."""
    key, notes = required(cells.get("id", ""), "id"), cells.get("notes", "")
    days = byday(cells.get("days", ""), "days")
    opens, closes = clock(cells.get("open_time", ""), "open_time"), clock(cells.get("close_time", ""), "close_time")
    if not (days or opens or closes or notes):
        raise Bad("days", "The schedule is empty: no days, times or notes. Fill it in, or leave the row out.")
    return ScheduleRow(origin=origin, key=key, freq="WEEKLY" if days else "", byday=days, opens_at=opens, closes_at=closes, notes=notes)


def schedule_at(origin: SourceRow, draft: ScheduleRow, place: str) -> ScheduleRow:
    """The hours of one place."""
    return replace(draft, origin=origin, key=f"{draft.key}@{place}", location_source_id=place)
