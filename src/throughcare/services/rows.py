"""The contract between readers and the importer: plain rows, named after Open Referral HSDS 3.1.

A reader turns a directory in any layout into these rows and touches no database. `*_source_id` fields hold the ids of the
source; the importer turns them into its own. Text that is not there is "", a number, time or reference that is not there is None.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import ClassVar, NamedTuple


class SourceRow(NamedTuple):
    """Where a record comes from: the file's name inside the directory, and its data row (first = 1, header not counted)."""

    file: str
    row: int


class RecordRef(NamedTuple):
    """One record of a Directory: its HSDS table and its key there."""

    table: str
    key: str


class InputRow(NamedTuple):
    """One accepted input row and the records it speaks of; the first one decides whether the row counts as created."""

    origin: SourceRow
    records: tuple[RecordRef, ...]


class Reject(NamedTuple):
    """One input row that was not taken: where, and a sentence that says what is wrong and what to do."""

    file: str
    row: int
    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every record has. `key` is stable between runs and unique in its table."""

    table: ClassVar[str]
    origin: SourceRow
    key: str

    @property
    def ref(self) -> RecordRef:
        return RecordRef(self.table, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRow(Row):
    table: ClassVar[str] = "organization"
    source_id: str
    name: str
    alternate_name: str = ""
    description: str = ""
    email: str = ""
    website: str = ""
    tax_status: str = ""
    tax_id: str = ""
    year_incorporated: int | None = None
    legal_status: str = ""
    parent_source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRow(Row):
    table: ClassVar[str] = "location"
    source_id: str
    organization_source_id: str | None = None
    location_type: str = "physical"  # physical, postal or virtual
    url: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    transportation: str = ""
    latitude: float | None = None  # decimal degrees, WGS 84
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow(Row):
    table: ClassVar[str] = "service"
    source_id: str
    organization_source_id: str
    name: str
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = "active"  # active, inactive, defunct or "temporarily closed"
    interpretation_services: str = ""
    application_process: str = ""
    fees_description: str = ""
    accreditations: str = ""
    licenses: str = ""
    eligibility_description: str = ""
    minimum_age: int | None = None  # whole years
    maximum_age: int | None = None
    wait_time: str = ""
    confidential: bool = False  # the directory asks that only its own staff see it


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAtLocationRow(Row):
    table: ClassVar[str] = "service_at_location"
    source_id: str
    service_source_id: str
    location_source_id: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow(Row):
    table: ClassVar[str] = "contact"
    source_id: str
    organization_source_id: str | None = None
    service_source_id: str | None = None
    service_at_location_source_id: str | None = None
    location_source_id: str | None = None
    name: str = ""
    title: str = ""
    department: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRow(Row):
    table: ClassVar[str] = "phone"
    organization_source_id: str | None = None
    service_source_id: str | None = None
    location_source_id: str | None = None
    contact_source_id: str | None = None
    service_at_location_source_id: str | None = None
    number: str
    extension: str = ""
    type: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow(Row):
    """An address of a location. Where a source gives an organization a postal address, readers make a postal location for it."""

    table: ClassVar[str] = "address"
    location_source_id: str
    attention: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""
    address_type: str = "physical"  # physical, postal or virtual


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow(Row):
    table: ClassVar[str] = "schedule"
    service_source_id: str | None = None
    location_source_id: str | None = None
    service_at_location_source_id: str | None = None
    freq: str = "WEEKLY"  # WEEKLY, MONTHLY, or "" when the source gives hours as free text only
    byday: str = ""  # MO,TU,WE,TH,FR,SA,SU
    opens_at: time | None = None  # local time of the place; closes_at before opens_at means after midnight
    closes_at: time | None = None
    description: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRow(Row):
    table: ClassVar[str] = "language"
    service_source_id: str | None = None
    location_source_id: str | None = None
    name: str
    code: str = ""  # ISO 639-1 where the source's name is a known one
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOptionRow(Row):
    table: ClassVar[str] = "cost_option"
    service_source_id: str
    option: str = ""
    currency: str = ""
    amount: float | None = None
    amount_description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAreaRow(Row):
    table: ClassVar[str] = "service_area"
    service_source_id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocumentRow(Row):
    table: ClassVar[str] = "required_document"
    service_source_id: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityRow(Row):
    table: ClassVar[str] = "accessibility"
    location_source_id: str
    description: str
    details: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyTermRow(Row):
    """A category of the source, in the source's words (not a pillar)."""

    table: ClassVar[str] = "taxonomy_term"
    source_id: str
    name: str
    description: str = ""
    parent_source_id: str | None = None
    taxonomy: str = ""  # whose list of words it is
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRow(Row):
    """A term put on a service (the only HSDS `link_entity` readers make)."""

    table: ClassVar[str] = "attribute"
    service_source_id: str
    taxonomy_term_source_id: str
    link_entity: ClassVar[str] = "service"


# Parents stand before children: an importer that loads in this order meets every reference it needs.
_IN_ORDER: tuple[type[Row], ...] = (
    *(OrganizationRow, TaxonomyTermRow, LocationRow, ServiceRow, ServiceAtLocationRow, ContactRow, PhoneRow, AddressRow),
    *(ScheduleRow, LanguageRow, CostOptionRow, ServiceAreaRow, RequiredDocumentRow, AccessibilityRow, AttributeRow),
)
TABLES: dict[str, type[Row]] = {kind.table: kind for kind in _IN_ORDER}


class Fates(NamedTuple):
    """What became of the input rows: read = created + updated + unchanged + rejected."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int


@dataclass(slots=True)
class Directory:
    """What a reader made of a directory. Every input row is in `inputs` or in `rejected`, once."""

    layout: str
    attribution: str = ""
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    inputs: list[InputRow] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Input rows met, whatever became of them."""
        return len(self.inputs) + len(self.rejected)

    def rows(self) -> Iterator[Row]:
        """Every record, parents before children."""
        for rows in self.tables.values():
            yield from rows

    def fates(self, created: set[RecordRef], updated: set[RecordRef]) -> Fates:
        """Count input rows by what the importer did to their records.

        A row is created when its first record is new, updated when any of its records is new or changed, else unchanged.
        """
        new = sum(row.records[0] in created for row in self.inputs)
        changed = sum(row.records[0] not in created and any(ref in created or ref in updated for ref in row.records) for row in self.inputs)
        kept = len(self.inputs) - new - changed
        return Fates(self.read, new, changed, kept, len(self.rejected))
