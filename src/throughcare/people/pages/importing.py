"""Importing people: upload, what became of every row, and the rejected rows as a file to work through."""

import csv
from pathlib import PurePath
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports import queries as imports
from throughcare.people import actions
from throughcare.people.forms import ImportForm
from throughcare.people.queries.words import codes_for_files
from throughcare.people.readers import read_people

MOST_SHOWN = 200
KIND = "people"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@needs(Permission.PERSON_IMPORT)
def import_people(request: ActorRequest) -> HttpResponse:
    """Choose a file; it is read, checked and imported at once, or only checked."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    checked = None
    if request.method == "POST" and form.is_valid():
        file, dry_run = form.cleaned_data["file"], form.cleaned_data["dry_run"]
        try:
            people = read_people(file.read(), PurePath(file.name).name)
            checked = actions.import_people(by=request.actor, file=people, dry_run=dry_run)
        except (Invalid, Refused) as refused:
            form.add_error("file", str(refused))
        if checked is not None and checked.run_id:
            return redirect("people-import-run", checked.run_id)
    context = {"form": form, "checked": checked, "runs": imports.runs(KIND), "codes": codes_for_files(), "most": MOST_SHOWN}
    return render(request, "people/import.html", context)


@needs(Permission.PERSON_IMPORT)
def import_run(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """What became of every row of one file."""
    run = imports.get_run(KIND, run_id)
    counts = [
        ("Read", run.rows_read),
        ("Created", run.created),
        ("Updated", run.updated),
        ("Unchanged", run.unchanged),
        ("Rejected", run.rejected),
    ]
    context = {
        "run": run,
        "counts": [{"key": key, "value": value} for key, value in counts],
        "rejects": imports.rejects_of(run, limit=MOST_SHOWN),
        "back": reverse("people-import"),
    }
    return render(request, "people/import_run.html", context)


@needs(Permission.PERSON_IMPORT)
def import_rejects(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """The rejected rows as CSV."""
    run = imports.get_run(KIND, run_id)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="rejected-rows.csv"'}
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["file", "row", "field", "message"])
    writer.writerows([_plain(r.file), r.row, _plain(r.field), _plain(r.message)] for r in imports.rejects_of(run))
    return response


def _plain(text: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
