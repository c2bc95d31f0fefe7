"""Saved mappings: kept, renamed and deleted by who imports people."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.people import policies
from throughcare.people.actions.rows import Choices
from throughcare.people.models import ImportMapping
from throughcare.people.queries.mappings import keys_of

_TAKEN = "Another saved mapping has this name. Choose another name."


@transaction.atomic
def save_mapping(*, by: Actor, name: str, headings: Sequence[str], fields: Sequence[str], choices: Choices) -> ImportMapping:
    """Keep how a file with these headings is read. A mapping of the same name is replaced by it."""
    policies.check_can_import(by)
    name = _name(name)
    values = {
        "headings": keys_of(headings),
        "fields": list(fields),
        "sheet": choices.sheet,
        "encoding": choices.encoding,
        "delimiter": choices.delimiter,
        "dates": choices.dates,
        "team": choices.team,
    }
    there = ImportMapping.objects.select_for_update().filter(name__iexact=name).first()
    if there is None:
        made = ImportMapping(name=name, by_name=(by.system or by.name)[:200], **values)
        made.save(force_insert=True)
    else:
        made = there
        for key, value in values.items():
            setattr(made, key, value)
        made.version += 1
        made.save()
    record(by=by, verb="people.mapping.saved", about=Ref("people.importmapping", made.id))
    return made


@transaction.atomic
def rename_mapping(*, by: Actor, mapping_id: UUID, name: str, seen: int) -> ImportMapping:
    """Another name. Raises Stale, and Invalid when the name is taken."""
    found = _locked(by, mapping_id, seen)
    found.name = _name(name)
    found.version += 1
    try:
        with transaction.atomic():
            found.save(update_fields=["name", "version"])
    except IntegrityError:
        raise Invalid(_TAKEN, {"name": [_TAKEN]}) from None
    record(by=by, verb="people.mapping.renamed", about=Ref("people.importmapping", found.id))
    return found


@transaction.atomic
def delete_mapping(*, by: Actor, mapping_id: UUID, seen: int) -> None:
    """No file is read by it any more; what was imported stays."""
    found = _locked(by, mapping_id, seen)
    record(by=by, verb="people.mapping.deleted", about=Ref("people.importmapping", found.id))
    found.delete()


def _locked(by: Actor, mapping_id: UUID, seen: int) -> ImportMapping:
    policies.check_can_import(by)
    found = ImportMapping.objects.select_for_update().filter(pk=mapping_id).first()
    if found is None:
        raise NotFound
    if found.version != seen:
        raise Stale("Somebody changed this mapping meanwhile. Look at it again.")
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 100:
        sentence = "Give the mapping a name of at most 100 letters."
        raise Invalid(sentence, {"name": [sentence]})
    return name
