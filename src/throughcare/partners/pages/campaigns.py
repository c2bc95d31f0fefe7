"""Campaigns and submissions of partners, with our answer."""

from collections.abc import Callable
from typing import Any, NamedTuple
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
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.models import Campaign
from throughcare.partners.pages.keeping import READ_BY_THEM, READ_BY_US, form_page, kept, put
from throughcare.partners.queries import campaigns as shown
from throughcare.partners.queries.shown import day_words
from throughcare.partners.states import CAMPAIGN_STATES, CampaignState

_METHODS = ["GET", "HEAD", "POST"]


class _Step(NamedTuple):
    title: str
    button: str
    form: Callable[..., django_forms.Form]
    done: str


_STEPS = {
    "answer": _Step("Answer", "Save our answer", forms.CampaignAnswerForm, "Answered. The partner's own people can read it."),
    "reopen": _Step("Open it again", "Open again", forms.CampaignReopenForm, "It waits for our answer again."),
}


@require_safe
@needs(Permission.PARTNER_VIEW, Permission.PARTNER_OWN)
def campaigns(request: ActorRequest) -> HttpResponse:
    """What partners ask of the department; whoever has waited longest first."""
    form = forms.CampaignsForm(request.GET)
    context: dict[str, object] = {"form": form, "page": None, "rows": [], "head": shown.LIST_HEAD, "selected": []}
    if form.is_valid():
        page = queries.page_of_campaigns(request.actor, form.filters(), cursor=request.GET.get("after", ""))
        context |= {"page": page, "rows": shown.campaign_rows(page.rows)}
    return render(request, "partners/campaigns.html", context)


@require_safe
@needs(Permission.PARTNER_VIEW, Permission.PARTNER_OWN)
def campaign(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """One of them, whole."""
    found, may_edit = queries.get_campaign(request.actor, campaign_id), request.actor.may(Permission.PARTNER_EDIT)
    context = {
        "campaign": found,
        "facts": shown.campaign_facts(found),
        "colour": shown.COLOURS[CampaignState(found.state)],
        "may_edit": may_edit,
        "steps": [(verb, _STEPS[verb].title) for verb in CAMPAIGN_STATES.verbs_from(found.state)] if may_edit else [],
    }
    return render(request, "partners/campaign.html", context)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def campaign_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Write down what a partner asks."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    means = READ_BY_US if actions.check_keeps(by, partner_id) else READ_BY_THEM
    form = forms.CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_campaign(by=by, partner_id=partner_id, new=form.new()),
                lambda made_id: queries.get_campaign(by, made_id),
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            say(request, made, "Written down. It waits for an answer.", "You wrote this down")
            return redirect("campaign", made.thing.pk)
    back, whose = reverse("partner", args=[partner_id]), found.organization.name
    return form_page(request, form, "Add a campaign or submission", back, caption=whose, means=means)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def campaign_change(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Correct what was written down."""
    by, found, theirs = request.actor, queries.get_campaign(request.actor, campaign_id), ""
    form = forms.CampaignForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_campaign(by=by, campaign_id=campaign_id, new=form.new(), seen=seen),
                lambda _: queries.get_campaign(by, campaign_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: forms.CampaignForm(data, found))
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Saved.")
            return redirect("campaign", campaign_id)
    return _form(request, found, form, "Change a campaign or submission", theirs=theirs)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def campaign_move(request: ActorRequest, campaign_id: UUID, verb: str) -> HttpResponse:
    """Answer it, or open it again."""
    by, found, theirs = request.actor, queries.get_campaign(request.actor, campaign_id), ""
    if verb not in _STEPS:
        raise NotFound
    step = _STEPS[verb]
    if request.method == "GET":
        CAMPAIGN_STATES.check(found.state, verb)
    form = step.form(request.POST or None, initial={"version": found.version, "answer": found.answer})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        try:
            once(
                request,
                lambda: actions.move_campaign(by=by, campaign_id=campaign_id, verb=verb, seen=seen, **said),
                lambda _: queries.get_campaign(by, campaign_id),
            )
        except Stale as stale:
            form, _ = kept(request, stale, found.version, step.form)
            theirs = _stands(found)
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, step.done)
            return redirect("campaign", campaign_id)
    return _form(request, found, form, step.title, theirs=theirs, button=step.button, means=found.asks)


def _stands(found: Campaign) -> str:
    return f"Answered on {day_words(found.answered_on)}: {found.answer}" if found.answer else found.get_state_display()


def _form(request: ActorRequest, found: Campaign, form: django_forms.Form, title: str, **more: Any) -> HttpResponse:
    back = reverse("campaign", args=[found.pk])
    return form_page(
        request, form, title, back, caption=f"{found.title}, {found.partner.organization.name}", **{"means": READ_BY_THEM, **more}
    )
