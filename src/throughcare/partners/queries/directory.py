"""Reads of partner organisations. The directory of them is public; which team is whose is for those signed in."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Invalid, Moved, NotFound
from throughcare.common.text import search_key
from throughcare.partners.models import Organization, OrganizationTeam, WentInto

_NAMED = 5  # organisations named in a sentence


def search_organizations(by: Actor, words: str = "") -> QuerySet[Organization]:
    """Organisations whose name holds every word, or something spelt like it. Not ordered: page by search_key and id."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = Organization.objects.filter(went=None)
    for word in search_key(words).split():
        rows = rows.filter(Q(search_key__contains=word) | Q(search_key__trigram_word_similar=word))
    return rows


def get_organization(by: Actor, organization_id: UUID) -> Organization:
    """One organisation with its parent. Raises NotFound."""
    by.check(Permission.DIRECTORY_VIEW)
    found = Organization.objects.select_related("parent_organization").filter(pk=organization_id).first()
    if found is None:
        raise NotFound
    if (to := went_to(organization_id)) is not None:
        raise Moved(organization_id, to)
    return found


def my_organizations(by: Actor) -> frozenset[UUID]:
    """Organisations the reader works for."""
    if not by.teams:
        return frozenset()
    return frozenset(OrganizationTeam.objects.filter(team__in=by.teams).values_list("organization_id", flat=True))


def teams_of(organization_id: UUID) -> list[UUID]:
    """The teams of an organisation's staff, in a fixed order: for jobs that tell them."""
    return list(OrganizationTeam.objects.filter(organization=organization_id).order_by("team_id").values_list("team_id", flat=True))


def organization_called(by: Actor, name_or_id: str) -> Organization:
    """The one organisation with this id or name; case and macrons do not matter. Raises Invalid saying which there are instead."""
    by.check(Permission.DIRECTORY_VIEW)
    try:
        key = UUID(name_or_id)
        found = list(Organization.objects.filter(pk=went_to(key) or key))
    except ValueError:
        found = list(Organization.objects.filter(search_key=search_key(name_or_id), went=None).order_by("id")[:_NAMED])
    if len(found) == 1:
        return found[0]
    if found:
        ids = "; ".join(f"{row.id} ({row.source or 'entered here'})" for row in found)
        raise Invalid(f"Several organisations are called {name_or_id}. Give the id of one: {ids}.")
    near = [row.name for row in search_organizations(by, name_or_id).order_by("search_key", "id")[:_NAMED]]
    raise Invalid(f"No organisation is called {name_or_id}." + (f" Did you mean: {'; '.join(near)}?" if near else ""))


def went_elsewhere(organizations: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these, those whose records went into others: each with the organisation whose record stands for it."""
    found: dict[UUID, UUID] = {}
    now = {key: key for key in organizations}
    while now:
        at = RawSQL("select unnest(%s::uuid[])", [list(now.values())])  # one array: a list asks of thousands
        into = dict(WentInto.objects.filter(pk__in=at).values_list("pk", "into_id"))
        now = {key: into[held] for key, held in now.items() if held in into}
        found |= now
    return found


def went_to(organization_id: UUID) -> UUID | None:
    """The organisation whose record stands for this one; None when it stands for itself."""
    return went_elsewhere([organization_id]).get(organization_id)
