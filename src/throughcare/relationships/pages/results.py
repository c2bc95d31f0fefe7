"""What a stock-take found, and the same as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound
from throughcare.relationships import actions
from throughcare.relationships.queries import gaps_shown, result_shown, stocktake_result
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.queries import stocktakes_shown as shown
from throughcare.relationships.queries.gaps import GapFilters, gaps_of


@require_safe
@needs(Permission.PARTNER_VIEW)
def stocktake_result_page(request: ActorRequest, stock_take_id: UUID) -> HttpResponse:
    """Who our partners are, as sites that handed in say together."""
    by, found = request.actor, queries.get_stock_take(request.actor, stock_take_id)
    result = stocktake_result.result_of(by, found)
    gaps = gaps_of(by, GapFilters())
    context = {
        "take": found,
        "tag": shown.tag(found),
        "done": result.done,
        "may_edit": by.may(Permission.PARTNER_EDIT),
        "coverage": shown.coverage_words(result.done),
        "result": result_shown.page(result) | {"gaps": gaps_shown.worst(gaps, found.regions), "gap_head": gaps_shown.head("", gaps)},
        "before": result.before.stock_take if result.before else None,
        "heads": {
            "partners": result_shown.PARTNER_HEAD,
            "short": result_shown.SHORT_HEAD,
            "kinds": ("Kind", *result_shown.COUNT_HEAD[1:]),
            "regions": ("Region", *result_shown.COUNT_HEAD[1:]),
            "sites": ("Site", *result_shown.COUNT_HEAD[1:]),
            "found": ("Name", "Kind", "Found by"),
            "barriers": result_shown.BARRIER_HEAD,
            "compared": ("What", result.before.stock_take.name if result.before else "", found.name),
        },
    }
    return render(request, "relationships/stocktake_result.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def stocktake_export(request: ActorRequest, stock_take_id: UUID, kind: str) -> HttpResponse:
    """A row for each partner at each site, as CSV or XLSX; or a report, as PDF."""
    if kind not in actions.FORMATS:
        raise NotFound
    file = actions.export_stock_take(by=request.actor, stock_take_id=stock_take_id, kind=kind)
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})
