"""A partner's tikanga notes: read on a page of their own, written and withdrawn by its own people, or for them."""

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
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.models import Partner
from throughcare.partners.pages.keeping import form_page, kept, put
from throughcare.partners.queries.shown import day_words
from throughcare.partners.states import TIKANGA_MI, TikangaAbout

_METHODS = ["GET", "HEAD", "POST"]
_WHO_READS = (
    "The partner's own people, whoever may read tikanga notes in the department, and the team that looks after the partner can read it. "
    "It is in no list, search or export. Each read is in the audit."
)
_READS = (Permission.PARTNER_TIKANGA, Permission.PARTNER_VIEW, Permission.DIRECTORY_VIEW)


@require_safe
@needs(*_READS)
def partner_tikanga(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """All notes of one partner."""
    by = request.actor
    partner, notes = queries.tikanga_of(by, partner_id)
    context: dict[str, Any] = {
        "partner": partner,
        "may_write": queries.may_write_tikanga(by, partner),
        "notes": [
            {"note": one, "mi": TIKANGA_MI[TikangaAbout(one.about)], "given_on": day_words(one.given_on)}
            for one in notes
            if one.withdrawn_at is None
        ],
        "gone": [day_words(one.withdrawn_at.date()) for one in notes if one.withdrawn_at is not None],
    }
    return render(request, "partners/tikanga.html", context)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_TIKANGA, Permission.PARTNER_OWN)
def tikanga_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Write a note."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    _check(request, found)
    form = forms.TikangaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_tikanga(by=by, partner_id=partner_id, new=form.new()),
                lambda made_id: queries.get_tikanga_note(by, made_id),
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            say(request, made, "Note added.", "You added this note")
            return redirect("partner-tikanga", partner_id)
    return _form(request, found, form, "Add a tikanga note", means=_WHO_READS)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_TIKANGA, Permission.PARTNER_OWN)
def tikanga_note(request: ActorRequest, tikanga_note_id: UUID) -> HttpResponse:
    """Change a note."""
    by, found = request.actor, queries.get_tikanga_note(request.actor, tikanga_note_id)
    _check(request, found.partner)
    form, theirs = forms.TikangaForm(request.POST or None, found), ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_tikanga(by=by, note_id=tikanga_note_id, new=form.new(), seen=seen),
                lambda _: queries.get_tikanga_note(by, tikanga_note_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: forms.TikangaForm(data, found))
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Note changed. What it said before is not kept.")
            return redirect("partner-tikanga", found.partner_id)
    return _form(request, found.partner, form, "Change a tikanga note", theirs=theirs, means=_WHO_READS)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_TIKANGA, Permission.PARTNER_OWN)
def tikanga_withdraw(request: ActorRequest, tikanga_note_id: UUID) -> HttpResponse:
    """Take a note back."""
    by, found = request.actor, queries.get_tikanga_note(request.actor, tikanga_note_id)
    _check(request, found.partner)
    form = forms.WithdrawForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        once(
            request,
            lambda: actions.withdraw_tikanga(by=by, note_id=tikanga_note_id, seen=seen),
            lambda _: queries.get_tikanga_note(by, tikanga_note_id),
        )
        messages.success(request, "Note withdrawn. Nobody can read it any more.")
        return redirect("partner-tikanga", found.partner_id)
    means = "Its words are taken out of the register at once, and no version of them is kept. That there was a note, and that it was withdrawn, stays."
    return _form(request, found.partner, form, "Withdraw a tikanga note", button="Withdraw", means=means)


def _check(request: ActorRequest, found: Partner) -> None:
    if not queries.may_write_tikanga(request.actor, found):
        raise NotFound


def _form(
    request: ActorRequest, found: Partner, form: django_forms.Form, title: str, *, theirs: str = "", button: str = "Save", means: str
) -> HttpResponse:
    back = reverse("partner-tikanga", args=[found.pk])
    return form_page(request, form, title, back, caption=found.organization.name, button=button, theirs=theirs, means=means)
