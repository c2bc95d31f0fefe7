"""The referral itself, as each side sees it, and the partner's inbox and answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, NotFound
from throughcare.common.states import Side
from throughcare.common.wayback import opened_from
from throughcare.people.actions.drafts import drop_draft
from throughcare.people.forms.drafting import Drafting
from throughcare.referrals import actions, forms, queries
from throughcare.referrals.models import Referral
from throughcare.referrals.pages import shown
from throughcare.referrals.states import DONE, REFERRAL_STATES, ReferralState

_EITHER_SIDE = (Permission.REFERRAL_SEND, Permission.REFERRAL_ANSWER)
FORMS: dict[str, type[forms.AnswerForm]] = {
    "acknowledge": forms.AnswerForm,
    "accept": forms.AnswerForm,
    "decline": forms.DeclineForm,
    "waitlist": forms.WaitlistForm,
    "withdraw": forms.WithdrawForm,
}


@require_safe
@needs(Permission.REFERRAL_ANSWER)
def inbox(request: ActorRequest) -> HttpResponse:
    """What was sent to the reader's team."""
    tab = request.GET.get("tab", "new")
    tab = tab if tab in queries.TABS else "new"
    listing = queries.inbox(request.actor, tab, cursor=request.GET.get("after", ""))
    counts = queries.inbox_counts(request.actor)
    context = {
        "tab": tab,
        "tabs": shown.tabs(tab, counts),
        "page": listing.page,
        "head": shown.INBOX_HEAD,
        "rows": shown.inbox_rows(listing, opened_from(request)),
    }
    return render(request, "referrals/inbox.html", context)


@require_safe
@needs(*_EITHER_SIDE, Permission.PERSON_VIEW)
def referral(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """One referral: what was told, questions, the log both sides see, and what may be done now."""
    detail = queries.get_referral(request.actor, referral_id)
    if detail.referral.state == ReferralState.DRAFT and detail.side is Side.REFERRER:
        return redirect("referral-draft", referral_id)
    return render(request, "referrals/referral.html", shown.referral(request, detail))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*_EITHER_SIDE)
def move(request: ActorRequest, referral_id: UUID, verb: str) -> HttpResponse:
    """One step of the table of states."""
    if verb not in FORMS:
        raise NotFound
    form = FORMS[verb](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = once(
                request,
                lambda: _step(request, referral_id, verb, **form.cleaned_data),
                lambda _: queries.get_referral(request.actor, referral_id).referral,
            ).thing
        except Invalid as wrong:
            shown.put_errors(form, wrong)
        else:
            messages.success(request, f"Referral {done.reference} {DONE[verb]}.")
            return redirect(shown.address(request, referral_id))
    detail = queries.get_referral(request.actor, referral_id)
    if detail.side is not REFERRAL_STATES.move(verb).by or verb not in detail.verbs:
        return redirect(shown.address(request, referral_id))
    if not form.is_bound:
        form = FORMS[verb](initial={"version": detail.referral.version})
    draft = _draft(request, verb, detail.referral)
    draft.fill(form, but=("version",))  # of the referral as it is shown now
    return render(request, "referrals/move.html", {**shown.step(request, detail, form, shown.MOVES[verb]), "draft": draft})


@transaction.atomic
def _step(request: ActorRequest, referral_id: UUID, verb: str, *, version: int, **said: Any) -> Referral:
    """The draft goes first: whoever declines sees the person no longer. It is back when the step is refused."""
    drop_draft(by=request.actor, form=f"referral-{verb}", about_id=referral_id)
    return actions.VERBS[verb](by=request.actor, referral_id=referral_id, seen=version, **said)


def _draft(request: ActorRequest, verb: str, about: Referral) -> Drafting:
    return Drafting(request, f"referral-{verb}", about_id=about.id, person_id=about.person_id, compartment="C7")


@require_POST
@needs(Permission.REFERRAL_ANSWER)
def take(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """A worker takes it on."""
    form = forms.Versioned(request.POST)
    if form.is_valid():
        once(
            request,
            lambda: actions.take_referral(by=request.actor, referral_id=referral_id, seen=form.cleaned_data["version"]),
            lambda _: queries.get_referral(request.actor, referral_id).referral,
        )
        messages.success(request, "You have taken this referral on.")
    return redirect(shown.address(request, referral_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REFERRAL_ANSWER)
def ask(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The partner asks before answering."""
    form = forms.WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = once(
            request,
            lambda: actions.ask_question(by=request.actor, referral_id=referral_id, text=form.cleaned_data["text"]).pk,
            lambda question_id: queries.question_in(queries.get_referral(request.actor, referral_id), question_id).id,
        )
        drop_draft(by=request.actor, form="referral-ask", about_id=referral_id)
        say(request, asked, "Your question was sent.", "You asked this")
        return redirect(shown.address(request, referral_id))
    detail = queries.get_referral(request.actor, referral_id)
    draft = _draft(request, "ask", detail.referral)
    return render(request, "referrals/move.html", {**shown.step(request, detail, draft.fill(form), shown.ASK), "draft": draft})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REFERRAL_SEND)
def reply(request: ActorRequest, referral_id: UUID, question_id: UUID) -> HttpResponse:
    """The referrer replies."""
    form = forms.WordsForm(request.POST or None)
    form.fields["text"].label = "Your reply"
    detail = queries.get_referral(request.actor, referral_id)
    draft = Drafting(request, "referral-reply", about_id=question_id, person_id=detail.referral.person_id, compartment="C7")
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        replied = once(
            request,
            lambda: actions.reply_to_question(by=request.actor, referral_id=referral_id, question_id=question_id, text=text).pk,
            lambda _: queries.question_in(queries.get_referral(request.actor, referral_id), question_id).id,
        )
        draft.done()
        say(request, replied, "Your reply was sent.", "You sent this reply")
        return redirect(shown.address(request, referral_id))
    asked = queries.question_in(detail, question_id)
    return render(request, "referrals/move.html", {**shown.step(request, detail, form, shown.REPLY, asked), "draft": draft})
