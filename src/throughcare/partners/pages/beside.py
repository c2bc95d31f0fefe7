"""Pages about a partner's accreditations, and about those we know there."""

from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, Stale
from throughcare.partners import actions, forms, queries
from throughcare.partners.models import Partner, PartnerContact
from throughcare.partners.pages.keeping import READ_BY_THEM, READ_BY_US, form_page, kept, put
from throughcare.partners.queries import shown

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def accreditation_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Write an accreditation down."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    form = forms.AccreditationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_accreditation(by=by, partner_id=partner_id, new=form.new()),
                lambda made_id: queries.get_accreditation(by, made_id),
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            say(request, made, "Accreditation added.", "You added this accreditation")
            return redirect("partner", partner_id)
    return _form(request, found, form, "Add an accreditation")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def accreditation(request: ActorRequest, accreditation_id: UUID) -> HttpResponse:
    """Correct an accreditation, or give it a later last day."""
    by, found = request.actor, queries.get_accreditation(request.actor, accreditation_id)
    form, theirs = forms.AccreditationForm(request.POST or None, found), ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_accreditation(by=by, accreditation_id=accreditation_id, new=form.new(), seen=seen),
                lambda _: queries.get_accreditation(by, accreditation_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: forms.AccreditationForm(data, found))
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Accreditation changed.")
            return redirect("partner", found.partner_id)
    return _form(request, found.partner, form, "Change an accreditation", theirs)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def accreditation_end(request: ActorRequest, accreditation_id: UUID) -> HttpResponse:
    """Take an accreditation off the register."""
    by, found = request.actor, queries.get_accreditation(request.actor, accreditation_id)
    form, theirs = forms.EndAccreditationForm(request.POST or None, initial={"version": found.version}), ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            once(
                request,
                lambda: actions.end_accreditation(by=by, accreditation_id=accreditation_id, reason=said["reason"], seen=said["version"]),
                lambda _: queries.get_accreditation(by, accreditation_id),
            )
        except Stale as stale:
            form, _ = kept(request, stale, found.version, forms.EndAccreditationForm)
            theirs = shown.accreditation_in_words(found)
        else:
            messages.success(request, "Accreditation taken off. It stays on the page, under those from before.")
            return redirect("partner", found.partner_id)
    means = f"Level {found.level}, given by {found.given_by}. It stays to be read, by the partner too, and counts no more."
    return _form(request, found.partner, form, "Take an accreditation off", theirs, button="Take off", means=means)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def partner_contact_add(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """Write down somebody who works there."""
    by, found = request.actor, queries.get_partner(request.actor, partner_id)
    form = _contact_form(by, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_partner_contact(by=by, partner_id=partner_id, new=form.new()),
                lambda made_id: queries.get_partner_contact(by, made_id),
            )
        except Invalid as wrong:
            put(form, wrong)
        else:
            say(request, made, "Contact added.", "You added this contact")
            return redirect("partner", partner_id)
    return _form(request, found, form, "Add a contact")


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def partner_contact(request: ActorRequest, partner_contact_id: UUID) -> HttpResponse:
    """Change how somebody there is reached."""
    by, found = request.actor, queries.get_partner_contact(request.actor, partner_contact_id)
    form, theirs = _contact_form(by, found.partner, request.POST or None, found), ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_partner_contact(by=by, contact_id=partner_contact_id, new=form.new(), seen=seen),
                lambda _: queries.get_partner_contact(by, partner_contact_id),
            )
        except Stale as stale:
            form, theirs = kept(request, stale, found.version, lambda data: _contact_form(by, found.partner, data, found))
        except Invalid as wrong:
            put(form, wrong)
        else:
            messages.success(request, "Contact changed.")
            return redirect("partner", found.partner_id)
    return _form(request, found.partner, form, "Change a contact", theirs)


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)
def partner_contact_end(request: ActorRequest, partner_contact_id: UUID) -> HttpResponse:
    """They are the contact no longer."""
    by, found = request.actor, queries.get_partner_contact(request.actor, partner_contact_id)
    actions.check_keeps(by, found.partner_id)
    form = forms.EndPartnerContactForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        once(
            request,
            lambda: actions.end_partner_contact(by=by, contact_id=partner_contact_id, seen=seen),
            lambda _: queries.get_partner_contact(by, partner_contact_id),
        )
        messages.success(request, f"{found.name} is no longer a contact. They stay on the page, under those from before.")
        return redirect("partner", found.partner_id)
    means = f"{found.name} is no longer somebody to ring or write to there."
    return _form(request, found.partner, form, "End a contact", button="End contact", means=means)


def _contact_form(by: Actor, whose: Partner, data: QueryDict | None, found: PartnerContact | None = None) -> forms.PartnerContactForm:
    """Its own people ask elsewhere for somebody to lead. Raises NotFound for those of another."""
    form = forms.PartnerContactForm(data, found)
    if actions.check_keeps(by, whose.pk):
        form.without_lead()
    return form


def _form(
    request: ActorRequest,
    found: Partner,
    form: django_forms.Form,
    title: str,
    theirs: str = "",
    *,
    button: str = "Save",
    means: str = "",
) -> HttpResponse:
    back = reverse("partner", args=[found.pk])
    means = means or (READ_BY_THEM if request.actor.may(Permission.PARTNER_EDIT) else READ_BY_US)
    return form_page(request, form, title, back, caption=found.organization.name, button=button, theirs=theirs, means=means)
