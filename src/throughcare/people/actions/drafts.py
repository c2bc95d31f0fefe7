"""Keeping what somebody has begun to write, and letting it go. A draft is no part of anybody's record: nobody but its author reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.refusals import Invalid, NotFound
from throughcare.people.models import FormDraft
from throughcare.people.queries import because_of

LARGEST = 100_000  # characters of all fields together
_MACHINERY = frozenset({"csrfmiddlewaretoken", "draft"})


@dataclass(frozen=True)
class Thing:
    """What a form is about. form: the name of its page; compartment: of what is written in it; path: the address of its page."""

    form: str
    about_id: UUID
    person_id: UUID
    compartment: str
    path: str


@transaction.atomic
def keep_draft(*, by: Actor, thing: Thing, values: Mapping[str, Sequence[str]]) -> FormDraft:
    """Keep what is typed so far, instead of what was kept before. Raises NotFound when the author may not see the person (any more)."""
    if by.user_id is None:
        raise NotFound
    kept = {name: [text.replace("\x00", "") for text in texts] for name, texts in values.items() if name not in _MACHINERY}
    if sum(len(name) + sum(map(len, texts)) for name, texts in kept.items()) > LARGEST:
        raise Invalid("This is too long to be kept as a draft. Send it in parts.")
    mine = FormDraft.objects.filter(user_id=by.user_id, form=thing.form, about_id=thing.about_id)
    there, at = mine.first(), now()
    if there is not None:
        mine.update(values=kept, path=thing.path, saved_at=at)
        there.values, there.saved_at = kept, at
        return there
    made = FormDraft(user_id=by.user_id, person_id=thing.person_id, form=thing.form, about_id=thing.about_id)
    made.compartment, made.path, made.values, made.began_at, made.saved_at = thing.compartment, thing.path, kept, at, at
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except DatabaseError:  # row-level security: they do not see the person; or a second tab was a moment quicker
        there = mine.first()
        if there is None:
            raise NotFound from None
        return there
    because = because_of(by, thing.person_id)
    record(by=by, verb="draft.begun", persons=[thing.person_id], compartments=[thing.compartment], because=because)
    return made


@transaction.atomic
def drop_draft(*, by: Actor, form: str, about_id: UUID) -> None:
    """It was sent, or is not wanted any more."""
    if by.user_id is not None:
        FormDraft.objects.filter(user_id=by.user_id, form=form, about_id=about_id).delete()
