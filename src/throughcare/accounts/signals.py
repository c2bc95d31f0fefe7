"""What follows a log-in, a second step, and a changed password."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.signals import user_logged_in

from throughcare.accounts import actions, sessions
from throughcare.accounts.actors import Actor


def listen() -> None:
    """Once, when all apps are loaded."""
    user_logged_in.connect(_begun, dispatch_uid="accounts.begun")
    authenticator_used.connect(_second_step, dispatch_uid="accounts.second_step")
    for name, signal in (("changed", password_changed), ("reset", password_reset), ("set", password_set)):
        signal.connect(_new_password, dispatch_uid=f"accounts.password_{name}")


def _new_password(user: Any, **_more: object) -> None:
    actions.end_keys_with_password(by=Actor(user_id=user.pk, name=user.name))


def _begun(request: Any, **_more: object) -> None:
    sessions.begin(request.session)


def _second_step(request: Any, user: Any, **_more: object) -> None:
    sessions.mark_strong(request.session, user.pk)
