"""Reads of partner organisations. The directory of them is public; which team is whose is for those signed in."""

from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Invalid, NotFound
from throughcare.common.text import search_key
from throughcare.partners.models import Organization, OrganizationTeam

_NAMED = 5  # organisations named in a sentence


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


def organization_called(by: Actor, name_or_id: str) -> Organization:
    """The one organisation with this id or name; case and macrons do not matter. Raises Invalid saying which there are instead."""
    by.check(Permission.DIRECTORY_VIEW)
    try:
        found = list(Organization.objects.filter(pk=UUID(name_or_id)))
    except ValueError:
        found = list(Organization.objects.filter(search_key=search_key(name_or_id)).order_by("id")[:_NAMED])
    if len(found) == 1:
        return found[0]
    if found:
        ids = "; ".join(f"{row.id} ({row.source or 'entered here'})" for row in found)
        raise Invalid(f"Several organisations are called {name_or_id}. Give the id of one: {ids}.")
    near = [row.name for row in search_organizations(by, name_or_id).order_by("search_key", "id")[:_NAMED]]
    raise Invalid(f"No organisation is called {name_or_id}." + (f" Did you mean: {'; '.join(near)}?" if near else ""))
