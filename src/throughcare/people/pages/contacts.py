"""Pages about whānau and other contacts of somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.refusals import Invalid, Stale
from throughcare.people import actions, forms, queries
from throughcare.people.forms.drafting import Drafting
from throughcare.people.queries.contacts import Known, contacts_of, get_contact, get_hidden_address
from throughcare.people.queries.emergency import is_open_for_now
from throughcare.people.queries.identity import identity_of
from throughcare.people.queries.sections import sections
from throughcare.people.states import Safety

_SAFE = {Safety.YES: "green", Safety.CARE: "orange", Safety.NO: "red"}


@require_safe
@needs(Permission.CONTACT_VIEW)
def contacts(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Everybody who matters to the person, and whether it is safe to reach them."""
    actor = request.actor
    person = queries.get_person(actor, person_id, verb="contacts.viewed", compartments=("C1", "C5"))
    may_edit = actor.may(Permission.CONTACT_EDIT)
    found = contacts_of(actor, person_id)
    # An emergency opens the record without its contacts: they are closed then, not missing.
    is_closed = not found and is_open_for_now(actor, person_id)
    context = {
        "identity": identity_of(person),
        "sections": sections(actor, person_id, "contacts"),
        "now": [_shown(known, may_edit) for known in found if not known.contact.ended_at],
        "is_closed": is_closed,
        "ended": [_shown(known, False) for known in found if known.contact.ended_at],
        "add": [{"text": "Add a contact", "href": reverse("contact-add", args=[person_id])}] if may_edit and not is_closed else [],
    }
    return render(request, "people/contacts.html", context)


def _shown(known: Known, may_edit: bool) -> dict[str, object]:
    one = known.contact
    rows: list[dict[str, object]] = [
        {"key": "Relation", "value": one.get_relation_display()},
        {"key": "How and when", "value": one.how},
        {"key": "Phone", "value": one.phone},
        {"key": "E-mail", "value": one.email},
        {"key": "Address", "value": known.address},
    ]
    if known.has_hidden:
        rows[-1] = {"key": "Address", "value": "Hidden", "href": reverse("contact-address", args=[one.id]), "action": "Show"}
    if one.ended_at:
        rows.append({"key": "Ended", "value": f"{localtime(one.ended_at):%-d %B %Y}. {one.end_note}"})
    return {
        "contact": one,
        "rows": rows,
        "safe": {"text": one.get_safety_display(), "colour": _SAFE[Safety(one.safety)]},
        "may_edit": may_edit,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONTACT_EDIT)
def contact_add(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Write down somebody who matters to the person."""
    person = queries.get_person(request.actor, person_id, compartments=("C1", "C5"))
    draft = Drafting(request, "contact-add", about_id=person_id, person_id=person_id, compartment="C5")
    form = draft.fill(forms.ContactForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_contact(by=request.actor, person_id=person_id, new=form.new),
                lambda contact_id: get_contact(request.actor, contact_id).contact,
            )
        except Invalid as wrong:
            _put(form, wrong)
        else:
            draft.done()
            say(request, made, "Contact added.", "You added this contact")
            return redirect("contacts", person_id)
    context = {"identity": identity_of(person), "form": form, "title": "Add a contact", "back": reverse("contacts", args=[person_id])}
    return render(request, "people/keep_form.html", {**context, "theirs": "", "button": "Save contact", "draft": draft})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONTACT_EDIT)
def contact_change(request: ActorRequest, contact_id: UUID) -> HttpResponse:
    """Change what is known."""
    known = get_contact(request.actor, contact_id)
    found, theirs = known.contact, ""
    draft = Drafting(request, "contact-change", about_id=contact_id, person_id=found.person_id, compartment="C5")
    form = draft.fill(forms.ContactForm(request.POST) if request.method == "POST" else forms.ContactForm.of(known))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_contact(by=request.actor, contact_id=contact_id, new=form.new, seen=seen),
                lambda _: get_contact(request.actor, contact_id).contact,
            )
        except Stale:
            if seen > found.version:
                raise
            theirs = f"{found.name}, {found.phone}, {found.email}. {found.get_safety_display()}. {found.how}"
            form = forms.ContactForm({**request.POST.dict(), "version": found.version})
        except Invalid as wrong:
            _put(form, wrong)
        else:
            draft.done()
            messages.success(request, "Contact changed.")
            return redirect("contacts", found.person_id)
    context = {"identity": identity_of(found.person), "form": form, "title": "Change a contact", "theirs": theirs, "button": "Save contact"}
    context["draft"] = draft
    return render(request, "people/keep_form.html", {**context, "back": reverse("contacts", args=[found.person_id])})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONTACT_EDIT)
def contact_end(request: ActorRequest, contact_id: UUID) -> HttpResponse:
    """They are in touch no longer."""
    found = get_contact(request.actor, contact_id).contact
    form = forms.EndContactForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        values = {"note": form.cleaned_data["note"], "seen": form.cleaned_data["version"]}
        once(
            request,
            lambda: actions.end_contact(by=request.actor, contact_id=contact_id, **values),
            lambda _: get_contact(request.actor, contact_id).contact,
        )
        messages.success(request, "Contact ended. It stays on the page, under those who were in touch before.")
        return redirect("contacts", found.person_id)
    context = {"identity": identity_of(found.person), "form": form, "title": "End a contact", "theirs": "", "button": "End contact"}
    context["draft"] = None
    return render(request, "people/keep_form.html", {**context, "back": reverse("contacts", args=[found.person_id])})


@require_safe
@needs(Permission.CONTACT_HIDDEN)
def contact_address(request: ActorRequest, contact_id: UUID) -> HttpResponse:
    """A hidden address, on a page of its own."""
    found, address = get_hidden_address(request.actor, contact_id)
    rows = [
        {"key": "Name", "value": found.name},
        {"key": "Address", "value": address},
        {"key": "Safe to contact", "value": found.get_safety_display()},
        {"key": "How and when", "value": found.how},
    ]
    context = {"identity": identity_of(found.person), "rows": rows, "back": reverse("contacts", args=[found.person_id])}
    return render(request, "people/contact_address.html", context)


def _put(form: forms.ContactForm, wrong: Invalid) -> None:
    for name, sentences in wrong.errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])
