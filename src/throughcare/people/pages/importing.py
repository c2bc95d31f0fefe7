"""Importing people: upload, what became of every row, and the rejected rows as a file to work through."""

import csv
from pathlib import PurePath
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports import queries as imports
from throughcare.people import actions
from throughcare.people.actions.rows import PeopleFile
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
            if not dry_run:
                return redirect("people-import-run", _imported(request, people))
            checked = actions.import_people(by=request.actor, file=people, dry_run=True)
        except (Invalid, Refused) as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "checked": checked, "runs": imports.runs(KIND), "codes": codes_for_files(), "most": MOST_SHOWN}
    return render(request, "people/import.html", context)


def _imported(request: ActorRequest, people: PeopleFile) -> UUID:
    """Import a file and give its run. For a moment only, the same file is the same request: a row may be taken later that can't be now."""

    def make() -> UUID:
        run_id = actions.import_people(by=request.actor, file=people).run_id
        assert run_id is not None  # noqa: S101 - for the type checker: only a dry run has none
        return run_id

    return once(request, make, lambda run_id: imports.get_run(KIND, run_id).pk, within=A_MOMENT).thing


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
