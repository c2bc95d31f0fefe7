"""A file from the moment it is sent until it is in, of whichever table. The apps above check who may, and write what it says."""

from typing import TypeVar
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.imports.models import SentFile
from throughcare.imports.queries import may_start
from throughcare.imports.rows import Chosen
from throughcare.imports.states import ImportStage

File = TypeVar("File", bound=SentFile)
MOST_KEPT = 10  # files one sender has waiting


def keep(file: File, *, by: Actor, verb: str) -> File:
    """Write a new file down. Raises Refused when too many of theirs wait."""
    if by.user_id is None:
        raise ValueError("A file is sent by somebody; a command reads it where it lies.")
    if type(file).objects.filter(by=by.user_id).exclude(stage=ImportStage.DONE).count() >= MOST_KEPT:
        raise Refused(f"You have {MOST_KEPT} files waiting. Import or delete one of them first.")
    file.by_id, file.name = by.user_id, file.name[:200]
    file.save(force_insert=True)
    record(by=by, verb=verb, about=about(file))
    return file


def about(file: SentFile) -> Ref:
    """As the audit names it."""
    return Ref(file._meta.label_lower, file.id)


def read_as(file: File, choices: Chosen, **more: object) -> File:
    """How the file, which is locked, is to be read from now on."""
    values = {"choices": choices.as_json(), **more}
    for name, value in values.items():
        setattr(file, name, value)
    file.version += 1
    file.save(update_fields=[*values, "version"])
    return file


def queue(file: File, *, by: Actor, job: str, verb: str) -> File:
    """Put the file, which is locked, in the queue; again when an earlier try failed or was cut off."""
    file.stage, file.moved_at, file.sentence, file.rows = ImportStage.QUEUED, now(), "", None
    file.version += 1
    file.save(update_fields=["stage", "moved_at", "sentence", "rows", "version"])
    enqueue(job, file_id=str(file.id))
    record(by=by, verb=verb, about=about(file))
    return file


def move(model: type[SentFile], file_id: UUID, stage: ImportStage, *, rows: int | None = None, sentence: str = "") -> None:
    """How far the job is. A file that is in stays so."""
    waiting = model.objects.filter(pk=file_id).exclude(stage=ImportStage.DONE)
    waiting.update(stage=stage, moved_at=now(), rows=rows, sentence=sentence[:500])


def finish(file: SentFile, *, rows: int, run_id: UUID | None) -> None:
    """It is in: what is kept of it is its run."""
    values = {"stage": ImportStage.DONE, "moved_at": now(), "rows": rows, "content": b"", "run_id": run_id, "version": file.version + 1}
    for name, value in values.items():
        setattr(file, name, value)
    file.save(update_fields=list(values))


def locked(model: type[File], by: Actor, file_id: UUID, seen: int) -> File:
    """One of the actor's, until the transaction ends. Raises NotFound, Refused while it is at work or when it is in, and Stale."""
    file = model.objects.select_for_update().filter(pk=file_id, by=by.user_id).first()
    if file is None:
        raise NotFound
    if not may_start(file):
        raise Refused(
            "This file is in already." if file.stage == ImportStage.DONE else "This file is being imported. Wait until it is done."
        )
    if file.version != seen:
        raise Stale("This file was changed in another window. Look at it again.")
    return file
