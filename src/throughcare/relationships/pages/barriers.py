"""What stands in the way: the list, one with its tasks, said, said better, removed or accepted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.relationships import actions
from throughcare.relationships.forms import barriers as forms
from throughcare.relationships.forms.stocktakes import ReasonForm
from throughcare.relationships.models import Barrier
from throughcare.relationships.pages.steps import METHODS, again, form_page, put
from throughcare.relationships.queries import barriers as queries
from throughcare.relationships.queries.stocktakes import get_line, may_answer
from throughcare.relationships.queries.stocktakes_shown import called
from throughcare.relationships.states import BARRIER_STATES, BARRIER_WORDS, BarrierKind, BarrierState
from throughcare.tasks.queries import open_about


@require_safe
@needs(Permission.PARTNER_VIEW)
def stock_barriers(request: ActorRequest) -> HttpResponse:
    """All of them, the last said first, by how they stand and of what kind."""
    by, state, kind = request.actor, request.GET.get("state", BarrierState.OPEN.value), request.GET.get("kind", "")
    state = state if state in BarrierState.values else ""
    kind = kind if kind in BarrierKind.values else ""
    page = queries.page_of_barriers(by, queries.BarrierFilters(state=state, kind=kind), cursor=request.GET.get("after", ""))
    also = f"&kind={kind}" if kind else ""
    tabs = [{"text": one.label, "href": f"?state={one.value}{also}", "current": state == one} for one in BarrierState]
    tabs.append({"text": "All", "href": f"?state=any{also}", "current": not state})
    kinds = [{"text": one.label, "href": f"?state={state or 'any'}&kind={one.value}", "current": kind == one} for one in BarrierKind]
    kinds.insert(0, {"text": "Every kind", "href": f"?state={state or 'any'}", "current": not kind})
    context = {"page": page, "rows": queries.barrier_rows(page.rows), "head": queries.HEAD, "tabs": tabs, "kinds": kinds}
    return render(request, "relationships/stock_barriers.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def stock_barrier(request: ActorRequest, barrier_id: UUID) -> HttpResponse:
    """One of them, and what is being done about it."""
    by, found = request.actor, queries.get_barrier(request.actor, barrier_id)
    may_edit, about = by.may(Permission.PARTNER_EDIT), Ref("relationships.barrier", found.pk)
    context = {
        "barrier": found,
        "tag": queries.tag(found),
        "facts": queries.barrier_facts(found),
        "may_change": found.state == BarrierState.OPEN and (may_edit or may_answer(by, found.line.site_return)),
        "moves": [(verb, BARRIER_WORDS[verb].title) for verb in BARRIER_STATES.verbs_from(found.state)] if may_edit else [],
        "may_have_tasks": by.may(Permission.TASK_DO),
        "open_tasks": open_about(by, about),
        "task_about": str(about),
    }
    return render(request, "relationships/stock_barrier.html", context)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_VIEW)
def stock_barrier_add(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """Say what stands in the way with one partner."""
    by, line = request.actor, get_line(request.actor, line_id)
    actions.check_may_answer(by, line.site_return)
    form = forms.BarrierForm(request.POST or None)
    back = reverse("stock-line", args=[line_id])
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_barrier(by=by, line_id=line_id, new=form.new()),
                lambda made_id: queries.get_barrier(by, made_id),
            )
        except Refused as wrong:
            put(form, wrong)
        else:
            say(request, made, "Written down.", "You wrote this down")
            return redirect(back)
    return form_page(request, form, "What stands in the way?", back, caption=called(line))


@require_http_methods(METHODS)
@needs(Permission.PARTNER_VIEW)
def stock_barrier_change(request: ActorRequest, barrier_id: UUID) -> HttpResponse:
    """Say it better."""
    by, found, theirs = request.actor, queries.get_barrier(request.actor, barrier_id), ""
    if not by.may(Permission.PARTNER_EDIT):
        actions.check_may_answer(by, found.line.site_return)
    form = forms.BarrierForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.change_barrier(by=by, barrier_id=barrier_id, new=form.new(), seen=seen),
                lambda _: queries.get_barrier(by, barrier_id),
            )
        except Stale as stale:
            changed, theirs = again(request, stale, form, found.version, lambda sent: forms.BarrierForm(sent, found))
            return form_page(request, changed, "What stands in the way?", _of(found), caption=called(found.line), theirs=theirs)
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect(_of(found))
    return form_page(request, form, "What stands in the way?", _of(found), caption=called(found.line))


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def stock_barrier_move(request: ActorRequest, barrier_id: UUID, verb: str) -> HttpResponse:
    """Removed, accepted, or there after all."""
    by, found = request.actor, queries.get_barrier(request.actor, barrier_id)
    if verb not in BARRIER_WORDS:
        raise NotFound
    words = BARRIER_WORDS[verb]
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    if request.method == "GET":
        BARRIER_STATES.check(found.state, verb)
    if request.method == "POST" and form.is_valid():
        seen, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        try:
            once(
                request,
                lambda: actions.move_barrier(by=by, barrier_id=barrier_id, verb=verb, seen=seen, reason=reason),
                lambda _: queries.get_barrier(by, barrier_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, words.done)
            return redirect(_of(found))
    return form_page(request, form, words.title, _of(found), caption=found.words, button=words.button, means=words.means)


def _of(found: Barrier) -> str:
    return reverse("stock-barrier", args=[found.pk])
