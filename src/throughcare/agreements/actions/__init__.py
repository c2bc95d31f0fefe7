"""Every write about agreements."""

from throughcare.agreements.actions.amendments import NewAmendment, add_amendment, change_amendment, move_amendment, sign_amendment
from throughcare.agreements.actions.approving import ask_approval, decide_approval
from throughcare.agreements.actions.by_day import move_by_day
from throughcare.agreements.actions.full import light_full
from throughcare.agreements.actions.grant_files import bring_kept_grants, clear_old_grants, drop_grants, keep_grants
from throughcare.agreements.actions.holding import ask_code, open_link, say_by_link, sign_by_link
from throughcare.agreements.actions.light import NewLight, add_light, change_light
from throughcare.agreements.actions.links import (
    Shown,
    mail_light_code,
    mail_light_link,
    revoke_light_link,
    send_anew,
    send_light_link,
    tell_light_code,
    tell_owner,
)
from throughcare.agreements.actions.obligations import NewObligation, add_obligation, dispute_obligation, move_obligation, say_done
from throughcare.agreements.actions.parties import NewParty, Signature, add_party, change_party, remove_party, sign_party
from throughcare.agreements.actions.past import KIND, Brought, about_source, bring_grants, check_can_bring, check_grants
from throughcare.agreements.actions.publishing import FILES, MEDIA_TYPE, Taken, publish_agreement, take_all, take_page, unpublish_agreement
from throughcare.agreements.actions.reminding import remind_of_agreements
from throughcare.agreements.actions.standing import move_agreement, renew_agreement
from throughcare.agreements.actions.watching import NewMeeting, NewRisk, add_meeting, add_risk, change_meeting, change_risk, move_risk
from throughcare.agreements.actions.writing import (
    Coverage,
    Details,
    Keeping,
    NewAgreement,
    Term,
    add_agreement,
    change_coverage,
    change_details,
    change_keeping,
    change_term,
)

__all__ = [
    "FILES",
    "KIND",
    "MEDIA_TYPE",
    "Brought",
    "Coverage",
    "Details",
    "Keeping",
    "NewAgreement",
    "NewAmendment",
    "NewLight",
    "NewMeeting",
    "NewObligation",
    "NewParty",
    "NewRisk",
    "Shown",
    "Signature",
    "Taken",
    "Term",
    "about_source",
    "add_agreement",
    "add_amendment",
    "add_light",
    "add_meeting",
    "add_obligation",
    "add_party",
    "add_risk",
    "ask_approval",
    "ask_code",
    "bring_grants",
    "bring_kept_grants",
    "change_amendment",
    "change_coverage",
    "change_details",
    "change_keeping",
    "change_light",
    "change_meeting",
    "change_party",
    "change_risk",
    "change_term",
    "check_can_bring",
    "check_grants",
    "clear_old_grants",
    "decide_approval",
    "dispute_obligation",
    "drop_grants",
    "keep_grants",
    "light_full",
    "mail_light_code",
    "mail_light_link",
    "move_agreement",
    "move_amendment",
    "move_by_day",
    "move_obligation",
    "move_risk",
    "open_link",
    "publish_agreement",
    "remind_of_agreements",
    "remove_party",
    "renew_agreement",
    "revoke_light_link",
    "say_by_link",
    "say_done",
    "send_anew",
    "send_light_link",
    "sign_amendment",
    "sign_by_link",
    "sign_party",
    "take_all",
    "take_page",
    "tell_light_code",
    "tell_owner",
    "unpublish_agreement",
]
