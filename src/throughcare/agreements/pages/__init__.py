"""Pages of agreements."""

from throughcare.agreements.pages.agreements import agreement, agreement_add, agreement_part, agreements
from throughcare.agreements.pages.amendments import amendment, amendment_add, amendment_change, amendment_move, amendment_sign
from throughcare.agreements.pages.holding import light_copy, light_held, light_sign, light_word
from throughcare.agreements.pages.importing import past_grants, past_grants_drop, past_grants_file, past_grants_run, past_grants_start
from throughcare.agreements.pages.light import light_add, light_change, light_code, light_full, light_revoke, light_send
from throughcare.agreements.pages.obligations import obligation, obligation_add, obligation_dispute, obligation_move, obligation_say
from throughcare.agreements.pages.publishing import agreement_publish, agreement_unpublish, published_agreements, published_file
from throughcare.agreements.pages.steps import (
    agreement_ask,
    agreement_decide,
    agreement_move,
    agreement_party,
    agreement_party_add,
    agreement_party_remove,
    agreement_party_sign,
    agreement_renew,
)
from throughcare.agreements.pages.watching import (
    agreement_meeting,
    agreement_meeting_add,
    agreement_meeting_change,
    agreement_risk,
    agreement_risk_add,
    agreement_risk_change,
    agreement_risk_move,
)

__all__ = [
    "agreement",
    "agreement_add",
    "agreement_ask",
    "agreement_decide",
    "agreement_meeting",
    "agreement_meeting_add",
    "agreement_meeting_change",
    "agreement_move",
    "agreement_part",
    "agreement_party",
    "agreement_party_add",
    "agreement_party_remove",
    "agreement_party_sign",
    "agreement_publish",
    "agreement_renew",
    "agreement_risk",
    "agreement_risk_add",
    "agreement_risk_change",
    "agreement_risk_move",
    "agreement_unpublish",
    "agreements",
    "amendment",
    "amendment_add",
    "amendment_change",
    "amendment_move",
    "amendment_sign",
    "light_add",
    "light_change",
    "light_code",
    "light_copy",
    "light_full",
    "light_held",
    "light_revoke",
    "light_send",
    "light_sign",
    "light_word",
    "obligation",
    "obligation_add",
    "obligation_dispute",
    "obligation_move",
    "obligation_say",
    "past_grants",
    "past_grants_drop",
    "past_grants_file",
    "past_grants_run",
    "past_grants_start",
    "published_agreements",
    "published_file",
]
