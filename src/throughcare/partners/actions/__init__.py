"""Every write about partner organisations."""

from throughcare.partners.actions.beside import (
    NewAccreditation,
    NewPartnerContact,
    add_accreditation,
    add_partner_contact,
    change_accreditation,
    change_partner_contact,
    end_accreditation,
    end_partner_contact,
)
from throughcare.partners.actions.importing import Imported, check_partners, import_partners
from throughcare.partners.actions.kinds import correct_kind
from throughcare.partners.actions.mappings import delete_mapping, rename_mapping, save_mapping
from throughcare.partners.actions.parts import (
    Details,
    NewOwner,
    Numbers,
    Reach,
    Roles,
    Safe,
    change_details,
    change_numbers,
    change_owner,
    change_reach,
    change_roles,
    change_safeguarding,
)
from throughcare.partners.actions.register import NewPartner, add_partner, move_partner
from throughcare.partners.actions.teams import NewTeam, add_members, add_team

__all__ = [
    "Details",
    "Imported",
    "NewAccreditation",
    "NewOwner",
    "NewPartner",
    "NewPartnerContact",
    "NewTeam",
    "Numbers",
    "Reach",
    "Roles",
    "Safe",
    "add_accreditation",
    "add_members",
    "add_partner",
    "add_partner_contact",
    "add_team",
    "change_accreditation",
    "change_details",
    "change_numbers",
    "change_owner",
    "change_partner_contact",
    "change_reach",
    "change_roles",
    "change_safeguarding",
    "check_partners",
    "correct_kind",
    "delete_mapping",
    "end_accreditation",
    "end_partner_contact",
    "import_partners",
    "move_partner",
    "rename_mapping",
    "save_mapping",
]
