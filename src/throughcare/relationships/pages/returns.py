"""A site's return: what waits for the reader's teams, one return with its lines, one answer, partners that were found and what became of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.relationships import actions
from throughcare.relationships.forms import stocktakes as forms
from throughcare.relationships.models import Barrier, ReturnLine, SiteReturn
from throughcare.relationships.pages.steps import METHODS, again, form_page, put
from throughcare.relationships.queries import barriers
from throughcare.relationships.queries import stocktakes as queries
from throughcare.relationships.queries import stocktakes_shown as shown
from throughcare.relationships.states import RETURN_STATES, RETURN_WORDS, LineAnswer, ReturnState

_WAITING_HEAD = ("Return", "Who answers", "Where it stands", "Last day")


@require_safe
@needs(Permission.PARTNER_VIEW)
def stock_returns(request: ActorRequest) -> HttpResponse:
    """Returns that wait for the reader's teams."""
    rows = shown.waiting_rows(queries.waiting_for(request.actor))
    return render(request, "relationships/stock_returns.html", {"rows": rows, "head": _WAITING_HEAD})


@require_safe
@needs(Permission.PARTNER_VIEW)
def stock_return(request: ActorRequest, return_id: UUID) -> HttpResponse:
    """One return, with a line for each partner."""
    by, found = request.actor, queries.get_return(request.actor, return_id)
    rows, may_answer = queries.lines_of(by, return_id), queries.may_answer(by, found)
    context = {
        "return": found,
        "take": found.stock_take,
        "site": shown.site_name(found.site),
        "tag": shown.return_tag(found, found.stock_take),
        "handed_in": shown.handed_in_words(found),
        "open": [(row, shown.called(row)) for row in rows if not row.answer] if may_answer else [],
        "rows": [shown.line_row(row) for row in rows if row.answer or not may_answer],
        "head": shown.LINE_HEAD,
        "asked": sum(row.answer != LineAnswer.FOUND for row in rows),
        "left": sum(not row.answer for row in rows),
        "may_answer": may_answer,
        "moves": _moves(request, found, may_answer=may_answer),
        "deadline": found.stock_take.deadline,
    }
    return render(request, "relationships/stock_return.html", context)


def _moves(request: ActorRequest, found: SiteReturn, *, may_answer: bool) -> list[tuple[str, str]]:
    verbs = RETURN_STATES.verbs_from(found.state) if found.stock_take.state == "OPEN" else []
    allowed = {"hand_in": may_answer, "hand_back": request.actor.may(Permission.PARTNER_EDIT)}
    return [(verb, RETURN_WORDS[verb].title) for verb in verbs if allowed[verb]]


@require_POST
@needs(Permission.PARTNER_VIEW)
def stock_return_confirm(request: ActorRequest, return_id: UUID) -> HttpResponse:
    """Say of several at once that they are still active."""
    by, found = request.actor, queries.get_return(request.actor, return_id)
    chosen = [UUID(key) for key in request.POST.getlist("line") if _is_key(key)]
    once(
        request,
        lambda: actions.confirm_lines(by=by, return_id=return_id, line_ids=chosen),
        lambda _: queries.get_return(by, return_id),
    )
    messages.success(request, "Saved." if chosen else "Tick the partners that are still active first.")
    return redirect(_of(found))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_http_methods(METHODS)
@needs(Permission.PARTNER_VIEW)
def stock_return_move(request: ActorRequest, return_id: UUID, verb: str) -> HttpResponse:
    """Hand it in, or back."""
    by, found = request.actor, queries.get_return(request.actor, return_id)
    if verb not in RETURN_WORDS:
        raise NotFound
    actions.check_may_move(by, found, verb)
    words, move = RETURN_WORDS[verb], RETURN_STATES.move(verb)
    form = forms.step_form(move.needs_reason, request.POST or None, found.version)
    if request.method == "GET":
        RETURN_STATES.check(found.state, verb)
    if request.method == "POST" and form.is_valid():
        seen, reason = form.cleaned_data["version"], form.cleaned_data.get("reason", "")
        try:
            once(
                request,
                lambda: actions.move_return(by=by, return_id=return_id, verb=verb, seen=seen, reason=reason),
                lambda _: queries.get_return(by, return_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, words.done)
            return redirect(_of(found))
    more = {"caption": _whose(found), "button": words.button, "means": words.means}
    return form_page(request, form, words.title, _of(found), **more)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_VIEW)
