"""The referrer's pages: from a need to a service, part by part, to sending."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotFound
from throughcare.common.wayback import opened_from, way_back
from throughcare.people.forms.drafting import Drafting
from throughcare.people.queries import worked_with
from throughcare.referrals import actions, forms, queries
from throughcare.referrals.models import Referral
from throughcare.referrals.pages import shown
from throughcare.referrals.queries import Draft
from throughcare.referrals.states import ANSWER_DAYS, Urgency


@dataclass(frozen=True)
class Part:
    """One part of a draft: its page's words, its form, the action that saves it."""

    title: str
    form: type[forms.Versioned]
    save: Callable[..., Referral]
    initial: Callable[[Draft], dict[str, Any]]
    lead: str = ""


def _urgency(draft: Draft) -> dict[str, Any]:
    kept = draft.referral
    return {"urgency": kept.urgency, "answer_by": kept.answer_by or today() + timedelta(days=ANSWER_DAYS[Urgency(kept.urgency)])}


def _agreement(draft: Draft) -> dict[str, Any]:
    kept = draft.authority
    return {"ground": kept.ground, "authority_code": kept.authority_code, "how": kept.how} if kept else {}


PARTS = {
    "urgency": Part("How urgent is it?", forms.UrgencyForm, actions.set_urgency, _urgency),
    "reason": Part(
        "Why this service?",
        forms.ReasonForm,
        actions.set_reason,
        lambda d: {"reason": d.note.reason, "more": d.note.more} if d.note else {},
    ),
    "agreement": Part("Agreement or authority", forms.AgreementForm, actions.set_authority, _agreement),
    "disclose": Part(
        "What to tell the service",
        forms.DiscloseForm,
        actions.choose_lines,
        lambda d: {"codes": d.referral.to_disclose or [line.code for line in d.lines if line.default]},
    ),
}


@require_safe
@needs(Permission.REFERRAL_SEND)
def need_services(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """Services for a need, ranked, with reasons."""
    chosen = shown.fit_choice(request.GET)
    found = queries.offers(request.actor, need_id, **chosen)
    return render(request, "referrals/need_services.html", shown.services(request, found, chosen))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REFERRAL_SEND)
def need_service(request: ActorRequest, need_id: UUID, service_id: UUID) -> HttpResponse:
    """One service for a need, with every reason; the button begins a referral."""
    if request.method == "POST":
        made = actions.make_draft(by=request.actor, need_id=need_id, service_id=service_id)
        return redirect("referral-draft", made.pk)
    need, offer = queries.offer(request.actor, need_id, service_id)
    works = bool(worked_with(request.actor, [need.person_id]))
    context = {"need": need, "offer": offer, "works": works, "back": way_back(request, "need-services", need_id)}
    return render(request, "referrals/need_service.html", context)


@require_safe
@needs(Permission.REFERRAL_SEND)
def draft(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The parts of a referral, and which are done."""
    found = queries.get_draft(request.actor, referral_id)
    context = {"draft": found, "tasks": shown.tasks(found), "warning": queries.warning_for(request.actor, found)}
    return render(request, "referrals/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REFERRAL_SEND)
def part(request: ActorRequest, referral_id: UUID, part: str) -> HttpResponse:
    """One part of a draft."""
    if (asked := PARTS.get(part)) is None:
        raise NotFound
    found = queries.get_draft(request.actor, referral_id)
    more: dict[str, Any] = {"lines": found.lines} if part == "disclose" else {}
    keeping = _keeping(request, found, part) if part in _KEPT else None
    form = asked.form(request.POST or None, initial={**asked.initial(found), "version": found.referral.version}, **more)
    if keeping:
        keeping.fill(form, but=("version",))  # other parts move it on
    if request.method == "POST" and form.is_valid() and _saved(request, asked.save, referral_id, form):
        if keeping:
            keeping.done()
        return redirect("referral-draft", referral_id)
    context = {"draft": found, "form": form, "part": part, "title": asked.title, "back": _back(referral_id), "keeping": keeping}
    return render(request, "referrals/part.html", context)


# Parts in which one writes: what a draft of each is known by, and the compartment of what is written.
_KEPT = {"reason": ("referral-part", "C7"), "agreement": ("referral-agreement", "C10")}


def _keeping(request: ActorRequest, found: Draft, part: str) -> Drafting:
    """What was typed of a part and not saved."""
    (form, compartment), kept = _KEPT[part], found.referral
    return Drafting(request, form, about_id=kept.pk, person_id=kept.person_id, compartment=compartment)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REFERRAL_SEND)
def check(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The last page before sending: every line the partner will see."""
    form = forms.SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sent = once(
            request,
            lambda: actions.send_referral(by=request.actor, referral_id=referral_id, seen=data["version"], shown=data["shown"]),
            lambda _: queries.get_referral(request.actor, referral_id).referral,
        ).thing
        messages.success(request, f"Referral {sent.reference} sent to {sent.service.organization.name}.")
        return redirect("referral", referral_id)
    found = queries.get_draft(request.actor, referral_id)
    if not found.complete:
        return redirect("referral-draft", referral_id)
    form = forms.SendForm(initial={"version": found.referral.version, "shown": found.digest})
    context = {"draft": found, "form": form, "answers": shown.answers(found), "telling": shown.telling(found), "back": _back(referral_id)}
    return render(request, "referrals/check.html", context)


@require_safe
@needs(Permission.REFERRAL_SEND)
def sent(request: ActorRequest) -> HttpResponse:
    """My referrals, or my office's."""
    form = forms.ListFilter(request.GET or None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = queries.Filters(
        states=data.get("state", ()),
        urgency=data.get("urgency", ()),
        whose=data.get("whose") or "mine",
        **{name: data.get(name, False) for name in ("late", "soon", "answered", "closed", "asked")},
    )
    listing = queries.sent_by(request.actor, filters, cursor=request.GET.get("after", ""))
    context = {
        "page": listing.page,
        "filter": form,
        "selected": shown.selected(request, form),
        "head": shown.CLOSED_HEAD if data.get("closed") else shown.SENT_HEAD,
        "rows": shown.closed_rows(listing, opened_from(request)) if data.get("closed") else shown.sent_rows(listing, opened_from(request)),
        "closed": data.get("closed", False),
    }
    return render(request, "referrals/sent.html", context)


def _back(referral_id: UUID) -> str:
    return reverse("referral-draft", args=[referral_id])


def _saved(request: ActorRequest, save: Callable[..., Referral], referral_id: UUID, form: django_forms.Form) -> bool:
    """Save a part; what the action finds wrong goes back to the form, in its own words."""
    data = dict(form.cleaned_data)
    seen = data.pop("version")
    try:
        once(
            request,
            lambda: save(by=request.actor, referral_id=referral_id, seen=seen, **data),
            lambda _: queries.get_referral(request.actor, referral_id).referral,
        )
    except Invalid as wrong:
        shown.put_errors(form, wrong)
        return False
    return True
