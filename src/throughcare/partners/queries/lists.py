"""Lists of partners on their way in, saved mappings, what became of rows, and the words a list may use."""

from collections.abc import Sequence
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.text import search_key
from throughcare.imports.models import ImportRun, RowNote
from throughcare.imports.queries import file_of, files_of, latest_mapping, mapping_called, mapping_of, mappings_of
from throughcare.partners.models import PartnerFile, PartnerMapping, PartnerRows
from throughcare.partners.queries.register import owners
from throughcare.places.models import Scheme
from throughcare.places.queries import regions, sites, terms


def my_files(by: Actor) -> list[PartnerFile]:
    """The reader's files that are not in yet, newest first, without their content."""
    by.check(Permission.PARTNER_EDIT)
    return files_of(PartnerFile, by)


def get_file(by: Actor, file_id: UUID) -> PartnerFile:
    """One of the reader's. Raises NotFound."""
    by.check(Permission.PARTNER_EDIT)
    return file_of(PartnerFile, by, file_id)


def mappings(by: Actor) -> list[PartnerMapping]:
    """All of them, by name."""
    by.check(Permission.PARTNER_EDIT)
    return mappings_of(PartnerMapping)


def get_mapping(by: Actor, mapping_id: UUID) -> PartnerMapping:
    """One. Raises NotFound."""
    by.check(Permission.PARTNER_EDIT)
    return mapping_of(PartnerMapping, mapping_id)


def mapping_named(by: Actor, name: str) -> PartnerMapping:
    """One, by its name without regard to case. Raises NotFound with what to do."""
    by.check(Permission.PARTNER_EDIT)
    return mapping_called(PartnerMapping, name, "Import partners")


def mapping_for(by: Actor, headings: Sequence[str]) -> PartnerMapping | None:
    """The latest saved for exactly these headings."""
    by.check(Permission.PARTNER_EDIT)
    return latest_mapping(PartnerMapping, headings)


def rejected_cells(run: ImportRun) -> tuple[list[str], dict[tuple[str, int], list[str]]]:
    """(headings, (file, row) → cells) of the rows a run did not take; nothing when they are past their time."""
    kept = PartnerRows.objects.filter(run=run).first()
    if kept is None:
        return [], {}
    places = ((key.rpartition("\n"), cells) for key, cells in kept.cells.items())
    return list(kept.headings), {(file, int(row)): cells for (file, _, row), cells in places}


def notes_of(run: ImportRun, *, limit: int | None = None) -> list[RowNote]:
    """What is to be known of rows that were taken, in the order of the file."""
    return list(RowNote.objects.filter(run=run).order_by("said", "file", "row", "field", "id")[:limit])


def region_words() -> dict[str, str]:
    """What the regions are called, folded → code."""
    return {
        search_key(word): region.code
        for region in regions()
        for word in (region.name_mi, f"{region.name} region", region.name, region.code)
        if word
    }


def site_words() -> dict[str, str]:
    """What the sites are called, folded → code."""
    return {search_key(word): site.code for site in sites() for word in (site.name, site.code)}


def language_words() -> dict[str, str]:
    """What the languages are called, folded → code."""
    return {search_key(word): term.code for term in terms(Scheme.LANGUAGE) for word in (term.label, term.code)}


def owner_words() -> dict[str, tuple[UUID, UUID]]:
    """Those who keep the register, by their name, and by name and team, folded; a name two of them have is known with the team alone."""
    found: dict[str, tuple[UUID, UUID] | None] = {}
    for one in owners():
        key = search_key(one.name)
        found[key] = (one.user_id, one.team_id) if key not in found else None
    found |= {search_key(f"{one.name} {one.team}"): (one.user_id, one.team_id) for one in owners()}
    return {key: whose for key, whose in found.items() if whose is not None}
