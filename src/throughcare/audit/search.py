"""What auditors look up: the audit itself, whose record is to be erased, and whose is held. Each look is recorded, with what was asked for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit import actions, queries
from throughcare.audit.models import Disposal, Hold
from throughcare.audit.queries import Asked, Filters, Holding, Lines, Seen
from throughcare.common.ref import Ref


@transaction.atomic
def look(*, by: Actor, filters: Filters, cursor: str = "") -> Lines:
    """One page of the audit under the filters. Raises NotAllowed without audit.read."""
    by.check(Permission.AUDIT_READ)
    page = queries.rows(by, filters, cursor)
    persons = {person for line in page.rows for person in line.persons_shown} | ({filters.person} if filters.person else set())
    actions.record(by=by, verb="audit.read", persons=persons, detail=filters.codes())
    return page


def incident(*, by: Actor, filters: Filters) -> list[Seen]:
    """Who saw whose record, all of it, for whoever must tell those people. Inside the reader's transaction; raises NotAllowed without audit.read."""
    by.check(Permission.AUDIT_READ)
    found = queries.seen(filters)
    actions.record(by=by, verb="audit.read", persons={line.person_id for line in found}, detail=filters.codes() | {"rows": len(found)})
    return found


@transaction.atomic
def erasures(*, by: Actor, **page: Any) -> tuple[list[Asked], str | None]:
    """Whose record was asked to be erased, newest first, with the next page's cursor. page: as `queries.erasures` takes it."""
    by.check(Permission.AUDIT_READ)
    found = queries.erasures(**page)
    _looked(by, "erasures.listed", found.rows)
    return queries.asked(by, found.rows), found.next


@transaction.atomic
def erasure(*, by: Actor, disposal_id: UUID) -> Disposal:
    """One of them. Raises NotFound."""
    by.check(Permission.AUDIT_READ)
    found = queries.get_erasure(disposal_id)
    _looked(by, "erasures.listed", [found], Ref("audit.disposal", found.id))
    return found


@transaction.atomic
def holds(*, by: Actor, **page: Any) -> tuple[list[Holding], str | None]:
    """Which records a court holds or held, newest first, with the next page's cursor. page: as `queries.holds` takes it."""
    by.check(Permission.AUDIT_READ)
    found = queries.holds(**page)
    _looked(by, "holds.listed", found.rows)
    return queries.holding(found.rows), found.next


@transaction.atomic
def hold(*, by: Actor, hold_id: UUID) -> Hold:
    """One of them. Raises NotFound."""
    by.check(Permission.AUDIT_READ)
    found = queries.get_hold(hold_id)
    _looked(by, "holds.listed", [found], Ref("audit.hold", found.id))
    return found


def _looked(by: Actor, verb: str, rows: Sequence[Disposal | Hold], about: Ref | None = None) -> None:
    persons = {row.person_id for row in rows if row.person_id}
    actions.record_read(by=by, verb=verb, persons=persons, compartments=[], about=about, detail={"shown": len(rows)})
