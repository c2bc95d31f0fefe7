"""What may go wrong by an agreement, and the meetings about it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, forms, queries
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.pages.keeping import Step, through
from throughcare.agreements.queries import shown, watched
from throughcare.agreements.states import RISK_STATES, RISK_WORDS
from throughcare.common.refusals import NotFound

_METHODS = ["GET", "HEAD", "POST"]
_SCALE = "How high it is, is how likely times how much, of 25. The scale is ordinary practice, and no standard's: use it to compare, not to prove."


def _page(request: ActorRequest, whole: Agreement, context: dict[str, object]) -> HttpResponse:
    crumbs = [{"text": "Agreements", "href": reverse("agreements")}, {"text": whole.number, "href": reverse("agreement", args=[whole.pk])}]
    return render(request, "agreements/watched.html", {**context, "caption": f"{whole.number}: {whole.title}", "crumbs": crumbs})


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def agreement_risk(request: ActorRequest, agreement_id: UUID, risk_id: UUID) -> HttpResponse:
    """One: for staff who may look at agreements, and for the parties it is shared with."""
    by, found = request.actor, queries.get_risk(request.actor, agreement_id, risk_id)
    rows = watched.risk_rows(found, shown.words(), is_ours=by.may(Permission.AGREEMENT_VIEW))
    steps = watched.risk_steps(found) if by.may(Permission.AGREEMENT_EDIT) else []
    context = {"heading": found.what, "stands": watched.stands_of(found), "rows": rows, "steps": steps, "hint": _SCALE}
    return _page(request, found.agreement, context)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_risk_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One more thing that may go wrong."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    return through(
        request,
        once,
        found,
        lambda data: forms.RiskForm(by, found, data),
        lambda form: actions.add_risk(by=by, agreement_id=agreement_id, new=form.new()),
        Step("Write down a risk", "Add", "The risk is written down.", _SCALE),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_risk_change(request: ActorRequest, agreement_id: UUID, risk_id: UUID) -> HttpResponse:
    """It was looked at, and this is how it is now."""
    by, found = request.actor, queries.get_risk(request.actor, agreement_id, risk_id)
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.RiskForm(by, found.agreement, data, found),
        lambda form: actions.change_risk(
            by=by, agreement_id=agreement_id, risk_id=risk_id, new=form.new(), seen=form.cleaned_data["version"] or 0
        ),
        Step("Look at a risk again", means=_SCALE),
        one=found,
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_risk_move(request: ActorRequest, agreement_id: UUID, risk_id: UUID, verb: str) -> HttpResponse:
    """Close it, or open it again."""
    by, found = request.actor, queries.get_risk(request.actor, agreement_id, risk_id)
    if verb not in RISK_WORDS:
        raise NotFound
    if request.method != "POST":
        RISK_STATES.check(found.state, verb)
    words = RISK_WORDS[verb]
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.RiskReasonForm(found, data),
        lambda form: actions.move_risk(
            by=by,
            agreement_id=agreement_id,
            risk_id=risk_id,
            verb=verb,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["version"],
        ),
        Step(words.title, words.button, words.done, f"{found.what} {words.means}"),
        one=found,
    )


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def agreement_meeting(request: ActorRequest, agreement_id: UUID, meeting_id: UUID) -> HttpResponse:
    """One: for staff who may look at agreements, and for the parties it was with."""
    by, found = request.actor, queries.get_meeting(request.actor, agreement_id, meeting_id)
    may = by.may(Permission.AGREEMENT_EDIT) and not found.agreement.is_history
    steps = [(reverse("agreement-meeting-change", args=[agreement_id, found.pk]), "Change what is written of it")] if may else []
    context: dict[str, object] = {
        "heading": f"Meeting of {day_words(found.held_on)}",
        "stands": None,
        "rows": watched.meeting_rows(found),
        "steps": steps,
        "hint": "",
    }
    return _page(request, found.agreement, context)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_meeting_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Who was there, what was agreed, when the next one is."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    return through(
        request,
        once,
        found,
        lambda data: forms.MeetingForm(found, data),
        lambda form: actions.add_meeting(by=by, agreement_id=agreement_id, new=form.new()),
        Step("Write down a meeting", "Save", "The meeting is written down.", "The staff of those it was with read it."),
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def agreement_meeting_change(request: ActorRequest, agreement_id: UUID, meeting_id: UUID) -> HttpResponse:
    """What was written of it, said otherwise."""
    by, found = request.actor, queries.get_meeting(request.actor, agreement_id, meeting_id)
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.MeetingForm(found.agreement, data, found),
        lambda form: actions.change_meeting(
            by=by, agreement_id=agreement_id, meeting_id=meeting_id, new=form.new(), seen=form.cleaned_data["version"] or 0
        ),
        Step("Change what is written of a meeting", means="The staff of those it was with read it."),
        one=found,
    )
