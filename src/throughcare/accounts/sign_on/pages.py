"""The addresses of single sign-on: to the provider, back from it, and what it is told about us. Absent where the settings name none."""

import importlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from throughcare.accounts.decorators import ActorRequest, open_to_all
from throughcare.accounts.sign_on import oidc
from throughcare.accounts.sign_on.arrival import Fault, Vouched
from throughcare.accounts.sign_on.door import code_of, let_in, refuse
from throughcare.accounts.sign_on.ways import Saml, Way
from throughcare.common.egress import RequestException

Page = Callable[[HttpRequest], HttpResponse]
_WAIT_SECONDS = 60  # between the provider's form and the visitor's own next request
_SALT = "throughcare.sign-on"


def _where(kind: str, *, limited: bool = False) -> Callable[[Page], Page]:
    """A page of one kind of provider: unknown where the settings name none; home for whoever is in already; not for those who flood it."""

    def wrap(page: Page) -> Page:
        @never_cache
        @wraps(page)
        def inner(request: ActorRequest) -> HttpResponse:
            if getattr(settings.SIGN_ON, kind) is None:
                raise Http404
            if request.actor.signed_in:
                return redirect("home")
            if limited and (flood := ratelimit.consume_or_429(request, action="login")):
                return cast("HttpResponse", flood)
            return page(request)

        return open_to_all("the way in: whoever the site's provider vouches for")(inner)  # type: ignore[return-value]  # a page like any other

    return wrap


@require_POST
@_where("oidc", limited=True)
def oidc_go(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    way = oidc.ours()
    try:
        answer = get_adapter(request).get_provider(request, way.kind).redirect_from_request(request)
    except (RequestException, OAuth2Error, Fault) as wrong:
        return refuse(request, way, code_of(wrong))
    return _leave(request, way, answer["Location"])


@require_GET
@_where("oidc")
def oidc_back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code or a refusal."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(oidc.OidcAdapter(request, "oidc"))(request)
    except (RequestException, Fault) as wrong:  # before allauth looks for them: while it asks where the token is
        return refuse(request, oidc.ours(), code_of(wrong))
    return answer


@require_POST
@_where("saml", limited=True)
def saml_go(request: HttpRequest) -> HttpResponse:
    """To the provider, remembering which question this browser asked."""
    way, saml = _way(), _saml()
    asked, address = saml.request_to(way, _ours(request))
    _asking(request).stash_redirect_state(request, AuthProcess.LOGIN, get_next_redirect_url(request), state_id=asked)
    return _leave(request, way, address)


@csrf_exempt
@never_cache
@require_POST
@open_to_all("the provider's answer: signed by it, and worth nothing but to the session that asked for it")
def saml_answer(request: HttpRequest) -> HttpResponse:
    """The provider's form. It comes without our cookies, and sets none but its own: nobody is logged out by another site's form."""
    way = _way()
    if flood := ratelimit.consume_or_429(request, action="login"):
        return cast("HttpResponse", flood)
    try:
        facts = _saml().facts_of(request, way, _ours(request), _here(request, "sign-on-saml-answer"))
    except Fault as fault:
        facts = {"fault": fault.code}
    answer = redirect("sign-on-saml-back")
    answer.set_cookie(
        settings.SIGN_ON_COOKIE,
        signing.dumps(facts, salt=_SALT, compress=True),
        max_age=_WAIT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_GET
@_where("saml")
def saml_back(request: HttpRequest) -> HttpResponse:
    """The visitor's own next request: did this browser ask for that answer?"""
    way = _way()
    try:
        facts: dict[str, Any] = signing.loads(request.COOKIES.get(settings.SIGN_ON_COOKIE, ""), salt=_SALT, max_age=_WAIT_SECONDS)
        if code := facts.get("fault"):
            raise Fault(code)
        state = _asking(request).unstash_redirect_state(request, facts["asked"])
        vouched = Vouched(facts["subject"], facts["email"], verified=True, second_step=facts["second_step"])
        answer = let_in(request, way, vouched, state.get("next"))
    except (signing.BadSignature, PermissionDenied):
        answer = refuse(request, way, "state")
    except Fault as fault:
        answer = refuse(request, way, fault.code)
    answer.delete_cookie(settings.SIGN_ON_COOKIE, samesite="Lax")
    return answer


@require_GET
@open_to_all("what the provider is told about this site")
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """For whoever sets up the provider."""
    return HttpResponse(_saml().metadata_of(_ours(request)), content_type="application/samlmetadata+xml")


@require_GET
@never_cache
@open_to_all("whoever has just logged out")
def out(request: ActorRequest, kind: str) -> HttpResponse:
    """Logged out here, and not yet at the provider."""
    way: Way | None = getattr(settings.SIGN_ON, kind)
    if way is None:
        raise Http404
    if request.actor.signed_in:
        return redirect("home")
    return render(request, "accounts/signed_out.html", {"way": way, "address": oidc.log_out_address() if kind == "oidc" else ""})


def _way() -> Saml:
    way: Saml | None = settings.SIGN_ON.saml
    if way is None:
        raise Http404
    return way


def _saml() -> Any:
    """Loaded by the first who need it: lxml and xmlsec are not for sites without SAML, nor for the start."""
    return importlib.import_module("throughcare.accounts.sign_on.saml")


def _ours(request: HttpRequest) -> Any:
    return _saml().settings_of(_way(), _here(request, "sign-on-saml-metadata"), _here(request, "sign-on-saml-answer"))


def _asking(request: HttpRequest) -> Any:
    return _saml().SamlProvider(request, app=SocialApp(provider="saml", provider_id="saml"))


def _here(request: HttpRequest, name: str) -> str:
    return (settings.SITE_ADDRESS or request.build_absolute_uri("/")).rstrip("/") + reverse(name)


def _leave(request: HttpRequest, way: Way, address: str) -> HttpResponse:
    """A page that goes on by itself. A redirect would follow a form, and our own policy lets forms go nowhere but here."""
    return render(request, "accounts/leaving.html", {"way": way, "address": address})
