"""The directory, one service, one organisation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.wayback import opened_from, passed_on, way_back
from throughcare.partners.queries import get_organization, my_organizations, on_register
from throughcare.services import queries
from throughcare.services.forms import DirectoryForm, VersionForm
from throughcare.services.policies import may_keep_capacity
from throughcare.services.queries import shown


@needs(Permission.DIRECTORY_VIEW)
def directory(request: ActorRequest) -> HttpResponse:
    """Services, with filters kept in the address."""
    by = request.actor
    form = DirectoryForm(request.GET, has_organization=bool(my_organizations(by)))
    context: dict[str, object] = {"form": form, "page": None, "count": 0, "rows": [], "selected": [], "head": shown.LIST_HEAD}
    if form.is_valid():
        filters = form.filters()
        page = queries.page_of_services(by, filters, cursor=request.GET.get("after", ""))
        count = queries.search_services(by, filters).count()
        context |= {
            "page": page,
            "count": count,
            "rows": [shown.line(row, opened_from(request)) for row in page.rows],
            "selected": form.selected(),
        }
    if by.may(Permission.SERVICE_IMPORT):
        context["actions"] = [{"text": "Bring in a directory", "href": reverse("service-import"), "secondary": True}]
    return render(request, "services/directory.html", {"actions": [], **context})


@needs(Permission.DIRECTORY_VIEW)
def service(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Everything the directory says of one service."""
    by, entry = request.actor, queries.get_service_entry(request.actor, service_id)
    names = names_of(row.by_id for row in entry.pillars.all())
    places = shown.places_words(entry.capacity if hasattr(entry, "capacity") else None)
    context = {
        "entry": shown.entry(entry, names),
        "places": places,
        "attribution": queries.attribution_of(entry),
        "level": queries.level_asked(entry),
        "may_correct": by.may(Permission.SERVICE_EDIT),
        "may_keep": may_keep_capacity(by, entry, my_organizations(by)),
        "still_right": VersionForm(initial={"version": entry.capacity.version}) if places else None,
        "organization_href": reverse("organization", args=[entry.organization_id]) + passed_on(request),
        "crumbs": [{"text": "Services", "href": way_back(request, "services")}],
    }
    return render(request, "services/service.html", context)


@needs(Permission.DIRECTORY_VIEW)
def organization(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    """An organisation, what it offers and where it is."""
    by, found = request.actor, get_organization(request.actor, organization_id)
    filters = queries.ServiceFilters(status="", organization_id=organization_id)
    page = queries.page_of_services(by, filters, cursor=request.GET.get("after", ""))
    context = {
        "organization": found,
        "about": shown.organization_rows(found),
        "page": page,
        "head": shown.LIST_HEAD,
        "rows": [shown.line(row) for row in page.rows],
        "services_href": reverse("services"),
        "locations": [shown.location(place) for place in queries.places_of_organization(by, organization_id)],
        "register": _register(by, organization_id),
        "crumbs": [{"text": "Services", "href": way_back(request, "services")}],
    }
    return render(request, "services/organization.html", context)


def _register(by: Actor, organization_id: UUID) -> dict[str, str]:
    """The way to it on the register of partners, or to put it there; nothing for those who may do neither."""
    if on_register(by, [organization_id]):
        return {"href": reverse("partner", args=[organization_id]), "text": "See it on the register of partners"}
    if by.may(Permission.PARTNER_EDIT):
        return {"href": f"{reverse('partner-add')}?organization={organization_id}", "text": "Put it on the register of partners"}
    return {}
