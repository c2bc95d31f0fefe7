"""The providers a site trusts, as its settings name them. Plain values: read before Django is there."""

from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Way:
    """One provider. Links are kept to a subject of exactly this `provider`: another one's subjects are strangers."""

    kind: ClassVar[str]
    name: str  # "Log in with …"
    provider: str  # its issuer, or entity id
    domains: tuple[str, ...]  # of mail addresses it may vouch for, in small letters
    second_step: tuple[str, ...]  # what it says when it asked for a second step; none: ours is asked for

    def speaks_for(self, email: str) -> bool:
        """Whether this address is in one of its domains."""
        name, _, domain = email.rpartition("@")
        return bool(name) and domain.lower() in self.domains

    def says_second_step(self, said: object) -> bool:
        """Whether one of the words it sent is among those that mean a second step."""
        words = said if isinstance(said, list | tuple) else [said]
        return any(word in self.second_step for word in words if isinstance(word, str))


@dataclass(frozen=True)
class OpenId(Way):
    """OpenID Connect: authorization code with PKCE."""

    kind: ClassVar[str] = "oidc"
    client: str
    secret: str = field(repr=False)
    hosts: tuple[str, ...]  # host:port the site may talk to; the issuer's first

    @property
    def scheme(self) -> str:
        """https; http only on this machine, for trying it out."""
        return urlsplit(self.provider).scheme


@dataclass(frozen=True)
class Saml(Way):
    """SAML 2.0: a signed assertion, sent by the browser."""

    kind: ClassVar[str] = "saml"
    address: str  # where its log-in begins
    certificate: str = field(repr=False)  # PEM
    email: str  # the attribute the address is in; empty: the subject is the address


@dataclass(frozen=True)
class Ways:
    """What the site offers beside the password."""

    oidc: OpenId | None = None
    saml: Saml | None = None

    @property
    def all(self) -> tuple[Way, ...]:
        """In the order of the buttons."""
        return tuple(way for way in (self.oidc, self.saml) if way)
