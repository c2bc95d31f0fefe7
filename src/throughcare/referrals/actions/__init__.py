"""Everything that changes a referral. One verb, one function, one transaction: check, write, involve, record, tell."""

from throughcare.referrals.actions.answers import (
    VERBS,
    accept_referral,
    acknowledge_referral,
    decline_referral,
    waitlist_referral,
    withdraw_referral,
)
from throughcare.referrals.actions.drafts import LONGEST, choose_lines, make_draft, send_referral, set_authority, set_reason, set_urgency
from throughcare.referrals.actions.talk import ask_question, reply_to_question, take_referral

__all__ = [
    "LONGEST",
    "VERBS",
    "accept_referral",
    "acknowledge_referral",
    "ask_question",
    "choose_lines",
    "decline_referral",
    "make_draft",
    "reply_to_question",
    "send_referral",
    "set_authority",
    "set_reason",
    "set_urgency",
    "take_referral",
    "waitlist_referral",
    "withdraw_referral",
]
