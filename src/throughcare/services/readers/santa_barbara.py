"""The Santa Barbara County reentry directory: nine linked CSV files, English and Spanish, lists as PostgreSQL arrays.

Its "services" are kinds ("Food Bank"), linked to organizations and to locations. HSDS knows a service of one organization,
so each kind becomes a category, and each kind an organization offers becomes a service with that category.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from throughcare.services.readers import santa_barbara_rows as make
from throughcare.services.readers.builder import Builder
from throughcare.services.readers.sources import CannotRead, CsvFile, Record, inside
from throughcare.services.readers.values import Bad, shown
from throughcare.services.rows import Directory, LocationRow, RecordRef, Row, ScheduleRow, SourceRow

NAME = "santa-barbara"
ATTRIBUTION = "Santa Barbara County Public Defender, reentry directory (ISC licence)"

_NOTES = (
    "An organization's category is put on its services when it has only one: which service another belongs to isn't said.",
    "Spanish names are kept as alternate names. The other Spanish columns aren't kept: they translate what is kept in English.",
    "organizations.csv: tags aren't kept: they repeat names, addresses and categories.",
)


def matches(folder: Path) -> bool:
    """Is this that directory? It has the link tables and bilingual names."""
    path, links = inside(folder, "organizations.csv"), inside(folder, "services_organizations.csv")
    return path is not None and links is not None and "name_english" in CsvFile(folder, path).header


def read(folder: Path) -> Directory:
    """All nine files, parents before children."""
    reader = _Reader(folder)
    reader.read_organizations()
    reader.read_kinds()
    reader.read_locations()
    reader.read_services()
    reader.read_services_at_locations()
    reader.read_schedules()
    reader.build.directory.notes.extend(_NOTES)
    return reader.build.directory


class _Reader:
    """The folder being read, and what the link tables have joined so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.build = Builder(NAME, ATTRIBUTION)
        self.organizations: dict[str, Record] = {}
        self.kinds: dict[str, Record] = {}
        self.places: dict[str, LocationRow] = {}
        self.owners: dict[str, list[str]] = defaultdict(list)  # location → its organizations, the first one its keeper
        self.late_owners: list[tuple[SourceRow, str, str]] = []  # link rows that name a second organization

    def _rows(self, name: str) -> Iterable[tuple[SourceRow, Record]]:
        path = inside(self.folder, f"{name}.csv")
        if path is None:
            raise CannotRead(f"{name}.csv is missing from {self.folder.name}. The {NAME} layout needs it: add the file.")
        return self.build.records(CsvFile(self.folder, path))

    def read_organizations(self) -> None:
        for origin, cells in self._rows("organizations"):
            try:
                rows, terms = make.organization(origin, cells)
                known = self.build.known["taxonomy_term"]
                fresh = [term for term in terms if term.key not in known]
                self.build.accept(origin, (*rows, *fresh), also=[term.ref for term in terms if term.key in known])
                self.organizations[cells["id"]] = cells
            except Bad as bad:
                self.build.reject(origin, bad, RecordRef("organization", cells.get("id", "")))

    def read_kinds(self) -> None:
        for origin, cells in self._rows("services"):
            try:
                self.build.accept(origin, [make.kind(origin, cells)])
                self.kinds[cells["id"]] = cells
            except Bad as bad:
                self.build.reject(origin, bad, RecordRef("taxonomy_term", make.kind_key(cells.get("id", ""))))

    def _link(self, cells: Record, table: str, column: str) -> str:
        """One end of a link row, which must be there."""
        key = cells.get(column, "")
        self.build.need(table, make.kind_key(key) if table == "taxonomy_term" and key else key, column, f"{column[:-3]}.csv")
        return key

    def read_locations(self) -> None:
        """Locations wait for the table that says whose they are."""
        drafts = list(self._rows("locations"))
        there = {cells.get("id", "") for _, cells in drafts}
        links: list[tuple[SourceRow, str, str]] = []
        for origin, cells in self._rows("locations_organizations"):
            place = cells.get("locations_id", "")
            try:
                organization = self._link(cells, "organization", "organizations_id")
                if place not in there:
                    self.build.need("location", place, "locations_id", "locations.csv")
                if organization in self.owners[place]:
                    raise Bad("", f"Location {shown(place)} is already linked to organization {shown(organization)}. Leave this row out.")
                self.owners[place].append(organization)
                links.append((origin, place, organization))
            except Bad as bad:
                self.build.reject(origin, bad)
        for origin, cells in drafts:
            try:
                self.build.accept(origin, make.location(origin, cells, next(iter(self.owners.get(cells.get("id", ""), ())), None)))
            except Bad as bad:
                self.build.reject(origin, bad, RecordRef("location", cells.get("id", "")))
        self._settle_owners(links)

    def _settle_owners(self, links: Iterable[tuple[SourceRow, str, str]]) -> None:
        """A link row speaks of its location; one that names a second organization waits for the services there."""
        for origin, place, organization in links:
            if organization != self.owners[place][0]:
                self.late_owners.append((origin, place, organization))
                continue
            try:
                self.build.need("location", place, "locations_id", "locations.csv")
                self.build.accept(origin, (), also=[RecordRef("location", place)])
            except Bad as bad:
                self.build.reject(origin, bad)

    def read_services(self) -> None:
        for origin, cells in self._rows("services_organizations"):
            try:
                kind = self._link(cells, "taxonomy_term", "services_id")
                organization = self._link(cells, "organization", "organizations_id")
                self.build.accept(origin, self._service(origin, kind, organization))
            except Bad as bad:
                self.build.reject(origin, bad)

    def _service(self, origin: SourceRow, kind: str, organization: str) -> list[Row]:
        return make.service(origin, self.kinds[kind], self.organizations[organization])

    def read_services_at_locations(self) -> None:
        """A kind at a location is offered there by the location's organizations that offer it, or else by its keeper."""
        known = self.build.known["service"]
        late = {(place, organization): origin for origin, place, organization in self.late_owners}
        also: dict[SourceRow, list[RecordRef]] = defaultdict(list)
        for origin, cells in self._rows("services_locations"):
            try:
                kind = self._link(cells, "taxonomy_term", "services_id")
                place = self._link(cells, "location", "locations_id")
                owners = self.owners[place]
                if not owners:
                    raise Bad("locations_id", f"Location {shown(place)} belongs to no organization, so nobody runs the service there. "
                              "Link the location in locations_organizations.csv.")  # fmt: skip
                offering = [owner for owner in owners if make.service_key(kind, owner) in known] or owners[:1]
                rows: list[Row] = [make.service_at_location(origin, kind, owner, place) for owner in offering]
                if make.service_key(kind, offering[0]) not in known:
                    rows.extend(self._service(origin, kind, offering[0]))
                self.build.accept(origin, rows)
                for owner, row in zip(offering, rows, strict=False):
                    if (place, owner) in late:
                        also[late[place, owner]].append(row.ref)
            except Bad as bad:
                self.build.reject(origin, bad)
        for origin, place, _ in self.late_owners:
            if refs := also.get(origin):
                self.build.accept(origin, (), also=refs)
            else:
                keeper = shown(self.owners[place][0])
                self.build.reject(origin, Bad("organizations_id", f"Location {shown(place)} already belongs to organization {keeper}, "
                                  "and this one offers no service there. Link a service to both, or leave the row out."))  # fmt: skip

    def read_schedules(self) -> None:
        """Hours become records where a location uses them; rows that end up unused are refused."""
        drafts: dict[str, ScheduleRow] = {}
        for origin, cells in self._rows("schedules"):
            try:
                row = make.schedule(origin, cells)
                if row.key in drafts:
                    raise Bad("id", f"The id {shown(row.key)} is already used by row {drafts[row.key].origin.row}. Give this row another.")
                drafts[row.key] = row
            except Bad as bad:
                self.build.reject(origin, bad, RecordRef("schedule", cells.get("id", "")))
        used: dict[str, dict[str, ScheduleRow]] = defaultdict(dict)  # schedule → location → record
        for origin, cells in self._rows("schedules_locations"):
            try:
                draft = self._draft(cells, drafts)
                place = self._link(cells, "location", "locations_id")
                row = make.schedule_at(origin, draft, place)
                self.build.accept(origin, [row])
                used[draft.key][place] = row
            except Bad as bad:
                self.build.reject(origin, bad)
        self._settle_schedules(drafts, used)

    def _draft(self, cells: Record, drafts: dict[str, ScheduleRow]) -> ScheduleRow:
        key = cells.get("schedules_id", "")
        if key not in drafts:
            self.build.need("schedule", key, "schedules_id", "schedules.csv")
        return drafts[key]

    def _settle_schedules(self, drafts: dict[str, ScheduleRow], used: dict[str, dict[str, ScheduleRow]]) -> None:
        """A schedule of an organization is one of its locations'; HSDS has no hours of an organization as such."""
        for key, draft in drafts.items():
            if refs := [row.ref for row in used[key].values()]:
                self.build.accept(draft.origin, (), also=refs)
            else:
                self.build.reject(draft.origin, Bad("id", f"No location uses schedule {shown(key)}. Link it in schedules_locations.csv."))
        for origin, cells in self._rows("schedules_organizations"):
            try:
                draft = self._draft(cells, drafts)
                organization = self._link(cells, "organization", "organizations_id")
                refs = [row.ref for place, row in used[draft.key].items() if organization in self.owners[place]]
                if not refs:
                    raise Bad("schedules_id", f"No location of organization {shown(organization)} has schedule {shown(draft.key)}. "
                              "Link the schedule to a location in schedules_locations.csv.")  # fmt: skip
                self.build.accept(origin, (), also=refs)
            except Bad as bad:
                self.build.reject(origin, bad)
