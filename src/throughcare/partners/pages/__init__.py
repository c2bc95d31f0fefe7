"""Pages of the register. One partner's own page gathers many domains: front/pages.py."""

from throughcare.partners.pages.beside import (
    accreditation,
    accreditation_add,
    accreditation_end,
    partner_contact,
    partner_contact_add,
    partner_contact_end,
)
from throughcare.partners.pages.campaigns import campaign, campaign_add, campaign_change, campaign_move, campaigns
from throughcare.partners.pages.changes import partner_ask, partner_change, partner_change_move, partner_changes, partner_own
from throughcare.partners.pages.drafts import partner_draft_drop, partner_draft_keep
from throughcare.partners.pages.duplicates import partner_duplicate, partner_duplicates
from throughcare.partners.pages.importing import (
    partner_import,
    partner_import_drop,
    partner_import_file,
    partner_import_mapping,
    partner_import_mapping_delete,
    partner_import_mappings,
    partner_import_rejects,
    partner_import_run,
    partner_import_save,
    partner_import_start,
)
from throughcare.partners.pages.interactions import (
    interaction,
    interaction_add,
    interaction_correct,
    interaction_withdraw,
    partner_interactions,
)
from throughcare.partners.pages.merging import partner_merge, partner_merge_team, partner_merge_with, partner_merged, partner_merges
from throughcare.partners.pages.parts import partner_part
from throughcare.partners.pages.register import partner_add, partner_move, partners
from throughcare.partners.pages.tikanga import partner_tikanga, tikanga_add, tikanga_note, tikanga_withdraw
from throughcare.partners.pages.whenua import mana_whenua, mana_whenua_add, mana_whenua_end

__all__ = [
    "accreditation",
    "accreditation_add",
    "accreditation_end",
    "campaign",
    "campaign_add",
    "campaign_change",
    "campaign_move",
    "campaigns",
    "interaction",
    "interaction_add",
    "interaction_correct",
    "interaction_withdraw",
    "mana_whenua",
    "mana_whenua_add",
    "mana_whenua_end",
    "partner_add",
    "partner_ask",
    "partner_change",
    "partner_change_move",
    "partner_changes",
    "partner_contact",
    "partner_contact_add",
    "partner_contact_end",
    "partner_draft_drop",
    "partner_draft_keep",
    "partner_duplicate",
    "partner_duplicates",
    "partner_import",
    "partner_import_drop",
    "partner_import_file",
    "partner_import_mapping",
    "partner_import_mapping_delete",
    "partner_import_mappings",
    "partner_import_rejects",
    "partner_import_run",
    "partner_import_save",
    "partner_import_start",
    "partner_interactions",
    "partner_merge",
    "partner_merge_team",
    "partner_merge_with",
    "partner_merged",
    "partner_merges",
    "partner_move",
    "partner_own",
    "partner_part",
    "partner_tikanga",
    "partners",
    "tikanga_add",
    "tikanga_note",
    "tikanga_withdraw",
]
