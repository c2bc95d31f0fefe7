"""What every list's frame shows of the reader's saved views."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.notices.actions.views import filters_of
from throughcare.notices.queries.views import own_views
from throughcare.notices.states import LISTS, OF_ONE_PERSON


@dataclass(frozen=True)
class SavedViews:
    """What the filter panel draws: views {name, href, is_default}, and the form that keeps the filters set now."""

    views: list[dict[str, object]]
    page: str
    query: str
    path: str
    add_href: str
    manage_href: str


def saved_views(request: HttpRequest) -> dict[str, object]:
    """Context for the filter panel; None where no views can be kept."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    page = request.resolver_match.view_name if request.resolver_match else ""
    if not actor.signed_in or page not in LISTS:
        return {"saved_views": None}
    found = [
        {"name": view.name, "is_default": view.is_default, "href": f"?{view.query}" if page in OF_ONE_PERSON else view.href}
        for view in own_views(actor, page)
    ]
    query = filters_of(request.GET.urlencode())
    return {"saved_views": SavedViews(found, page, query, request.path, reverse("saved-view-add"), reverse("saved-views"))}
