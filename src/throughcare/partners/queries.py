"""Reads of partner organisations. The directory of them is public; which team is whose is for those signed in."""

from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound
from throughcare.common.text import search_key
from throughcare.partners.models import Organization, OrganizationTeam


def search_organizations(by: Actor, words: str = "") -> QuerySet[Organization]:
    """Organisations whose name holds every word, or something spelt like it. Not ordered: page by search_key and id."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = Organization.objects.all()
    for word in search_key(words).split():
        rows = rows.filter(Q(search_key__contains=word) | Q(search_key__trigram_word_similar=word))
    return rows


def get_organization(by: Actor, organization_id: UUID) -> Organization:
    """One organisation with its parent. Raises NotFound."""
    by.check(Permission.DIRECTORY_VIEW)
    found = Organization.objects.select_related("parent_organization").filter(pk=organization_id).first()
    if found is None:
        raise NotFound
    return found


def my_organizations(by: Actor) -> frozenset[UUID]:
    """Organisations the reader works for."""
    if not by.teams:
        return frozenset()
    return frozenset(OrganizationTeam.objects.filter(team__in=by.teams).values_list("organization_id", flat=True))
