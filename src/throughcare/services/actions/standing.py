"""What people say of a service by hand: places free, as at now, and the pillars it stands under."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.common.text import clean
from throughcare.matching.pillars import Pillar
from throughcare.partners.queries import my_organizations
from throughcare.services.models import PillarVerdict, Service, ServiceCapacity, ServicePillar
from throughcare.services.policies import check_can_keep_capacity
from throughcare.services.queries import get_service, pillar_of

_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


@dataclass(frozen=True)
class NewCapacity:
    """Places free and the wait, as the partner says now. None: not said."""

    available: int | None = None
    maximum: int | None = None
    waiting_days: int | None = None
    description: str = ""


@transaction.atomic
def keep_capacity(*, by: Actor, service_id: UUID, new: NewCapacity, seen: int) -> UUID:
    """Say how many places are free, as at now; returns the id of the service. `seen` is the version shown; 0 when nothing was said before.

    Raises NotFound, Invalid when more places are free than there are, and Stale.
    """
    service = get_service(by, service_id)
    check_can_keep_capacity(by, service, my_organizations(by))
    if new.available is not None and new.maximum is not None and new.available > new.maximum:
        raise Invalid(
            "More places are free than there are. Correct one of the two numbers.",
            {"available": [f"Places free can't be more than all places ({new.maximum})."]},
        )
    told = {
        "available": new.available,
        "maximum": new.maximum,
        "waiting_days": new.waiting_days,
        "description": clean(new.description),
        "updated": now(),
    }
    rows = ServiceCapacity.objects.filter(service=service)
    if seen == 0:
        if rows.exists():
            raise Stale(_CHANGED)
        ServiceCapacity.objects.create(service=service, **told)
    elif not rows.filter(version=seen).update(**told, version=seen + 1):
        raise Stale(_CHANGED)
    record(by=by, verb="capacity.changed", about=Ref("services.service", service.id))
    return service.id


@transaction.atomic
def confirm_capacity(*, by: Actor, service_id: UUID, seen: int) -> UUID:
    """Say that the places shown are still right, as at now; returns the id of the service. Raises NotFound and Stale."""
    service = get_service(by, service_id)
    check_can_keep_capacity(by, service, my_organizations(by))
    if not ServiceCapacity.objects.filter(service=service, version=seen).update(updated=now(), version=seen + 1):
        raise Stale(_CHANGED)
    record(by=by, verb="capacity.confirmed", about=Ref("services.service", service.id))
    return service.id


@transaction.atomic
def correct_pillar(*, by: Actor, service_id: UUID, pillar: Pillar, stands: bool, reason: str, seen: str) -> None:
    """Put a service to a pillar or take it away, with the reason. It wins over the rules and outlives every import.

    seen: the verdict shown, "" when there was none. Raises NotAllowed, NotFound, Invalid without a reason, Refused when it is so already,
    and Stale.
    """
    by.check(Permission.SERVICE_EDIT)
    service, reason = get_service(by, service_id), clean(reason)
    if not reason:
        raise Invalid("Say why.", {"reason": ["Enter why, in a few words: whoever looks next will want to know."]})
    there = pillar_of(service.id, pillar.value)
    if (there.verdict if there else "") != seen:
        raise Stale(_CHANGED)
    if (there is not None and there.verdict != PillarVerdict.REMOVED) == stands:
        raise Refused(f"{service.name} {'stands' if stands else 'does not stand'} under {pillar.label} already.")
    _decide(by, service, pillar, there, stands, reason)
    verb = "pillar.added" if stands else "pillar.removed"
    record(by=by, verb=verb, about=Ref("services.service", service.id), detail={"pillar": pillar.value})


def _decide(by: Actor, service: Service, pillar: Pillar, there: ServicePillar | None, stands: bool, reason: str) -> None:
    verdict = PillarVerdict.ADDED if stands else PillarVerdict.REMOVED
    told = {"verdict": verdict, "reason": reason[:300], "by_id": by.user_id, "at": now()}
    if there is None:
        ServicePillar.objects.create(service=service, pillar=pillar.value, **told)
    else:
        # The rule and the words it fired on stay, so that it can be seen what was corrected.
        ServicePillar.objects.filter(pk=there.pk).update(**told)
