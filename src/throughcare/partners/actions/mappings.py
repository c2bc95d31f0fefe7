"""Saved mappings of lists of partners: kept, renamed and deleted by who brings them in."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.imports.actions import mappings
from throughcare.partners.actions.importing import check_can_import
from throughcare.partners.models import PartnerMapping
from throughcare.partners.rows import Choices


@transaction.atomic
def save_mapping(*, by: Actor, name: str, headings: Sequence[str], fields: Sequence[str], choices: Choices) -> PartnerMapping:
    """Keep how a list with these headings is read. A mapping of the same name is replaced by it."""
    check_can_import(by)
    kept = {name: getattr(choices, name) for name in ("sheet", "encoding", "delimiter", "source", "kind", "region")}
    return mappings.save(PartnerMapping, by=by, verb="partners.mapping.saved", name=name, headings=headings, fields=list(fields), **kept)


@transaction.atomic
def rename_mapping(*, by: Actor, mapping_id: UUID, name: str, seen: int) -> PartnerMapping:
    """Another name. Raises Stale, and Invalid when the name is taken."""
    check_can_import(by)
    return mappings.rename(PartnerMapping, by=by, verb="partners.mapping.renamed", mapping_id=mapping_id, name=name, seen=seen)


@transaction.atomic
def delete_mapping(*, by: Actor, mapping_id: UUID, seen: int) -> None:
    """No list is read by it any more; what was imported stays."""
    check_can_import(by)
    mappings.delete(PartnerMapping, by=by, verb="partners.mapping.deleted", mapping_id=mapping_id, seen=seen)
