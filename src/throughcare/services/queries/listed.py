"""Which services stand in the directory for a reader."""

from django.db.models import Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.partners.queries import my_organizations
from throughcare.services.models import Service


def listed(by: Actor) -> QuerySet[Service]:
    """All but others' confidential services.

    Row security hides those too, save from whoever holds a referral to one: they still read its name there, and find it nowhere else.
    """
    if by.may(Permission.SERVICE_EDIT) or by.may(Permission.SERVICE_IMPORT):
        return Service.objects.all()
    return Service.objects.filter(Q(confidential=False) | Q(organization__in=my_organizations(by)))
