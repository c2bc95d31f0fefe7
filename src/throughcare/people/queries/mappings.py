"""Saved mappings: how files with the same headings were read before."""

from collections.abc import Sequence
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.text import search_key
from throughcare.imports.queries import latest_mapping, mapping_called, mapping_of, mappings_of
from throughcare.people.models import ImportMapping
from throughcare.places.models import Scheme
from throughcare.places.queries import terms


def mappings(by: Actor) -> list[ImportMapping]:
    """All of them, by name."""
    by.check(Permission.PERSON_IMPORT)
    return mappings_of(ImportMapping)


def get_mapping(by: Actor, mapping_id: UUID) -> ImportMapping:
    """One. Raises NotFound."""
    by.check(Permission.PERSON_IMPORT)
    return mapping_of(ImportMapping, mapping_id)


def mapping_named(by: Actor, name: str) -> ImportMapping:
    """One, by its name without regard to case. Raises NotFound with what to do."""
    by.check(Permission.PERSON_IMPORT)
    return mapping_called(ImportMapping, name, "Import people")


def mapping_for(by: Actor, headings: Sequence[str]) -> ImportMapping | None:
    """The latest saved for exactly these headings."""
    by.check(Permission.PERSON_IMPORT)
    return latest_mapping(ImportMapping, headings)


def schemes_by_word() -> dict[str, str]:
    """What the numbers this site keeps are called, folded → their scheme."""
    return {key: term.code for term in terms(Scheme.IDENTIFIER) for key in (search_key(term.code), search_key(term.label))}
