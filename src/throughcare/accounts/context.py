"""What every page's frame says of the session."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.kiosk import Left, is_kiosk, limits_of, time_left


def session(request: HttpRequest) -> dict[str, object]:
    """Context for base.html: after how many minutes without doing anything the reader is logged out (0 when nobody is in), and the
    providers one may log in with."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        # At a kiosk nobody logs in who has an account at a provider, and a provider's page has no end there.
        "sign_on": () if actor.signed_in or is_kiosk(request) else settings.SIGN_ON.all,
        "idle_minutes": limits_of(request).idle if actor.signed_in else 0,
        "kiosk": _kiosk(request, actor) if is_kiosk(request) else None,
    }


@dataclass(frozen=True)
class KioskFrame:
    """What stands on every page of a kiosk. seconds: until the screen goes to the start by itself (0: it is there), last: in any case."""

    seconds: int
    last: bool
    now: str
    until: str


def _kiosk(request: HttpRequest, actor: Actor) -> KioskFrame:
    at = localtime()
    left = time_left(request) if actor.signed_in else Left(int(limits_of(request).idle * 60), is_last=False)
    at_start = not actor.signed_in and request.path in ("/", reverse("finished"))
    return KioskFrame(0 if at_start else left.seconds, left.is_last, f"{at:%H:%M}", f"{at + timedelta(seconds=left.seconds):%H:%M}")
