"""Importing people: send a file, see how it is read and what it would do, bring it in, and see what became of every row."""

import csv
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.imports import queries as imports
from throughcare.imports.queries import is_stuck, may_start
from throughcare.imports.rows import plain_cell
from throughcare.imports.states import AT_WORK, ImportStage
from throughcare.people.actions.files import choose_reading, drop_file, keep_file, start_import
from throughcare.people.actions.mappings import delete_mapping, rename_mapping, save_mapping
from throughcare.people.actions.rows import AS_FOUND
from throughcare.people.forms import ChoicesForm, ImportForm, MappingForm, SeenForm
from throughcare.people.forms.importing import ReadSo, read_kept, read_so
from throughcare.people.models import ImportFile
from throughcare.people.pages import looking
from throughcare.people.queries.files import get_file, my_files, rejected_rows
from throughcare.people.queries.mappings import get_mapping, mappings
from throughcare.people.queries.words import codes_for_files

MOST_SHOWN = 200
KIND = "people"


@needs(Permission.PERSON_IMPORT)
def import_people(request: ActorRequest) -> HttpResponse:
    """Choose a file; files that wait, mappings and the latest imports."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("people-import-file", _kept(request, form.cleaned_data["file"]))
        except (Invalid, Refused) as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "files": my_files(request.actor), "runs": imports.runs(KIND), "codes": codes_for_files()}
    return render(request, "people/import.html", context)


def _kept(request: ActorRequest, sent: ImportFile) -> UUID:
    """Read once, so that what is no table is refused at once; for a moment the same file is the same request."""
    by, name, content = request.actor, PurePath(sent.name).name, sent.read()  # type: ignore[attr-defined]  # an uploaded file

    def make() -> UUID:
        read_so(by, content, name)
        return keep_file(by=by, name=name, content=content, choices=AS_FOUND).id

    return once(request, make, lambda file_id: get_file(by, file_id).pk, within=A_MOMENT).thing


def _asked(request: ActorRequest) -> int:
    """How often the page has asked by itself. It stops after two minutes: what asks for ever would never let its reader be logged out."""
    said = request.GET.get("asked", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 0


@needs(Permission.PERSON_IMPORT)
def import_file(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """How the file is read and what it would do; how far it is; or what became of it. POST: how it is to be read."""
    file = get_file(request.actor, file_id)
    if file.stage == ImportStage.DONE:
        return redirect("people-import-run", file.run_id) if file.run_id else redirect("people-import")
    if file.stage in AT_WORK:
        return _at_work(request, file)
    if request.headers.get("HX-Request"):  # the page asks whether the job has compared
        context = {"file": file, "compared": looking.compared_of(file), "asked": _asked(request), **looking.HEADS}
        return render(request, "people/_compared.html", context)
    read = _read_now(request, file)
    form = ChoicesForm.of(read.reading, file.version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            read_so(request.actor, bytes(file.content), file.name, form.choices())
            choose_reading(by=request.actor, file_id=file.id, choices=form.choices(), seen=form.cleaned_data["version"])
            return redirect("people-import-file", file.id)
        except Invalid as refused:
            form.add_error(None, str(refused))
    return _look(request, file, read, form)


def _read_now(request: ActorRequest, file: ImportFile) -> ReadSo:
    try:
        return read_kept(request.actor, file)
    except Invalid as refused:
        # What was chosen can't be: begin again as found, and say why.
        messages.warning(request, str(refused))
        return read_so(request.actor, bytes(file.content), file.name)


def _look(request: ActorRequest, file: ImportFile, read: ReadSo, form: ChoicesForm, save: MappingForm | None = None) -> HttpResponse:
    """The page of a file. save: the name of a mapping as it was sent."""
    context = {"file": file, "form": form, "back_href": reverse("people-import"), **looking.context(request, file, read)}
    return render(request, "people/import_file.html", context | ({"save": save} if save else {}))


def _at_work(request: ActorRequest, file: ImportFile) -> HttpResponse:
    """Looks again by itself, with or without scripts."""
    context: dict[str, object] = {
        "file": file,
        "step": AT_WORK.index(ImportStage(file.stage)) + 1,
        "steps": len(AT_WORK),
        "stuck": is_stuck(file),
    }
    context |= {"back_href": reverse("people-import"), "back_text": "Import people"}
    context["start_href"] = reverse("people-import-start", args=[file.id])
    response = render(request, "imports/working.html", {**context, "form": SeenForm(initial={"version": file.version})})
    if not context["stuck"]:
        response["Refresh"] = "3"
    return response


@require_POST
@needs(Permission.PERSON_IMPORT)
def import_start(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Bring it in."""
    seen = _seen(request)
    once(
        request,
        lambda: start_import(by=request.actor, file_id=file_id, seen=seen).id,
        lambda _: get_file(request.actor, file_id).id,
        within=A_MOMENT,
    )
    return redirect("people-import-file", file_id)


