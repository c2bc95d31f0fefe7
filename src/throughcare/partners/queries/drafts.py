"""Forms about partners that the reader has begun and not sent."""

from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.partners.models import PartnerDraft

# What a form is called in a sentence: "You have an unfinished …".
WORDS = {
    "interaction-add": "account of a contact with this partner",
    "interaction-correct": "correction of a contact with this partner",
    "interaction-withdraw": "reason to withdraw a contact with this partner",
}


def own_partner_draft(by: Actor, form: str, about_id: UUID) -> PartnerDraft | None:
    """What the reader has kept of this form."""
    return PartnerDraft.objects.filter(user_id=by.user_id, form=form, about_id=about_id).first() if by.user_id else None


def unfinished_of(by: Actor, partner_id: UUID) -> list[PartnerDraft]:
    """What the reader has begun about this partner, the newest first."""
    return list(PartnerDraft.objects.filter(user_id=by.user_id, partner=partner_id).order_by("-saved_at", "id")) if by.user_id else []
