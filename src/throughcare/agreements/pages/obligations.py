"""What each side owes the other."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements import actions, forms, queries
from throughcare.agreements.pages.keeping import READ_BY_THEM, Step, through
from throughcare.agreements.queries import shown
from throughcare.agreements.states import OBLIGATION_STATES, OBLIGATION_WORDS
from throughcare.common.refusals import NotFound

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def obligation(request: ActorRequest, agreement_id: UUID, obligation_id: UUID) -> HttpResponse:
    """One: what is owed, what was said and made of it. For staff who may look at agreements, and for the party it is with."""
    by, found = request.actor, queries.get_obligation(request.actor, agreement_id, obligation_id)
    whole = found.agreement
    context = {
        "obligation": found,
        "caption": f"{whole.number}: {whole.title}",
        "stands": shown.stands_of(found),
        "rows": shown.obligation_rows(found),
        "steps": shown.obligation_steps(by, found),
        "crumbs": [
            {"text": "Agreements", "href": reverse("agreements")},
            {"text": whole.number, "href": reverse("agreement", args=[whole.pk])},
        ],
    }
    return render(request, "agreements/obligation.html", context)


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def obligation_add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One more thing one of them does."""
    by, found = request.actor, queries.get_agreement(request.actor, agreement_id)
    return through(
        request,
        once,
        found,
        lambda data: forms.ObligationForm(found, data),
        lambda form: actions.add_obligation(by=by, agreement_id=agreement_id, new=form.new()),
        Step(
            "Add an obligation",
            "Add",
            "Obligation added.",
            f"Its words stay: one that is wrong is waived, and written anew. {READ_BY_THEM}",
        ),
    )


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def obligation_say(request: ActorRequest, agreement_id: UUID, obligation_id: UUID) -> HttpResponse:
    """Whoever bears it says what was done."""
    by, found = request.actor, queries.get_obligation(request.actor, agreement_id, obligation_id)
    if not queries.may_say(by, found):
        raise NotFound
    values = {"agreement_id": agreement_id, "obligation_id": obligation_id}
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.SayForm(found, data),
        lambda form: actions.say_done(
            by=by, **values, said=form.cleaned_data["said"], link=form.cleaned_data["link"], seen=form.cleaned_data["version"]
        ),
        Step(
            "Say what was done",
            "Save",
            "What you said is kept. The department says what it amounts to.",
            f"{found.what} Both sides read it.",
        ),
        one=found,
    )


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def obligation_dispute(request: ActorRequest, agreement_id: UUID, obligation_id: UUID) -> HttpResponse:
    """A party's staff see one of the department's differently."""
    by, found = request.actor, queries.get_obligation(request.actor, agreement_id, obligation_id)
    if not queries.may_dispute(by, found):
        raise NotFound
    values = {"agreement_id": agreement_id, "obligation_id": obligation_id}
    return through(
        request,
        once,
        found.agreement,
        lambda data: forms.DisputeForm(found, data),
        lambda form: actions.dispute_obligation(by=by, **values, words=form.cleaned_data["words"], seen=form.cleaned_data["version"]),
        Step("See it differently", "Save", "What you said is kept. Both sides read it.", found.what),
        one=found,
    )


@require_http_methods(_METHODS)
@needs(Permission.AGREEMENT_EDIT)
def obligation_move(request: ActorRequest, agreement_id: UUID, obligation_id: UUID, verb: str) -> HttpResponse:
    """Our manager says what it amounts to."""
    by, found = request.actor, queries.get_obligation(request.actor, agreement_id, obligation_id)
    if verb not in OBLIGATION_WORDS:
        raise NotFound
    if request.method != "POST":
        OBLIGATION_STATES.check(found.state, verb)
    make = forms.JudgeWhyForm if OBLIGATION_STATES.move(verb).needs_reason else forms.JudgeForm
    values = {"agreement_id": agreement_id, "obligation_id": obligation_id}
    words = OBLIGATION_WORDS[verb]
    return through(
        request,
        once,
        found.agreement,
        lambda data: make(found, data),
        lambda form: actions.move_obligation(
            by=by, **values, verb=verb, reason=form.cleaned_data.get("reason", ""), seen=form.cleaned_data["version"]
        ),
        Step(words.title, words.button, words.done, f"{found.what} {words.means}"),
        one=found,
    )
