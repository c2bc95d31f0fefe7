"""Pages about case notes."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, Refused, Stale
from throughcare.people import actions, forms, queries
from throughcare.people.forms.drafting import Drafting
from throughcare.people.models import CaseNote
from throughcare.people.queries.identity import identity_of
from throughcare.people.queries.notes import Written, get_note, notes_of
from throughcare.people.queries.sections import sections


@require_safe
@needs(Permission.PERSON_VIEW)
def notes(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Somebody's notes, newest first."""
    actor = request.actor
    person = queries.get_person(actor, person_id, verb="notes.viewed", compartments=("C1", "C9"))
    form = forms.NoteFilter(request.GET)
    found = notes_of(actor, person_id, form.filters, cursor=request.GET.get("after", ""))
    lines = [{"note": row, "by": found.names.get(row.author_id, "") if row.author_id else ""} for row in found.page.rows]
    context = {
        "identity": identity_of(person),
        "form": form,
        "lines": lines,
        "page": found.page,
        "sections": sections(actor, person_id, "notes"),
    }
    context["add"] = [{"text": "Write a note", "href": reverse("note-add", args=[person_id])}] if actor.may(Permission.NOTE_WRITE) else []
    context["filtered"] = any(request.GET.get(name) for name in ("kind", "since", "until"))
    return render(request, "people/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.NOTE_WRITE)
def note_add(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Write down what happened."""
    person = queries.get_person(request.actor, person_id, compartments=("C1", "C9"))
    draft = Drafting(request, "note-add", about_id=person_id, person_id=person_id, compartment="C9")
    form = draft.fill(forms.NoteForm(request.POST or None, initial={"happened_on": today()}))
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.write_note(by=request.actor, person_id=person_id, new=form.new).note_id,
                lambda note_id: get_note(request.actor, note_id).current.note_id,
            )
        except Invalid as wrong:
            _put(form, wrong)
        else:
            draft.done()
            say(request, made, "Note written.", "You wrote this note")
            return redirect("note", made.thing)
    context = {"identity": identity_of(person), "form": form, "title": "Write a note", "back": reverse("notes", args=[person_id])}
    return render(request, "people/keep_form.html", {**context, "theirs": "", "button": "Save note", "draft": draft})


@require_safe
@needs(Permission.PERSON_VIEW)
def note(request: ActorRequest, note_id: UUID) -> HttpResponse:
    """One note, and every earlier writing of it."""
    found = get_note(request.actor, note_id)
    context = {
        "identity": identity_of(found.current.person),
        "note": found.current,
        "rows": _rows(found, found.current),
        "earlier": [{"note": row, "rows": _rows(found, row)} for row in found.earlier],
        "correct": [{"text": "Correct it", "href": reverse("note-correct", args=[note_id]), "secondary": True}]
        if request.actor.may(Permission.NOTE_WRITE)
        else [],
        "back": reverse("notes", args=[found.current.person_id]),
    }
    return render(request, "people/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.NOTE_WRITE)
def note_correct(request: ActorRequest, note_id: UUID) -> HttpResponse:
    """A further writing; who comes second sees both texts."""
    found = get_note(request.actor, note_id).current
    draft = Drafting(request, "note-correct", about_id=note_id, person_id=found.person_id, compartment="C9")
    form = draft.fill(forms.CorrectionForm(request.POST) if request.method == "POST" else forms.CorrectionForm.of(found))
    theirs = ""
    if request.method == "POST" and form.is_valid():
        values = {"why": form.cleaned_data["why"], "seen": form.cleaned_data["version"]}
        try:
            once(
                request,
                lambda: actions.correct_note(by=request.actor, note_id=note_id, new=form.new, **values).note_id,
                lambda _: get_note(request.actor, note_id).current.note_id,
            )
        except Stale:
            if form.cleaned_data["version"] > found.number:
                raise
            theirs = found.text
            form = forms.CorrectionForm({**request.POST.dict(), "version": found.number})
        except Invalid as wrong:
            _put(form, wrong)
        except Refused as refused:
            form.add_error("sensitive", str(refused))
        else:
            draft.done()
            return redirect("note", note_id)
    context = {"identity": identity_of(found.person), "form": form, "title": "Correct a note", "back": reverse("note", args=[note_id])}
    return render(request, "people/keep_form.html", {**context, "theirs": theirs, "button": "Save correction", "draft": draft})


def _rows(found: Written, row: CaseNote) -> list[dict[str, str]]:
    by = found.names.get(row.author_id, "Somebody who has left") if row.author_id else ""
    lines = [
        {"key": "Happened", "value": _moment(row.happened_at)},
        {"key": "Written", "value": f"{_moment(row.written_at)} by {by}"},
    ]
    return [*lines, {"key": "Why corrected", "value": row.why}] if row.why else lines


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"


def _put(form: forms.NoteForm, wrong: Invalid) -> None:
    for name, sentences in wrong.errors.items():
        form.add_error(name if name in form.fields else None, sentences[0])
