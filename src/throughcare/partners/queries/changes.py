"""Changes that partners' own people ask for: which there are, and how each stands against what the register says now."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Accreditation, Partner, ProposedChange
from throughcare.partners.queries.directory import my_organizations
from throughcare.partners.queries.register import get_partner
from throughcare.partners.states import ChangePart, ChangeState

Said = Mapping[str, Any]
_ROW = ("level", "scope", "given_by", "expires_on", "ended_on")


@dataclass(frozen=True, kw_only=True)
class ChangeFilters:
    """Which to look for. state: "" for any. mine: of the partners the reader looks after. partner_id: of this one alone."""

    state: str = ChangeState.PROPOSED.value
    mine: bool = False
    partner_id: UUID | None = None


def search_changes(by: Actor, filters: ChangeFilters) -> QuerySet[ProposedChange]:
    """Those the reader may see: whoever keeps the register all of them, a partner's own people theirs. Row security says the same."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = ProposedChange.objects.select_related("partner__organization")
    if not by.may(Permission.PARTNER_EDIT):
        rows = rows.filter(partner__in=my_organizations(by))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.mine:
        rows = rows.filter(partner__owner=by.user_id)
    if filters.partner_id:
        rows = rows.filter(partner=filters.partner_id)
    return rows


def page_of_changes(by: Actor, filters: ChangeFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[ProposedChange]:
    """Whoever has waited longest comes first."""
    return page_of(search_changes(by, filters), order=("proposed_at", "id"), cursor=cursor, size=size)


def changes_of(by: Actor, partner_id: UUID) -> list[ProposedChange]:
    """Those of one partner that wait."""
    return list(search_changes(by, ChangeFilters(partner_id=partner_id)).order_by("proposed_at", "id"))


def count_changes(by: Actor) -> int:
    """How many wait, of those the reader may see."""
    return search_changes(by, ChangeFilters()).count()


def get_change(by: Actor, change_id: UUID) -> ProposedChange:
    """One of them. Raises NotFound."""
    found = search_changes(by, ChangeFilters(state="")).filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Compared:
    """What the register says now of what is asked, and a tag that is another when that is. moved_on: it said something else when they asked."""

    partner: Partner
    now: Said
    moved_on: bool
    tag: str


def compared(by: Actor, change: ProposedChange) -> Compared:
    """The change beside the register as it is."""
    partner = get_partner(by, change.partner_id)
    now = says_now(partner, change.part, change.row_id)
    # Who would lead is shown by name, and their own people may change that name at once: what is confirmed is what was seen.
    names = {str(one.pk): [one.name, str(one.ended_on or "")] for one in partner.contacts.all()}
    shown = [now, names.get(str(change.said.get("lead", "")), "")]
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    return Compared(partner, now, now != change.was, digest[:16])


def says_now(partner: Partner, part: str, row_id: UUID | None = None) -> dict[str, Any]:
    """What the register says of a part, by field, as JSON holds it."""
    organization = partner.organization
    if part == ChangePart.NAME:
        told = {name: getattr(organization, name) for name in ("name", "alternate_name")}
        return {**told, "national_body": str(organization.parent_organization_id or "")}
    if part == ChangePart.ACCREDITATION:
        return next((row_of(one) for one in partner.accreditations.all() if one.pk == row_id), {})
    if part == ChangePart.LEAD:
        return {"lead": next((str(one.pk) for one in partner.contacts.all() if one.is_lead), "")}
    columns = {ChangePart.NUMBERS: ("nzbn", "charity_number"), ChangePart.ROLES: ("roles",), ChangePart.REACH: ("regions", "sites")}
    return {name: getattr(partner, name) for name in columns[ChangePart(part)]}


def row_of(one: Accreditation) -> dict[str, Any]:
    """An accreditation by field, as JSON holds it; the day it was taken off only when it was."""
    told = {name: getattr(one, name) for name in _ROW}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items() if name != "ended_on" or value
    }
