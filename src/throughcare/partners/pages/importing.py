"""Bringing in a list of partners: send it, see how it is read and what it would do, bring it in, and see what became of every row."""

import csv
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.imports import queries as imports
from throughcare.imports.forms import MappingForm, SeenForm
from throughcare.imports.models import ImportRun, Reject, RowNote, Said
from throughcare.imports.rows import plain_cell
from throughcare.imports.states import AT_WORK, ImportStage
from throughcare.partners import actions
from throughcare.partners.forms.importing import ListChoicesForm, ListForm, ReadSo, read_kept, read_so
from throughcare.partners.models import PartnerFile
from throughcare.partners.pages import looking
from throughcare.partners.queries import lists
from throughcare.partners.readers import label_of
from throughcare.partners.rows import AS_FOUND

MOST_SHOWN = 200
KIND = "partners"
_TITLE = "Import partners"
_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def partner_import(request: ActorRequest) -> HttpResponse:
    """Choose a list; lists that wait, mappings and the latest imports."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("partner-import-file", _kept(request, form.cleaned_data["file"]))
        except (Invalid, Refused) as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "files": lists.my_files(request.actor), "runs": imports.runs(KIND), "codes": looking.codes()}
    return render(request, "partners/import.html", context)


def _kept(request: ActorRequest, sent: object) -> UUID:
    """Read once, so that what is no table is refused at once; for a moment the same file is the same request."""
    by, name, content = request.actor, PurePath(sent.name).name, sent.read()  # type: ignore[attr-defined]  # an uploaded file

    def make() -> UUID:
        read_so(by, content, name)
        return actions.keep_list(by=by, name=name, content=content, choices=AS_FOUND).id

    return once(request, make, lambda file_id: lists.get_file(by, file_id).pk, within=A_MOMENT).thing


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def partner_import_file(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """How the list is read and what it would do; how far it is; or what became of it. POST: how it is to be read."""
    file = lists.get_file(request.actor, file_id)
    if file.stage == ImportStage.DONE:
        return redirect("partner-import-run", file.run_id) if file.run_id else redirect("partner-import")
    if file.stage in AT_WORK:
        return _at_work(request, file)
    read = _read_now(request, file)
    form = ListChoicesForm.of(read.reading, file.version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            read_so(request.actor, bytes(file.content), file.name, form.choices())
            actions.choose_list_reading(by=request.actor, file_id=file.id, choices=form.choices(), seen=form.cleaned_data["version"])
            return redirect("partner-import-file", file.id)
        except Invalid as refused:
            form.add_error(None, str(refused))
    return _look(request, file, read, form)


def _read_now(request: ActorRequest, file: PartnerFile) -> ReadSo:
    try:
        return read_kept(request.actor, file)
    except Invalid as refused:
        # What was chosen can't be: begin again as found, and say why.
        messages.warning(request, str(refused))
        return read_so(request.actor, bytes(file.content), file.name)


def _look(request: ActorRequest, file: PartnerFile, read: ReadSo, form: ListChoicesForm, save: MappingForm | None = None) -> HttpResponse:
    """The page of a list. save: the name of a mapping as it was sent."""
    context = {"file": file, "form": form, "back_href": reverse("partner-import"), **looking.context(request, file, read)}
    return render(request, "partners/import_file.html", context | ({"save": save} if save else {}))


def _at_work(request: ActorRequest, file: PartnerFile) -> HttpResponse:
    """Looks again by itself, with or without scripts."""
    stuck = imports.is_stuck(file)
    context = {
        "file": file,
        "step": AT_WORK.index(ImportStage(file.stage)) + 1,
        "steps": len(AT_WORK),
        "stuck": stuck,
        "back_href": reverse("partner-import"),
        "back_text": _TITLE,
        "start_href": reverse("partner-import-start", args=[file.id]),
        "form": SeenForm(initial={"version": file.version}),
    }
    response = render(request, "imports/working.html", context)
    if not stuck:
        response["Refresh"] = "3"
    return response


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_import_start(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Bring it in."""
    by, seen = request.actor, _seen(request)
    once(
        request,
        lambda: actions.start_list(by=by, file_id=file_id, seen=seen).id,
        lambda _: lists.get_file(by, file_id).id,
        within=A_MOMENT,
    )
    return redirect("partner-import-file", file_id)


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_import_drop(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Delete a list that is not in."""
    actions.drop_list(by=request.actor, file_id=file_id, seen=_seen(request))
    messages.success(request, "The list was deleted.")
    return redirect("partner-import")


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_import_save(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """Keep how this list is read, for the next with the same headings."""
    by, file, form = request.actor, lists.get_file(request.actor, file_id), MappingForm(request.POST, auto_id="save_%s")
    if not imports.may_start(file):
        return redirect("partner-import-file", file.id)
    read = _read_now(request, file)
    reading = read.reading
    if not form.is_valid():
        return _look(request, file, read, ListChoicesForm.of(reading, file.version), form)
    name = form.cleaned_data["name"]
    saved = actions.save_mapping(by=by, name=name, headings=reading.heads.texts, fields=read.fields, choices=read.to_keep)
    messages.success(request, f"Saved as {saved.name}. Lists with the same headings are read so from now on.")
    return redirect("partner-import-file", file.id)


@needs(Permission.PARTNER_EDIT)
def partner_import_mappings(request: ActorRequest) -> HttpResponse:
    """Saved mappings."""
    rows = [{"row": one, "href": reverse("partner-import-mapping", args=[one.id])} for one in lists.mappings(request.actor)]
    return render(request, "imports/mappings.html", {"mappings": rows, "back": reverse("partner-import"), "back_text": _TITLE})


@require_http_methods(_METHODS)
@needs(Permission.PARTNER_EDIT)
def partner_import_mapping(request: ActorRequest, mapping_id: UUID) -> HttpResponse:
    """One: what it reads; POST renames it."""
    mapping = lists.get_mapping(request.actor, mapping_id)
    form = MappingForm(request.POST or None, initial={"name": mapping.name, "version": mapping.version})
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            actions.rename_mapping(by=request.actor, mapping_id=mapping.id, name=form.cleaned_data["name"], seen=seen)
            messages.success(request, "The mapping has its new name.")
            return redirect("partner-import-mappings")
        except Invalid as refused:
            form.add_error("name", str(refused))
    context = {
        "mapping": mapping,
        "form": form,
        "rows": looking.mapping_rows(mapping),
        "delete": SeenForm(initial={"version": mapping.version}, auto_id=False),
        "delete_href": reverse("partner-import-mapping-delete", args=[mapping.id]),
        "back": reverse("partner-import-mappings"),
    }
    return render(request, "imports/mapping.html", context)


@require_POST
@needs(Permission.PARTNER_EDIT)
def partner_import_mapping_delete(request: ActorRequest, mapping_id: UUID) -> HttpResponse:
    """Lists are no longer read by it."""
    actions.delete_mapping(by=request.actor, mapping_id=mapping_id, seen=_seen(request))
    messages.success(request, "The mapping was deleted.")
    return redirect("partner-import-mappings")


def _seen(request: ActorRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotFound
    version: int = form.cleaned_data["version"]
    return version


@needs(Permission.PARTNER_EDIT)
def partner_import_run(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """What became of every row of one list."""
    run = imports.get_run(KIND, run_id)
    counts = [("Rows read", run.rows_read), ("New partners", run.created), ("Partners updated", run.updated), ("Unchanged", run.unchanged)]
    notes = lists.notes_of(run, limit=MOST_SHOWN)
    context = {
        "run": run,
        "counts": [{"key": key, "value": value} for key, value in [*counts, ("Rejected", run.rejected)]],
        "rejects": [
            {"row": _where(run, one), "field": label_of(one.field) if one.field else "", "message": one.message}
            for one in imports.rejects_of(run, limit=MOST_SHOWN)
        ],
        "noted_head": ["Row", "Column", "Why"],
        "noted": [
            (
                looking.said_of(said),
                [[looking.row_of(_where(run, one)), label_of(one.field), one.message] for one in notes if one.said == said],
            )
            for said in dict.fromkeys(one.said for one in notes)
        ],
        "more_notes": len(notes) == MOST_SHOWN,
        "look": any(one.said == Said.ALIKE for one in notes),
        "back": reverse("partner-import"),
    }
    return render(request, "partners/import_run.html", context)


def _where(run: ImportRun, one: Reject | RowNote) -> str:
    """Its row, with the sheet before it where the list had several."""
    sheet = one.file.removeprefix(run.source).removeprefix(": ")
    return f"{sheet}: {one.row}" if sheet else str(one.row)


@needs(Permission.PARTNER_EDIT)
def partner_import_rejects(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """The rejected rows as CSV: why, and the row as it stood in the file."""
    run = imports.get_run(KIND, run_id)
    headings, cells = lists.rejected_cells(run)
    record(by=request.actor, verb="partners.import.rows.exported", about=Ref("imports.importrun", run.id), detail={"rows": len(cells)})
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="rejected-rows.csv"'}
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["file", "row", "field", "reason", *map(plain_cell, headings)])
    for one in imports.rejects_of(run):
        why = [plain_cell(one.file), one.row, plain_cell(one.field), plain_cell(one.message)]
        writer.writerow([*why, *map(plain_cell, cells.get((one.file, one.row), []))])
    return response
