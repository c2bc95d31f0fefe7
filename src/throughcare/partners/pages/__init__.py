"""Pages of the register. One partner's own page gathers many domains: front/pages.py."""

from throughcare.partners.pages.beside import (
    accreditation,
    accreditation_add,
    accreditation_end,
    partner_contact,
    partner_contact_add,
    partner_contact_end,
)
from throughcare.partners.pages.changes import partner_ask, partner_change, partner_change_move, partner_changes, partner_own
from throughcare.partners.pages.duplicates import partner_duplicate, partner_duplicates
from throughcare.partners.pages.parts import partner_part
from throughcare.partners.pages.register import partner_add, partner_move, partners

__all__ = [
    "accreditation",
    "accreditation_add",
    "accreditation_end",
    "partner_add",
    "partner_ask",
    "partner_change",
    "partner_change_move",
    "partner_changes",
    "partner_contact",
    "partner_contact_add",
    "partner_contact_end",
    "partner_duplicate",
    "partner_duplicates",
    "partner_move",
    "partner_own",
    "partner_part",
    "partners",
]
