"""What is missing: the table, the same as a file, and planning figures loaded from a list."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Refused
from throughcare.relationships import actions
from throughcare.relationships.forms.gaps import FiguresForm, GapsForm
from throughcare.relationships.pages.steps import METHODS, put
from throughcare.relationships.queries import gaps_shown as shown
from throughcare.relationships.queries.gaps import GapFilters, gaps_of, summary
from throughcare.relationships.states import Split

MOST_SHOWN = 200


@require_safe
@needs(Permission.PARTNER_VIEW)
def gaps(request: ActorRequest) -> HttpResponse:
    """People who need something against what is there, what is missing first."""
    by, form = request.actor, GapsForm(request.GET)
    asked = form.filters() if form.is_valid() else GapFilters()
    found = gaps_of(by, asked)
    context = {
        "form": form,
        "selected": form.selected() if form.is_valid() else [],
        "head": shown.head(asked.split, found),
        "rows": [shown.line(row, asked.split, found) for row in found.rows[:MOST_SHOWN]],
        "more": max(0, len(found.rows) - MOST_SHOWN),
        "tally": summary(found.rows),
        "counted": shown.counted_words(found),
        "found": found,
        "split": Split(asked.split).label if asked.split else "",
        "may_load": by.may(Permission.PARTNER_EDIT),
        "partnership": settings.PARTNERSHIP,
        "query": request.GET.urlencode(),
    }
    return render(request, "relationships/gaps.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def gaps_export(request: ActorRequest) -> HttpResponse:
    """Every row of the table with the same filters, as CSV."""
    form = GapsForm(request.GET)
    file = actions.export_gaps(by=request.actor, asked=form.filters() if form.is_valid() else GapFilters())
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def figures_load(request: ActorRequest) -> HttpResponse:
    """Load planning figures: every row is accounted for."""
    form, done = FiguresForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.load_figures(by=request.actor, text=form.text)
        except Refused as wrong:
            put(form, wrong)
        else:
            if not done.rejected:
                messages.success(
                    request, f"{done.created} new, {done.updated} changed, {done.removed} taken away, {done.unchanged} as they were."
                )
                return redirect("gaps")
    rejected = [[bad.row, bad.field, bad.message] for bad in done.rejected] if done else []
    context = {"form": form, "done": done, "rejected": rejected, "back": reverse("gaps"), "head": ("Row", "Column", "What to do")}
    return render(request, "relationships/figures.html", context)