@require_POST
@needs(Permission.PERSON_IMPORT)
def import_drop(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Delete a file that is not in."""
    drop_file(by=request.actor, file_id=file_id, seen=_seen(request))
    messages.success(request, "The file was deleted. Nothing was imported from it.")
    return redirect("people-import")


@require_POST
@needs(Permission.PERSON_IMPORT)
def import_save(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Keep how this file is read, for the next with the same headings."""
    by, file, form = request.actor, get_file(request.actor, file_id), MappingForm(request.POST, auto_id="save_%s")
    if not may_start(file):
        return redirect("people-import-file", file.id)
    read = _read_now(request, file)
    reading = read.reading
    if not form.is_valid():
        return _look(request, file, read, ChoicesForm.of(reading, file.version), form)
    fields, name = [column.field for column in reading.columns], form.cleaned_data["name"]
    saved = save_mapping(by=by, name=name, headings=reading.heads.texts, fields=fields, choices=reading.choices)
    messages.success(request, f"Saved as {saved.name}. Files with the same headings are read so from now on.")
    return redirect("people-import-file", file.id)


@needs(Permission.PERSON_IMPORT)
def import_mappings(request: ActorRequest) -> HttpResponse:
    """Saved mappings."""
    rows = [{"row": one, "href": reverse("people-import-mapping", args=[one.id])} for one in mappings(request.actor)]
    context = {"mappings": rows, "back": reverse("people-import"), "back_text": "Import people"}
    return render(request, "imports/mappings.html", context)


@needs(Permission.PERSON_IMPORT)
def import_mapping(request: ActorRequest, mapping_id: UUID) -> HttpResponse:
    """One: what it reads; POST renames it."""
    mapping = get_mapping(request.actor, mapping_id)
    form = MappingForm(request.POST or None, initial={"name": mapping.name, "version": mapping.version})
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            rename_mapping(by=request.actor, mapping_id=mapping.id, name=form.cleaned_data["name"], seen=seen)
            messages.success(request, "The mapping has its new name.")
            return redirect("people-import-mappings")
        except Invalid as refused:
            form.add_error("name", str(refused))
    rows = looking.mapping_rows(mapping)
    hrefs = {"back": reverse("people-import-mappings"), "delete_href": reverse("people-import-mapping-delete", args=[mapping.id])}
    context = {"mapping": mapping, "form": form, "rows": rows, "delete": SeenForm(initial={"version": mapping.version}, auto_id=False)}
    return render(request, "imports/mapping.html", context | hrefs)


@require_POST
@needs(Permission.PERSON_IMPORT)
def import_mapping_delete(request: ActorRequest, mapping_id: UUID) -> HttpResponse:
    """Files are no longer read by it."""
    delete_mapping(by=request.actor, mapping_id=mapping_id, seen=_seen(request))
    messages.success(request, "The mapping was deleted.")
    return redirect("people-import-mappings")


def _seen(request: ActorRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotFound
    version: int = form.cleaned_data["version"]
    return version


@needs(Permission.PERSON_IMPORT)
def import_run(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """What became of every row of one file."""
    run, called = imports.get_run(KIND, run_id), looking.in_words()
    counts = [("Rows read", run.rows_read), ("New records", run.created), ("Records updated", run.updated), ("Unchanged", run.unchanged)]
    counts += [("Held until somebody has looked at them", run.held or 0), ("Rejected", run.rejected)]
    context = {
        "run": run,
        "counts": [{"key": key, "value": value} for key, value in counts],
        "rejects": [
            {"row": one.row, "field": called(one.field) if one.field else "", "message": one.message}
            for one in imports.rejects_of(run, limit=MOST_SHOWN)
        ],
        "back": reverse("people-import"),
    }
    return render(request, "people/import_run.html", context)


@needs(Permission.PERSON_IMPORT)
def import_rejects(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """The rejected rows as CSV: why, and the row as it stood in the file."""
    run = imports.get_run(KIND, run_id)
    headings, cells = rejected_rows(run)
    rejects = imports.rejects_of(run)
    record(by=request.actor, verb="people.import.rows.exported", about=Ref("imports.importrun", run.id), detail={"rows": len(cells)})
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="rejected-rows.csv"'}
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["row", "field", "reason", *map(plain_cell, headings)])
    writer.writerows([r.row, plain_cell(r.field), plain_cell(r.message), *map(plain_cell, cells.get(r.row, []))] for r in rejects)
    return response
