"""A people file from the moment it is sent until it is in: kept, read as its sender wants it, brought in by a job, all of it or nothing."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.people import policies
from throughcare.people.actions.importing import import_people
from throughcare.people.actions.rows import Choices, PeopleFile
from throughcare.people.models import ImportFile, RejectedRows
from throughcare.people.queries.files import COMPARE as COMPARE
from throughcare.people.queries.files import may_start
from throughcare.people.states import ImportStage

JOB = "people.bring_in"
MOST_SHOWN = 50  # rows that would be held, on the page of a file
MOST_KEPT = 10  # files one sender has waiting


@transaction.atomic
def keep_file(*, by: Actor, name: str, content: bytes, choices: Choices) -> ImportFile:
    """Keep a file until its sender has seen what it would do. Raises Refused when too many of theirs wait."""
    policies.check_can_import(by)
    if by.user_id is None:
        raise ValueError("A file is sent by somebody; a command reads it where it lies.")
    if ImportFile.objects.filter(by=by.user_id).exclude(stage=ImportStage.DONE).count() >= MOST_KEPT:
        raise Refused(f"You have {MOST_KEPT} files waiting. Import or delete one of them first.")
    file = ImportFile(by_id=by.user_id, name=name[:200], content=content, choices=choices.as_json())
    file.save(force_insert=True)
    _compare(file)
    record(by=by, verb="people.file.sent", about=Ref("people.importfile", file.id))
    return file


@transaction.atomic
def choose_reading(*, by: Actor, file_id: UUID, choices: Choices, seen: int) -> ImportFile:
    """How the file is to be read. Raises Stale, and Refused once it is on its way."""
    file = _locked(by, file_id, seen)
    file.choices, file.compared = choices.as_json(), {}
    file.version += 1
    file.save(update_fields=["choices", "compared", "version"])
    _compare(file)
    return file


@transaction.atomic
def start_import(*, by: Actor, file_id: UUID, seen: int) -> ImportFile:
    """Put it in the queue; again when an earlier try failed or was cut off. Raises Stale, and Refused while it is at work."""
    file = _locked(by, file_id, seen)
    file.stage, file.moved_at, file.sentence, file.rows = ImportStage.QUEUED, now(), "", None
    file.version += 1
    file.save(update_fields=["stage", "moved_at", "sentence", "rows", "version"])
    enqueue(JOB, file_id=str(file.id))
    record(by=by, verb="people.file.started", about=Ref("people.importfile", file.id))
    return file


@transaction.atomic
def drop_file(*, by: Actor, file_id: UUID, seen: int) -> None:
    """It was thought better of."""
    file = _locked(by, file_id, seen)
    record(by=by, verb="people.file.dropped", about=Ref("people.importfile", file.id))
    file.delete()


def move_file(file_id: UUID, stage: ImportStage, *, rows: int | None = None, sentence: str = "") -> None:
    """How far the job is. A file that is in stays so."""
    waiting = ImportFile.objects.filter(pk=file_id).exclude(stage=ImportStage.DONE)
    waiting.update(stage=stage, moved_at=now(), rows=rows, sentence=sentence[:500])


@transaction.atomic
def bring_in(*, by: Actor, file_id: UUID, people: PeopleFile) -> None:
    """The import and the note that it is done, in one transaction: run again after whatever cut it off, it is in once."""
    policies.check_can_import(by)
    file = ImportFile.objects.select_for_update().filter(pk=file_id).exclude(stage=ImportStage.DONE).first()
    if file is None:
        return
    done = import_people(by=by, file=people)
    file.stage, file.moved_at, file.rows, file.content, file.run_id = ImportStage.DONE, now(), done.read, b"", done.run_id
    file.version += 1
    file.save(update_fields=["stage", "moved_at", "rows", "content", "run_id", "version"])


def _compare(file: ImportFile) -> None:
    """Which new people are like somebody is found by a job: it takes seconds, and packages no page loads."""
    enqueue(COMPARE, file_id=str(file.id), version=str(file.version))


@transaction.atomic
def compare_file(*, by: Actor, file_id: UUID, people: PeopleFile, seen: int) -> None:
    """What importing the file would do, near-duplicates and all; kept with the file while it is read as it was at version `seen`."""
    policies.check_can_import(by)
    would = import_people(by=by, file=people, dry_run=True)
    found = {name: getattr(would, name) for name in ("read", "created", "updated", "unchanged", "held")}
    alike = [asdict(one) for one in would.alike[:MOST_SHOWN]]
    note_compared(file_id, seen, {**found, "rejected": len(would.rejected), "alike": alike, "at": now().isoformat()})


def note_compared(file_id: UUID, seen: int, found: dict[str, Any]) -> None:
    """Its sender changed nothing, so its version stays."""
    ImportFile.objects.filter(pk=file_id, version=seen).update(compared=found)


def clear_old(*, by: Actor) -> None:
    """Every night: files nobody brought in, and rows nobody corrected, go when their time is over. The actor must be the system."""
    moment = now()
    ImportFile.objects.filter(at__lt=moment - policies.FILES_KEPT).delete()
    RejectedRows.objects.filter(at__lt=moment - policies.REJECTED_ROWS_KEPT).delete()


def _locked(by: Actor, file_id: UUID, seen: int) -> ImportFile:
    policies.check_can_import(by)
    file = ImportFile.objects.select_for_update().filter(pk=file_id, by=by.user_id).first()
    if file is None:
        raise NotFound
    if not may_start(file):
        raise Refused(
            "This file is in already." if file.stage == ImportStage.DONE else "This file is being imported. Wait until it is done."
        )
    if file.version != seen:
        raise Stale("This file was changed in another window. Look at it again.")
    return file
