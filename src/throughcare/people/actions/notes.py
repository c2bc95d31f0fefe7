"""Writing a case note, and correcting it. What was written stays."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.common.text import clean
from throughcare.people.models import CaseNote
from throughcare.people.policies import LONGEST_CASE_NOTE
from throughcare.people.queries import because_of, get_person
from throughcare.people.queries.notes import NOTE, get_note
from throughcare.people.states import NoteKind

CHANGED = "Somebody corrected this note while you were writing. Read what it says now, then correct it."
LONGEST_WHY = 200


@dataclass(frozen=True, kw_only=True)
class NewNote:
    """What a note says."""

    kind: str
    text: str
    happened_at: datetime
    sensitive: bool = False


@transaction.atomic
def write_note(*, by: Actor, person_id: UUID, new: NewNote) -> CaseNote:
    """Write down what happened with somebody."""
    by.check(Permission.NOTE_WRITE)
    person = get_person(by, person_id, compartments=("C1", "C9"))
    checked = _checked(by, new)
    key = new_id()
    made = CaseNote(id=key, note_id=key, person=person, author_id=by.user_id, **checked)
    made.save(force_insert=True)
    _record(by, "note.written", made)
    return made


@transaction.atomic
def correct_note(*, by: Actor, note_id: UUID, new: NewNote, why: str, seen: int) -> CaseNote:
    """A further writing of the same note; the first stays to be read. Marked sensitive now, its earlier writings become so too.

    Raises Stale when somebody corrected it since writing `seen`, Refused when it is to be sensitive no longer.
    """
    by.check(Permission.NOTE_WRITE)
    before = get_note(by, note_id).current
    reason = clean(why)
    if not reason or len(reason) > LONGEST_WHY:
        ask = f"Say why it is corrected, in {LONGEST_WHY} characters or fewer."
        raise Invalid(ask, {"why": [ask]})
    if before.number != seen:
        raise Stale(CHANGED)
    if before.sensitive and not new.sensitive:
        raise Refused("A sensitive note stays sensitive. Write a new note with what others may read.")
    checked = _checked(by, new)
    if new.sensitive and not before.sensitive:
        CaseNote.objects.filter(note_id=note_id).update(sensitive=True)
    if not CaseNote.objects.filter(note_id=note_id, number=seen, is_current=True).update(is_current=False):
        raise Stale(CHANGED)
    made = CaseNote(note_id=note_id, number=seen + 1, person_id=before.person_id, author_id=by.user_id, why=reason, **checked)
    made.save(force_insert=True)
    _record(by, "note.corrected", made)
    return made


def _checked(by: Actor, new: NewNote) -> dict[str, object]:
    if new.kind not in NoteKind.values:
        raise Invalid("Choose what kind of note it is.", {"kind": [f"Use one of: {', '.join(NoteKind.values)}."]})
    text = clean(new.text)
    if not text or len(text) > LONGEST_CASE_NOTE:
        ask = f"Write what happened, in {LONGEST_CASE_NOTE:,} characters or fewer."
        raise Invalid(ask, {"text": [ask]})
    if new.happened_at > now() + timedelta(minutes=5):
        raise Invalid("A note is about what has happened.", {"happened_on": ["Choose today or an earlier day."]})
    if new.happened_at.year < 1900:
        raise Invalid("Check the year.", {"happened_on": ["Check the year."]})
    if new.sensitive and not by.may(Permission.NOTE_SENSITIVE):
        raise Invalid("You may not write sensitive notes.", {"sensitive": ["Ask somebody who may write sensitive notes."]})
    return {"kind": new.kind, "text": text, "happened_at": min(new.happened_at, now()), "sensitive": new.sensitive}


def _record(by: Actor, verb: str, note: CaseNote) -> None:
    record(
        by=by,
        verb=verb,
        persons=[note.person_id],
        compartments=["C9"],
        because=because_of(by, note.person_id),
        about=Ref(NOTE, note.note_id),
        detail={"sensitive": note.sensitive, "number": note.number},
    )
