"""Partners for tests, made as people make them."""

from typing import Any
from uuid import UUID

from tests.cast import SYSTEM, Cast
from throughcare.common.reader import reading_as
from throughcare.partners import actions, queries
from throughcare.partners.models import Organization, Partner

EDITOR = "partnership_manager"


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    """One action by one member, in a transaction of its own."""
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


def add(cast: Cast, name: str = "", kind: str = "MARAE", **values: Any) -> UUID:
    """A new organisation on the register; without a name, Mana Trust of the directory, of which nobody said yet what kind it is."""
    if not name:
        of_kind(cast, "OTHER")
    new = actions.NewPartner(name=name, kind=kind, organization_id=None if name else cast.organization, **values)
    key: UUID = as_(cast, EDITOR, actions.add_partner, new=new).pk
    return key


def of_kind(cast: Cast, kind: str) -> None:
    """Mana Trust is of this kind, unless it is on the register."""
    with reading_as(SYSTEM):
        Organization.objects.filter(pk=cast.organization, partner=None).update(kind=kind)


def get(cast: Cast, partner_id: UUID, who: str = EDITOR) -> Partner:
    """As this member sees it."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_partner(actor, partner_id)


def accredit(cast: Cast, partner_id: UUID, level: int = 2, **values: Any) -> UUID:
    """An accreditation."""
    new = actions.NewAccreditation(level=level, given_by="Kaiwhakamana", **values)
    made = as_(cast, EDITOR, actions.add_accreditation, partner_id=partner_id, new=new)
    key: UUID = made.id
    return key


def contact(cast: Cast, partner_id: UUID, name: str = "Hine Kōtare", **values: Any) -> UUID:
    """Somebody who works there."""
    new = actions.NewPartnerContact(name=name, **{"phone": "0000 100 2000", **values})
    key: UUID = as_(cast, EDITOR, actions.add_partner_contact, partner_id=partner_id, new=new).id
    return key
