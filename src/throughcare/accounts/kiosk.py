"""A kiosk: a computer that many use one after another, such as people in custody. It comes to the site by a host name of its own.

By its name, since a cookie or a choice would be gone with the last visitor's data, or be theirs to change.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from throughcare.accounts.sessions import seconds_in_all, seconds_left

LONGEST_MINUTES = 30
# Nothing is kept, sent to paper, saved as a file or opened beside: what a page there may do beyond showing itself and its forms.
SANDBOX = ("allow-same-origin", "allow-forms", "allow-scripts")
WIPED = '"cache", "cookies", "storage"'
_OUTSIDE = re.compile(rb'<a\b[^>]*\bhref="(?:https?:|mailto:|tel:)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_AUTOCOMPLETE = re.compile(rb'\sautocomplete="[^"]*"')
_FIELD = re.compile(rb"<(form|input|textarea|select)\b")


@dataclass(frozen=True)
class Limits:
    """When a session ends, in minutes: without doing anything, and whatever one does. mark_every: seconds after which it is marked anew."""

    idle: int
    longest: int
    mark_every: int = 15


def is_kiosk(request: HttpRequest) -> bool:
    """Whether the request came by a kiosk's name."""
    return bool(settings.KIOSK_HOSTS) and split_domain_port(request.get_host())[0] in settings.KIOSK_HOSTS


def limits_of(request: HttpRequest) -> Limits:
    """Of sessions in this browser."""
    if is_kiosk(request):
        return Limits(settings.KIOSK_MINUTES, LONGEST_MINUTES, mark_every=1)  # a clock stands on the page: it keeps its word to the second
    return Limits(settings.IDLE_MINUTES, settings.SESSION_COOKIE_AGE // 60)


@dataclass(frozen=True)
class Left:
    """How long somebody has who does nothing more. is_last: staying gives no second more."""

    seconds: int
    is_last: bool


def time_left(request: HttpRequest) -> Left:
    """Of whoever is logged in here."""
    limits = limits_of(request)
    seconds = seconds_left(request.session, idle=limits.idle, longest=limits.longest)
    return Left(seconds, is_last=seconds >= seconds_in_all(request.session, longest=limits.longest))


def make_plain(response: HttpResponse) -> None:
    """Of a page for a kiosk: the browser offers to fill in nothing, links that lead elsewhere are words, and the frame can do no more."""
    setattr(response, "_csp_update", {"sandbox": list(SANDBOX)})  # noqa: B010 - where django-csp looks
    if response.headers.get("Content-Type", "").startswith("text/html"):
        text = _AUTOCOMPLETE.sub(b"", _OUTSIDE.sub(rb"<span>\1</span>", response.content))
        response.content = _FIELD.sub(rb'<\1 autocomplete="off"', text)
