"""Saved mappings: how files with the same headings were read before."""

from collections.abc import Sequence
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound
from throughcare.common.text import search_key
from throughcare.people.models import ImportMapping
from throughcare.places.models import Scheme
from throughcare.places.queries import terms


def keys_of(headings: Sequence[str]) -> list[str]:
    """Headings as they are compared: case, macrons and punctuation don't count."""
    return [search_key(heading.replace("_", " "))[:200] for heading in headings]


def mappings(by: Actor) -> list[ImportMapping]:
    """All of them, by name."""
    by.check(Permission.PERSON_IMPORT)
    return list(ImportMapping.objects.order_by("name"))


def get_mapping(by: Actor, mapping_id: UUID) -> ImportMapping:
    """One. Raises NotFound."""
    by.check(Permission.PERSON_IMPORT)
    found = ImportMapping.objects.filter(pk=mapping_id).first()
    if found is None:
        raise NotFound
    return found


def mapping_named(by: Actor, name: str) -> ImportMapping:
    """One, by its name without regard to case. Raises NotFound with what to do."""
    by.check(Permission.PERSON_IMPORT)
    found = ImportMapping.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        raise NotFound("There is no saved mapping of that name. The page Import people lists them.")
    return found


def mapping_for(by: Actor, headings: Sequence[str]) -> ImportMapping | None:
    """The latest saved for exactly these headings."""
    by.check(Permission.PERSON_IMPORT)
    return ImportMapping.objects.filter(headings=keys_of(headings)).order_by("-at", "-id").first()


def schemes_by_word() -> dict[str, str]:
    """What the numbers this site keeps are called, folded → their scheme."""
    return {key: term.code for term in terms(Scheme.IDENTIFIER) for key in (search_key(term.code), search_key(term.label))}
