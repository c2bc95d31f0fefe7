"""Pages of agreements."""

from throughcare.agreements.pages.agreements import agreement, agreement_add, agreement_part, agreements
from throughcare.agreements.pages.amendments import amendment, amendment_add, amendment_change, amendment_move, amendment_sign
from throughcare.agreements.pages.importing import past_grants, past_grants_drop, past_grants_file, past_grants_run, past_grants_start
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

__all__ = [
    "agreement",
    "agreement_add",
    "agreement_ask",
    "agreement_decide",
    "agreement_move",
    "agreement_part",
    "agreement_party",
    "agreement_party_add",
    "agreement_party_remove",
    "agreement_party_sign",
    "agreement_publish",
    "agreement_renew",
    "agreement_unpublish",
    "agreements",
    "amendment",
    "amendment_add",
    "amendment_change",
    "amendment_move",
    "amendment_sign",
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
