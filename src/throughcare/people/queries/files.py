"""People files on their way in: each seen by whoever sent it alone."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.refusals import NotFound
from throughcare.imports.models import ImportRun
from throughcare.people.models import ImportFile, RejectedRows
from throughcare.people.states import ImportStage

COMPARE = "people.compare"  # the job that finds which new people are like somebody
_COMPARING = """select status = 'failed', scheduled_at from procrastinate_jobs where task_name = %s and args @> %s and status in ('todo', 'failed')
  and attempts > 0 order by id desc limit 1"""
AT_WORK = (ImportStage.QUEUED, ImportStage.READING, ImportStage.WRITING)
PATIENCE = timedelta(minutes=2)


def my_files(by: Actor) -> list[ImportFile]:
    """The reader's files that are not in yet, newest first, without their content."""
    by.check(Permission.PERSON_IMPORT)
    mine = ImportFile.objects.filter(by=by.user_id).exclude(stage=ImportStage.DONE)
    return list(mine.defer("content").order_by("-at", "-id")[:20])


def get_file(by: Actor, file_id: UUID) -> ImportFile:
    """One of the reader's. Raises NotFound."""
    by.check(Permission.PERSON_IMPORT)
    found = ImportFile.objects.filter(pk=file_id, by=by.user_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Trouble:
    """Comparing a file failed. again_at: when the queue tries again by itself; None: it has given up, and an administrator can say so."""

    again_at: datetime | None


def trouble_with(file: ImportFile) -> Trouble | None:
    """With the comparing that was asked for last; None while it may still come to an end at its first try."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPARING, [COMPARE, json.dumps({"file_id": str(file.id), "version": str(file.version)})])
        found = cursor.fetchone()
    return Trouble(None if found[0] else found[1]) if found else None


def is_stuck(file: ImportFile) -> bool:
    """Was it being brought in, and has not moved for longer than it should take to say so?"""
    return file.stage in AT_WORK and now() - file.moved_at > PATIENCE


def may_start(file: ImportFile) -> bool:
    """Not while it is at work, and not again when it is in."""
    return file.stage in (ImportStage.DRAFT, ImportStage.FAILED) or is_stuck(file)


def rejected_rows(run: ImportRun) -> tuple[list[str], dict[int, list[str]]]:
    """(headings, row number → cells) of the rows a run did not take; nothing when they are past their time."""
    kept = RejectedRows.objects.filter(run=run).first()
    return (list(kept.headings), {int(number): cells for number, cells in kept.cells.items()}) if kept else ([], {})
