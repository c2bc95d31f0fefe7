"""Bringing in grants of the past: send a file, see what it would do, bring it in, and see what became of every row."""

from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.agreements import actions
from throughcare.agreements.forms import GrantsForm
from throughcare.agreements.models import GrantFile
from throughcare.agreements.pages.keeping import put
from throughcare.agreements.readers import read_grants
from throughcare.agreements.standards import GrantList
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.imports import queries as imports
from throughcare.imports.forms import SeenForm
from throughcare.imports.models import RowNote
from throughcare.imports.states import ImportStage

MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def past_grants(request: ActorRequest) -> HttpResponse:
    """Choose a file; files that wait, and the latest that came in."""
    actions.check_can_bring(request.actor)
    form = GrantsForm(request.POST, request.FILES) if request.method == "POST" else GrantsForm()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("past-grants-file", _kept(request, form.cleaned_data))
        except (Invalid, Refused) as refused:
            put(form, refused)
    context = {"form": form, "files": imports.files_of(GrantFile, request.actor), "runs": imports.runs(actions.KIND)}
    return render(request, "agreements/past_grants.html", context)


def _kept(request: ActorRequest, sent: dict[str, object]) -> UUID:
    """Read once, so that what is no file of grants is refused at once; for a moment the same file is the same request."""
    by, file = request.actor, sent["file"]
    name, content = PurePath(file.name).name, file.read()  # type: ignore[attr-defined]  # an uploaded file

    def make() -> UUID:
        about = actions.about_source(_read(name, content), str(sent["source"]), str(sent["licence"]))
        return actions.keep_grants(by=by, name=name, content=content, about=about).id

    return once(request, make, lambda file_id: imports.file_of(GrantFile, by, file_id).pk, within=A_MOMENT).thing


def _read(name: str, content: bytes) -> GrantList:
    return read_grants(name, content, settings.CURRENCY)


@require_safe
@needs(Permission.AGREEMENT_EDIT)
def past_grants_file(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """What bringing it in would do, or what became of it."""
    actions.check_can_bring(request.actor)
    file = imports.file_of(GrantFile, request.actor, file_id)
    if file.stage == ImportStage.DONE:
        return redirect("past-grants-run", file.run_id)
    would = actions.check_grants(by=request.actor, file=_read(file.name, bytes(file.content)), **file.choices)
    context = {
        "file": file,
        "about": [{"key": "Published by", "value": file.choices["source"]}, {"key": "Licence", "value": file.choices["licence"]}],
        "counts": _counts(would.read, would.created, would.updated, would.unchanged, len(would.rejected)),
        "rejects": would.rejected[:MOST_SHOWN],
        "total": len(would.rejected),
        "notes": [[str(note.row), note.message] for note in would.notes[:MOST_SHOWN]],
        "noted_head": ("Row", "To know"),
        "form": SeenForm(initial={"version": file.version}, auto_id=False),
    }
    return render(request, "agreements/past_grants_file.html", context)


def _counts(*numbers: int) -> list[dict[str, object]]:
    names = ("Grants read", "New", "Updated", "Unchanged", "Rejected")
    return [{"key": name, "value": number} for name, number in zip(names, numbers, strict=True)]


def _seen(request: ActorRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotFound
    version: int = form.cleaned_data["version"]
    return version


@require_POST
@needs(Permission.AGREEMENT_EDIT)
def past_grants_start(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Bring it in: all of it, or nothing."""
    by, seen = request.actor, _seen(request)
    actions.check_can_bring(by)
    file = imports.file_of(GrantFile, by, file_id)
    if file.stage == ImportStage.DONE:
        return redirect("past-grants-run", file.run_id)
    done = actions.bring_kept_grants(by=by, file_id=file_id, listed=_read(file.name, bytes(file.content)), seen=seen)
    messages.success(request, f"{done.created:,} new, {done.updated:,} updated, {done.unchanged:,} unchanged.")
    return redirect("past-grants-run", done.run_id)


@require_POST
@needs(Permission.AGREEMENT_EDIT)
def past_grants_drop(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Delete a file that is not in."""
    actions.drop_grants(by=request.actor, file_id=file_id, seen=_seen(request))
    messages.success(request, "The file was deleted.")
    return redirect("past-grants")


@require_safe
@needs(Permission.AGREEMENT_EDIT)
def past_grants_run(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """What became of every row of one file."""
    actions.check_can_bring(request.actor)
    run = imports.get_run(actions.KIND, run_id)
    notes = RowNote.objects.filter(run=run).order_by("row", "id")[:MOST_SHOWN]
    context = {
        "run": run,
        "counts": _counts(run.rows_read, run.created, run.updated, run.unchanged, run.rejected),
        "rejects": imports.rejects_of(run, limit=MOST_SHOWN),
        "total": run.rejected,
        "notes": [[str(note.row), note.message] for note in notes],
        "noted_head": ("Row", "To know"),
        "duplicates": reverse("partner-duplicates") if notes else "",
    }
    return render(request, "agreements/past_grants_run.html", context)
