"""SAML 2.0: what is asked of the provider, and what of its answer is believed. Loaded only where a site uses it: it brings lxml and xmlsec.

The answer comes in a form another site sends, so that no cookie comes with it: it is checked at once, and what it says waits in the browser,
signed by us, for a minute, until the visitor's own session says whether they asked for it.
"""

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.base import Provider
from django.core.cache import cache
from django.http import HttpRequest
from lxml.etree import LxmlError
from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from throughcare.accounts.sign_on.arrival import Fault
from throughcare.accounts.sign_on.ways import Saml

_LONGEST_ANSWER = 200_000  # characters
_LONGEST_SUBJECT = 191  # as long as the column it is kept in
_USED_SECONDS = 24 * 60 * 60
_BEARER = OneLogin_Saml2_Constants.CM_BEARER
_WHAT_IS_WRONG = (  # words of the package's sentences, the first that fits
    ("signature", "signature"),
    ("signed", "signature"),
    ("audience", "audience"),
    ("issuer", "issuer"),
    ("expired", "expired"),
    ("not yet valid", "early"),
    ("status code", "cancelled"),
    ("SubjectConfirmation", "confirmation"),
)


class SamlProvider(Provider):  # type: ignore[misc]  # allauth ships no types
    """What allauth needs to keep what a visitor asked for in their session."""

    id = "saml"
    name = "SAML"


class Answer(OneLogin_Saml2_Response):  # type: ignore[misc]  # the package ships no types
    """What a provider sent."""

    def confirmed_for(self) -> set[str | None]:
        """The requests its signed part says it answers: the envelope's own word for it need not be signed."""
        path = f'/saml:Subject/saml:SubjectConfirmation[@Method="{_BEARER}"]/saml:SubjectConfirmationData'
        return {node.get("InResponseTo") for node in self._query_assertion(path)}


def settings_of(way: Saml, site: str, here: str) -> OneLogin_Saml2_Settings:
    """site: our entity id, where our metadata is. here: where answers come in."""
    return OneLogin_Saml2_Settings(
        {
            "strict": True,
            "sp": {
                "entityId": site,
                "assertionConsumerService": {"url": here, "binding": OneLogin_Saml2_Constants.BINDING_HTTP_POST},
                "NameIDFormat": OneLogin_Saml2_Constants.NAMEID_UNSPECIFIED,
            },
            "idp": {
                "entityId": way.provider,
                "x509cert": way.certificate,
                "singleSignOnService": {"url": way.address, "binding": OneLogin_Saml2_Constants.BINDING_HTTP_REDIRECT},
            },
            "security": {
                "wantAssertionsSigned": True,
                "wantAttributeStatement": False,
                "rejectDeprecatedAlgorithm": True,
                "requestedAuthnContext": False,
                "allowSingleLabelDomains": True,
            },
        }
    )


def request_to(way: Saml, ours: OneLogin_Saml2_Settings) -> tuple[str, str]:
    """(id of the request, address that leads to the provider's log-in with it)."""
    asked = OneLogin_Saml2_Authn_Request(ours)
    address: str = OneLogin_Saml2_Utils.redirect(way.address, {"SAMLRequest": asked.get_request()}, request_data={"http_host": ""})
    return str(asked.get_id()), address


def metadata_of(ours: OneLogin_Saml2_Settings) -> bytes:
    """What the provider is told about us."""
    found = ours.get_sp_metadata()
    return found if isinstance(found, bytes) else str(found).encode()


def facts_of(request: HttpRequest, way: Saml, ours: OneLogin_Saml2_Settings, here: str) -> dict[str, Any]:
    """What the posted answer says: its request, the subject, the address, whether there was a second step. Raises Fault."""
    posted = str(request.POST.get("SAMLResponse") or "")
    if not 0 < len(posted) <= _LONGEST_ANSWER:
        raise Fault("answer")
    try:
        answer = Answer(ours, posted)
        if not answer.is_valid(
            {"https": "on" if here.startswith("https") else "off", "http_host": _host(here), "script_name": _path(here)}
        ):
            raise Fault(_code(str(answer.get_error() or "")))
        return _facts(answer, way, ours)
    except Fault:
        raise
    except (OneLogin_Saml2_Error, LxmlError, ValueError, TypeError, LookupError, AttributeError) as odd:
        raise Fault("answer") from odd


def _facts(answer: Answer, way: Saml, ours: OneLogin_Saml2_Settings) -> dict[str, Any]:
    asked = answer.get_in_response_to()
    if not asked or answer.confirmed_for() != {asked}:
        raise Fault("confirmation")
    if ours.get_sp_data()["entityId"] not in answer.get_audiences():
        raise Fault("audience")
    if not cache.add(f"throughcare.saml.{way.provider}.{answer.get_assertion_id()}", 1, _USED_SECONDS):
        raise Fault("replayed")
    subject = str(answer.get_nameid() or "").strip()
    if not 0 < len(subject) <= _LONGEST_SUBJECT or answer.get_nameid_format() == OneLogin_Saml2_Constants.NAMEID_TRANSIENT:
        raise Fault("subject")
    told: Mapping[str, list[Any]] = answer.get_attributes()
    email = (told.get(way.email) or [""])[0] if way.email else subject
    second = way.says_second_step(answer.get_authn_contexts())
    return {"asked": asked, "subject": subject, "email": str(email or "")[:254], "second_step": second}


def _code(sentence: str) -> str:
    return next((code for words, code in _WHAT_IS_WRONG if words.lower() in sentence.lower()), "answer")


def _host(address: str) -> str:
    return address.split("/")[2]


def _path(address: str) -> str:
    return "/" + "/".join(address.split("/")[3:])
