"""The auditor's search: looking into the audit is itself recorded, with what was asked for."""

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit import actions, queries
from throughcare.audit.queries import Filters, Lines, Seen


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
