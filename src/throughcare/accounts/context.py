"""What every page's frame says of the session."""

from django.conf import settings
from django.http import HttpRequest

from throughcare.accounts.actors import ANONYMOUS, Actor


def session(request: HttpRequest) -> dict[str, object]:
    """Context for base.html: after how many minutes without doing anything the reader is logged out (0 when nobody is in), and the
    providers one may log in with."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        "sign_on": () if actor.signed_in else settings.SIGN_ON.all,
        "idle_minutes": settings.IDLE_MINUTES if actor.signed_in else 0,
    }
