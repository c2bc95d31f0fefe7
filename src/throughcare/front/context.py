"""What every page's frame needs: who is logged in, where they can go, what waits unread."""

from django.conf import settings
from django.http import HttpRequest

from throughcare.accounts.actors import ANONYMOUS, Actor


def layout(request: HttpRequest) -> dict[str, object]:
    """Context for base.html."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {"actor": actor, "demo": settings.DEMO}
