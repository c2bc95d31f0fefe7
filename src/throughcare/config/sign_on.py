"""Settings of single sign-on, read from the surroundings: half of them is none, and an odd one stops the start."""

import importlib.util
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificate

from throughcare.accounts.sign_on.ways import OpenId, Saml, Ways
from throughcare.config.errors import ConfigError

_OIDC, _SAML = "THROUGHCARE_OIDC_", "THROUGHCARE_SAML_"
SETTINGS = {
    "THROUGHCARE_OIDC_CLIENT": "OpenID Connect: the client id the provider gave this site",
    "THROUGHCARE_OIDC_DOMAINS": "domains of the mail addresses the provider may vouch for, separated by commas",
    "THROUGHCARE_OIDC_HOSTS": "further hosts of the provider, if its keys or tokens are not at the issuer's",
    "THROUGHCARE_OIDC_ISSUER": "the provider's issuer, an https address",
    "THROUGHCARE_OIDC_NAME": "what the button says after “Log in with”",
    "THROUGHCARE_OIDC_SECOND_STEP": "words in acr or amr that mean the provider asked for a second step, such as mfa; without, ours is asked for",
    "THROUGHCARE_OIDC_SECRET": "the client's secret",
    "THROUGHCARE_SAML_ADDRESS": "SAML: where the provider's log-in begins (single sign-on service, redirect)",
    "THROUGHCARE_SAML_CERTIFICATE": "file with the certificate the provider signs with, as PEM",
    "THROUGHCARE_SAML_DOMAINS": "domains of the mail addresses the provider may vouch for, separated by commas",
    "THROUGHCARE_SAML_EMAIL": "name of the attribute that holds the mail address; without, the subject is the address",
    "THROUGHCARE_SAML_ENTITY": "the provider's entity id",
    "THROUGHCARE_SAML_NAME": "what the button says after “Log in with”",
    "THROUGHCARE_SAML_SECOND_STEP": "authentication contexts that mean the provider asked for a second step; without, ours is asked for",
}
_OIDC_NEEDS = ("NAME", "ISSUER", "CLIENT", "SECRET", "DOMAINS")
_SAML_NEEDS = ("NAME", "ENTITY", "ADDRESS", "CERTIFICATE", "DOMAINS")
_LONGEST_NAME = 40
_LONGEST_ID = 200  # as long as the column it is kept in


def ways(environ: Mapping[str, str], *, is_embedded: bool) -> Ways:
    """The providers named. Raises ConfigError with one sentence."""
    return Ways(oidc=_oidc(environ, is_embedded=is_embedded), saml=_saml(environ, is_embedded=is_embedded))


def _oidc(environ: Mapping[str, str], *, is_embedded: bool) -> OpenId | None:
    given = _given(environ, _OIDC, _OIDC_NEEDS)
    if not given:
        return None
    issuer = _address(_OIDC + "ISSUER", given["ISSUER"], is_embedded=is_embedded)
    return OpenId(
        name=_name(_OIDC, given),
        provider=issuer,
        domains=_hosts(_OIDC + "DOMAINS", given["DOMAINS"]),
        second_step=_words(given.get("SECOND_STEP", "")),
        client=given["CLIENT"],
        secret=given["SECRET"],
        hosts=(urlsplit(issuer).netloc.lower(), *_hosts(_OIDC + "HOSTS", given.get("HOSTS", ""))),
    )


def _saml(environ: Mapping[str, str], *, is_embedded: bool) -> Saml | None:
    given = _given(environ, _SAML, _SAML_NEEDS)
    if not given:
        return None
    if importlib.util.find_spec("onelogin") is None:
        raise ConfigError(
            "THROUGHCARE_SAML_ENTITY is set, but what single sign-on by SAML needs is not installed: pip install 'throughcare[saml]'."
        )
    if len(given["ENTITY"]) > _LONGEST_ID or " " in given["ENTITY"]:
        raise ConfigError(
            f"THROUGHCARE_SAML_ENTITY is {given['ENTITY'][:60]!r}: write the provider's entity id, at most {_LONGEST_ID} characters."
        )
    return Saml(
        name=_name(_SAML, given),
        provider=given["ENTITY"],
        domains=_hosts(_SAML + "DOMAINS", given["DOMAINS"]),
        second_step=_words(given.get("SECOND_STEP", "")),
        address=_address(_SAML + "ADDRESS", given["ADDRESS"], is_embedded=is_embedded),
        certificate=_certificate(given["CERTIFICATE"]),
        email=given.get("EMAIL", ""),
    )


def _given(environ: Mapping[str, str], start: str, needed: tuple[str, ...]) -> dict[str, str]:
    """Settings that begin with `start`, without it; empty when none is set. All that are needed are there, or it is refused."""
    given = {name.removeprefix(start): value.strip() for name, value in environ.items() if name.startswith(start) and value.strip()}
    if given and (missing := next((name for name in needed if name not in given), None)):
        raise ConfigError(
            f"{start}{missing} is not set, but {start}{min(given)} is: single sign-on needs {', '.join(start + n for n in needed)}."
        )
    return given


def _name(start: str, given: Mapping[str, str]) -> str:
    if len(given["NAME"]) > _LONGEST_NAME:
        raise ConfigError(f"{start}NAME is longer than {_LONGEST_NAME} characters: write what fits on a button, such as Ministry log-in.")
    return given["NAME"]


def _address(setting: str, given: str, *, is_embedded: bool) -> str:
    """An https address without anything odd in it; http on this machine alone, and never on a real site."""
    try:
        parts = urlsplit(given)
        plain = bool(parts.hostname) and not (parts.username or parts.fragment) and (parts.port or 1) > 0
    except ValueError:
        plain, parts = False, urlsplit("")
    here = is_embedded and parts.scheme == "http" and _is_here(parts.hostname or "")
    if not plain or not (parts.scheme == "https" or here) or len(given) > _LONGEST_ID or re.search(r"\s", given):
        raise ConfigError(f"{setting} is {given[:60]!r}: write the provider's https address, such as https://login.example.org/care.")
    return given


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _hosts(setting: str, given: str) -> tuple[str, ...]:
    found = tuple(part.lower().removeprefix("@") for part in _words(given))
    if odd := next((part for part in found if not re.fullmatch(r"[a-z0-9.-]+(:\d{1,5})?", part)), None):
        raise ConfigError(f"{setting} names {odd!r}: give plain names such as example.org, separated by commas.")
    return found


def _words(given: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _certificate(path: str) -> str:
    try:
        text = Path(path).read_text(encoding="ascii")
        load_pem_x509_certificate(text.encode())
    except (OSError, ValueError) as error:
        raise ConfigError(
            "THROUGHCARE_SAML_CERTIFICATE names no file with a certificate: save the provider's signing certificate as PEM."
        ) from error
    return text
