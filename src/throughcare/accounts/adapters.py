"""How allauth behaves here: nobody signs themselves up, no mail leaves while somebody waits for a page, what is refused is told."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from throughcare.accounts import events
from throughcare.accounts.actors import Actor
from throughcare.accounts.counters import NO_ADDRESS, TOO_FEW_PROXIES
from throughcare.accounts.devices import known_device
from throughcare.accounts.events import Happening
from throughcare.accounts.models import User
from throughcare.accounts.queries import user_with_email
from throughcare.accounts.queue import enqueue
from throughcare.common.keyed import hashes_of, opened_or_useless, shut
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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who is counted. The peer itself when X-Forwarded-For names fewer than our proxies would (it did not come
        through them), or our proxy wrote no address there, such as `unknown`."""
        peer = str(request.META.get("REMOTE_ADDR") or "unknown")
        came_through = not settings.ALLAUTH_TRUSTED_PROXY_COUNT or bool(request.headers.get("X-Forwarded-For"))
        wrong = "" if came_through else TOO_FEW_PROXIES
        try:
            found: str = super().get_client_ip(request) if came_through else peer
        except ImproperlyConfigured:
            found, wrong = peer, TOO_FEW_PROXIES
        except PermissionDenied:
            found, wrong = peer, NO_ADDRESS
        if wrong:
            cache.set(wrong, 1, 24 * 60 * 60)  # for `throughcare check`
        return found

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Also tells of whoever has tried too often, whatever they tried."""
        if code == "too_many_login_attempts":
            _tell_refused(self.request, "user.login_limited")
        error: ValidationError = super().validation_error(code, *args)
        return error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Under what wrong passwords are counted: the account, and the device when the account knows it."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{known_device(request, getattr(request, 'login_user', None) or request.user.pk)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try by account and source, and then by its password, whomever it is tried on. What is refused for its password alone
        takes the work of a wrong one, and none of the tries its account has: it was never checked."""
        super().pre_authenticate(request, **credentials)
        password = str(credentials.get("password") or "")
        key = f"{_mark_of_password(password)}:{known_device(request, getattr(request, 'login_user', None) or request.user.pk)}"
        self._of_password = ratelimit.consume(request, app="allauth.account", action="login_password", key=key)
        if self._of_password is None:
            rates = ratelimit.get_rates(app="allauth.account", action="login_failed")
            for rate, usage in zip(rates, self._login_failed_rl_usage.usage, strict=True):
                if rate.per == "key":
                    usage.rollback()
            make_password(password)
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right: it counts neither for the account nor for itself."""
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_of_password", None):
            usage.rollback()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Home; whoever came from a provider is told that they are still logged in there."""
        records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
        kind = next((record.get("provider") for record in records if record.get("method") == "socialaccount"), None)
        return reverse(f"sign-on-{kind}-out") if kind else str(super().get_logout_redirect_url(request))

    def get_login_stages(self) -> list[str]:
        """allauth's, with our second step in the place of its own."""
        ours = "throughcare.accounts.sign_on.stages.SecondStep"
        return [ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in super().get_login_stages()]

    def ask_for_reset(self, user_id: UUID | None) -> None:
        """A link to set a new password, by a job that finds out whether there is an account: nobody waiting for the page can tell."""
        self._ask_by_id("reset", user_id)

    def _ask(self, kind: str, user: User | None) -> None:
        self._ask_by_id(kind, user.pk if user else None)

    def _ask_by_id(self, kind: str, user_id: UUID | None) -> None:
        # A real site has one address. A demo's is where the visitor found it, whatever its port.
        address = site_address() if settings.SITE_ADDRESS or settings.SESSION_COOKIE_SECURE else self.request.build_absolute_uri("/")
        with transaction.atomic():  # allauth tells of a second step once it is committed: the request's transaction is over by then
            enqueue("accounts.mail", user_id=str(user_id) if user_id else "", kind=kind, address=address)


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Codes and passkeys: what codes are made from is kept encrypted, and a wrong one is told."""

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return shut(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used."""
        return opened_or_useless(encrypted_text)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A wrong code while a second step is set up is a slip; anywhere else somebody wanted in."""
        match = self.request.resolver_match
        if code == "incorrect_code" and (match is None or match.view_name not in _SET_UP):
            _tell_refused(self.request, "user.passkey_refused" if "credential" in self.request.POST else "user.code_refused")
        error: ValidationError = super().validation_error(code, *args)
        return error


_SET_UP = ("mfa_activate_totp", "mfa_add_webauthn")


def _tell_refused(request: HttpRequest, verb: str) -> None:
    """Nobody's doing yet, about the account it was tried on when that is known."""
    account = _account_tried(request)
    events.tell(Happening(Actor(), verb, events.account(account) if account else None, {"known": account is not None}))


def _account_tried(request: HttpRequest) -> UUID | None:
    if request.user.is_authenticated:
        return request.user.pk
    if typed := str(request.POST.get("login") or "").replace("\x00", "")[:254]:
        return user_with_email(typed)
    stashed = request.session.get("account_login") or {}
    try:
        return UUID(str(stashed.get("user_pk")))
    except ValueError:
        return getattr(request, "login_user", None)


def _mark_of_password(password: str) -> str:
    """Twenty bits of its keyed hash: one password in a million has the same, so that nobody who reads the counters can tell which it was."""
    return hashes_of("throughcare.password-tried", password)[0].hex()[:5]
