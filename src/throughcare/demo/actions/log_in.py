"""One click, and the visitor is somebody of the cast. Exists where invented people are all there is."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.models import User
from throughcare.accounts.queries import actor_of
from throughcare.accounts.sessions import mark_strong
from throughcare.audit.actions import record
from throughcare.common.ids import new_id
from throughcare.common.reader import Reader, become
from throughcare.common.refusals import NotFound, Refused
from throughcare.demo.cast import MEMBERS


def log_in_as(request: HttpRequest, key: str) -> Actor:
    """Log the visitor in as this member of the cast, under a new session key.

    Raises NotFound for anybody else and outside demo mode, Refused while the demo's people are not made.
    """
    if not settings.DEMO or key not in MEMBERS:
        raise NotFound
    member = MEMBERS[key]
    become(Reader(login_email=member.email))
    user = User.objects.filter(email=member.email, is_active=True).first()
    if user is None:
        raise Refused("The demo's people are not here yet. Start the site with: throughcare demo")
    request_id = new_id()
    become(Reader(user_id=user.id, request_id=request_id))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    mark_strong(request.session, user.id)  # one click stands for both steps
    actor = actor_of(user.id, request_id=request_id) or ANONYMOUS
    request.actor = actor  # type: ignore[attr-defined]  # the attribute every page reads
    record(by=actor, verb="demo.login", detail={"member": key})
    return actor
