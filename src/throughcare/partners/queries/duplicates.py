"""Pairs of records that may be one organisation, for whoever keeps the register."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Organization, Partner, PartnerPair
from throughcare.partners.numbers import show_nzbn
from throughcare.partners.states import PartnerPairState


@dataclass(frozen=True)
class Side:
    """One of the two as far as it is compared. partner: None when it is in the directory alone."""

    organization: Organization
    partner: Partner | None
    facts: list[dict[str, Any]]


@dataclass(frozen=True)
class Likely:
    """A pair with both records, and who decided about it."""

    pair: PartnerPair
    one: Side
    other: Side
    decided_by: str


def proposed(by: Actor) -> QuerySet[PartnerPair]:
    """Those nobody has decided about. Not ordered."""
    by.check(Permission.PARTNER_EDIT)
    return PartnerPair.objects.select_related("one", "other").filter(state=PartnerPairState.PROPOSED)


def page_of_pairs(by: Actor, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[PartnerPair]:
    """The likeliest first."""
    return page_of(proposed(by), order=("-probability", "id"), cursor=cursor, size=size)


def count_proposed(by: Actor) -> int:
    """How many wait for somebody who keeps the register."""
    return proposed(by).count() if by.may(Permission.PARTNER_EDIT) else 0


def get_pair(by: Actor, pair_id: UUID) -> Likely:
    """One, decided or not. Raises NotFound for an unknown id and for whoever does not keep the register alike."""
    rows = PartnerPair.objects.select_related("one__parent_organization", "other__parent_organization")
    found = rows.filter(pk=pair_id).first() if by.may(Permission.PARTNER_EDIT) else None
    if found is None:
        raise NotFound
    names = names_of([found.decided_by_id]) if found.decided_by_id else {}
    partners = Partner.objects.prefetch_related("contacts").in_bulk([found.one_id, found.other_id])
    one, other = (_side(row, partners.get(row.pk)) for row in (found.one, found.other))
    return Likely(found, one, other, names.get(found.decided_by_id, "Somebody who has left") if found.decided_by_id else "")


def _side(organization: Organization, partner: Partner | None) -> Side:
    above = organization.parent_organization
    facts: list[dict[str, Any]] = [
        {"key": "Name", "value": organization.name},
        {"key": "Other name", "value": organization.alternate_name},
        {"key": "Kind", "value": organization.get_kind_display()},
        {"key": "National body", "value": above.name if above else ""},
        {"key": "NZBN", "value": show_nzbn(partner.nzbn) if partner else ""},
        {"key": "Charity number", "value": partner.charity_number if partner else ""},
        {"key": "Website", "value": organization.website},
        {"key": "E-mail address", "value": organization.email},
        {"key": "Contacts", "lines": [_reached(row) for row in partner.contacts.all() if row.ended_on is None] if partner else []},
        {"key": "Register", "value": f"On it: {partner.get_state_display().lower()}" if partner else "In the directory alone"},
        {"key": "Came from", "value": organization.source or "Written in Throughcare"},
    ]
    return Side(organization, partner, facts)


def _reached(row: Any) -> str:
    return ", ".join(filter(None, (row.name, row.phone, row.email)))


def percent(probability: float) -> str:
    """How likely, as it is said: never 100 %."""
    return f"{min(probability, 0.999) * 100:.1f} %" if probability > 0.99 else f"{probability * 100:.0f} %"
