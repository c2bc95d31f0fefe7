"""Lists as the reader likes to see them."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from throughcare.accounts.actors import Actor
from throughcare.common.refusals import NotFound
from throughcare.notices.models import SavedView
from throughcare.notices.states import LISTS, OF_ONE_PERSON


@dataclass(frozen=True)
class View:
    """One view, as a list or the page of all views shows it. href: empty when it opens on a person's page only."""

    id: UUID
    name: str
    page: str
    list_name: str
    query: str
    is_default: bool
    version: int
    href: str


def own_views(by: Actor, page: str = "") -> list[View]:
    """The reader's, of one list or of all, by name."""
    if by.user_id is None:
        return []
    rows = SavedView.objects.filter(user_id=by.user_id, **({"page": page} if page else {})).order_by("page", "name", "id")
    return [_shown(row) for row in rows]


def get_view(by: Actor, view_id: UUID) -> View:
    """One of the reader's. Raises NotFound."""
    found = SavedView.objects.filter(pk=view_id, user_id=by.user_id).first() if by.user_id else None
    if found is None:
        raise NotFound
    return _shown(found)


def default_query(by: Actor, page: str) -> str:
    """How the reader wants this list to open; empty when they did not say."""
    if by.user_id is None:
        return ""
    return SavedView.objects.filter(user_id=by.user_id, page=page, is_default=True).values_list("query", flat=True).first() or ""


def list_address(page: str) -> str:
    """Where a list is; empty for one of a person, and for one that is not here."""
    try:
        return "" if page in OF_ONE_PERSON else reverse(page)
    except NoReverseMatch:
        return ""


def _shown(row: SavedView) -> View:
    # By its key: what is looked for stands in no address until the list itself is opened.
    href = reverse("saved-view", args=[row.pk]) if list_address(row.page) else ""
    return View(row.pk, row.name, row.page, LISTS.get(row.page, row.page), row.query, row.is_default, row.version, href)
