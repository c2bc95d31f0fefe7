"""Every page says on its first line who may come in; a page that says nothing stops the application from starting."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from throughcare.accounts.actors import Actor
from throughcare.accounts.kiosk import is_kiosk
from throughcare.accounts.permissions import Permission

View = Callable[..., HttpResponseBase]


class ActorRequest(HttpRequest):
    """A request after the reader middleware: `actor` says who is asking."""

    actor: Actor


# Told of a form that came after its author's session had ended, with the author; each says where they find it again, or nothing.
Keeper = Callable[[HttpRequest, UUID], str]
_KEEPERS: list[Keeper] = []


def keep_late_forms(keeper: Keeper) -> None:
    """Hand `keeper` every form that comes too late from now on. Its token against forged forms is checked by then."""
    if keeper not in _KEEPERS:
        _KEEPERS.append(keeper)


def _to_log_in(request: HttpRequest) -> HttpResponseBase:
    """The log-in page, and after it where they were: the page asked for, or the one whose form they sent."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    late: UUID | None = getattr(request, "late_user", None)
    kept = next((path for keep in _KEEPERS if (path := keep(request, late))), "") if late and not is_kiosk(request) else ""
    answer = redirect_to_login(kept) if kept else _back_to_form(request)
    if not request.headers.get("HX-Request"):
        return answer
    return HttpResponse(headers={"HX-Redirect": answer["Location"]})  # the whole window goes, not the part that was to be drawn anew


def _back_to_form(request: HttpRequest) -> HttpResponseBase:
    came_from = urlsplit(request.headers.get("Referer", ""))
    same_site = came_from.netloc == request.get_host()
    return redirect_to_login(came_from._replace(scheme="", netloc="", fragment="").geturl() if same_site and came_from.path else "/")


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Signed in and holding one of `permissions`; others get the answer of an unknown address."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.signed_in:
                return _to_log_in(request)
            if not any(request.actor.may(p) for p in permissions):
                request.actor.check(permissions[0])
            return view(request, *args, **kwargs)

        inner.policy = permissions  # type: ignore[attr-defined]  # read by the start-up check of routes
        return inner

    return wrap


def signed_in(view: View) -> View:
    """Anybody who is logged in."""

    @wraps(view)
    def inner(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor.signed_in:
            return _to_log_in(request)
        return view(request, *args, **kwargs)

    inner.policy = "signed in"  # type: ignore[attr-defined]  # read by the start-up check of routes
    return inner


def open_to_all(reason: str) -> Callable[[View], View]:
    """Nobody needs to log in, for a stated reason."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(*args, **kwargs)

        inner.policy = f"open: {reason}"  # type: ignore[attr-defined]  # read by the start-up check of routes
        return inner

    return wrap


def by_link(reason: str) -> Callable[[View], View]:
    """Nobody needs to log in: the key in the address, mailed to one reader, is all that lets them in.

    A form is taken from them without the token against forged forms. Nothing comes along by itself that a forger could use: whoever has no key
    is let in to nothing, and whoever has one needs nobody else's browser. And a cookie that ended, or never was taken, loses nobody what they wrote.
    Who is logged in is asked for the token as everywhere, since what they do by a link is written down as theirs.
    """

    def wrap(view: View) -> View:
        opened = open_to_all(reason)(view)
        checked = csrf_protect(opened)

        @wraps(opened)
        def inner(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return (checked if request.actor.signed_in else opened)(request, *args, **kwargs)

        return csrf_exempt(inner)

    return wrap
