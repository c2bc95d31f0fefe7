"""How many referrals went from whom to whom: counts alone, of at least five people each."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record_read


class Between(NamedTuple):
    """sender: the organisation; None: an office of the department. quarter: its first day; it is over."""

    sender: UUID | None
    to: UUID
    quarter: date
    referrals: int


def accepting_order(by: Actor) -> dict[UUID, int]:
    """The place of each organisation by the share of answered referrals it accepted, the smallest first: an order, and no number of anybody's."""
    by.check(Permission.PARTNER_VIEW)
    with connection.cursor() as cursor:
        cursor.execute("select organization, place from throughcare.accepting_order()")
        found: dict[UUID, int] = dict(cursor.fetchall())
    record_read(by=by, verb="referral.counted", persons=[], compartments=[])
    return found


def referrals_between(by: Actor, since: date, only: Collection[UUID] | None = None) -> list[Between]:
    """From the quarter that `since` lies in; only: of these organisations. What the database tells nobody is in none (sql.py: referrals_between)."""
    by.check(Permission.PARTNER_VIEW)
    with connection.cursor() as cursor:
        cursor.execute(
            "select from_organization, to_organization, quarter, referrals from throughcare.referrals_between(%s, %s)"
            " order by quarter, to_organization, from_organization",
            [since, None if only is None else list(only)],
        )
        found = [Between(*row) for row in cursor.fetchall()]
    record_read(by=by, verb="referral.counted", persons=[], compartments=[])
    return found
