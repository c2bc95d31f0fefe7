"""Pages about being in touch with a partner."""

from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.forms.drafting import PartnerDrafting
from throughcare.partners.models import Partner
from throughcare.partners.pages.keeping import form_page, kept, put
from throughcare.partners.queries import in_touch

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def partner_interactions(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Every time we were in touch, the latest first, with filters kept in the address. Its own people see what is shared with them."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    form = forms.InteractionsForm(request.GET, ours=by.may(Permission.PARTNER_VIEW))
    context: dict[str, object] = {"form": form, "page": None, "events": [], "selected": [], "partner": found}
    if form.is_valid():
        page = queries.page_of_interactions(by, found, form.filters(), cursor=request.GET.get("after", ""))
        context |= {"page": page, "events": in_touch.events(page.rows), "selected": form.selected()}
    may_add = by.may(Permission.PARTNER_EDIT)
    context["actions"] = (
        [{"text": "Write down that you were in touch", "href": reverse("interaction-add", args=[partner_id])}] if may_add else []
    )
    return render(request, "partners/interactions.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def interaction(request: ActorRequest, interaction_id: UUID) -> HttpResponse:
    """One time, whole, with what was written of it before."""
    by, found = request.actor, queries.get_interaction(request.actor, interaction_id)
    may_change = by.may(Permission.PARTNER_EDIT) and found.withdrawn_on is None
    context = {
        "one": found,
        "title": in_touch.title(found),
        "tags": in_touch.tags(found),
        "rows": in_touch.rows(found),
        "earlier": queries.earlier_of(found),
        "may_change": may_change,
        "back": reverse("partner-interactions", args=[found.partner_id]),
    }
    return render(request, "partners/interaction.html", context)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def interaction_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Write down that we were in touch."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    draft = PartnerDrafting(request, "interaction-add", about_id=partner_id, partner_id=partner_id)
    form = draft.fill(forms.InteractionForm(found, request.POST or None, mine=by.user_id))
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.log_interaction(by=by, partner_id=partner_id, new=form.new()),
                lambda made_id: queries.get_interaction(by, made_id),
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            draft.done()
            say(request, made, "Written down.", "You wrote this down")
            return redirect("partner-interactions", partner_id)
    return _form(request, found, form, draft, "Write down that you were in touch")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def interaction_correct(request: ActorRequest, interaction_id: UUID) -> HttpResponse:
    """Put right what was written. When somebody else was faster, what it says now is shown and what was typed is kept."""
    by, found = request.actor, queries.get_interaction(request.actor, interaction_id)
    partner, theirs = queries.get_partner(by, found.partner_id), ""
    draft = PartnerDrafting(request, "interaction-correct", about_id=interaction_id, partner_id=partner.pk)
    form = draft.fill(forms.InteractionForm(partner, request.POST or None, row=found))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.correct_interaction(by=by, interaction_id=interaction_id, new=form.new(), seen=seen),
                lambda _: queries.get_interaction(by, interaction_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: forms.InteractionForm(partner, data, row=found))
        except Invalid as wrong:
            put(form, wrong)
        else:
            draft.done()
            messages.success(request, "Corrected. What it said before is kept.")
            return redirect("interaction", interaction_id)
    return _form(request, partner, form, draft, "Correct what was written", theirs, back=reverse("interaction", args=[interaction_id]))


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def interaction_withdraw(request: ActorRequest, interaction_id: UUID) -> HttpResponse:
    """It was not so."""
    by, found = request.actor, queries.get_interaction(request.actor, interaction_id)
    draft = PartnerDrafting(request, "interaction-withdraw", about_id=interaction_id, partner_id=found.partner_id)
    form, theirs = draft.fill(forms.WithdrawInteractionForm(request.POST or None, initial={"version": found.version})), ""
    if request.method == "POST" and form.is_valid():
        values = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["version"]}
        try:
            once(
                request,
                lambda: actions.withdraw_interaction(by=by, interaction_id=interaction_id, **values),
                lambda _: queries.get_interaction(by, interaction_id),
            )
        except Stale as stale:
            form, _ = kept(request, stale, found.version, forms.WithdrawInteractionForm)
            theirs = f"{in_touch.title(found)}: {found.said}"
        except Invalid as wrong:
            put(form, wrong)
        else:
            draft.done()
            messages.success(request, "Withdrawn. It counts no more, and stays to be read.")
            return redirect("interaction", interaction_id)
    alone = " The other partners that were there keep it." if found.also else ""
    means = f"{in_touch.title(found)}. It counts as no contact any more, and stays to be read with your reason.{alone}"
    back = reverse("interaction", args=[interaction_id])
    return _form(request, found.partner, form, draft, "Withdraw what was written", theirs, back=back, button="Withdraw", means=means)


def _form(
    request: ActorRequest,
    found: Partner,
    form: django_forms.Form,
    draft: PartnerDrafting,
    title: str,
    theirs: str = "",
    *,
    back: str = "",
    button: str = "Save",
    means: str = "",
) -> HttpResponse:
    back = back or reverse("partner-interactions", args=[found.pk])
    whose = found.organization.name
    return form_page(request, form, title, back, caption=whose, button=button, theirs=theirs, means=means, draft=draft)
