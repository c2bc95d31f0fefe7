"""The link in a mail that turns mails of its kind off: signed, for that one purpose, and followed without logging in (RFC 8058)."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse

from throughcare.common.mail import site_address
from throughcare.common.refusals import NotFound
from throughcare.notices.states import ALL_DAILY

_SALT = "throughcare.notices.off"
_WORKS = 180 * 24 * 60 * 60  # seconds; as long as a notice is kept


@dataclass(frozen=True)
class TurningOff:
    """Whose mails, and of which kind (ALL_DAILY: all that come in the daily one)."""

    user_id: UUID
    kind: str


def off_link(user_id: UUID, kind: str) -> str:
    """The whole address, for a mail."""
    token = signing.dumps([user_id.hex, kind], salt=_SALT)
    return site_address().rstrip("/") + reverse("notice-off", args=[token])


def off_headers(user_id: UUID, kind: str) -> dict[str, str]:
    """What lets a mail programme offer "unsubscribe" as one click."""
    return {"List-Unsubscribe": f"<{off_link(user_id, kind)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_link(token: str) -> TurningOff:
    """What a link says. Raises NotFound for one we did not make, or that is too old."""
    try:
        user, kind = signing.loads(token, salt=_SALT, max_age=_WORKS)
        return TurningOff(UUID(hex=user), str(kind))
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound from None


def is_all_daily(kind: str) -> bool:
    """Whether a link is about the whole daily mail."""
    return kind == ALL_DAILY
