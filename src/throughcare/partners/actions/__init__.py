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
from throughcare.partners.actions.campaigns import NewCampaign, add_campaign, change_campaign, move_campaign
from throughcare.partners.actions.changes import (
    Asked,
    AskedAccreditation,
    AskedLead,
    AskedName,
    AskedRoles,
    OwnWords,
    ask_change,
    change_own,
    move_change,
)
from throughcare.partners.actions.checks import check_keeps, check_own
from throughcare.partners.actions.files import choose_list_reading, drop_list, keep_list, start_list
from throughcare.partners.actions.importing import Imported, check_partners, import_partners
from throughcare.partners.actions.interactions import NewInteraction, correct_interaction, log_interaction, withdraw_interaction
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
from throughcare.partners.actions.tikanga import NewTikanga, add_tikanga, change_tikanga, withdraw_tikanga
from throughcare.partners.actions.whenua import NewWhenua, end_whenua, say_whenua

__all__ = [
    "Asked",
    "AskedAccreditation",
    "AskedLead",
    "AskedName",
    "AskedRoles",
    "Details",
    "Imported",
    "NewAccreditation",
    "NewCampaign",
    "NewInteraction",
    "NewOwner",
    "NewPartner",
    "NewPartnerContact",
    "NewTeam",
    "NewTikanga",
    "NewWhenua",
    "Numbers",
    "OwnWords",
    "Reach",
    "Roles",
    "Safe",
    "add_accreditation",
    "add_campaign",
    "add_members",
    "add_partner",
    "add_partner_contact",
    "add_team",
    "add_tikanga",
    "ask_change",
    "change_accreditation",
    "change_campaign",
    "change_details",
    "change_numbers",
    "change_own",
    "change_owner",
    "change_partner_contact",
    "change_reach",
    "change_roles",
    "change_safeguarding",
    "change_tikanga",
    "check_keeps",
    "check_own",
    "check_partners",
    "choose_list_reading",
    "correct_interaction",
    "correct_kind",
    "delete_mapping",
    "drop_list",
    "end_accreditation",
    "end_partner_contact",
    "end_whenua",
    "import_partners",
    "keep_list",
    "log_interaction",
    "move_campaign",
    "move_change",
    "move_partner",
    "rename_mapping",
    "save_mapping",
    "say_whenua",
    "start_list",
    "withdraw_interaction",
    "withdraw_tikanga",
]
