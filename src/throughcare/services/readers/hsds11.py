"""Open Referral HSDS 1.1 data packages: a folder of CSV files with the names the specification gives them.

Only organizations.csv must be there. Columns of HSDS 3 that say more (website, parent_organization_id …) are read too.
"""

from collections import defaultdict
from pathlib import Path

from throughcare.services.readers.builder import Builder, Make, broken_parents
from throughcare.services.readers.hsds11_rows import RowMaker
from throughcare.services.readers.sources import CannotRead, CsvFile, inside
from throughcare.services.readers.values import Bad, required
from throughcare.services.rows import Directory, RecordRef, SourceRow

NAME = "hsds11"

_PLACE = "id location_id attention address_1 address_2 address_3 address_4 city region state_province postal_code country"
_ANY = "service_id location_id service_at_location_id"
# What is read of each file, in HSDS 1.1's words and the later words for the same thing.
COLUMNS = {
    "organizations.csv": "id name alternate_name description email url website tax_status tax_id year_incorporated"
    " legal_status parent_organization_id",
    "taxonomy.csv": "id name parent_id vocabulary",
    "locations.csv": "id organization_id name alternate_name description transportation latitude longitude",
    "eligibility.csv": "id service_id eligibility",
    "services.csv": "id organization_id name alternate_name description url email status interpretation_services"
    " application_process wait_time fees fees_description accreditations accrediations licenses taxonomy_ids"
    " eligibility_description minimum_age maximum_age confidential",
    "services_at_location.csv": "id service_id location_id description",
    "contacts.csv": f"id organization_id {_ANY} name title department email",
    "phones.csv": f"id organization_id {_ANY} contact_id number extension type description",
    "physical_addresses.csv": f"{_PLACE} organization_id",
    "postal_addresses.csv": f"{_PLACE} organization_id",
    "regular_schedules.csv": f"id {_ANY} weekday opens_at closes_at",
    "languages.csv": "id service_id location_id language",
    "service_areas.csv": "id service_id service_area description",
    "required_documents.csv": "id service_id document",
    "accessibility_for_disabilities.csv": "id location_id accessibility details",
    "services_taxonomy.csv": "id service_id taxonomy_id",
}

# Files whose rows have no place here yet: each row is refused, so that nothing is lost in silence.
NOT_KEPT = {
    "programs.csv": "programmes",
    "funding.csv": "funding sources",
    "payments_accepted.csv": "ways to pay",
    "holiday_schedules.csv": "holiday hours",
}
# Files about the package itself, not about services.
ABOUT_PACKAGE = ("metadata.csv", "meta_table_descriptions.csv")


def matches(folder: Path) -> bool:
    """Is this folder an HSDS 1.1 package? Its organizations.csv has the columns id and name."""
    path = inside(folder, "organizations.csv")
    return path is not None and {"id", "name"} <= set(CsvFile(folder, path).header)


def read(folder: Path) -> Directory:
    """The whole package, parents before children."""
    package = _Package(folder)
    make = package.make
    package.read_tree("organizations.csv", "organization", "parent_organization_id", make.organization)
    package.read_tree("taxonomy.csv", "taxonomy_term", "parent_id", make.term)
    package.read_table("locations.csv", "location", make.location)
    package.read_eligibility()
    package.read_table("services.csv", "service", make.service)
    package.settle_eligibility()
    package.read_table("services_at_location.csv", "service_at_location", make.service_at_location)
    package.read_table("contacts.csv", "contact", make.contact)
    package.read_table("phones.csv", "phone", make.phone)
    package.read_table("physical_addresses.csv", "address", make.address)
    package.read_table("postal_addresses.csv", "address", make.address)
    package.read_table("regular_schedules.csv", "schedule", make.schedule)
    package.read_table("languages.csv", "language", make.language)
    package.read_table("service_areas.csv", "service_area", make.service_area)
    package.read_table("required_documents.csv", "required_document", make.required_document)
    package.read_table("accessibility_for_disabilities.csv", "accessibility", make.accessibility)
    package.read_table("services_taxonomy.csv", "attribute", make.attribute)
    package.refuse_not_kept()
    return package.build.directory


