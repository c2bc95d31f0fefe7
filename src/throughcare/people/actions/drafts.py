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
from throughcare.people.models.drafts import address_of
from throughcare.people.queries.caseload import because_of_many

LARGEST = 100_000  # characters of all fields together
# Whom a change of many is about stands beside the draft, not in it.
_MACHINERY = frozenset({"csrfmiddlewaretoken", "draft", "row"})
# Of a limit set by number and date of birth: what says whose record it will be is typed again, so that a draft names nobody by key or number.
_TYPED_AGAIN = {"limit-new": ("number", "born")}
# What the audit says instead where a rule of law may keep it from the person's own log.
_VERBS = {"limit-move": "limit.draft.begun", "conflict": "conflict.draft.begun"}


@dataclass(frozen=True)
class Thing:
    """What a form is about. form: the name of its page; compartment: of what is written in it; path: the address of its page.

    person_id: None when it is about nobody, or says in words alone whom. others: whom else it is about. withheld: the rule by which the person
    does not read of it.
    """

    form: str
    about_id: UUID
    person_id: UUID | None
    compartment: str
    path: str
    others: tuple[UUID, ...] = ()
    withheld: str = ""

    @property
    def persons(self) -> list[UUID]:
        """Everybody it is about."""
        return sorted({*self.others, *([self.person_id] if self.person_id else [])})

    @property
    def address(self) -> str:
        """Where its form is found."""
        return address_of(self.form, self.path, self.persons)


@transaction.atomic
def keep_draft(*, by: Actor, thing: Thing, values: Mapping[str, Sequence[str]]) -> FormDraft:
    """Keep what is typed so far, instead of what was kept before. Raises NotFound when the author may not (any more) see whom it is about, or
    decide what it is about."""
    if by.user_id is None:
        raise NotFound
    kept = _kept(thing, values)
    mine = FormDraft.objects.filter(user_id=by.user_id, form=thing.form, about_id=thing.about_id)
    there, at = mine.first(), now()
    if there is not None:
        mine.update(values=kept, path=thing.path, saved_at=at)
        there.values, there.saved_at = kept, at
        return there
    made = FormDraft(user_id=by.user_id, person_id=thing.person_id, form=thing.form, about_id=thing.about_id)
    made.with_person_ids = list(thing.others)
    made.compartment, made.path, made.values, made.began_at, made.saved_at = thing.compartment, thing.path, kept, at, at
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except DatabaseError:  # row-level security: it is not theirs to see or decide; or a second tab was a moment quicker
        there = mine.first()
        if there is None:
            raise NotFound from None
        return there
    verb, because = _VERBS.get(thing.form, "draft.begun"), because_of_many(by, thing.persons)
    detail = {"withheld": thing.withheld} if thing.withheld else {}
    record(by=by, verb=verb, persons=thing.persons, compartments=[thing.compartment], because=because, detail=detail)
    return made


def _kept(thing: Thing, values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The fields that are kept. Raises Invalid when they are too long."""
    again = _TYPED_AGAIN.get(thing.form, ())
    left_out = {name for name in values if name in _MACHINERY or name in again or name.startswith(tuple(f"{one}_" for one in again))}
    kept = {name: [text.replace("\x00", "") for text in texts] for name, texts in values.items() if name not in left_out}
    if sum(len(name) + sum(map(len, texts)) for name, texts in kept.items()) > LARGEST:
        raise Invalid("This is too long to be kept as a draft. Send it in parts.")
    return kept


@transaction.atomic
def drop_draft(*, by: Actor, form: str, about_id: UUID) -> None:
    """It was sent, or is not wanted any more."""
    if by.user_id is not None:
        FormDraft.objects.filter(user_id=by.user_id, form=form, about_id=about_id).delete()
