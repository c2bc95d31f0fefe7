"""Known devices: where somebody has logged in whole before. Guessing elsewhere doesn't keep them out there.

A cookie, signed, holds a number of the device's own and keyed hashes of the accounts that logged in with it; nothing is kept of it here.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from throughcare.common.keyed import hashes_of

_SALT = "throughcare.device"
_LASTS = 90 * 24 * 60 * 60
_MOST_ACCOUNTS = 8  # on a shared computer; whoever logged in longest ago is forgotten first
_SAID = "device"


def known_device(request: HttpRequest, user_id: UUID | None) -> str:
    """The number of the device when this account has logged in with it; else nothing."""
    number, accounts = _read(request)
    return number if user_id is not None and not set(_marks(user_id)).isdisjoint(accounts) else ""


def remember(request: HttpRequest, response: HttpResponseBase, user_id: UUID) -> None:
    """Once a session: from now on this device is known for this account."""
    if request.session.get(_SAID) == str(user_id):
        return
    request.session[_SAID] = str(user_id)
    number, accounts = _read(request)
    marks = _marks(user_id)
    kept = [marks[0], *(one for one in accounts if one not in marks)][:_MOST_ACCOUNTS]
    value = signing.dumps([number or secrets.token_hex(8), kept], salt=_SALT)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, value, max_age=_LASTS, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        number, accounts = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(number), list(accounts)


def _marks(user_id: UUID) -> list[str]:
    """The one written now, then those of older keys."""
    return [made.hex()[:24] for made in hashes_of(_SALT, str(user_id))]
