"""OpenID Connect, stricter than allauth's own: the token's signature, issuer, audience, times and nonce are all checked.

allauth takes a token that came straight from the provider unread, and sends no nonce: docs/decisions/0016.
"""

import hmac
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from throughcare.accounts.sign_on.arrival import Arrival, Fault, Vouched
from throughcare.accounts.sign_on.ways import OpenId
from throughcare.common import egress

# Signatures only the provider can make: none, and those made with a secret we hold too, are not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LONGEST_SUBJECT = 191  # as long as the column it is kept in
_LEEWAY = 60  # seconds two clocks may differ
_KEPT = 600  # seconds
_SEEN: dict[str, tuple[float, dict[str, Any]]] = {}
_WHAT_IS_WRONG = (
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "early"),
    (jwt.InvalidAudienceError, "audience"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.InvalidSignatureError, "signature"),
)


def ours() -> OpenId:
    """The provider of the settings; without one there is nothing at these addresses."""
    way: OpenId | None = settings.SIGN_ON.oidc
    if way is None:
        raise Http404
    return way


def discovered(way: OpenId) -> dict[str, Any]:
    """What the provider says of itself, kept for some minutes. Raises RequestException, or Fault when it is not what it should be."""
    at, found = _SEEN.get(way.provider, (0.0, {}))
    if time.monotonic() - at < _KEPT and found:
        return found
    found = _read(way, way.provider.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != way.provider:
        raise Fault("issuer")
    with egress.out(way.hosts, scheme=way.scheme) as out:
        if not all(isinstance(found.get(name), str) and out.allows(found[name]) for name in _ENDPOINTS):
            raise Fault("endpoints")
    _SEEN[way.provider] = (time.monotonic(), found)
    return found


def log_out_address() -> str:
    """Where one logs out of the provider too; empty when it has no such page or can't be asked."""
    way = ours()
    try:
        found = discovered(way).get("end_session_endpoint")
    except (egress.RequestException, Fault):
        return ""
    with egress.out(way.hosts, scheme=way.scheme) as out:
        return f"{found}?{urlencode({'client_id': way.client})}" if isinstance(found, str) and out.allows(found) else ""


def forget() -> None:
    """Ask again at the next log-in."""
    _SEEN.clear()


def claims_of(token: str, way: OpenId) -> dict[str, Any]:
    """What a token says, once everything about it is right but its nonce. Raises Fault with what is not."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise Fault("algorithm")
        found: dict[str, Any] = jwt.decode(
            token,
            _key(header.get("kid"), way).key,
            algorithms=[header["alg"]],
            audience=way.client,
            issuer=way.provider,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as wrong:
        raise Fault(next((code for kind, code in _WHAT_IS_WRONG if isinstance(wrong, kind)), "token")) from wrong
    if isinstance(found["aud"], list) and len(found["aud"]) > 1 and found.get("azp") != way.client:
        raise Fault("audience")
    return found


def _key(kid: object, way: OpenId) -> jwt.PyJWK:
    keys = jwt.PyJWKSet.from_dict(_read(way, discovered(way)["jwks_uri"])).keys
    fits = [key for key in keys if kid is None or key.key_id == kid]
    if len(fits) != 1:
        raise Fault("key")
    return fits[0]


def _read(way: OpenId, address: str, **headers: str) -> dict[str, Any]:
    with egress.out(way.hosts, scheme=way.scheme) as out:
        answer = out.get(address, headers=headers)
        answer.raise_for_status()
        found = answer.json()
    if not isinstance(found, dict):
        raise Fault("answer")
    return found


def _vouched(claims: dict[str, Any], way: OpenId) -> Vouched:
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise Fault("subject")
    return Vouched(
        subject=subject,
        email=email[:254] if isinstance(email, str) else "",
        verified=claims.get("email_verified") in (True, "true"),
        second_step=way.says_second_step(claims.get("acr")) or way.says_second_step(claims.get("amr")),
        nonce=str(claims.get("nonce") or ""),
    )


def check_nonce(arrival: Arrival) -> None:
    """The token was made for this log-in, begun in this browser. Raises Fault."""
    asked = str(arrival.state.get("nonce") or "")
    if not asked or not hmac.compare_digest(asked.encode(), arrival.vouched.nonce.encode()):
        raise Fault("nonce")


class OidcAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """The exchange with the provider."""

    @property
    def openid_config(self) -> dict[str, Any]:
        return discovered(ours())

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        return (settings.SITE_ADDRESS.rstrip("/") or request.build_absolute_uri("/").rstrip("/")) + reverse("sign-on-oidc-back")

    def complete_login(self, request: HttpRequest, app: object, token: SocialToken, **more: Any) -> Arrival:
        """Who comes, by their token; the address from where some providers keep it apart."""
        way = ours()
        claims = claims_of(str(more["response"].get("id_token") or ""), way)
        if not claims.get("email") and (endpoint := discovered(way).get("userinfo_endpoint")):
            told = _read(way, endpoint, Authorization=f"Bearer {token.token}")
            if told.get("sub") != claims["sub"]:
                raise Fault("subject")
            claims |= {name: told.get(name) for name in ("email", "email_verified")}
        return Arrival(self.get_provider(), way, _vouched(claims, way))


class OidcProvider(OpenIDConnectProvider):  # type: ignore[misc]  # as above
    """What is asked for is ours to say: nothing of it comes from the visitor's address."""

    pkce_enabled_default = True
    oauth2_adapter_class = OidcAdapter

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        return {"process": AuthProcess.LOGIN, "next_url": get_next_redirect_url(request)}

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **more: Any) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        answer: HttpResponse = super().redirect(request, process, next_url, data, auth_params={"nonce": nonce}, nonce=nonce)
        return answer
