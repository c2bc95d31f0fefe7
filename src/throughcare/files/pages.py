"""Pages of documents, and their files as they leave."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.accounts.decorators import ActorRequest, needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.files import actions, queries
from throughcare.files.forms import DocumentForm, NewDocumentForm, WithdrawForm
from throughcare.files.models import Document
from throughcare.files.states import FORMATS, DocumentState

_METHODS = ["GET", "HEAD", "POST"]
_HEAD = ("Document", "What it is", "File", "Added", "Who reads it")


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def documents(request: ActorRequest, kind: str, about_id: UUID) -> HttpResponse:
    """Documents about one thing, the latest first; those withdrawn when they are asked for."""
    by, thing, every = request.actor, queries.thing(kind, about_id), request.GET.get("withdrawn") == "yes"
    side = queries.side_of(by, thing)
    page = queries.documents_about(by, thing, withdrawn=every, cursor=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": _lines(page.rows, ours=side in (queries.KEEPS, queries.SEES)),
        "head": _HEAD if side in (queries.KEEPS, queries.SEES) else _HEAD[:-1],
        "name": queries.name_of(by, thing),
        "back": queries.address_of(thing),
        "may_add": side in (queries.KEEPS, queries.BRINGS),
        "about_kind": kind,
        "about_id": about_id,
        "every": every,
    }
    return render(request, "files/documents.html", context)


def _lines(rows: Sequence[Document], *, ours: bool) -> list[list[object]]:
    names = queries.adders(rows)
    return [
        [
            {"text": row.title, "href": reverse("document", args=[row.pk])},
            row.get_sort_display() if row.state == DocumentState.KEPT else {"text": "Withdrawn", "colour": "grey"},
            f"{FORMATS[row.format].words}, {queries.size_words(row.size)}",
            _added(row, names),
            *([{"text": "Both sides", "colour": "blue"} if row.shared else "We alone"] if ours else []),
        ]
        for row in rows
    ]


def _added(row: Document, names: Any) -> str:
    on = f"{row.added_at.day} {row.added_at:%B %Y}"
    return f"{on}, {names[row.added_by_id]}" if row.added_by_id in names else on


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def document(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """One document: what is said of it, and the way to its file."""
    by, found = request.actor, queries.get_document(request.actor, document_id)
    ours = queries.side_of(by, found.about) in (queries.KEEPS, queries.SEES)
    context = {
        "document": found,
        "is_kept": found.state == DocumentState.KEPT,
        "file": f"{FORMATS[found.format].words}, {queries.size_words(found.size)}",
        "added": _added(found, queries.adders([found])),
        "ours": ours,
        "others": queries.others_of(found.about),
        "thing": queries.name_of(by, found.about),
        "thing_href": queries.address_of(found.about),
        "may_change": found.state == DocumentState.KEPT and queries.may_change(by, found),
        "back": _list_of(found.about),
    }
    return render(request, "files/document.html", context)


@require_safe
@needs(Permission.DIRECTORY_VIEW)
def document_file(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """Its bytes, to be kept by the reader and never shown by the browser itself."""
    found, content = actions.open_document(by=request.actor, document_id=document_id)
    return leaving(found, content)


def leaving(found: Document, content: bytes) -> HttpResponse:
    """A file as it leaves: always an attachment, of the kind it was found to be, and nothing in it may run were it shown all the same."""
    answer = HttpResponse(content, content_type=FORMATS[found.format].media)
    answer["Content-Disposition"] = f'attachment; filename="{queries.file_name(found)}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def document_add(request: ActorRequest, kind: str, about_id: UUID) -> HttpResponse:
    """Send a file about a thing."""
    by, thing = request.actor, queries.thing(kind, about_id)
    side = queries.side_of(by, thing)
    if side not in (queries.KEEPS, queries.BRINGS):
        raise NotFound
    form = NewDocumentForm(request.POST or None, request.FILES or None, others=_others(thing, side))
    if request.method == "POST" and form.is_valid():
        try:
            made = once(
                request,
                lambda: actions.add_document(by=by, new=form.new(thing)),
                lambda made_id: queries.get_document(by, made_id),
            )
        except (Invalid, Refused) as wrong:
            form.add_error(None, str(wrong))
        else:
            say(request, made, "Document added.", "You added this document")
            return redirect("document", made.thing.pk)
    means = "" if side == queries.KEEPS else "The department reads it too."
    return _form(request, form, "Add a document", _list_of(thing), caption=queries.name_of(by, thing), button="Add", means=means)


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def document_change(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """Say better what it is, or who reads it."""
    by, found, theirs = request.actor, _changing(request, document_id), ""
    others = _others(found.about, queries.side_of(by, found.about))
    form = DocumentForm(request.POST or None, row=found, others=others)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            once(
                request,
                lambda: actions.change_document(by=by, document_id=document_id, seen=seen, **form.said()),
                lambda _: queries.get_document(by, document_id),
            )
        except Stale:
            if seen > found.version:
                raise
            theirs = f"{found.title}\n{found.get_sort_display()}"
            form = DocumentForm({**request.POST.dict(), "version": found.version}, row=found, others=others)
        except Refused as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, "Changed.")
            return redirect("document", document_id)
    return _form(request, form, "Change what is said of a document", reverse("document", args=[document_id]), theirs=theirs)


@require_http_methods(_METHODS)
@needs(Permission.DIRECTORY_VIEW)
def document_withdraw(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """It should not be here."""
    by, found, theirs = request.actor, _changing(request, document_id), ""
    form = WithdrawForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            once(
                request,
                lambda: actions.withdraw_document(by=by, document_id=document_id, reason=said["reason"], seen=said["version"]),
                lambda _: queries.get_document(by, document_id),
            )
        except Stale:
            if said["version"] > found.version:
                raise
            theirs = f"{found.title}\n{found.get_sort_display()}"
            form = WithdrawForm({**request.POST.dict(), "version": found.version})
        else:
            messages.success(request, "Withdrawn. Its file is gone; that it was here, and why not any more, stays to be read.")
            return redirect("document", document_id)
    means = "Its file is deleted, and can't be brought back. What it was called, and your reason, stay."
    back = reverse("document", args=[document_id])
    return _form(request, form, "Withdraw a document", back, caption=found.title, button="Withdraw", theirs=theirs, means=means)


def _changing(request: ActorRequest, document_id: UUID) -> Document:
    """One that the reader may change. Raises NotFound; for a form too late the action says so."""
    found = queries.get_document(request.actor, document_id)
    if not queries.may_change(request.actor, found) or (request.method != "POST" and found.state != DocumentState.KEPT):
        raise NotFound
    return found


def _others(about: Ref, side: str) -> str:
    """Who the other side is, for whoever says whether they read a document; nothing for those others themselves."""
    return queries.others_of(about) if side == queries.KEEPS else ""


def _list_of(about: Ref) -> str:
    return reverse("documents", args=[about.kind, about.id])


def _form(
    request: ActorRequest, form: Any, title: str, back: str, *, caption: str = "", button: str = "Save", theirs: str = "", means: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "caption": caption, "button": button, "back": back, "theirs": theirs, "means": means}
    return render(request, "files/form.html", context)
