"""What every change of an agreement shares: it is held, against the version seen, and put in the audit."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements import policies
from throughcare.agreements.models import Agreement, Party
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.queries.light import light_of
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Stale

AGREEMENT = "agreements.agreement"
CHANGED = "Somebody else changed this agreement since you opened it. Look at what it says now, then try again."
WRONG = "Something about the agreement can't be used."


def held(by: Actor, agreement_id: UUID) -> Agreement:
    """The agreement, held, so that one thing happens to it at a time. Raises NotAllowed and NotFound."""
    by.check(Permission.AGREEMENT_EDIT)
    Agreement.objects.select_for_update(no_key=True).filter(pk=agreement_id).order_by().first()
    return get_agreement(by, agreement_id)


def opened(
    by: Actor, agreement_id: UUID, seen: int, permission: Permission = Permission.AGREEMENT_EDIT, *, past: bool = False
) -> Agreement:
    """The agreement, held, to be changed against the version seen. past: it may be history too. Raises NotAllowed, NotFound, Refused and Stale."""
    by.check(permission)
    if by.may(Permission.AGREEMENT_EDIT):
        Agreement.objects.select_for_update(no_key=True).filter(pk=agreement_id).order_by().first()
    found = get_agreement(by, agreement_id)
    if not past:
        policies.check_is_ours(found)
    if found.version != seen:
        raise Stale(CHANGED)
    return found


def to_write(by: Actor, agreement_id: UUID, seen: int) -> Agreement:
    """As `opened`, for its terms: Refused once it is signed, and for a small grant or MOU, whose one page changes it."""
    found = opened(by, agreement_id, seen)
    policies.check_can_write(found)
    policies.check_in_full(found, is_light=light_of(found) is not None)
    return found


def write(
    by: Actor, found: Agreement, verb: str, *, detail: Mapping[str, str] | None = None, unsign: bool = False, **values: Any
) -> Agreement:
    """Change an agreement that is held, one version on, and put it in the audit. unsign: its terms are others now, so nobody has signed them.

    Gives it as it is then. Raises Stale.
    """
    if unsign:
        Party.objects.filter(agreement=found.pk, signed_on__isnull=False).update(signed_on=None, signed_by="")
    if not Agreement.objects.filter(pk=found.pk, version=found.version).update(**values, version=found.version + 1):
        raise Stale(CHANGED)
    record(by=by, verb=verb, about=Ref(AGREEMENT, found.pk), detail=dict(detail or {}))
    return get_agreement(by, found.pk)
