"""How the department does by its partners: one of them, and all."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.performance import queries
from throughcare.performance.days import Half
from throughcare.performance.pages.keeping import back_to
from throughcare.performance.queries import reciprocity_shown as shown


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def reciprocity(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """The department's own performance towards one partner. For staff who may look at agreements, and for the partner's own."""
    by, found = request.actor, queries.put_in_organization(request.actor, partner_id)
    half = queries.half_called(request.GET.get("half", ""))
    (told,) = queries.reciprocity_of([found], half)
    may_all = by.may(Permission.AGREEMENT_VIEW)
    context = {
        "organization": found,
        "half": half,
        "until": queries.told_until(half),
        "halves": _choices(half),
        "rows": shown.lines(told),
        "head": shown.HEAD,
        "crumbs": back_to(by, found),
        "all_href": f"{reverse('reciprocities')}?half={half.code}" if may_all else "",
    }
    return render(request, "performance/reciprocity.html", context)


@require_safe
@needs(Permission.AGREEMENT_VIEW)
def reciprocities(request: ActorRequest) -> HttpResponse:
    """The same of each partner there is an agreement with, by name."""
    half = queries.half_called(request.GET.get("half", ""))
    page = queries.page_of_reciprocity(request.actor, cursor=request.GET.get("after", ""))
    context = {
        "half": half,
        "until": queries.told_until(half),
        "halves": _choices(half),
        "page": page,
        "rows": shown.list_lines(queries.reciprocity_of(page.rows, half)),
        "head": shown.LIST_HEAD,
    }
    return render(request, "performance/reciprocities.html", context)


def _choices(half: Half) -> list[tuple[str, str, bool]]:
    """Code, words, and whether it is the one that is shown."""
    return [(one.code, one.words, one == half) for one in queries.halves()]
