"""Saved mappings: kept, renamed and deleted by who imports people."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.imports.actions import mappings
from throughcare.people import policies
from throughcare.people.actions.rows import Choices
from throughcare.people.models import ImportMapping


@transaction.atomic
def save_mapping(*, by: Actor, name: str, headings: Sequence[str], fields: Sequence[str], choices: Choices) -> ImportMapping:
    """Keep how a file with these headings is read. A mapping of the same name is replaced by it."""
    policies.check_can_import(by)
    kept = {name: getattr(choices, name) for name in ("sheet", "encoding", "delimiter", "dates", "team")}
    return mappings.save(ImportMapping, by=by, verb="people.mapping.saved", name=name, headings=headings, fields=list(fields), **kept)


@transaction.atomic
def rename_mapping(*, by: Actor, mapping_id: UUID, name: str, seen: int) -> ImportMapping:
    """Another name. Raises Stale, and Invalid when the name is taken."""
    policies.check_can_import(by)
    return mappings.rename(ImportMapping, by=by, verb="people.mapping.renamed", mapping_id=mapping_id, name=name, seen=seen)


@transaction.atomic
def delete_mapping(*, by: Actor, mapping_id: UUID, seen: int) -> None:
    """No file is read by it any more; what was imported stays."""
    policies.check_can_import(by)
    mappings.delete(ImportMapping, by=by, verb="people.mapping.deleted", mapping_id=mapping_id, seen=seen)
