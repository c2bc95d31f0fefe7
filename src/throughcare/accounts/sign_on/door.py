"""Who is let in: an open account with the subject's link, or with the address the provider vouches for. Everybody else reads a sentence."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, Provider
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from throughcare.accounts import events
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.models import User
from throughcare.accounts.queries import user_with_email
from throughcare.accounts.sign_on import links, oidc, second_step
from throughcare.accounts.sign_on.arrival import Arrival, Fault, Vouched
from throughcare.accounts.sign_on.ways import Way
from throughcare.common import egress
from throughcare.common.ids import new_id
from throughcare.common.reader import Reader, become

_NO_ACCOUNT = (
    "There is no open account here for you: {name} said who you are, and your team’s administrator can make an account for that address."
)
_SENTENCES = {
    "cancelled": "You were not logged in, because you stopped at {name}, or it did not let you in. Try again, or log in with your password.",
    "state": "You were not logged in: it took too long, or the same answer came twice. Choose “Log in with {name}” again.",
    "unreachable": "{name} can’t be reached at the moment. Try again in a few minutes, or log in with your password.",
    "unknown": _NO_ACCOUNT,
    "closed": _NO_ACCOUNT,
    "unverified": "{name} does not say that it has checked your e-mail address, so you were not logged in. Ask those who run {name} to check it.",
    "domain": "{name} gave an e-mail address it may not speak for here, so you were not logged in. Tell your team’s administrator.",
    "linked": "Your account belongs to another log-in at {name}. If yours was replaced, ask your administrator to take the old one away.",
}
_ODD = "What {name} sent could not be checked, so you were not logged in. Try again; if it happens again, tell your administrator."


class Door(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """How allauth's single sign-on behaves here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Nobody gets an account by logging in."""
        return False

    def get_requests_session(self) -> egress.Egress:
        """The way to the provider and nowhere else."""
        way = oidc.ours()
        return egress.out(way.hosts, scheme=way.scheme)

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        """The one of the settings; the table of providers stays unused."""
        way = oidc.ours()
        app = SocialApp(
            provider="openid_connect", provider_id=way.kind, name=way.name, client_id=way.client, secret=way.secret, settings={}
        )
        return oidc.OidcProvider(request, app=app)

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Anything that went wrong between here and the provider."""
        if error == AuthError.CANCELLED or (request.GET.get("error") and "state_id" not in (extra_context or {})):
            code = "cancelled"
        elif exception is None:
            code = "state"
        else:
            code = code_of(exception)
        raise ImmediateHttpResponse(refuse(request, oidc.ours(), code))

    def pre_social_login(self, request: HttpRequest, sociallogin: Arrival) -> None:
        """From OpenID Connect: SAML's pages ask the door themselves. allauth has no more to do than to hand on the answer."""
        way, vouched = sociallogin.way, sociallogin.vouched
        try:
            oidc.check_nonce(sociallogin)
            answer = let_in(request, way, vouched, sociallogin.get_redirect_url(request))
        except Fault as fault:
            answer = refuse(request, way, fault.code)
        raise ImmediateHttpResponse(answer)


def code_of(wrong: Exception) -> str:
    """What goes to the audit, of an exception on the way."""
    if isinstance(wrong, Fault):
        return wrong.code
    return "unreachable" if isinstance(wrong, egress.RequestException) else "answer"


def let_in(request: HttpRequest, way: Way, vouched: Vouched, next_url: str | None) -> HttpResponse:
    """Log this visitor in as who they are here. Our second step follows, unless the provider's is trusted and was asked for. Raises Fault."""
    user = _account_of(request, way, vouched)
    record_authentication(request, user, "socialaccount", provider=way.kind)
    second_step.keep(request.session, user.pk if vouched.second_step else None)
    answer: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=next_url)
    return answer


def _account_of(request: HttpRequest, way: Way, vouched: Vouched) -> User:
    """Row security shows one account to this request: the one linked to the subject, or the one with the address vouched for."""
    owner = links.owner_of(way, vouched.subject)
    user_id = owner or _with_address(way, vouched)
    become(Reader(login_user=user_id or new_id()))  # the same work when there is none (T18)
    user = User.objects.filter(pk=user_id or new_id()).first()
    if user is None:
        raise Fault("unknown")
    request.login_user = user.pk  # type: ignore[attr-defined]  # whose log-in a refusal is told of
    if not user.is_active:
        raise Fault("closed")
    if owner is None:
        if links.is_linked(user, way):
            raise Fault("linked")
        links.link(user, way, vouched.subject)
    return user


def _with_address(way: Way, vouched: Vouched) -> UUID | None:
    if not vouched.verified or not vouched.email:
        raise Fault("unverified")
    if not way.speaks_for(vouched.email):
        raise Fault("domain")
    become(Reader(login_email=vouched.email))
    return user_with_email(vouched.email)


def refuse(request: HttpRequest, way: Way, code: str) -> HttpResponse:
    """Back to the log-in page with a sentence; the audit keeps why. Not an error's status: what the request used up stays used up."""
    account: UUID | None = getattr(request, "login_user", None)
    detail: dict[str, str | bool] = {"way": way.kind, "reason": code, "known": account is not None}
    events.tell(Happening(Actor(), "user.sign_on_refused", events.account(account) if account else None, detail))
    messages.error(request, _SENTENCES.get(code, _ODD).format(name=way.name))
    return redirect("account_login")
