"""Partner organisations: as the directory of services names them, what the register knows of them, and which team answers for which."""

from throughcare.partners.models.campaigns import Campaign
from throughcare.partners.models.changes import ProposedChange
from throughcare.partners.models.directory import Organization, OrganizationKind, OrganizationTeam, Sourced
from throughcare.partners.models.drafts import PartnerDraft
from throughcare.partners.models.duplicates import PartnerMerge, PartnerMergeKept, PartnerPair, WentInto
from throughcare.partners.models.importing import PartnerFile, PartnerMapping, PartnerRows, PartnerSource
from throughcare.partners.models.interactions import LONGEST_SAID, Interaction
from throughcare.partners.models.register import (
    HIGHEST_LEVEL,
    LONGEST_ADDRESS,
    LONGEST_PHONE,
    LONGEST_WORDS,
    LOWEST_LEVEL,
    Accreditation,
    Partner,
    PartnerContact,
)
from throughcare.partners.models.tikanga import TikangaNote
from throughcare.partners.models.whenua import ManaWhenua

__all__ = [
    "HIGHEST_LEVEL",
    "LONGEST_ADDRESS",
    "LONGEST_PHONE",
    "LONGEST_SAID",
    "LONGEST_WORDS",
    "LOWEST_LEVEL",
    "Accreditation",
    "Campaign",
    "Interaction",
    "ManaWhenua",
    "Organization",
    "OrganizationKind",
    "OrganizationTeam",
    "Partner",
    "PartnerContact",
    "PartnerDraft",
    "PartnerFile",
    "PartnerMapping",
    "PartnerMerge",
    "PartnerMergeKept",
    "PartnerPair",
    "PartnerRows",
    "PartnerSource",
    "ProposedChange",
    "Sourced",
    "TikangaNote",
    "WentInto",
]
