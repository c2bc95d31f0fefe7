"""Lists as one likes to see them: saved, opened, renamed, deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.accounts.decorators import ActorRequest, signed_in
from throughcare.accounts.repeats import once
from throughcare.common.refusals import Invalid, NotFound
from throughcare.notices import actions
from throughcare.notices.forms import NewViewForm, SeenForm, ViewForm
from throughcare.notices.queries.views import get_view, list_address, own_views

HEAD = ["View", "Of which list", "How the list opens", "Change"]


@require_safe
@signed_in
def views(request: ActorRequest) -> HttpResponse:
    """All of the reader's."""
    found = own_views(request.actor)
    rows: list[list[Any]] = [
        [
            {"text": view.name, "href": view.href} if view.href else view.name,
            view.list_name,
            {"text": "Yes", "colour": "green"} if view.is_default else "No",
            {"text": "Rename or delete", "href": reverse("saved-view-change", args=[view.id])},
        ]
        for view in found
    ]
    return render(request, "notices/views.html", {"views": found, "head": HEAD, "rows": rows})


@require_safe
@signed_in
def view(request: ActorRequest, view_id: UUID) -> HttpResponse:
    """To the list, with the filters."""
    found = get_view(request.actor, view_id)
    where = list_address(found.page)
    if not where:
        raise NotFound
    return redirect(f"{where}?{found.query}")


@require_POST
@signed_in
def view_add(request: ActorRequest) -> HttpResponse:
    """Keep the filters set now, and go back to the list."""
    by, form = request.actor, NewViewForm(request.POST)
    if form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("page", "name", "query")}
        try:
            once(request, lambda: actions.save_view(by=by, **sent).pk, lambda view_id: get_view(by, view_id).id)
        except Invalid as wrong:
            _put(form, wrong)
        else:
            messages.success(request, f"View saved: {sent['name']}.")
            return redirect(_back(form.cleaned_data["path"], sent["page"], sent["query"]))
    return render(request, "notices/view.html", {"form": form, "view": None, "title": "Save a view", "caption": ""})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def view_change(request: ActorRequest, view_id: UUID) -> HttpResponse:
    """Another name; whether the list opens so."""
    by, found = request.actor, get_view(request.actor, view_id)
    values = {"name": found.name, "is_default": found.is_default, "version": found.version}
    form = ViewForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        new, seen = {name: form.cleaned_data[name] for name in ("name", "is_default")}, form.cleaned_data["version"]

        def change() -> UUID:
            actions.change_view(by=by, view_id=view_id, seen=seen, **new)
            return view_id

        try:
            once(request, change, lambda _: get_view(by, view_id).id)
        except Invalid as wrong:
            _put(form, wrong)
        else:
            messages.success(request, "View changed.")
            return redirect("saved-views")
    return render(request, "notices/view.html", {"form": form, "view": found, "title": found.name, "caption": found.list_name})


@require_POST
@signed_in
def view_delete(request: ActorRequest, view_id: UUID) -> HttpResponse:
    """Its filters are gone, nothing else: as they were on the page."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Invalid("The form came without the version it showed. Open the view again.")
    actions.delete_view(by=request.actor, view_id=view_id, seen=form.cleaned_data["version"])
    messages.success(request, "View deleted.")
    return redirect("saved-views")


def _put(form: NewViewForm | ViewForm, wrong: Invalid) -> None:
    for name, sentences in wrong.errors.items():
        form.add_error(name if name == "name" else None, sentences[0])


def _back(path: str, page: str, query: str) -> str:
    """The list it was saved on, as it was: an address of ours that is this list, or the page of all views."""
    try:
        is_the_list = resolve(path).view_name == page
    except Resolver404:
        is_the_list = False
    return f"{path}?{query}" if is_the_list else reverse("saved-views")