class _Package:
    """One folder being read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.build = Builder(NAME)
        self.eligibility: dict[str, list[str]] = defaultdict(list)
        self.waiting: list[tuple[SourceRow, str]] = []  # eligibility rows and the service each is about
        self.make = RowMaker(self.build, self.eligibility)

    def _file(self, name: str) -> CsvFile | None:
        if (path := inside(self.folder, name)) is None:
            if name == "organizations.csv":
                raise CannotRead(f"organizations.csv is missing from {self.folder.name}. An HSDS 1.1 package needs it: add the file.")
            return None
        file = CsvFile(self.folder, path)
        if name in COLUMNS:
            self.build.note_columns(file, COLUMNS[name].split())
        return file

    def read_table(self, name: str, table: str, make: Make) -> None:
        """One file, when it is there."""
        if file := self._file(name):
            self.build.read_table(file, table, make)

    def read_tree(self, name: str, table: str, field: str, make: Make) -> None:
        """A file whose rows may name a parent in the same file: missing parents and loops are refused before anything else."""
        if not (file := self._file(name)):
            return
        drafts = list(self.build.records(file))
        parents: dict[str, str | None] = {}
        for _, cells in drafts:
            parents.setdefault(cells.get("id", ""), cells.get(field) or None)
        broken = broken_parents(parents, field, name)
        for origin, cells in drafts:
            key = cells.get("id", "")
            try:
                if key in broken:
                    raise broken[key]
                self.build.accept(origin, make(origin, cells))
            except Bad as bad:
                self.build.reject(origin, bad, RecordRef(table, key))

    def read_eligibility(self) -> None:
        """HSDS 3.1 keeps who may come as text on the service, so this file is read before the services."""
        if not (file := self._file("eligibility.csv")):
            return
        for origin, cells in self.build.records(file):
            service, text = cells.get("service_id", ""), cells.get("eligibility", "")
            try:
                self.eligibility[service].append(required(text, "eligibility"))
                self.waiting.append((origin, service))
            except Bad as bad:
                self.build.reject(origin, bad)

    def settle_eligibility(self) -> None:
        """Now the services are known: each eligibility row speaks of one, or is refused."""
        for origin, service in self.waiting:
            try:
                key = self.build.need("service", service, "service_id", "services.csv")
                self.build.accept(origin, (), also=(RecordRef("service", key),))
            except Bad as bad:
                self.build.reject(origin, bad)

    def refuse_not_kept(self) -> None:
        """Account for the rows of files that have no place here."""
        for name, what in NOT_KEPT.items():
            if file := self._file(name):
                for origin, _ in self.build.records(file):
                    self.build.reject(origin, Bad("", f"Throughcare doesn't keep {what} yet. There is nothing to correct."))
        for name in self._strangers():
            self._refuse_file(name)
        for name in ABOUT_PACKAGE:
            if (self.folder / name).exists():
                self.build.directory.notes.append(f"{name}: not read, because it is about the package and not about services.")

    def _strangers(self) -> list[str]:
        """Files of rows the specification doesn't know: those of a later one, say."""
        known = {*COLUMNS, *NOT_KEPT, *ABOUT_PACKAGE}
        return sorted(path.name for path in self.folder.glob("*.csv") if path.name not in known)

    def _refuse_file(self, name: str) -> None:
        why = f"HSDS 1.1 has no file {name}, so this row isn't read. Name the layout it is of, or describe it in a mapping file."
        try:
            if (path := inside(self.folder, name)) is not None:
                for origin, _ in self.build.records(CsvFile(self.folder, path)):
                    self.build.reject(origin, Bad("", why))
        except CannotRead as problem:
            self.build.directory.notes.append(f"{name}: not read. {problem}")
