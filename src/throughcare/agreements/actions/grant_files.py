"""A file of grants from the moment it is sent until it is in: kept until its sender has seen what it would do, then brought in whole."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements.actions.past import Brought, bring_grants, check_can_bring
from throughcare.agreements.models import GrantFile
from throughcare.agreements.standards import GrantList
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.imports.actions import files
from throughcare.imports.rows import FILES_KEPT


@transaction.atomic
def keep_grants(*, by: Actor, name: str, content: bytes, about: dict[str, str]) -> GrantFile:
    """Keep it. about: source and licence. Raises Refused when too many of theirs wait."""
    check_can_bring(by)
    return files.keep(GrantFile(name=name, content=content, choices=about), by=by, verb="agreements.grants.sent")


@transaction.atomic
def bring_kept_grants(*, by: Actor, file_id: UUID, listed: GrantList, seen: int) -> Brought:
    """All of it, or nothing. listed: what was read of it. Raises NotFound, Stale, and Refused when it is in already."""
    check_can_bring(by)
    file = files.locked(GrantFile, by, file_id, seen)
    done = bring_grants(by=by, file=listed, **file.choices)
    files.finish(file, rows=done.read, run_id=done.run_id)
    return done


@transaction.atomic
def drop_grants(*, by: Actor, file_id: UUID, seen: int) -> None:
    """It was thought better of."""
    check_can_bring(by)
    file = files.locked(GrantFile, by, file_id, seen)
    record(by=by, verb="agreements.grants.dropped", about=files.about(file))
    file.delete()


def clear_old_grants(*, by: Actor) -> None:
    """Every night: files nobody brought in go when their time is over. The actor must be the system."""
    GrantFile.objects.filter(at__lt=now() - FILES_KEPT).delete()
