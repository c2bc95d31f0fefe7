"""Keeping a list as one likes to see it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.common.text import clean
from throughcare.notices.models import SavedView
from throughcare.notices.queries.views import get_view
from throughcare.notices.states import LISTS

MOST = 50
LONGEST_NAME, LONGEST_QUERY = 80, 1000
_NO_FILTERS = frozenset({"after", "before", "from", "csrfmiddlewaretoken"})
_CHANGED = "You changed this view elsewhere since you opened it. Look at it again."
_TAKEN = "You have a view of this name for this list. Choose another name."


@transaction.atomic
def save_view(*, by: Actor, page: str, name: str, query: str) -> SavedView:
    """Keep what is asked of a list under a name. Raises Invalid for an unknown list, no name, no filter, a name that is taken, too many."""
    if by.user_id is None:
        raise NotFound
    if page not in LISTS:
        raise Invalid("Views can't be kept of this list.", {"page": [f"Use one of: {', '.join(LISTS)}."]})
    asked = filters_of(query)
    if not asked or len(asked) > LONGEST_QUERY:
        raise Invalid("Set a filter first, then save the view.", {"query": ["Set a filter first, then save the view."]})
    if SavedView.objects.filter(user_id=by.user_id).count() >= MOST:
        raise Invalid(f"You have {MOST} views: delete one first.", {"name": [f"You have {MOST} views: delete one first."]})
    made = SavedView(user_id=by.user_id, page=page, name=_name(name), query=asked)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Invalid(_TAKEN, {"name": [_TAKEN]}) from None
    _record(by, "view.saved", made.pk, page)
    return made


@transaction.atomic
def change_view(*, by: Actor, view_id: UUID, name: str, is_default: bool, seen: int) -> None:
    """Another name; whether the list opens so, which no other view of it then does. Raises NotFound, Invalid, Stale."""
    there = get_view(by, view_id)
    wanted = _name(name)
    mine = SavedView.objects.filter(user_id=by.user_id or "", page=there.page)
    if is_default:
        mine.exclude(pk=view_id).update(is_default=False)
    try:
        with transaction.atomic():
            changed = mine.filter(pk=view_id, version=seen).update(name=wanted, is_default=is_default, version=seen + 1)
    except IntegrityError:
        raise Invalid(_TAKEN, {"name": [_TAKEN]}) from None
    if not changed:
        raise Stale(_CHANGED)
    _record(by, "view.changed", view_id, there.page)


@transaction.atomic
def delete_view(*, by: Actor, view_id: UUID, seen: int) -> None:
    """The filters are gone, nothing else. Raises NotFound, and Stale when they changed since version `seen`."""
    there = get_view(by, view_id)
    if not SavedView.objects.filter(pk=view_id, user_id=by.user_id or "", version=seen).delete()[0]:
        raise Stale(_CHANGED)
    _record(by, "view.deleted", view_id, there.page)


def filters_of(query: str) -> str:
    """What is asked of a list, without where one is in it."""
    try:
        asked = QueryDict(query, mutable=True)
    except ValueError:  # far more fields than any list has
        return ""
    for name in list(asked):
        values = [value for value in asked.getlist(name) if value and "\x00" not in value]
        if name in _NO_FILTERS or not values:
            del asked[name]
        else:
            asked.setlist(name, values)
    return asked.urlencode()


def _name(name: str) -> str:
    given = clean(name)
    if not given or len(given) > LONGEST_NAME:
        ask = f"Enter a name of {LONGEST_NAME} characters or fewer."
        raise Invalid(ask, {"name": [ask]})
    return given


def _record(by: Actor, verb: str, view_id: UUID, page: str) -> None:
    record(by=by, verb=verb, about=Ref("notices.view", view_id), detail={"list": page})
