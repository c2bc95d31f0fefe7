"""What happens to accounts leaves its row here: log-ins, refused ones, accounts made and closed, access keys."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection

from throughcare.accounts import events
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.queries import user_with_email
from throughcare.audit import actions


def listen() -> None:
    """Once, when all apps are loaded."""
    events.register(_keep)
    user_logged_in.connect(_logged_in, dispatch_uid="audit.logged_in")
    user_logged_out.connect(_logged_out, dispatch_uid="audit.logged_out")
    user_login_failed.connect(_refused, dispatch_uid="audit.login_failed")


def _keep(what: Happening) -> None:
    actions.record(by=what.by, verb=what.verb, about=what.about, detail=dict(what.detail))


def _logged_in(user: Any, **_more: object) -> None:
    _keep(Happening(Actor(user_id=user.pk, name=user.name), "user.logged_in", events.account(user.pk)))


def _logged_out(user: Any, **_more: object) -> None:
    if user is not None and connection.in_atomic_block:
        _keep(Happening(Actor(user_id=user.pk, name=user.name), "user.logged_out", events.account(user.pk)))


def _refused(credentials: dict[str, Any], **_more: object) -> None:
    """A wrong password or an unknown address; what was typed is not kept. The same work for both, so that the time tells nothing."""
    email = str(credentials.get("email") or credentials.get("username") or "").replace("\x00", "")[:254]
    known = user_with_email(email)
    _keep(Happening(Actor(), "user.login_refused", events.account(known) if known else None, {"known": known is not None}))
