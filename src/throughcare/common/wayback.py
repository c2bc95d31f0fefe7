"""The way back to a list as the reader left it: what was asked of the list travels in the address of what is opened from it."""

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

_FROM = "from"
_LONGEST = 1000  # characters; no list of ours asks for more


def opened_from(request: HttpRequest) -> str:
    """What links on a list add to their address: what was asked of the list. Empty when nothing was."""
    return f"?{urlencode({_FROM: request.GET.urlencode()})}" if request.GET else ""


def passed_on(request: HttpRequest) -> str:
    """What links between the pages of one thing add, so that the last of them still knows the list."""
    asked = _asked(request)
    return f"?{urlencode({_FROM: asked})}" if asked else ""


def way_back(request: HttpRequest, name: str, *args: object) -> str:
    """The list called `name` with what was asked of it. The path is always ours: nothing in an address leads to another site."""
    asked = _asked(request)
    return reverse(name, args=args) + (f"?{asked}" if asked else "")


def _asked(request: HttpRequest) -> str:
    given = request.GET.get(_FROM, "")
    return QueryDict(given).urlencode() if len(given) <= _LONGEST else ""
