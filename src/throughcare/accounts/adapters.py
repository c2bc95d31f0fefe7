"""How allauth behaves here: nobody signs themselves up, and no mail leaves while somebody waits for a page."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from throughcare.accounts.models import User
from throughcare.accounts.queue import enqueue
from throughcare.common.mail import site_address


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No sign-up; mail from jobs, whose arguments hold a key and never an address or a link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by those who may."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Ask a job for it. An unknown address takes the same way, so that the time it takes tells nothing, and gets no mail."""
        user: User | None = context.get("user")
        self._ask("reset" if template_prefix.endswith("password_reset_key") else "changed", user)

    def send_notification_mail(self, template_prefix: str, user: User, context: Any = None, email: str | None = None) -> None:
        """Whenever a password or a second step changed."""
        self._ask("changed", user)

    def _ask(self, kind: str, user: User | None) -> None:
        # A real site has one address. A demo's is where the visitor found it, whatever its port.
        address = site_address() if settings.SESSION_COOKIE_SECURE else self.request.build_absolute_uri("/")
        with transaction.atomic():  # allauth tells of a second step once it is committed: the request's transaction is over by then
            enqueue("accounts.mail", user_id=str(user.pk) if user else "", kind=kind, address=address)
