"""The network of partners: its map and measures, its tables, as a file; and one partner's own ties."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound
from throughcare.partners.queries import get_partner
from throughcare.relationships import actions
from throughcare.relationships.forms.network import NetworkForm
from throughcare.relationships.queries import network as queries
from throughcare.relationships.queries import network_map, network_pages
from throughcare.relationships.queries import network_shown as shown
from throughcare.relationships.queries.ties import kinds_there
from throughcare.relationships.states import TieKind

_NOTHING: dict[str, object] = {"page": None, "rows": [], "selected": [], "asked": ""}


@require_safe
@needs(Permission.PARTNER_VIEW)
def network(request: ActorRequest) -> HttpResponse:
    """Who works with whom: the map, what is said of the whole, and who stands out."""
    by, form = request.actor, NetworkForm(request.GET, request.actor)
    context: dict[str, object] = {
        "form": form,
        "may_agreements": by.may(Permission.AGREEMENT_VIEW),
        "with_people": TieKind.REFERRAL in kinds_there(),
        "may_surveys": by.may(Permission.PARTNER_EDIT),
        "selected": [],
        "count": 0,
    }
    if form.is_valid():
        found = queries.network_of(by, form.filters())
        context |= {
            "selected": form.selected(),
            "asked": form.address(),
            "picture": network_map.picture(found),
            "measures": shown.measure_rows(found.measures),
            "count": found.measures.ties,
            "best": shown.best_rows(found),
            "cut": shown.cut_rows(found),
            "heads": {"measures": shown.MEASURE_HEAD, "best": shown.BEST_HEAD},
        }
    return render(request, "relationships/network.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def network_organizations(request: ActorRequest) -> HttpResponse:
    """Every organisation of the part, by name."""
    by, form = request.actor, NetworkForm(request.GET, request.actor)
    context: dict[str, object] = {"form": form, "caption": "Organisations by name", "head": shown.NODE_HEAD, **_NOTHING}
    if form.is_valid():
        page = network_pages.page_of_nodes(by, form.filters(), cursor=request.GET.get("after", ""))
        context |= {"page": page, "rows": shown.node_rows(page.rows), "selected": form.selected(), "asked": form.address()}
    return render(request, "relationships/network_table.html", context | {"title": "Organisations of the network"})


@require_safe
@needs(Permission.PARTNER_VIEW)
def network_ties(request: ActorRequest) -> HttpResponse:
    """Every tie of the part, by the name of one end."""
    by, form = request.actor, NetworkForm(request.GET, request.actor)
    context: dict[str, object] = {"form": form, "caption": "Ties by the name of one end", "head": shown.TIE_HEAD, **_NOTHING}
    if form.is_valid():
        page = network_pages.page_of_ties(by, form.filters(), cursor=request.GET.get("after", ""))
        context |= {"page": page, "rows": shown.tie_rows(page.rows), "selected": form.selected(), "asked": form.address()}
    return render(request, "relationships/network_table.html", context | {"title": "Ties of the network"})


@require_safe
@needs(Permission.PARTNER_VIEW)
def network_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The part asked for as a file: organisations or ties as CSV, or both as GraphML."""
    form = NetworkForm(request.GET, request.actor)
    if kind not in actions.NETWORK_FILES or not form.is_valid():
        raise NotFound
    file = actions.export_network(by=request.actor, filters=form.filters(), kind=kind)
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def partner_network(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Whom one partner works with, for those who may look at partners; its own people read its own ties, and no other's."""
    by, found = request.actor, get_partner(request.actor, partner_id)
    is_ours = by.may(Permission.PARTNER_VIEW)
    node = network_pages.node_of(found.organization)
    context = {
        "partner": found,
        "rows": shown.own_rows(node, network_pages.ties_of(by, node), linked=is_ours),
        "head": shown.OWN_HEAD,
        "is_ours": is_ours,
        "whole_href": reverse("network"),
    }
    return render(request, "relationships/partner_network.html", context)
