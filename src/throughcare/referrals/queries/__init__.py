"""Every read of referrals: scoped to the reader, audited as it is fetched, ready for the page."""

from throughcare.disclosure.queries import Told
from throughcare.referrals.queries.access import because_of, visible_to
from throughcare.referrals.queries.between import Between, accepting_order, referrals_between
from throughcare.referrals.queries.conditions import TABS, Filters
from throughcare.referrals.queries.counts import Counts, counts_for_home, inbox_counts
from throughcare.referrals.queries.detail import Asked, Detail, get_referral, question_in
from throughcare.referrals.queries.drafts import Draft, check_digest, draft_of, get_draft, locked_referral, warning_for
from throughcare.referrals.queries.fitting import PAGE_SIZES, SHOWN, Offer, Offers, fit_for, offer, offers, service_of, team_for
from throughcare.referrals.queries.lists import (
    Happened,
    Listing,
    Row,
    all_visible,
    inbox,
    of_person,
    of_person_self,
    sent_by,
    timeline,
)
from throughcare.referrals.queries.words import plain_sentence, plain_title

__all__ = [
    "PAGE_SIZES",
    "SHOWN",
    "TABS",
    "Asked",
    "Between",
    "Counts",
    "Detail",
    "Draft",
    "Filters",
    "Happened",
    "Listing",
    "Offer",
    "Offers",
    "Row",
    "Told",
    "accepting_order",
    "all_visible",
    "because_of",
    "check_digest",
    "counts_for_home",
    "draft_of",
    "fit_for",
    "get_draft",
    "get_referral",
    "inbox",
    "inbox_counts",
    "locked_referral",
    "of_person",
    "of_person_self",
    "offer",
    "offers",
    "plain_sentence",
    "plain_title",
    "question_in",
    "referrals_between",
    "sent_by",
    "service_of",
    "team_for",
    "timeline",
    "visible_to",
    "warning_for",
]
