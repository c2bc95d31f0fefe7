"""Who may change what of the directory."""

from collections.abc import Collection
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotAllowed
from throughcare.services.models import Service


def may_keep_capacity(by: Actor, service: Service, mine: Collection[UUID]) -> bool:
    """The directory's editors for any service; a partner's manager for the services of their own organisation."""
    return by.may(Permission.SERVICE_EDIT) or (by.may(Permission.CAPACITY_EDIT) and service.organization_id in mine)


def check_can_keep_capacity(by: Actor, service: Service, mine: Collection[UUID]) -> None:
    """Raise NotAllowed unless they may."""
    if not may_keep_capacity(by, service, mine):
        raise NotAllowed("There is nothing at this address that you can see.")
