"""A people file from the moment it is sent until it is in: kept, read as its sender wants it, brought in by a job, all of it or nothing."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.imports.actions import files
from throughcare.imports.rows import FILES_KEPT, REJECTED_ROWS_KEPT
from throughcare.imports.states import ImportStage
from throughcare.people import policies
from throughcare.people.actions.importing import import_people
from throughcare.people.actions.rows import Choices, PeopleFile
from throughcare.people.models import ImportFile, RejectedRows
from throughcare.people.queries.files import COMPARE as COMPARE

JOB = "people.bring_in"
MOST_SHOWN = 50  # rows that would be held, on the page of a file


@transaction.atomic
def keep_file(*, by: Actor, name: str, content: bytes, choices: Choices) -> ImportFile:
    """Keep a file until its sender has seen what it would do. Raises Refused when too many of theirs wait."""
    policies.check_can_import(by)
    file = files.keep(ImportFile(name=name, content=content, choices=choices.as_json()), by=by, verb="people.file.sent")
    _compare(file)
    return file


@transaction.atomic
def choose_reading(*, by: Actor, file_id: UUID, choices: Choices, seen: int) -> ImportFile:
    """How the file is to be read. Raises Stale, and Refused once it is on its way."""
    file = files.read_as(_locked(by, file_id, seen), choices, compared={})
    _compare(file)
    return file


@transaction.atomic
def start_import(*, by: Actor, file_id: UUID, seen: int) -> ImportFile:
    """Put it in the queue; again when an earlier try failed or was cut off. Raises Stale, and Refused while it is at work."""
    return files.queue(_locked(by, file_id, seen), by=by, job=JOB, verb="people.file.started")


@transaction.atomic
def drop_file(*, by: Actor, file_id: UUID, seen: int) -> None:
    """It was thought better of."""
    file = _locked(by, file_id, seen)
    record(by=by, verb="people.file.dropped", about=files.about(file))
    file.delete()


def move_file(file_id: UUID, stage: ImportStage, *, rows: int | None = None, sentence: str = "") -> None:
    """How far the job is. A file that is in stays so."""
    files.move(ImportFile, file_id, stage, rows=rows, sentence=sentence)


@transaction.atomic
def bring_in(*, by: Actor, file_id: UUID, people: PeopleFile) -> None:
    """The import and the note that it is done, in one transaction: run again after whatever cut it off, it is in once."""
    policies.check_can_import(by)
    file = ImportFile.objects.select_for_update().filter(pk=file_id).exclude(stage=ImportStage.DONE).first()
    if file is None:
        return
    done = import_people(by=by, file=people)
    files.finish(file, rows=done.read, run_id=done.run_id)


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
    ImportFile.objects.filter(at__lt=moment - FILES_KEPT).delete()
    RejectedRows.objects.filter(at__lt=moment - REJECTED_ROWS_KEPT).delete()


def _locked(by: Actor, file_id: UUID, seen: int) -> ImportFile:
    policies.check_can_import(by)
    return files.locked(ImportFile, by, file_id, seen)
