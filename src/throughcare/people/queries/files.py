"""People files on their way in: each seen by whoever sent it alone."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.imports.models import ImportRun
from throughcare.imports.queries import file_of, files_of, rows_kept
from throughcare.people.models import ImportFile, RejectedRows

COMPARE = "people.compare"  # the job that finds which new people are like somebody
_COMPARING = """select status = 'failed', scheduled_at from procrastinate_jobs where task_name = %s and args @> %s and status in ('todo', 'failed')
  and attempts > 0 order by id desc limit 1"""


def my_files(by: Actor) -> list[ImportFile]:
    """The reader's files that are not in yet, newest first, without their content."""
    by.check(Permission.PERSON_IMPORT)
    return files_of(ImportFile, by)


def get_file(by: Actor, file_id: UUID) -> ImportFile:
    """One of the reader's. Raises NotFound."""
    by.check(Permission.PERSON_IMPORT)
    return file_of(ImportFile, by, file_id)


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


def rejected_rows(run: ImportRun) -> tuple[list[str], dict[int, list[str]]]:
    """(headings, row number → cells) of the rows a run did not take; nothing when they are past their time."""
    return rows_kept(RejectedRows, run)
