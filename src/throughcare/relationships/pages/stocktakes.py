"""Stock-takes kept: the list, one with how far each site is, prepared, changed, opened, closed; who answers; teams reminded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once, say
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.relationships import actions
from throughcare.relationships.forms import stocktakes as forms
from throughcare.relationships.models import StockTake
from throughcare.relationships.pages.steps import METHODS, again, form_page, put
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.queries import stocktakes_shown as shown
from throughcare.relationships.states import STOCK_TAKE_STATES, STOCK_TAKE_WORDS, StockTakeState

_TABS = [StockTakeState.OPEN, StockTakeState.DRAFT, StockTakeState.CLOSED]


@require_safe
@needs(Permission.PARTNER_VIEW)
def stocktakes(request: ActorRequest) -> HttpResponse:
    """All of them, the newest first."""
    by, state = request.actor, request.GET.get("state", "")
    state = state if state in StockTakeState.values else ""
    page = queries.page_of_stock_takes(by, queries.StockTakeFilters(state=state), cursor=request.GET.get("after", ""))
    tabs = [{"text": "All", "href": "?", "current": not state}]
    tabs += [{"text": one.label, "href": f"?state={one.value}", "current": state == one} for one in _TABS]
    add = {"text": "Prepare a stock-take", "href": reverse("stocktake-add")}
    context = {
        "page": page,
        "rows": [shown.line(one) for one in page.rows],
        "head": shown.LIST_HEAD,
        "tabs": tabs,
        "actions": [add] if by.may(Permission.PARTNER_EDIT) else [],
        "waiting": len(queries.waiting_for(by)),
    }
    return render(request, "relationships/stocktakes.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW)
def stocktake(request: ActorRequest, stock_take_id: UUID) -> HttpResponse:
    """One of them: what it asks, how far each site is."""
    by, found = request.actor, queries.get_stock_take(request.actor, stock_take_id)
    rows, may_edit = queries.returns_of(by, stock_take_id), by.may(Permission.PARTNER_EDIT)
    done = queries.progress_of(found, rows)
    context = {
        "take": found,
        "tag": shown.tag(found),
        "scope": shown.scope(found),
        "done": done,
        "coverage": shown.coverage_words(done),
        "rows": shown.return_lines(found, rows),
        "head": shown.RETURN_HEAD,
        "may_edit": may_edit,
        "is_under_way": found.state in (StockTakeState.DRAFT, StockTakeState.OPEN),
        "moves": [(verb, STOCK_TAKE_WORDS[verb].title) for verb in STOCK_TAKE_STATES.verbs_from(found.state)] if may_edit else [],
    }
    return render(request, "relationships/stocktake.html", context)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def stocktake_add(request: ActorRequest) -> HttpResponse:
    """Prepare one."""
    by, form = request.actor, forms.StockTakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_stock_take(by=by, new=form.new()),
                lambda made_id: queries.get_stock_take(by, made_id),
            )
        except Refused as wrong:
            put(form, wrong)
        else:
            say(request, made, "The stock-take is prepared. Now look who answers for which site.", "You prepared it")
            return redirect("stocktake", made.thing.pk)
    return form_page(request, form, "Prepare a stock-take", reverse("stocktakes"), button="Go on")


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def stocktake_change(request: ActorRequest, stock_take_id: UUID) -> HttpResponse:
    """Another scope or other questions; once it is open, another last day."""
    by, found, theirs = request.actor, queries.get_stock_take(request.actor, stock_take_id), ""
    form = forms.StockTakeForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_stock_take(by=by, stock_take_id=stock_take_id, new=form.new(), seen=seen),
                lambda _: queries.get_stock_take(by, stock_take_id),
            )
        except Stale as stale:
            form, theirs = again(request, stale, form, found.version, lambda sent: forms.StockTakeForm(sent, found))  # type: ignore[assignment]  # the form it makes
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect("stocktake", stock_take_id)
    return form_page(request, form, "Change this stock-take", _of(found), caption=found.name, theirs=theirs)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def stocktake_move(request: ActorRequest, stock_take_id: UUID, verb: str) -> HttpResponse:
    """Open, close, open again or give up."""
    by, found = request.actor, queries.get_stock_take(request.actor, stock_take_id)
    if verb not in STOCK_TAKE_WORDS:
        raise NotFound
    words, move = STOCK_TAKE_WORDS[verb], STOCK_TAKE_STATES.move(verb)
    form = forms.step_form(move.needs_reason, request.POST or None, found.version)
    if request.method == "GET":
        STOCK_TAKE_STATES.check(found.state, verb)
    if request.method == "POST" and form.is_valid():
        seen, reason = form.cleaned_data["version"], form.cleaned_data.get("reason", "")
        try:
            once(
                request,
                lambda: actions.move_stock_take(by=by, stock_take_id=stock_take_id, verb=verb, seen=seen, reason=reason),
                lambda _: queries.get_stock_take(by, stock_take_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, words.done)
            return redirect("stocktake", stock_take_id)
    more = {"caption": found.name, "button": words.button, "means": words.means, "warning": verb == "give_up"}
    return form_page(request, form, words.title, _of(found), **more)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def stocktake_teams(request: ActorRequest, stock_take_id: UUID) -> HttpResponse:
    """Say which office answers for which site."""
    by, found = request.actor, queries.get_stock_take(request.actor, stock_take_id)
    codes = [*(site.code for site in queries.sites_asked(found)), actions.ELSEWHERE]
    now = {row.site: row.team_id for row in queries.returns_of(by, stock_take_id)}
    form = forms.TeamsForm(request.POST or None, found, codes, queries.offices(), now)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.ask_teams(by=by, stock_take_id=stock_take_id, teams=form.teams(), seen=seen),
                lambda _: queries.get_stock_take(by, stock_take_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect("stocktake", stock_take_id)
    return form_page(request, form, "Who answers for which site", _of(found), caption=found.name)


@require_POST
@needs(Permission.PARTNER_EDIT)
def stocktake_remind(request: ActorRequest, stock_take_id: UUID) -> HttpResponse:
    """Remind every team that has not handed in."""
    by, found = request.actor, queries.get_stock_take(request.actor, stock_take_id)
    once(
        request,
        lambda: actions.remind_sites(by=by, stock_take_id=stock_take_id),
        lambda _: queries.get_stock_take(by, stock_take_id),
        within=A_MOMENT,
    )
    messages.success(request, "Teams that have not handed in are reminded. Nobody is reminded twice a day.")
    return redirect(_of(found))


def _of(found: StockTake) -> str:
    return reverse("stocktake", args=[found.pk])
