"""A SAML provider: reads what a site asks, and answers with a signed assertion, or with one of the faults an answer may have."""

import base64
import re
import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY, ADDRESS, MAIL = "https://login.example.test/saml", "https://login.example.test/saml/start", "urn:oid:0.9.2342.19200300.100.1.3"
PERSISTENT, TRANSIENT = OneLogin_Saml2_Constants.NAMEID_PERSISTENT, OneLogin_Saml2_Constants.NAMEID_TRANSIENT
_NAMES = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'


@dataclass(frozen=True)
class Pair:
    """A key and its certificate, as PEM."""

    key: str
    certificate: str


def make_pair(days: int = 365) -> Pair:
    """Good for a year, or so many days."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "login.example.test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=2), now + timedelta(days=days)
    )
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return Pair(key.private_bytes(serialization.Encoding.PEM, kind, plain).decode(), certificate.decode())


@dataclass(frozen=True)
class Asked:
    """What the site asks."""

    id: str
    answer_to: str
    site: str

    @classmethod
    def read(cls, address: str, at: str = ADDRESS) -> "Asked":
        """From the address the visitor is led to."""
        assert address.startswith(at + "?")
        sent = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
        text = zlib.decompress(sent, -15).decode()
        found = [re.search(pattern, text) for pattern in (r'\bID="([^"]+)"', r'AssertionConsumerServiceURL="([^"]+)"', r"Issuer>([^<]+)<")]
        assert all(found), text
        return cls(*(match[1] for match in found if match))


@dataclass(frozen=True)
class Answer:
    """What is said of whoever comes. Empty: left out."""

    asked: Asked
    subject: str = "s-1"
    format: str = PERSISTENT
    email: str = "officer@example.test"
    audience: str = ""
    issuer: str = ENTITY
    recipient: str = ""
    confirmed: str = ""  # the request the signed part names; "-": none
    context: str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
    begins: int = -10  # seconds from now
    ends: int = 120
    id: str = field(default_factory=OneLogin_Saml2_Utils.generate_unique_id)
    algorithm: str = OneLogin_Saml2_Constants.RSA_SHA256

    def assertion(self) -> str:
        """Unsigned."""
        confirmed = "" if self.confirmed == "-" else f' InResponseTo="{self.confirmed or self.asked.id}"'
        audience = (
            ""
            if self.audience == "-"
            else f"<saml:AudienceRestriction><saml:Audience>{self.audience or self.asked.site}</saml:Audience></saml:AudienceRestriction>"
        )
        mail = f'<saml:AttributeStatement><saml:Attribute Name="{MAIL}"><saml:AttributeValue>{self.email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>'
        return (
            f'<saml:Assertion {_NAMES} ID="{self.id}" Version="2.0" IssueInstant="{_at(0)}"><saml:Issuer>{self.issuer}</saml:Issuer>'
            f'<saml:Subject><saml:NameID Format="{self.format}">{self.subject}</saml:NameID>'
            f'<saml:SubjectConfirmation Method="{OneLogin_Saml2_Constants.CM_BEARER}"><saml:SubjectConfirmationData{confirmed} '
            f'NotOnOrAfter="{_at(self.ends)}" Recipient="{self.recipient or self.asked.answer_to}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{_at(self.begins)}" NotOnOrAfter="{_at(self.ends)}">{audience}</saml:Conditions>'
            f'<saml:AuthnStatement AuthnInstant="{_at(0)}"><saml:AuthnContext><saml:AuthnContextClassRef>{self.context}'
            f"</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>{mail if self.email else ''}</saml:Assertion>"
        )

    def signed(self, pair: Pair) -> str:
        """The assertion, signed."""
        made = OneLogin_Saml2_Utils.add_sign(self.assertion(), pair.key, pair.certificate, sign_algorithm=self.algorithm)
        return made.decode() if isinstance(made, bytes) else str(made)

    def envelope(self, inside: str, *, asked: str = "", status: str = OneLogin_Saml2_Constants.STATUS_SUCCESS) -> str:
        """The response around one or more assertions, as text."""
        return (
            f'<samlp:Response {_NAMES} ID="{OneLogin_Saml2_Utils.generate_unique_id()}" Version="2.0" IssueInstant="{_at(0)}" '
            f'Destination="{self.asked.answer_to}" InResponseTo="{asked or self.asked.id}"><saml:Issuer>{self.issuer}</saml:Issuer>'
            f'<samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status>{inside}</samlp:Response>'
        )


def sent(text: str) -> str:
    """As the browser posts it."""
    return base64.b64encode(text.encode()).decode()


def _at(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


_SIGNATURE = re.compile(r"<ds:Signature.*?</ds:Signature>", re.DOTALL)


def wrapped(answer: Answer, pair: Pair, victim: str) -> dict[str, str]:
    """Signed assertions moved aside, with one for somebody else in the place that is read: eight ways, by name."""
    real = answer.signed(pair)
    (signature,) = _SIGNATURE.findall(real)
    bare = real.replace(signature, "")
    forged = replace(answer, subject=victim, email=f"{victim}@example.test", id=OneLogin_Saml2_Utils.generate_unique_id())
    false = forged.assertion()
    same_id = replace(forged, id=answer.id).assertion()

    def carrying(outer: str, inner: str) -> str:
        """The signature inside `outer`, holding `inner` as its object."""
        holding = signature.replace("</ds:Signature>", f"<ds:Object>{inner}</ds:Object></ds:Signature>")
        return outer.replace("</saml:Issuer>", f"</saml:Issuer>{holding}", 1)

    extension = f"<samlp:Extensions>{real}</samlp:Extensions>"
    return {
        "before the real one": answer.envelope(false + real),
        "after the real one": answer.envelope(real + false),
        "with the real one's id": answer.envelope(same_id + real),
        "around the real one": answer.envelope(false.replace("</saml:Assertion>", f"{real}</saml:Assertion>")),
        "with the real one in its signature": answer.envelope(carrying(false, bare)),
        "with the real one, and its id, in its signature": answer.envelope(carrying(same_id, bare)),
        "with the real one in an extension": answer.envelope(false).replace("<samlp:Status>", f"{extension}<samlp:Status>"),
        "with its signature alone": answer.envelope(carrying(false, "")),
    }
