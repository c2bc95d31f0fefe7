"""Why somebody could look: an involvement, in words the person can read."""

from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.people.models import Involvement

# What an involvement came from → how it is said.
_WORDS = {
    "people.assignment": "their office works with you",
    "people.emergency": "they said it was an emergency",
    "people.import": "their office works with you",
    "referrals.referral": "you were referred to them",
}


def reasons_of(by: Actor, ids: list[UUID]) -> dict[UUID, str]:
    """Involvement id → words. Row-level security shows the reader their own; the rest are left out."""
    if not ids:
        return {}
    found = Involvement.objects.filter(pk__in=ids).values_list("id", "because_kind")
    return {key: _WORDS.get(kind, "they are involved with you") for key, kind in found}
