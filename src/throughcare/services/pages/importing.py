"""Bringing in a directory: choose a file, see what it would do, do it, see what it did."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import A_MOMENT, once
from throughcare.imports.models import ImportRun, Reject
from throughcare.services import actions, queries
from throughcare.services.forms import UploadForm, read_upload
from throughcare.services.queries import shown
from throughcare.services.rows import Reject as ReadReject

_SHOWN = 50  # refused rows on a page


@needs(Permission.SERVICE_IMPORT)
def choose_file(request: ActorRequest) -> HttpResponse:
    """Choose a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        kept = once(
            request,
            lambda: actions.keep_upload(
                by=request.actor, name=sent["file"].name, content=sent["content"], source=sent["source"], layout=sent["layout"]
            ),
            lambda upload_id: queries.get_upload(request.actor, upload_id).id,
            within=A_MOMENT,
        )
        return redirect("service-import-preview", kept.thing)
    crumbs = [{"text": "Services", "href": reverse("services")}]
    return render(request, "services/import_file.html", {"form": form, "crumbs": crumbs, "cancel": reverse("services")})


@needs(Permission.SERVICE_IMPORT)
def preview(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """What the file would do; POST does it."""
    by = request.actor
    if request.method == "POST":
        done = once(request, lambda: _brought_in(by, upload_id), lambda run_id: queries.get_run(by, run_id, most=0)[0].id)
        return redirect("service-import-done", done.thing)
    upload = queries.get_upload(by, upload_id)
    would = actions.import_directory(by=by, directory=read_upload(upload), source=upload.source, dry_run=True)
    context = {"upload": upload, "would": would, "back": reverse("service-import")}
    return render(request, "services/import_preview.html", {**context, **_became(would.run, would.rejects)})


def _brought_in(by: Actor, upload_id: UUID) -> UUID:
    upload = queries.get_upload(by, upload_id)
    return actions.bring_in(by=by, upload=upload, directory=read_upload(upload)).id


@needs(Permission.SERVICE_IMPORT)
def imported(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """What an import did."""
    run, rejects = queries.get_run(request.actor, run_id, most=_SHOWN)
    crumbs = [{"text": "Services", "href": reverse("services")}]
    return render(request, "services/import_done.html", {"run": run, "crumbs": crumbs, **_became(run, rejects)})


def _became(run: ImportRun, rejects: Sequence[Reject | ReadReject]) -> dict[str, object]:
    """What became of the rows: counts, and the first of those refused."""
    rows = [[reject.file, reject.row, reject.field, reject.message] for reject in rejects[:_SHOWN]]
    return {
        "counts": shown.counts(run),
        "rejects": rows,
        "rejects_head": shown.REJECTS_HEAD,
        "more": run.rejected - len(rows),
    }