def stock_line(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """One partner: its answer, to be given by whoever may, and read by all others who look at partners."""
    by, found = request.actor, queries.get_line(request.actor, line_id)
    if request.method == "POST" or (queries.may_answer(by, found.site_return) and not found.settled):
        return _answer(request, found)
    may_settle = by.may(Permission.PARTNER_EDIT) and found.answer == LineAnswer.FOUND and not found.settled
    context = {
        "line": found,
        "name": shown.called(found),
        "caption": _whose(found.site_return),
        "facts": shown.line_facts(found, found.site_return.stock_take),
        "may_settle": may_settle and found.site_return.state == ReturnState.HANDED_IN,
        "may_look": found.partner is not None,
        "barriers": _barriers(request, found),
        "may_answer": False,
    }
    return render(request, "relationships/stock_line.html", context)


def _barriers(request: ActorRequest, found: ReturnLine) -> list[tuple[Barrier, dict[str, str]]]:
    return [(row, barriers.tag(row)) for row in barriers.barriers_of(request.actor, found)]


def _answer(request: ActorRequest, found: ReturnLine) -> HttpResponse:
    by, take, theirs = request.actor, found.site_return.stock_take, ""
    make: Any = forms.FoundForm if found.answer == LineAnswer.FOUND else forms.LineForm
    form = make(request.POST or None, take, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.answer_line(by=by, line_id=found.pk, said=form.said(), seen=seen),
                lambda _: queries.get_line(by, found.pk),
            )
        except Stale as stale:
            form, theirs = again(request, stale, form, found.version, lambda sent: make(sent, take, found))
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, f"{shown.called(found)}: saved.")
            return redirect(_of(found.site_return))
    more = {"caption": _whose(found.site_return), "theirs": theirs, "line": found, "may_answer": True}
    return form_page(request, form, shown.called(found), _of(found.site_return), barriers=_barriers(request, found), **more)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_VIEW)
def stock_found_add(request: ActorRequest, return_id: UUID) -> HttpResponse:
    """Write down a partner the register did not have for this site."""
    by, found = request.actor, queries.get_return(request.actor, return_id)
    actions.check_may_answer(by, found)
    form = forms.FoundForm(request.POST or None, found.stock_take)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_found(by=by, return_id=return_id, said=form.said()),
                lambda made_id: queries.get_line(by, made_id),
            )
        except Refused as wrong:
            put(form, wrong)
        else:
            say(request, made, f"{made.thing.name} is added.", "You added it")
            return redirect(_of(found))
    means = "A partner you work with that is not in your list. Whoever keeps the register looks whether it is there under another name."
    return form_page(request, form, "Add a partner", _of(found), caption=_whose(found), button="Add it", means=means)


@require_http_methods(METHODS)
@needs(Permission.PARTNER_EDIT)
def stock_found_settle(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """Say which partner it is, put it on the register, or set it aside."""
    by, found = request.actor, queries.get_line(request.actor, line_id)
    if found.answer != LineAnswer.FOUND:
        raise NotFound
    form = forms.SettleForm(request.POST or None, found, actions.likely_partners(by, found))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            once(
                request,
                lambda: actions.settle_found(by=by, line_id=line_id, said=form.said(), seen=seen),
                lambda _: queries.get_line(by, line_id),
            )
        except Stale:
            raise
        except Refused as wrong:
            put(form, wrong)
        else:
            messages.success(request, f"{found.name} is settled.")
            return redirect(_of(found.site_return))
    more = {"caption": _whose(found.site_return), "means": f"The site calls it {found.name}."}
    return form_page(request, form, "Which partner is this?", _of(found.site_return), **more)


def _of(found: SiteReturn) -> str:
    return reverse("stock-return", args=[found.pk])


def _whose(found: SiteReturn) -> str:
    return f"{found.stock_take.name}: {shown.site_name(found.site)}"
