"""A list of partners from the moment it is sent until it is in: kept, read as its sender wants it, brought in part by part by a job."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.imports.actions import files
from throughcare.imports.models import ImportRun
from throughcare.imports.rows import FILES_KEPT, REJECTED_ROWS_KEPT
from throughcare.imports.states import ImportStage
from throughcare.partners.actions.importing import PART, Imported, Parts, check_can_import, import_part
from throughcare.partners.models import PartnerFile, PartnerRows
from throughcare.partners.rows import Choices, PartnerList

JOB = "partners.bring_in"


@transaction.atomic
def keep_list(*, by: Actor, name: str, content: bytes, choices: Choices) -> PartnerFile:
    """Keep a list until its sender has seen what it would do. Raises Refused when too many of theirs wait."""
    check_can_import(by)
    return files.keep(PartnerFile(name=name, content=content, choices=choices.as_json()), by=by, verb="partners.file.sent")


@transaction.atomic
def choose_list_reading(*, by: Actor, file_id: UUID, choices: Choices, seen: int) -> PartnerFile:
    """How the list is to be read; read another way, it begins anew. Raises Stale, and Refused once it is on its way."""
    check_can_import(by)
    return files.read_as(files.locked(PartnerFile, by, file_id, seen), choices, done=0, run_id=None)


@transaction.atomic
def start_list(*, by: Actor, file_id: UUID, seen: int) -> PartnerFile:
    """Put it in the queue; again when an earlier try failed or was cut off. Raises Stale, and Refused while it is at work."""
    check_can_import(by)
    return files.queue(files.locked(PartnerFile, by, file_id, seen), by=by, job=JOB, verb="partners.file.started")


@transaction.atomic
def drop_list(*, by: Actor, file_id: UUID, seen: int) -> None:
    """It was thought better of."""
    check_can_import(by)
    file = files.locked(PartnerFile, by, file_id, seen)
    record(by=by, verb="partners.file.dropped", about=files.about(file))
    file.delete()


def bring_list_in(*, by: Actor, file_id: UUID, listed: PartnerList) -> None:
    """Part by part, each with the note how far it is in one transaction: run again after whatever cut it off, it goes on from there."""
    parts, names = Parts.of(listed), dict[str, UUID]()
    goes_on = True
    while goes_on:
        with reading_as(by.reader):
            goes_on = _next_part(by, file_id, parts, names)


def _next_part(by: Actor, file_id: UUID, parts: Parts, names: dict[str, UUID]) -> bool:
    """Is there another after it? No, when somebody else brought it in or took it back meanwhile."""
    check_can_import(by)
    file = PartnerFile.objects.select_for_update().filter(pk=file_id).exclude(stage=ImportStage.DONE).first()
    if file is None:
        return False
    start, run = file.done, ImportRun.objects.filter(pk=file.run_id).first() if file.run_id else None
    so_far = Imported(read=run.rows_read if run else 0, run_id=run.id if run else None)
    if run is None or start < len(parts.subjects):
        import_part(by=by, parts=parts, start=start, so_far=so_far, made=names)
    file.done = min(start + PART, len(parts.subjects))
    file.run_id, file.rows, file.moved_at = so_far.run_id, so_far.read, now()
    file.save(update_fields=["done", "run_id", "rows", "moved_at"])
    if file.done < len(parts.subjects):
        return True
    files.finish(file, rows=so_far.read, run_id=so_far.run_id)
    return False


def clear_old_lists(*, by: Actor) -> None:
    """Every night: lists nobody brought in, and rows nobody corrected, go when their time is over. The actor must be the system."""
    moment = now()
    PartnerFile.objects.filter(at__lt=moment - FILES_KEPT).delete()
    PartnerRows.objects.filter(at__lt=moment - REJECTED_ROWS_KEPT).delete()
