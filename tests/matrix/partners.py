"""The partner of each side on the register: what the register says of it is for those who may look at partners, and for its own staff."""

from typing import Any

from tests.cast import MEMBERS
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.partners.models import Accreditation, Partner, PartnerContact


def register(world: Any, side: Any) -> None:
    """With an accreditation and a contact. As the system."""
    ids, cast, put = world.ids[side.name], world.cast, world.canaries.token
    readers = side.staff | {name for name, (role, _) in MEMBERS.items() if Permission.PARTNER_VIEW in DEFAULT_ROLES[role][1]}

    def word(what: str) -> str:
        return str(put(f"{what}, on the register ({side.name})", readers))

    partner = Partner.objects.create(
        organization_id=ids["organization_id"],
        purpose=word("a partner's purpose"),
        expertise_words=word("a partner's expertise"),
        safeguarding="GAPS",
        safeguarding_on="2026-01-01",
        safeguarding_note=word("what a partner's safeguarding misses"),
        state_reason=word("why a partner stands so"),
        owner_id=cast.users["partnership_manager"],
        owner_team_id=cast.teams["head"],
    )
    accreditation = Accreditation.objects.create(
        partner=partner, level=2, scope=word("an accreditation's scope"), given_by=word("who accredits")
    )
    reached = {"position": word("a contact's work at a partner"), "phone": word("a work phone at a partner")}
    reached["email"] = f"{word('a work address at a partner')}@example.test"
    contact = PartnerContact.objects.create(partner=partner, name=word("a contact at a partner"), is_lead=True, **reached)
    ids |= {"partner_id": partner.pk, "accreditation_id": accreditation.id, "partner_contact_id": contact.id}
