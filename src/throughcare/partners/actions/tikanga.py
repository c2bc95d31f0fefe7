"""Writing, changing and withdrawing tikanga notes. The audit says that it was done, and never what a note says."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotAllowed, Refused, Stale
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import LONGEST_WORDS, Partner, TikangaNote
from throughcare.partners.queries import get_partner, get_tikanga_note, may_write_tikanga
from throughcare.partners.states import TikangaAbout


@dataclass(frozen=True, kw_only=True)
class NewTikanga:
    """about: a code of TikangaAbout. given_on: today when left out."""

    about: str
    words: str
    given_by: str
    agreement: str
    given_on: date | None = None


@transaction.atomic
def add_tikanga(*, by: Actor, partner_id: UUID, new: NewTikanga) -> TikangaNote:
    """By its own people, or for them by whoever keeps the register. Raises NotAllowed, NotFound and Invalid."""
    partner = get_partner(by, partner_id)
    _check(by, partner)
    made = TikangaNote(partner=partner, written_by_id=by.user_id, **_read(new))
    made.save(force_insert=True)
    record(by=by, verb="tikanga.added", about=Ref("partners.partner", partner.pk))
    return made


@transaction.atomic
def change_tikanga(*, by: Actor, note_id: UUID, new: NewTikanga, seen: int) -> TikangaNote:
    """What it said before is kept nowhere. Raises as above, Refused when it is withdrawn, and Stale."""
    found = _open(by, note_id, seen)
    _write(found, seen, **_read(new), written_by=by.user_id, written_at=now())
    record(by=by, verb="tikanga.changed", about=Ref("partners.partner", found.partner_id))
    return get_tikanga_note(by, note_id)


@transaction.atomic
def withdraw_tikanga(*, by: Actor, note_id: UUID, seen: int) -> TikangaNote:
    """Take it back: its words are gone from the row, and there is no version of it to read. Raises as above."""
    found = _open(by, note_id, seen)
    gone = {"words": "", "given_by": "", "agreement": "", "given_on": None}
    _write(found, seen, **gone, withdrawn_by=by.user_id, withdrawn_at=now())
    record(by=by, verb="tikanga.withdrawn", about=Ref("partners.partner", found.partner_id))
    return get_tikanga_note(by, note_id)


def _check(by: Actor, partner: Partner) -> None:
    if not may_write_tikanga(by, partner):
        raise NotAllowed("There is nothing at this address that you can see.")


def _open(by: Actor, note_id: UUID, seen: int) -> TikangaNote:
    found = get_tikanga_note(by, note_id)
    _check(by, found.partner)
    if found.version != seen:
        raise Stale("Somebody else changed this note since you opened it. Look at what it says now, then try again.")
    if found.withdrawn_at is not None:
        raise Refused("This note is withdrawn. Write a new one.")
    return found


def _write(found: TikangaNote, seen: int, **values: Any) -> None:
    if not TikangaNote.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale("Somebody else changed this note since you opened it. Look at what it says now, then try again.")


def _read(new: NewTikanga) -> dict[str, Any]:
    checks = Checks()
    day = new.given_on or today()
    if day > today():
        checks.wrong("given_on", "Give a day that is not in the future.")
    values = {
        "about": checks.one_of("about", new.about, TikangaAbout.values),
        "words": checks.text("words", new.words, LONGEST_WORDS, needed="Write the note."),
        "given_by": checks.text("given_by", new.given_by, 200, needed="Say who gave it."),
        "agreement": checks.text("agreement", new.agreement, 500, needed="Say under what agreement it may be shared, and with whom."),
        "given_on": day,
    }
    checks.done("Something about the note can't be used.")
    return values
