"""Saved mappings of whichever table: kept, renamed and deleted. The apps above check who may."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.imports.models import SavedMapping
from throughcare.imports.queries import keys_of

Mapping = TypeVar("Mapping", bound=SavedMapping)
_TAKEN = "Another saved mapping has this name. Choose another name."


def save(model: type[Mapping], *, by: Actor, verb: str, name: str, headings: Sequence[str], **values: object) -> Mapping:
    """Keep how a file with these headings is read. A mapping of the same name is replaced by it."""
    name = _name(name)
    values = {"headings": keys_of(headings), **values}
    there = model.objects.select_for_update().filter(name__iexact=name).first()
    if there is None:
        made = model(name=name, by_name=(by.system or by.name)[:200], **values)
        made.save(force_insert=True)
    else:
        made = there
        for key, value in values.items():
            setattr(made, key, value)
        made.version += 1
        made.save()
    record(by=by, verb=verb, about=Ref(model._meta.label_lower, made.id))
    return made


def rename(model: type[Mapping], *, by: Actor, verb: str, mapping_id: UUID, name: str, seen: int) -> Mapping:
    """Another name. Raises Stale, and Invalid when the name is taken."""
    found = _locked(model, mapping_id, seen)
    found.name = _name(name)
    found.version += 1
    try:
        with transaction.atomic():
            found.save(update_fields=["name", "version"])
    except IntegrityError:
        raise Invalid(_TAKEN, {"name": [_TAKEN]}) from None
    record(by=by, verb=verb, about=Ref(model._meta.label_lower, found.id))
    return found


def delete(model: type[Mapping], *, by: Actor, verb: str, mapping_id: UUID, seen: int) -> None:
    """No file is read by it any more; what was imported stays."""
    found = _locked(model, mapping_id, seen)
    record(by=by, verb=verb, about=Ref(model._meta.label_lower, found.id))
    found.delete()


def _locked(model: type[Mapping], mapping_id: UUID, seen: int) -> Mapping:
    found = model.objects.select_for_update().filter(pk=mapping_id).first()
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
