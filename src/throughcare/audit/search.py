"""The auditor's search: looking into the audit is itself recorded, with what was asked for."""

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit import actions, queries
from throughcare.audit.queries import Filters, Lines


@transaction.atomic
def look(*, by: Actor, filters: Filters, cursor: str = "") -> Lines:
    """One page of the audit under the filters. Raises NotAllowed without audit.read."""
    by.check(Permission.AUDIT_READ)
    persons = [filters.person] if filters.person else []
    actions.record(by=by, verb="audit.read", persons=persons, detail=filters.codes())
    return queries.rows(by, filters, cursor)
