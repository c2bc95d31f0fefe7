"""What somebody is asked to rate: by their link, or because they are logged in under the address that was asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import digest_of
from throughcare.common.refusals import NotFound
from throughcare.relationships.bank import Bank, Domain, bank
from throughcare.relationships.states import RatingSide


@dataclass(frozen=True)
class Asked:
    """One assessment somebody is asked for. standing: OPEN, TAKEN (they answered), OVER."""

    rater_id: UUID
    wave_id: UUID
    side: str
    partner: str
    deadline: date
    version: str
    purpose: str
    own_items: list[str]
    standing: str

    @property
    def bank(self) -> Bank:
        """The items asked."""
        return bank(self.version)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The items asked, ours and the two sides' own."""
        return self.bank.with_own(self.own_items)

    @property
    def side_words(self) -> str:
        """On whose side they are asked."""
        return "the department" if self.side == RatingSide.OURS else self.partner


def asked_by_link(key: str) -> Asked:
    """What the holder of this link is asked. Raises NotFound when it leads nowhere (any more)."""
    return _one(_asked(digest_of(key), None))


def asked_of(by: Actor) -> list[Asked]:
    """What this user is asked and has not answered, the nearest deadline first."""
    return [one for one in _asked(None, None) if one.standing == "OPEN"] if by.signed_in else []


def asked_one(by: Actor, rater_id: UUID) -> Asked:
    """One of them. Raises NotFound."""
    return _one(_asked(None, rater_id) if by.signed_in else [])


def _asked(link: bytes | None, rater_id: UUID | None) -> list[Asked]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rater, wave, side, partner, deadline, bank, purpose, own_items, standing from throughcare.ratings_asked(%s, %s)",
            [link, rater_id],
        )
        return [Asked(*row) for row in cursor.fetchall()]


def _one(found: list[Asked]) -> Asked:
    if not found:
        raise NotFound
    return found[0]
