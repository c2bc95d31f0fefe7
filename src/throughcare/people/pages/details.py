"""Pages to change who somebody is and where they are."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid, Stale
from throughcare.people import actions, policies, queries
from throughcare.people.forms.details import DetailsForm, WhereForm
from throughcare.people.forms.drafting import Drafting
from throughcare.people.models import Person
from throughcare.people.queries.identity import identity_of, summary_of

_Change = Callable[[DetailsForm | WhereForm, int], Person]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PERSON_EDIT)
def person_details(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Who they are."""
    by = request.actor
    return _change(
        request,
        person_id,
        DetailsForm,
        lambda form, seen: actions.change_details(by=by, person_id=person_id, new=form.new(), seen=seen),  # type: ignore[arg-type]  # of this form
        {"title": "Change who they are", "name": "person-details"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PERSON_EDIT)
def person_whereabouts(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Where they are, and when they leave."""
    by = request.actor
    return _change(
        request,
        person_id,
        WhereForm,
        lambda form, seen: actions.change_whereabouts(by=by, person_id=person_id, new=form.new(), seen=seen),  # type: ignore[arg-type]  # of this form
        {"title": "Change where they are", "name": "person-whereabouts"},
    )


def _change(
    request: ActorRequest, person_id: UUID, kind: type[DetailsForm] | type[WhereForm], change: _Change, words: dict[str, str]
) -> HttpResponse:
    """One of the two forms. When somebody else changed the record meanwhile, both are shown and what was typed is kept."""
    person, theirs = queries.get_person(request.actor, person_id), ""
    policies.check_can_change_record(works=queries.works_on_identity(request.actor, person_id))
    draft = Drafting(request, words["name"], about_id=person_id, person_id=person_id, compartment="C1")
    form = draft.fill(kind(person, request.POST or None))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            made = once(request, lambda: change(form, seen), lambda _: queries.get_person(request.actor, person_id))
        except Stale:
            person = queries.get_person(request.actor, person_id)  # as it is now: not as it was before this was sent
            theirs = _now(person)
            form = kind(person, _with_version(request, person))
        except Invalid as wrong:
            for name, texts in wrong.errors.items():
                form.add_error(name, texts)
        else:
            draft.done()
            is_changed = made.replayed or made.thing.version != seen
            messages.success(request, "Record changed." if is_changed else "The record says so already.")
            return redirect("person", person_id)
    context = {"identity": identity_of(person), "form": form, "title": words["title"], "theirs": theirs, "draft": draft}
    return render(request, "people/keep_form.html", {**context, "button": "Save", "back": reverse("person", args=[person_id])})


def _with_version(request: ActorRequest, person: Person) -> QueryDict:
    sent = request.POST.copy()
    sent["version"] = str(person.version)
    return sent


def _now(person: Person) -> str:
    """What the record says, a fact a line."""
    lines = [(str(row["key"]), row.get("value") or ", ".join(row.get("lines") or ())) for row in summary_of(person)]  # type: ignore[arg-type]  # a list of texts
    return "\n".join(f"{key}: {value}" for key, value in lines if value)
