"""The list, an agreement written, read whole, and changed a part at a time."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.agreements import actions, beside, forms, policies, queries
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.pages.keeping import READ_BY_THEM, Step, may_ask, put, through
from throughcare.agreements.queries import amending, published_shown, shown, watched
from throughcare.agreements.queries import light as lights
from throughcare.agreements.states import AGREEMENT_STATES, AMENDABLE, MOVE_WORDS, OPEN_AMENDMENT, OVER_STATES, RENEWABLE, STEPS
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound
from throughcare.common.wayback import opened_from, way_back
from throughcare.files.queries import beside as documents_beside
from throughcare.tasks.queries import open_about


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def agreements(request: ActorRequest) -> HttpResponse:
    """Agreements by number and title, with filters kept in the address: all of them, or those of the reader's own organisations."""
    by = request.actor
    queries.has_any(by)
    form = forms.FilterForm(request.GET)
    context: dict[str, object] = {"form": form, "page": None, "count": 0, "rows": [], "selected": [], "head": shown.LIST_HEAD}
    if form.is_valid():
        filters, known = form.filters(), shown.words()
        page = queries.page_of_agreements(by, filters, cursor=request.GET.get("after", ""))
        context |= {
            "page": page,
            "count": queries.search_agreements(by, filters).count(),
            "rows": [shown.line(row, known, opened_from(request)) for row in page.rows],
            "selected": form.selected(),
        }
    ways = [(Permission.AGREEMENT_EDIT, "Write an agreement", "agreement-add")]
    ways.append((Permission.AGREEMENT_EDIT, "Small grant or MOU", "light-add"))
    context["actions"] = [{"text": text, "href": reverse(name)} for needed, text, name in ways if by.may(needed)]
    others = [(Permission.DIRECTORY_VIEW, text, name) for name, text in beside.lists()]
    others.append((Permission.AGREEMENT_VIEW, "Published agreements", "published-agreements"))
    if by.may(Permission.PARTNER_EDIT):
        others.append((Permission.AGREEMENT_EDIT, "Bring in grants of the past", "past-grants"))
    context["others"] = [{"text": text, "href": reverse(name)} for needed, text, name in others if by.may(needed)]
    return render(request, "agreements/agreements.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def agreement(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement whole. The staff of its parties read theirs, each with their own value alone."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    owed = queries.page_of_obligations(by, found, cursor=request.GET.get("after", ""))
    amendments = queries.amendments_of(by, found)
    is_ours, may_edit = by.may(Permission.AGREEMENT_VIEW), by.may(Permission.AGREEMENT_EDIT)
    may_act, about = may_edit and not found.is_history, Ref("agreements.agreement", found.pk)
    context = {
        "agreement": found,
        "standing": shown.standing_of(found),
        "since": day_words(found.state_since),
        "parts": shown.summary(by, found, shown.words()),
        "parties": shown.parties(found),
        "total": money(queries.total_of(found)) if is_ours else "",
        "obligations": shown.obligations(owed.rows),
        "obligations_head": shown.OBLIGATIONS_HEAD,
        "page": owed,
        "beside": beside.parts_of(by, found),
        "amendments": amending.lines(found, amendments),
        "may_amend": may_act and found.state in AMENDABLE and not any(one.state in OPEN_AMENDMENT for one in amendments),
        "may_owe": may_act and found.state not in OVER_STATES and any(one.organization_id for one in found.parties.all()),
        "is_ours": is_ours,
        "past": queries.past_of(by, found),
        **lights.of_page(by, found),
        **watched.of_page(by, found),
        "publishing": published_shown.of_agreement(by, found),
        "may_write": shown.may_write(by, found),
        "may_sign": shown.may_sign(by, found),
        "may_edit": may_edit,
        "steps": _steps(found) if may_act else [],
        "approvals": shown.approvals(found) if is_ours else [],
        "may_ask": may_edit and may_ask(by, found),
        "may_decide": queries.can_approve(by, found),
        **documents_beside(by, about),
        "task_about": str(about),
        "open_tasks": open_about(by, about),
        "may_have_tasks": is_ours and by.may(Permission.TASK_DO),
        "crumbs": [{"text": "Agreements", "href": way_back(request, "agreements")}],
    }
    return render(request, "agreements/agreement.html", context)


def _steps(found: Agreement) -> list[tuple[str, str]]:
    """What may be done with it now: the address, and the title."""
    verbs = [verb for verb in AGREEMENT_STATES.verbs_from(found.state) if verb in STEPS]
    steps = [(reverse("agreement-move", args=[found.pk, verb]), MOVE_WORDS[verb].title) for verb in verbs]
    if found.state in RENEWABLE and found.ends_on and found.renewals_used < found.renewals_allowed:
        steps.append((reverse("agreement-renew", args=[found.pk]), "Renew this agreement"))
    return steps


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def agreement_add(request: ActorRequest) -> HttpResponse:
    """A draft: its kind and title. All else is written on its page."""
    by, form = request.actor, forms.AddForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(request, lambda: actions.add_agreement(by=by, new=form.new()), lambda key: queries.get_agreement(by, key))
        except Invalid as wrong:
            put(form, wrong)
        else:
            say(request, made, "The draft is there. Nobody but us reads it until you offer it.", "You wrote this agreement")
            return redirect("agreement", made.thing.pk)
    step = Step("Write an agreement", "Write the draft", means="Nobody but us reads it until you offer it to its parties.")
    return render(
        request, "partners/form.html", {"form": form, "caption": "", "theirs": "", "back": reverse("agreements"), **step._asdict()}
    )


class _Part(NamedTuple):
    title: str
    form: Callable[[Actor, Agreement, Any], Any]
    change: Callable[..., Agreement]
    means: str = READ_BY_THEM


_PARTS = {
    "details": _Part("Change details", forms.DetailsForm, actions.change_details),
    "term": _Part("Change the term", forms.TermForm, actions.change_term),
    "coverage": _Part("Change what it covers", forms.CoverageForm, actions.change_coverage),
    "keeping": _Part("Change owner and review", forms.KeepingForm, actions.change_keeping),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def agreement_part(request: ActorRequest, agreement_id: UUID, part: str) -> HttpResponse:
    """One part. Terms can be changed until it is signed, and signatures given before fall."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    if part not in _PARTS:
        raise NotFound
    title, make, change, means = _PARTS[part]
    if part != "keeping":
        policies.check_can_write(found)
    return through(
        request,
        once,
        found,
        lambda data: make(by, found, data),
        lambda form: change(by=by, agreement_id=agreement_id, new=form.new(), seen=form.cleaned_data["version"]),
        Step(title, means=means),
    )
