"""Saying which level of accreditation a service asks for."""

from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Stale
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL
from throughcare.services.models import ServiceRequirement
from throughcare.services.queries import get_service

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


@transaction.atomic
def ask_level(*, by: Actor, service_id: UUID, level: int | None, blocks: bool, seen: int) -> UUID:
    """Ask for this level or a higher one from now on (None: for none); returns the id of the service. seen: 0 when nothing was said before.

    Raises NotAllowed, NotFound, Invalid and Stale.
    """
    by.check(Permission.SERVICE_EDIT)
    service = get_service(by, service_id)
    if level is not None and not HIGHEST_LEVEL <= level <= LOWEST_LEVEL:
        sentence = f"Use a level from {HIGHEST_LEVEL}, the highest, to {LOWEST_LEVEL}."
        raise Invalid(sentence, {"level": [sentence]})
    told = {"level": level, "blocks": blocks and level is not None}
    rows = ServiceRequirement.objects.filter(service=service)
    if seen == 0:
        try:
            with transaction.atomic():
                ServiceRequirement.objects.create(service=service, **told)
        except IntegrityError:
            raise Stale(_CHANGED) from None
    elif not rows.filter(version=seen).update(**told, version=seen + 1):
        raise Stale(_CHANGED)
    detail = {"level": str(level or ""), "blocks": str(told["blocks"]).lower()}
    record(by=by, verb="service.level.asked", about=Ref("services.service", service.pk), detail=detail)
    return service.pk
