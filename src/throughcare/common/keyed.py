"""What the signing keys do here beside Django's own signing. The first makes; older ones still open and recognise, and never make.

Second steps (the secret an app makes its codes from, the seed of recovery codes) are kept encrypted: whoever reads the database or a
backup without the keys can't make a code. What was kept in the clear before is still read, until `throughcare keys renew`.
"""

import base64
import hmac
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac

_START = "tc1"  # of what is kept encrypted: tc1:MARK OF THE KEY:TEXT
log = logging.getLogger(__name__)


def signing_keys() -> tuple[str, ...]:
    """The one that signs, then those that only verify."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def mark_of(key: str) -> str:
    """Eight hex digits that tell this key from another, and nothing about it."""
    return hmac.digest(key.encode(), b"mark\0", "sha256").hex()[:8]


def hashes_of(salt: str, text: str) -> list[bytes]:
    """The keyed hash of a text, as made now, then as it was made under each older key."""
    return [salted_hmac(salt, text, secret=key, algorithm="sha256").digest() for key in signing_keys()]


def shut(text: str, key: str | None = None) -> str:
    """The text encrypted, under the current key when none is given."""
    key = key or settings.SECRET_KEY
    return f"{_START}:{mark_of(key)}:{_fernet(key).encrypt(text.encode()).decode()}"


def opened(kept: str) -> str | None:
    """The text, or None when its key is not here or a byte of it was changed. What was never encrypted is given as it is."""
    start, _, rest = kept.partition(":")
    if start != _START:
        return kept
    mark, _, token = rest.partition(":")
    for key in signing_keys():
        if hmac.compare_digest(mark_of(key), mark):
            try:
                return _fernet(key).decrypt(token.encode()).decode()
            except InvalidToken:
                break
    return None


def opened_or_useless(kept: str) -> str:
    """The text; when it can't be opened, one that nobody knows, so that no code ever fits it."""
    if (text := opened(kept)) is not None:
        return text
    log.error("A second step was kept under a signing key that is not here: its user can't log in with it. See throughcare keys show.")
    return base64.b32encode(secrets.token_bytes(20)).decode()


def mark_in(kept: str) -> str:
    """Of the key it was encrypted under; empty when it never was."""
    start, _, rest = kept.partition(":")
    return rest.partition(":")[0] if start == _START else ""


def _fernet(key: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"throughcare.second-steps").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(made))
