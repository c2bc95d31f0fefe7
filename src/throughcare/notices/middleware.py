"""A list opens as its reader likes it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.notices.queries.views import default_query
from throughcare.notices.states import LISTS


class DefaultViews:
    """Whoever comes to a list from elsewhere, and asks nothing of it, sees their default view. Taking filters off on the list shows all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        page = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "GET" or request.GET or page not in LISTS or not actor.signed_in:
            return None
        if urlsplit(request.headers.get("Referer", "")).path == request.path:
            return None
        query = default_query(actor, page)
        return redirect(f"{request.path}?{query}") if query else None
