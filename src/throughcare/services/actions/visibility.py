"""Who may see a service, everybody signed in or its own staff and the directory's editors; and whether it takes people."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.services.models import Service, ServiceStatus
from throughcare.services.queries import get_service

_CHANGED = "Somebody else changed this service since you opened it. Look at what it says now, then try again."


@transaction.atomic
def mark_confidential(*, by: Actor, service_id: UUID, confidential: bool, seen: int) -> Service:
    """Hide a service and its places from all but its own staff and the directory's editors, or open it again. It outlives every import.

    `seen` is the service's version. Raises NotAllowed, NotFound, Refused when it is so already, and Stale.
    """
    by.check(Permission.SERVICE_EDIT)
    service = get_service(by, service_id)
    if service.version != seen:
        raise Stale(_CHANGED)
    if service.confidential == confidential:
        raise Refused(f"{service.name} is {'confidential' if confidential else 'open to everybody'} already.")
    if not Service.objects.filter(pk=service.pk, version=seen).update(confidential=confidential, version=seen + 1):
        raise Stale(_CHANGED)
    record(by=by, verb="service.hidden" if confidential else "service.opened", about=Ref("services.service", service.id))
    return get_service(by, service_id)


@transaction.atomic
def set_status(*, by: Actor, service_id: UUID, status: str, seen: int) -> Service:
    """Say whether a service takes people. Who has an open referral to it is told, when it closes and when it opens again.

    `seen` is the service's version. Raises NotAllowed, NotFound, Invalid, Refused when it is so already, and Stale.
    """
    by.check(Permission.SERVICE_EDIT)
    service = get_service(by, service_id)
    if status not in ServiceStatus.values:
        raise Invalid("Choose whether it takes people.", {"status": [f"Use one of: {', '.join(ServiceStatus.values)}."]})
    if service.version != seen:
        raise Stale(_CHANGED)
    if service.status == status:
        raise Refused(f"That is what Throughcare says of {service.name} already: nothing was changed.")
    if not Service.objects.filter(pk=service.pk, version=seen).update(status=status, version=seen + 1):
        raise Stale(_CHANGED)
    record(by=by, verb="service.status.changed", about=Ref("services.service", service.id), detail={"status": status})
    if not settings.PARTNERSHIP:
        enqueue("referrals.closed_services")
    return get_service(by, service_id)
